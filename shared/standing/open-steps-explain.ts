import type { Diagnosis, Report } from '../diagnosis/types.ts';

/** From here on a cause is called sure, if no other one is. */
export const SURE = 0.85;

/** The cause that is sure. Two that both claim to be the one can’t both be it. */
export function sureCause(diagnoses: readonly Diagnosis[]): Diagnosis | undefined {
  const sure = diagnoses.filter(({ confidence }) => confidence >= SURE);
  return sure.length === 1 ? sure[0] : undefined;
}

/**
 * True if steps of Apply that are still open may be the reason of what a test saw: unless a sure cause lies where no step
 * changes anything, such as in the network, at the machine, or in the workspace that is applied.
 */
export function openStepsMayExplain(
  diagnoses: readonly Diagnosis[],
  checks: readonly Pick<Report['checks'][number], 'id' | 'light'>[],
): boolean {
  const cause = sureCause(diagnoses);
  if (cause === undefined) return true;
  const { side, fix, explains } = cause;
  if (side === 'proxy' || side === 'host' || fix.workspace_path !== undefined) return false;
  if (fix.setting !== undefined || fix.deliverable !== undefined) return true;
  // Without anything to write, a cause on the way to the provider is the network's.
  const lights = checks.filter(({ id }) => explains.includes(id)).map(({ light }) => light);
  return lights.length === 0 || !lights.every((light) => light === 'provider' || light === 'app-network');
}
