import type { GuideDeliverable, GuideField, GuideStep, Line } from '../types.ts';

/** Joins lines to the text of a file, newline-terminated. */
export const linesToText = (lines: readonly Line[]): string => lines.map((line) => `${line.text}\n`).join('');

/**
 * A guide as JSON for programs: `[{id, title, where, url?, fields: [{label, value, secret?}], note?}]`,
 * newline-terminated.
 */
export function guideToJson(guide: GuideDeliverable): string {
  const steps = guide.steps.map(({ id, title, where, url, fields, note }) => ({
    id,
    title,
    where,
    ...(url === undefined ? {} : { url }),
    fields: fields.map(({ label, value, secret }) => ({ label, value, ...(secret ? { secret: true } : {}) })),
    ...(note === undefined ? {} : { note }),
  }));
  return `${JSON.stringify(steps, null, 2)}\n`;
}

/** A guide as Markdown, newline-terminated. Values are written as code, so they can’t act as markup. */
export function guideToMarkdown(guide: GuideDeliverable): string {
  const parts = [`# ${inline(guide.title)}`, prose(guide.intro), ...guide.steps.flatMap(stepToMarkdown)];
  return `${parts.join('\n\n')}\n`;
}

function stepToMarkdown(step: GuideStep, index: number): string[] {
  const parts = [`## ${index + 1}. ${inline(step.title)}`];
  const where = step.where === '' ? [] : [`Where: ${inline(step.where)}`];
  const link = step.url === undefined ? [] : [`Direct link: <${step.url}>`];
  if (where.length + link.length > 0) parts.push([...where, ...link].join('  \n'));
  if (step.fields.length > 0) parts.push(step.fields.map(fieldToMarkdown).join('\n'));
  if (step.note !== undefined) parts.push(prose(step.note));
  if (step.why !== undefined) {
    const source = step.why.source;
    parts.push(`Why: ${inline(step.why.text)}${source ? ` (${inline(source.title)}: ${source.ref})` : ''}`);
  }
  return parts;
}

function fieldToMarkdown(field: GuideField): string {
  const label = inline(field.label) + (field.secret ? ' (secret)' : '');
  return /[\r\n]/.test(field.value)
    ? `- ${label}:\n\n${fence(field.value, '  ')}\n`
    : `- ${label}: ${code(field.value)}`;
}

/** A code span that holds any single line (CommonMark §6.1). */
function code(value: string): string {
  if (value === '') return '(empty)';
  const ticks = '`'.repeat(longestRun(value) + 1);
  const pad = /^`|`$|^ .* $/.test(value) ? ' ' : '';
  return `${ticks}${pad}${value}${pad}${ticks}`;
}

/** A fenced block that holds any text (CommonMark §4.5). */
function fence(value: string, indent: string): string {
  const ticks = '`'.repeat(Math.max(3, longestRun(value) + 1));
  return [ticks, ...value.replace(/\n$/, '').split(/\r?\n/), ticks].map((line) => indent + line).join('\n');
}

const longestRun = (value: string): number =>
  Math.max(0, ...[...value.matchAll(/`+/g)].map((match) => match[0].length));

/** Our own text with a user's value in it: on one line, with all active markup escaped (CommonMark §2.4). */
const inline = (text: string): string =>
  text
    .replace(/\s*[\r\n]+\s*/g, ' ')
    .replace(/[\\<[*`]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g, '\\$&')
    .replace(/^(\d+)(?=[.)] )|^(?=[#>+=~-])/, (_, digits?: string) => `${digits ?? ''}\\`);

/** The paragraphs of a note, separated by blank lines. */
const prose = (text: string): string =>
  text
    .split(/\n{2,}/)
    .map(inline)
    .join('\n\n');
