import { ok, type Result } from '../../result.ts';
import { MAX_TEXT } from '../../targets/reading.ts';
import { applyEdits, lineOf } from './edits.ts';
import { planIni } from './ini-lines.ts';
import type { Merged } from './merged.ts';
import { planToml } from './toml-lines.ts';
import { type FileText, tooBig } from './yaml-source.ts';

/**
 * Sets the lines of a rendered file of sections in a file that is there. A section that is missing is added at the end.
 * What was made is read again: where it does not say what it should, all is left to the person. Code `existing-too-big`.
 */
export function mergeLines(
  { name, text: whole }: FileText,
  app: string,
  rendered: string,
  form: 'ini' | 'toml',
): Result<Merged> {
  if (whole.length > MAX_TEXT) return tooBig(name);
  const mark = whole.startsWith('\ufeff') ? '\ufeff' : '';
  const text = whole.slice(mark.length);
  const planOf = form === 'toml' ? planToml : planIni;
  const { edits, filledIn, stuck, isRight } = planOf(text, rendered);
  const notes = filledIn.map(
    (one) =>
      `${name}, line ${lineOf(text, one.at)}: “${one.name}” is filled in from elsewhere, so it stays. See that it gives the value that is meant.`,
  );
  const after = stuck === undefined ? applyEdits(text, edits) : text;
  const isDone = edits.length === 0 || planOf(after, rendered).edits.length === 0;
  const left =
    stuck ??
    (isDone && isRight(after) ? undefined : { at: 0, reason: 'this file can’t be edited safely by lines' });
  if (left === undefined)
    return ok({ files: [{ name, before: text, after, mark, edits }], byHand: [], notes });
  const lines = rendered.trimEnd().split('\n');
  return ok({
    files: [{ name, before: text, after: text, mark, edits: [] }],
    byHand: [{ app, file: name, line: lineOf(text, left.at), where: form, reason: left.reason, lines }],
    notes,
  });
}
