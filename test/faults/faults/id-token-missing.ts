import { answer, defect, fault, jsonBody } from '../fault.ts';

export default fault({
  id: 'id-token-missing',
  description: 'The token answer holds no ID token.',
  step: 'token',
  stops: true,
  on: [
    ['oidc', 'wiki'],
    ['authelia', 'romm'],
  ],
  inject: (set) =>
    defect(
      set,
      answer('openid', 'token', (ctx) => {
        delete jsonBody(ctx)?.['id_token'];
      }),
    ),
  expected: 'no-id-token',
  side: 'provider',
  apply: (set) => ({ ...set, defects: [] }),
});
