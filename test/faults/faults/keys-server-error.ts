import { answer, defect, fault } from '../fault.ts';

export default fault({
  id: 'keys-server-error',
  description: 'The key set is answered with an error.',
  step: 'keys',
  stops: false,
  on: [
    ['oidc', 'wiki'],
    ['authelia', 'memos'],
  ],
  inject: (set) =>
    defect(
      set,
      answer('jwks_uri', 'jwks', (ctx) => {
        ctx.status = 500;
        ctx.body = { error: 'server_error' };
      }),
    ),
  expected: 'keys-unreachable',
  side: 'provider',
});
