import { fault } from '../fault.ts';

export default fault({
  id: 'role-in-other-case',
  description: 'RomM’s role settings write the group in another case than the provider.',
  step: 'claims',
  stops: false,
  on: [
    ['authelia', 'romm'],
    ['keycloak', 'romm'],
  ],
  base: (set) => ({
    ...set,
    app: { ...set.app, settings: { role_claim: 'groups', role_viewer: 'lab-users' } },
  }),
  inject: (set) => ({
    ...set,
    app: { ...set.app, settings: { role_claim: 'groups', role_viewer: 'Lab-Users' } },
  }),
  expected: 'role-wrong',
  side: 'app',
  value: () => 'lab-users',
});
