import { withScheme } from '../addresses/pasted.ts';
import { canParseUrl } from '../can-parse-url.ts';
import { type Objection, quoted } from './problem.ts';

const MAX_URL = 2048;
const BAD_SCHEMES = new Set(['javascript', 'data', 'vbscript', 'file', 'about', 'blob', 'ws', 'wss', 'ftp']);

/**
 * A private-use scheme without a naming authority: one slash, such as `kitchenowl:/signin/redirect` (RFC 8252
 * §7.1). The scheme has more than one letter, because `C:/` begins a path of Windows.
 */
const PRIVATE_USE = /^[a-z][a-z0-9+.-]+:\/(?!\/)/i;

export interface UrlRule {
  /** What the URL belongs to, e.g. `the provider's URL`; used as the beginning of a sentence. */
  readonly what: string;
  /** An example for the suggestion. */
  readonly example: string;
  readonly query: 'allowed' | 'refused';
  /** Also accepts private-use schemes such as `com.example.app:/callback` (RFC 8252 §7.1). */
  readonly privateSchemes?: boolean;
}

/** Returns what is wrong with a URL, or undefined. The messages never contain a password from it. */
export function urlObjection(value: string, rule: UrlRule): Objection | undefined {
  const bad = (message: string, suggestion: string): Objection => ({ code: 'bad-url', message, suggestion });
  const example = `Write it like ${rule.example}.`;
  if (value.trim() === '') return bad(`${rule.what} is empty.`, example);
  if (value.length > MAX_URL) {
    return bad(`${rule.what} is ${value.length} characters long; ${MAX_URL} are the most.`, example);
  }
  if (value !== value.trim()) {
    return bad(`${rule.what} has blanks before or after it.`, `Write ${shown(value.trim())} without them.`);
  }
  if (/[\s\u0000-\u001f\u007f]/.test(value)) {
    return bad(
      `${rule.what} has a blank or control character in it.`,
      `${example} A blank in a path is written %20.`,
    );
  }
  if (value.includes('\\')) {
    return bad(`${rule.what} has a backslash in it.`, `Write ${shown(value.replaceAll('\\', '/'))}.`);
  }
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(value)?.[1]?.toLowerCase();
  const http = scheme === 'http' || scheme === 'https';
  if (http && !/^https?:\/\/[^/]/i.test(value)) {
    return bad(`${rule.what} lacks the two slashes or the host.`, `Write ${repaired(value, rule)}.`);
  }
  if (!http) {
    const ofAScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(value);
    if (
      rule.privateSchemes &&
      scheme &&
      (scheme.includes('.') || ofAScheme || PRIVATE_USE.test(value)) &&
      !/^[^/]*:\d+(?:\/|$)/.test(value)
    ) {
      if (BAD_SCHEMES.has(scheme)) return bad(`${rule.what} can't begin with ${scheme}:.`, example);
    } else if (ofAScheme) {
      return bad(`${rule.what} begins with ${scheme}://, which is not http or https.`, example);
    } else {
      return {
        code: 'url-without-scheme',
        message: `${rule.what} lacks its beginning, https:// or http://.`,
        suggestion: `Write ${repaired(value, rule)}.`,
      };
    }
  }
  if (!canParseUrl(value)) {
    return bad(`${rule.what} is no URL: its host or port can't be read.`, example);
  }
  const url = new URL(value);
  if (url.username !== '' || url.password !== '' || /^[a-z]+:\/\/[^/?#]*@/i.test(value)) {
    return {
      code: 'url-with-credentials',
      message: `${rule.what} has a user name or password in it.`,
      suggestion: `Write ${shown(value.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/?#]*@/i, '$1'))}; credentials have no place in this file.`,
    };
  }
  if (value.includes('#')) {
    return {
      code: 'url-with-fragment',
      message: `${rule.what} has a fragment (the part from #).`,
      suggestion: `Write ${shown(value.slice(0, value.indexOf('#')))}.`,
    };
  }
  if (rule.query === 'refused' && value.includes('?')) {
    return {
      code: 'url-with-query',
      message: `${rule.what} has a query (the part from ?).`,
      suggestion: `Write ${shown(value.slice(0, value.indexOf('?')))}.`,
    };
  }
  if (http && url.hostname.includes('*')) {
    return bad(`${rule.what} has a wildcard as its host; providers compare it letter by letter.`, example);
  }
  return undefined;
}

/**
 * Returns what is wrong with a path below the app's URL, or with a complete redirect URI used instead of it.
 */
export function redirectPathObjection(value: string): Objection | undefined {
  if (value.startsWith('/') && !value.startsWith('//')) {
    const flaw = /[\s\\#\u0000-\u001f\u007f]/.exec(value)?.[0];
    if (flaw === undefined && value.length <= MAX_URL) return undefined;
    return {
      code: 'bad-redirect-path',
      message: `The path ${quoted(value.replace(/([?#]).+/s, '$1…'))} has a blank, backslash or # in it, or is too long.`,
      suggestion: 'Write a path such as /auth/callback.',
    };
  }
  if (!/^[a-z][a-z0-9+.-]*:/i.test(value)) {
    const path = value.replace(/^\/+/, '');
    return {
      code: 'bad-redirect-path',
      message: `${quoted(value.replace(/([?#]).+/s, '$1…'))} is neither a path below the app's URL nor a whole redirect URI.`,
      suggestion: `Write ${shown(`/${path}`)}, or the whole URI with https://.`,
    };
  }
  return redirectUriObjection(value);
}

/** Returns what is wrong with a whole redirect URI, or undefined. */
export const redirectUriObjection = (value: string): Objection | undefined =>
  urlObjection(value, {
    what: 'The redirect URI',
    example: 'https://app.example.com/auth/callback',
    query: 'allowed',
    privateSchemes: true,
  });

function repaired(value: string, rule: UrlRule): string {
  const candidate = withScheme(value);
  return candidate === undefined ? `it like ${rule.example}` : shown(candidate);
}

/**
 * Returns a URL for a suggestion: shortened, and always without credentials and query, even if it has other
 * mistakes.
 */
function shown(value: string): string {
  const bare = value
    .replace(/\/\/[^/?#\s]*@/, '//')
    .replace(/^((?:https?:)?\/*)[^/@\s]*:(?!\d+\/)[^@\s]*@/i, '$1');
  const open = bare.replace(/([?#]).+/s, '$1…');
  return open.length > 200 ? `${open.slice(0, 199)}…` : open;
}
