import { defect, fault, idToken } from '../fault.ts';

export default fault({
  id: 'iat-missing',
  description: 'The ID token does not say when it was issued.',
  suite: 'missing-iat',
  step: 'id-token',
  stops: false,
  on: [['oidc', 'wiki']],
  inject: (set) =>
    defect(
      set,
      idToken('provider', (claims) => delete claims['iat']),
    ),
  expected: 'id-token-times',
  side: 'provider',
});
