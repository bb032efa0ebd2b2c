import { canParseUrl } from '../../can-parse-url.ts';
import type { AppSetting, DebugLog, SetAt, Way } from '../../catalog/types.ts';
import { isClientIdKnown } from '../../client/pending.ts';
import { isProduct } from '../../client/resolve.ts';
import type { ClaimPlan, Connection } from '../../client/types.ts';
import { atLeast, parseVersion } from '../../version.ts';
import { textSetting } from '../../workspace/setting.ts';
import type { Fix } from '../types.ts';
import { type Cause, type Facts, PRODUCTS, type Product, type Told } from './cause.ts';

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
  if (kind !== 'oidc') return PRODUCTS.find((product) => product === kind);
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

/** The app's name, or “the app”. */
export const app = ({ connection }: Facts): string =>
  connection === undefined
    ? 'the app'
    : isProduct(connection.app.definition)
      ? connection.app.definition.name
      : (connection.app.entry.client_name ?? `the app “${connection.app.id}”`);

/** Capitalises the first letter, as at the beginning of a sentence; product names keep their spelling. */
export const capital = (text: string): string =>
  text.startsWith('authentik') ? text : text.charAt(0).toUpperCase() + text.slice(1);

export const issuer = (facts: Facts): string | undefined => facts.connection?.provider_metadata.issuer;

/** The callback that the app really uses. */
export const redirectUri = (facts: Facts): string | undefined => facts.connection?.client.redirect_uris[0];

/** The client's own id; undefined if it isn't known, as with a keychain that is locked. */
export const clientId = ({ connection }: Facts): string | undefined =>
  connection !== undefined && isClientIdKnown(connection) ? connection.client.client_id : undefined;

