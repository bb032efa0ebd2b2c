import { fault, registers } from '../fault.ts';

export default fault({
  id: 'scope-groups-refused',
  description: 'The app asks for groups, and the client may not.',
  step: 'callback',
  stops: true,
  on: [
    ['authelia', 'romm'],
    ['keycloak', 'romm'],
  ],
  base: (set) => ({ ...set, app: { ...set.app, settings: { role_claim: 'groups', role_viewer: '*' } } }),
  inject: (set) =>
    registers(set, (client) => ({ ...client, scopes: client.scopes.filter((scope) => scope !== 'groups') })),
  expected: 'scope-not-allowed',
  side: 'provider',
  value: () => 'openid, profile, email, groups',
});
