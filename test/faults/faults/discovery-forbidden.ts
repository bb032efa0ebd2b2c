import { answer, defect, fault, page } from '../fault.ts';

export default fault({
  id: 'discovery-forbidden',
  description: 'A bot protection in front turns away whatever is no browser.',
  step: 'discovery',
  stops: true,
  on: [
    ['keycloak', 'memos'],
    ['oidc', 'wiki'],
  ],
  inject: (set) =>
    defect(
      set,
      answer('proxy', 'discovery', (ctx) => page(ctx, 403, 'Attention Required!', 'Please enable cookies.')),
    ),
  expected: 'blocked-by-waf',
  side: 'proxy',
});
