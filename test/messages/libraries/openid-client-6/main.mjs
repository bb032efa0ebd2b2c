import { createServer } from 'node:http';
import * as client from 'openid-client';

const env = process.env;
if (env.LAB_DEBUG) env.NODE_DEBUG = 'http,https';

const logins = new Map();
let config;

/** Discovery happens at the first login, and again after it failed. */
async function configuration() {
  config ??= await client.discovery(
    new URL(env.LAB_ISSUER),
    env.LAB_CLIENT_ID,
    env.LAB_CLIENT_SECRET,
    undefined,
    { timeout: 10 },
  );
  return config;
}

const server = createServer(async (request, response) => {
  const url = new URL(request.url, env.LAB_REDIRECT_URI);
  try {
    if (url.pathname === '/login') {
      const login = { state: client.randomState(), nonce: client.randomNonce() };
      const id = client.randomState();
      logins.set(id, login);
      const to = client.buildAuthorizationUrl(await configuration(), {
        redirect_uri: env.LAB_REDIRECT_URI,
        scope: env.LAB_SCOPE,
        state: login.state,
        nonce: login.nonce,
      });
      if (env.LAB_DEBUG) console.debug(`[oidc] redirecting to ${to.href}`);
      response.writeHead(302, { location: to.href, 'set-cookie': `login=${id}; Path=/; HttpOnly` });
      response.end();
    } else if (url.pathname === '/callback') {
      const login = logins.get(/login=([^;]+)/.exec(request.headers.cookie ?? '')?.[1]) ?? {};
      if (env.LAB_DEBUG) console.debug(`[oidc] callback ${url.href}`);
      const tokens = await client.authorizationCodeGrant(config, url, {
        expectedState: login.state,
        expectedNonce: login.nonce,
        idTokenExpected: true,
      });
      const claims = tokens.claims();
      if (env.LAB_DEBUG) console.debug('[oidc] ID token claims', claims);
      const person = await client.fetchUserInfo(config, tokens.access_token, claims.sub);
      if (env.LAB_DEBUG) console.debug('[oidc] userinfo', person);
      response.end(`Signed in as ${person.email}`);
    } else response.writeHead(404).end();
  } catch (error) {
    console.error(error);
    response.writeHead(500, { 'content-type': 'text/plain' });
    response.end(`Sign-in failed: ${error.message}`);
  }
});
server.listen(Number(env.LAB_PORT), '127.0.0.1');
