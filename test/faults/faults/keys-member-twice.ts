import { answer, defect, fault, sayTwice } from '../fault.ts';

export default fault({
  id: 'keys-member-twice',
  description: 'The key set has two lists of keys.',
  step: 'keys',
  stops: false,
  on: [['oidc', 'wiki']],
  inject: (set) =>
    defect(
      set,
      answer('provider', 'jwks', (ctx) => sayTwice(ctx, 'keys', [])),
    ),
  expected: 'member-repeated',
  side: 'provider',
});
