import { answer, defect, fault, jsonBody } from '../fault.ts';

export default fault({
  id: 'refresh-token-missing',
  description: 'The app asks for offline_access and gets no refresh token.',
  step: 'token',
  stops: false,
  severity: 'warn',
  on: [['oidc', 'wiki']],
  base: (set) => ({ ...set, app: { ...set.app, scopes: ['openid', 'profile', 'email', 'offline_access'] } }),
  inject: (set) =>
    defect(
      set,
      answer(
        'grant_types',
        'token',
        (ctx, _, value) => {
          if (!value?.includes('refresh_token')) delete jsonBody(ctx)?.['refresh_token'];
        },
        'authorization_code',
      ),
    ),
  expected: 'refresh-token-missing',
  side: 'provider',
  value: () => 'authorization_code, refresh_token',
});
