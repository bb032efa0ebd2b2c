import { answer, defect, fault, sayTwice } from '../fault.ts';

export default fault({
  id: 'discovery-member-twice',
  description: 'The discovery document names two issuers.',
  step: 'discovery',
  stops: false,
  on: [['oidc', 'wiki']],
  inject: (set) =>
    defect(
      set,
      answer('provider', 'discovery', (ctx) => sayTwice(ctx, 'issuer', 'https://other.example.com')),
    ),
  expected: 'member-repeated',
  side: 'provider',
});
