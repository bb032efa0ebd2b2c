import { answer, defect, fault, jsonBody } from '../fault.ts';

export default fault({
  id: 'token-expires-in-text',
  description: 'The token answer states its lifetime as text.',
  step: 'token',
  stops: false,
  severity: 'warn',
  on: [['authentik', 'memos']],
  inject: (set) =>
    defect(
      set,
      answer('provider', 'token', (ctx) => {
        const body = jsonBody(ctx);
        if (body?.['expires_in']) body['expires_in'] = String(body['expires_in']);
      }),
    ),
  expected: 'token-answer-odd',
  side: 'provider',
});
