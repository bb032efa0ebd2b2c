import { setUp, variant } from '../variant.ts';

export default variant({
  id: 'localhost',
  description: 'A provider under the name localhost.',
  sets: [setUp('oidc', 'wiki', { host: 'localhost' }), setUp('keycloak', 'memos', { host: 'localhost' })],
});
