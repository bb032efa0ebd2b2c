import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isStale, seated } from '../../../renderer/screens/kept-order.ts';
import type { MapApp, MapGroup } from '../../../shared/standing/map.ts';

const group = fc.constantFrom<MapGroup>('needs', 'waits', 'works', 'others');
const apps = fc.uniqueArray(
  fc
    .record({ id: fc.string({ minLength: 1, maxLength: 3 }), group, testing: fc.boolean() })
    .map((one): MapApp => ({ ...one, standing: undefined, waits: false, differs: false })),
  { maxLength: 12, selector: ({ id }) => id },
);
const idsOf = (list: readonly { readonly id: string }[]) => list.map(({ id }) => id);

describe('the apps of a visit', () => {
  it('stay where they are and in their group, whatever is seen, and new ones follow in theirs', () => {
    fc.assert(
      fc.property(apps, apps, (before, now) => {
        const seats = new Map(before.map((one) => [one.id, one.group]));
        const shown = seated(now, seats);
        expect(new Set(idsOf(shown))).toEqual(new Set(idsOf(now)));
        const ids = idsOf(shown);
        const stayed = ids.filter((id) => seats.has(id));
        expect(stayed).toEqual(idsOf(before).filter((id) => ids.includes(id)));
        expect(ids).toEqual([...stayed, ...idsOf(now).filter((id) => !seats.has(id))]);
        for (const one of shown) expect(one.seat).toBe(seats.get(one.id) ?? one.group);
      }),
    );
  });

  it('are said to stand elsewhere only if one does that is not being tested', () => {
    fc.assert(
      fc.property(apps, apps, (before, now) => {
        const shown = seated(now, new Map(before.map((one) => [one.id, one.group])));
        const place = { id: 'home', cause: undefined, since: undefined, apps: shown };
        const moved = before.some((was) =>
          now.some((is) => is.id === was.id && is.group !== was.group && !is.testing),
        );
        expect(isStale(place)).toBe(moved);
        expect(isStale({ ...place, apps: seated(now) })).toBe(false);
      }),
    );
  });
});
