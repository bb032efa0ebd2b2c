import { answer, defect, fault, rewriteIdToken } from '../fault.ts';

export default fault({
  id: 'refresh-other-issuer',
  description: 'A refreshed ID token names another issuer.',
  suite: 'refresh: invalid-issuer',
  step: 'claims',
  stops: false,
  on: [['oidc', 'wiki']],
  base: (set) => ({ ...set, app: { ...set.app, scopes: ['openid', 'profile', 'email', 'offline_access'] } }),
  inject: (set) =>
    defect(
      set,
      answer('provider', 'token', async (ctx, at) => {
        if ((ctx.oidc.params as Record<string, unknown>)['grant_type'] !== 'refresh_token') return;
        await rewriteIdToken(ctx, at, (claims) => {
          claims['iss'] = 'https://other.example.com';
        });
      }),
    ),
  expected: 'refresh-changes-identity',
  side: 'provider',
});
