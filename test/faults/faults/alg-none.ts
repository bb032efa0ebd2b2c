import { defect, fault, idToken } from '../fault.ts';

export default fault({
  id: 'alg-none',
  description: 'The ID token is not signed.',
  suite: 'idtoken-sig-none',
  step: 'id-token',
  stops: false,
  on: [
    ['oidc', 'wiki'],
    ['keycloak', 'romm'],
  ],
  inject: (set) =>
    defect(
      set,
      idToken('id_token_signed_response_alg', (_, header) => {
        header.alg = 'none';
        delete header.kid;
      }),
    ),
  expected: 'id-token-signature-wrong',
  side: 'provider',
  value: () => 'RS256',
});
