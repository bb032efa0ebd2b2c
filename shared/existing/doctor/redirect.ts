/** What makes a redirect URI one that no request ever matches, or that is unsafe. */
export type RedirectFlaw = 'blank' | 'no-scheme' | 'pattern' | 'http' | 'capitals' | 'fragment';

/** A longer one is no address, and isn’t looked at. */
const MOST = 2_000;

const LOOPBACK = /^(?:localhost|[a-z0-9-]+(?:\.[a-z0-9-]+)*\.localhost|127(?:\.\d{1,3}){3}|\[::1\])$/i;

/** The flaws of a redirect URI that is compared character by character. */
export function redirectFlaw(uri: string): RedirectFlaw | undefined {
  if (uri.length > MOST) return undefined;
  if (uri !== uri.trim() || /[\s\u200b-\u200f\ufeff\u00a0]/.test(uri)) return 'blank';
  if (isPattern(uri)) return 'pattern';
  if (!/^[a-z][a-z0-9+.-]*:/i.test(uri) || /^[a-z0-9.-]+:\d+(?:\/|$)/i.test(uri)) return 'no-scheme';
  const host = /^https?:\/\/([^/?#]*)/i.exec(uri)?.[1];
  if (host === undefined) return undefined;
  if (uri.includes('#')) return 'fragment';
  if (/[A-Z]/.test(host) || /^[A-Z]/.test(uri)) return 'capitals';
  const name = host.replace(/^.*@/, '').replace(/:\d*$/, '');
  return uri.startsWith('http:') && !LOOPBACK.test(name) ? 'http' : undefined;
}

/** The address without blanks and invisible characters around it; undefined if there are some inside, too. */
export function withoutBlanks(uri: string): string | undefined {
  const bare = uri.replace(/^[\s\u200b-\u200f\ufeff\u00a0]+|[\s\u200b-\u200f\ufeff\u00a0]+$/g, '');
  return bare !== uri && bare !== '' && redirectFlaw(bare) !== 'blank' ? bare : undefined;
}

/** Signs of a regular expression or wildcard. A question mark alone begins a query. */
export const isPattern = (uri: string): boolean =>
  uri.length <= MOST &&
  /\*|\\|^\^|\$$|\(\?|\.\+|\[[^\]]*\](?![^/]*@)(?=[+*?]|$)|\|/.test(uri) &&
  !/^https?:\/\/\[[0-9a-f:]+\](?::\d+)?(?:\/[^*\\|]*)?$/i.test(uri);
