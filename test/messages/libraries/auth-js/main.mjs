import { createServer } from 'node:http';
import { Auth } from '@auth/core';

const env = process.env;
const origin = new URL(env.LAB_REDIRECT_URI).origin;
const config = {
  trustHost: true,
  secret: 'a-secret-for-the-cookies-of-this-program',
  basePath: '/auth',
  debug: Boolean(env.LAB_DEBUG),
  providers: [
    {
      id: 'lab',
      name: 'Lab',
      type: 'oidc',
      issuer: env.LAB_ISSUER,
      clientId: env.LAB_CLIENT_ID,
      clientSecret: env.LAB_CLIENT_SECRET,
      authorization: { params: { scope: env.LAB_SCOPE } },
      checks: ['pkce', 'state', 'nonce'],
    },
  ],
};

async function answer(response, result, earlier = []) {
  const headers = {};
  for (const [name, value] of result.headers) if (name !== 'set-cookie') headers[name] = value;
  const cookies = [...earlier, ...result.headers.getSetCookie()];
  if (cookies.length > 0) headers['set-cookie'] = cookies;
  response.writeHead(result.status, headers);
  response.end(await result.text());
}

const server = createServer(async (request, response) => {
  const url = new URL(request.url, origin);
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) headers.set(name, String(value));
  try {
    if (url.pathname === '/login') {
      // The button of a sign-in page: a form with a token against forgery.
      const csrf = await Auth(new Request(`${origin}/auth/csrf`, { headers }), config);
      const { csrfToken } = await csrf.json();
      const cookies = csrf.headers.getSetCookie();
      headers.set('cookie', cookies.map((one) => one.split(';')[0]).join('; '));
      headers.set('content-type', 'application/x-www-form-urlencoded');
      const body = new URLSearchParams({ csrfToken, callbackUrl: origin });
      const result = await Auth(
        new Request(`${origin}/auth/signin/lab`, { method: 'POST', headers, body }),
        config,
      );
      await answer(response, result, cookies);
    } else if (url.pathname === '/') {
      const session = await (await Auth(new Request(`${origin}/auth/session`, { headers }), config)).json();
      response.end(session?.user ? `Signed in as ${session.user.email}` : 'Not signed in');
    } else await answer(response, await Auth(new Request(url, { headers }), config));
  } catch (error) {
    console.error(error);
    response.writeHead(500).end();
  }
});
server.listen(Number(env.LAB_PORT), '127.0.0.1');
