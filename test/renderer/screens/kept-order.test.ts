import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inOrder } from '../../../renderer/screens/kept-order.ts';
import type { MapApp } from '../../../shared/standing/map.ts';

const app = (id: string): MapApp => ({
  id,
  standing: undefined,
  testing: false,
  waits: false,
  group: 'others',
  differs: false,
});
const ids = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 3 }), { maxLength: 12 });

describe('the rows of a visit', () => {
  it('stay where they are, whatever is seen, and new ones follow', () => {
    fc.assert(
      fc.property(ids, ids, (before, now) => {
        const shown = inOrder(now.map(app), before).map(({ id }) => id);
        expect([...shown].sort()).toEqual([...now].sort());
        const stayed = shown.filter((id) => before.includes(id));
        expect(stayed).toEqual(before.filter((id) => now.includes(id)));
        expect(shown).toEqual([...stayed, ...now.filter((id) => !before.includes(id))]);
      }),
    );
  });
});
