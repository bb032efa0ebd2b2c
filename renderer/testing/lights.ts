import { type CheckStatus, LIGHTS, type Light } from '../../shared/diagnosis/types.ts';
import type { TestRun } from '../store/state.ts';

export interface LightView {
  readonly light: Light;
  readonly state: CheckStatus | 'running' | 'waiting';
  /** What decides the state, in one sentence; absent if all checks passed or there are none. */
  readonly summary?: string;
  readonly passed: number;
}

const GRAVITY: readonly CheckStatus[] = ['fail', 'warn', 'inconclusive', 'pass'];

/**
 * The worst of several results. Inconclusive counts as worse than a pass, so that it is never shown as one.
 */
export const worst = (states: readonly CheckStatus[]): CheckStatus | undefined =>
  GRAVITY.find((state) => states.includes(state));

/** The lights of a test; each depends only on its own checks. */
export function lightsOf(run: TestRun): readonly LightView[] {
  return LIGHTS.map((light) => {
    const own = run.checks.filter((check) => check.light === light);
    const due =
      run.phase === 'checks' &&
      run.planned.some((plan) => plan.light === light && !run.checks.some((check) => check.id === plan.id));
    const awaited = run.phase === 'login' && (light === 'test-callback' || light === 'claims');
    const state = worst(own.map((check) => check.status));
    const decisive = state === 'pass' ? undefined : own.find((check) => check.status === state);
    return {
      light,
      state: due || awaited ? 'running' : (state ?? 'waiting'),
      ...(decisive ? { summary: decisive.summary } : {}),
      passed: own.filter((check) => check.status === 'pass').length,
    };
  });
}
