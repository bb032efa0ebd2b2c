import { randomBytes } from 'node:crypto';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import type { Configuration } from 'oidc-provider';
import { practiceAdapter } from './adapter.ts';
import { practicePage, showPage } from './pages.ts';
import {
  type PracticeAccount,
  type PracticeClient,
  type PracticeContext,
  type PracticeProviderOptions,
  STANDARD_SCOPE_CLAIMS,
} from './types.ts';

const keyCache = new Map<string, Promise<JWK>>();

/**
 * Returns a private signing key for one algorithm (`RS256`, `PS256`, `ES256`, `EdDSA`, …). Each key is
 * generated once per process.
 */
export function practiceKey(alg: string): Promise<JWK> {
  let key = keyCache.get(alg);
  if (!key) {
    key = generateKeyPair(alg, { extractable: true }).then(async ({ privateKey }) => ({
      ...(await exportJWK(privateKey)),
      alg,
      use: 'sig',
      kid: `practice-${alg.toLowerCase()}`,
    }));
    keyCache.set(alg, key);
  }
  return key;
}

const isLoopbackHttp = (uri: string) => /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?(\/|$)/.test(uri);

function clientMetadata(client: PracticeClient): Record<string, unknown> {
  const { require_pkce: _, ...metadata } = client;
  const offline = client.scope?.split(' ').includes('offline_access') ?? false;
  return {
    ...metadata,
    redirect_uris: [...client.redirect_uris],
    grant_types: client.grant_types ?? ['authorization_code', ...(offline ? ['refresh_token'] : [])],
    response_types: ['code'],
    application_type:
      client.application_type ?? (client.redirect_uris.every(isLoopbackHttp) ? 'native' : 'web'),
    token_endpoint_auth_method:
      client.token_endpoint_auth_method ?? (client.client_secret ? 'client_secret_basic' : 'none'),
  };
}

/** Checks whether the request authenticates the client with a method other than the registered one. */
export function usesOtherMethod(ctx: PracticeContext, clients: readonly PracticeClient[]): boolean {
  const basic = /^basic /i.test(ctx.get('authorization'));
  const params = ctx.oidc.params as Record<string, unknown> | undefined;
  const used = basic ? 'client_secret_basic' : params?.['client_secret'] ? 'client_secret_post' : 'none';
  const id = basic
    ? decodeURIComponent(
        Buffer.from(ctx.get('authorization').slice(6), 'base64')
          .toString()
          .split(':')[0]!
          .replaceAll('+', ' '),
      )
    : params?.['client_id'];
  const client = clients.find((candidate) => candidate.client_id === id);
  return client !== undefined && clientMetadata(client)['token_endpoint_auth_method'] !== used;
}

/** Builds the oidc-provider configuration. `prefix` is the issuer's path without a trailing slash. */
export function practiceConfiguration(
  options: PracticeProviderOptions,
  clients: readonly PracticeClient[],
  accounts: readonly PracticeAccount[],
  keys: readonly JWK[],
  prefix: string,
): Configuration {
  const profile = options.profile ?? {};
  const scopeClaims = { ...STANDARD_SCOPE_CLAIMS, ...profile.scopeClaims };
  const algs = [...new Set(keys.map((key) => String(key.alg)))];
  const hour = 3600;
  return {
    adapter: practiceAdapter(),
    clients: clients.map(clientMetadata) as never,
    jwks: { keys: keys.map((key) => ({ ...key })) } as never,
    cookies: { keys: [randomBytes(24).toString('base64url')] },
    scopes: Object.keys(scopeClaims),
    claims: Object.fromEntries(Object.entries(scopeClaims).map(([scope, names]) => [scope, [...names]])),
    conformIdTokenClaims: !profile.claimsInIdToken,
    clientAuthMethods: [
      ...(profile.tokenEndpointAuthMethods ?? ['client_secret_basic', 'client_secret_post', 'none']),
    ] as never,
    enabledJWA: {
      idTokenSigningAlgValues: [...algs, 'HS256'] as never,
      userinfoSigningAlgValues: [...algs, 'HS256'] as never,
    },
    responseTypes: ['code'],
    pkce: {
      required: (_ctx, client) =>
        clients.find((candidate) => candidate.client_id === client.clientId)?.require_pkce ??
        profile.requirePkce ??
        false,
    },
    findAccount: (_ctx, sub) => {
      const account = accounts.find((candidate) => candidate.sub === sub);
      return account && { accountId: sub, claims: async () => ({ ...account.claims, sub }) };
    },
    issueRefreshToken: async (_ctx, client, code) =>
      client.grantTypeAllowed('refresh_token') && code.scopes.has('offline_access'),
    interactions: { url: (_ctx, interaction) => `${prefix}/practice-login/${interaction.uid}` },
    features: {
      devInteractions: { enabled: false },
      jwtUserinfo: { enabled: true },
      rpInitiatedLogout: {
        enabled: profile.endSession ?? true,
        logoutSource: (ctx, form) => {
          showPage(
            ctx,
            practicePage({
              title: 'Sign out?',
              body: `${form}<button form="op.logoutForm" name="logout" value="yes">Sign out</button>`,
            }),
          );
        },
        postLogoutSuccessSource: (ctx) => {
          showPage(ctx, practicePage({ title: 'Signed out', lead: 'You can close this tab.' }));
        },
      },
    },
    discovery: { ...profile.discovery },
    renderError: (ctx, out) => {
      ctx.state['error'] = out;
      showPage(
        ctx,
        practicePage({
          title: 'The request was refused',
          mark: 'fail',
          lead: `${out.error}: ${out.error_description ?? ''}`,
        }),
      );
    },
    ttl: {
      AccessToken: hour,
      AuthorizationCode: profile.codeSeconds ?? 60,
      IdToken: profile.idTokenSeconds ?? hour,
      RefreshToken: hour,
      Interaction: hour,
      Session: hour,
      Grant: hour,
    },
  };
}
