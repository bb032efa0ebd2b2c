import { fault, registers } from '../fault.ts';

export default fault({
  id: 'scope-offline-access-refused',
  description: 'The app asks for offline_access, and the client may not.',
  step: 'callback',
  stops: true,
  on: [
    ['authelia', 'wiki'],
    ['oidc', 'wiki'],
  ],
  base: (set) => ({ ...set, app: { ...set.app, scopes: ['openid', 'profile', 'email', 'offline_access'] } }),
  inject: (set) =>
    registers(set, (client) => ({
      ...client,
      scopes: client.scopes.filter((scope) => scope !== 'offline_access'),
    })),
  expected: 'scope-not-allowed',
  side: 'provider',
  value: () => 'openid, profile, email, offline_access',
});
