import type { Span } from '../../workspace/secret-looks.ts';
import { inOrder, type TextEdit } from './edits.ts';
import type { MergedFile } from './merged.ts';

/** How many unchanged lines are shown around a change. */
const AROUND = 3;

/** What stands in the place of a secret. */
const HIDDEN = '(hidden)';
/** The same, for one that the change brings. */
export const HIDDEN_NEW = '(a new secret, hidden)';

/**
 * The edits as a unified diff, for people: secrets in it are hidden. Empty if nothing changes.
 *
 * @param secretsIn where the secrets of a text are, in order
 */
export function unifiedDiff(
  { name, before, after, edits }: MergedFile,
  secretsIn: (text: string) => readonly Span[],
): string {
  const changes = changedLines(before, after, edits);
  if (changes.length === 0) return '';
  const old = shownLines(before, secretsIn(before), []);
  const now = shownLines(after, secretsIn(after), insertedSpans(edits));
  const out = [`--- ${name}`, `+++ ${name}`];
  for (const hunk of hunksOf(changes, old.length)) {
    const first = hunk[0]!;
    const last = hunk.at(-1)!;
    const from = Math.max(0, first.from - AROUND);
    const to = Math.min(old.length, last.to + AROUND);
    const shift = first.newFrom - first.from;
    const length =
      to - from + hunk.reduce((sum, one) => sum + (one.newTo - one.newFrom) - (one.to - one.from), 0);
    out.push(`@@ -${range(from, to - from)} +${range(from + shift, length)} @@`);
    let at = from;
    for (const one of hunk) {
      for (; at < one.from; at += 1) out.push(` ${old[at]}`);
      for (; at < one.to; at += 1) out.push(`-${old[at]}`);
      for (let line = one.newFrom; line < one.newTo; line += 1) out.push(`+${now[line]}`);
    }
    for (; at < to; at += 1) out.push(` ${old[at]}`);
  }
  return `${out.join('\n')}\n`;
}

const range = (from: number, length: number): string =>
  length === 1 ? String(from + 1) : `${length === 0 ? from : from + 1},${length}`;

/** Lines of the old text that are replaced by lines of the new one. */
interface Change {
  readonly from: number;
  readonly to: number;
  readonly newFrom: number;
  readonly newTo: number;
}

function changedLines(before: string, after: string, edits: readonly TextEdit[]): Change[] {
  const old = startsOf(before);
  const now = startsOf(after);
  const changes: Change[] = [];
  let shift = 0;
  for (const { at, length, text } of inOrder(edits)) {
    const from = lineAt(old, at);
    const newFrom = lineAt(now, at + shift);
    let to = lineAt(old, at + length);
    let newTo = lineAt(now, at + shift + text.length);
    // Whole lines that were put in front of a line don't change that line.
    const whole = at === old[from] && (text === '' || text.endsWith('\n')) && at + length === old[to];
    if (!whole) {
      to += 1;
      newTo += 1;
    }
    shift += text.length - length;
    const last = changes.at(-1);
    if (last && from <= last.to && newFrom <= last.newTo) {
      changes[changes.length - 1] = {
        ...last,
        to: Math.max(last.to, to),
        newTo: Math.max(last.newTo, newTo),
      };
    } else changes.push({ from, to, newFrom, newTo });
  }
  return changes.map((one) => trimmed(one, before, after, old, now)).filter((one) => one !== undefined);
}

/** Leaves out lines at both ends that are the same. */
function trimmed(
  change: Change,
  before: string,
  after: string,
  old: readonly number[],
  now: readonly number[],
): Change | undefined {
  let { from, to, newFrom, newTo } = change;
  const a = (line: number): string => before.slice(old[line], old[line + 1]);
  const b = (line: number): string => after.slice(now[line], now[line + 1]);
  while (from < to && newFrom < newTo && a(from) === b(newFrom)) {
    from += 1;
    newFrom += 1;
  }
  while (from < to && newFrom < newTo && a(to - 1) === b(newTo - 1)) {
    to -= 1;
    newTo -= 1;
  }
  return from === to && newFrom === newTo ? undefined : { from, to, newFrom, newTo };
}

/** Where each line begins. What follows the last line end counts as a line if it holds anything. */
function startsOf(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

function lineAt(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length;
  while (low + 1 < high) {
    const middle = (low + high) >> 1;
    if (starts[middle]! <= offset) low = middle;
    else high = middle;
  }
  return low;
}

function hunksOf(changes: readonly Change[], lines: number): Change[][] {
  const hunks: Change[][] = [];
  for (const one of changes) {
    const last = hunks.at(-1)?.at(-1);
    if (last && one.from - last.to <= 2 * AROUND && last.to <= lines) hunks.at(-1)!.push(one);
    else hunks.push([one]);
  }
  return hunks;
}

/** What the edits put into the new text. */
function insertedSpans(edits: readonly TextEdit[]): Span[] {
  let shift = 0;
  return inOrder(edits).map(({ at, length, text }) => {
    const start = at + shift;
    shift += text.length - length;
    return [start, start + text.length];
  });
}

/** The lines of a text with its secrets hidden. */
function shownLines(text: string, secrets: readonly Span[], inserted: readonly Span[]): string[] {
  const parts: string[] = [];
  let from = 0;
  for (const [start, end] of secrets) {
    if (start < from) continue;
    const isNew = inserted.some(([first, last]) => start >= first && end <= last + 1);
    const secret = text.slice(start, end);
    parts.push(text.slice(from, start));
    // Each line of a secret stays a line.
    parts.push(secret.replace(/[^\r\n]+/g, (line) => /^\s*/.exec(line)![0] + (isNew ? HIDDEN_NEW : HIDDEN)));
    from = end;
  }
  parts.push(text.slice(from));
  const lines = parts.join('').split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}
