import { defect, idToken, setUp, variant } from '../variant.ts';

export default variant({
  id: 'audience-list',
  description: 'The audience is a list of one, and the token says to whom it was issued.',
  sets: [
    defect(
      setUp('oidc', 'wiki'),
      idToken('', (claims, _, at) => {
        claims['aud'] = [at.client_id];
        claims['azp'] = at.client_id;
      }),
    ),
  ],
});
