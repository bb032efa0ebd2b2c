import { claims, fault } from '../fault.ts';

export default fault({
  id: 'username-missing',
  description: 'The claim that names the user is not released.',
  step: 'claims',
  stops: false,
  on: [
    ['authentik', 'romm'],
    ['keycloak', 'romm'],
  ],
  inject: (set) => claims(set, { preferred_username: undefined }),
  expected: 'username-missing',
  side: 'provider',
  value: () => 'preferred_username',
  apply: (set, fix) =>
    fix.value === 'preferred_username' ? claims(set, { preferred_username: 'grace-lab' }) : set,
});
