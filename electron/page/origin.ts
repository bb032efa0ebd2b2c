import { canParseUrl } from '../../shared/can-parse-url.ts';

/**
 * The desktop app serves its screens under its own origin: no `file:`, no server, nothing shared with the
 * web.
 */
export const PAGE_SCHEME = 'app';
export const PAGE_HOST = 'latchkey';
export const PAGE_URL = `${PAGE_SCHEME}://${PAGE_HOST}/`;

/** True only for the one document that Latchkey shows, with any query and fragment. */
export function isPageUrl(text: string): boolean {
  if (!canParseUrl(text)) return false;
  const url = new URL(text);
  // The URL parser does not know `app:` as a web scheme, so `origin` is opaque; the parts are compared
  // instead.
  return (
    url.protocol === `${PAGE_SCHEME}:` &&
    url.host === PAGE_HOST &&
    url.username === '' &&
    url.password === '' &&
    (url.pathname === '/' || url.pathname === '/index.html')
  );
}
