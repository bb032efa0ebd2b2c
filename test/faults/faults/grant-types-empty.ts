import { backWithError, defect, fault } from '../fault.ts';

export default fault({
  id: 'grant-types-empty',
  description:
    'authentik 2026.5 has no grant type for this provider, and says only that the request is malformed.',
  step: 'client',
  stops: true,
  on: [
    ['authentik', 'romm'],
    ['authentik', 'memos'],
  ],
  inject: (set) =>
    defect(set, {
      setting: 'Grant Types',
      value: '',
      onResponse: (value) => (route, ctx) => {
        if (value !== '' || route !== 'authorization' || ctx.state['error'] !== undefined) return;
        backWithError(ctx, ctx.query, 'invalid_request', 'The request is otherwise malformed');
      },
    }),
  expected: 'token-request-malformed',
  side: 'provider',
  value: () => 'authorization_code',
});
