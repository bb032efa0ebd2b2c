import { registers, setUp, variant } from '../variant.ts';

export default variant({
  id: 'authelia-before-4-39',
  description: 'Authelia 4.38, which puts the claims into the ID token as well.',
  sets: [
    registers(setUp('authelia', 'romm', { version: '4.38' }), (client) => ({
      ...client,
      claims_in_id_token: true,
    })),
  ],
});
