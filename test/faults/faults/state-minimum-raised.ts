import { backWithError, defect, fault } from '../fault.ts';

/** Between what RomM sends (30) and what the test login sends (43), and above both. */
const MINIMUM = { romm: '32', custom: '64' } as const;

export default fault({
  id: 'state-minimum-raised',
  description: 'Authelia wants more characters of state than the app sends.',
  step: 'client',
  stops: true,
  on: [
    ['authelia', 'romm'],
    ['authelia', 'wiki'],
  ],
  inject: (set) =>
    defect(set, {
      setting: 'identity_providers.oidc.minimum_parameter_entropy',
      value: MINIMUM[set.app.kind as keyof typeof MINIMUM],
      onResponse: (value) => (route, ctx, at) => {
        const state = ctx.query['state'];
        const short = typeof state === 'string' && state.length < Number(value);
        if (!short || route !== 'authorization' || ctx.state['error'] !== undefined) return;
        backWithError(
          ctx,
          ctx.query,
          'invalid_state',
          `The state is missing or does not have enough characters and is therefore considered too weak. Request parameter 'state' must be at least be ${value} characters long to ensure sufficient entropy.`,
          at.issuer,
        );
      },
    }),
  expected: 'weak-state',
  side: 'provider',
  value: () => '8',
});
