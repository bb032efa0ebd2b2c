import { noWay } from '../../shared/apply/side.ts';
import type { SettingDefinition } from '../../shared/catalog/types.ts';
import { stepOnScreen } from '../../shared/client/on-screen.ts';
import type { Connection } from '../../shared/client/types.ts';
import type { Drift } from '../../shared/host/apply.ts';
import type { APPLIED, DeliverableView, GuideStepView } from '../../shared/host/deliverables.ts';
import type { ShownDiff } from '../../shared/host/merge.ts';
import type { ProviderStepView } from '../../shared/host/provider.ts';
import { lineDiff } from '../../shared/line-diff.ts';
import { own } from '../../shared/own.ts';
import type { Deliverable, FileDeliverable, GuideStep, Line, Why } from '../../shared/render/types.ts';
import {
  appliedIn,
  isWrittenHere,
  type PlanWishes,
  planOf,
  type SidePlan,
} from '../../shared/standing/apply-plan.ts';
import type { Applied } from '../../shared/standing/standing.ts';
import {
  fileDigests,
  type MaskedRendering,
  type Outline,
  type OutlinedStep,
  type Outlines,
  stepDigest,
} from './rendering.ts';
import type { WorkspaceState } from './workspace-state.ts';

type Ticks = WorkspaceState['ticks'];
type AppliedState = (typeof APPLIED)[number];

/** A deliverable in the form for the screens: with masked secrets and how far it was applied. */
export function deliverableView(
  masked: MaskedRendering,
  deliverable: Deliverable,
  ticks: Ticks,
): DeliverableView {
  const { path, kind, side, provider, app, secret, title, purpose } = deliverable;
  const base = { path, side, provider, secret, title, purpose, ...(app === undefined ? {} : { app }) };
  const tick = Object.hasOwn(ticks, path) ? ticks[path] : undefined;
  if (deliverable.form === 'guide') {
    const settings = masked.connections.find((one) => one.app.id === app)?.app.definition.settings;
    const steps = deliverable.steps.map((step) =>
      stepView(masked, step, own(tick?.steps ?? {}, step.id), settings),
    );
    return { form: 'guide', ...base, kind: 'guide', intro: masked.show(deliverable.intro), steps };
  }
  const digests = fileDigests(masked, deliverable);
  const applied = tick?.file;
  const before = new Set(applied?.lines);
  return {
    form: 'file',
    ...base,
    // A digest of a secret is not secret, but it is masked too, so copying it must go through the host.
    secret: secret || deliverable.lines.some(({ text }) => hides(masked, text)),
    kind,
    language: deliverable.language,
    lines: deliverable.lines.map((line, index) => ({
      text: masked.show(line.text),
      ...whyOf(line),
      ...(line.mark === undefined ? {} : { mark: line.mark }),
      ...(applied !== undefined && !before.has(digests.lines[index]!) ? { changed: true } : {}),
    })),
    applied: appliedState(applied?.digest, () => digests.file),
    ...sinceOf(applied),
    ...diffOf(masked, deliverable, digests, applied),
    digest: digests.file,
  };
}

/** One step of a guide with masked secrets. */
export const stepView = (
  masked: MaskedRendering,
  step: GuideStep,
  ticked?: Ticks[string]['steps'][string],
  settings: readonly SettingDefinition[] = [],
): GuideStepView => ({
  id: step.id,
  title: step.title,
  ...(step.short === undefined ? {} : { short: step.short }),
  ...(step.by === undefined ? {} : { by: step.by }),
  ...(step.after === undefined ? {} : { after: step.after }),
  ...(step.check ? { check: true as const } : {}),
  ...(step.not_here === undefined ? {} : { not_here: step.not_here }),
  ...shownWords(masked, step, settings),
  ...(step.url === undefined ? {} : { url: step.url }),
  fields: step.fields.map(({ label, value, secret, look, assumed }) => ({
    label,
    value: masked.show(value),
    secret: secret === true || hides(masked, value),
    ...(look ? { look: true as const } : {}),
    ...(assumed ? { assumed: true as const } : {}),
  })),
  ...whyOf(step),
  applied: appliedState(ticked?.digest, () => stepDigest(masked, step)),
  ...sinceOf(ticked),
  ...wasOf(masked, step, ticked),
  digest: stepDigest(masked, step),
});

