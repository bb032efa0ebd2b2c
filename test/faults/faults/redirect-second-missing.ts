import { fault, registers } from '../fault.ts';

export default fault({
  id: 'redirect-second-missing',
  description: 'The app has two redirect URIs, and only the first is registered.',
  step: 'client',
  stops: false,
  on: [
    ['authelia', 'wiki'],
    ['oidc', 'wiki'],
  ],
  base: (set) => ({
    ...set,
    app: {
      ...set.app,
      settings: { ...set.app.settings, redirect_paths: ['/oauth2/callback', '/mobile/callback'] },
    },
  }),
  inject: (set) =>
    registers(set, (client, at) => ({ ...client, redirect_uris: [at.redirect_uris[0]!, at.callback] })),
  expected: (face) => (face === 'oidc' ? 'redirect-not-registered' : 'redirect-not-registered-authelia'),
  side: 'provider',
  value: (at) => at.redirect_uris[1]!,
});
