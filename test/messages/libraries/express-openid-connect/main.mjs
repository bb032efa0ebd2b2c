import express from 'express';
import oidc from 'express-openid-connect';

const env = process.env;
const app = express();
app.use(
  oidc.auth({
    issuerBaseURL: env.LAB_ISSUER,
    baseURL: new URL(env.LAB_REDIRECT_URI).origin,
    clientID: env.LAB_CLIENT_ID,
    clientSecret: env.LAB_CLIENT_SECRET,
    clientAuthMethod: 'client_secret_basic',
    secret: 'a-secret-for-the-cookies-of-this-program',
    authRequired: false,
    httpTimeout: 10_000,
    session: { cookie: { secure: false } },
    authorizationParams: { response_type: 'code', scope: env.LAB_SCOPE },
  }),
);
app.get('/', async (request, response) => {
  if (!request.oidc.isAuthenticated()) return response.send('Not signed in');
  const person = await request.oidc.fetchUserInfo();
  response.send(`Signed in as ${person.email}`);
});
app.listen(Number(env.LAB_PORT), '127.0.0.1');
