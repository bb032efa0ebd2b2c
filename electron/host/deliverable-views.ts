import type { Connection } from '../../shared/client/types.ts';
import type { APPLIED, DeliverableView, GuideStepView } from '../../shared/host/deliverables.ts';
import type { Deliverable, GuideStep, Line, Why } from '../../shared/render/types.ts';
import type { Applied } from '../../shared/standing/standing.ts';
import { fileDigests, type MaskedRendering, type Outline, type Outlines, stepDigest } from './rendering.ts';
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
    const steps = deliverable.steps.map((step) => stepView(masked, step, tick?.steps[step.id]?.digest));
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
    ...(applied === undefined ? {} : { applied_at: applied.at }),
    digest: digests.file,
  };
}

/** One step of a guide with masked secrets. */
export const stepView = (masked: MaskedRendering, step: GuideStep, ticked?: string): GuideStepView => ({
  id: step.id,
  title: step.title,
  where: step.where,
  ...(step.url === undefined ? {} : { url: step.url }),
  fields: step.fields.map(({ label, value, secret, assumed }) => ({
    label,
    value: masked.show(value),
    secret: secret === true || hides(masked, value),
    ...(assumed ? { assumed: true as const } : {}),
  })),
  ...(step.note === undefined ? {} : { note: masked.show(step.note) }),
  ...whyOf(step),
  applied: appliedState(ticked, () => stepDigest(masked, step)),
  digest: stepDigest(masked, step),
});

/**
 * Counts how many deliverables were applied. If a side has a guide, the guide's steps count, and of the side's
 * files only those that were ticked: the other files are alternatives that the person did not use (a blueprint
 * instead of the screens). Without a guide every file counts.
 */
export function countApplied(outlines: readonly Outline[], ticks: Ticks): Applied {
  const before = counted.get(outlines);
  if (before?.ticks === ticks) return before.applied;
  const guided = new Set(outlines.flatMap(({ form, side }) => (form === 'guide' ? [side] : [])));
  const states = outlines
    .filter(({ kind }) => kind !== 'readme')
    .flatMap((outline) => {
      const own = appliedStates(outline, ticks);
      return outline.form === 'file' && guided.has(outline.side) && own[0] === 'no' ? [] : own;
    });
  const applied = {
    done: states.filter((state) => state === 'yes').length,
    changed: states.filter((state) => state === 'changed').length,
    total: states.length,
  };
  counted.set(outlines, { ticks, applied });
  return applied;
}

/** The last count of each list: of a thousand apps, most have neither other deliverables nor other ticks. */
const counted = new WeakMap<readonly Outline[], { readonly ticks: Ticks; readonly applied: Applied }>();

/** {@link countApplied} of what an app has for itself and of what it shares, which never stand on the same side. */
export function appliedOf(outlines: Outlines, connection: Connection, ticks: Ticks): Applied {
  const own = countApplied(outlines.own(connection), ticks);
  const shared = countApplied(outlines.shared(connection), ticks);
  return {
    done: own.done + shared.done,
    changed: own.changed + shared.changed,
    total: own.total + shared.total,
  };
}

/** Whether each step of a guide was applied, or a file as a whole. */
function appliedStates(outline: Outline, ticks: Ticks): AppliedState[] {
  const { path, form, steps } = outline;
  const tick = Object.hasOwn(ticks, path) ? ticks[path] : undefined;
  if (form === 'file') return [appliedState(tick?.file?.digest, () => outline.digest())];
  return steps.map((step) => appliedState(tick?.steps[step]?.digest, () => outline.digest(step)));
}

const hides = (masked: MaskedRendering, text: string): boolean => masked.show(text) !== text;

const appliedState = (ticked: string | undefined, now: () => string): AppliedState =>
  ticked === undefined ? 'no' : ticked === now() ? 'yes' : 'changed';

const whyOf = ({
  why,
}: Pick<Line | GuideStep, 'why'>): { why?: { text: string; source?: NonNullable<Why['source']> } } =>
  why === undefined
    ? {}
    : { why: { text: why.text, ...(why.source === undefined ? {} : { source: why.source }) } };
