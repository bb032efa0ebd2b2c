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
  // The practice provider names its endpoints by the host it is asked at, and itself by its own.
  expected: 'issuer-mismatch',
  side: 'app',
  value: (at) => at.issuer,
});
