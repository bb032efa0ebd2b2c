import { claims, fault } from '../fault.ts';

export default fault({
  id: 'groups-as-text',
  description: 'The groups come as text instead of a list.',
  step: 'claims',
  stops: false,
  severity: 'warn',
  on: [
    ['authelia', 'romm'],
    ['keycloak', 'romm'],
  ],
  base: (set) => ({ ...set, app: { ...set.app, settings: { role_claim: 'groups', role_viewer: '*' } } }),
  inject: (set) => claims(set, { groups: 'lab-admins' }),
  expected: 'role-wrong',
  side: 'provider',
});
