import { answer, defect, fault, page } from '../fault.ts';

export default fault({
  id: 'token-forbidden',
  description: 'A bot protection turns away the requests of the app’s server.',
  step: 'token',
  stops: true,
  on: [
    ['keycloak', 'memos'],
    ['authentik', 'wiki'],
  ],
  inject: (set) =>
    defect(
      set,
      answer('proxy', 'token', (ctx) => page(ctx, 403, 'Access denied', 'You have been blocked.')),
    ),
  expected: 'blocked-by-waf',
  side: 'proxy',
});
