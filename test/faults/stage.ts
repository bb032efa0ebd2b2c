import { mkdtempSync, writeFileSync } from 'node:fs';
import { connect as connectTo, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type PracticeClient,
  type PracticeProvider,
  startPracticeProvider,
} from '../../electron/services/practice/provider.ts';
import { deriveConnection } from '../../shared/client/derive.ts';
import type { Connection } from '../../shared/client/types.ts';
import type { Workspace } from '../../shared/workspace/types.ts';
import { openApp } from './app.ts';
import { certificates } from './certificates.ts';
import { PROFILES } from './profiles/index.ts';
import type { Place, Profile, Registered, SetUp, Stated } from './set-up.ts';
import { backWithError, jsonBody, rewriteIdToken } from './tamper.ts';

/** A set-up with its provider running. */
export interface Stage {
  readonly set: SetUp;
  readonly place: Place;
  /** As the person states it, including mistakes. */
  readonly connection: Connection;
  /** The secret the app has. */
  readonly client_secret: string | undefined;
  /** PEM of the CA that browsers here trust. */
  readonly ca: string | undefined;
  /** Every secret, code, token and state that was sent, and the claims of the person. */
  readonly planted: Planted;
  readonly ports: Ports;
  /** Requests that reached the provider. */
  readonly requests: () => number;
  readonly close: () => Promise<void>;
}

export interface Planted {
  readonly secrets: ReadonlySet<string>;
  readonly personal: ReadonlySet<string>;
}

export interface Ports {
  readonly provider: number;
  readonly test: number;
  readonly relay?: number;
  readonly app?: number;
}

let caPath: string | undefined;
/** The laboratory's CA as a file, as a workspace would name it. */
export function caFile(): string {
  if (caPath === undefined) {
    caPath = join(mkdtempSync(join(tmpdir(), 'fault-laboratory-')), 'ca.pem');
    writeFileSync(caPath, certificates().ca);
  }
  return caPath;
}

/** Below the ports that systems assign automatically, so that no other connection uses them. */
const FIRST_PORT = 21_000;
const LAST_PORT = 31_999;
let lastPort = FIRST_PORT + Math.floor(Math.random() * (LAST_PORT - FIRST_PORT));

const isFree = (port: number) =>
  new Promise<boolean>((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () => server.close(() => resolve(true)));
  });

/** A port that nothing listens on, and that no other set-up got recently. */
async function freePort(): Promise<number> {
  for (let tries = 0; tries < 1000; tries++) {
    lastPort = lastPort >= LAST_PORT ? FIRST_PORT : lastPort + 1;
    const port = lastPort;
    if (await isFree(port)) return port;
  }
  throw new Error(`no free port from ${FIRST_PORT} to ${LAST_PORT}`);
}

/** A second port that forwards everything. */
async function openRelay(to: number, port: number): Promise<() => Promise<void>> {
  const sockets = new Set<Socket>();
  const server = createServer((inbound) => {
    const outbound = connectTo({ host: '127.0.0.1', port: to });
    for (const socket of [inbound, outbound]) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.once('close', () => {
        sockets.delete(socket);
        inbound.destroy();
        outbound.destroy();
      });
    }
    inbound.pipe(outbound).pipe(inbound);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: '127.0.0.1', port, exclusive: true }, resolve);
  });
  return () =>
    new Promise((resolve) => {
      server.close(() => resolve());
      for (const socket of sockets) socket.destroy();
    });
}

/** Long enough for signing with HS256. */
const SECRET = 'plantedSecret4f1b9c7e2d8a60359b8e7d6c5f4a3b2c';
const WRONG_SECRET = 'anotherSecret0a9d8c7b6e5f43120f1e2d3c4b5a6978';
/** The date header of every answer comes from the provider's clock. */
const shifted = (seconds: number) => new Date(Date.now() + seconds * 1000).toUTCString();

/** oidc-provider's own paths, where a profile has no others. */
const ROUTES = { authorization: '/auth', token: '/token', userinfo: '/me', jwks: '/jwks' } as const;

