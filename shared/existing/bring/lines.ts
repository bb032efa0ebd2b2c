import type { Span } from '../../workspace/secret-looks.ts';
import { secretSpans } from '../../workspace/secret-looks.ts';
import { type DiffLine, diffHunks } from '../merge/diff.ts';
import { applyEdits, inOrder, type TextEdit } from '../merge/edits.ts';
import { shortened } from '../merge/long-lines.ts';

/** Edits that are so many lines apart are shown by themselves. */
const APART = 3;
/** Nobody reads more lines of one finding. */
const MOST_LINES = 40;
/** Secrets that are shorter would hide words that only happen to be the same. */
const SHORTEST = 6;

/** A text whose lines are shown to people: where its lines begin, and what of it is hidden. Made once for a text. */
export interface ShownText {
  readonly text: string;
  /** Where each line begins. */
  readonly starts: readonly number[];
  readonly hidden: readonly Span[];
  /** Values that are hidden wherever they stand. */
  readonly secrets: readonly string[];
}

/**
 * @param text without a byte order mark
 * @param secrets what is known to be secret in it, whatever the name beside it
 */
export function shownText(text: string, secrets: readonly string[] = []): ShownText {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  const known = [...new Set(secrets)].filter((one) => one.length >= SHORTEST);
  return { text, starts, hidden: hiddenIn(text, known), secrets: known };
}

/** The lines around one of a file, as they stand there, without secrets. */
export function linesAround(shown: ShownText, line: number, before: number, mask: string): DiffLine[] {
  const { text, starts } = shown;
  const to = Math.min(Math.max(line, 1), starts.length);
  const from = Math.max(1, to - before);
  const [start, end] = [starts[from - 1]!, starts[to] ?? text.length];
  const hidden = within(shown.hidden, start, end);
  const lines = masked(text.slice(start, end), hidden, mask).split(/\r?\n/);
  if (lines.length > to - from + 1) lines.pop();
  return [
    ...shortened(
      lines.map((one, index) => ({
        kind: 'same' as const,
        text: one,
        before: from + index,
        after: from + index,
      })),
    ),
  ];
}

/**
 * What edits make of the lines that they change: each as it is now, and as it is to be. Only these lines are looked at, so
 * that hundreds of findings of a long file are shown at once. A secret is hidden in both, also where only one of the two
 * has a name that says that it is one.
 */
export function linesChanged(shown: ShownText, edits: readonly TextEdit[], mask: string): DiffLine[] {
  const out: DiffLine[] = [];
  let shift = 0;
  for (const cluster of clusters(shown, inOrder(edits))) {
    out.push(...clusterLines(shown, cluster, shift, mask));
    shift += lineDifference(shown.text, cluster.edits);
    if (out.length > MOST_LINES) break;
  }
  return [...shortened(out.slice(0, MOST_LINES))];
}

interface Cluster {
  /** The first line and the one behind the last, counted from 0. */
  readonly from: number;
  to: number;
  readonly edits: TextEdit[];
}

function clusters({ starts }: ShownText, edits: readonly TextEdit[]): Cluster[] {
  const all: Cluster[] = [];
  for (const edit of edits) {
    const from = lineAt(starts, edit.at);
    const to = Math.min(lineAt(starts, edit.at + edit.length) + 1, starts.length);
    const last = all.at(-1);
    if (last !== undefined && from - last.to < APART) {
      last.to = Math.max(last.to, to);
      last.edits.push(edit);
    } else all.push({ from, to, edits: [edit] });
  }
  return all;
}

