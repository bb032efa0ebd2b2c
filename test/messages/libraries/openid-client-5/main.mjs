import { createServer } from 'node:http';
import { custom, generators, Issuer } from 'openid-client';

const env = process.env;
const debug = env.LAB_DEBUG ? (...args) => console.debug('[oidc]', ...args) : () => {};
custom.setHttpOptionsDefaults({ timeout: 10_000 });

const logins = new Map();
let client;

/** Discovery happens at the first login, and again after it failed. */
async function theClient() {
  if (client) return client;
  const issuer = await Issuer.discover(env.LAB_ISSUER);
  debug('discovered issuer', issuer.issuer, issuer.metadata);
  client = new issuer.Client({
    client_id: env.LAB_CLIENT_ID,
    client_secret: env.LAB_CLIENT_SECRET,
    redirect_uris: [env.LAB_REDIRECT_URI],
    response_types: ['code'],
  });
  return client;
}

const server = createServer(async (request, response) => {
  const url = new URL(request.url, env.LAB_REDIRECT_URI);
  try {
    if (url.pathname === '/login') {
      const login = { state: generators.state(), nonce: generators.nonce() };
      const id = generators.random();
      logins.set(id, login);
      const to = (await theClient()).authorizationUrl({ scope: env.LAB_SCOPE, ...login });
      debug('redirecting to', to);
      response.writeHead(302, { location: to, 'set-cookie': `login=${id}; Path=/; HttpOnly` });
      response.end();
    } else if (url.pathname === '/callback') {
      const login = logins.get(/login=([^;]+)/.exec(request.headers.cookie ?? '')?.[1]) ?? {};
      const params = client.callbackParams(request);
      debug('callback', params);
      const tokens = await client.callback(env.LAB_REDIRECT_URI, params, login);
      debug('validated ID token claims', tokens.claims());
      const person = await client.userinfo(tokens);
      debug('userinfo', person);
      response.end(`Signed in as ${person.email}`);
    } else response.writeHead(404).end();
  } catch (error) {
    console.error(error);
    response.writeHead(500, { 'content-type': 'text/plain' });
    response.end(`Sign-in failed: ${error.message}`);
  }
});
server.listen(Number(env.LAB_PORT), '127.0.0.1');
