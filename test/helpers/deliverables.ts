import type { DeliverableKind } from '../../shared/deliverable-kinds.ts';
import { filesOf } from '../../shared/render/render.ts';
import { linesToText } from '../../shared/render/text/deliverable.ts';
import type { Deliverable, GuideDeliverable, GuideStep } from '../../shared/render/types.ts';

/** Returns the text of the file of this kind. Throws unless there is exactly one. */
export function fileText(deliverables: readonly Deliverable[], kind: DeliverableKind): string {
  const found = deliverables.filter((one) => one.kind === kind);
  if (found.length !== 1 || found[0]!.form !== 'file')
    throw new Error(`${found.length} files of kind ${kind}`);
  return linesToText(found[0]!.lines);
}

/** Returns the guide. Throws unless there is exactly one. */
export function guideOf(deliverables: readonly Deliverable[]): GuideDeliverable {
  const found = deliverables.filter((one) => one.form === 'guide');
  if (found.length !== 1) throw new Error(`${found.length} guides`);
  return found[0]!;
}

/** Returns the step of the guide with this id. Throws if there is none. */
export function stepOf(deliverables: readonly Deliverable[], id: string): GuideStep {
  const step = guideOf(deliverables).steps.find((one) => one.id === id);
  if (!step) throw new Error(`no step ${id}`);
  return step;
}

/** The values of a step by label. */
export const valuesOf = (step: GuideStep): Record<string, string> =>
  Object.fromEntries(step.fields.map(({ label, value }) => [label, value]));

/** The whole text of a deliverable, as the files it becomes. */
export const allText = (deliverable: Deliverable): string =>
  filesOf(deliverable)
    .map((file) => file.content)
    .join('\n');
