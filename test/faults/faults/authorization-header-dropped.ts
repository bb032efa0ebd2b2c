import { defect, fault, jsonBody } from '../fault.ts';

export default fault({
  id: 'authorization-header-dropped',
  description: 'A proxy takes the Authorization header away.',
  step: 'token',
  stops: true,
  on: [
    ['authentik', 'romm'],
    ['oidc', 'wiki'],
    ['keycloak', 'romm'],
  ],
  inject: (set) =>
    defect(set, {
      setting: 'proxy',
      onRequest: () => (request) => {
        delete request.headers.authorization;
        return false;
      },
      onResponse: () => (route, ctx) => {
        // authentik says the same of a missing client as of a wrong one, and Keycloak names the parameter.
        if (route !== 'token' || jsonBody(ctx)?.['error'] !== 'invalid_request') return;
        if (set.face === 'authentik') {
          ctx.body = {
            error: 'invalid_client',
            error_description:
              'Client authentication failed (e.g., unknown client, no client authentication included, or unsupported authentication method)',
          };
        }
        if (set.face === 'keycloak')
          ctx.body = { error: 'invalid_client', error_description: 'Missing client_id parameter' };
      },
    }),
  expected: 'authorization-header-dropped',
  side: 'proxy',
});
