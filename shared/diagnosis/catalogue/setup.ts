import { canParseUrl } from '../../can-parse-url.ts';
import { type SetAt, type Way, whereSet } from '../../catalog/apps/where-set.ts';
import type { Endpoint } from '../../client/announced.ts';
import type { Connection } from '../../client/types.ts';
import type { AppProfile } from '../../profile/schema.ts';
import { atLeast, parseVersion } from '../../version.ts';
import type { Fix } from '../types.ts';
import { type Facts, PRODUCTS, type Product } from './cause.ts';

/**
 * Describes the setup in the words of its products: names, values, and the settings that hold them. Without a
 * connection (pasted text of an unknown setup) it uses general words and leaves values out.
 */

const NAMES: Readonly<Record<Product, string>> = {
  authelia: 'Authelia',
  authentik: 'authentik',
  keycloak: 'Keycloak',
  'pocket-id': 'Pocket ID',
  kanidm: 'Kanidm',
  zitadel: 'Zitadel',
  dex: 'Dex',
};

/** The product of a connection's provider: from its kind, or else from the URL of its issuer. */
export function productOf(connection: Connection): Product | undefined {
  const kind = connection.provider.entry.kind;
  if (kind !== 'oidc') return kind;
  const url = connection.provider.entry.url;
  if (/\/realms\/[^/]+\/?$/.test(url)) return 'keycloak';
  if (/\/oauth2\/openid\/[^/]+\/?$/.test(url)) return 'kanidm';
  if (/\/application\/o\/[^/]+\/?$/.test(url)) return 'authentik';
  return PRODUCTS.find((product) => url.toLowerCase().includes(product.replace('-', '')));
}

/** “Authelia”, or “the identity provider”. */
export const provider = (facts: Facts): string =>
  facts.connection && facts.connection.provider.entry.kind !== 'oidc'
    ? facts.connection.provider.definition.name
    : facts.product
      ? NAMES[facts.product]
      : 'the identity provider';

/** “RomM”, or “the app”. */
export const app = (facts: Facts): string =>
  !facts.connection
    ? 'the app'
    : facts.connection.app.entry.kind === 'custom'
      ? (facts.connection.app.entry.client_name ?? `the app “${facts.connection.app.id}”`)
      : facts.connection.app.definition.name;

/** Capitalises the first letter, as at the beginning of a sentence; product names keep their spelling. */
export const capital = (text: string): string =>
  text.startsWith('authentik') ? text : text.charAt(0).toUpperCase() + text.slice(1);

export const appKind = (facts: Facts): string | undefined => facts.connection?.app.entry.kind;

export const issuer = (facts: Facts): string | undefined => facts.connection?.provider_metadata.issuer;

/** The callback that the app really uses. */
export const redirectUri = (facts: Facts): string | undefined => facts.connection?.client.redirect_uris[0];

export const clientId = (facts: Facts): string | undefined => facts.connection?.client.client_id;

/** True if the provider is at `bound` or newer, or if its version is not stated (the newest is assumed). */
export function providerAtLeast(facts: Facts, bound: string): boolean {
  const version = facts.connection?.provider.version.effective;
  return version === undefined || parseVersion(version) === undefined || atLeast(version, bound);
}

/** True if the app's version is known and older than `bound`. */
export function appOlderThan(facts: Facts, bound: string): boolean {
  const version = facts.connection?.app.version.effective;
  return version !== undefined && parseVersion(version) !== undefined && !atLeast(version, bound);
}

/** The text of the first of these data that exists. */
export function datum(facts: Facts, ...names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = facts.data[name];
    if (typeof value === 'string' && value !== '') return value;
    if (typeof value === 'number' || typeof value === 'boolean') return String(value);
    if (Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === 'string')) {
      return value.slice(0, 6).join(', ');
    }
  }
  return undefined;
}

/** All texts under these names, from all explained findings (or from the pasted text), without duplicates. */
export function allData(facts: Facts, ...names: readonly string[]): readonly string[] {
  const sources = facts.findings.length > 0 ? facts.findings.map((finding) => finding.data) : [facts.data];
  const values = sources.flatMap((data) =>
    names.flatMap((name) => {
      const value = data[name];
      return Array.isArray(value) ? value : [value];
    }),
  );
  return [...new Set(values.filter((value): value is string => typeof value === 'string' && value !== ''))];
}

