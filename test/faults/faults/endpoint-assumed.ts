import { fault, states } from '../fault.ts';

export default fault({
  id: 'endpoint-assumed',
  description:
    'The workspace leaves out the userinfo endpoint, and the customary path is not the provider’s.',
  step: 'discovery',
  stops: false,
  severity: 'warn',
  on: [
    ['oidc', 'memos'],
    ['keycloak', 'photos'],
  ],
  inject: (set) =>
    states(set, (stated) => {
      const { userinfo_endpoint: _, ...metadata } = stated.provider.metadata ?? {};
      return { ...stated, provider: { ...stated.provider, metadata } };
    }),
  expected: 'endpoint-assumed-differs',
  side: 'app',
  value: (at, set) => `${at.issuer}${set.face === 'keycloak' ? '/protocol/openid-connect/userinfo' : '/me'}`,
});
