import type { Connection } from '../client/types.ts';
import { diagnose } from './diagnose.ts';
import type { Check, CheckStatus, Report } from './types.ts';

/** The worst of the checks: a failure, else a warning, else a pass; inconclusive only when nothing passed. */
export function resultOf(checks: readonly Check[]): CheckStatus {
  for (const status of ['fail', 'warn', 'pass'] as const) {
    if (checks.some((check) => check.status === status)) return status;
  }
  return 'inconclusive';
}

/** Judged checks with the causes that explain them. */
export const makeReport = (checks: readonly Check[], connection: Connection): Report => ({
  result: resultOf(checks),
  checks,
  diagnoses: diagnose(checks, connection),
});
