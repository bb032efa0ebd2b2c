import type { ProviderTraits } from '../catalog/types.ts';

/**
 * The steps of changing a client secret. `replace`: the provider then has the new one only. `add`: it has both, so that
 * people can sign in all the time, until `delete` takes the former one away there. `forget`: so does Latchkey.
 */
export const ROTATION_STEPS = ['make', 'replace', 'add', 'app', 'test', 'delete', 'forget'] as const;
export type RotationStep = (typeof ROTATION_STEPS)[number];

/** The steps at a provider, in their order. A provider that keeps several secrets of a client leaves no gap. */
export const rotationSteps = ({
  secrets_at_once,
}: Pick<ProviderTraits, 'secrets_at_once'>): readonly RotationStep[] =>
  secrets_at_once > 1
    ? ['make', 'add', 'app', 'test', 'delete', 'forget']
    : ['make', 'replace', 'app', 'test', 'forget'];
