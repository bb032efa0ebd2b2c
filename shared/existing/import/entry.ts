import { appOf } from '../../catalog/apps/index.ts';
import { traitsAt } from '../../catalog/fact.ts';
import { providerNames } from '../../catalog/providers/names.ts';
import { DEFAULT_CONSENT } from '../../client/defaults.ts';
import { deriveConnection } from '../../client/derive.ts';
import type { Connection } from '../../client/types.ts';
import { ENTRY_ID } from '../../workspace/rules.ts';
import {
  ACCESS_TOKEN_ALGS,
  type AccessTokenAlg,
  type AppEntry,
  type OwnKinds,
  type ProviderEntry,
  TOKEN_ENDPOINT_AUTH_METHODS,
  type TokenEndpointAuthMethod,
  type Workspace,
} from '../../workspace/types.ts';
import type { FoundClient, Leftover } from './found.ts';
import { type Candidate, LOOPBACK, originOf, recogniseApp } from './recognise-app.ts';

/** An app of a workspace, made from a client. */
export interface ImportedApp {
  readonly id: string;
  readonly entry: AppEntry;
  readonly client: FoundClient;
  /** Why it is of this kind: by the app's own files, by name and address, by the address alone, or not known. */
  readonly by: By;
  /** The same as a sentence. */
  readonly reason: string;
  /** Kinds that it might be as well. */
  readonly perhaps: readonly string[];
  readonly leftovers: readonly Leftover[];
}

export type By = 'files' | 'both' | 'address' | 'perhaps' | 'unknown';

/** What is known of a client's app from elsewhere, such as the app's own files. */
export interface KnownOfApp {
  readonly kind?: string;
  readonly url?: string;
  readonly version?: string;
  readonly settings?: AppEntry['settings'];
}

/**
 * Makes the entry of a workspace from a client: what follows from the kind of app is left out, what differs from it is
 * stated, and what can't be stated is listed. Rendering the entry gives the client again.
 *
 * @param taken the ids that are used already; the new one is added
 */
export function appFromClient(
  client: FoundClient,
  provider: { readonly id: string; readonly entry: ProviderEntry },
  taken: Set<string>,
  known: KnownOfApp = {},
  own?: OwnKinds,
): ImportedApp | undefined {
  const chosen = choose(client, known, own);
  if (chosen === undefined) return undefined;
  const { kind, url, settings, by, reason, perhaps } = chosen;
  const id = freeId(client, kind, taken);
  const test = testRedirect(client);
  const uris = client.redirect_uris.filter((uri) => uri !== test);
  const bare: AppEntry = {
    kind,
    url,
    provider: provider.id,
    ...(known.version === undefined ? {} : { version: known.version }),
    ...(chosen.edition === undefined ? {} : { edition: chosen.edition }),
    client_id: client.client_id,
    ...(test === undefined ? {} : { test_redirect_uri: test }),
    ...withSettings(settings, kind, provider, own),
  };
  const method = methodOf(client);
  // Whether PKCE is demanded follows from the method, too.
  const derived = deriveFor(
    id,
    method === undefined ? bare : { ...bare, token_endpoint_auth_method: method },
    provider,
    own,
  );
  const entry: AppEntry = {
    ...bare,
    ...stated(client, uris, derived, own),
    ...(client.slug === undefined || client.slug === id ? {} : { slug: client.slug }),
  };
  return { id, entry, client, by, reason, perhaps, leftovers: [...client.leftovers, ...unstatable(client)] };
}

/** Settings that say nothing but the default are left out. */
function withSettings(
  settings: NonNullable<AppEntry['settings']>,
  kind: string,
  provider: { readonly id: string; readonly entry: ProviderEntry },
  own: OwnKinds | undefined,
): Pick<AppEntry, 'settings'> {
  const definition = appOf(kind, own);
  const from = providerNames(provider.id, provider.entry.kind);
  const known = new Map(definition.settings.map((one) => [one.key, one]));
  const stated = Object.entries(settings).filter(([key, value]) => {
    const { default_from } = definition.profile?.settings?.[key] ?? {};
    const usual = default_from === undefined ? known.get(key)?.default : from[default_from];
    return String(value) !== String(usual ?? '');
  });
  return stated.length === 0 ? {} : { settings: Object.fromEntries(stated) };
}

