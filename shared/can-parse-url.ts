/**
 * Like `URL.canParse`, but correct for every text. In Node 20, `URL.canParse` returns false for a valid
 * address with letters such as “ü” after some thousand calls (its fast path reads Latin-1 as UTF-8), so this
 * calls the URL parser itself.
 */
export function canParseUrl(text: string, base?: string): boolean {
  try {
    new URL(text, base);
    return true;
  } catch {
    return false;
  }
}
