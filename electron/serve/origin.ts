import type { IncomingHttpHeaders } from 'node:http';

/** The header that caused a refusal. */
export type Refusal = 'host' | 'origin' | 'site';

/**
 * Checks that a request was meant for this host and comes from its own page. Returns undefined if so. The
 * exact `Host` prevents DNS rebinding: a foreign name that resolves to this machine is still in `Host`. The
 * exact `Origin` keeps out other pages, also those on other ports of this machine, which `SameSite` would
 * allow.
 *
 * @param authority `127.0.0.1:<port>`
 * @param needsOrigin true for calls: browsers always send `Origin` with a POST
 */
export function refuseRequest(
  headers: IncomingHttpHeaders,
  authority: string,
  needsOrigin: boolean,
): Refusal | undefined {
  if (headers.host !== authority) return 'host';
  const { origin } = headers;
  if (origin === undefined ? needsOrigin : origin !== `http://${authority}`) return 'origin';
  const site = headers['sec-fetch-site'];
  if (needsOrigin && site !== undefined && site !== 'same-origin') return 'site';
  return undefined;
}

/** True if the browser only prefetches the page; that must not use up a one-time link. */
export const isLookAhead = (headers: IncomingHttpHeaders): boolean =>
  /prefetch|prerender|preview/i.test(`${headers['sec-purpose'] ?? ''} ${headers['purpose'] ?? ''}`);
