import { fault, registers } from '../fault.ts';

export default fault({
  id: 'redirect-slash',
  description: 'The registered redirect URI ends in a slash, the app’s does not.',
  step: 'client',
  stops: false,
  on: [
    ['authelia', 'memos'],
    ['keycloak', 'memos'],
  ],
  inject: (set) =>
    registers(set, (client, at) => ({ ...client, redirect_uris: [`${at.redirect_uris[0]}/`, at.callback] })),
  expected: (face) => (face === 'keycloak' ? 'redirect-keycloak' : 'redirect-not-registered-authelia'),
  side: 'provider',
  value: (at) => at.redirect_uris[0]!,
});
