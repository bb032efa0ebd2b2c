import express from 'express';
import session from 'express-session';
import grant from 'grant';

const env = process.env;
const debug = env.LAB_DEBUG ? (...args) => console.debug('[grant]', ...args) : () => {};

const app = express();
app.use(
  session({ secret: 'a-secret-for-the-cookies-of-this-program', resave: false, saveUninitialized: false }),
);
app.use(
  grant.express({
    defaults: { origin: new URL(env.LAB_REDIRECT_URI).origin, transport: 'session', state: true },
    lab: {
      authorize_url: env.LAB_AUTHORIZATION_ENDPOINT,
      access_url: env.LAB_TOKEN_ENDPOINT,
      profile_url: env.LAB_USERINFO_ENDPOINT,
      oauth: 2,
      key: env.LAB_CLIENT_ID,
      secret: env.LAB_CLIENT_SECRET,
      token_endpoint_auth_method: 'client_secret_basic',
      scope: env.LAB_SCOPE.split(' '),
      scope_delimiter: ' ',
      nonce: true,
      redirect_uri: env.LAB_REDIRECT_URI,
      callback: '/signed-in',
      response: ['tokens', 'raw', 'jwt', 'profile'],
      request: { timeout: 10_000 },
    },
  }),
);
app.get('/signed-in', (request, response) => {
  const answer = request.session.grant?.response ?? {};
  const problem = answer.error ? answer : answer.profile?.error && answer.profile;
  if (problem) {
    console.error('Sign-in failed:', problem);
    response.status(500).send(JSON.stringify(problem));
    return;
  }
  debug('ID token', answer.jwt?.id_token?.payload);
  debug('profile', answer.profile);
  response.send(`Signed in as ${answer.profile.email}`);
});
app.listen(Number(env.LAB_PORT), '127.0.0.1');
