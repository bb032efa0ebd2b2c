import { backWithError, defect, fault } from '../fault.ts';

const WORDS = {
  authelia:
    'The request is missing a required parameter, includes an invalid parameter value, includes a parameter more than once, or is otherwise malformed. Pushed Authorization Requests are enforced for this client but no such request was sent. The request_uri parameter was empty.',
  keycloak: 'Pushed Authorization Request is only allowed.',
  oidc: 'Pushed Authorization Request must be used',
} as const;

export default fault({
  id: 'par-required-for-client',
  description: 'The client must push its requests first.',
  step: 'client',
  stops: true,
  on: [
    ['authelia', 'romm'],
    ['keycloak', 'memos'],
    ['oidc', 'wiki'],
  ],
  inject: (set) =>
    defect(set, {
      setting:
        set.face === 'keycloak'
          ? 'Pushed authorization request required'
          : 'require_pushed_authorization_requests',
      value: 'true',
      onResponse: (value) => (route, ctx, at) => {
        if (value !== 'true' || route !== 'authorization' || ctx.state['error'] !== undefined) return;
        backWithError(ctx, ctx.query, 'invalid_request', WORDS[set.face as keyof typeof WORDS], at.issuer);
      },
    }),
  expected: 'demand-not-met',
  side: 'provider',
  value: (_, set) => (set.face === 'keycloak' ? 'Off' : 'false'),
});
