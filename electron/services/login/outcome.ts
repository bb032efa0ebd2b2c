import type { Evidence } from '../../../shared/diagnosis/evidence.ts';
import type { Target } from '../../../shared/diagnosis/target.ts';
import type { Check } from '../../../shared/diagnosis/types.ts';

/**
 * The outcome of `runCheck` and `runLogin`: what was expected, what was observed, and the result. Contains no
 * secrets.
 */
export interface RunOutcome {
  readonly target: Target;
  readonly evidence: Evidence;
  readonly checks: readonly Check[];
  readonly timings: {
    /** Wall time of the whole run, milliseconds. */
    readonly total_ms: number;
    /** Part of `total_ms` that was spent waiting for the user in the browser. */
    readonly waiting_ms: number;
    readonly requests: number;
  };
}

/** Progress of a run, for a terminal line or a list on the screen. */
export interface Progress {
  /** Stable name of the step: `connect`, `discovery`, `keys`, `probe`, `browser`, `token`, `userinfo`, `judge`. */
  readonly step: string;
  readonly state: 'running' | 'done' | 'failed';
  /** One short sentence. */
  readonly text: string;
}
