import { answer, defect, fault } from '../fault.ts';

export default fault({
  id: 'token-slow',
  description: 'The token endpoint does not answer in time.',
  step: 'token',
  stops: true,
  on: [['oidc', 'wiki']],
  base: (set) => ({ ...set, request_timeout_ms: 4000 }),
  inject: (set) =>
    defect(
      set,
      answer('provider', 'token', () => new Promise((resolve) => setTimeout(resolve, 5000).unref())),
    ),
  expected: 'provider-does-not-answer',
  side: 'provider',
});
