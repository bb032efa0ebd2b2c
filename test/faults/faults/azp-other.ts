import { defect, fault, idToken } from '../fault.ts';

export default fault({
  id: 'azp-other',
  description: 'The ID token is for this client and was issued to another.',
  step: 'id-token',
  stops: false,
  on: [
    ['oidc', 'wiki'],
    ['keycloak', 'wiki'],
  ],
  inject: (set) =>
    defect(
      set,
      idToken(
        'client_id',
        (claims, _, __, value) => {
          claims['azp'] = value;
        },
        'another-client',
      ),
    ),
  expected: 'id-token-for-another-client',
  side: 'provider',
  value: (at) => at.client_id,
});
