import { appOf } from '../catalog/apps/index.ts';
import { providerOf } from '../catalog/providers/index.ts';
import type { AppDefinition, ProviderDefinition } from '../catalog/types.ts';
import type { Workspace } from '../workspace/types.ts';
import { idTokenClaims, planClaims } from './claims.ts';
import { parseConsent } from './consent.ts';
import { DEFAULT_CONSENT } from './defaults.ts';
import { type ClientIds, furtherClients } from './further.ts';
import { type BareConnection, connectionNotices } from './notices.ts';
import { resolveApp, resolveProvider } from './resolve.ts';
import type { ClientMetadata, Connection, ResolvedApp, ResolvedProvider } from './types.ts';
import { isSecureContext, normaliseUrl, redirectUri } from './url.ts';

/**
 * Builds the connection of one app of a workspace to its provider. `client_id` is the stored or generated
 * one; a `client_id` in the workspace takes precedence. Throws if the workspace was not validated (unknown
 * app or provider id).
 *
 * @param product the app's definition. Default: the one of its kind, in the catalog or in the workspace's own profiles
 * @param at the provider's definition. Default: the built-in one of its kind
 * @param ids the ids of further clients of the app that are known, by key
 */
export function deriveConnection(
  workspace: Workspace,
  appId: string,
  client_id: string,
  product?: AppDefinition,
  at?: ProviderDefinition,
  ids: ClientIds = {},
): Connection {
  const entry = workspace.apps[appId];
  const providerEntry = entry && workspace.providers[entry.provider];
  if (!entry || !providerEntry) throw new Error(`No app “${appId}” with a provider in this workspace.`);

  const provider = resolveProvider(
    entry.provider,
    providerEntry,
    at ?? providerOf(providerEntry.kind, workspace.own_providers),
  );
  const app = resolveApp(appId, entry, product ?? appOf(entry.kind, workspace.own_kinds));
  const { metadata, assumed } = provider.definition.metadata(
    providerEntry,
    app.slug,
    provider.version.effective,
    entry.client_id ?? client_id,
  );
  const client = clientMetadata(app, provider, entry.client_id ?? client_id);
  const claims = planClaims(
    app.definition,
    entry,
    app.version.effective,
    app.traits.value.claims_from,
    client.scopes,
    provider.traits.value,
  );
  const launch = launchUrl(app, provider);
  const id_token_claims = idTokenClaims(claims, app, client.scopes, provider.traits.value);

  const connection: BareConnection = {
    workspace:
      workspace.name === undefined ? { id: workspace.id } : { id: workspace.id, name: workspace.name },
    provider,
    app,
    key: appId,
    client,
    further_clients: [],
    unwanted_clients: [],
    provider_metadata: metadata,
    assumed_metadata: assumed,
    pkce: pkce(app, provider),
    claims,
    id_token_claims,
    needs_verified_email: claims.some((plan) => plan.remedy === 'verify-email'),
    access: { policy: entry.policy ?? provider.definition.default_policy, groups: entry.groups ?? [] },
    consent: parseConsent(entry.consent ?? DEFAULT_CONSENT) ?? { mode: 'always' },
    ...(entry.test_redirect_uri === undefined ? {} : { test_redirect_uri: entry.test_redirect_uri }),
    ...(launch === undefined ? {} : { launch_url: launch }),
  };
  const whole = { ...connection, ...furtherClients(connection, ids) };
  return { ...whole, notices: connectionNotices(whole) };
}

/** Builds the connections of every app of the workspace (or of the named ones), in the order of the file. */
export function deriveConnections(
  workspace: Workspace,
  clientIds: ClientIds,
  appIds: readonly string[] = Object.keys(workspace.apps),
): Connection[] {
  return appIds.map((id) =>
    deriveConnection(workspace, id, clientIds[id] ?? id, undefined, undefined, clientIds),
  );
}

function clientMetadata(app: ResolvedApp, provider: ResolvedProvider, client_id: string): ClientMetadata {
  const { entry, definition } = app;
  const version = app.version.effective;
  const base = normaliseUrl(entry.url);
  const derived = base
    ? definition.redirectPaths(entry, provider.entry.kind, version).map((path) => redirectUri(base, path))
    : [];
  const scopes = entry.scopes ?? [...app.traits.value.scopes, ...definition.extraScopes(entry, version)];
  const end = definition.logout?.(entry, provider.entry.kind, version) ?? {};
  const joined = (path: string | undefined) =>
    base && path !== undefined ? redirectUri(base, path) : undefined;
  const [post, backchannel, frontchannel] = [end.post, end.backchannel, end.frontchannel].map(joined);
  return {
    client_id,
    client_name: entry.client_name ?? definition.name,
    client_uri: app.url,
    redirect_uris: [...new Set(entry.redirect_uris ?? derived)],
    ...(post === undefined ? {} : { post_logout_redirect_uris: [post] }),
    ...(backchannel === undefined ? {} : { backchannel_logout_uri: backchannel }),
    ...(frontchannel === undefined ? {} : { frontchannel_logout_uri: frontchannel }),
    token_endpoint_auth_method:
      entry.token_endpoint_auth_method ?? app.traits.value.token_endpoint_auth_method,
    grant_types: scopes.includes('offline_access')
      ? ['authorization_code', 'refresh_token']
      : ['authorization_code'],
    response_types: ['code'],
    scopes: [...new Set(scopes)],
    id_token_signed_response_alg: provider.traits.value.id_token_alg,
    ...(entry.access_token_signed_response_alg === undefined
      ? {}
      : { access_token_signed_response_alg: entry.access_token_signed_response_alg }),
  };
}

function launchUrl(
  { definition, entry, version }: ResolvedApp,
  provider: ResolvedProvider,
): string | undefined {
  const base = normaliseUrl(entry.url);
  const path = definition.launch?.(entry, provider.entry.kind, version.effective);
  return base && path !== undefined ? redirectUri(base, path) : undefined;
}

function pkce(app: ResolvedApp, provider: ResolvedProvider): Connection['pkce'] {
  const base = normaliseUrl(app.entry.url);
  const trait = app.traits.value.pkce;
  const app_uses =
    trait === 'S256' ||
    trait === 'S256-advertised' ||
    (trait === 'S256-https' && base !== undefined && isSecureContext(base));
  const enforceable = ['per-client', 'always'].includes(provider.traits.value.pkce_enforcement);
  return { app_uses, require: app.entry.require_pkce ?? (app_uses && enforceable) };
}
