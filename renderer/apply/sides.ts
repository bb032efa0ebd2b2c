import type { ApplyWay } from '../../shared/apply-ways.ts';
import type { ApiWays } from '../../shared/host/apply.ts';
import type { ChosenWays, DeliverableView, FileView, GuideStepView } from '../../shared/host/deliverables.ts';
import {
  type Mark,
  type PlanStep,
  planOf,
  type SidePlan,
  stepsInOrder,
} from '../../shared/standing/apply-plan.ts';
import type { AppKind, ProviderKind } from '../../shared/workspace/types.ts';
import { readSideFocus } from '../route.ts';

export type Step = PlanStep<GuideStepView>;

/** One side as this screen shows it. */
export interface Side {
  readonly side: 'provider' | 'app';
  readonly kind: AppKind | ProviderKind;
  readonly name: string;
  readonly version: string;
  readonly host: string;
  readonly deliverables: readonly DeliverableView[];
  readonly plan: SidePlan<GuideStepView>;
  /** Why Latchkey can't do it through the product's API. Absent: it can. */
  readonly noApi?: string;
}

/** Both sides with what there is to do on each. */
export function sidesOf(
  deliverables: readonly DeliverableView[],
  about: Readonly<Record<Side['side'], Pick<Side, 'kind' | 'name' | 'version' | 'host'>>>,
  chosen: ChosenWays,
  without: readonly ApplyWay[],
  api: ApiWays,
): readonly Side[] {
  return (['provider', 'app'] as const).map((side) => {
    const own = deliverables.filter((one) => one.side === side && one.kind !== 'readme');
    const plan = planOf(own, (mark) => found(own, mark)?.applied ?? 'no', {
      chosen: chosen[side],
      without,
      api: api[side].why === undefined,
    });
    const { why } = api[side];
    return {
      side,
      ...about[side],
      deliverables: own,
      plan,
      ...(why === undefined ? {} : { noApi: why }),
    };
  });
}

/** True if Latchkey itself did it and read it back. Of all else that is done only the person says so. */
export const isSeen = ({ way, state }: Step): boolean => way === 'api' && state === 'yes';

/** A step with its side, and its number there. */
export interface PlacedStep {
  readonly side: Side;
  readonly step: Step;
  readonly n: number;
}

/** The steps of both sides in the order in which they are done. */
export const placedSteps = (sides: readonly Side[]): readonly PlacedStep[] =>
  stepsInOrder(sides.map(({ plan }) => plan)).map((step) => {
    const side = sides.find(({ plan }) => plan.steps.includes(step))!;
    return { side, step, n: side.plan.steps.indexOf(step) + 1 };
  });

/** What a tick stands for: its state, its digest, and when it was made. */
export function found(deliverables: readonly DeliverableView[], { path, step }: Mark) {
  const one = deliverables.find((each) => each.path === path);
  if (one === undefined) return undefined;
  return one.form === 'file' ? one : one.steps.find(({ id }) => id === step);
}

export const fileAt = (deliverables: readonly DeliverableView[], path: string): FileView | undefined =>
  deliverables.find((one): one is FileView => one.form === 'file' && one.path === path);

/** The newest tick of a step. */
export function lastTick({ deliverables }: Side, { marks }: Step) {
  return marks
    .flat()
    .flatMap((mark) => found(deliverables, mark) ?? [])
    .filter(({ applied_at }) => applied_at !== undefined)
    .sort((a, b) => (a.applied_at! < b.applied_at! ? 1 : -1))[0];
}

/** Every file of a step, once. */
export const filesOfStep = ({ files }: Step): readonly string[] => [...new Set(files.flat())];

/** What leads to one step of a guide, or to the one that puts this file in place. */
export const stepFocus = (id: string): string => `step:${id}`;

/** What leads to the step in which Latchkey does one side itself. */
export const apiFocus = (side: Side['side']): string => `api:${side}`;
/** The side that it leads to. */
export const sideOfFocus = (focus: string | undefined): Side['side'] | undefined =>
  (['provider', 'app'] as const).find((side) => focus === apiFocus(side));

/** The step that is named, or has this setting, or a file of this kind: the way that was chosen first. */
export function stepWith(sides: readonly Side[], wanted: string): Step | undefined {
  const own = sideOfFocus(wanted);
  if (own !== undefined)
    return sides.find(({ side }) => side === own)?.plan.steps.find(({ way }) => way === 'api');
  const { side: only, what } = readSideFocus(wanted);
  const whole = sides.find(({ side }) => side === only);
  // The same word can be on both sides, so that only the steps of this one are looked through.
  if (whole !== undefined)
    return (
      (what === undefined ? undefined : stepWith([whole], what)) ??
      whole.plan.steps.find(({ state }) => state !== 'yes') ??
      whole.plan.steps[0]
    );
  const named = sides
    .flatMap(({ plan }) => plan.steps)
    .find((one) => wanted === stepFocus(one.step?.id ?? filesOfStep(one)[0] ?? ''));
  if (named) return named;
  for (const { deliverables, plan } of sides)
    for (const step of plan.steps) {
      const files = filesOfStep(step).flatMap((path) => fileAt(deliverables, path) ?? []);
      if (files.some((one) => one.kind === wanted || one.lines.some(({ text }) => text.includes(wanted))))
        return step;
      if (files.length === 0 && step.step?.fields.some(({ label }) => label === wanted)) return step;
    }
  return undefined;
}

/** How many lines or values of a side differ from what was applied. */
export function changesOf({ deliverables, plan }: Side): number {
  return plan.steps
    .filter(({ state }) => state === 'changed')
    .flatMap(({ marks }) => marks.flat())
    .reduce((sum, mark) => {
      const one = found(deliverables, mark);
      if (one?.applied !== 'changed') return sum;
      if ('lines' in one)
        return sum + (one.diff ? Math.max(one.diff.added, one.diff.removed) : changedLines(one));
      return sum + Math.max(1, changedFields(one).length);
    }, 0);
}

const changedLines = (file: FileView): number => Math.max(1, file.lines.filter((one) => one.changed).length);

/** The values of a step that are new or another, with what they were. */
export function changedFields({ fields, was = [] }: GuideStepView) {
  const gone = was.filter(({ same }) => !same);
  const before = (label: string, used: Set<number>) => {
    const index = gone.findIndex((one, at) => one.label === label && !used.has(at));
    if (index >= 0) used.add(index);
    return gone[index]?.value;
  };
  const kept = was.filter(({ same }) => same).map(({ label, value }) => `${label}\n${value}`);
  const used = new Set<number>();
  const now = fields.flatMap((field, place) => {
    const at = kept.indexOf(`${field.label}\n${field.value}`);
    if (at >= 0) {
      kept.splice(at, 1);
      return [];
    }
    return [{ label: field.label, before: before(field.label, used), field, place }];
  });
  const left = gone.filter((_, at) => !used.has(at));
  return [
    ...now,
    ...left.map(({ label, value }) => ({ label, before: value, field: undefined, place: undefined })),
  ];
}

/** The names of a value as a person reads them. */
export const placeOf = (path: string): string =>
  path
    .split('/')
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
    .join(' › ');
