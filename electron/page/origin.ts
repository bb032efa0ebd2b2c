import { canParseUrl } from '../../shared/can-parse-url.ts';

/** The desktop app serves its screens under one origin of its own: no `file:`, no server, nothing shared with the web. */
export const PAGE_SCHEME = 'app';
export const PAGE_HOST = 'latchkey';
export const PAGE_URL = `${PAGE_SCHEME}://${PAGE_HOST}/`;

/** True for the one document Latchkey shows, whatever its query and fragment; false for everything else. */
export function isPageUrl(text: string): boolean {
  if (!canParseUrl(text)) return false;
  const url = new URL(text);
  // `app:` is no web scheme to the URL parser, so its `origin` is opaque: the parts are compared instead.
  return (
    url.protocol === `${PAGE_SCHEME}:` &&
    url.host === PAGE_HOST &&
    url.username === '' &&
    url.password === '' &&
    (url.pathname === '/' || url.pathname === '/index.html')
  );
}
