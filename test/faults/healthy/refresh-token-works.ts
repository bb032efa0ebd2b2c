import { APPS, setUp, variant } from '../variant.ts';

export default variant({
  id: 'refresh-token-works',
  description: 'An app that asks for offline_access gets a refresh token that works.',
  sets: [
    setUp('oidc', { ...APPS.wiki, scopes: ['openid', 'profile', 'email', 'offline_access'] }),
    setUp('authelia', { ...APPS.wiki, scopes: ['openid', 'profile', 'email', 'offline_access'] }),
  ],
});
