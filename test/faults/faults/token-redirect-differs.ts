import { answer, defect, fault } from '../fault.ts';

export default fault({
  id: 'token-redirect-differs',
  description: 'The provider remembers another redirect URI for the code.',
  step: 'token',
  stops: true,
  on: [['authelia', 'romm']],
  inject: (set) =>
    defect(
      set,
      answer('provider', 'token', (ctx) => {
        if (ctx.status !== 200) return;
        ctx.status = 400;
        ctx.body = {
          error: 'invalid_grant',
          error_description:
            "The provided authorization grant is invalid. The 'redirect_uri' from this request does not match the one from the authorize request.",
        };
      }),
    ),
  expected: 'redirect-differs-at-token',
  side: 'app',
  apply: (set) => ({ ...set, defects: [] }),
});
