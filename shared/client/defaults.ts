import type { ProviderKind } from '../workspace/types.ts';

/**
 * The user is asked once, and the answer is remembered for four weeks, as in authentik's own consent flow.
 */
export const DEFAULT_CONSENT = '4w';

/**
 * Authelia's own default is two factors. For other kinds, the provider's login decides unless the user states
 * a policy.
 */
export const defaultPolicy = (kind: ProviderKind): 'one_factor' | 'two_factor' =>
  kind === 'authelia' ? 'two_factor' : 'one_factor';
