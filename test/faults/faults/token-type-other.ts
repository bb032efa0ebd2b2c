import { answer, defect, fault, jsonBody } from '../fault.ts';

export default fault({
  id: 'token-type-other',
  description: 'The token is of another type than Bearer.',
  step: 'token',
  stops: false,
  on: [
    ['oidc', 'photos'],
    ['keycloak', 'wiki'],
  ],
  inject: (set) =>
    defect(
      set,
      answer('provider', 'token', (ctx) => {
        const body = jsonBody(ctx);
        if (body?.['token_type']) body['token_type'] = 'mac';
      }),
    ),
  expected: 'token-answer-odd',
  side: 'provider',
});
