import { answer, defect, fault } from '../fault.ts';

export default fault({
  id: 'grant-code-missing',
  description: 'The client’s grant types lack authorization_code.',
  step: 'token',
  stops: true,
  on: [
    ['authelia', 'romm'],
    ['oidc', 'wiki'],
  ],
  inject: (set) =>
    defect(
      set,
      answer(
        'grant_types',
        'token',
        (ctx, _, value) => {
          const refused = (ctx.body as { error?: string } | undefined)?.error === 'invalid_client';
          if (value?.includes('authorization_code') || refused) return;
          ctx.status = 400;
          ctx.body = {
            error: 'unauthorized_client',
            error_description:
              set.face === 'oidc'
                ? 'requested grant type is not allowed for this client'
                : "The client is not authorized to request a token using this method. The OAuth 2.0 Client is not allowed to use authorization grant 'authorization_code'.",
          };
        },
        'refresh_token',
      ),
    ),
  expected: 'token-request-malformed',
  side: 'provider',
  value: () => 'authorization_code',
});
