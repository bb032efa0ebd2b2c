import { claims, fault } from '../fault.ts';

export default fault({
  id: 'role-not-met',
  description: 'The person is in none of the groups that RomM’s role settings name.',
  step: 'claims',
  stops: false,
  on: [
    ['authelia', 'romm'],
    ['authentik', 'romm'],
    ['keycloak', 'romm'],
  ],
  base: (set) => ({
    ...set,
    app: {
      ...set.app,
      settings: { role_claim: 'groups', role_admin: 'lab-chiefs', role_viewer: 'lab-users' },
    },
  }),
  inject: (set) => claims(set, { groups: ['somebody-else'] }),
  expected: 'role-wrong',
  side: 'provider',
});
