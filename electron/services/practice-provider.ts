import { randomBytes } from 'node:crypto';
import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import type { Configuration, KoaContextWithOIDC, Provider } from 'oidc-provider';
import { practiceAdapter } from './practice-adapter.ts';
import { escapeHtml, loginPage, practicePage } from './practice-pages.ts';

/** A client of the practice provider in the terms of RFC 7591. */
export interface PracticeClient {
  readonly client_id: string;
  readonly client_name?: string;
  /** Absent for a public client. */
  readonly client_secret?: string;
  readonly redirect_uris: readonly string[];
  readonly token_endpoint_auth_method?: 'client_secret_basic' | 'client_secret_post' | 'none';
  readonly grant_types?: readonly string[];
  readonly id_token_signed_response_alg?: string;
  /** Set: userinfo is answered as a signed JWT. */
  readonly userinfo_signed_response_alg?: string;
  /** `native`: a loopback redirect URI matches any port. Default `native` when every URI is loopback http. */
  readonly application_type?: 'web' | 'native';
  /** The scopes it may ask for, joined by a space. Default: all. */
  readonly scope?: string;
  readonly post_logout_redirect_uris?: readonly string[];
  /** Overrides the profile's. */
  readonly require_pkce?: boolean;
}

export interface PracticeAccount {
  readonly sub: string;
  /** Shown on the login page. Default: `preferred_username`, else `sub`. */
  readonly label?: string;
  /** Every claim beside `sub`; `undefined` means the account has none. */
  readonly claims: Readonly<Record<string, unknown>>;
}

/** How the provider behaves; the default conforms to the specification. */
export interface PracticeProfile {
  /** True: scope claims are in the ID token too; false: in userinfo only, as Core §5.4 says. Default false. */
  readonly claimsInIdToken?: boolean;
  /** Require PKCE of every client. Default false. */
  readonly requirePkce?: boolean;
  /** True: only the registered token endpoint method is accepted. Default false. */
  readonly enforceAuthMethod?: boolean;
  readonly tokenEndpointAuthMethods?: readonly string[];
  /** Claims that each scope releases. */
  readonly scopeClaims?: Readonly<Record<string, readonly string[]>>;
  /** Signing algorithms announced; a key is made for each. Default: those the clients need. */
  readonly signingAlgs?: readonly string[];
  /** Seconds an ID token is valid. Default 3600. */
  readonly idTokenSeconds?: number;
  /** Seconds an authorization code is valid. Default 60. */
  readonly codeSeconds?: number;
  readonly endSession?: boolean;
  /** Keys to announce besides, or instead of, the built-in discovery fields. */
  readonly discovery?: Readonly<Record<string, unknown>>;
}

/** What an automatic login answers for one interaction. */
export type PracticeDecision =
  | { readonly sub: string }
  | { readonly error: string; readonly error_description?: string };

/** What a hook may read and rewrite of one answer: status, headers and body, before it is sent. */
export type PracticeContext = KoaContextWithOIDC;

/** Reads or rewrites one answer of the provider. */
export type PracticeHook = (route: string, ctx: PracticeContext, provider: Provider) => void | Promise<void>;

/** What a whole run of the practice provider may be made of. */
export interface PracticeProviderOptions {
  /** Default `127.0.0.1`. `localhost` binds 127.0.0.1 and puts the name into the issuer. */
  readonly host?: string;
  /** Default 0: any free port. */
  readonly port?: number;
  /** Path of the issuer, e.g. `/application/o/memos/`; kept to the letter. Default none. */
  readonly issuerPath?: string;
  /** Overrides the issuer's text altogether, where it shall differ from the address. */
  readonly issuer?: (address: string) => string;
  /** Serves https with this key and certificate chain (PEM). */
  readonly tls?: { readonly key: string; readonly cert: string };
  readonly clients: readonly PracticeClient[] | ((address: string) => readonly PracticeClient[]);
  readonly accounts?: readonly PracticeAccount[];
  readonly profile?: PracticeProfile;
  /**
   * `page`: our login page. Otherwise one hop without a form: `automatic` signs in the first account,
   * a function decides per interaction. Default `automatic`.
   */
  readonly login?: 'page' | 'automatic' | ((context: { readonly client_id: string }) => PracticeDecision);
  /** Private signing keys as JWKs with `alg`, `use` and `kid`. Default: made once per process. */
  readonly signingKeys?: readonly JWK[];
  /** Before anything else: true when it has answered itself. */
  readonly onRequest?: (request: IncomingMessage, response: ServerResponse) => boolean | Promise<boolean>;
  /**
   * After the provider has made its answer; `route` is oidc-provider's (`discovery`, `jwks`, `authorization`, `resume`,
   * `token`, `userinfo`, `end_session`) or `interaction` for the login page. `ctx.state.error` holds
   * `{ error, error_description }` where an error page is shown.
   */
  readonly onResponse?: PracticeHook;
  /** Changes to oidc-provider's own configuration, last word. */
  readonly configure?: (configuration: Configuration) => Configuration;
}

