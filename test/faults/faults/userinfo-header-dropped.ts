import { answer, defect, fault } from '../fault.ts';

export default fault({
  id: 'userinfo-header-dropped',
  description:
    'A proxy takes the Authorization header away from userinfo, which answers as to no token at all.',
  step: 'userinfo',
  stops: true,
  on: [
    ['authelia', 'memos'],
    ['keycloak', 'photos'],
  ],
  inject: (set) =>
    defect(
      set,
      answer('proxy', 'userinfo', (ctx) => {
        ctx.status = 401;
        ctx.set('www-authenticate', 'Bearer realm="home"');
        ctx.body = '';
        ctx.status = 401;
      }),
    ),
  expected: 'authorization-header-dropped',
  side: 'proxy',
});
