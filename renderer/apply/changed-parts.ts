/** A line as what is before its change, the change, and what is behind it. */
type Parts = readonly [before: string, changed: string, after: string];

/** What differs in two lines, one of which replaces the other. Undefined for lines that have little in common. */
export function changedParts(gone: string, fresh: string): readonly [Parts | undefined, Parts | undefined] {
  const shorter = Math.min(gone.length, fresh.length);
  let start = 0;
  while (start < shorter && gone[start] === fresh[start]) start += 1;
  let end = 0;
  while (end < shorter - start && gone.at(-1 - end) === fresh.at(-1 - end)) end += 1;
  // Whole words are read more easily than parts of them.
  const inWord = (text: string, at: number): boolean => /^\w\w$/.test(text.slice(at - 1, at + 1));
  while (start > 0 && (inWord(gone, start) || inWord(fresh, start))) start -= 1;
  while (end > 0 && (inWord(gone, gone.length - end) || inWord(fresh, fresh.length - end))) end -= 1;
  if (start + end < shorter / 3 || (start + end === gone.length && start + end === fresh.length))
    return [undefined, undefined];
  const cut = (text: string): Parts | undefined => {
    const to = text.length - end;
    return to > start ? [text.slice(0, start), text.slice(start, to), text.slice(to)] : undefined;
  };
  return [cut(gone), cut(fresh)];
}
