import type { Connection } from '../client/types.ts';
import { diagnose } from './diagnose.ts';
import { fixToText } from './fix-text.ts';
import { type LightState, lights } from './lights.ts';
import { settleAuthority } from './own-authority.ts';
import type { Side } from './sides.ts';
import type { Check, CheckStatus, Fix, Report } from './types.ts';

export { lights } from './lights.ts';
export { reportToText } from './report-text.ts';
export { supportBundle } from './support-bundle.ts';

/** If one of these is inconclusive, the test login did not take place, even if all other checks passed. */
const LOGIN_STEPS = new Set(['S9', 'S10', 'S12']);
/** If all of these are inconclusive, a check without a login has learned nothing about the client. */
const CLIENT_PROBES = ['P6', 'P7', 'P8'];

/**
 * The worst status of the checks: a failure, else a warning, else a pass. Inconclusive if nothing passed, if
 * a test login did not finish, or if a check without a login learned nothing about the client. What was not
 * observed is never a pass.
 */
export function resultOf(checks: readonly Check[]): CheckStatus {
  if (checks.some((check) => check.status === 'fail')) return 'fail';
  if (checks.some((check) => LOGIN_STEPS.has(check.id) && check.status === 'inconclusive'))
    return 'inconclusive';
  const open = (id: string) => checks.some((check) => check.id === id && check.status === 'inconclusive');
  if (CLIENT_PROBES.every(open)) return 'inconclusive';
  for (const status of ['fail', 'warn', 'pass'] as const) {
    if (checks.some((check) => check.status === status)) return status;
  }
  return 'inconclusive';
}

/** Makes a report of the judged checks and the causes that explain them. */
export function makeReport(seen: readonly Check[], connection: Connection): Report {
  const checks = settleAuthority(seen, connection);
  return { result: resultOf(checks), checks, diagnoses: diagnose(checks, connection) };
}

/** What `check --json` and `login --json` print. Scripts rely on these keys; further keys may be added. */
export interface ReportJson {
  readonly result: CheckStatus;
  readonly checks: readonly {
    readonly id: string;
    readonly title: string;
    readonly status: CheckStatus;
    readonly evidence: Check['evidence'];
    readonly light: string;
    readonly summary: string;
    readonly because_of?: string;
  }[];
  readonly diagnoses: readonly {
    readonly id: string;
    readonly side: Side;
    readonly title: string;
    readonly cause: string;
    readonly fix: string;
    readonly confidence: number;
    readonly fix_detail: Fix;
    readonly explains: readonly string[];
  }[];
  readonly lights: readonly LightState[];
}

/** The report as `--json` prints it. JSON-safe. */
export const reportToJson = (report: Report): ReportJson => ({
  result: report.result,
  checks: report.checks.map((check) => ({
    id: check.id,
    title: check.title,
    status: check.status,
    evidence: check.evidence,
    light: check.light,
    summary: check.summary,
    ...(check.because_of === undefined ? {} : { because_of: check.because_of }),
  })),
  diagnoses: report.diagnoses.map((one) => ({
    id: one.id,
    side: one.side,
    title: one.title,
    cause: one.cause,
    fix: fixToText(one.fix),
    confidence: one.confidence,
    fix_detail: one.fix,
    explains: one.explains,
  })),
  lights: lights(report),
});
