import type { Connection } from '../client/types.ts';
import type { Cause, Facts, Product } from './catalogue/cause.ts';
import { CAUSES } from './catalogue/index.ts';
import { productOf, tellOf } from './catalogue/setup.ts';
import type { Check, Diagnosis, EvidenceValue, Finding } from './types.ts';

/** A finding with the check that reported it. */
interface Seen {
  readonly check: Check;
  readonly finding: Finding;
  /** Position of the check in the run. */
  readonly at: number;
}

/** One cause with everything it explains in this run. */
interface Candidate {
  readonly cause: Cause;
  readonly seen: Seen[];
  readonly checks: Set<string>;
  weight: number;
  /** `open`: a check could not finish because of this cause. */
  severity: 'fail' | 'open' | 'warn';
  /** False if another cause of the same findings is more likely. */
  readonly primary: boolean;
}

/** If the best cause weighs less than this, other causes of the same finding are reported too. */
const CERTAIN = 0.9;
/** Another cause is reported only if its weight is at most this much below the best one. */
const NEAR = 0.3;

/**
 * Explains what the checks found. Root causes come first, and each names one side to edit. Consequences are
 * merged into their cause (`explains` holds the ids of all checks that the cause explains).
 * Returns an empty list if nothing failed or warned.
 */
export function diagnose(checks: readonly Check[], connection: Connection): readonly Diagnosis[] {
  const product = productOf(connection);
  const all = checks.flatMap((check) => check.findings);
  const roots = new Set(
    checks.filter((check) => rootOf(check, checks) === undefined).map((check) => check.id),
  );
  const seen = checks.flatMap((check, at) =>
    roots.has(check.id)
      ? check.findings.filter((one) => counts(check, one)).map((finding) => ({ check, finding, at }))
      : [],
  );

  const primaries = new Map<string, Candidate>();
  const others = new Map<string, Candidate>();
  for (const one of seen) {
    const ranked = rank(one, all, connection, product);
    const best = ranked[0];
    if (!best) continue;
    add(primaries, best.cause, best.weight, one, true);
    if (best.weight >= CERTAIN || one.finding.severity !== 'fail') continue;
    for (const next of ranked.slice(1, 3)) {
      if (best.weight - next.weight <= NEAR) add(others, next.cause, next.weight * 0.9, one, false);
    }
  }
  for (const id of primaries.keys()) others.delete(id);

  const kept = fold([...primaries.values()].sort(order));
  const folded = new Set([...primaries.keys()].filter((id) => !kept.some((one) => one.cause.id === id)));
  const alternatives = [...others.values()].filter(
    (one) =>
      !folded.has(one.cause.id) &&
      // A warning explains no failure away: what else may be behind it stays.
      !kept.some((root) => root.severity !== 'warn' && root.cause.entails?.includes(one.cause.id) === true),
  );
  addFollowers(checks, kept);
  return [...kept, ...alternatives].sort(order).map((candidate) => tell(candidate, all, connection, product));
}

/** Findings of severity `info` are not explained, unless they are the reason why a check is inconclusive. */
const counts = (check: Check, finding: Finding): boolean =>
  finding.severity !== 'info' ||
  (check.status === 'inconclusive' &&
    (finding.code === 'callback-timed-out' || finding.code === 'rate-limited'));

/**
 * The check that is the root cause of this check's failure, or of its warning. Returns undefined if there is no
 * other such check.
 */
function rootOf(check: Check, checks: readonly Check[]): Check | undefined {
  let current = check;
  const visited = new Set([check.id]);
  while (current.because_of !== undefined && !visited.has(current.because_of)) {
    visited.add(current.because_of);
    const next = checks.find((candidate) => candidate.id === current.because_of);
    const explains = next?.status === 'fail' || (next?.status === 'warn' && check.status === 'warn');
    if (!next || (!explains && next.because_of === undefined)) break;
    current = next;
  }
  return current === check ? undefined : current;
}

/** The causes that explain a finding, most likely first. */
function rank(
  one: Seen,
  all: readonly Finding[],
  connection: Connection,
  product: Product | undefined,
): readonly { readonly cause: Cause; readonly weight: number }[] {
  return causesOf(one.finding, factsOf([one], all, connection, product));
}

