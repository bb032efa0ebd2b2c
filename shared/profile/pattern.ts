/**
 * True if a profile's regular expression can be tried on any text of a workspace without taking long: a file that
 * somebody sent could otherwise hold the program up. So there are no groups that repeat, no references back and no
 * looking around, and at most two parts without an upper limit.
 */
export function isQuickPattern(pattern: string): boolean {
  // What is inside a class or behind a backslash is one character to match.
  const bare = pattern.replace(/\\[^1-9k]/g, 'x').replace(/\[(?:\\.|[^\]\\])*\]/g, 'x');
  if (/\\|\(\?[^:]|\)(?:[*+?]|\{)/.test(bare)) return false;
  return (bare.match(/[*+]|\{\d+,(?:\d{3,})?\}|\{\d{3,}/g) ?? []).length <= 2;
}
