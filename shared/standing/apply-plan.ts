import { APPLY_WAYS, type ApplyWay, type StepWays, type WayFiles } from '../apply-ways.ts';
import { inOrder, isApplied, type StepAfter } from '../step-order.ts';
import type { Applied } from './standing.ts';

/** A step of a guide, as far as a plan needs it. */
export interface PlannedStep {
  readonly id: string;
  readonly by?: StepWays | undefined;
  readonly after?: StepAfter | undefined;
}

/** What there is to apply of one side: its files, and its guides with their steps. */
export interface Planned<S extends PlannedStep = PlannedStep> {
  readonly path: string;
  readonly form: 'file' | 'guide';
  readonly kind: string;
  readonly steps?: readonly S[];
}

/** How far a person is with a file, or with one step of a guide. `changed`: it was done, and differs since. */
export type AppliedState = 'no' | 'yes' | 'changed';

/** What a tick stands for: a file as a whole, or one step of a guide. */
export interface Mark {
  readonly path: string;
  readonly step?: string;
}

/** One thing that a person does. */
export interface PlanStep<S extends PlannedStep = PlannedStep> {
  /** Tells it from the other steps of both sides. */
  readonly key: string;
  /** The guide that says how; absent for a file that none speaks of. */
  readonly guide?: string;
  readonly step?: S;
  /** The way that it follows; absent if there is only one. */
  readonly way?: ApplyWay;
  /** The files that it puts in place: alternatives, each of files that belong together. */
  readonly files: WayFiles;
  /** Done as soon as everything of one alternative is. */
  readonly marks: readonly (readonly Mark[])[];
  readonly state: AppliedState;
}

/** What there is to do on one side, in order. */
export interface SidePlan<S extends PlannedStep = PlannedStep> {
  /** The ways that this side has. */
  readonly ways: readonly ApplyWay[];
  readonly suggested: ApplyWay | undefined;
  readonly way: ApplyWay | undefined;
  readonly steps: readonly PlanStep<S>[];
}

export interface PlanWishes {
  /** What the person chose. */
  readonly chosen?: ApplyWay | undefined;
  /** Ways that can't be gone here. */
  readonly without?: readonly ApplyWay[];
  /** True: the product's API takes this side, as far as its steps have ways. */
  readonly api?: boolean;
}

/**
 * What there is to do on one side in the way that was chosen. Of the steps that stand for each other only those of one
 * way count, so an alternative never does. Where a part lacks the chosen way, it is done in its own first one. Without a
 * choice the way counts in which something was done, then the one that is suggested.
 */
export function planOf<S extends PlannedStep>(
  planned: readonly Planned<S>[],
  stateOf: (mark: Mark) => AppliedState,
  wishes: PlanWishes = {},
): SidePlan<S> {
  const plan = planWithoutApi(planned, stateOf, wishes);
  const covered = plan.steps.filter(({ way }) => way !== undefined);
  if (wishes.api !== true || wishes.without?.includes('api') === true || plan.ways.length === 0) return plan;
  const ways = [...plan.ways, 'api' as const];
  if (wishes.chosen !== 'api') return { ...plan, ways };
  // Its tick stands for what Latchkey would have a person put in place, so that a change makes it stale.
  const marks = [covered.flatMap((one) => one.marks[0] ?? [])];
  const one: PlanStep<S> = {
    key: JSON.stringify(['api', ...marks]),
    way: 'api',
    files: [],
    marks,
    state: stateOfMarks(marks, stateOf),
  };
  const [first] = covered;
  return {
    ...plan,
    ways,
    way: 'api',
    steps: plan.steps.flatMap((step) => (step === first ? [one] : covered.includes(step) ? [] : [step])),
  };
}

