import type { ProviderKind } from '../workspace/types.ts';

/** Asked once, then remembered for as long as authentik's own consent flow does: four weeks. */
export const DEFAULT_CONSENT = '4w';

/** Authelia's own default is two factors; elsewhere the provider's login decides unless the user says otherwise. */
export const defaultPolicy = (kind: ProviderKind): 'one_factor' | 'two_factor' =>
  kind === 'authelia' ? 'two_factor' : 'one_factor';
