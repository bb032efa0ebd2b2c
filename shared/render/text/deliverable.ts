import type { StepAfter } from '../../step-order.ts';
import type { GuideDeliverable, GuideField, GuideStep, Line } from '../types.ts';
import { code, fence, link, paragraphs, prose, told } from './markdown.ts';

/** Joins lines to the text of a file, newline-terminated. */
export const linesToText = (lines: readonly Line[]): string => lines.map((line) => `${line.text}\n`).join('');

/**
 * A guide as JSON for programs: `[{id, title, after?, where, url?, fields: [{label, value, secret?, assumed?}], note?}]`,
 * newline-terminated.
 */
export function guideToJson(guide: GuideDeliverable): string {
  const steps = guide.steps.map(({ id, title, after, where, url, fields, ...said }) => ({
    id,
    title,
    ...(after === undefined ? {} : { after }),
    where,
    ...(url === undefined ? {} : { url }),
    fields: fields.map(({ label, value, secret, assumed }) => ({
      label,
      value,
      ...(secret ? { secret: true } : {}),
      ...(assumed ? { assumed: true } : {}),
    })),
    ...noteOf(said),
  }));
  return `${JSON.stringify(steps, null, 2)}\n`;
}

/** A guide as Markdown, newline-terminated. Values are written as code, so they can’t act as markup. */
export function guideToMarkdown(guide: GuideDeliverable): string {
  const parts = [
    `# ${prose(guide.title)}`,
    paragraphs(guide.intro),
    ...guide.steps.flatMap((step, index) => stepToMarkdown(step, index, guide.without_test === true)),
  ];
  return `${parts.join('\n\n')}\n`;
}

function stepToMarkdown(step: GuideStep, index: number, withoutTest: boolean): string[] {
  const parts = [`## ${index + 1}. ${prose(step.title)}`];
  const when =
    step.after === undefined || step.after === 'failure'
      ? []
      : [`When: ${step.after === 'test' && withoutTest ? WITHOUT_TEST : WHEN[step.after]}`];
  const where = step.where === '' ? [] : [`Where: ${prose(step.where)}`];
  const direct = step.url === undefined ? [] : [`Direct link: ${link(step.url)}`];
  const head = [...when, ...where, ...direct];
  if (head.length > 0) parts.push(head.join('  \n'));
  if (step.fields.length > 0) parts.push(step.fields.map(fieldToMarkdown).join('\n'));
  const { note } = noteOf(step);
  if (note !== undefined) parts.push(told(note));
  if (step.why !== undefined) {
    const source = step.why.source;
    parts.push(
      `Why: ${prose(step.why.text)}${source ? ` (${prose(source.title)}: ${prose(source.ref)})` : ''}`,
    );
  }
  return parts;
}

/** All that a step says, where all of its files are at hand. */
export function noteOf({ choice, note }: Pick<GuideStep, 'choice' | 'note'>): { readonly note?: string } {
  const said = [choice, note].filter((one) => one !== undefined && one !== '').join(' ');
  return said === '' ? {} : { note: said };
}

/** When a step is done that has to wait. The title of one for a login that fails says so itself. */
const WHEN: Readonly<Record<Exclude<StepAfter, 'failure'>, string>> = {
  both: 'after all other steps, at the provider and at the app',
  test: 'once the test login has passed',
};

/** The same of the last one where no test login comes before it. */
const WITHOUT_TEST = 'once all other steps are done, at the provider and at the app';

function fieldToMarkdown(field: GuideField): string {
  const label = prose(field.label) + (field.secret ? ' (secret)' : '') + (field.assumed ? ' (assumed)' : '');
  return /[\r\n]/.test(field.value)
    ? `- ${label}:\n\n${fence(field.value, '  ')}\n`
    : `- ${label}: ${code(field.value)}`;
}
