import { answer, defect, fault, page } from '../fault.ts';

export default fault({
  id: 'login-left',
  description: 'The person never comes back from the provider.',
  step: 'callback',
  stops: true,
  severity: 'inconclusive',
  on: [['authelia', 'memos']],
  inject: (set) =>
    defect(
      { ...set, patience_s: 2 },
      answer('login', 'interaction', (ctx) => page(ctx, 200, 'Sign in', 'User name')),
    ),
  expected: 'login-not-finished',
  side: 'provider',
});
