import { fault, registers } from '../fault.ts';

export default fault({
  id: 'redirect-path',
  description: 'The redirect URI of another version of the app is registered.',
  step: 'client',
  stops: false,
  on: [
    ['keycloak', 'romm'],
    ['oidc', 'romm'],
  ],
  inject: (set) =>
    registers(set, (client, at) => ({
      ...client,
      redirect_uris: [new URL('/callback', at.redirect_uris[0]).href, at.callback],
    })),
  expected: (face) => (face === 'keycloak' ? 'redirect-keycloak' : 'redirect-not-registered'),
  side: 'provider',
  value: (at) => at.redirect_uris[0]!,
});
