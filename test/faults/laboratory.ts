import type { CheckStatus } from '../../shared/diagnosis/types.ts';
import { type BareVerdict, bareLogin } from './bare.ts';
import { type Case, type Pair, pairs, VARIANTS } from './cases.ts';
import { applyFix } from './fixes.ts';
import { type Run, runBoth } from './run.ts';
import type { SetUp } from './set-up.ts';
import { openStage, type Ports, type Stage } from './stage.ts';

/** Processes a list in order, with a few items at a time. */
export async function pool<T, R>(
  items: readonly T[],
  atOnce: number,
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = new Array(items.length);
  let next = 0;
  const worker = async () => {
    for (let at = next++; at < items.length; at = next++) results[at] = await work(items[at]!);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return results;
}

/** Runs something on a set-up and stops the set-up. If another program took a port meanwhile, tries again. */
export async function on<R>(
  set: SetUp,
  work: (stage: Stage) => Promise<R>,
  ports?: Ports,
): Promise<{ readonly result: R; readonly stage: Stage }> {
  for (let tries = 0; ; tries++) {
    const stage = await openStage(set, ports);
    try {
      return { result: await work(stage), stage };
    } catch (error) {
      if (!/port-in-use/.test(String(error)) || tries === 3) throw error;
    } finally {
      await stage.close();
    }
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
}

/** The result of applying the fix of a case. */
export type Mended =
  /** The fix names a value; with that value in the named setting, the run was green. */
  | 'by-value'
  /** The fix names no value; without the fault the run is green. */
  | 'by-hand'
  /** The expected cause was not named. */
  | 'not-named'
  /** The fix names a value, but no setting that accepts it. */
  | 'not-applicable'
  /** The fix names a value, but the laboratory would repair the set-up with any value. */
  | 'value-not-used'
  | 'not-green';

/** The result of one fault in one set-up. */
export interface CaseResult {
  readonly case: Case;
  /** Position of the expected cause among the named causes, from 1; 0 if it is missing. */
  readonly rank: number;
  readonly named: readonly string[];
  /** True when one command alone names the expected cause first. */
  readonly byCheck: boolean;
  readonly byLogin: boolean;
  readonly result: CheckStatus;
  readonly side: string | undefined;
  readonly value: string | undefined;
  readonly expectedValue: string | undefined;
  readonly mended: Mended;
  readonly bare: BareVerdict;
  readonly leaks: readonly string[];
  readonly requests: number;
  /** Ids of the checks without a login that passed. */
  readonly passed: readonly string[];
  readonly secrets: ReadonlySet<string>;
}

const passedChecks = (run: Run): readonly string[] =>
  run.check.report.checks.filter((check) => check.status === 'pass').map((check) => check.id);

export async function tryCase(one: Case): Promise<CaseResult> {
  const { result, stage } = await on(one.faulty, async (open) => ({
    run: await runBoth(open),
    bare: await bareLogin(open),
  }));
  const { run, bare } = result;
  const at = run.diagnoses.findIndex((diagnosis) => diagnosis.id === one.expected);
  const diagnosis = run.diagnoses[at];
  return {
    case: one,
    rank: at + 1,
    named: run.diagnoses.map(({ id }) => id),
    byCheck: run.check.report.diagnoses[0]?.id === one.expected,
    byLogin: run.login.report.diagnoses[0]?.id === one.expected,
    result: run.result,
    side: diagnosis?.side,
    value: diagnosis?.fix.value,
    expectedValue: one.fault.value?.(stage.place, one.right),
    mended: diagnosis === undefined ? 'not-named' : await mend(one, diagnosis.fix, stage),
    bare,
    leaks: run.leaks,
    requests: run.requests,
    passed: passedChecks(run),
    secrets: stage.planted.secrets,
  };
}

/** Applies the fix to the faulty set-up, at the same address, and runs everything again. */
async function mend(one: Case, fix: Parameters<typeof applyFix>[1], stage: Stage): Promise<Mended> {
  const { fault } = one;
  const mended = fault.apply
    ? fault.apply(one.faulty, fix, stage.place)
    : fix.value === undefined
      ? one.right
      : applyFix(one.faulty, fix, stage.place);
  if (!mended) return 'not-applicable';
  if (fault.apply && fix.value !== undefined) {
    // A wrong value must not repair the set-up; otherwise the right value proves nothing.
    const other = fault.apply(one.faulty, { ...fix, value: `not ${fix.value}` }, stage.place);
    if (other !== one.faulty) return 'value-not-used';
  }
  const { result: run } = await on(mended, runBoth, stage.ports);
  const gone = fault.severity !== 'warn' || run.diagnoses.every(({ id }) => id !== one.expected);
  const green = (run.result === 'pass' || run.result === 'warn') && gone && run.warnings <= 1;
  return !green ? 'not-green' : fix.value === undefined ? 'by-hand' : 'by-value';
}

/** One fault at a provider whose certificate is from a CA of one's own, which the workspace names. */
export interface BehindCa {
  readonly name: string;
  readonly expected: string;
  readonly named: readonly string[];
  readonly leaks: readonly string[];
  readonly secrets: ReadonlySet<string>;
}

export async function tryBehindCa(one: Case): Promise<BehindCa> {
  const { result: run, stage } = await on({ ...one.faulty, https: 'good' }, runBoth);
  return {
    name: one.name,
    expected: one.expected,
    named: run.diagnoses.map(({ id }) => id),
    leaks: run.leaks,
    secrets: stage.planted.secrets,
  };
}

export interface HealthyResult {
  readonly name: string;
  readonly face: string;
  readonly result: CheckStatus;
  readonly warnings: number;
  readonly named: readonly string[];
  readonly failed: readonly string[];
  readonly leaks: readonly string[];
  readonly requests: number;
  /** Checks about the client without a login: how many gave a result, and how many stayed open. */
  readonly told: number;
  readonly open: number;
  readonly secrets: ReadonlySet<string>;
}

const CLIENT_CHECKS = new Set(['P6', 'P7', 'P8', 'P9', 'P10', 'P11']);

export async function tryHealthy(id: string, set: SetUp): Promise<HealthyResult> {
  const { result: run, stage } = await on(set, runBoth);
  const all = [...run.check.report.checks, ...run.login.report.checks];
  const probes = run.check.report.checks.filter((check) => CLIENT_CHECKS.has(check.id));
  const open = probes.filter((check) => check.status === 'inconclusive').length;
  return {
    name: `${id} (${set.face}, ${new URL(set.app.url).hostname.split('.')[0]})`,
    face: set.face,
    result: run.result,
    warnings: run.warnings,
    named: run.diagnoses.map((diagnosis) => diagnosis.id),
    failed: all.filter((check) => check.status === 'fail').map((check) => check.id),
    leaks: run.leaks,
    requests: run.requests,
    told: probes.length - open,
    open,
    secrets: stage.planted.secrets,
  };
}

export interface PairResult {
  readonly pair: Pair;
  readonly named: readonly string[];
  readonly leaks: readonly string[];
  readonly requests: number;
  readonly secrets: ReadonlySet<string>;
}

export async function tryPair(pair: Pair): Promise<PairResult> {
  const { result: run, stage } = await on(pair.faulty, runBoth);
  return {
    pair,
    named: run.diagnoses.map((diagnosis) => diagnosis.id),
    leaks: run.leaks,
    requests: run.requests,
    secrets: stage.planted.secrets,
  };
}

/** Every healthy set-up with the name of its variant. */
export const HEALTHY = VARIANTS.flatMap((variant) => variant.sets.map((set) => ({ id: variant.id, set })));

export const PAIRS = pairs(40);
