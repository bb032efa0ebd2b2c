import { lights } from '../diagnosis/lights.ts';
import { type CheckStatus, LIGHTS, type Light, type Report } from '../diagnosis/types.ts';

/** One result of an app. `network` is the app's own view, pasted from its container. */
export interface Result {
  readonly kind: 'check' | 'login' | 'network';
  /** ISO 8601. */
  readonly at: string;
  readonly report: Report;
  /** True if it was made with other inputs than those that count now. */
  readonly outdated: boolean;
}

/** What is known of one light, from all results that still count. */
export interface LightSeen {
  readonly light: Light;
  /** `waiting`: nothing that still counts has looked at it. */
  readonly status: CheckStatus | 'waiting';
  /** What decided it, in one sentence; absent for a pass and where nothing was looked at. */
  readonly summary?: string;
  readonly passed: number;
}

/**
 * The six lights, each from the newest result that looked at it and was made with the inputs that count now.
 * A result with other inputs says nothing.
 */
export function lightsSeen(results: readonly Result[]): readonly LightSeen[] {
  const counting = results.filter(({ outdated }) => !outdated);
  return LIGHTS.map((light): LightSeen => {
    const result = counting.find(({ report }) => report.checks.some((check) => check.light === light));
    const state = result && lights(result.report).find((one) => one.light === light);
    if (!result || !state) return { light, status: 'waiting', passed: 0 };
    const passed = result.report.checks.filter((one) => one.light === light && one.status === 'pass').length;
    return state.status === 'pass'
      ? { light, status: 'pass', passed }
      : { light, status: state.status, summary: state.sentence, passed };
  });
}
