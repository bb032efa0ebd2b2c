import { type Objection, quoted } from './problem.ts';
import type { Rule } from './rules.ts';

/**
 * Rule for a Go regular expression (RE2). Reports only patterns that Go certainly can't read, and accepts
 * what is uncertain. Needed because Memos refuses to start if a file has a filter that it can't read. Source:
 * golang/go regexp/syntax/doc.go@go1.22.
 */
export const goPatternRule: Rule = (value) => {
  const what = flawOf(value);
  if (what === undefined) return undefined;
  const objection: Objection = {
    code: 'bad-pattern',
    message: `The filter ${quoted(value)} is no regular expression of Go: ${what}.`,
    suggestion: 'Write one such as ^[a-z]+$, or leave the key out to let everyone through.',
  };
  return objection;
};

function flawOf(pattern: string): string | undefined {
  let open = 0;
  let repeatable = false;
  for (let at = 0; at < pattern.length; at++) {
    const rest = pattern.slice(at, at + 4);
    switch (pattern[at]) {
      case '\\': {
        const next = pattern[at + 1];
        if (next === undefined) return 'it ends in a backslash';
        if (/[1-9]/.test(next)) return 'it refers back to a group, which Go doesn’t know';
        if (next === 'Q') {
          const end = pattern.indexOf('\\E', at);
          at = end < 0 ? pattern.length : end + 1;
        } else at++;
        repeatable = true;
        break;
      }
      case '[': {
        const end = endOfClass(pattern, at);
        if (end < 0) return 'a “[” is never closed';
        at = end;
        repeatable = true;
        break;
      }
      case '(':
        if (/^\(\?(?:[=!]|<[=!])/.test(rest)) return 'it looks ahead or behind, which Go doesn’t know';
        open++;
        repeatable = false;
        // The `?` of `(?:`, `(?i)` and `(?P<name>` is not a repetition.
        if (pattern[at + 1] === '?') at++;
        break;
      case ')':
        if (open === 0) return 'a “)” closes nothing';
        open--;
        repeatable = true;
        break;
      case '|':
        repeatable = false;
        break;
      case '*':
      case '+':
      case '?':
        if (!repeatable) return `there is nothing before “${pattern[at]}” that it could repeat`;
        // A second `?` makes the repetition lazy.
        if (pattern[at + 1] === '?') at++;
        break;
      default:
        repeatable = true;
    }
  }
  return open > 0 ? 'a “(” is never closed' : undefined;
}

/**
 * Returns the offset of the bracket that closes a class, or -1. The first character may itself be a bracket.
 */
function endOfClass(pattern: string, start: number): number {
  let at = start + 1;
  if (pattern[at] === '^') at++;
  if (pattern[at] === ']') at++;
  for (; at < pattern.length; at++) {
    if (pattern[at] === '\\') at++;
    else if (pattern.startsWith('[:', at)) {
      const end = pattern.indexOf(':]', at + 2);
      if (end >= 0) at = end + 1;
    } else if (pattern[at] === ']') return at;
  }
  return -1;
}
