import type { Profile } from '../set-up.ts';

/**
 * Authelia 4.39: a refused request goes to its consent page with the error in the address; only the
 * registered method of sending the secret is accepted; a scope that is not listed ends the login; PKCE is
 * checked when the code is issued, after the login.
 */
export const authelia: Profile = {
  face: 'authelia',
  kind: 'authelia',
  version: '4.39',
  issuerPath: () => '',
  statedUrl: ({ url }) => url,
  routes: {
    authorization: '/api/oidc/authorization',
    token: '/api/oidc/token',
    userinfo: '/api/oidc/userinfo',
    jwks: '/jwks.json',
  },
  anyLoopbackPort: true,
  practice: { enforceAuthMethod: true, endSession: false },
  otherScope: 'refused',
  pkceRefused: 'after-login',
  onRequest: (request, response) => {
    if (!request.url?.startsWith('/consent/completion')) return false;
    response.writeHead(200, { 'content-type': 'text/html' });
    response.end(
      '<!doctype html><title>Login - Authelia</title><noscript>Authelia needs JavaScript</noscript>',
    );
    return true;
  },
  onResponse: () => (route, ctx, at) => {
    const refused = ctx.state['error'] as { error: string; error_description?: string } | undefined;
    if (route === 'authorization' && refused) {
      const unknown = /client/.test(refused.error);
      const params = new URLSearchParams({
        error: unknown ? 'invalid_client' : 'invalid_request',
        error_description: unknown
          ? 'Client authentication failed (e.g., unknown client, no client authentication included, or unsupported authentication method).'
          : "The request is missing a required parameter, includes an invalid parameter value, includes a parameter more than once, or is otherwise malformed. The 'redirect_uri' parameter does not match any of the OAuth 2.0 Client's pre-registered 'redirect_uris'.",
      });
      ctx.status = 302;
      ctx.set('location', `${at.url}/consent/completion?${params}`);
      ctx.body = '';
    }
    if (route === 'token' && ctx.status === 401) {
      ctx.body = {
        error: 'invalid_client',
        error_description:
          'Client authentication failed (e.g., unknown client, no client authentication included, or unsupported authentication method).',
      };
    }
  },
};
