import { redactText, redactUrl } from '../redact.ts';
import { endpointOf } from './requests.ts';
import type { SettingValue } from './setting-values.ts';

/** An address, and before it the name of a setting: of an env file, YAML, JSON, XML, or a screen that somebody wrote down. */
const ADDRESS = /https?:\/\/[^\s"'`<>,;]{4,400}/g;
const NAMED =
  /(?<![\w/.-])((?:[A-Za-z][\w.-]{0,60} ){0,4}[A-Za-z][\w.-]{0,60})["'`]?(?:[ \t]{0,12}[=:>][ \t]{0,12}|[ \t]{2,12})["'`]?$/;
/** How far before its value a name begins. */
const BEFORE = 120;
const MOST = 60;

const OF_DOCUMENT = /well[_-]?known/i;
const OF_ISSUER = /issuer|authority/i;
/** OpenID Connect Discovery §4, RFC 8414 §3. */
const IS_DOCUMENT = /\/\.well-known\/|[?#]|\.json$/i;
const WRONG_FOR_ISSUER: ReadonlySet<string | undefined> = new Set([
  'authorization',
  'token',
  'userinfo',
  'keys',
]);

/** What the name of a setting says that its endpoint is for. */
const PURPOSES: readonly (readonly [Purpose, RegExp])[] = [
  ['userinfo', /(?:user[ _-]?(?:info|api|profile)|resource)[ _-]?(?:ur[il]|endpoint|address)$/i],
  [
    'token',
    /(?<!(?:introspect\w{0,5}|revo\w{0,7}|verify|refresh)[ _-]?)token[ _-]?(?:ur[il]|endpoint|address)$/i,
  ],
  ['authorization', /(?<!o)auth(?:ori[sz](?:e|ation))?[ _-]?(?:ur[il]|endpoint|address)$/i],
];

/** What an endpoint is for, by the names of OpenID Connect Discovery. */
type Purpose = 'authorization' | 'token' | 'userinfo';

/**
 * Where a product has all of its endpoints, and how each of them ends. The first group
 * is what all of them have before that end.
 */
const TREES: readonly (readonly [RegExp, Readonly<Record<Purpose, string>>])[] = [
  [
    /^(https?:\/\/[^/?#]+(?:\/[^?#]*)?\/realms\/[^/?#]+\/protocol\/openid-connect)\/([^?#]*)$/i,
    { authorization: '/auth', token: '/token', userinfo: '/userinfo' },
  ],
  [
    /^(https?:\/\/[^/?#]+(?:\/[^?#]*)?\/application\/o)\/([^?#]*)$/i,
    { authorization: '/authorize/', token: '/token/', userinfo: '/userinfo/' },
  ],
  [
    /^(https?:\/\/[^/?#]+(?:\/[^?#]*)?\/api\/oidc)\/((?:auth|user|token)[^?#]*)$/i,
    { authorization: '/authorization', token: '/token', userinfo: '/userinfo' },
  ],
];
const plain = (path: string): string => path.toLowerCase().replace(/^\/|\/$/g, '');

/** The address that a setting for an endpoint should have, where it has another one of the same product. */
function otherEndpoint(
  name: string,
  url: string,
): { readonly purpose: Purpose; readonly wanted?: string } | undefined {
  const purpose = PURPOSES.find(([, form]) => form.test(name))?.[0];
  if (purpose === undefined) return undefined;
  for (const [tree, ends] of TREES) {
    const [, root, rest] = tree.exec(url) ?? [];
    if (root === undefined || rest === undefined) continue;
    return plain(rest) === plain(ends[purpose]) ? undefined : { purpose, wanted: `${root}${ends[purpose]}` };
  }
  const is = endpointOf(url);
  return is !== undefined && is !== purpose && (ENDPOINTS as readonly unknown[]).includes(is)
    ? { purpose }
    : undefined;
}

const ENDPOINTS: readonly Purpose[] = ['authorization', 'token', 'userinfo'];

/**
 * Judges the settings of a text that are named after the discovery document or the issuer and hold another address: one
 * without its path, or one of the provider's endpoints; and those of an endpoint that hold another one.
 */
export function judgeAddressSettings(text: string): readonly SettingValue[] {
  const found: SettingValue[] = [];
  for (const { 0: url, index } of text.matchAll(ADDRESS)) {
    const line = text
      .slice(Math.max(0, index - BEFORE), index)
      .split('\n')
      .at(-1)!;
    const name = NAMED.exec(line)?.[1];
    if (name === undefined) continue;
    if (found.length >= MOST) break;
    const other = otherEndpoint(name, url);
    if (other !== undefined)
      found.push({
        id: 'app-endpoint-wrong',
        // The end of a line may have been cut off.
        weight: other.wanted?.startsWith(url) === true ? 0.7 : 0.86,
        matched: redactText(`${name}: ${url}`).slice(0, 160),
        data: {
          url: redactUrl(url),
          setting: redactText(name),
          purpose: other.purpose,
          ...(other.wanted === undefined ? {} : { wanted: redactUrl(other.wanted) }),
        },
      });
    if (!OF_DOCUMENT.test(line) && !OF_ISSUER.test(line)) continue;
    const told = {
      matched: redactText(`${name}: ${url}`).slice(0, 160),
      data: { url: redactUrl(url), setting: redactText(name) },
    };
    if (OF_DOCUMENT.test(name)) {
      if (!IS_DOCUMENT.test(url)) found.push({ id: 'discovery-path-wrong', weight: 0.8, ...told });
    } else if (OF_ISSUER.test(name) && WRONG_FOR_ISSUER.has(endpointOf(url)))
      found.push({ id: 'endpoint-given-as-issuer', weight: 0.86, ...told });
  }
  return found;
}
