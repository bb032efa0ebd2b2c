import { defect, fault, jsonBody } from '../fault.ts';

/** What each product answers at userinfo to a request without a token. */
const WITHOUT_TOKEN = {
  authelia: 'Bearer error="request_unauthorized",error_description="The request could not be authorized."',
  authentik:
    'error="invalid_token", error_description="The access token provided is expired, revoked, malformed, or invalid for other reasons"',
  keycloak: 'Bearer realm="home"',
} as const;

export default fault({
  id: 'userinfo-header-dropped',
  description:
    'A proxy takes the Authorization header away from userinfo, which answers as to no token at all.',
  step: 'userinfo',
  stops: true,
  on: [
    ['authelia', 'memos'],
    ['authentik', 'memos'],
    ['keycloak', 'photos'],
    ['oidc', 'photos'],
  ],
  inject: (set) =>
    defect(set, {
      setting: 'proxy',
      onRequest: () => (request) => {
        if (request.url?.includes('userinfo') || request.url?.endsWith('/me'))
          delete request.headers.authorization;
        return false;
      },
      onResponse: () => (route, ctx) => {
        // oidc-provider calls a request without a token invalid_request.
        if (route !== 'userinfo' || jsonBody(ctx)?.['error'] !== 'invalid_request' || set.face === 'oidc')
          return;
        ctx.status = 401;
        ctx.set('www-authenticate', WITHOUT_TOKEN[set.face as keyof typeof WITHOUT_TOKEN]);
        ctx.body = '';
        ctx.status = 401;
      },
    }),
  expected: 'authorization-header-dropped',
  side: 'proxy',
});
