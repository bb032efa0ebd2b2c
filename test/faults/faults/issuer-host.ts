import { fault, states } from '../fault.ts';

export default fault({
  id: 'issuer-host',
  description: 'The workspace names the provider by another name than it goes by.',
  suite: 'discovery-issuer-mismatch',
  step: 'discovery',
  stops: false,
  on: [
    ['oidc', 'wiki'],
    ['keycloak', 'romm'],
  ],
  inject: (set) =>
    states(set, (stated) => ({
      ...stated,
      provider: { ...stated.provider, url: stated.provider.url.replace('127.0.0.1', 'localhost') },
    })),
  // The practice provider uses the requested host in its endpoints, but its own host in the issuer.
  expected: 'issuer-mismatch',
  side: 'app',
  value: (at) => at.issuer,
});