function clusterLines(
  shown: ShownText,
  { from, to, edits }: Cluster,
  shift: number,
  mask: string,
): DiffLine[] {
  const { text, starts, secrets } = shown;
  // What stands in front belongs to it: a secret may begin above the line that changes.
  const start = starts[from]!;
  const end = starts[to] ?? text.length;
  const before = text.slice(start, end);
  const moved = edits.map((edit) => ({ ...edit, at: edit.at - start }));
  const after = applyEdits(before, moved);
  const known = within(shown.hidden, start, end);
  const found = hiddenIn(after, secrets);
  const places = movedBy(moved);
  const hiddenAfter = [...found, ...known.map((span) => across(span, places, 'before', 'after'))];
  const hiddenBefore = [...known, ...found.map((span) => across(span, places, 'after', 'before'))];
  const spans = (whole: string): Span[] => inSequence(whole === before ? hiddenBefore : hiddenAfter);
  return diffHunks({ before, after, edits: moved }, spans, { known: mask, brought: mask })
    .flatMap(({ lines }) => lines)
    .filter(({ kind }) => kind !== 'same')
    .map((line) => ({
      ...line,
      ...(line.before === undefined ? {} : { before: line.before + from }),
      ...(line.after === undefined ? {} : { after: line.after + from + shift }),
    }));
}

/** How many lines these edits add. */
const lineDifference = (text: string, edits: readonly TextEdit[]): number =>
  edits.reduce((sum, edit) => sum + feeds(edit.text) - feeds(text.slice(edit.at, edit.at + edit.length)), 0);
const feeds = (text: string): number => text.split('\n').length - 1;

function lineAt(starts: readonly number[], offset: number): number {
  let [low, high] = [0, starts.length];
  while (low + 1 < high) {
    const middle = (low + high) >> 1;
    if (starts[middle]! <= offset) low = middle;
    else high = middle;
  }
  return low;
}

/** Letters and digits of all kinds in one word, as a person writes none. Addresses have a sign in between. */
const RANDOM = /(?<![\w/.:@+~-])(?=[\w+~-]*[0-9])(?=[\w+~-]*[a-z])(?=[\w+~-]*[A-Z])[\w+~-]{20,}={0,2}/g;

/** Everything in a text that may be a secret: by its name, by its form, and the values that are known to be one. */
function hiddenIn(text: string, secrets: readonly string[]): Span[] {
  const spans: Span[] = secretSpans(text).map(([start, end]) => [start, end]);
  for (const { index, 0: found } of text.matchAll(RANDOM)) spans.push([index, index + found.length]);
  for (const secret of secrets)
    for (let at = text.indexOf(secret); at >= 0; at = text.indexOf(secret, at + secret.length))
      spans.push([at, at + secret.length]);
  return inSequence(spans);
}

const inSequence = (spans: readonly Span[]): Span[] => [...spans].sort((a, b) => a[0] - b[0] || a[1] - b[1]);

/** The parts of spans that lie between two places, counted from the first one. */
const within = (spans: readonly Span[], start: number, end: number): Span[] =>
  spans.flatMap(([from, to]): Span[] =>
    to <= start || from >= end ? [] : [[Math.max(from, start) - start, Math.min(to, end) - start]],
  );

/** What an edit replaces, and what stands there afterwards. */
interface Moved {
  readonly before: Span;
  readonly after: Span;
}

function movedBy(edits: readonly TextEdit[]): Moved[] {
  let shift = 0;
  return edits.map(({ at, length, text }) => {
    const start = at + shift;
    shift += text.length - length;
    return { before: [at, at + length], after: [start, start + text.length] };
  });
}

/** Where a part of one of the two texts is in the other one. One that an edit touches takes all that stands there. */
function across([start, end]: Span, moved: readonly Moved[], from: keyof Moved, to: keyof Moved): Span {
  const place = (offset: number, side: 0 | 1): number => {
    let shift = 0;
    for (const edit of moved) {
      if (offset < edit[from][0]) break;
      if (offset <= edit[from][1]) return edit[to][side];
      shift = edit[to][1] - edit[from][1];
    }
    return offset + shift;
  };
  return [place(start, 0), place(end, 1)];
}

function masked(text: string, hidden: readonly Span[], mask: string): string {
  let out = '';
  let at = 0;
  for (const [begin, end] of hidden) {
    const start = Math.max(begin, at);
    if (start >= end) continue;
    out +=
      text.slice(at, start) +
      text.slice(start, end).replace(/[^\r\n]+/g, (line) => /^\s*/.exec(line)![0] + mask);
    at = end;
  }
  return out + text.slice(at);
}
