import type { Evidence } from '../../../shared/diagnosis/evidence.ts';
import type { Target } from '../../../shared/diagnosis/target.ts';
import type { Check } from '../../../shared/diagnosis/types.ts';

/** The outcome of `runCheck` and `runLogin`: what was expected, what was seen, and the judgement. No secret in it. */
export interface RunOutcome {
  readonly target: Target;
  readonly evidence: Evidence;
  readonly checks: readonly Check[];
  readonly timings: {
    /** Wall time of the whole run, milliseconds. */
    readonly total_ms: number;
    /** Of these, spent waiting for the person at the browser. */
    readonly waiting_ms: number;
    readonly requests: number;
  };
}

/** What a run tells while it runs, for a terminal line or a screen's list. */
export interface Progress {
  /** Stable name of the step: `connect`, `discovery`, `keys`, `probe`, `browser`, `token`, `userinfo`, `judge`. */
  readonly step: string;
  readonly state: 'running' | 'done' | 'failed';
  /** One short sentence. */
  readonly text: string;
}
