import { type Check, type CheckStatus, LIGHTS, type Light } from '../../shared/diagnosis/types.ts';
import type { TestRun } from '../store/state.ts';

export interface LightView {
  readonly light: Light;
  readonly state: CheckStatus | 'running' | 'waiting';
  /** The check that decides it, where it isn't simply all right. */
  readonly decisive: Check | undefined;
  readonly passed: number;
}

const GRAVITY: readonly CheckStatus[] = ['fail', 'warn', 'inconclusive', 'pass'];

/** The worst of several results; what could not be seen is worse than a pass, so that it is never taken for one. */
export const worst = (states: readonly CheckStatus[]): CheckStatus | undefined =>
  GRAVITY.find((state) => states.includes(state));

/** The separate lights of a test, each from its own checks alone. */
export function lightsOf(run: TestRun): readonly LightView[] {
  return LIGHTS.map((light) => {
    const own = run.checks.filter((check) => check.light === light);
    const due =
      run.phase === 'checks' &&
      run.planned.some((plan) => plan.light === light && !run.checks.some((check) => check.id === plan.id));
    const awaited = run.phase === 'login' && (light === 'test-callback' || light === 'claims');
    const state = worst(own.map((check) => check.status));
    return {
      light,
      state: due || awaited ? 'running' : (state ?? 'waiting'),
      decisive:
        state === undefined || state === 'pass' ? undefined : own.find((check) => check.status === state),
      passed: own.filter((check) => check.status === 'pass').length,
    };
  });
}
