import { answer, defect, fault, page } from '../fault.ts';

export default fault({
  id: 'userinfo-html',
  description: 'A login page answers at the userinfo endpoint.',
  step: 'userinfo',
  stops: true,
  on: [
    ['authentik', 'memos'],
    ['oidc', 'photos'],
  ],
  inject: (set) =>
    defect(
      set,
      answer('proxy', 'userinfo', (ctx) => page(ctx, 200, 'Sign in', 'Please sign in.')),
    ),
  expected: 'userinfo-empty-or-wrong-url',
  side: 'proxy',
});
