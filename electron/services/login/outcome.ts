import type { Evidence } from '../../../shared/diagnosis/evidence.ts';
import type { Target } from '../../../shared/diagnosis/target.ts';
import type { Check } from '../../../shared/diagnosis/types.ts';
import type { Redactor } from '../network/redactor.ts';

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

/**
 * Removes all known secrets from an outcome. Done after the judges have compared the values exactly as they
 * came, because a provider may repeat a secret in any value, and even in a name.
 */
export const withoutSecrets = (outcome: RunOutcome, redactor: Redactor): RunOutcome => ({
  ...outcome,
  evidence: redactor.deep(outcome.evidence),
  checks: outcome.checks.map((check) => ({
    ...check,
    summary: redactor.text(check.summary),
    evidence: redactor.deep(check.evidence),
    findings: check.findings.map((finding) => ({ ...finding, data: redactor.deep(finding.data) })),
  })),
});
