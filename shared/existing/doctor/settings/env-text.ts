import type { ReadEntry, Reading, ReadProblem } from '../../../targets/reading.ts';
import type { Place, ReadFile } from '../tree.ts';

/** One variable of an environment, as a file states it. */
export interface Variable {
  readonly name: string;
  /** Where its line begins. */
  readonly at: Place;
  /** What the program gets, as far as the file says it. */
  readonly value: string;
  /** What stands after the equals sign or colon, with quotes. */
  readonly raw: string;
  readonly quote?: '"' | "'";
  /** Taken from elsewhere when it is read, such as `${NAME}`, or by a template. */
  readonly dynamic: boolean;
}

/** A line of an env file that is no variable. */
export interface OddLine {
  readonly at: Place;
  readonly how: 'yaml' | 'dash' | 'name' | 'unclosed' | 'spaced' | 'other';
  readonly name?: string;
}

const ASSIGNED = /^(\s*(?:export\s+)?)([^=\s#][^=]*)=(\s*)/;
const NAME = /^[A-Za-z_][A-Za-z0-9_.]*$/;

/** True if a value is only the name of another one. */
export const isReference = (value: string): boolean =>
  /^\$(?:[A-Za-z_][A-Za-z0-9_]*|\{[^{}]*\})$/.test(value.trim());

/** The variables of an env file as Compose hands them over, and the lines of it that are none. */
export function variablesOfText(
  file: ReadFile,
  text: string,
  { entries, problems }: Reading,
): { readonly variables: readonly Variable[]; readonly odd: readonly OddLine[] } {
  const odd = new OddLines(file, text, entries, problems);
  const variables = entries.flatMap((entry): Variable[] => {
    const name = String(entry.path[0]);
    const { offset, length } = entry.span;
    const start = lineStart(text, entry.key.offset);
    if (odd.isNone(start) || entry.value === null) return [];
    const value = String(entry.value);
    const quote = entry.quoted === 'double' ? '"' : entry.quoted === 'single' ? "'" : undefined;
    const raw =
      quote === undefined
        ? text.slice(offset, lineEnd(text, offset)).replace(/\r$/, '')
        : text.slice(offset, offset + length);
    const written = quote === undefined ? text.slice(offset, offset + length) : value;
    return [
      {
        name,
        at: { file, start },
        value,
        raw,
        ...(quote === undefined ? {} : { quote }),
        dynamic: (quote !== "'" && isReference(written)) || value.includes('{{'),
      },
    ];
  });
  return { variables, odd: odd.lines };
}

/** Where the first sign of a line stands that is no blank. */
function lineStart(text: string, at: number): number {
  const start = text.lastIndexOf('\n', at - 1) + 1;
  let sign = start;
  while (sign < at && /[ \t]/.test(text[sign]!)) sign++;
  return sign;
}

const lineEnd = (text: string, at: number): number => {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
};

/** The lines that are no variables, or strange ones. What stands in quotes over several lines is part of a value. */
class OddLines {
  readonly lines: OddLine[] = [];
  readonly #none = new Set<number>();

  constructor(file: ReadFile, text: string, entries: readonly ReadEntry[], problems: readonly ReadProblem[]) {
    const unclosed = new Set(
      problems.flatMap(({ code, span }) => (code === 'env-open-quote' ? [lineStart(text, span.offset)] : [])),
    );
    const ends = entries.map(({ span }) => [span.offset, span.offset + span.length] as const);
    let within = 0;
    let offset = 0;
    for (const whole of text.split('\n')) {
      const line = whole.replace(/\r$/, '');
      const start = offset + (line.length - line.trimStart().length);
      const from = offset;
      offset += whole.length + 1;
      while (within < ends.length && ends[within]![1] < from) within++;
      const isInside = within < ends.length && ends[within]![0] < from;
      if (isInside || /^\s*(?:#.*)?$/.test(line)) continue;
      const found = oddOf(line, unclosed.has(start));
      if (found === undefined) continue;
      this.lines.push({ at: { file, start }, ...found });
      if (found.how !== 'spaced') this.#none.add(start);
    }
  }

  /** True for the beginning of a line that sets nothing. */
  isNone(start: number): boolean {
    return this.#none.has(start);
  }
}

function oddOf(line: string, isUnclosed: boolean): Omit<OddLine, 'at'> | undefined {
  const dash = /^\s*-\s+([A-Za-z_][\w.]*)\s*[=:]/.exec(line);
  if (dash) return { how: 'dash', name: dash[1]! };
  const yaml = /^\s*["']?([A-Za-z_][\w.-]*)["']?\s*:(?:\s|$)/.exec(line);
  const assigned = ASSIGNED.exec(line);
  if (yaml && (!assigned || line.indexOf(':') < line.indexOf('='))) return { how: 'yaml', name: yaml[1]! };
  if (!assigned) return { how: 'other' };
  const [whole, , written = '', after = ''] = assigned;
  const name = written.trimEnd();
  if (!NAME.test(name)) return { how: 'name', name };
  if (isUnclosed) return { how: 'unclosed', name };
  // A comment behind an empty value is none of its blanks.
  const isSpaced = name !== written || (after !== '' && !/^(?:#.*)?$/.test(line.slice(whole.length)));
  return isSpaced ? { how: 'spaced', name } : undefined;
}

/** True for a text whose lines are mostly variables of an environment. */
export function looksLikeEnv(text: string): boolean {
  let env = 0;
  let other = 0;
  let seen = 0;
  for (const line of text.split('\n', 400)) {
    if (/^\s*(?:#.*)?\r?$/.test(line)) continue;
    seen++;
    if (/^(?:export\s+)?[A-Za-z_][A-Za-z0-9_.:-]*\s*=/.test(line)) env++;
    else other++;
    if (seen === 1 && env === 0) return false;
  }
  return env >= 1 && env >= other / 4;
}