/** The causes that explain a finding, most likely first, whatever it was seen in. */
export function causesOf(
  finding: Finding,
  facts: Facts,
): readonly { readonly cause: Cause; readonly weight: number }[] {
  const ranked: { cause: Cause; weight: number }[] = [];
  for (const cause of CAUSES) {
    if (!applies(cause, facts.product)) continue;
    const weight = cause.explains.reduce(
      (best, evidence) =>
        evidence.weight > best &&
        evidence.codes.includes(finding.code) &&
        (evidence.when === undefined || evidence.when(facts))
          ? evidence.weight
          : best,
      0,
    );
    if (weight > 0) ranked.push({ cause, weight });
  }
  return ranked.sort((a, b) => b.weight - a.weight);
}

function applies(cause: Cause, product: Product | undefined): boolean {
  return !cause.products || (product !== undefined && cause.products.includes(product));
}

function add(into: Map<string, Candidate>, cause: Cause, weight: number, one: Seen, primary: boolean): void {
  const severity = SEVERITY[one.finding.severity];
  const known = into.get(cause.id);
  if (!known) {
    into.set(cause.id, { cause, seen: [one], checks: new Set([one.check.id]), weight, severity, primary });
    return;
  }
  known.seen.push(one);
  known.checks.add(one.check.id);
  known.weight = Math.max(known.weight, weight);
  if (RANK[severity] < RANK[known.severity]) known.severity = severity;
}

const SEVERITY = { fail: 'fail', warn: 'warn', info: 'open' } as const;
const RANK = { fail: 0, open: 4, warn: 8 } as const;

/** Failures first, then what stopped the run. Likely causes in run order; guesses and alternatives last. */
function order(a: Candidate, b: Candidate): number {
  const rankOf = (one: Candidate) => RANK[one.severity] + (one.primary ? 0 : 2) + doubt(one.weight);
  return rankOf(a) - rankOf(b) || first(a) - first(b) || b.weight - a.weight;
}

/** 0 for a likely cause, 1 for a guess, and more for one of what nobody has looked at yet. */
export const doubt = (weight: number): number => (weight >= 0.7 ? 0 : weight >= 0.5 ? 1 : 1.5);

const first = (one: Candidate): number => Math.min(...one.seen.map((seen) => seen.at));

/** Keeps only root causes and adds their consequences to them. A warning never replaces a failure. */
function fold(sorted: readonly Candidate[]): Candidate[] {
  const gone = new Set<Candidate>();
  for (const root of sorted) {
    if (gone.has(root)) continue;
    for (const other of sorted) {
      if (other === root || gone.has(other) || !root.cause.entails?.includes(other.cause.id)) continue;
      if (root.severity === 'warn' && other.severity !== 'warn') continue;
      gone.add(other);
      for (const id of other.checks) root.checks.add(id);
    }
  }
  return sorted.filter((candidate) => !gone.has(candidate));
}

/** Adds checks that failed or stayed open because of another check to that check's cause. */
function addFollowers(checks: readonly Check[], kept: readonly Candidate[]): void {
  for (const check of checks) {
    const root = rootOf(check, checks);
    if (!root) continue;
    const cause = kept.find((candidate) => candidate.checks.has(root.id));
    cause?.checks.add(check.id);
  }
}

/** The input for a cause's texts. If findings have data of the same name, the first value is used. */
export function factsOf(
  seen: readonly { readonly check: Check; readonly finding: Finding }[],
  all: readonly Finding[],
  connection: Connection,
  product: Product | undefined,
): Facts {
  const data: Record<string, EvidenceValue> = {};
  for (const { finding } of seen) {
    for (const [name, value] of Object.entries(finding.data)) {
      if (!Object.hasOwn(data, name)) data[name] = value;
    }
  }
  return {
    connection,
    findings: seen.map(({ finding }) => finding),
    all,
    check: seen[0]?.check,
    product,
    data,
  };
}

function tell(
  candidate: Candidate,
  all: readonly Finding[],
  connection: Connection,
  product: Product | undefined,
): Diagnosis {
  // Failures before warnings, so that the values of failures are shown.
  const seen = [...candidate.seen].sort(
    (a, b) => Number(a.finding.severity !== 'fail') - Number(b.finding.severity !== 'fail'),
  );
  const told = tellOf(candidate.cause, factsOf(seen, all, connection, product));
  return {
    id: candidate.cause.id,
    side: told.side,
    ...(told.either ? { either: true as const } : {}),
    ...(told.elsewhere ? { elsewhere: true as const } : {}),
    title: told.title,
    cause: told.cause,
    fix: told.fix,
    confidence: Math.min(
      0.99,
      Math.round((candidate.weight + 0.01 * (candidate.seen.length - 1)) * 100) / 100,
    ),
    explains: [...candidate.checks],
  };
}
