import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { type Misdirected, misdirected } from '../services/loopback/request.ts';

/** What caused a refusal. */
export type Refusal = Misdirected | 'origin' | 'site';

/** `call`: only from our own page. `page`: not from another page's script. `entry`: from anywhere, by a token. */
export type Purpose = 'call' | 'page' | 'entry';

/**
 * Checks that a request was meant for this host and comes from where it may come from. Returns undefined if
 * so. The exact `Origin` keeps out other pages, also those on other ports of this machine, which `SameSite`
 * would allow. Browsers send it with every POST, so a call needs it.
 *
 * @param authority host and port of this host
 */
export function refuseRequest(
  request: Pick<IncomingMessage, 'headers' | 'rawHeaders' | 'url'>,
  authority: string,
  purpose: Purpose,
): Refusal | undefined {
  const wrong = misdirected(request, authority);
  if (wrong !== undefined || purpose === 'entry') return wrong;
  const { origin, 'sec-fetch-site': site } = request.headers;
  if (origin === undefined ? purpose === 'call' : origin !== `http://${authority}`) return 'origin';
  return purpose === 'call' && site !== undefined && site !== 'same-origin' ? 'site' : undefined;
}

/** True if the browser only prefetches the page; that must not use up a one-time link. */
export const isLookAhead = (headers: IncomingHttpHeaders): boolean =>
  /prefetch|prerender|preview/i.test(`${headers['sec-purpose']} ${headers['purpose']}`);