/** The endpoints that the provider announces when nothing is wrong. */
function endpointsAt(profile: Profile, { url, issuer }: Pick<Place, 'url' | 'issuer'>) {
  const at = (route: keyof typeof ROUTES) => {
    const path = profile.routes[route] ?? ROUTES[route];
    const shared = Object.entries(profile.shared ?? {}).find(([, inside]) => inside === path);
    return shared ? url + shared[0] : issuer.replace(/\/$/, '') + path;
  };
  return {
    authorization_endpoint: at('authorization'),
    token_endpoint: at('token'),
    userinfo_endpoint: at('userinfo'),
    jwks_uri: at('jwks'),
  };
}

function state(set: SetUp, profile: Profile, at: Place): Stated {
  const right: Stated = {
    provider: {
      kind: profile.kind,
      url: profile.statedUrl(at),
      // As a person copies them from the discovery document of a provider that nothing is known of.
      ...(profile.kind === 'oidc' ? { metadata: endpointsAt(profile, at) } : {}),
      ...((set.version ?? profile.version) === undefined ? {} : { version: set.version ?? profile.version! }),
      ...(set.https && set.ca_file !== false ? { ca_file: caFile() } : {}),
    },
    app: {
      ...set.app,
      ...(at.app === undefined ? {} : { url: at.app }),
      provider: 'idp',
      test_redirect_uri: at.callback,
    },
  };
  return right;
}

const connect = (set: SetUp, { provider, app }: Stated, client_id: string): Connection => {
  const workspace: Workspace = {
    latchkey: 1,
    id: 'laboratory',
    providers: { idp: provider },
    apps: { [set.app.kind]: app },
  };
  return deriveConnection(workspace, set.app.kind, client_id);
};

/** The registration at the provider when the workspace is correct and everything was applied. */
function derive(connection: Connection, secret: string, at: Place): Registered {
  const { client, pkce } = connection;
  return {
    client_id: client.client_id,
    ...(client.token_endpoint_auth_method === 'none' ? {} : { client_secret: secret }),
    method: client.token_endpoint_auth_method,
    redirect_uris: [...client.redirect_uris, at.callback],
    scopes: client.scopes,
    require_pkce: pkce.require,
    id_token_alg: client.id_token_signed_response_alg,
    id_token_claims: connection.id_token_claims,
    claims_in_id_token: false,
  };
}

const isLoopback = (uri: string) => /^http:\/\/(127\.0\.0\.1|\[::1\]|localhost)[:/]/.test(uri);

function practiceClient(client: Registered, profile: Profile): PracticeClient {
  // A native client may not have https on loopback (OpenID Connect Registration §2).
  const loopbackOnly = client.redirect_uris.every((uri) =>
    uri.startsWith('http:') ? isLoopback(uri) : !/^https:\/\/127\./.test(uri),
  );
  return {
    client_id: client.client_id,
    ...(client.client_secret === undefined || client.method === 'none'
      ? {}
      : { client_secret: client.client_secret }),
    token_endpoint_auth_method: client.method,
    redirect_uris: client.redirect_uris,
    grant_types: ['authorization_code', 'refresh_token'],
    application_type: profile.anyLoopbackPort && loopbackOnly ? 'native' : 'web',
    id_token_signed_response_alg: client.id_token_alg,
    ...(client.userinfo_alg === undefined ? {} : { userinfo_signed_response_alg: client.userinfo_alg }),
    require_pkce: client.require_pkce && profile.pkceRefused === 'at-once',
  };
}

