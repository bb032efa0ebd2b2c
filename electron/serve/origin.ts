import type { IncomingHttpHeaders } from 'node:http';

/** What a request claims about where it came from, and why it is turned away; undefined: welcome. */
export type Refusal = 'host' | 'origin' | 'site';

/**
 * Checks that a request was meant for this host and comes from its own page. The exact `Host` defeats DNS
 * rebinding: a foreign name that resolves to this machine still says its own name. The exact `Origin` keeps
 * other pages out, those on other ports of this machine included, which `SameSite` lets through.
 *
 * @param authority `127.0.0.1:<port>`
 * @param needsOrigin for calls: a browser always sends `Origin` with a POST, so without one it is none of ours
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

/** True for a browser that only looks ahead; a one-time link must not be used up by it. */
export const isLookAhead = (headers: IncomingHttpHeaders): boolean =>
  /prefetch|prerender|preview/i.test(`${headers['sec-purpose'] ?? ''} ${headers['purpose'] ?? ''}`);