interface Choice {
  readonly kind: string;
  readonly url: string;
  readonly settings: NonNullable<AppEntry['settings']>;
  readonly edition?: string;
  readonly by: By;
  readonly reason: string;
  readonly perhaps: readonly string[];
}

const looked = new WeakMap<FoundClient, readonly Candidate[]>();

/** The apps that a client may belong to, looked for once. */
export function candidatesFor(client: FoundClient, own: OwnKinds | undefined): readonly Candidate[] {
  const known = looked.get(client) ?? recogniseApp(client, own);
  looked.set(client, known);
  return known;
}

function choose(client: FoundClient, known: KnownOfApp, own: OwnKinds | undefined): Choice | undefined {
  const candidates = candidatesFor(client, own);
  const fallback = known.url ?? client.client_uri ?? originOf(client.redirect_uris);
  const same = known.kind === undefined ? undefined : candidates.find(({ kind }) => kind === known.kind);
  if (known.kind !== undefined) {
    const url = known.url ?? same?.url ?? fallback;
    if (url === undefined) return undefined;
    return {
      ...described(known.kind, own),
      url,
      settings: { ...same?.settings, ...known.settings },
      by: 'files',
      reason: 'Its own files say so.',
      perhaps: [],
    };
  }
  const best = candidates[0];
  const rivals = candidates.filter(
    (one) => one !== best && one.by === best?.by && one.weight === best.weight,
  );
  const name = (kind: string): string => appOf(kind, own).name;
  const named = candidates.filter(({ by }) => by === 'name');
  if (
    best === undefined ||
    best.by === 'name' ||
    (best.by === 'address' && (rivals.length > 0 || best.common || named.length > 0))
  ) {
    if (fallback === undefined) return undefined;
    // A name says more than an address that several have.
    const perhaps = [...new Set([...named, ...candidates.filter(fits(best))].map(({ kind }) => kind))];
    return {
      kind: 'custom',
      url: fallback,
      settings: {},
      by: perhaps.length === 0 ? 'unknown' : 'perhaps',
      reason:
        perhaps.length === 0
          ? 'No app that Latchkey knows has its redirect URIs.'
          : `It may be ${perhaps.map(name).join(' or ')}: then write its kind, and take redirect_uris out.`,
      perhaps,
    };
  }
  return {
    ...described(best.kind, own),
    url: best.url,
    settings: { ...best.settings },
    by: best.by === 'both' ? 'both' : 'address',
    reason:
      best.by === 'both'
        ? `Its redirect URI and its name are those of ${name(best.kind)}.`
        : `No other app that Latchkey knows has its redirect URI.`,
    perhaps: [],
  };
}

/** Those that are as likely as the best. */
const fits =
  (best: Candidate | undefined) =>
  (one: Candidate): boolean =>
    best !== undefined && one.by === best.by && (one.by === 'name' || one.weight === best.weight);

const described = (kind: string, own: OwnKinds | undefined): { kind: string; edition?: string } => {
  // A client at a provider is a sign of an edition with single sign-on.
  const edition = appOf(kind, own).editions?.find(({ supported }) => supported)?.id;
  return edition === undefined ? { kind } : { kind, edition };
};

/** A redirect URI on this machine, beside others, is that of a test login. */
export function testRedirect(client: FoundClient): string | undefined {
  if (client.redirect_uris.every((uri) => LOOPBACK.test(uri))) return undefined;
  return client.redirect_uris.find((uri) => LOOPBACK.test(uri) && uri.endsWith('/callback'));
}

/** The id of the client if it is short and plain, else the kind of the app; with a number if it is taken. */
function freeId({ client_id, client_name = '' }: FoundClient, kind: string, taken: Set<string>): string {
  const plain = (text: string): string =>
    text
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^[^a-z]+|-+$/g, '')
      .slice(0, 40);
  const wished = [
    ENTRY_ID.test(client_id) ? client_id : '',
    kind === 'custom' ? plain(client_name) : kind,
    'app',
  ];
  const base = wished.find((one) => ENTRY_ID.test(one)) ?? 'app';
  let id = base;
  for (let number = 2; taken.has(id); number++) id = `${base.slice(0, 36)}-${number}`;
  taken.add(id);
  return id;
}

