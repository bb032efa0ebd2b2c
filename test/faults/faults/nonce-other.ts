import { defect, fault, idToken } from '../fault.ts';

export default fault({
  id: 'nonce-other',
  description: 'The ID token carries another nonce.',
  suite: 'nonce-invalid',
  step: 'id-token',
  stops: false,
  on: [
    ['oidc', 'wiki'],
    ['authelia', 'romm'],
  ],
  inject: (set) =>
    defect(
      set,
      idToken('provider', (claims) => {
        claims['nonce'] = 'the-nonce-of-another-login';
      }),
    ),
  expected: 'nonce-wrong',
  side: 'provider',
});
