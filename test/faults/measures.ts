import type { BehindCa, CaseResult, HealthyResult, PairResult } from './laboratory.ts';
import { FACES } from './set-up.ts';

/** The measured quality, calculated only from the results. Shares are from 0 to 1. */
export interface Measures {
  readonly faults: number;
  readonly cases: number;
  readonly top1: number;
  readonly top3: number;
  /** Share of cases that `check` alone, without a login, names first; then the same for the login alone. */
  readonly byCheck: number;
  readonly byLogin: number;
  /** Names of cases reported as passed, or as less serious than they are without naming the cause. */
  readonly misses: readonly string[];
  readonly wrongSide: readonly string[];
  readonly wrongValue: readonly string[];
  readonly mendedByValue: number;
  readonly mendedByHand: number;
  /** Cases in which the fix could not be applied, or the run stayed red. */
  readonly notMended: readonly string[];
  readonly variants: number;
  readonly healthy: number;
  readonly falseAlarms: readonly string[];
  readonly manyWarnings: readonly string[];
  readonly pairs: number;
  readonly bothNamed: number;
  readonly behindCa: number;
  /** Share of the faults that are also named first where the workspace names a CA file. */
  readonly behindCaTop1: number;
  readonly leaks: readonly string[];
  readonly mostRequests: number;
  /** Share of the checks about the client that stay open without a login, by provider. */
  readonly open: Readonly<Record<string, number>>;
  /** Cases in which the check that should have found the fault passed. */
  readonly wrongCertain: readonly string[];
  /** Cases in which a plain openid-client login succeeds. */
  readonly bareMisses: readonly string[];
}

const WEIGHT = { pass: 0, inconclusive: 1, warn: 1, fail: 2 } as const;

/** The check without a login that tests what a cause is about. */
const WATCHES: Readonly<Record<string, string>> = {
  'client-unknown': 'P6',
  'redirect-not-registered-authelia': 'P7',
  'redirect-authentik': 'P7',
  'redirect-keycloak': 'P7',
  'redirect-not-registered': 'P7',
  'secret-wrong-or-swapped': 'P8',
  'keycloak-credentials': 'P8',
  'wrong-secret-method': 'P9',
  'pkce-required': 'P10',
  'pkce-keycloak': 'P10',
};

const share = (part: number, whole: number) => (whole === 0 ? 0 : part / whole);
const names = (results: readonly CaseResult[]) => results.map((one) => one.case.name);

export function measure(
  cases: readonly CaseResult[],
  healthy: readonly HealthyResult[],
  pairs: readonly PairResult[],
  behindCa: readonly BehindCa[],
  variants: number,
): Measures {
  const milder = (one: CaseResult) =>
    one.result === 'pass' ||
    (WEIGHT[one.result] < WEIGHT[one.case.fault.severity ?? 'fail'] && one.rank === 0);
  const all = [...cases, ...healthy, ...pairs];
  return {
    faults: new Set(cases.map((one) => one.case.fault.id)).size,
    cases: cases.length,
    top1: share(cases.filter((one) => one.rank === 1).length, cases.length),
    top3: share(cases.filter((one) => one.rank >= 1 && one.rank <= 3).length, cases.length),
    byCheck: share(cases.filter((one) => one.byCheck).length, cases.length),
    byLogin: share(cases.filter((one) => one.byLogin).length, cases.length),
    misses: names(cases.filter(milder)),
    wrongSide: names(cases.filter((one) => one.rank > 0 && one.side !== one.case.side)),
    wrongValue: names(
      cases.filter(
        (one) => one.rank > 0 && one.expectedValue !== undefined && one.value !== one.expectedValue,
      ),
    ),
    mendedByValue: cases.filter((one) => one.mended === 'by-value').length,
    mendedByHand: cases.filter((one) => one.mended === 'by-hand').length,
    notMended: cases
      .filter((one) => one.mended !== 'by-value' && one.mended !== 'by-hand')
      .map((one) => `${one.case.name}: ${one.mended}`),
    variants,
    healthy: healthy.length,
    falseAlarms: healthy
      .filter((one) => one.result === 'fail' || one.result === 'inconclusive')
      .map((one) => `${one.name}: ${one.failed.join(', ')}`),
    manyWarnings: healthy.filter((one) => one.warnings > 1).map((one) => one.name),
    pairs: pairs.length,
    bothNamed: share(
      pairs.filter(({ pair, named }) => pair.expected.every((id) => named.includes(id))).length,
      pairs.length,
    ),
    behindCa: behindCa.length,
    behindCaTop1: share(behindCa.filter((one) => one.named[0] === one.expected).length, behindCa.length),
    leaks: [...all, ...behindCa].flatMap((one) => one.leaks),
    mostRequests: Math.max(0, ...all.map((one) => one.requests)),
    open: Object.fromEntries(
      FACES.map((face) => {
        const of = healthy.filter((one) => one.face === face);
        const open = of.reduce((sum, one) => sum + one.open, 0);
        return [face, share(open, open + of.reduce((sum, one) => sum + one.told, 0))];
      }),
    ),
    wrongCertain: names(
      cases.filter((one) => one.passed.includes(WATCHES[one.case.expected] ?? '') && one.rank === 0),
    ),
    bareMisses: names(cases.filter((one) => one.bare.ok)),
  };
}

/** True when every goal is met: only then is the page worth keeping. */
export const meetsGoals = (measures: Measures): boolean =>
  measures.top1 >= 0.95 &&
  measures.top3 >= 0.99 &&
  measures.bothNamed >= 0.85 &&
  measures.behindCaTop1 >= 0.95 &&
  measures.mostRequests <= 25 &&
  [
    measures.misses,
    measures.wrongSide,
    measures.wrongValue,
    measures.notMended,
    measures.falseAlarms,
    measures.manyWarnings,
    measures.leaks,
    measures.wrongCertain,
  ].every((list) => list.length === 0);
