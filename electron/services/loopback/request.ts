import type { IncomingMessage } from 'node:http';

/** Why a request is not a browser's request to this server. */
export type Misdirected = 'host' | 'repeated-header' | 'target';

/**
 * Checks that a request says once and clearly that it is meant for this server. Returns undefined if so.
 *
 * The exact `Host` prevents DNS rebinding: a foreign name that resolves to this machine is still in `Host`.
 * Everything that two readers of one request could understand differently is refused: a header that occurs
 * twice (Node keeps one `Host` and drops the other), and a target that names a host itself
 * (`GET http://other/ HTTP/1.1`). Browsers send neither. Node's parser already refuses two lengths, a length
 * beside `Transfer-Encoding`, folded lines and line ends without a carriage return.
 *
 * @param authority host and port as a browser writes them, so without `:80`
 */
export function misdirected(
  request: Pick<IncomingMessage, 'headers' | 'rawHeaders' | 'url'>,
  authority: string,
): Misdirected | undefined {
  if (request.headers.host !== authority) return 'host';
  const seen = new Set<string>();
  for (let i = 0; i < request.rawHeaders.length; i += 2) {
    const name = request.rawHeaders[i]!.toLowerCase();
    if (seen.has(name)) return name === 'host' ? 'host' : 'repeated-header';
    seen.add(name);
  }
  return request.url?.startsWith('/') ? undefined : 'target';
}

/** Host and port as a browser writes them in `Host`, in `Origin` and in the address bar. */
export const authorityOf = (host: string, port: number): string => (port === 80 ? host : `${host}:${port}`);
