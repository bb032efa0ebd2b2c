import { claims, fault } from '../fault.ts';

export default fault({
  id: 'email-not-verified',
  description: 'The provider says that the e-mail address is not verified.',
  step: 'claims',
  stops: false,
  on: [
    ['authentik', 'romm'],
    ['keycloak', 'romm'],
  ],
  inject: (set) => claims(set, { email_verified: false }),
  expected: 'email-not-verified',
  side: 'provider',
  value: (_, set) =>
    set.face === 'keycloak' ? 'Yes' : 'return {"email": request.user.email, "email_verified": True}',
});
