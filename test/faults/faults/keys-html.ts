import { answer, defect, fault, page } from '../fault.ts';

export default fault({
  id: 'keys-html',
  description: 'A login page answers where the keys are.',
  step: 'keys',
  stops: false,
  on: [['keycloak', 'wiki']],
  inject: (set) =>
    defect(
      set,
      answer('jwks_uri', 'jwks', (ctx) => page(ctx, 200, 'Sign in', 'Please sign in.')),
    ),
  expected: 'keys-unreachable',
  side: 'provider',
});
