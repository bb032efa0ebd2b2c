import { canParseUrl } from '../can-parse-url.ts';

/**
 * A URL in the form that browsers and providers compare: host in lower case and punycode, default port
 * removed, path unchanged. Providers compare redirect URIs byte for byte (RFC 6749 §3.1.2.3, RFC 9700 §2.1),
 * so both sides get the form that a browser would send.
 */
export interface NormalisedUrl {
  /** Without a trailing slash. */
  readonly url: string;
  readonly origin: string;
  readonly scheme: 'http' | 'https';
  /** The host as a browser writes it, with IPv6 in brackets. */
  readonly hostname: string;
  /** The changes that were made, each in words, for the screen that explains differences. */
  readonly changes: readonly string[];
}

/**
 * Normalises a root URL. Returns undefined unless it is an absolute http(s) URL without credentials, query or
 * fragment.
 */
export function normaliseUrl(text: string): NormalisedUrl | undefined {
  const trimmed = text.trim();
  if (!canParseUrl(trimmed)) return undefined;
  const parsed = new URL(trimmed);
  if (parsed.protocol !== 'https:' && parsed.protocol !== 'http:') return undefined;
  if (parsed.username !== '' || parsed.password !== '' || parsed.search !== '' || parsed.hash !== '')
    return undefined;
  const path = parsed.pathname.replace(/\/+$/, '');
  const changes: string[] = [];
  const typedHost = /^[a-z]+:\/\/([^/?#]*)/i.exec(trimmed)?.[1] ?? '';
  if (typedHost !== typedHost.toLowerCase()) changes.push('the host in lower case');
  if (/[^\x00-\x7f]/.test(typedHost)) changes.push(`the host as browsers send it (${parsed.hostname})`);
  if (/:(80|443)$/.test(typedHost) && parsed.port === '') changes.push('the default port left out');
  if (trimmed.length > 0 && /\/$/.test(trimmed)) changes.push('no slash at the end');
  return {
    url: parsed.origin + path,
    origin: parsed.origin,
    scheme: parsed.protocol === 'https:' ? 'https' : 'http',
    hostname: parsed.hostname,
    changes,
  };
}

/** Joins a path to a root URL. An absolute URI is returned as it is. */
export function redirectUri(base: NormalisedUrl, path: string): string {
  if (/^[a-z][a-z0-9+.-]*:/i.test(path)) return path;
  return base.url + (path.startsWith('/') ? path : `/${path}`);
}

/**
 * Returns true for names and addresses that stay on this machine: `localhost` and its subdomains,
 * 127.0.0.0/8, `::1` (RFC 6761 §6.3, RFC 8252 §7.3). This is the only place that defines where plain http is
 * allowed. Expects the form that `URL.hostname` has.
 */
export function isLoopbackHost(hostname: string): boolean {
  const host = hostname.toLowerCase().replace(/\.$/, '');
  return (
    host === 'localhost' ||
    host.endsWith('.localhost') ||
    host === '[::1]' ||
    host === '::1' ||
    /^127(\.(25[0-5]|2[0-4]\d|1?\d?\d)){3}$/.test(host)
  );
}

/**
 * Returns true where browsers offer `crypto.subtle`: https, or a loopback host (W3C Secure Contexts §3.1).
 */
export const isSecureContext = (url: NormalisedUrl): boolean =>
  url.scheme === 'https' || isLoopbackHost(url.hostname);

/**
 * True for an address on the machine of the person that names no port: the program takes one that is free (RFC 8252
 * §7.3).
 */
export const isAnyPort = (uri: string): boolean =>
  /^http:\/\/(?:127\.0\.0\.1|localhost|\[::1\])(?:\/.*)?$/i.test(uri);
