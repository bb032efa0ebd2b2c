import { canParseUrl } from '../can-parse-url.ts';
import type { AppDefinition, ClaimPlace, LoginList, ProviderTraits, RoleRule } from '../catalog/types.ts';
import { ENDPOINTS, type Endpoint, endpointsOf } from '../client/announced.ts';
import { isProduct } from '../client/resolve.ts';
import type { ClaimPlan, Connection } from '../client/types.ts';
import { isAnyPort } from '../client/url.ts';
import type { AppKind, ProviderKind, TokenEndpointAuthMethod } from '../workspace/types.ts';

/**
 * How the test login gets its answer: an extra loopback URI on the app's own client, a client of its own with
 * the same settings, or the app's own redirect URI with the address pasted back.
 */
export const REDIRECT_MODES = ['loopback', 'test-client', 'paste-back'] as const;
export type RedirectMode = (typeof REDIRECT_MODES)[number];

/** Port of the test's redirect URI if the workspace names none: `http://127.0.0.1:8911/callback`. */
export const DEFAULT_TEST_PORT = 8911;
export const DEFAULT_TEST_PATH = '/callback';

/** An endpoint that somebody wrote down: the app's files hold it, or the workspace states it. */
export interface WrittenEndpoint {
  readonly name: Endpoint;
  readonly url: string;
  /** `assumed`: only customary; `stated`: in the workspace; `known`: it follows from the product. */
  readonly from: 'assumed' | 'stated' | 'known';
  /** True if the app's files hold it. */
  readonly in_app: boolean;
}

/** A program of the app with a client of its own, and what it asks with. */
export interface FurtherTarget {
  readonly used_by: string;
  readonly client_id: string;
  readonly redirect_uri: string;
  readonly scopes: readonly string[];
  readonly with_pkce: boolean;
}

/** What a run expects: everything that the judges compare the evidence with. Contains no secret. */
export interface Target {
  /** Exactly as stated or derived, byte for byte. */
  readonly issuer: string;
  readonly discovery_url: string;
  /**
   * The hosts (with a port that is not the usual one) that may get secrets: those of the issuer, and those that
   * the workspace states. Whoever can change the discovery document can name any other.
   */
  readonly own_hosts: readonly string[];
  /** True if the issuer is only a convention and neither the workspace nor the catalog states it. */
  readonly issuer_assumed: boolean;
  readonly endpoints: readonly WrittenEndpoint[];
  readonly provider: {
    readonly id: string;
    readonly kind: ProviderKind;
    readonly name: string;
    readonly url: string;
    /** The version that the run uses; absent for a provider without versions. */
    readonly version?: string;
    readonly ca_file?: string;
    readonly enforces_auth_method: boolean;
    readonly decodes_basic_credentials: boolean | 'unknown';
    readonly pkce_enforcement: ProviderTraits['pkce_enforcement'];
    readonly unknown_scope: 'refused' | 'dropped' | 'unknown';
    readonly loopback_any_port: boolean | 'unknown';
    readonly end_session: boolean | 'unknown';
    readonly minimum_state_length: number;
    /**
     * False if the provider saves the first redirect URI that it is shown, when its own list is empty. Then
     * no address may be shown before the app's own.
     */
    readonly bogus_redirect_is_safe: boolean;
    /** True if the discovery document is made for one client and says what that client gets. */
    readonly document_per_client: boolean;
    /** `high`: this product's answers to a probe are well known, so no control request is needed. */
    readonly probe_trust: 'high' | 'needs-control';
  };
  readonly app: {
    readonly id: string;
    readonly kind: AppKind;
    readonly name: string;
    readonly url: string;
    readonly version?: string;
    readonly uses_discovery: boolean;
    readonly checks_issuer: boolean;
    readonly sends_nonce: boolean;
    readonly tries_other_auth_method: boolean;
    /** Characters of its `state` and `nonce`, where they are known. */
    readonly state_length?: number;
    readonly nonce_length?: number;
    readonly claims_from: ClaimPlace;
    /** Where its own login begins, if that may be asked. */
    readonly login_start?: { readonly url: string; readonly kind: 'redirect' | 'json' | 'page' };
    /** What it tells everyone of its providers, if that may be asked. */
    readonly login_list?: Omit<LoginList, 'path'> & { readonly url: string };
    /** True if the app asks the provider to end the session on logout. */
    readonly needs_logout: boolean;
  };
  readonly client: {
    readonly client_id: string;
    /** The app's own redirect URIs. */
    readonly redirect_uris: readonly string[];
    /** The test login's redirect URI. If it is registered, it shows how the provider treats such an address. */
    readonly test_redirect_uri: string;
    readonly auth_method: TokenEndpointAuthMethod;
    readonly has_secret: boolean;
    readonly scopes: readonly string[];
    readonly id_token_alg: string;
    readonly uses_refresh: boolean;
  };
  readonly pkce: { readonly app_uses: boolean; readonly require: boolean };
  /** The app's other programs. */
  readonly further_clients: readonly FurtherTarget[];
  readonly claims: readonly ClaimPlan[];
  /** Which role the app gives by them, where that is known. */
  readonly role?: RoleRule;
  /** Absent for checks without a login. */
  readonly redirect?: { readonly mode: RedirectMode; readonly uri: string };
}

