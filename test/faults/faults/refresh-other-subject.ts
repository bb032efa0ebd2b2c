import { answer, defect, fault, rewriteIdToken } from '../fault.ts';

export default fault({
  id: 'refresh-other-subject',
  description: 'A refreshed ID token is of another user.',
  suite: 'refresh: invalid-sub',
  step: 'claims',
  stops: false,
  on: [['keycloak', 'wiki']],
  base: (set) => ({ ...set, app: { ...set.app, scopes: ['openid', 'profile', 'email', 'offline_access'] } }),
  inject: (set) =>
    defect(
      set,
      answer('provider', 'token', async (ctx, at) => {
        if ((ctx.oidc.params as Record<string, unknown>)['grant_type'] !== 'refresh_token') return;
        await rewriteIdToken(ctx, at, (claims) => {
          claims['sub'] = 'somebody-else';
        });
      }),
    ),
  expected: 'refresh-changes-identity',
  side: 'provider',
});
