import { answer, defect, fault, page } from '../fault.ts';

export default fault({
  id: 'token-bad-gateway',
  description: 'The token endpoint answers 502.',
  step: 'token',
  stops: true,
  on: [
    ['authelia', 'romm'],
    ['oidc', 'wiki'],
  ],
  inject: (set) =>
    defect(
      set,
      answer('proxy', 'token', (ctx) => page(ctx, 502, 'Bad Gateway', 'nginx')),
    ),
  expected: 'provider-failing',
  side: 'proxy',
});
