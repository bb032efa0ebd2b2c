import type { Profile } from '../set-up.ts';
import { jsonBody, page } from '../tamper.ts';

const readBasic = (header: string): readonly [string, string] | undefined => {
  if (!/^basic /i.test(header)) return undefined;
  const text = Buffer.from(header.slice(6), 'base64').toString();
  const at = text.indexOf(':');
  return at < 0 ? undefined : [text.slice(0, at), text.slice(at + 1)];
};

/**
 * authentik: one issuer per application and endpoints that all share; error pages with status 400; an
 * unregistered redirect URI at the token endpoint counts as an invalid client; Basic credentials are not
 * decoded before 2026.2; an unknown scope is dropped; no `iss` in the answer; groups come with `profile`.
 */
export const authentik: Profile = {
  face: 'authentik',
  kind: 'authentik',
  version: '2025.12',
  issuerPath: ({ slug }) => `/application/o/${slug}/`,
  statedUrl: ({ url }) => url,
  routes: { jwks: '/jwks/', end_session: '/end-session/' },
  shared: {
    '/application/o/authorize/': '/auth',
    '/application/o/token/': '/token',
    '/application/o/userinfo/': '/me',
  },
  anyLoopbackPort: false,
  practice: {
    scopeClaims: {
      profile: ['name', 'given_name', 'preferred_username', 'nickname', 'groups'],
      email: ['email', 'email_verified'],
      groups: [],
    },
  },
  otherScope: 'dropped',
  pkceRefused: 'at-once',
  register: (client) => ({ ...client, claims_in_id_token: true }),
  onRequest: (request) => {
    const basic = readBasic(request.headers.authorization ?? '');
    if (request.url === '/application/o/token/' && basic) {
      // oidc-provider decodes the header; encoding it once more keeps the value that was sent.
      request.headers.authorization = `Basic ${Buffer.from(basic.map(encodeURIComponent).join(':')).toString('base64')}`;
    }
    return false;
  },
  onResponse: (client) => (route, ctx) => {
    const refused = ctx.state['error'] as { error: string } | undefined;
    if (route === 'authorization' && refused) {
      if (/client/.test(refused.error))
        page(ctx, 400, 'Bad Request', 'The client identifier (client_id) is missing or invalid.');
      else {
        page(
          ctx,
          400,
          'Redirect URI Error',
          'The request fails due to a missing, invalid, or mismatching redirection URI (redirect_uri).',
        );
      }
    }
    const location = ctx.response.get('location');
    if ((route === 'authorization' || route === 'resume') && URL.canParse(location)) {
      const url = new URL(location);
      url.searchParams.delete('iss');
      ctx.set('location', url.href);
    }
    if (route === 'discovery') {
      const document = jsonBody(ctx);
      if (document) delete document['authorization_response_iss_parameter_supported'];
    }
    if (route === 'token') {
      const uri = (ctx.oidc.params as Record<string, unknown> | undefined)?.['redirect_uri'];
      const unregistered = typeof uri === 'string' && !client.redirect_uris.includes(uri);
      if (ctx.status === 401 || (unregistered && ctx.status !== 200)) {
        ctx.status = 400;
        ctx.remove('www-authenticate');
        ctx.body = {
          error: 'invalid_client',
          error_description:
            'Client authentication failed (e.g., unknown client, no client authentication included, or unsupported authentication method)',
        };
      }
    }
  },
};
