import { fault, states } from '../fault.ts';

export default fault({
  id: 'endpoint-stated-wrong',
  description: 'The workspace states a token endpoint that the provider does not announce.',
  step: 'discovery',
  stops: false,
  severity: 'warn',
  on: [
    ['oidc', 'memos'],
    ['keycloak', 'romm'],
  ],
  inject: (set) =>
    states(set, (stated, at) => ({
      ...stated,
      provider: {
        ...stated.provider,
        metadata: { ...stated.provider.metadata, token_endpoint: `${at.issuer}/oauth/access-token` },
      },
    })),
  expected: 'endpoint-stated-differs',
  side: 'app',
  value: (at, set) => `${at.issuer}${set.face === 'keycloak' ? '/protocol/openid-connect/token' : '/token'}`,
});