const withRole = (role: RoleRule | undefined) => (role === undefined ? {} : { role });

/** Derives what a run expects. Pure. Gets only whether there is a secret, never the secret itself. */
export function makeTarget(
  connection: Connection,
  run: {
    readonly has_client_secret: boolean;
    readonly redirect?: { readonly mode: RedirectMode; readonly uri: string };
    /** A client other than the app's own (mode `test-client`). */
    readonly client_id?: string;
  },
): Target {
  const { provider, app, client, provider_metadata } = connection;
  const traits = provider.traits.value;
  const kind = provider.entry.kind;
  return {
    issuer: provider_metadata.issuer,
    discovery_url: provider_metadata.discovery_url,
    own_hosts: [
      provider_metadata.issuer,
      provider_metadata.discovery_url,
      provider.entry.url,
      ...Object.values(provider.entry.metadata ?? {}),
    ].flatMap((url) => (canParseUrl(url.trim()) ? [new URL(url.trim()).host] : [])),
    issuer_assumed: connection.assumed_metadata.includes('issuer'),
    endpoints: writtenEndpoints(connection),
    provider: {
      id: provider.id,
      kind,
      name: provider.definition.name,
      url: provider.entry.url,
      ...(isProduct(provider.definition) ? { version: provider.version.effective } : {}),
      ...(provider.entry.ca_file === undefined ? {} : { ca_file: provider.entry.ca_file }),
      enforces_auth_method: traits.enforces_auth_method,
      decodes_basic_credentials: traits.decodes_basic_credentials,
      pkce_enforcement: traits.pkce_enforcement,
      unknown_scope: traits.unknown_scope,
      loopback_any_port: traits.loopback_any_port,
      end_session: traits.end_session,
      minimum_state_length: traits.minimum_state_length,
      bogus_redirect_is_safe: !traits.saves_first_redirect,
      document_per_client: provider.definition.document_per_client,
      probe_trust: provider.definition.every_answer_seen ? 'high' : 'needs-control',
    },
    app: {
      id: app.id,
      kind: app.entry.kind,
      name: app.definition.name,
      url: app.url,
      ...(app.version.status === 'not-stated' && !isProduct(app.definition)
        ? {}
        : { version: app.version.effective }),
      uses_discovery: app.traits.value.uses_discovery,
      checks_issuer: app.traits.value.checks_issuer,
      sends_nonce: app.traits.value.sends_nonce,
      tries_other_auth_method: app.traits.value.tries_other_auth_method,
      ...lengthsOf(app.definition.random_lengths),
      claims_from: app.traits.value.claims_from,
      ...loginStart(connection),
      ...loginList(connection),
      needs_logout: app.entry.settings?.rp_initiated_logout === true,
    },
    client: {
      client_id: run.client_id ?? client.client_id,
      redirect_uris: client.redirect_uris,
      test_redirect_uri: testRedirectUri(connection),
      auth_method: client.token_endpoint_auth_method,
      has_secret: run.has_client_secret,
      scopes: client.scopes,
      id_token_alg: client.id_token_signed_response_alg,
      uses_refresh: client.scopes.includes('offline_access'),
    },
    pkce: connection.pkce,
    further_clients: connection.further_clients.flatMap(furtherTarget),
    claims: connection.claims,
    ...withRole(app.definition.roles?.(app.entry, app.version.effective)),
    ...(run.redirect === undefined ? {} : { redirect: run.redirect }),
  };
}

