import { answer, defect, fault } from '../fault.ts';

export default fault({
  id: 'token-redirect-differs',
  description: 'The app builds its redirect URI twice, the second time from its inner address.',
  step: 'token',
  stops: true,
  on: [['authelia', 'romm']],
  inject: (set) =>
    defect(
      set,
      answer(
        'OIDC_REDIRECT_URI',
        'token',
        (ctx, at, value) => {
          if (ctx.status !== 200 || value === at.redirect_uris[0]) return;
          ctx.status = 400;
          ctx.body = {
            error: 'invalid_grant',
            error_description:
              "The provided authorization grant is invalid. The 'redirect_uri' from this request does not match the one from the authorize request.",
          };
        },
        'http://romm:8080/api/oauth/openid',
      ),
    ),
  expected: 'redirect-differs-at-token',
  side: 'app',
  value: (at) => at.redirect_uris[0]!,
});
