/** One change to a text: at this offset, so many characters are replaced. */
export interface TextEdit {
  readonly at: number;
  readonly length: number;
  readonly text: string;
}

/**
 * The edits in the order of the text. Those at the same place stay in the order in which they were made. Throws if two
 * of them overlap, because then one would undo the other.
 */
export function inOrder(edits: readonly TextEdit[]): TextEdit[] {
  const sorted = edits.map((edit, index) => ({ edit, index }));
  sorted.sort(
    (a, b) =>
      a.edit.at - b.edit.at || Math.sign(a.edit.length) - Math.sign(b.edit.length) || a.index - b.index,
  );
  let end = 0;
  for (const { edit } of sorted) {
    if (edit.at < end) throw new Error('Two edits overlap.');
    end = edit.at + edit.length;
  }
  return sorted.map(({ edit }) => edit);
}

/** The text with all edits. Everything that no edit names stays as it is. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const parts: string[] = [];
  let from = 0;
  for (const { at, length, text: inserted } of inOrder(edits)) {
    parts.push(text.slice(from, at), inserted);
    from = at + length;
  }
  parts.push(text.slice(from));
  return parts.join('');
}

/** The line that holds this offset, counted from 1. */
export function lineOf(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line += 1;
  return line;
}

/** Where the line of this offset begins. */
export const lineStart = (text: string, offset: number): number =>
  offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;

/** Where the line of this offset ends: at its line feed, or at the end of the text. */
export function lineEnd(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end < 0 ? text.length : end;
}

/** How many characters stand before this offset on its line. */
export const columnOf = (text: string, offset: number): number => offset - lineStart(text, offset);

/** The line end that the text uses at this offset: that of the line, else of the line before, else a line feed. */
export function eolAt(text: string, offset: number): '\r\n' | '\n' {
  const end = text.indexOf('\n', offset);
  const feed = end >= 0 ? end : text.lastIndexOf('\n', offset);
  return feed > 0 && text[feed - 1] === '\r' ? '\r\n' : '\n';
}

/**
 * Puts lines below the line that ends here (see {@link lineEnd}). A text without a line feed at its end still has none
 * afterwards.
 */
export function linesBelow(text: string, end: number, lines: readonly string[]): TextEdit {
  const eol = eolAt(text, end);
  if (end < text.length) return { at: end + 1, length: 0, text: lines.map((one) => one + eol).join('') };
  const whole = text === '' || text.endsWith('\n');
  return whole
    ? { at: end, length: 0, text: lines.map((one) => one + eol).join('') }
    : { at: end, length: 0, text: lines.map((one) => eol + one).join('') };
}

/** Puts lines at the end of a text. */
export const belowAll = (text: string, lines: readonly string[]): TextEdit =>
  linesBelow(text, text.endsWith('\n') ? text.length - 1 : text.length, lines);
