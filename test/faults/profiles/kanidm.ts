import { randomUUID } from 'node:crypto';
import type { Profile } from '../set-up.ts';
import { jsonBody, page } from '../tamper.ts';

/** What Kanidm decodes of a percent-encoded client ID. It does not decode the secret. */
const undone = (id: string) => id.replaceAll('%2D', '-').replaceAll('%5F', '_');

/**
 * Kanidm: one issuer per client; ES256; PKCE is required from everyone; the same error page for an unknown
 * client, an unknown redirect URI and a request that wants no page; a refused client gets an empty 401, a bad
 * code `invalid_request`.
 */
export const kanidm: Profile = {
  face: 'kanidm',
  kind: 'oidc',
  issuerPath: ({ client_id }) => `/oauth2/openid/${client_id}`,
  statedUrl: ({ issuer }) => issuer,
  routes: { jwks: '/public_key.jwk', userinfo: '/userinfo' },
  shared: { '/ui/oauth2': '/auth', '/oauth2/token': '/token' },
  anyLoopbackPort: false,
  practice: { endSession: false, signingAlgs: ['ES256'] },
  otherScope: 'dropped',
  pkceRefused: 'at-once',
  register: (client) => ({ ...client, claims_in_id_token: true, id_token_alg: 'ES256', require_pkce: true }),
  onRequest: (request) => {
    const header = request.headers.authorization ?? '';
    if (request.url === '/oauth2/token' && /^basic /i.test(header)) {
      const text = Buffer.from(header.slice(6), 'base64').toString();
      const at = text.indexOf(':');
      const pair = [undone(text.slice(0, at)), text.slice(at + 1)].map(encodeURIComponent).join(':');
      request.headers.authorization = `Basic ${Buffer.from(pair).toString('base64')}`;
    }
    return false;
  },
  onResponse: () => (route, ctx) => {
    const location = ctx.response.get('location');
    const refused =
      ctx.state['error'] !== undefined ||
      (URL.canParse(location) && /PKCE/.test(new URL(location).searchParams.get('error_description') ?? ''));
    if (route === 'authorization' && (refused || ctx.query['prompt'] === 'none')) {
      page(
        ctx,
        200,
        'Error',
        `An unrecoverable error occurred. Please contact your administrator with the details below. Operation ID: ${randomUUID()}`,
      );
    }
    if (route === 'resume' && URL.canParse(location)) {
      const url = new URL(location);
      url.searchParams.delete('iss');
      ctx.set('location', url.href);
    }
    const body = jsonBody(ctx);
    if (route === 'discovery' && body) delete body['authorization_response_iss_parameter_supported'];
    if (route === 'token' && ctx.status === 401) {
      ctx.status = 401;
      ctx.set('www-authenticate', 'Bearer');
      ctx.body = '';
      ctx.status = 401;
    } else if (route === 'token' && body?.['error'] === 'invalid_grant') {
      ctx.body = { error: 'invalid_request' };
    }
  },
};
