import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Fact, type FactTable, holdsAt, traitsAt } from '../../shared/catalog/fact.ts';
import { compareVersions } from '../../shared/version.ts';

const source = { title: 'test', ref: 'test', certainty: 'ran' } as const;
const version = fc.tuple(fc.nat(9), fc.nat(60)).map((parts) => parts.join('.'));

describe('holdsAt', () => {
  it('holds from its first version and up to, not including, its last', () => {
    const fact: Fact<number> = { value: 1, since: '4.38', before: '4.39', source };
    expect(['4.37.9', '4.38', '4.38.20', '4.39', '4.39.1'].map((at) => holdsAt(fact, at))).toEqual([
      false,
      true,
      true,
      false,
      false,
    ]);
  });

  it('holds everywhere without bounds', () => {
    fc.assert(fc.property(version, (at) => holdsAt({ value: 1, source }, at)));
  });
});

describe('traitsAt', () => {
  it('finds the one fact of a table that is cut at any versions', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(version, { maxLength: 6, comparator: (a, b) => compareVersions(a, b) === 0 }),
        version,
        (unsorted, at) => {
          const cuts = [...unsorted].sort(compareVersions);
          const facts: Fact<number>[] = Array.from({ length: cuts.length + 1 }, (_, index) => ({
            value: index,
            ...(index > 0 && { since: cuts[index - 1]! }),
            ...(index < cuts.length && { before: cuts[index]! }),
            source,
          }));
          const table: FactTable<{ trait: number }> = { trait: facts };
          const expected = cuts.filter((cut) => compareVersions(cut, at) <= 0).length;
          const read = traitsAt(table, at);
          expect(read.value.trait).toBe(expected);
          expect(read.fact.trait).toBe(facts[expected]);
        },
      ),
    );
  });

  it('gives every trait, false and empty ones too', () => {
    const table: FactTable<{ a: boolean; b: string; c: readonly string[] }> = {
      a: [{ value: false, source }],
      b: [{ value: '', source }],
      c: [{ value: [], source }],
    };
    expect(traitsAt(table, '1').value).toEqual({ a: false, b: '', c: [] });
  });

  it('throws, naming trait and version, on a gap and on an overlap', () => {
    const gap: FactTable<{ trait: number }> = { trait: [{ value: 1, since: '2', source }] };
    expect(() => traitsAt(gap, '1.9')).toThrow(/0 facts for “trait” at 1\.9/);
    const overlap: FactTable<{ trait: number }> = {
      trait: [
        { value: 1, source },
        { value: 2, since: '2', source },
      ],
    };
    expect(traitsAt(overlap, '1').value.trait).toBe(1);
    expect(() => traitsAt(overlap, '2')).toThrow(/2 facts for “trait” at 2/);
  });
});
