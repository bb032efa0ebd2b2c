import { answer, defect, fault } from '../fault.ts';

export default fault({
  id: 'userinfo-server-error',
  description: 'Userinfo fails.',
  step: 'userinfo',
  stops: true,
  on: [['keycloak', 'memos']],
  inject: (set) =>
    defect(
      set,
      answer('provider', 'userinfo', (ctx) => {
        ctx.status = 500;
        ctx.body = { error: 'server_error' };
      }),
    ),
  expected: 'provider-failing',
  side: 'provider',
});
