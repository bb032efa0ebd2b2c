import { setUp, variant } from '../variant.ts';

export default variant({
  id: 'special-characters',
  description: 'ID and secret hold characters that must be encoded, and the provider decodes them.',
  sets: [
    setUp('oidc', 'romm', { client_id: 'my-app_1.0~x', secret: 'planted-+/%2F &=:secret-9f8e7d6c' }),
    setUp('authelia', 'memos', { client_id: 'my-app_1.0', secret: 'planted-_.~secret-9f8e7d6c5b4a' }),
    setUp('keycloak', 'wiki', {
      client_id: 'an app: with blanks',
      secret: 'planted:secret with/everything?#9f8e',
    }),
  ],
});
