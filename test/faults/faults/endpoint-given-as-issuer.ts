import { fault, states } from '../fault.ts';

export default fault({
  id: 'endpoint-given-as-issuer',
  description: 'The address of the authorization endpoint stands where the issuer belongs.',
  step: 'address',
  stops: true,
  on: [
    ['oidc', 'wiki'],
    ['keycloak', 'kestra'],
  ],
  inject: (set) =>
    states(set, (stated, at) => ({
      ...stated,
      provider: {
        ...stated.provider,
        url: `${at.issuer}${set.face === 'keycloak' ? '/protocol/openid-connect/auth' : '/authorize'}`,
      },
    })),
  expected: 'endpoint-given-as-issuer',
  side: 'app',
  value: (at) => at.issuer,
});
