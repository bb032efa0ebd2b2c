import type { Profile } from '../set-up.ts';
import { jsonBody, page } from '../tamper.ts';

/**
 * Keycloak: a realm in the path; error pages with status 400; a wrong secret gives `unauthorized_client`, an
 * unknown client `invalid_client`; missing PKCE is refused at once; claims in the ID token and in userinfo.
 */
export const keycloak: Profile = {
  face: 'keycloak',
  kind: 'oidc',
  issuerPath: () => '/realms/home',
  statedUrl: ({ issuer }) => issuer,
  routes: {
    authorization: '/protocol/openid-connect/auth',
    token: '/protocol/openid-connect/token',
    userinfo: '/protocol/openid-connect/userinfo',
    jwks: '/protocol/openid-connect/certs',
    end_session: '/protocol/openid-connect/logout',
  },
  anyLoopbackPort: true,
  practice: {},
  otherScope: 'refused',
  pkceRefused: 'at-once',
  register: (client) => ({ ...client, claims_in_id_token: true }),
  onResponse: (client) => (route, ctx) => {
    const refused = ctx.state['error'] as { error: string } | undefined;
    if (route === 'authorization' && refused) {
      const text = /client/.test(refused.error) ? 'Client not found.' : 'Invalid parameter: redirect_uri';
      page(ctx, 400, 'Sign in to home', `We are sorry... ${text}`);
    }
    const location = ctx.response.get('location');
    if (route === 'authorization' && URL.canParse(location)) {
      const url = new URL(location);
      if (/PKCE/.test(url.searchParams.get('error_description') ?? '')) {
        url.searchParams.set('error_description', 'Missing parameter: code_challenge_method');
        ctx.set('location', url.href);
      }
      if (url.searchParams.get('error') === 'invalid_scope') {
        url.searchParams.set('error_description', `Invalid scopes: ${String(ctx.query['scope'])}`);
        ctx.set('location', url.href);
      }
    }
    const body = jsonBody(ctx);
    if (route === 'token' && ctx.status === 401) {
      const known = Object.values(ctx.oidc.entities ?? {}).some(
        (entity) => (entity as { clientId?: string } | undefined)?.clientId === client.client_id,
      );
      ctx.body = known
        ? { error: 'unauthorized_client', error_description: 'Invalid client or Invalid client credentials' }
        : { error: 'invalid_client', error_description: 'Invalid client or Invalid client credentials' };
    } else if (route === 'token' && body?.['error'] === 'invalid_grant') {
      ctx.body = { error: 'invalid_grant', error_description: 'Code not valid' };
    }
  },
};
