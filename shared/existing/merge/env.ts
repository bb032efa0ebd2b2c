import { envValue, readEnv } from '../../targets/env.ts';
import type { ReadEntry } from '../../targets/reading.ts';
import { applyEdits, belowAll, lineOf, type TextEdit } from './edits.ts';
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
  const last = lastOf(text);
  const edits: TextEdit[] = [];
  const additions: TextEdit[] = [];
  const missing: string[] = [];
  const wanted = new Map<string, string>();
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
    wanted.set(variable, value);
    const line = `${variable}=${written.value}`;
    if (broken) leave(broken.span.line, `${broken.message} Mend it first`, [line], variable);
    else if (entry === undefined) missing.push(line);
    else if (entry.value === null || entry.interpolates !== undefined || isCommand(entry)) {
      wanted.delete(variable);
      notes.push(
        `${name}, line ${entry.key.line}: “${variable}” is filled in from elsewhere, so it stays. See that it gives the value that is meant.`,
      );
    } else if (entry.quoted !== 'none' && /^\S/.test(text.slice(entry.span.offset + entry.span.length)))
      leave(entry.span.line, 'something stands right behind the quotes of the value', [line], variable);
    else edits.push({ at: entry.span.offset, length: entry.span.length, text: written.value });
  }
  if (missing.length > 0) additions.push(belowAll(text, missing));
  const after = applyEdits(text, [...edits, ...additions]);
  const odd = byHand.length === 0 ? unexpected(last, lastOf(after), wanted) : undefined;
  if (odd !== undefined) leave(last.get(odd)?.span.line ?? end, 'this can’t be edited safely here', [], odd);
  if (byHand.length > 0) {
    const done = [...edits.map(({ text: one }) => one), ...missing];
    if (done.length > 0) leave(end, 'it goes together with the others', missing, 'at the end');
    return { files: [{ name, before: text, after: text, mark, edits: [] }], byHand, notes };
  }
  return { files: [{ name, before: text, after, mark, edits: [...edits, ...additions] }], byHand, notes };
}

/** A command whose output a shell would put there. */
const isCommand = ({ quoted, value }: ReadEntry): boolean =>
  quoted !== 'single' && typeof value === 'string' && /`|\$\(/.test(value);

const lastOf = (text: string): ReadonlyMap<string, ReadEntry> =>
  new Map(readEnv(text).entries.map((entry) => [String(entry.path[0]), entry]));

/** The first variable that a reader sees otherwise than it should: a planned one, or one that has to stay. */
function unexpected(
  before: ReadonlyMap<string, ReadEntry>,
  now: ReadonlyMap<string, ReadEntry>,
  wanted: ReadonlyMap<string, string>,
): string | undefined {
  return [...new Set([...before.keys(), ...now.keys(), ...wanted.keys()])].find(
    (name) => now.get(name)?.value !== (wanted.get(name) ?? before.get(name)?.value),
  );
}
