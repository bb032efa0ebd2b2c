import { defect, fault, idToken } from '../fault.ts';

export default fault({
  id: 'aud-missing',
  description: 'The ID token names no audience.',
  suite: 'missing-aud',
  step: 'id-token',
  stops: false,
  on: [['oidc', 'wiki']],
  inject: (set) =>
    defect(
      set,
      idToken('client_id', (claims, _, __, value) => {
        claims['aud'] = value;
      }),
    ),
  expected: 'id-token-for-another-client',
  side: 'provider',
  value: (at) => at.client_id,
});
