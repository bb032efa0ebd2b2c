import { answer, defect, fault } from '../fault.ts';

export default fault({
  id: 'discovery-elsewhere',
  description: 'Forward authentication in front of the provider sends its own addresses to a login page.',
  step: 'discovery',
  stops: true,
  on: [
    ['keycloak', 'wiki'],
    ['oidc', 'romm'],
  ],
  inject: (set) =>
    defect(
      set,
      answer('proxy', 'discovery', (ctx) => {
        ctx.status = 302;
        ctx.set('location', 'https://login.example.com/?rd=1');
        ctx.body = '';
      }),
    ),
  expected: 'discovery-redirected',
  side: 'proxy',
});