/** Starts the provider of a set-up. With `ports` it uses the same ports as before. */
export async function openStage(set: SetUp, ports?: Ports): Promise<Stage> {
  for (let tries = 0; ; tries++) {
    try {
      return await open(set, ports);
    } catch (error) {
      // Another program took the port first: try again later, or on another port.
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE' || tries === 5) throw error;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}

async function open(set: SetUp, ports: Ports | undefined): Promise<Stage> {
  const profile = PROFILES[set.face];
  const test = ports?.test ?? (await freePort());
  const providerPort = ports?.provider ?? (await freePort());
  const host = set.host ?? '127.0.0.1';
  const url = `${set.https ? 'https' : 'http'}://${host}:${providerPort}`;
  const client_id = set.client_id ?? 'labclient4c1e';
  const secret = set.secret ?? SECRET;
  const slug = set.app.slug ?? set.app.kind;
  const issuerPath = profile.issuerPath({ client_id, slug });
  const own = url + issuerPath;
  const keys: Place['keys'][number][] = [];
  const callback = `http://127.0.0.1:${test}/callback`;
  const relayPort = set.relay ? (ports?.relay ?? (await freePort())) : undefined;
  const appPort = set.app_runs ? (ports?.app ?? (await freePort())) : undefined;
  const at: Place = {
    url,
    issuer: own,
    client_id,
    slug,
    callback,
    secret,
    redirect_uris: [],
    keys,
    ...(appPort === undefined ? {} : { app: `${set.https ? 'https' : 'http'}://127.0.0.1:${appPort}` }),
    ...(relayPort === undefined ? {} : { relay: `http://${host}:${relayPort}` }),
  };
  const right = state(set, profile, at);
  const rightConnection = connect(set, right, client_id);
  const place: Place = { ...at, redirect_uris: rightConnection.client.redirect_uris };
  const stated = set.states.reduce((sides, slip) => slip(sides, place), right);
  const connection = connect(set, stated, client_id);
  const base = derive(rightConnection, secret, place);
  const client = set.registers.reduce(
    (registered, slip) => slip(registered, place),
    profile.register?.(base) ?? base,
  );

  const secrets = new Set<string>([client.client_secret ?? secret, secret]);
  const personal = new Set<string>(
    [set.account.sub, ...Object.values(set.account.claims)]
      .flat()
      .filter((value): value is string => typeof value === 'string' && value.length >= 6),
  );
  const client_secret =
    set.holds === 'none' || (base.method === 'none' && set.holds === 'right')
      ? undefined
      : set.holds === 'wrong'
        ? WRONG_SECRET
        : secret;
  if (client_secret !== undefined) secrets.add(client_secret);

  const prefix = issuerPath.replace(/\/$/, '');
  const internal = new Map(
    Object.entries(profile.shared ?? {}).map(([shared, path]) => [shared, `${prefix}${path}`]),
  );
  const authorization = `${prefix}${profile.routes['authorization'] ?? ROUTES.authorization}`;
  const translate = profile.onResponse?.(client);
  const refused = new WeakMap<object, readonly string[]>();
  let requests = 0;

  const provider: PracticeProvider = await startPracticeProvider({
    host,
    port: providerPort,
    issuerPath,
    ...(set.issuer ? { issuer: () => set.issuer!(own) } : {}),
    ...(set.https ? { tls: certificates().server[set.https] } : {}),
    clients: [practiceClient(client, profile)],
    accounts: [set.account],
    ...(set.login ? { login: set.login } : {}),
    ...(set.signing_keys ? { signingKeys: await set.signing_keys() } : {}),
    profile: {
      ...profile.practice,
      ...set.practice,
      claimsInIdToken: client.claims_in_id_token,
      ...(set.algs ? { signingAlgs: set.algs } : {}),
    },
    configure: (configuration) => ({
      ...configuration,
      routes: { ...configuration.routes, ...profile.routes },
    }),
    onRequest: async (request, response) => {
      requests++;
      if (set.clock_s !== 0) response.setHeader('date', shifted(set.clock_s));
      for (const { onRequest, value } of set.defects) {
        if (await onRequest?.(value)(request, response, place)) return true;
      }
      if (await profile.onRequest?.(request, response, place)) return true;
      const asked = new URL(request.url ?? '/', url);
      const path = internal.get(asked.pathname) ?? asked.pathname;
      if (prefix !== '' && !path.startsWith(`${prefix}/`)) {
        // The practice provider also answers at the root; these products don't.
        response.writeHead(404, { 'content-type': 'text/html' });
        response.end('<!doctype html><title>Not found</title><h1>Not found</h1>');
        return true;
      }
      if (path === authorization && asked.searchParams.has('scope')) {
        const scopes = asked.searchParams.get('scope')!.split(' ');
        const others = scopes.filter((scope) => !client.scopes.includes(scope));
        if (others.length > 0 && profile.otherScope === 'refused') refused.set(request, others);
        if (others.length > 0 && profile.otherScope === 'dropped') {
          asked.searchParams.set('scope', scopes.filter((scope) => !others.includes(scope)).join(' '));
        }
      }
      request.url = path + asked.search;
      return false;
    },
    onResponse: async (route, ctx) => {
      const query = ctx.query as Readonly<Record<string, unknown>>;
      const issuer = set.issuer?.(own) ?? own;
      if (route === 'token') {
        await rewriteIdToken(ctx, place, (claims) => {
          for (const name of client.id_token_claims) {
            const value = set.account.claims[name];
            if (value !== undefined) claims[name] = value;
          }
          for (const name of ['iat', 'exp', 'auth_time']) {
            if (set.clock_s !== 0 && typeof claims[name] === 'number') claims[name] += set.clock_s;
          }
        });
      }
      const page = ctx.state['error'] !== undefined;
      if (route === 'authorization' && !page && refused.has(ctx.req)) {
        const scope = refused.get(ctx.req)!.join(' ');
        backWithError(
          ctx,
          query,
          'invalid_scope',
          `The requested scope is invalid, unknown, or malformed. The client is not allowed to request scope '${scope}'.`,
          issuer,
        );
      }
      if (route === 'resume' && profile.pkceRefused === 'after-login' && client.require_pkce) {
        const params = (ctx.oidc.params ?? {}) as Readonly<Record<string, unknown>>;
        if (params['code_challenge'] === undefined && params['redirect_uri'] !== undefined) {
          backWithError(
            ctx,
            params,
            'invalid_request',
            "Clients must include a 'code_challenge' when performing the authorize code flow, but it is missing. The server is configured in a way that enforces PKCE for this client.",
            issuer,
          );
        }
      }
      await translate?.(route, ctx, place);
      if (route === 'discovery') {
        const document = jsonBody(ctx);
        for (const [shared, path] of internal) {
          for (const [name, value] of Object.entries(document ?? {})) {
            if (value === url + path) document![name] = url + shared;
          }
        }
      }
      for (const { onResponse, value } of set.defects) await onResponse?.(value)(route, ctx, place);
      remember(secrets, ctx.body, ctx.response.get('location'), {
        ...query,
        ...((ctx.oidc?.params ?? {}) as object),
      });
    },
  });
  keys.push(...provider.signingKeys);
  const closeRelay = relayPort === undefined ? undefined : await openRelay(providerPort, relayPort);
  const closeApp =
    appPort === undefined
      ? undefined
      : await openApp(set, {
          port: appPort,
          place,
          scopes: base.scopes,
          authorization_endpoint: endpointsAt(profile, at).authorization_endpoint,
          secrets,
        });
  if (set.down) await provider.close();

  return {
    set,
    place,
    connection,
    client_secret,
    ca: set.https ? certificates().ca : undefined,
    planted: { secrets, personal },
    ports: {
      provider: providerPort,
      test,
      ...(appPort === undefined ? {} : { app: appPort }),
      ...(relayPort === undefined ? {} : { relay: relayPort }),
    },
    requests: () => requests,
    close: async () => {
      await closeApp?.();
      await closeRelay?.();
      if (!set.down) await provider.close();
    },
  };
}

const TOKENS = ['access_token', 'id_token', 'refresh_token'];
const VALUES = ['code', 'state', 'nonce', 'code_verifier', 'refresh_token', 'client_secret'];

/** Records every secret of one answer, so that tests can search for it later. */
function remember(
  secrets: Set<string>,
  body: unknown,
  location: string,
  params: Readonly<Record<string, unknown>>,
): void {
  const note = (value: unknown) => {
    if (typeof value === 'string' && value.length >= 8) secrets.add(value);
  };
  if (typeof body === 'object' && body !== null)
    for (const name of TOKENS) note((body as Record<string, unknown>)[name]);
  if (location !== '' && URL.canParse(location))
    for (const name of ['code', 'state']) note(new URL(location).searchParams.get(name));
  for (const name of VALUES) note(params[name]);
}
