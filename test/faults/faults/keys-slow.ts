import { answer, defect, fault } from '../fault.ts';

export default fault({
  id: 'keys-slow',
  description: 'The key set does not come in time.',
  step: 'keys',
  stops: false,
  on: [['keycloak', 'wiki']],
  base: (set) => ({ ...set, request_timeout_ms: 4000 }),
  inject: (set) =>
    defect(
      set,
      answer('jwks_uri', 'jwks', () => new Promise((resolve) => setTimeout(resolve, 5000).unref())),
    ),
  expected: 'keys-unreachable',
  side: 'provider',
});
