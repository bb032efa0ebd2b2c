import { answer, defect, fault } from '../fault.ts';

export default fault({
  id: 'token-grant-not-allowed',
  description: 'The client may not redeem codes.',
  step: 'token',
  stops: true,
  on: [
    ['keycloak', 'romm'],
    ['oidc', 'wiki'],
  ],
  inject: (set) =>
    defect(
      set,
      answer(
        'grant_types',
        'token',
        (ctx, _, value) => {
          if (value?.includes('authorization_code')) return;
          ctx.status = 400;
          ctx.body = { error: 'unsupported_grant_type', error_description: 'The grant type is not allowed.' };
        },
        'client_credentials',
      ),
    ),
  expected: 'token-request-malformed',
  side: 'provider',
  value: () => 'authorization_code',
});
