import { answer, defect, fault, jsonBody } from '../fault.ts';

export default fault({
  id: 'token-without-access-token',
  description: 'The token answer holds no access token.',
  step: 'token',
  stops: false,
  on: [['oidc', 'wiki']],
  inject: (set) =>
    defect(
      set,
      answer('provider', 'token', (ctx) => {
        delete jsonBody(ctx)?.['access_token'];
      }),
    ),
  expected: 'token-answer-odd',
  side: 'provider',
});
