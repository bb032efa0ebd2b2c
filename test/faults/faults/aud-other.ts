import { defect, fault, idToken } from '../fault.ts';

export default fault({
  id: 'aud-other',
  description: 'The ID token is for another client.',
  suite: 'invalid-aud',
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
        'client_id',
        (claims, _, __, value) => {
          claims['aud'] = value;
        },
        'another-client',
      ),
    ),
  expected: 'id-token-for-another-client',
  side: 'provider',
  value: (at) => at.client_id,
});
