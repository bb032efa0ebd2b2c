import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Saying, withoutSaying, withSaying } from '../../../renderer/store/sayings.ts';

/** Which messages have a place, in order. */
const places = (sayings: readonly Saying[]) => sayings.map(({ id }) => id);
const shown = (sayings: readonly Saying[]) => sayings.filter(({ gone }) => !gone).map(({ id }) => id);

it('messages that come and go move no other one, are never more than two, and leave nothing behind', () => {
  fc.assert(
    fc.property(fc.array(fc.option(fc.nat(4), { nil: 'say' as const })), (acts) => {
      let sayings: readonly Saying[] = [];
      let last = 0;
      for (const act of acts) {
        const before = sayings;
        if (act === 'say') {
          sayings = withSaying(sayings, { id: ++last, tone: 'info', text: '' });
          expect(shown(sayings)).toContain(last);
          // The oldest gives way only if there is no other place, and who stays keeps the own one.
          const stay = shown(before)
            .slice()
            .sort((a, b) => a - b);
          expect(
            shown(sayings)
              .filter((one) => one !== last)
              .sort((a, b) => a - b),
          ).toEqual(stay.length < 2 ? stay : stay.slice(1));
          for (const one of shown(sayings))
            if (one !== last) expect(places(sayings).indexOf(one)).toBe(places(before).indexOf(one));
        } else {
          const id = sayings[act]?.id ?? -1;
          sayings = withoutSaying(sayings, id);
          expect(shown(sayings)).toEqual(shown(before).filter((one) => one !== id));
          // Each that is shown keeps its place.
          for (const one of shown(sayings))
            expect(places(sayings).indexOf(one)).toBe(places(before).indexOf(one));
        }
        expect(sayings.length).toBeLessThanOrEqual(2);
      }
      for (const id of shown(sayings)) sayings = withoutSaying(sayings, id);
      expect(sayings).toEqual([]);
    }),
  );
});
