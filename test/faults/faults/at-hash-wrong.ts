import { defect, fault, idToken } from '../fault.ts';

export default fault({
  id: 'at-hash-wrong',
  description: 'The ID token belongs to another access token.',
  suite: 'invalid-athash',
  step: 'id-token',
  stops: false,
  on: [
    ['oidc', 'wiki'],
    ['authelia', 'memos'],
  ],
  inject: (set) =>
    defect(
      set,
      idToken('provider', (claims) => {
        claims['at_hash'] = 'd3JvbmctYXQtaGFzaC4uLg';
      }),
    ),
  expected: 'at-hash-wrong',
  side: 'provider',
});
