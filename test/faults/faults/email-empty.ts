import { claims, fault } from '../fault.ts';

export default fault({
  id: 'email-empty',
  description: 'The user’s e-mail address is empty.',
  step: 'claims',
  stops: false,
  on: [
    ['authentik', 'romm'],
    ['keycloak', 'kestra'],
  ],
  inject: (set) => claims(set, { email: '' }),
  expected: 'claim-not-released',
  side: 'provider',
});
