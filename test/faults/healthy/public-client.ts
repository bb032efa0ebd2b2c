import { APPS, setUp, variant } from '../variant.ts';

export default variant({
  id: 'public-client',
  description: 'A client without a secret, with PKCE.',
  sets: (['authelia', 'keycloak', 'oidc'] as const).map((face) =>
    setUp(face, { ...APPS.wiki, token_endpoint_auth_method: 'none' }),
  ),
});
