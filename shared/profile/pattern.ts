/** What to write instead of a pattern that may take long. */
export const QUICK_PATTERN =
  'Write it without repeated groups, lookaround and references, with at most two of *, + and {n,m}, and at most four of ? and |.';

/** How many parts of any length, and how many choices, a pattern may have. Each multiplies the ways to try. */
const MOST = { lengths: 2, choices: 4 };

/**
 * True if a profile's regular expression can be tried on any text of a workspace without taking long: a file that
 * somebody sent could otherwise hold the program up. So there are no groups that repeat, no references back, no
 * looking around, at most two parts that may be shorter or longer, and few choices (`?`, `|`).
 */
export function isQuickPattern(pattern: string): boolean {
  // What is inside a class or behind a backslash is one character to match.
  const bare = pattern.replace(/\\[^1-9k]/g, 'x').replace(/\[(?:\\.|[^\]\\])*\]/g, 'x');
  if (/\\|\(\?[^:]|\)(?:[*+?]|\{)/.test(bare)) return false;
  const plain = bare.replaceAll('(?:', '(');
  const many = (what: RegExp) => (plain.match(what) ?? []).length;
  // The question mark behind another quantifier only changes the order in which lengths are tried.
  return many(/[*+]|\{\d+,\d*\}|\{\d{3,}\}/g) <= MOST.lengths && many(/(?<![*+}])\?|\|/g) <= MOST.choices;
}

/** True if a text is a regular expression. */
export function isPattern(text: string): boolean {
  try {
    new RegExp(`^(?:${text})$`);
    return true;
  } catch {
    return false;
  }
}
