import { answer, defect, fault, page } from '../fault.ts';

export default fault({
  id: 'token-html',
  description: 'A page with status 200 answers at the token endpoint.',
  step: 'token',
  stops: true,
  on: [
    ['oidc', 'wiki'],
    ['authelia', 'memos'],
  ],
  inject: (set) =>
    defect(
      set,
      answer('proxy', 'token', (ctx) => page(ctx, 200, 'Sign in', 'Please sign in first.')),
    ),
  expected: 'blocked-by-waf',
  side: 'proxy',
});
