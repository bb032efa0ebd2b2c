import { answer, defect, fault } from '../fault.ts';

export default fault({
  id: 'token-code-refused',
  description: 'The provider takes the client and refuses a code that it has just made.',
  step: 'token',
  stops: true,
  on: [
    ['keycloak', 'wiki'],
    ['oidc', 'romm'],
  ],
  inject: (set) =>
    defect(
      set,
      answer('provider', 'token', (ctx) => {
        if (ctx.status !== 200) return;
        ctx.status = 400;
        ctx.body = { error: 'invalid_grant', error_description: 'Code not valid' };
      }),
    ),
  expected: 'code-refused',
  side: 'app',
});
