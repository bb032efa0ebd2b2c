import { isSecretKey, looksSecret } from '../workspace/secret-looks.ts';

/**
 * What a setting of an app is for, by the words in its name: in the order in which they are tried, because
 * `OIDC_CLIENT_SECRET` has “client”, too, and `DISCOVERY_URL` is no issuer.
 */
const MEANINGS: readonly (readonly [RegExp, string])[] = [
  [/secret/, '{client_secret}'],
  [/discover|well ?known|metadata|configuration/, '{discovery_url}'],
  [/user ?info/, '{userinfo_endpoint}'],
  [/jwks|certs/, '{jwks_uri}'],
  [/log ?out|end ?session|sign ?out/, '{end_session_endpoint}'],
  [/redirect|callback|reply/, '{callback}'],
  [/scope/, '{scopes|space}'],
  [/token.*(?:url|uri|endpoint)/, '{token_endpoint}'],
  [/auth\w*(?: \w+)* (?:url|uri|endpoint)|authori[sz]\w*/, '{authorization_endpoint}'],
  [/client ?(?:id|identifier|key)|(?:app|application) id|^id$|\bkey$/, '{client_id}'],
  [
    /issuer|authority|provider (?:url|uri)|(?:oidc|openid|sso)(?: connect)? (?:url|uri|endpoint|host)|base url/,
    '{issuer}',
  ],
];

/** A setting of an app: its name and what is entered there. */
export interface NamedSetting {
  readonly name: string;
  /** A variable or the words that stand there. Undefined: nothing is known of a setting with this name. */
  readonly value: string | undefined;
}

/**
 * Reads names of settings, one a line, as people copy them out of a documentation or their own file: `NAME`, `NAME=x`
 * or `NAME: x`. A value that follows from the connection is replaced by its variable, so that nothing of one set-up
 * (and no secret) is taken along.
 */
export function namedSettings(text: string): NamedSetting[] {
  return text
    .split('\n')
    .map((line) => line.replace(/^\s*(?:export\s+|-\s+)?/, '').trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .slice(0, 40)
    .map((line) => {
      const [, name = line, written = ''] = /^([^=:]+)[=:]\s*(.*)$/.exec(line) ?? [];
      const words = name
        .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, ' ')
        .trim();
      const value = written.replace(/^(["'])(.*)\1$/, '$2');
      const meant = MEANINGS.find(([pattern]) => pattern.test(words))?.[1];
      return {
        name: name.trim(),
        value: /^(?:true|false)$/i.test(value) ? value : (meant ?? (value || undefined)),
      };
    });
}

/** The line from which `namedSettings` reads this name and value again. */
export const settingLine = (name: string, value: string): string =>
  `${/^(?:export\s|-\s)/.test(name) ? '- ' : ''}${name} = ${/^(["']).*\1$/.test(value) ? `"${value}"` : value}`;

/** The redirect URIs that were written, one a line: what belongs to the app's own host is left out. */
export const namedCallbacks = (text: string): string[] => [
  ...new Set(
    text
      .split(/[\s,]+/)
      .filter((one) => one !== '')
      .map((one) => one.replace(/^https?:\/\/[^/]*(?=\/)/i, '')),
  ),
];

/**
 * Leaves out the values behind names of secrets, which people copy along with the names: what is typed is kept by the
 * page and in the draft. A variable in braces, true and false stay.
 */
export const withoutSecrets = (text: string): string =>
  text
    .split('\n')
    .map((line) => {
      const [, begin = '', name = '', value = ''] = /^(([^=:]+)[=:]\s*)(\S.*)$/.exec(line) ?? [];
      const harmless = value.startsWith('{') || 'true'.startsWith(value) || 'false'.startsWith(value);
      return value !== '' && !harmless && (isSecretKey(name.trim()) || looksSecret(value)) ? begin : line;
    })
    .join('\n');
