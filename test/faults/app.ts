import { randomBytes } from 'node:crypto';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { certificates } from './certificates.ts';
import { defect, type Place, type SetUp } from './set-up.ts';

/** The start of the login of a running RomM, with what its variables hold. */

const wrongs = new WeakMap<object, (right: string) => string>();

/** Puts a wrong value into a variable of the app. A fix that names the variable writes its value there. */
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

/** Starts it, and returns what ends it. */
export async function openApp(set: SetUp, running: Running): Promise<() => Promise<void>> {
  const { place, port } = running;
  const held = (name: string, right: string): string => {
    const found = set.defects.find(({ setting }) => setting === name);
    return found === undefined ? right : (found.value ?? wrongs.get(found)?.(right) ?? right);
  };
  const issuer = place.issuer.replace(/\/$/, '');
  const answer: RequestListener = (request, response) => {
    if (held('forward-auth', 'off') === 'on') {
      const back = encodeURIComponent(`${place.app}${request.url}`);
      return void response.writeHead(302, { location: `${place.url}/?rd=${back}&rm=GET` }).end();
    }
    if (request.url !== '/api/login/openid' || held('OIDC_ENABLED', 'true') !== 'true')
      return void response
        .writeHead(404, { 'content-type': 'application/json' })
        .end('{"detail":"Not Found"}');
    const provider = held('OIDC_SERVER_APPLICATION_URL', issuer).replace(/\/$/, '');
    const url = new URL(provider === issuer ? running.authorization_endpoint : `${provider}/authorize`);
    const [state, nonce] = [randomBytes(16).toString('hex'), randomBytes(16).toString('hex')];
    running.secrets.add(state).add(nonce);
    for (const [name, value] of Object.entries({
      response_type: 'code',
      client_id: held('OIDC_CLIENT_ID', place.client_id),
      redirect_uri: held('OIDC_REDIRECT_URI', place.redirect_uris[0]!),
      scope: running.scopes.join(' '),
      state,
      nonce,
    }))
      url.searchParams.set(name, value);
    response.writeHead(302, { location: url.href, 'set-cookie': `session=${state}; HttpOnly` }).end();
  };
  const server = set.https ? createTlsServer(certificates().server[set.https], answer) : createServer(answer);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: '127.0.0.1', port, exclusive: true }, resolve);
  });
  return () =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
}
