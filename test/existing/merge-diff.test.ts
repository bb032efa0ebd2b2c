import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DiffHunk, diffHunks, unifiedDiff } from '../../shared/existing/merge/diff.ts';
import { applyEdits, type TextEdit } from '../../shared/existing/merge/edits.ts';
import type { MergedFile } from '../../shared/existing/merge/merged.ts';

const LINES = fc.array(fc.constantFrom('a: 1', '  b: 2', '', '# c', 'd'), { maxLength: 40 });

/** A text, and edits of it that don’t overlap. */
const CHANGED = fc
  .tuple(
    LINES,
    fc.array(fc.tuple(fc.nat(200), fc.nat(12), fc.constantFrom('', 'x', 'y\n', '\nz: 1\n')), {
      maxLength: 5,
    }),
  )
  .map(([lines, wanted]): Omit<MergedFile, 'name' | 'mark'> => {
    const before = lines.map((line) => `${line}\n`).join('');
    const edits: TextEdit[] = [];
    let from = 0;
    for (const [skip, length, text] of [...wanted].sort((a, b) => a[0] - b[0])) {
      const at = Math.max(from, Math.min(skip, before.length));
      const end = Math.min(before.length, at + length);
      if (at > before.length) break;
      edits.push({ at, length: end - at, text });
      from = end + 1;
    }
    return { before, after: applyEdits(before, edits), edits };
  });

const linesOf = (text: string): string[] => {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
};

/** The new text that the hunks make of the old one. */
function patched(before: string, hunks: readonly DiffHunk[]): string[] {
  const old = linesOf(before);
  const out: string[] = [];
  let at = 0;
  for (const { from, length, newFrom, newLength, lines } of hunks) {
    out.push(...old.slice(at, from));
    expect(out.length).toBe(newFrom);
    expect(lines.filter(({ kind }) => kind !== 'new').map(({ text }) => text)).toEqual(
      old.slice(from, from + length),
    );
    for (const line of lines) {
      if (line.kind !== 'new') expect(old[line.before! - 1]).toBe(line.text);
      if (line.kind === 'gone') continue;
      out.push(line.text);
      expect(line.after).toBe(out.length);
    }
    expect(out.length).toBe(newFrom + newLength);
    at = from + length;
  }
  return [...out, ...old.slice(at)];
}

describe('the lines that a merge changes', () => {
  it('make the new text out of the old one, each with its number on both sides', () => {
    fc.assert(
      fc.property(CHANGED, (file) => {
        const hunks = diffHunks(file, () => []);
        expect(patched(file.before, hunks)).toEqual(linesOf(file.after));
        expect(hunks.length === 0).toBe(file.before === file.after);
      }),
      { numRuns: 2000 },
    );
  });

  it('show nothing of a secret, also of two that overlap', () => {
    const before = 'a: 1\nkey: oneSECRETtwo\nz: 1\n';
    const at = before.indexOf('a: 1');
    const edits = [{ at, length: 4, text: 'a: 2' }];
    const file = { name: 'f', mark: '' as const, before, after: applyEdits(before, edits), edits };
    const start = before.indexOf('one');
    const spans = [
      [start, start + 6],
      [start + 3, start + 12],
    ] as const;
    const shown = JSON.stringify(diffHunks(file, () => spans, { known: '•', brought: '+' }));
    expect(shown).toContain('key: ••');
    expect(shown).not.toMatch(/SEC|RET|two/);
    expect(unifiedDiff(file, () => spans)).not.toMatch(/SEC|RET|two/);
  });
});
