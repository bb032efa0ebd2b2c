import { expectedOf, type Fault, STEPS, sideOf } from './fault.ts';
import { type Face, type SetUp, setUp } from './set-up.ts';
import type { Variant } from './variant.ts';

/** The faults and the healthy variants, one file each. */
export const FAULTS: readonly Fault[] = Object.values(
  import.meta.glob<Fault>('./faults/*.ts', { eager: true, import: 'default' }),
);
export const VARIANTS: readonly Variant[] = Object.values(
  import.meta.glob<Variant>('./healthy/*.ts', { eager: true, import: 'default' }),
);

/** One fault in one set-up. */
export interface Case {
  /** `fault@provider/app` */
  readonly name: string;
  readonly fault: Fault;
  readonly face: Face;
  readonly app: string;
  /** The set-up before the fault. */
  readonly right: SetUp;
  readonly faulty: SetUp;
  readonly expected: string;
  readonly side: string;
}

const caseOf = (fault: Fault, face: Face, app: Fault['on'][number][1]): Case => {
  const plain = setUp(face, app);
  const right = fault.base?.(plain) ?? plain;
  return {
    name: `${fault.id}@${face}/${app}`,
    fault,
    face,
    app,
    right,
    faulty: fault.inject(right),
    expected: expectedOf(fault, face),
    side: sideOf(fault, face),
  };
};

export const CASES: readonly Case[] = FAULTS.flatMap((fault) =>
  fault.on.map(([face, app]) => caseOf(fault, face, app)),
);

/**
 * Every fault that doesn't need plain http or a certificate of its own, in its first set-up: behind https, with a CA file
 * in the workspace, it has to be told as before.
 */
export const BEHIND_CA: readonly Case[] = FAULTS.flatMap((fault) => {
  const one = CASES.find((known) => known.fault === fault)!;
  const { https, relay, down, app_runs } = one.faulty;
  const connects = fault.step === 'connection' || relay || down || app_runs;
  return https === undefined && !connects ? [one] : [];
});

/** Two faults in one set-up. */
export interface Pair {
  readonly name: string;
  readonly faulty: SetUp;
  readonly expected: readonly [string, string];
}

/**
 * Pairs of faults of the same set-up that don't hide each other: they appear at different steps, and the
 * earlier one lets the login continue. The order depends only on the names. One fault is in at most three
 * pairs, so that no single fault dominates the result.
 */
export function pairs(limit: number): readonly Pair[] {
  const used = new Map<string, number>();
  const found: Pair[] = [];
  const at = (one: Case) => STEPS.indexOf(one.fault.step);
  const fit = CASES.filter((one) => one.fault.severity === undefined && one.fault.base === undefined);
  const candidates = fit.flatMap((first) =>
    fit
      .filter(
        (second) =>
          second.face === first.face &&
          second.app === first.app &&
          at(first) < at(second) &&
          !first.fault.stops &&
          first.expected !== second.expected,
      )
      .map((second) => ({ first, second })),
  );
  const place = ({ first, second }: (typeof candidates)[number]) => order(first.name + second.name);
  candidates.sort((a, b) => place(a) - place(b));
  for (const { first, second } of candidates) {
    if (found.length === limit) break;
    const names = [first.fault.id, second.fault.id];
    if (names.some((name) => (used.get(name) ?? 0) >= 3)) continue;
    for (const name of names) used.set(name, (used.get(name) ?? 0) + 1);
    found.push({
      name: `${first.fault.id} + ${second.fault.id} @ ${first.face}/${first.app}`,
      faulty: second.fault.inject(first.faulty),
      expected: [first.expected, second.expected],
    });
  }
  return found;
}

/** A hash of the names, the same on every run (FNV-1a, then MurmurHash3's last step). */
function order(text: string): number {
  let hash = 0x811c9dc5;
  for (const c of text) hash = Math.imul(hash ^ c.charCodeAt(0), 0x01000193) >>> 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
