import { fault, states } from '../fault.ts';

export default fault({
  id: 'discovery-path-too-long',
  description: 'The workspace names the provider with a path that it doesn’t have.',
  step: 'discovery',
  stops: true,
  on: [['oidc', 'wiki']],
  inject: (set) =>
    states(set, (stated) => ({
      ...stated,
      provider: { ...stated.provider, url: `${stated.provider.url}/identity` },
    })),
  expected: 'discovery-path-wrong',
  side: 'app',
  value: (at) => at.issuer,
});
