import { answer, defect, fault, jsonBody } from '../fault.ts';

export default fault({
  id: 'code-refused-authentik',
  description: 'authentik refuses the code, with its one sentence for every reason.',
  step: 'token',
  stops: true,
  on: [
    ['authentik', 'romm'],
    ['authentik', 'wiki'],
  ],
  inject: (set) =>
    defect(
      set,
      answer('code', 'token', (ctx) => {
        if (jsonBody(ctx)?.['error'] === 'invalid_client') return;
        ctx.status = 400;
        ctx.body = {
          error: 'invalid_grant',
          error_description:
            'The provided authorization grant or refresh token is invalid, expired, revoked, does not match the redirection URI used in the authorization request, or was issued to another client',
        };
      }),
    ),
  expected: 'code-refused',
  side: 'app',
});