/** The place where a client of this provider is edited, including the client's name. */
export function clientPlace(facts: Facts): string {
  const id = clientId(facts);
  switch (facts.product) {
    case 'authelia':
      return `the client ${id ? `“${id}” ` : ''}under identity_providers.oidc.clients in Authelia's configuration`;
    case 'authentik':
      return `the provider of ${app(facts)} in authentik (Applications › Providers › Edit)`;
    case 'keycloak':
      return `the client ${id ? `“${id}” ` : ''}in Keycloak (Clients › Settings)`;
    case 'pocket-id':
      return `the OIDC client ${id ? `“${id}” ` : ''}in Pocket ID`;
    default:
      return `the client ${id ? `“${id}” ` : ''}at ${provider(facts)}`;
  }
}

/** The deliverable that holds the provider's side of a connection. */
export function providerDeliverable(facts: Facts): Pick<Fix, 'deliverable'> {
  switch (facts.connection?.provider.entry.kind) {
    case 'authelia':
      return { deliverable: 'authelia-config' };
    case 'authentik':
      return { deliverable: 'authentik-blueprint' };
    case 'oidc':
      return { deliverable: 'client-metadata' };
    default:
      return {};
  }
}

/** The deliverable that holds the app's side. */
export function appDeliverable(facts: Facts): Pick<Fix, 'deliverable'> {
  const profile = facts.connection?.app.definition.profile;
  if (profile !== undefined) {
    const way = setAt(facts.connection!, profile, ['client_id'])[0]?.way;
    return way === undefined ? {} : { deliverable: DELIVERABLE_OF[way] };
  }
  switch (appKind(facts)) {
    case 'memos':
      return { deliverable: 'guide' };
    case 'romm':
      return { deliverable: 'env' };
    case 'kestra':
      return { deliverable: 'kestra-config' };
    case 'custom':
      return { deliverable: 'guide' };
    default:
      return {};
  }
}

const DELIVERABLE_OF = {
  env: 'env',
  file: 'app-config',
  command: 'app-command',
  screen: 'guide',
  http: 'app-request',
} as const satisfies Record<Way, Fix['deliverable']>;

/** The variables of a profile that stand for a setting. */
const VARIABLES_OF: Readonly<Record<AppSetting, readonly string[]>> = {
  issuer: ['issuer', 'discovery_url'],
  client_id: ['client_id'],
  client_secret: ['client_secret'],
  redirect_uri: ['callback', 'callbacks', 'app.url', 'app.origin', 'app.host'],
  scopes: ['scopes'],
  ca: [],
  identifier: [],
  auth_method: ['method', 'settings.method'],
  authorization_endpoint: ['authorization_endpoint'],
  token_endpoint: ['token_endpoint'],
  userinfo_endpoint: ['userinfo_endpoint'],
  jwks_uri: ['jwks_uri'],
};

const setAt = ({ app, client }: Connection, profile: AppProfile, variables: readonly string[]): SetAt[] =>
  whereSet(
    profile,
    app.entry,
    app.version.effective,
    variables,
    client.token_endpoint_auth_method === 'none',
  );

/** What the app's profile calls a setting. Undefined if it has no profile, or nothing of the kind is set. */
function profiledSetting(facts: Facts, setting: AppSetting): string | undefined {
  const { connection } = facts;
  const app = connection?.app;
  const profile = app?.definition.profile;
  if (connection === undefined || app === undefined || profile === undefined) return undefined;
  if (setting === 'ca') return app.definition.trust(app.entry, app.version.effective).name;
  const found = setAt(connection, profile, VARIABLES_OF[setting]);
  return found.length === 0
    ? undefined
    : found
        .slice(0, 3)
        .map(({ name }) => name)
        .join(', ');
}

type AppSetting =
  | 'issuer'
  | 'client_id'
  | 'client_secret'
  | 'redirect_uri'
  | 'scopes'
  | 'ca'
  | 'identifier'
  | 'auth_method'
  | Endpoint;

const kestraKey = (facts: Facts): string => {
  const entry = facts.connection?.app.entry;
  const key = entry?.settings?.client_key ?? facts.connection?.provider.entry.kind ?? 'KEY';
  return `micronaut.security.oauth2.clients.${key}`;
};

