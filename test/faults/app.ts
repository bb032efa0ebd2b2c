import { randomBytes } from 'node:crypto';
import {
  createServer,
  request as httpRequest,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { certificates } from './certificates.ts';
import { defect, type Place, type SetUp } from './set-up.ts';

/** The start of the login of running apps, with what their variables, or the proxy in front of them, hold. */

const wrongs = new WeakMap<object, (right: string) => string>();

/** Puts a wrong value into a variable of the app, or into a header of its proxy. A fix that names the variable writes its value there. */
export function inApp(set: SetUp, setting: string, wrong: (right: string) => string): SetUp {
  const one = { setting };
  wrongs.set(one, wrong);
  return defect(set, one);
}

interface Running {
  readonly port: number;
  readonly place: Place;
  readonly scopes: readonly string[];
  readonly authorization_endpoint: string;
  /** Where random values are noted, so that tests can search for them. */
  readonly secrets: Set<string>;
}

/** What is set somewhere: the right value, the wrong one, or what a fix wrote. */
type Held = (name: string, right: string) => string;

const heldIn =
  (set: SetUp): Held =>
  (name, right) => {
    const found = set.defects.find(({ setting }) => setting === name);
    return found === undefined ? right : (found.value ?? wrongs.get(found)?.(right) ?? right);
  };

/** Starts the app of a set-up, and returns what ends it. */
export async function openApp(set: SetUp, running: Running): Promise<() => Promise<void>> {
  const held = heldIn(set);
  if (set.app.kind !== 'audiobookshelf') return serve(set, running.port, romm(held, running));
  const app = createServer(audiobookshelf(running));
  await listening(app, 0);
  const closeProxy = await serve(
    set,
    running.port,
    proxy(held, running.place, (app.address() as AddressInfo).port),
  );
  return async () => {
    await closeProxy();
    await closed(app);
  };
}

async function serve(set: SetUp, port: number, answer: RequestListener): Promise<() => Promise<void>> {
  const server = set.https ? createTlsServer(certificates().server[set.https], answer) : createServer(answer);
  await listening(server, port);
  return () => closed(server);
}

const listening = (server: Server, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: '127.0.0.1', port, exclusive: true }, resolve);
  });

const closed = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });

/** Leads the browser to the provider, as an app does. */
function toProvider(
  response: ServerResponse,
  { secrets }: Running,
  endpoint: string,
  params: Readonly<Record<string, string>>,
): void {
  const url = new URL(endpoint);
  const state = randomBytes(16).toString('hex');
  secrets.add(state);
  for (const [name, value] of Object.entries({ response_type: 'code', state, ...params }))
    url.searchParams.set(name, value);
  response.writeHead(302, { location: url.href, 'set-cookie': `session=${state}; HttpOnly` }).end();
}

/** RomM: its variables say everything. */
function romm(held: Held, running: Running): RequestListener {
  const { place, authorization_endpoint, scopes, secrets } = running;
  const issuer = place.issuer.replace(/\/$/, '');
  return (request, response) => {
    if (held('forward-auth', 'off') === 'on') {
      const back = encodeURIComponent(`${place.app}${request.url}`);
      return void response.writeHead(302, { location: `${place.url}/?rd=${back}&rm=GET` }).end();
    }
    if (request.url !== '/api/login/openid' || held('OIDC_ENABLED', 'true') !== 'true')
      return void response
        .writeHead(404, { 'content-type': 'application/json' })
        .end('{"detail":"Not Found"}');
    const provider = held('OIDC_SERVER_APPLICATION_URL', issuer).replace(/\/$/, '');
    const nonce = randomBytes(16).toString('hex');
    secrets.add(nonce);
    toProvider(response, running, provider === issuer ? authorization_endpoint : `${provider}/authorize`, {
      client_id: held('OIDC_CLIENT_ID', place.client_id),
      redirect_uri: held('OIDC_REDIRECT_URI', place.redirect_uris[0]!),
      scope: scopes.join(' '),
      nonce,
    });
  };
}

/** Audiobookshelf: the host of the request, and the scheme that the proxy says, become the redirect URI. */
function audiobookshelf(running: Running): RequestListener {
  const { place, authorization_endpoint, scopes, secrets } = running;
  return (request, response) => {
    if (request.url?.split('?')[0] !== '/auth/openid')
      return void response.writeHead(404, { 'content-type': 'text/plain' }).end('Not Found');
    const scheme = request.headers['x-forwarded-proto'] === 'https' ? 'https' : 'http';
    const code_challenge = randomBytes(32).toString('base64url');
    secrets.add(code_challenge);
    toProvider(response, running, authorization_endpoint, {
      client_id: place.client_id,
      redirect_uri: `${scheme}://${request.headers.host}/auth/openid/callback`,
      scope: scopes.join(' '),
      code_challenge,
      code_challenge_method: 'S256',
    });
  };
}

/** A reverse proxy where TLS ends: it says to the app how people came. */
function proxy(held: Held, place: Place, port: number): RequestListener {
  const public_url = new URL(place.app!);
  return (request, response) => {
    const scheme = held('X-Forwarded-Proto', public_url.protocol.replace(':', ''));
    const inner = httpRequest(
      {
        host: '127.0.0.1',
        port,
        path: request.url,
        method: request.method,
        headers: {
          ...request.headers,
          host: held('Host', public_url.host),
          ...(scheme === '' ? {} : { 'x-forwarded-proto': scheme }),
        },
      },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      },
    );
    inner.once('error', () => response.writeHead(502).end());
    request.pipe(inner);
  };
}
