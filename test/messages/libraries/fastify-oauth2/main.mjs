import oauth2 from '@fastify/oauth2';
import fastify from 'fastify';

const env = process.env;
const app = fastify({
  logger: {
    level: env.LAB_DEBUG ? 'debug' : 'info',
    // Not the name of this machine.
    base: { pid: process.pid, hostname: 'app' },
  },
});

app.register(oauth2, {
  name: 'lab',
  scope: env.LAB_SCOPE.split(' '),
  credentials: {
    client: { id: env.LAB_CLIENT_ID, secret: env.LAB_CLIENT_SECRET },
    http: { timeout: 10_000 },
  },
  startRedirectPath: '/login',
  callbackUri: env.LAB_REDIRECT_URI,
  discovery: { issuer: env.LAB_ISSUER },
});
app.get('/callback', async function (request, reply) {
  const { token } = await this.lab.getAccessTokenFromAuthorizationCodeFlow(request, reply);
  const person = await this.lab.userinfo(token.access_token);
  request.log.debug({ person }, 'userinfo');
  return `Signed in as ${person.email}`;
});
app.listen({ port: Number(env.LAB_PORT), host: '127.0.0.1' });
