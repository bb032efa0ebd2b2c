import { backWithError, defect, fault } from '../fault.ts';

export default fault({
  id: 'grant-types-empty',
  description:
    'authentik 2026.5 has no grant type for this provider, or another one alone, and says only that the request is malformed.',
  step: 'client',
  stops: true,
  on: [
    ['authentik', 'romm'],
    ['authentik', 'memos'],
  ],
  inject: (set) =>
    defect(set, {
      setting: 'Grant Types',
      value: set.app.kind === 'romm' ? '' : 'refresh_token',
      onResponse: (value) => (route, ctx) => {
        if (
          value?.includes('authorization_code') ||
          route !== 'authorization' ||
          ctx.state['error'] !== undefined
        )
          return;
        backWithError(ctx, ctx.query, 'invalid_request', 'The request is otherwise malformed');
      },
    }),
  expected: 'token-request-malformed',
  side: 'provider',
  value: () => 'authorization_code',
});
