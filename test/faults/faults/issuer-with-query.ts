import { fault, states } from '../fault.ts';

export default fault({
  id: 'issuer-with-query',
  description: 'The workspace holds an address with a query as the issuer.',
  step: 'address',
  stops: true,
  on: [
    ['oidc', 'wiki'],
    ['keycloak', 'romm'],
  ],
  inject: (set) =>
    states(set, (stated) => ({
      ...stated,
      provider: { ...stated.provider, url: `${stated.provider.url}?lang=en` },
    })),
  expected: 'issuer-not-well-formed',
  side: 'app',
  value: (at) => at.issuer,
});
