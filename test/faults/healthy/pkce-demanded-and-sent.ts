import { registers, setUp, variant } from '../variant.ts';

export default variant({
  id: 'pkce-demanded-and-sent',
  description: 'The provider demands PKCE, and the app sends it.',
  sets: [
    registers(setUp('keycloak', 'wiki'), (client) => ({ ...client, require_pkce: true })),
    registers(setUp('oidc', 'memos'), (client) => ({ ...client, require_pkce: true })),
    setUp('authelia', 'wiki'),
  ],
});
