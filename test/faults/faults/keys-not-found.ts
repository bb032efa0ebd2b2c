import { answer, defect, fault, page } from '../fault.ts';

export default fault({
  id: 'keys-not-found',
  description: 'There is nothing at the address of the keys.',
  step: 'keys',
  stops: false,
  on: [
    ['oidc', 'wiki'],
    ['authelia', 'memos'],
  ],
  inject: (set) =>
    defect(
      set,
      answer('jwks_uri', 'jwks', (ctx) => page(ctx, 404, 'Not found', 'There is no such page.')),
    ),
  expected: 'keys-unreachable',
  side: 'provider',
});
