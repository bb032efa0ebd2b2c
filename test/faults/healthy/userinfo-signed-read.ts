import { registers, setUp, variant } from '../variant.ts';

export default variant({
  id: 'userinfo-signed-read',
  description: 'Userinfo is a signed JWT, and an app of one’s own reads it.',
  sets: [registers(setUp('oidc', 'photos'), (client) => ({ ...client, userinfo_alg: 'RS256' }))],
});
