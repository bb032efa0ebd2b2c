import { envValue, readEnv } from '../../targets/env.ts';
import type { ReadEntry } from '../../targets/reading.ts';
import { applyEdits, lineOf, linesBelow, type TextEdit } from './edits.ts';
import type { ByHand, Merged } from './merged.ts';
import type { FileText } from './yaml-source.ts';

/** A variable that a file has to set. */
export interface PlannedVariable {
  readonly name: string;
  readonly value: string;
}

/**
 * Sets variables in an env file: the last line that sets a name is the one that counts. What is missing is added at the
 * end. A value that another variable fills in stays.
 */
export function mergeEnv(
  { name, text: whole }: FileText,
  app: string,
  planned: readonly PlannedVariable[],
): Merged {
  const mark = whole.startsWith('\ufeff') ? '\ufeff' : '';
  const text = whole.slice(mark.length);
  const reading = readEnv(text);
  const last = new Map<string, ReadEntry>();
  for (const entry of reading.entries) last.set(String(entry.path[0]), entry);
  const edits: TextEdit[] = [];
  const missing: string[] = [];
  const byHand: ByHand[] = [];
  const notes: string[] = [];
  const end = lineOf(text, text.length);
  const leave = (line: number, reason: string, lines: readonly string[], where: string): void => {
    byHand.push({ app, file: name, line, where, reason, lines });
  };
  // An open quote takes everything behind it into its value.
  const broken = reading.problems.find(({ severity }) => severity === 'error');
  for (const { name: variable, value } of planned) {
    const entry = last.get(variable);
    if (entry?.value === value) continue;
    const written = envValue(value);
    if (!written.ok) {
      leave(entry?.span.line ?? end, written.error.message, [], variable);
      continue;
    }
    const line = `${variable}=${written.value}`;
    if (broken) leave(broken.span.line, `${broken.message} Mend it first`, [line], variable);
    else if (entry === undefined) missing.push(line);
    else if (entry.value === null || entry.interpolates !== undefined)
      notes.push(
        `${name}, line ${entry.key.line}: “${variable}” is filled in from elsewhere, so it stays. See that it gives the value that is meant.`,
      );
    else edits.push({ at: entry.span.offset, length: entry.span.length, text: written.value });
  }
  if (byHand.length > 0) {
    const done = [...edits.map(({ text: one }) => one), ...missing];
    if (done.length > 0) leave(end, 'it goes together with the others', missing, 'at the end');
    return { files: [{ name, before: text, after: text, mark, edits: [] }], byHand, notes };
  }
  if (missing.length > 0)
    edits.push(linesBelow(text, Math.max(0, text.endsWith('\n') ? text.length - 1 : text.length), missing));
  return { files: [{ name, before: text, after: applyEdits(text, edits), mark, edits }], byHand, notes };
}
