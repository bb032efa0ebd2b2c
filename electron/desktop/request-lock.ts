import type { Session } from 'electron';
import { canParseUrl } from '../../shared/can-parse-url.ts';
import type { Log } from '../host/log.ts';
import { PAGE_HOST, PAGE_SCHEME } from '../page/origin.ts';

/**
 * True for requests the page may make: its own files, and the inspector's files when a developer opens it.
 */
export function isPageRequest(text: string, type: string): boolean {
  if (!canParseUrl(text)) return false;
  const url = new URL(text);
  // An image inside the style sheet; nothing is fetched for it.
  if (url.protocol === 'data:') return type === 'image';
  if (url.protocol === 'devtools:') return true;
  return url.protocol === `${PAGE_SCHEME}:` && url.host === PAGE_HOST;
}

/**
 * Blocks every request of the page that is not for one of its own files. The content security policy does the
 * same; this also works for a page without that policy. It does not affect the host's own requests (checks,
 * test logins).
 */
export function setupRequestLock(session: Session, log: Log): void {
  session.webRequest.onBeforeRequest((details, answer) => {
    const allowed = isPageRequest(details.url, details.resourceType);
    if (!allowed) log('stopped a request of the page', { type: details.resourceType });
    answer({ cancel: !allowed });
  });
}
