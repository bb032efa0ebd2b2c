import { claims, fault } from '../fault.ts';

export default fault({
  id: 'email-verified-missing',
  description: 'The provider lists email_verified and doesn’t send it.',
  step: 'claims',
  stops: false,
  on: [
    ['keycloak', 'romm'],
    ['oidc', 'romm'],
  ],
  inject: (set) => claims(set, { email_verified: undefined }),
  expected: 'email-not-verified',
  side: 'provider',
  value: (_, set) => (set.face === 'keycloak' ? 'Yes' : 'true'),
});