/** The same of the ways that steps name. */
function planWithoutApi<S extends PlannedStep>(
  planned: readonly Planned<S>[],
  stateOf: (mark: Mark) => AppliedState,
  { chosen, without = [] }: PlanWishes,
): SidePlan<S> {
  const all = planned.flatMap(({ path, form, steps = [] }) =>
    form === 'guide' ? steps.map((step) => ({ path, step })) : [],
  );
  const present = all.filter(({ step }) => isApplied(step.after));
  const groups = groupsOf(
    present.map(({ step }) => step),
    without,
  );
  const declared = [...new Set([...groups.values()].flat())];
  const ways = APPLY_WAYS.filter((way) => declared.includes(way));
  const suggested = declared[0];
  const stepsBy = (way: ApplyWay | undefined): PlanStep<S>[] => {
    const seen = new Set<string>();
    const steps = present.flatMap(({ path, step }): PlanStep<S>[] => {
      const own = ownWay(step, groups, way);
      if (step.by !== undefined && own === undefined) return [];
      const files = own === undefined ? [] : (step.by!.ways[own] ?? []);
      const marks: readonly (readonly Mark[])[] =
        files.length === 0
          ? [[{ path, step: step.id }]]
          : files.map((together) => together.map((file) => ({ path: file })));
      // Several guides of one side may put the same file in place.
      const key = JSON.stringify(marks);
      if (seen.has(key)) return [];
      seen.add(key);
      return [
        {
          key,
          guide: path,
          step,
          ...(own === undefined ? {} : { way: own }),
          files,
          marks,
          state: stateOfMarks(marks, stateOf),
        },
      ];
    });
    return [...inOrder(steps, ({ step }) => step?.after)];
  };
  // What no guide speaks of is put in place as it is.
  if (all.length === 0) {
    const files = planned.filter(({ form, kind }) => form === 'file' && kind !== 'readme');
    return {
      ways: [],
      suggested: undefined,
      way: undefined,
      steps: files.map(({ path }) => {
        const marks = [[{ path }]];
        return {
          key: JSON.stringify(marks),
          files: [[path]],
          marks,
          state: stateOfMarks(marks, stateOf),
        };
      }),
    };
  }
  const begun = declared.find((way) =>
    stepsBy(way).some(({ way: own, state }) => own === way && state !== 'no'),
  );
  const way = chosen !== undefined && declared.includes(chosen) ? chosen : (begun ?? suggested);
  return { ways, suggested, way, steps: stepsBy(way) };
}

/** By what steps are for: the ways that there are, the one that is suggested first. */
function groupsOf(
  steps: readonly PlannedStep[],
  without: readonly ApplyWay[],
): ReadonlyMap<string, readonly ApplyWay[]> {
  const groups = new Map<string, ApplyWay[]>();
  for (const { by } of steps) {
    if (by === undefined) continue;
    const known = groups.get(by.of) ?? [];
    groups.set(by.of, known);
    for (const way of Object.keys(by.ways) as ApplyWay[])
      if (!known.includes(way) && !without.includes(way)) known.push(way);
  }
  return groups;
}

/** The way that a step follows if this one was chosen. Undefined if it is no step of it. */
function ownWay(
  { by }: PlannedStep,
  groups: ReadonlyMap<string, readonly ApplyWay[]>,
  chosen: ApplyWay | undefined,
): ApplyWay | undefined {
  if (by === undefined) return undefined;
  const ways = groups.get(by.of) ?? [];
  const way = chosen !== undefined && ways.includes(chosen) ? chosen : ways[0];
  return way !== undefined && by.ways[way] !== undefined ? way : undefined;
}

/** Done if all of one alternative is done; changed if something of one was done and differs since. */
export function stateOfMarks(
  marks: readonly (readonly Mark[])[],
  stateOf: (mark: Mark) => AppliedState,
): AppliedState {
  const states = marks.map((together) => together.map(stateOf));
  if (states.some((together) => together.length > 0 && together.every((one) => one === 'yes'))) return 'yes';
  return states.flat().includes('changed') ? 'changed' : 'no';
}

/** How much of these sides is applied. */
export function appliedIn(plans: readonly SidePlan[]): Applied {
  const states = plans.flatMap(({ steps }) => steps.map(({ state }) => state));
  return {
    done: states.filter((state) => state === 'yes').length,
    changed: states.filter((state) => state === 'changed').length,
    total: states.length,
  };
}

/** True if Latchkey itself put all of this side in place and read it back. Of all else that is done only a person says so. */
export const isWrittenHere = ({ steps }: SidePlan): boolean =>
  steps.length > 0 && steps.every(({ way, state }) => way === 'api' && state === 'yes');

/** The steps of both sides in the order in which they are done. */
export const stepsInOrder = <S extends PlannedStep>(plans: readonly SidePlan<S>[]): readonly PlanStep<S>[] =>
  inOrder(
    plans.flatMap(({ steps }) => steps),
    ({ step }) => step?.after,
  );

/** The step that a person is at: the first that is not done. Undefined if everything is. */
export const currentStep = <S extends PlannedStep>(plans: readonly SidePlan<S>[]): PlanStep<S> | undefined =>
  stepsInOrder(plans).find(({ state }) => state !== 'yes');

/** True if everything was done once, and something differs since: then only that is shown. */
export function isRepair(plans: readonly SidePlan[]): boolean {
  const { done, changed, total } = appliedIn(plans);
  return changed > 0 && done + changed === total;
}