const shownWords = (masked: MaskedRendering, step: GuideStep, settings: readonly SettingDefinition[]) => {
  const { note, must, ...said } = stepOnScreen(step, settings);
  return {
    ...said,
    ...(note === undefined ? {} : { note: masked.show(note) }),
    ...(must === undefined ? {} : { must: masked.show(must) }),
  };
};

const sinceOf = (tick: { readonly at: string; readonly digest: string } | undefined) =>
  tick === undefined ? {} : { applied_at: tick.at, applied_digest: tick.digest };

/** The values of a step as they were, if they are known and something differs. */
function wasOf(
  masked: MaskedRendering,
  step: GuideStep,
  ticked: Ticks[string]['steps'][string] | undefined,
): Pick<GuideStepView, 'was'> {
  if (ticked?.fields === undefined || ticked.digest === stepDigest(masked, step)) return {};
  const now = new Set(fieldDigests(masked, step).map(({ label, digest }) => `${label}\n${digest}`));
  return {
    was: ticked.fields.map(({ label, value, digest }) => ({
      label,
      value,
      same: now.has(`${label}\n${digest}`),
    })),
  };
}

/** The values of a step, to keep with a tick. */
export const fieldDigests = (masked: MaskedRendering, { fields }: GuideStep) =>
  fields.map(({ label, value }) => ({
    label,
    value: masked.show(value),
    digest: masked.digest(value).slice(0, 16),
  }));

/** Longer files are not kept with a tick. */
const MOST_LINES = 5_000;

/** The lines of a file, to keep with a tick. */
export const keptLines = (masked: MaskedRendering, { lines }: FileDeliverable) =>
  lines.length > MOST_LINES ? {} : { texts: lines.map(({ text }) => masked.show(text)) };

/** What differs from what was applied. A secret that was changed differs, though both are masked. */
function diffOf(
  masked: MaskedRendering,
  { lines }: FileDeliverable,
  now: { readonly lines: readonly string[]; readonly file: string },
  tick: NonNullable<Ticks[string]['file']> | undefined,
): { diff?: ShownDiff } {
  if (tick?.texts === undefined || tick.digest === now.file || lines.length > MOST_LINES) return {};
  const hunks = lineDiff(tick.lines, now.lines).map((hunk) => ({
    lines: hunk.map((one) => ({
      ...one,
      text: one.after === undefined ? tick.texts![one.before! - 1]! : masked.show(lines[one.after - 1]!.text),
    })),
  }));
  const count = (kind: 'new' | 'gone') =>
    hunks.reduce((sum, hunk) => sum + hunk.lines.filter((one) => one.kind === kind).length, 0);
  return { diff: { hunks, added: count('new'), removed: count('gone') } };
}

/** How much of each side was applied. */
type Sides = Readonly<Record<Deliverable['side'], Applied>>;

/** How much of what there is to apply on each side was applied, in the ways that were chosen. */
export function countApplied(
  outlines: readonly Outline[],
  state: Pick<WorkspaceState, 'ticks' | 'ways'>,
  connection: Connection,
): Sides {
  const { ticks, ways } = state;
  const before = counted.get(outlines);
  if (before?.ticks === ticks && before.ways === ways) return before.applied;
  const chosen = {
    provider: own(ways.providers, connection.provider.id),
    app: own(ways.apps, connection.app.id),
  };
  const of = (side: Deliverable['side']) =>
    appliedIn([
      planOfSide(outlines, side, ticks, {
        chosen: chosen[side],
        api: chosen[side] === 'api' && noWay(connection, side) === undefined,
      }),
    ]);
  const applied = { provider: of('provider'), app: of('app') };
  counted.set(outlines, { ticks, ways, applied });
  return applied;
}

