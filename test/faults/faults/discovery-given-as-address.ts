import { fault, states } from '../fault.ts';

export default fault({
  id: 'discovery-given-as-address',
  description: 'The address of the discovery document stands where the provider’s belongs.',
  step: 'address',
  stops: true,
  on: [
    ['authelia', 'romm'],
    ['authentik', 'romm'],
    ['keycloak', 'wiki'],
    ['oidc', 'wiki'],
  ],
  inject: (set) =>
    states(set, (stated, at) => ({
      ...stated,
      provider: {
        ...stated.provider,
        url: `${at.issuer.replace(/\/$/, '')}/.well-known/openid-configuration`,
      },
    })),
  expected: 'endpoint-given-as-issuer',
  side: 'app',
  value: (at, set) => (set.face === 'authentik' ? at.url : at.issuer),
});
