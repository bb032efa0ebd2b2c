import { claims, fault } from '../fault.ts';

export default fault({
  id: 'email-missing',
  description: 'The user has no e-mail address.',
  step: 'claims',
  stops: false,
  on: [
    ['keycloak', 'kestra'],
    ['oidc', 'photos'],
  ],
  inject: (set) => claims(set, { email: undefined, email_verified: undefined }),
  expected: 'claim-not-released',
  side: 'provider',
});