const planOfProvider = (
  outlines: readonly Outline[],
  connection: Connection,
  { ticks, ways }: Pick<WorkspaceState, 'ticks' | 'ways'>,
): SidePlan<OutlinedStep> => {
  const chosen = own(ways.providers, connection.provider.id);
  return planOfSide(outlines, 'provider', ticks, {
    chosen,
    api: chosen === 'api' && noWay(connection, 'provider') === undefined,
  });
};

/** What there is to do on one side, and how far a person is with it. */
function planOfSide(
  outlines: readonly Outline[],
  side: Deliverable['side'],
  ticks: Ticks,
  wishes: PlanWishes,
): SidePlan<OutlinedStep> {
  const byPath = new Map(outlines.map((one) => [one.path, one]));
  return planOf(
    outlines.filter((one) => one.side === side),
    ({ path, step }) => {
      const tick = own(ticks, path);
      const ticked = step === undefined ? tick?.file : own(tick?.steps ?? {}, step);
      return appliedState(ticked?.digest, () => byPath.get(path)?.digest(step) ?? '');
    },
    wishes,
  );
}

/** The last count of each list: of a thousand apps, most have neither other deliverables nor other ticks. */
const counted = new WeakMap<
  readonly Outline[],
  Pick<WorkspaceState, 'ticks' | 'ways'> & { readonly applied: Sides }
>();

/** {@link countApplied} of what an app has for itself and of what it shares, which never stand on the same side. */
export function appliedOf(
  outlines: Outlines,
  connection: Connection,
  state: Pick<WorkspaceState, 'ticks' | 'ways'>,
): Applied {
  return sumOf(
    [outlines.own(connection), outlines.shared(connection)].flatMap((list) =>
      Object.values(countApplied(list, state, connection)),
    ),
  );
}

/** The same of the provider’s side of this app alone, without what all its apps share there, and whether Latchkey saw it. */
export function appliedAtProvider(
  outlines: Outlines,
  connection: Connection,
  state: Pick<WorkspaceState, 'ticks' | 'ways'>,
  drift: readonly Drift[] = [],
): Applied & { readonly seen: boolean } {
  const alone = outlines.own(connection);
  // A comparison has looked at all of it, so it says more than what was once written.
  const compared = drift.find(({ side, outdated }) => side === 'provider' && !outdated);
  return {
    ...countApplied(alone, state, connection).provider,
    seen: compared ? compared.fields.length === 0 : isWrittenHere(planOfProvider(alone, connection, state)),
  };
}

/** What there is to do at a provider once for all its apps, in order. */
export function sharedSteps(
  outlines: Outlines,
  connection: Connection,
  { ticks, ways }: Pick<WorkspaceState, 'ticks' | 'ways'>,
): ProviderStepView[] {
  const shared = outlines.shared(connection);
  const plan = planOfSide(shared, 'provider', ticks, {
    chosen: own(ways.providers, connection.provider.id),
  });
  return plan.steps.map(({ step, files, state }) => ({
    id: step?.id ?? files.flat()[0] ?? '',
    title: step?.short ?? step?.title ?? shared.find(({ path }) => path === files.flat()[0])?.title ?? '',
    applied: state,
  }));
}

const sumOf = (all: readonly Applied[]): Applied => ({
  done: all.reduce((sum, { done }) => sum + done, 0),
  changed: all.reduce((sum, { changed }) => sum + changed, 0),
  total: all.reduce((sum, { total }) => sum + total, 0),
});

const hides = (masked: MaskedRendering, text: string): boolean => masked.show(text) !== text;

const appliedState = (ticked: string | undefined, now: () => string): AppliedState =>
  ticked === undefined ? 'no' : ticked === now() ? 'yes' : 'changed';

const whyOf = ({
  why,
}: Pick<Line | GuideStep, 'why'>): { why?: { text: string; source?: NonNullable<Why['source']> } } =>
  why === undefined
    ? {}
    : { why: { text: why.text, ...(why.source === undefined ? {} : { source: why.source }) } };
