import { registers, setUp, variant } from '../variant.ts';

export default variant({
  id: 'userinfo-signed-unread',
  description: 'Userinfo is a signed JWT, and the app reads the ID token.',
  sets: [registers(setUp('oidc', 'wiki'), (client) => ({ ...client, userinfo_alg: 'RS256' }))],
});
