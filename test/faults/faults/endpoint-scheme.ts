import { announced, defect, fault } from '../fault.ts';

export default fault({
  id: 'endpoint-scheme',
  description: 'The document names an endpoint that is no web address.',
  step: 'discovery',
  stops: true,
  on: [
    ['oidc', 'wiki'],
    ['keycloak', 'photos'],
  ],
  inject: (set) =>
    defect(
      set,
      announced('provider', (document) => {
        document['authorization_endpoint'] = 'javascript:alert(1)';
      }),
    ),
  expected: 'hostile-endpoint',
  side: 'provider',
});
