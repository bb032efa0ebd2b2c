import { announced, defect, fault } from '../fault.ts';

export default fault({
  id: 'userinfo-not-announced',
  description: 'The document names no userinfo endpoint, and the app reads its claims there.',
  step: 'discovery',
  stops: false,
  on: [
    ['keycloak', 'memos'],
    ['oidc', 'photos'],
  ],
  inject: (set) =>
    defect(
      set,
      announced('provider', (document) => delete document['userinfo_endpoint']),
    ),
  expected: 'metadata-incomplete',
  side: 'provider',
});
