import { defect, fault, idToken } from '../fault.ts';

export default fault({
  id: 'aud-stranger',
  description: 'The ID token is for this client and for a stranger.',
  step: 'id-token',
  stops: false,
  on: [
    ['oidc', 'wiki'],
    ['keycloak', 'romm'],
  ],
  inject: (set) =>
    defect(
      set,
      idToken('client_id', (claims, _, at, value) => {
        claims['aud'] = value ?? [at.client_id, 'a-stranger'];
      }),
    ),
  expected: 'id-token-for-another-client',
  side: 'provider',
  value: (at) => at.client_id,
});
