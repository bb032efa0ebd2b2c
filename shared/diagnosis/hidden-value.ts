/**
 * True for a value that somebody hid before they pasted the text: stars, a row of x, dots, a word in brackets. Nothing can
 * be said of its length or letters, and it equals nothing.
 */
export function isHiddenValue(value: string): boolean {
  return HIDDEN.test(value);
}

const WORDS = 'redacted|removed|hidden|masked|omitted|censored|obfuscated|anonymi[sz]ed|secret|snip';
const HIDDEN = new RegExp(
  [
    // A pattern for redirect URIs has one star or two.
    String.raw`\*{3,}`,
    String.raw`(?:^|[./:=_-])x{3,}(?=$|[./:=_-])`,
    String.raw`[\u2022\u2588\u2026]`,
    String.raw`^\.{2,}$|\.{3,}`,
    String.raw`[<[({](?:\w{1,20}[ _-]){0,3}(?:${WORDS})(?:[ _-]\w{1,20}){0,3}[>\])}]`,
    String.raw`^(?:${WORDS})$`,
  ].join('|'),
  'i',
);
