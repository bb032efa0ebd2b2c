import type { Span } from '../../workspace/secret-looks.ts';
import { inOrder, type TextEdit } from './edits.ts';
import type { MergedFile } from './merged.ts';

/** How many unchanged lines are shown around a change. */
const AROUND = 3;

/** What stands in the place of a secret. */
const HIDDEN = '(hidden)';
/** The same, for one that the change brings. */
export const HIDDEN_NEW = '(a new secret, hidden)';

/** A line of a diff, and which line it is before and after, counted from 1. */
export interface DiffLine {
  readonly kind: 'same' | 'gone' | 'new';
  readonly text: string;
  readonly before?: number;
  readonly after?: number;
}

/** Lines that change, with some around them. The positions are counted from 0. */
export interface DiffHunk {
  readonly from: number;
  readonly length: number;
  readonly newFrom: number;
  readonly newLength: number;
  readonly lines: readonly DiffLine[];
}

/**
 * The edits as hunks of lines, for people: secrets in them are hidden. Empty if nothing changes.
 *
 * @param secretsIn where the secrets of a text are, in order
 * @param hidden what stands in the place of a secret, and of one that the change brings
 */
export function diffHunks(
  { before, after, edits }: Omit<MergedFile, 'name' | 'mark'>,
  secretsIn: (text: string) => readonly Span[],
  hidden: { readonly known: string; readonly brought: string } = { known: HIDDEN, brought: HIDDEN_NEW },
): readonly DiffHunk[] {
  const changes = changedLines(before, after, edits);
  if (changes.length === 0) return [];
  const old = shownLines(before, secretsIn(before), [], hidden);
  const now = shownLines(after, secretsIn(after), insertedSpans(edits), hidden);
  // What comes behind the last line end is a line only if something stands there.
  const clipped = changes.map((one) => ({
    from: Math.min(one.from, old.length),
    to: Math.min(one.to, old.length),
    newFrom: Math.min(one.newFrom, now.length),
    newTo: Math.min(one.newTo, now.length),
  }));
  return hunksOf(clipped, old.length).map((hunk) => {
    const first = hunk[0]!;
    const from = Math.max(0, first.from - AROUND);
    const to = Math.min(old.length, hunk.at(-1)!.to + AROUND);
    const newFrom = from + first.newFrom - first.from;
    const lines: DiffLine[] = [];
    let at = from;
    let newAt = newFrom;
    const same = (until: number): void => {
      for (; at < until; at += 1, newAt += 1)
        lines.push({ kind: 'same', text: old[at]!, before: at + 1, after: newAt + 1 });
    };
    for (const one of hunk) {
      same(one.from);
      for (; at < one.to; at += 1) lines.push({ kind: 'gone', text: old[at]!, before: at + 1 });
      for (; newAt < one.newTo; newAt += 1) lines.push({ kind: 'new', text: now[newAt]!, after: newAt + 1 });
    }
    same(to);
    return { from, length: to - from, newFrom, newLength: newAt - newFrom, lines };
  });
}

const SIGNS = { same: ' ', gone: '-', new: '+' } as const;

/**
 * The same as one text, in the form that `patch` reads.
 */
export function unifiedDiff(file: MergedFile, secretsIn: (text: string) => readonly Span[]): string {
  const hunks = diffHunks(file, secretsIn);
  if (hunks.length === 0) return '';
  const name = quotedName(file.name);
  const out = [`--- ${name}`, `+++ ${name}`];
  for (const { from, length, newFrom, newLength, lines } of hunks) {
    out.push(`@@ -${range(from, length)} +${range(newFrom, newLength)} @@`);
    for (const { kind, text } of lines) out.push(`${SIGNS[kind]}${text}`);
  }
  return `${out.join('\n')}\n`;
}

/** A name as `patch` and git write one with control characters: in quotes, so that no line of it looks like another. */
function quotedName(name: string): string {
  if (!/[\u0000-\u001f\u007f-\u009f\u2028\u2029"]/.test(name)) return name;
  const bytes = [...new TextEncoder().encode(name)];
  const shown = bytes.map((byte) =>
    byte < 0x20 || byte > 0x7e
      ? `\\${byte.toString(8).padStart(3, '0')}`
      : byte === 0x22 || byte === 0x5c
        ? `\\${String.fromCharCode(byte)}`
        : String.fromCharCode(byte),
  );
  return `"${shown.join('')}"`;
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
function shownLines(
  text: string,
  secrets: readonly Span[],
  inserted: readonly Span[],
  { known, brought }: { readonly known: string; readonly brought: string },
): string[] {
  const parts: string[] = [];
  let from = 0;
  for (const [begin, end] of secrets) {
    // Of two that overlap, the rest of the second is hidden, too.
    const start = Math.max(begin, from);
    if (start >= end) continue;
    const isNew = inserted.some(([first, last]) => start >= first && end <= last + 1);
    const secret = text.slice(start, end);
    parts.push(text.slice(from, start));
    // Each line of a secret stays a line.
    parts.push(secret.replace(/[^\r\n]+/g, (line) => /^\s*/.exec(line)![0] + (isNew ? brought : known)));
    from = end;
  }
  parts.push(text.slice(from));
  const lines = parts.join('').split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}
