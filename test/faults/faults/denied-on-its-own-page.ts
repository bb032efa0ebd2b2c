import { answer, defect, fault, page } from '../fault.ts';

export default fault({
  id: 'denied-on-its-own-page',
  description: 'A policy of authentik lets this user not in: it shows its page and never comes back.',
  step: 'callback',
  stops: true,
  severity: 'inconclusive',
  on: [
    ['authentik', 'romm'],
    ['authentik', 'memos'],
  ],
  base: (set) => ({ ...set, pastes_page: true }),
  inject: (set) =>
    defect(
      set,
      answer('bindings', 'interaction', (ctx) =>
        page(ctx, 200, 'Permission denied', 'Request has been denied.'),
      ),
    ),
  expected: 'denied-by-policy',
  side: 'provider',
});
