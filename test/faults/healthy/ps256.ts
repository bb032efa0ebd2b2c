import { registers, setUp, variant } from '../variant.ts';

export default variant({
  id: 'ps256',
  description: 'ID tokens signed with PS256.',
  sets: [registers(setUp('oidc', 'wiki'), (client) => ({ ...client, id_token_alg: 'PS256' }))],
});
