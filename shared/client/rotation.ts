import type { ProviderTraits } from '../catalog/types.ts';

/**
 * The steps of changing a client secret. `replace`: the provider then has the new one only. `add`: it has both, so that
 * people can sign in all the time, until `delete` takes the former one away there. `make`: Latchkey makes the new one and
 * keeps the former, until `forget`. `take`: the provider made it, and the person brings it along.
 */
export const ROTATION_STEPS = ['make', 'replace', 'add', 'take', 'app', 'test', 'delete', 'forget'] as const;
export type RotationStep = (typeof ROTATION_STEPS)[number];

/** The steps at a provider, in their order. A provider that keeps several secrets of a client leaves no gap. */
export function rotationSteps({
  secrets_at_once,
  secret_by,
}: Pick<ProviderTraits, 'secrets_at_once' | 'secret_by'>): readonly RotationStep[] {
  const several = secrets_at_once > 1;
  const there = several ? 'add' : 'replace';
  const theirs = secret_by === 'provider';
  return [
    ...(theirs ? ([there, 'take'] as const) : (['make', there] as const)),
    'app',
    'test',
    ...(several ? (['delete'] as const) : []),
    ...(theirs ? [] : (['forget'] as const)),
  ];
}
