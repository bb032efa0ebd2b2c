import { lineDiff } from '../line-diff.ts';

/** Lines `from` to before `to` of one text stand in another as its lines `newFrom` to before `newTo`; counted from 0. */
interface Region {
  readonly from: number;
  readonly to: number;
  readonly newFrom: number;
  readonly newTo: number;
}

/**
 * A person's text with the lines that a change concerns, and no other line, put in their new form.
 *
 * A YAML library writes a whole document, in a form of its own: it pads or trims what it read. What differs between
 * its text before and after a change is the change; all else stays as the person wrote it. The caller has to read the
 * result: lines that look alike can be taken for each other.
 *
 * @param text what the person wrote, with LF or CRLF
 * @param before the same, as the library writes it
 * @param after the changed document, as the library writes it
 */
export function withChanges(text: string, before: string, after: string): string {
  const end = /\r\n/.test(text) ? '\r' : '';
  const closed = text === '' || text.endsWith('\n') ? text : `${text}${end}\n`;
  const own = closed.split('\n');
  const old = before.split('\n');
  const now = after.split('\n');
  const where = placesOf(old.map(letters), own.map(letters));
  const lines: string[] = [];
  let kept = 0;
  for (const { from, to, newFrom, newTo } of anchored(regionsOf(old, now), where)) {
    const start = startOf(from, to, where) ?? 0;
    lines.push(...own.slice(kept, start), ...now.slice(newFrom, newTo).map((line) => line + end));
    kept = from === to ? start : (endOf(from, to, where) ?? own.length);
  }
  return [...lines, ...own.slice(kept)].join('\n');
}

type Places = readonly (number | undefined)[];

/** Where lines `from` to before `to` begin in the other text: at the first of them, else behind the line above. */
function startOf(from: number, to: number, where: Places): number | undefined {
  const first = from < to ? where[from] : undefined;
  if (first !== undefined) return first;
  const above = from > 0 ? where[from - 1] : -1;
  return above === undefined ? (from === to ? where[from] : undefined) : above + 1;
}

/** Where they end: behind the last of them, else at the line below. */
function endOf(from: number, to: number, where: Places): number | undefined {
  const last = from < to ? where[to - 1] : undefined;
  return last === undefined ? where[to] : last + 1;
}

/** Widens regions until both ends of each have a place; those that meet become one. */
function anchored(regions: readonly Region[], where: Places): readonly Region[] {
  const wide: Region[] = [];
  for (const one of regions) {
    let { from, to, newFrom, newTo } = one;
    while (from > 0 && startOf(from, to, where) === undefined) {
      from -= 1;
      newFrom -= 1;
    }
    while (to < where.length && from < to && endOf(from, to, where) === undefined) {
      to += 1;
      newTo += 1;
    }
    const last = wide.at(-1);
    if (last && last.to >= from) wide[wide.length - 1] = { ...last, to, newTo };
    else wide.push({ from, to, newFrom, newTo });
  }
  return wide;
}

/** A line without what the form of writing decides. */
const letters = (line: string): string => line.replace(/\s+/g, '');

/** For each line of the first text the line of the second that it is, if there is one. */
function placesOf(first: readonly string[], second: readonly string[]): Places {
  const places: (number | undefined)[] = first.map(() => undefined);
  let at = 0;
  let to = 0;
  for (const one of regionsOf(first, second)) {
    for (; at < one.from; at += 1, to += 1) places[at] = to;
    at = one.to;
    to = one.newTo;
  }
  for (; at < first.length; at += 1, to += 1) places[at] = to;
  return places;
}

/** Where two lists of lines differ, in order. */
function regionsOf(before: readonly string[], after: readonly string[]): readonly Region[] {
  const regions: Region[] = [];
  for (const hunk of lineDiff(before, after)) {
    let open: { from: number; to: number; newFrom: number; newTo: number } | undefined;
    const first = hunk[0]!;
    let at = (first.before ?? first.after!) - 1;
    let to = (first.after ?? first.before!) - 1;
    if (first.kind !== 'same') {
      // A hunk that begins with a change begins the text.
      at = 0;
      to = 0;
    }
    for (const { kind } of hunk) {
      if (kind === 'same') {
        if (open) regions.push(open);
        open = undefined;
        at += 1;
        to += 1;
        continue;
      }
      open ??= { from: at, to: at, newFrom: to, newTo: to };
      if (kind === 'gone') open.to = at += 1;
      else open.newTo = to += 1;
    }
    if (open) regions.push(open);
  }
  return regions;
}
