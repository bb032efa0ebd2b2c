/**
 * `URL.canParse`, right for every text. Node 20's own answers false for a valid address with letters such as “ü” once
 * it has been called some thousand times (its fast path reads Latin-1 as UTF-8), so the parser itself is asked.
 */
export function canParseUrl(text: string, base?: string): boolean {
  try {
    new URL(text, base);
    return true;
  } catch {
    return false;
  }
}
