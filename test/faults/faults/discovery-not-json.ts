import { answer, defect, fault } from '../fault.ts';

export default fault({
  id: 'discovery-not-json',
  description: 'The discovery address answers text that is no JSON.',
  step: 'discovery',
  stops: true,
  on: [['oidc', 'wiki']],
  inject: (set) =>
    defect(
      set,
      answer('provider', 'discovery', (ctx) => {
        ctx.body = 'issuer: see the manual';
        ctx.type = 'text';
      }),
    ),
  expected: 'discovery-path-wrong',
  side: 'app',
});
