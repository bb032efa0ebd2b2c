import { announced, defect, fault } from '../fault.ts';

export default fault({
  id: 'endpoint-missing',
  description: 'The document names no token endpoint.',
  step: 'discovery',
  stops: true,
  on: [['oidc', 'wiki']],
  inject: (set) =>
    defect(
      set,
      announced('provider', (document) => delete document['token_endpoint']),
    ),
  expected: 'metadata-incomplete',
  side: 'provider',
});
