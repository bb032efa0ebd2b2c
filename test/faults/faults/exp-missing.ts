import { defect, fault, idToken } from '../fault.ts';

export default fault({
  id: 'exp-missing',
  description: 'The ID token does not say until when it holds.',
  step: 'id-token',
  stops: false,
  on: [['oidc', 'wiki']],
  inject: (set) =>
    defect(
      set,
      idToken('provider', (claims) => delete claims['exp']),
    ),
  expected: 'id-token-times',
  side: 'provider',
});
