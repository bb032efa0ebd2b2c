import { answer, defect, fault, sayTwiceInIdToken } from '../fault.ts';

export default fault({
  id: 'id-token-claim-twice',
  description: 'The ID token has two subjects.',
  step: 'id-token',
  stops: false,
  on: [
    ['oidc', 'wiki'],
    ['authentik', 'romm'],
  ],
  inject: (set) =>
    defect(
      set,
      answer('provider', 'token', (ctx, at) => sayTwiceInIdToken(ctx, at, 'sub', 'somebody-else')),
    ),
  expected: 'member-repeated',
  side: 'provider',
});
