import { claims, fault } from '../fault.ts';

export default fault({
  id: 'claim-of-wrong-type',
  description: 'A claim that the app needs comes as a list instead of text.',
  step: 'claims',
  stops: false,
  on: [
    ['oidc', 'photos'],
    ['keycloak', 'kestra'],
  ],
  inject: (set) => claims(set, { email: ['grace.lab@example.org'] }),
  expected: 'claim-of-wrong-type',
  side: 'provider',
  value: () => 'string',
  apply: (set, fix) => (fix.value === 'string' ? claims(set, { email: 'grace.lab@example.org' }) : set),
});
