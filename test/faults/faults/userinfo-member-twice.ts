import { answer, defect, fault, sayTwice } from '../fault.ts';

export default fault({
  id: 'userinfo-member-twice',
  description: 'Userinfo has two e-mail addresses.',
  step: 'userinfo',
  stops: false,
  on: [['oidc', 'photos']],
  inject: (set) =>
    defect(
      set,
      answer('provider', 'userinfo', (ctx) => sayTwice(ctx, 'email', 'else@example.com')),
    ),
  expected: 'member-repeated',
  side: 'provider',
});
