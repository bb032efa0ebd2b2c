import { APPS, setUp, variant } from '../variant.ts';

export default variant({
  id: 'two-redirect-uris',
  description: 'An app with two redirect URIs, both registered.',
  sets: [
    setUp('authelia', {
      ...APPS.wiki,
      settings: { ...APPS.wiki.settings, redirect_paths: ['/oauth2/callback', '/mobile/callback'] },
    }),
  ],
});
