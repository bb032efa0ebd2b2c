import { answer, defect, fault } from '../fault.ts';

export default fault({
  id: 'discovery-redirect-loop',
  description: 'The discovery address redirects in a circle.',
  step: 'discovery',
  stops: true,
  on: [
    ['oidc', 'wiki'],
    ['authelia', 'memos'],
  ],
  inject: (set) =>
    defect(
      set,
      answer('proxy', 'discovery', (ctx) => {
        ctx.status = 301;
        ctx.set('location', ctx.href);
        ctx.body = '';
      }),
    ),
  expected: 'discovery-redirected',
  side: 'proxy',
});
