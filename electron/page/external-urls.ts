import { canParseUrl } from '../../shared/can-parse-url.ts';
import { isLoopbackHost } from '../../shared/client/url.ts';
import { fail, ok, type Result } from '../../shared/result.ts';

/**
 * Long enough for an authorization request with every parameter, short enough for every system's launcher.
 */
const MAX_LENGTH = 8_000;

/**
 * Checks an address before it is opened in the user's browser. Allows https to any host and http only to this
 * machine. Refuses everything else (`file:`, `javascript:`, an app's own scheme, credentials in the address),
 * because the launcher of the operating system would run it.
 *
 * Returns the normalised address, or fails with `url-refused`.
 */
export function externalUrl(text: string): Result<string> {
  if (text.length > MAX_LENGTH)
    return refuse('This address is too long to be opened.', `${text.length} characters`);
  // The URL parser drops tabs and line breaks, so the shown and the opened address could differ.
  if (/[\u0000-\u0020\u007f-\u009f\u2028\u2029]/.test(text) || text.includes('\\'))
    return refuse('This address holds blanks or control characters, so Latchkey does not open it.');
  if (!canParseUrl(text)) return refuse('This is not a complete address, so Latchkey does not open it.');
  const url = new URL(text);
  if (url.username !== '' || url.password !== '')
    return refuse('This address carries a user name or password, so Latchkey does not open it.');
  if (url.protocol === 'https:') return ok(url.href);
  if (url.protocol === 'http:' && isLoopbackHost(url.hostname)) return ok(url.href);
  return refuse(
    'Latchkey opens only https addresses, and http ones on this machine. Copy the address into your browser if you trust it.',
    url.protocol === 'http:' ? url.host : url.protocol,
  );
}

const refuse = (message: string, detail?: string) => fail('url-refused', message, detail);
