import { answer, defect, fault, jsonBody } from '../fault.ts';

export default fault({
  id: 'id-token-missing',
  description: 'The client may not have the scope openid, so the token answer holds no ID token.',
  step: 'token',
  stops: true,
  on: [
    ['oidc', 'wiki'],
    ['authelia', 'romm'],
  ],
  inject: (set) =>
    defect(
      set,
      answer(
        'scopes',
        'token',
        (ctx, _, value) => {
          if (!value?.split(', ').includes('openid')) delete jsonBody(ctx)?.['id_token'];
        },
        'profile, email',
      ),
    ),
  expected: 'no-id-token',
  side: 'provider',
  value: () => 'openid, profile, email',
});
