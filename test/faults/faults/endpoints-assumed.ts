import { fault, states } from '../fault.ts';

export default fault({
  id: 'endpoints-assumed',
  description:
    'The workspace states no endpoint at all, and the provider has other paths than the customary.',
  step: 'discovery',
  stops: false,
  severity: 'warn',
  on: [
    ['keycloak', 'memos'],
    ['oidc', 'wiki'],
  ],
  inject: (set) =>
    states(set, (stated) => {
      const { metadata: _, ...provider } = stated.provider;
      return { ...stated, provider };
    }),
  expected: 'endpoint-assumed-differs',
  side: 'app',
});
