import { defect, fault, idToken } from '../fault.ts';

export default fault({
  id: 'iss-other',
  description: 'The ID token names another issuer than the discovery document.',
  suite: 'invalid-iss',
  step: 'id-token',
  stops: false,
  on: [
    ['oidc', 'wiki'],
    ['authelia', 'romm'],
  ],
  inject: (set) =>
    defect(
      set,
      idToken(
        'issuer',
        (claims, _, __, value) => {
          claims['iss'] = value;
        },
        'https://other.example.com',
      ),
    ),
  expected: 'issuer-mismatch',
  side: 'provider',
  value: (at) => at.issuer,
});