/** The connection of an entry that is in no workspace yet. */
export function deriveFor(
  id: string,
  entry: AppEntry,
  provider: { readonly id: string; readonly entry: ProviderEntry },
  own_kinds: OwnKinds | undefined,
): Connection {
  const workspace: Workspace = {
    latchkey: 1,
    id: 'import',
    ...(own_kinds === undefined ? {} : { own_kinds }),
    providers: { [provider.id]: provider.entry },
    apps: { [id]: entry },
  };
  return deriveConnection(workspace, id, id);
}

const same = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((one, index) => one === b[index]);

/** The order of scopes means nothing, and providers keep them in one of their own. */
const sameSet = (a: readonly string[], b: readonly string[]): boolean =>
  same([...new Set(a)].sort(), [...new Set(b)].sort());

/** What the client says otherwise than its kind of app would. */
export function stated(
  client: FoundClient,
  uris: readonly string[],
  derived: Connection,
  own: OwnKinds | undefined,
): Partial<AppEntry> {
  const of = derived.client;
  const method = methodOf(client);
  const alg = accessTokenAlg(client);
  // A scope that the provider has no claims for may be asked for without being registered.
  const known = derived.provider.traits.value.scope_claims;
  const registered = (scope: string): boolean =>
    Object.hasOwn(known, scope) || client.scopes?.includes(scope) === true;
  return {
    ...(client.client_name === undefined || client.client_name === of.client_name
      ? {}
      : { client_name: client.client_name }),
    ...(uris.length === 0 || same(uris, of.redirect_uris) ? {} : { redirect_uris: uris }),
    ...(client.scopes === undefined || sameSet(client.scopes, of.scopes.filter(registered))
      ? {}
      : { scopes: client.scopes }),
    ...(method === undefined || method === usualMethod(derived, own)
      ? {}
      : { token_endpoint_auth_method: method }),
    ...(client.require_pkce === undefined || client.require_pkce === derived.pkce.require
      ? {}
      : { require_pkce: client.require_pkce }),
    ...(alg === undefined ? {} : { access_token_signed_response_alg: alg }),
    ...(client.policy === undefined || client.policy === derived.access.policy
      ? {}
      : { policy: client.policy }),
    ...(client.groups === undefined || client.groups.length === 0 ? {} : { groups: client.groups }),
    ...(client.consent === undefined || client.consent === DEFAULT_CONSENT
      ? {}
      : { consent: client.consent }),
  };
}

/** The method of this kind of app. What an app that no profile describes is said to have would be its own, too. */
const usualMethod = ({ app }: Connection, own: OwnKinds | undefined): TokenEndpointAuthMethod =>
  (app.entry.kind === 'custom' ? traitsAt(appOf('custom', own).traits, app.version.effective) : app.traits)
    .value.token_endpoint_auth_method;

export const methodOf = ({
  token_endpoint_auth_method: method,
}: FoundClient): TokenEndpointAuthMethod | undefined =>
  TOKEN_ENDPOINT_AUTH_METHODS.find((one) => one === method);

const accessTokenAlg = ({ access_token_signed_response_alg: alg }: FoundClient): AccessTokenAlg | undefined =>
  ACCESS_TOKEN_ALGS.find((one) => one === alg);

/** Values that a workspace can't have. */
function unstatable(client: FoundClient): Leftover[] {
  const { file, line, token_endpoint_auth_method: method, access_token_signed_response_alg: alg } = client;
  const one = (what: string, why: string): Leftover => ({ file, line, what, why });
  return [
    ...(method !== undefined && methodOf(client) === undefined
      ? [one('token_endpoint_auth_method', `Latchkey knows no app that uses ${method}.`)]
      : []),
    ...(alg !== undefined && accessTokenAlg(client) === undefined
      ? [one('access_token_signed_response_alg', `A workspace has none or RS256 here, not ${alg}.`)]
      : []),
  ];
}
