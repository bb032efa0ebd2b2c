import { answer, defect, fault, page } from '../fault.ts';

export default fault({
  id: 'token-rate-limited',
  description: 'The token endpoint asks for fewer requests.',
  step: 'token',
  stops: true,
  on: [['oidc', 'wiki']],
  inject: (set) =>
    defect(
      set,
      answer('provider', 'token', (ctx) => page(ctx, 429, 'Too Many Requests', 'Try again later.')),
    ),
  expected: 'rate-limited',
  side: 'provider',
});
