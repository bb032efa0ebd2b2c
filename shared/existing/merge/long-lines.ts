import type { DiffLine } from './diff.ts';

/** Longer lines are cut, because a whole file can stand in one line. */
const MOST = 1_000;
/** So much stays before what changes in a line. */
const BEFORE = 80;

/** The lines of a hunk; long ones are cut where nothing changes, and begin or end with “…” there. */
export function shortened(lines: readonly DiffLine[]): readonly DiffLine[] {
  const out: DiffLine[] = [];
  for (let at = 0; at < lines.length; ) {
    const gone = runOf(lines, at, 'gone');
    const added = runOf(lines, at + gone.length, 'new');
    if (gone.length + added.length === 0) {
      out.push(cut(lines[at]!, 0));
      at += 1;
      continue;
    }
    const starts = gone.map((line, index) =>
      Math.max(0, sameStart(line.text, added[index]?.text ?? '') - BEFORE),
    );
    out.push(...gone.map((line, index) => cut(line, starts[index]!)));
    out.push(...added.map((line, index) => cut(line, starts[index] ?? 0)));
    at += gone.length + added.length;
  }
  return out;
}

function runOf(lines: readonly DiffLine[], from: number, kind: DiffLine['kind']): readonly DiffLine[] {
  let to = from;
  while (lines[to]?.kind === kind) to += 1;
  return lines.slice(from, to);
}

function sameStart(a: string, b: string): number {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at += 1;
  return at;
}

function cut(line: DiffLine, from: number): DiffLine {
  const { text } = line;
  if (text.length <= MOST) return line;
  const start = Math.min(from, text.length - MOST);
  const end = start + MOST;
  return {
    ...line,
    text: `${start > 0 ? '…' : ''}${text.slice(start, end)}${end < text.length ? '…' : ''}`,
  };
}
