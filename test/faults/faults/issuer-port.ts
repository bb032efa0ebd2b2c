import { fault, states } from '../fault.ts';

export default fault({
  id: 'issuer-port',
  description: 'The workspace names the provider by a port that leads to it as well.',
  step: 'discovery',
  stops: false,
  on: [['oidc', 'wiki']],
  base: (set) => ({ ...set, relay: true }),
  inject: (set) =>
    states(set, (stated, at) => ({ ...stated, provider: { ...stated.provider, url: at.relay ?? '' } })),
  expected: 'issuer-mismatch',
  side: 'app',
  value: (at) => at.issuer,
});
