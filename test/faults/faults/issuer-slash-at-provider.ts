import { fault } from '../fault.ts';

export default fault({
  id: 'issuer-slash-at-provider',
  description: 'The provider’s issuer ends in a slash, the workspace’s does not.',
  step: 'discovery',
  stops: false,
  on: [['oidc', 'photos']],
  inject: (set) => ({ ...set, issuer: (own) => `${own}/` }),
  expected: 'issuer-mismatch',
  side: 'app',
  value: (at) => `${at.issuer}/`,
});
