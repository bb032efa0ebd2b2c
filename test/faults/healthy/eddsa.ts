import { registers, setUp, variant } from '../variant.ts';

export default variant({
  id: 'eddsa',
  description: 'ID tokens signed with EdDSA.',
  sets: [registers(setUp('oidc', 'wiki'), (client) => ({ ...client, id_token_alg: 'EdDSA' }))],
});