/** True if the provider is at `bound` or newer, or if its version is not stated (the newest is assumed). */
export function providerAtLeast(facts: Facts, bound: string): boolean {
  const version = facts.connection?.provider.version.effective;
  return version === undefined || parseVersion(version) === undefined || atLeast(version, bound);
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
    default: {
      const place = facts.connection?.provider.definition.profile?.clients.where;
      return `the client ${id ? `“${id}” ` : ''}at ${provider(facts)}${place === undefined ? '' : ` (${place})`}`;
    }
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

/** The deliverable that holds the app's side: where its client ID is set, else the guide. */
export function appDeliverable(facts: Facts): Pick<Fix, 'deliverable'> {
  if (facts.connection === undefined) return {};
  const at = setAt(facts, 'client_id')[0];
  return { deliverable: at === undefined ? 'guide' : (at.deliverable ?? DELIVERABLE_OF[at.way]) };
}

const DELIVERABLE_OF = {
  env: 'env',
  file: 'app-config',
  command: 'app-command',
  screen: 'guide',
  http: 'app-request',
} as const satisfies Record<Way, Fix['deliverable']>;

/** A setting of the app, if the workspace states it as a text. */
export const settingOf = ({ connection }: Facts, key: string): string | undefined =>
  connection === undefined ? undefined : textSetting(connection.app.entry, key);

/** Where the app is told a value. Empty if it isn't, or if no setup is known. */
export function setAt({ connection }: Facts, what: AppSetting): readonly SetAt[] {
  if (connection === undefined) return [];
  const { app, client, provider } = connection;
  return app.definition.setAt(
    what,
    app.entry,
    app.version.effective,
    client.token_endpoint_auth_method === 'none',
    provider.entry.kind,
  );
}

/** What any app calls a setting. */
const GENERAL: Readonly<Record<Exclude<AppSetting, 'callback' | 'switch' | 'logout'>, string>> = {
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

/** The app's own name for a setting. */
export function appSetting(facts: Facts, setting: keyof typeof GENERAL): string {
  const names = setAt(facts, setting).map(({ name }) => name);
  return names.length === 0 ? GENERAL[setting] : names.slice(0, 3).join(', ');
}

/** True if a filter of the app's own, not a list of values, refused the claim that the findings speak of. */
export function isFiltered(facts: Facts): boolean {
  const filter = filterOf(facts);
  return filter !== undefined && filter.accepts_by === datum(facts, 'setting');
}

/** The claim that the app's own filter decides on, if there is one. */
export const filterOf = (facts: Facts): ClaimPlan | undefined =>
  facts.connection?.claims.find(({ accepts }) => accepts !== undefined && 'pattern' in accepts);

/** The scopes as a value of the app's setting for them; `added` where that only adds to a list of the app's own. */
export const scopesAs = <K extends 'value' | 'current'>(
  facts: Facts,
  key: K,
  scopes: string | undefined,
  added?: string,
) => known(key, setAt(facts, 'scopes').some(({ adds }) => adds === true) ? added : scopes);

/** A key of this app in the workspace. */
export const appPath = (facts: Facts, key: string): Pick<Fix, 'workspace_path'> =>
  facts.connection ? { workspace_path: `apps.${facts.connection.app.id}.${key}` } : {};

/** What a cause says about a setup: its general words, or those of the app where it has its own. */
export function tellOf(cause: Cause, facts: Facts): Told {
  const told = cause.tell(facts);
  const { connection } = facts;
  if (connection === undefined) return told;
  const { definition, entry, version } = connection.app;
  const own = definition.words(cause.id, entry, version.effective, {
    'provider.name': provider(facts),
    'provider.host': datum(facts, 'host') ?? hostOf(issuer(facts)),
  });
  if (own === undefined) return told;
  const { text, setting, value, current, workspace_path, deliverable } = told.fix;
  const of = own.fix === undefined ? { setting, value, current, workspace_path } : {};
  return {
    ...told,
    cause: [own.says ?? told.cause, ...(own.also === undefined ? [] : [own.also])].join(' '),
    fix: {
      text: own.fix ?? text,
      ...known('setting', own.setting ?? of.setting),
      ...known('value', own.value ?? of.value),
      ...known('current', of.current),
      ...known('deliverable', deliverable),
      ...(own.key === undefined
        ? known('workspace_path', of.workspace_path)
        : appPath(facts, `settings.${own.key}`)),
    },
  };
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

/**
 * True if a provider names itself by http or an internal host where it is known by another address: the proxy in front
 * does not pass the public one on. authentik makes its issuer of the host that it is asked by, so on another host, too.
 */
export function namesItselfWrongly(expected: string | undefined, found: string): boolean {
  if (!canParseUrl(found)) return false;
  const url = new URL(found);
  const host = hostOf(expected);
  const isPublic = !isInternalHost(host ?? 'localhost');
  return (
    (url.protocol === 'http:' && expected?.startsWith('https:') === true) ||
    (isInternalHost(url.hostname) && isPublic) ||
    (isPublic &&
      url.hostname !== host &&
      AUTHENTIK_ISSUER.test(url.pathname) &&
      url.pathname === new URL(expected!).pathname)
  );
}

/** True if what is configured as the issuer is the address of the discovery document of the issuer that was found (Discovery §4). */
export function isDocumentOf(expected: string | undefined, found: string): boolean {
  const before = expected?.replace(/\/\.well-known\/[\w-]+\/?$/, '');
  return before !== expected && before === found.replace(/\/$/, '');
}

const AUTHENTIK_ISSUER = /^\/application\/o\/[^/]+\/$/;

/** Says where two texts first differ: “they part at character 24: “/” against the end”. */
export function firstDifference(left: string, right: string): string | undefined {
  if (left === right) return undefined;
  let at = 0;
  while (at < left.length && left[at] === right[at]) at++;
  const show = (text: string) => (at < text.length ? `“${text.slice(at, at + 12)}”` : 'the end');
  return `they part at character ${at + 1}: ${show(left)} against ${show(right)}`;
}

const debugLog = ({ connection }: Facts): DebugLog | undefined =>
  connection?.app.definition.debugLog?.(connection.app.version.effective);

/** The app's own setting that makes its log say more, and the value for it. */
export function debugSetting(facts: Facts): { readonly setting: string; readonly value: string } | undefined {
  const way = debugLog(facts);
  if (way === undefined) return { setting: 'log level', value: 'debug' };
  return 'variable' in way ? { setting: way.variable, value: way.value } : undefined;
}

/** Where that is done, as a sentence to follow another, if it is no variable. */
export function debugWhere(facts: Facts): string {
  const way = debugLog(facts);
  return way !== undefined && 'where' in way ? ` For ${app(facts)}, ${way.where}.` : '';
}
