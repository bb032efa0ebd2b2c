import { answer, defect, fault, sayTwiceInIdToken } from '../fault.ts';

export default fault({
  id: 'refresh-claim-twice',
  description: 'A refreshed ID token has two subjects.',
  step: 'claims',
  stops: false,
  on: [['keycloak', 'wiki']],
  base: (set) => ({ ...set, app: { ...set.app, scopes: ['openid', 'profile', 'email', 'offline_access'] } }),
  inject: (set) =>
    defect(
      set,
      answer('provider', 'token', async (ctx, at) => {
        if ((ctx.oidc.params as Record<string, unknown>)['grant_type'] !== 'refresh_token') return;
        await sayTwiceInIdToken(ctx, at, 'sub', 'somebody-else');
      }),
    ),
  expected: 'member-repeated',
  side: 'provider',
});