/** A port that a program of the app may get from the system. */
const ANY_PORT = 49_817;

function furtherTarget({ used_by = '', client, pkce }: Connection): FurtherTarget[] {
  const [uri] = client.redirect_uris;
  if (uri === undefined) return [];
  return [
    {
      used_by,
      client_id: client.client_id,
      redirect_uri: isAnyPort(uri) ? uri.replace(/^(http:\/\/[^/]+)/, `$1:${ANY_PORT}`) : uri,
      scopes: client.scopes,
      with_pkce: pkce.app_uses,
    },
  ];
}

/** Endpoints that are only assumed and in no file are left out: nobody depends on them. */
function writtenEndpoints({
  provider,
  app,
  provider_metadata,
  assumed_metadata,
}: Connection): WrittenEndpoint[] {
  const urls = endpointsOf(provider_metadata);
  return ENDPOINTS.flatMap((name): WrittenEndpoint[] => {
    const in_app = app.definition.endpointsInFiles(app.entry, app.version.effective).includes(name);
    const stated = provider.entry.metadata?.[name] !== undefined;
    if (!in_app && !stated) return [];
    const from = stated ? 'stated' : assumed_metadata.includes(name) ? 'assumed' : 'known';
    return [{ name, url: urls[name], from, in_app }];
  });
}

/**
 * A start that changes something in the app is left out, so that nobody asks it. So is one on a host that the
 * workspace doesn't name for the app.
 */
function loginStart(connection: Connection): Pick<Target['app'], 'login_start'> {
  const { app, client, provider } = connection;
  const [callback] = client.redirect_uris;
  const start = app.definition.loginStart?.(app.entry, provider.entry.kind, app.version.effective, callback);
  if (start === undefined || start.kind === 'post') return {};
  const url = ownAddress(start.path, connection);
  return url === undefined ? {} : { login_start: { url, kind: start.kind } };
}

function loginList(connection: Connection): Pick<Target['app'], 'login_list'> {
  const { app, client, provider } = connection;
  const [callback] = client.redirect_uris;
  const list = app.definition.loginList?.(app.entry, provider.entry.kind, app.version.effective, callback);
  // A profile of one's own may come from anyone, and what is sent could change something.
  if (list === undefined || (list.post !== undefined && app.definition.is_own)) return {};
  const { path, ...how } = list;
  const url = ownAddress(path, connection);
  return url === undefined ? {} : { login_list: { ...how, url } };
}

/** The address of a path of the app. Undefined where its host isn't one that the workspace has for the app. */
function ownAddress(path: string, { app, client }: Connection): string | undefined {
  const url = path.startsWith('/') ? `${app.url.replace(/\/$/, '')}${path}` : path;
  const hostOf = (one: string) => (canParseUrl(one) ? new URL(one).host : undefined);
  const isOwn = [app.url, ...client.redirect_uris].some((one) => hostOf(one) === hostOf(url));
  return canParseUrl(url) && isOwn ? url : undefined;
}

const lengthsOf = (
  lengths: AppDefinition['random_lengths'],
): Pick<Target['app'], 'state_length' | 'nonce_length'> =>
  lengths === undefined
    ? {}
    : {
        state_length: lengths.state,
        ...(lengths.nonce === undefined ? {} : { nonce_length: lengths.nonce }),
      };

/** The test login's redirect URI as the provider's side is given it. */
const testRedirectUri = (connection: Connection): string => {
  const { host, port, path } = testRedirect(connection);
  return connection.test_redirect_uri ?? `http://${host}:${port}${path}`;
};

/**
 * Host, port and path of the test login's redirect URI: from the workspace's `test_redirect_uri`, else the
 * default.
 */
export function testRedirect(connection: Connection): {
  readonly host: '127.0.0.1' | 'localhost' | '[::1]';
  readonly port: number;
  readonly path: string;
} {
  const stated = connection.test_redirect_uri;
  const url = stated !== undefined && canParseUrl(stated) ? new URL(stated) : undefined;
  const host = url?.hostname === 'localhost' || url?.hostname === '[::1]' ? url.hostname : '127.0.0.1';
  return {
    host,
    port: url ? Number(url.port || '80') : DEFAULT_TEST_PORT,
    path: url ? url.pathname : DEFAULT_TEST_PATH,
  };
}
