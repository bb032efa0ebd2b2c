import { redactText, redactUrl } from '../redact.ts';
import { endpointOf } from './requests.ts';
import type { SettingValue } from './setting-values.ts';

/** An address, and before it the name of a setting: of an env file, YAML, JSON, XML, or a screen that somebody wrote down. */
const ADDRESS = /https?:\/\/[^\s"'`<>,;]{4,400}/g;
const NAMED =
  /(?<![\w/.-])((?:[A-Za-z][\w.-]{0,60} ){0,2}[A-Za-z][\w.-]{0,60})["'`]?(?:[ \t]{0,12}[=:>][ \t]{0,12}|[ \t]{2,12})["'`]?$/;
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

/**
 * Judges the settings of a text that are named after the discovery document or the issuer and hold another address: one
 * without its path, or one of the provider's endpoints.
 */
export function judgeAddressSettings(text: string): readonly SettingValue[] {
  const found: SettingValue[] = [];
  for (const { 0: url, index } of text.matchAll(ADDRESS)) {
    const line = text
      .slice(Math.max(0, index - BEFORE), index)
      .split('\n')
      .at(-1)!;
    if (!OF_DOCUMENT.test(line) && !OF_ISSUER.test(line)) continue;
    const name = NAMED.exec(line)?.[1];
    if (name === undefined) continue;
    if (found.length >= MOST) break;
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
