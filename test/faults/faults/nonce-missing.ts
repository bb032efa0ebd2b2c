import { defect, fault, idToken } from '../fault.ts';

export default fault({
  id: 'nonce-missing',
  description: 'The ID token carries no nonce.',
  step: 'id-token',
  stops: false,
  on: [['keycloak', 'kestra']],
  inject: (set) =>
    defect(
      set,
      idToken('provider', (claims) => delete claims['nonce']),
    ),
  expected: 'nonce-wrong',
  side: 'provider',
});