/** The app's own name for a setting. */
export function appSetting(facts: Facts, setting: AppSetting): string {
  const kind = appKind(facts);
  const names: Readonly<Record<AppSetting, Readonly<Record<string, string>>>> = {
    issuer: {
      memos: 'Authorization endpoint, Token endpoint, User endpoint',
      romm: 'OIDC_SERVER_APPLICATION_URL',
      kestra: `${kestraKey(facts)}.openid.issuer`,
    },
    client_id: { memos: 'Client ID', romm: 'OIDC_CLIENT_ID', kestra: `${kestraKey(facts)}.client-id` },
    client_secret: {
      memos: 'Client secret',
      romm: 'OIDC_CLIENT_SECRET',
      kestra: `${kestraKey(facts)}.client-secret`,
    },
    redirect_uri: {
      memos: 'the address Memos is opened under',
      romm: 'OIDC_REDIRECT_URI',
      kestra: 'kestra.url and the forwarded host and scheme',
    },
    scopes: { memos: 'Scopes', romm: 'OIDC_CLAIM_ROLES', kestra: `${kestraKey(facts)}.scopes` },
    ca: {
      memos: 'SSL_CERT_FILE',
      romm: 'OIDC_TLS_CACERTFILE',
      kestra: 'JAVA_OPTS (-Djavax.net.ssl.trustStore)',
    },
    authorization_endpoint: { memos: 'Authorization endpoint' },
    token_endpoint: { memos: 'Token endpoint' },
    userinfo_endpoint: { memos: 'User endpoint' },
    jwks_uri: {},
    identifier: { memos: 'Identifier', romm: 'OIDC_USERNAME_ATTRIBUTE' },
    auth_method: { kestra: `${kestraKey(facts)}.openid.token.authentication-method` },
  };
  const general: Readonly<Record<AppSetting, string>> = {
    issuer: 'issuer (or discovery URL)',
    client_id: 'client ID',
    client_secret: 'client secret',
    redirect_uri: 'public URL',
    scopes: 'scopes',
    ca: 'CA file',
    authorization_endpoint: 'authorization endpoint',
    token_endpoint: 'token endpoint',
    userinfo_endpoint: 'userinfo endpoint',
    jwks_uri: 'keys (JWKS)',
    identifier: 'identifier claim',
    auth_method: 'token_endpoint_auth_method',
  };
  return profiledSetting(facts, setting) ?? (kind && names[setting][kind]) ?? general[setting];
}

/** `{ [key]: value }`, or `{}` if the value is not known. */
export const known = <K extends keyof Fix>(key: K, value: string | undefined): Partial<Pick<Fix, K>> =>
  value === undefined || value === '' ? {} : ({ [key]: value } as Partial<Pick<Fix, K>>);

/** The host of a URL, in lower case, without the port; undefined if the text is not a URL. */
export function hostOf(url: string | undefined): string | undefined {
  return url !== undefined && canParseUrl(url) ? new URL(url).hostname : undefined;
}

/** True for names and addresses that are only valid on one machine or network. */
export function isInternalHost(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '').toLowerCase();
  return (
    bare === 'localhost' ||
    bare.endsWith('.localhost') ||
    (/^[a-z0-9_-]+$/.test(bare) && !/^\d+$/.test(bare)) ||
    /\.(internal|local|lan|docker)$/.test(bare) ||
    /^(127|10)\.\d+\.\d+\.\d+$/.test(bare) ||
    /^192\.168\.\d+\.\d+$/.test(bare) ||
    /^172\.(1[6-9]|2\d|3[01])\.\d+\.\d+$/.test(bare) ||
    bare === '0.0.0.0' ||
    bare === '::1' ||
    /^f[cd][0-9a-f]{2}:/.test(bare)
  );
}

/** Says where two texts first differ: “they part at character 24: “/” against the end”. */
export function firstDifference(left: string, right: string): string | undefined {
  if (left === right) return undefined;
  let at = 0;
  while (at < left.length && left[at] === right[at]) at++;
  const show = (text: string) => (at < text.length ? `“${text.slice(at, at + 12)}”` : 'the end');
  return `they part at character ${at + 1}: ${show(left)} against ${show(right)}`;
}
