import { lightStatus, lights } from '../../shared/diagnosis/lights.ts';
import { type CheckStatus, LIGHTS, type Light } from '../../shared/diagnosis/types.ts';
import type { TestRun } from '../store/state.ts';

export interface LightView {
  readonly light: Light;
  readonly state: CheckStatus | 'running' | 'awaited' | 'waiting';
  /** What decides the state, in one sentence; absent if all checks passed or there are none. */
  readonly summary?: string;
  readonly passed: number;
}

/** The lights of a test, by the rules that hold for every report. Only what is still running is added here. */
export function lightsOf(run: TestRun): readonly LightView[] {
  const sentences = new Map(lights(run).map((one) => [one.light, one.sentence]));
  return LIGHTS.map((light) => {
    const own = run.checks.filter((check) => check.light === light);
    const due =
      run.phase === 'checks' &&
      run.planned.some((plan) => plan.light === light && !run.checks.some((check) => check.id === plan.id));
    // The data comes with the login, and nothing is done for it before.
    const awaited = run.phase === 'login' && light === 'claims';
    const running = due || (run.phase === 'login' && light === 'test-callback');
    const state = own.length === 0 ? undefined : lightStatus(light, run.checks);
    const decisive =
      state === undefined || state === 'pass'
        ? undefined
        : (own.find((check) => check.status === state)?.summary ?? sentences.get(light));
    return {
      light,
      state: running ? 'running' : awaited ? 'awaited' : (state ?? 'waiting'),
      ...(decisive ? { summary: decisive } : {}),
      passed: own.filter((check) => check.status === 'pass').length,
    };
  });
}
