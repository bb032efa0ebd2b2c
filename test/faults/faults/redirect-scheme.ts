import { fault, registers } from '../fault.ts';

export default fault({
  id: 'redirect-scheme',
  description: 'The redirect URI is registered with http, the app is served over https.',
  step: 'client',
  stops: false,
  on: [
    ['authelia', 'kestra'],
    ['keycloak', 'kestra'],
  ],
  inject: (set) =>
    registers(set, (client, at) => ({
      ...client,
      redirect_uris: [at.redirect_uris[0]!.replace('https:', 'http:'), at.callback],
    })),
  expected: (face) => (face === 'keycloak' ? 'redirect-keycloak' : 'redirect-not-registered-authelia'),
  side: 'provider',
  value: (at) => at.redirect_uris[0]!,
});
