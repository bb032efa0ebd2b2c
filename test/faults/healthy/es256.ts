import { registers, setUp, variant } from '../variant.ts';

export default variant({
  id: 'es256',
  description: 'ID tokens signed with ES256.',
  sets: [registers(setUp('oidc', 'wiki'), (client) => ({ ...client, id_token_alg: 'ES256' }))],
});
