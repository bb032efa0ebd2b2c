import { answer, defect, fault, jsonBody } from '../fault.ts';

export default fault({
  id: 'id-token-garbage',
  description: 'What stands for the ID token is none.',
  step: 'id-token',
  stops: true,
  on: [['oidc', 'wiki']],
  inject: (set) =>
    defect(
      set,
      answer('provider', 'token', (ctx) => {
        const body = jsonBody(ctx);
        if (body?.['id_token']) body['id_token'] = 'not-a-token-at-all';
      }),
    ),
  expected: 'id-token-unreadable',
  side: 'provider',
});
