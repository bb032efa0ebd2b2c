import { backWithError, defect, fault } from '../fault.ts';

export default fault({
  id: 'code-flow-off',
  description: 'The client may not use the code flow.',
  step: 'callback',
  stops: true,
  on: [
    ['keycloak', 'romm'],
    ['oidc', 'wiki'],
  ],
  inject: (set) =>
    defect(set, {
      setting: set.face === 'keycloak' ? 'Standard flow' : 'response_types',
      value: 'Off',
      onResponse: (value) => (route, ctx) => {
        if (value !== 'Off' || route !== 'authorization' || ctx.state['error'] !== undefined) return;
        backWithError(
          ctx,
          ctx.query,
          'unauthorized_client',
          'Client is not allowed to initiate browser login with given response_type. Standard flow is disabled for the client.',
        );
      },
    }),
  expected: 'response-type-refused',
  side: 'provider',
  value: (_, set) => (set.face === 'keycloak' ? 'On' : 'code'),
});
