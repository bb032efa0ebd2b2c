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
  apply: (set, fix) => claims(set, { [fix.value ?? '']: 'grace-lab' }),
});
