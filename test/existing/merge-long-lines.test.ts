import { describe, expect, it } from 'vitest';
import type { DiffLine } from '../../shared/existing/merge/diff.ts';
import { shortened } from '../../shared/existing/merge/long-lines.ts';

const gone = (text: string): DiffLine => ({ kind: 'gone', text, before: 1 });
const added = (text: string): DiffLine => ({ kind: 'new', text, after: 1 });

describe('a long line of a diff', () => {
  it('is cut, but what changes stays', () => {
    const far = 'x'.repeat(50_000);
    for (const tail of ['', 'y'.repeat(60_000)]) {
      const [before, after] = shortened([gone(`${far}OLD${tail}`), added(`${far}NEW${tail}`)]);
      for (const [line, word] of [
        [before!, 'OLD'],
        [after!, 'NEW'],
      ] as const) {
        expect(line.text.length).toBeLessThan(1_100);
        expect(line.text).toContain(word);
        expect(line.text.startsWith('…')).toBe(true);
        expect(line.text.endsWith('…')).toBe(tail !== '');
      }
    }
  });

  it('is cut at its end where it stays as it is, or has no other', () => {
    const long = 'z'.repeat(5_000);
    const lines = shortened([
      { kind: 'same', text: long, before: 1, after: 1 },
      gone(long),
      added('a'),
      added(long),
    ]);
    expect(lines.map(({ kind, text }) => [kind, text.length])).toEqual([
      ['same', 1_001],
      ['gone', 1_001],
      ['new', 1],
      ['new', 1_001],
    ]);
    const short = [gone('a'), added('b')];
    expect(shortened(short)).toEqual(short);
  });
});
