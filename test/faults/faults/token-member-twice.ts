import { answer, defect, fault, sayTwice } from '../fault.ts';

export default fault({
  id: 'token-member-twice',
  description: 'The token endpoint’s answer has two token types.',
  step: 'token',
  stops: false,
  on: [['oidc', 'wiki']],
  inject: (set) =>
    defect(
      set,
      answer('provider', 'token', (ctx) => sayTwice(ctx, 'token_type', 'mac')),
    ),
  expected: 'member-repeated',
  side: 'provider',
});