export interface PracticeProvider {
  /** The issuer, byte for byte as announced. */
  readonly issuer: string;
  /** `scheme://host:port` without a trailing slash. */
  readonly url: string;
  readonly discovery_url: string;
  readonly port: number;
  /** The private signing keys, for hooks that sign their own tokens. */
  readonly signingKeys: readonly JWK[];
  readonly provider: Provider;
  /** Stops listening and drops every connection. */
  readonly close: () => Promise<void>;
}

/** Claims by scope as OpenID Connect Core §5.4 has them, and `groups`. */
export const STANDARD_SCOPE_CLAIMS: Readonly<Record<string, readonly string[]>> = {
  openid: ['sub'],
  profile: [
    'name',
    'given_name',
    'family_name',
    'middle_name',
    'nickname',
    'preferred_username',
    'profile',
    'picture',
    'website',
    'gender',
    'birthdate',
    'zoneinfo',
    'locale',
    'updated_at',
  ],
  email: ['email', 'email_verified'],
  phone: ['phone_number', 'phone_number_verified'],
  address: ['address'],
  groups: ['groups'],
  offline_access: [],
};

/** The user who signs in when no account is given. */
export const PRACTICE_ACCOUNT: PracticeAccount = {
  sub: '0f7c2c2e-52a3-4c55-9a0f-6f1c2f6a7d11',
  label: 'Ada Practice',
  claims: {
    name: 'Ada Practice',
    given_name: 'Ada',
    family_name: 'Practice',
    preferred_username: 'ada',
    email: 'ada@example.com',
    email_verified: true,
    groups: ['admins', 'users'],
  },
};

const keyCache = new Map<string, Promise<JWK>>();

/** A private signing key for one algorithm (`RS256`, `PS256`, `ES256`, `EdDSA`, …), made once per process. */
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

