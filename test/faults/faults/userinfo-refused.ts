import { answer, defect, fault } from '../fault.ts';

export default fault({
  id: 'userinfo-refused',
  description: 'Userinfo refuses the access token it was just given.',
  step: 'userinfo',
  stops: true,
  on: [
    ['authelia', 'memos'],
    ['keycloak', 'photos'],
  ],
  inject: (set) =>
    defect(
      set,
      answer('sessions', 'userinfo', (ctx) => {
        ctx.status = 401;
        ctx.set('www-authenticate', 'Bearer error="invalid_token"');
        ctx.body = { error: 'invalid_token' };
      }),
    ),
  expected: 'userinfo-refused',
  side: 'provider',
});
