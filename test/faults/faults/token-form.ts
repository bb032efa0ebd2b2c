import { answer, defect, fault, jsonBody } from '../fault.ts';

export default fault({
  id: 'token-form',
  description: 'The token endpoint answers with form-encoded text.',
  step: 'token',
  stops: true,
  on: [
    ['oidc', 'wiki'],
    ['keycloak', 'memos'],
  ],
  inject: (set) =>
    defect(
      set,
      answer('provider', 'token', (ctx) => {
        const body = jsonBody(ctx);
        if (typeof body?.['access_token'] !== 'string') return;
        ctx.body = new URLSearchParams(body as Record<string, string>).toString();
        ctx.type = 'application/x-www-form-urlencoded';
      }),
    ),
  expected: 'token-answer-odd',
  side: 'provider',
});
