import fc from 'fast-check';
import { expect, it } from 'vitest';
import { lineDiff } from '../../shared/line-diff.ts';
import { timeOf } from '../helpers/processor-time.ts';

const lines = fc.array(fc.constantFrom('a', 'b', 'c', 'd', ''), { maxLength: 30 });

it('names the lines that go and come, with one line around', () => {
  expect(lineDiff(['a', 'b', 'c', 'd'], ['a', 'b', 'x', 'd'])).toEqual([
    [
      { kind: 'same', before: 2, after: 2 },
      { kind: 'gone', before: 3 },
      { kind: 'new', after: 3 },
      { kind: 'same', before: 4, after: 4 },
    ],
  ]);
});

it('finds nothing in the same, and gives the new text when it is carried out on the old one', () => {
  fc.assert(
    fc.property(lines, lines, (before, after) => {
      expect(lineDiff(before, before)).toEqual([]);
      const hunks = lineDiff(before, after).flat();
      const gone = new Set(hunks.flatMap((one) => (one.kind === 'gone' ? [one.before!] : [])));
      const fresh = new Map(
        hunks.flatMap((one) => (one.kind === 'new' ? [[one.after!, after[one.after! - 1]!]] : [])),
      );
      const kept = before.filter((_, index) => !gone.has(index + 1));
      const made: string[] = [];
      for (let at = 1; made.length < kept.length + fresh.size && at <= after.length; at += 1)
        made.push(fresh.get(at) ?? kept[at - 1 - [...fresh.keys()].filter((one) => one < at).length]!);
      expect(made).toEqual(after);
      for (const one of hunks)
        if (one.kind === 'same') expect(before[one.before! - 1]).toBe(after[one.after! - 1]);
    }),
  );
});

it('takes little time for long texts without anything in common', () => {
  const long = (name: string) => Array.from({ length: 5_000 }, (_, at) => `${name} ${at}`);
  expect(timeOf(() => lineDiff(long('a'), long('b')), 2_000)).toBeLessThan(2_000);
});
