import { fault, registers } from '../fault.ts';

export default fault({
  id: 'test-callback-missing',
  description: 'The app’s redirect URI is registered, the test’s own is not.',
  step: 'callback',
  stops: true,
  on: [
    ['authelia', 'memos'],
    ['authentik', 'romm'],
    ['keycloak', 'wiki'],
    ['oidc', 'photos'],
  ],
  inject: (set) =>
    registers({ ...set, patience_s: 5 }, (client, at) => ({ ...client, redirect_uris: at.redirect_uris })),
  expected: 'test-callback-refused',
  side: 'provider',
  value: (at) => at.callback,
});
