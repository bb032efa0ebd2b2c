import { defect, idToken, setUp, variant } from '../variant.ts';

export default variant({
  id: 'audience-with-account',
  description:
    'Keycloak lists its own account service as an audience beside, and says to whom the token was issued.',
  sets: [
    defect(
      setUp('keycloak', 'wiki'),
      idToken('', (claims, _, at) => {
        claims['aud'] = [at.client_id, 'account'];
        claims['azp'] = at.client_id;
      }),
    ),
  ],
});
