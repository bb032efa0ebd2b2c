import { fault, states } from '../fault.ts';

export default fault({
  id: 'issuer-slash-in-workspace',
  description: 'The workspace’s issuer ends in a slash, the provider’s does not.',
  step: 'discovery',
  stops: false,
  on: [
    ['oidc', 'wiki'],
    ['keycloak', 'romm'],
  ],
  inject: (set) =>
    states(set, (stated) => ({
      ...stated,
      provider: { ...stated.provider, url: `${stated.provider.url}/` },
    })),
  expected: 'issuer-mismatch',
  side: 'app',
  value: (at) => at.issuer,
});