/** Imports oidc-provider without the notice that it prints on Node.js 20, where it works as well. */
async function loadProvider(): Promise<typeof import('oidc-provider')> {
  // oidc-provider reads URL.parse, which Node.js 20.19 may not have.
  const statics = URL as unknown as { parse?: (url: string, base?: string) => URL | null };
  statics.parse ??= (url, base) => (URL.canParse(url, base) ? new URL(url, base) : null);
  const warn = console.warn;
  console.warn = (...args: unknown[]) => {
    if (!String(args[0]).includes('Unsupported runtime')) warn(...args);
  };
  try {
    return await import('oidc-provider');
  } finally {
    console.warn = warn;
  }
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

/** True when the request authenticates the client by another method than the one registered. */
function usesOtherMethod(ctx: PracticeContext, clients: readonly PracticeClient[]): boolean {
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

async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  let body = '';
  for await (const chunk of request) {
    body += chunk;
    if (body.length > 16_384) break;
  }
  return new URLSearchParams(body);
}

/** Answers the interaction: the form for people, one hop for automated runs. */
async function interact(
  provider: Provider,
  options: PracticeProviderOptions,
  accounts: readonly PracticeAccount[],
  ctx: PracticeContext,
): Promise<void> {
  const { params } = await provider.interactionDetails(ctx.req, ctx.res);
  const clientId = String(params['client_id']);
  let decision: PracticeDecision;
  if (options.login === 'page') {
    if (ctx.method !== 'POST') {
      const client = await provider.Client.find(clientId);
      ctx.set('Cache-Control', 'no-store');
      ctx.type = 'html';
      ctx.body = loginPage({
        client: client?.clientName ?? clientId,
        scopes: String(params['scope'] ?? 'openid').split(' '),
        accounts: accounts.map((account) => ({
          sub: account.sub,
          label: account.label ?? String(account.claims['preferred_username'] ?? account.sub),
        })),
      });
      return;
    }
    const form = await readForm(ctx.req);
    decision =
      form.get('decision') === 'agree'
        ? { sub: form.get('account') ?? '' }
        : { error: 'access_denied', error_description: 'The user refused.' };
  } else if (typeof options.login === 'function') {
    decision = options.login({ client_id: clientId });
  } else {
    decision = { sub: accounts[0]!.sub };
  }

  let result: Parameters<Provider['interactionResult']>[2];
  if ('error' in decision) {
    result = { ...decision };
  } else {
    const grant = new provider.Grant({ accountId: decision.sub, clientId });
    grant.addOIDCScope(String(params['scope'] ?? 'openid'));
    result = { login: { accountId: decision.sub }, consent: { grantId: await grant.save() } };
  }
  ctx.status = 303;
  ctx.set('Location', await provider.interactionResult(ctx.req, ctx.res, result));
  ctx.body = '';
}

function configuration(
  options: PracticeProviderOptions,
  clients: readonly PracticeClient[],
  accounts: readonly PracticeAccount[],
  keys: readonly JWK[],
  prefix: string,
): Configuration {
  const profile = options.profile ?? {};
  const scopeClaims = { ...STANDARD_SCOPE_CLAIMS, ...profile.scopeClaims };
  const algs = [...new Set(keys.map((key) => String(key.alg)))];
  const page = (title: string, text: string) => practicePage(title, `<p>${escapeHtml(text)}</p>`);
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
          ctx.body = practicePage(
            'Sign out?',
            `${form}<button form="op.logoutForm" name="logout" value="yes">Sign out</button>`,
          );
        },
        postLogoutSuccessSource: (ctx) => {
          ctx.body = page('Signed out', 'You can close this tab.');
        },
      },
    },
    discovery: { ...profile.discovery },
    renderError: (ctx, out) => {
      ctx.state['error'] = out;
      ctx.type = 'html';
      ctx.body = page('The request was refused', `${out.error}: ${out.error_description ?? ''}`);
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

/**
 * Starts a real OpenID Provider on loopback, for trying the product and for tests. It says nothing on the
 * console and forgets everything on `close()`. Rejects with the system's error when the port is taken.
 */
export async function startPracticeProvider(options: PracticeProviderOptions): Promise<PracticeProvider> {
  const library = await loadProvider();
  const host = options.host ?? '127.0.0.1';
  const bind = host === 'localhost' ? '127.0.0.1' : host.replace(/^\[|\]$/g, '');
  const server = options.tls ? createHttpsServer({ ...options.tls }) : createHttpServer();
  const sockets = new Set<Socket>();
  const track = (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
  };
  server.on('connection', track);
  server.on('tlsClientError', () => {});
  server.keepAliveTimeout = 2000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: bind, port: options.port ?? 0, exclusive: true }, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const close = async () => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeAllConnections();
    for (const socket of sockets) socket.destroy();
    await closed;
  };

  try {
    const { port } = server.address() as AddressInfo;
    const url = `${options.tls ? 'https' : 'http'}://${host}:${port}`;
    const issuer = options.issuer?.(url) ?? url + (options.issuerPath ?? '');
    const prefix = (options.issuerPath ?? '').replace(/\/$/, '');
    const clients = typeof options.clients === 'function' ? options.clients(url) : options.clients;
    const accounts = options.accounts?.length ? options.accounts : [PRACTICE_ACCOUNT];
    const algs = options.profile?.signingAlgs ?? [
      ...new Set(
        [
          'RS256',
          ...clients.flatMap((c) => [c.id_token_signed_response_alg, c.userinfo_signed_response_alg]),
        ].filter((alg): alg is string => alg !== undefined && !alg.startsWith('HS') && alg !== 'none'),
      ),
    ];
    const signingKeys = options.signingKeys ?? (await Promise.all(algs.map(practiceKey)));
    const settings = configuration(options, clients, accounts, signingKeys, prefix);
    const provider = new library.Provider(issuer, options.configure?.(settings) ?? settings);

    provider.use(async (ctx, next) => {
      const context = ctx as unknown as PracticeContext;
      if (/^\/practice-login\/[\w-]+$/.test(ctx.path)) {
        try {
          await interact(provider, options, accounts, context);
        } catch {
          ctx.status = 400;
          ctx.type = 'html';
          ctx.body = practicePage('This sign-in is over', '<p>Start again from the app.</p>');
        }
        await options.onResponse?.('interaction', context, provider);
        return;
      }
      await next();
      const route = context.oidc?.route;
      if (!route) return;
      if (route === 'token' && options.profile?.enforceAuthMethod && usesOtherMethod(context, clients)) {
        ctx.status = 401;
        ctx.body = { error: 'invalid_client', error_description: 'Client authentication failed.' };
      }
      await options.onResponse?.(route, context, provider);
    });
    // What a hook or a broken client causes is answered, not printed.
    provider.silent = true;

    const handle = provider.callback();
    server.on('request', (request: IncomingMessage & { originalUrl?: string }, response: ServerResponse) => {
      void (async () => {
        try {
          if (await options.onRequest?.(request, response)) return;
          const path = request.url ?? '/';
          if (prefix && path.startsWith(`${prefix}/`)) {
            request.originalUrl = path;
            request.url = path.slice(prefix.length);
          }
          await handle(request, response);
        } catch {
          if (!response.headersSent) response.writeHead(500);
          response.end();
        }
      })();
    });
    return {
      issuer,
      url,
      discovery_url: `${url}${prefix}/.well-known/openid-configuration`,
      port,
      signingKeys,
      provider,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
