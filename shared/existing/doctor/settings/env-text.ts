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

export interface EnvText {
  readonly variables: readonly Variable[];
  readonly odd: readonly OddLine[];
}

const ASSIGNED = /^(\s*(?:export\s+)?)([^=\s#][^=]*)=(\s*)(.*)$/;
const NAME = /^[A-Za-z_][A-Za-z0-9_.]*$/;

/** True if a value is only the name of another one. */
export const isReference = (value: string): boolean =>
  /^\$(?:[A-Za-z_][A-Za-z0-9_]*|\{[^{}]*\})$/.test(value.trim());

/** Reads an env file as Docker Compose does, and what in it is no variable. */
export function readEnvText(file: ReadFile, text: string): EnvText {
  const variables: Variable[] = [];
  const odd: OddLine[] = [];
  let offset = 0;
  const lines = text.split('\n');
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index]!.replace(/\r$/, '');
    const at = { file, start: offset + (line.length - line.trimStart().length) };
    offset += lines[index]!.length + 1;
    if (/^\s*(?:#.*)?$/.test(line)) continue;
    const dash = /^\s*-\s+([A-Za-z_][\w.]*)\s*[=:]/.exec(line);
    if (dash) {
      odd.push({ at, how: 'dash', name: dash[1]! });
      continue;
    }
    const yaml = /^\s*["']?([A-Za-z_][\w.-]*)["']?\s*:(?:\s|$)/.exec(line);
    const assigned = ASSIGNED.exec(line);
    if (yaml && (!assigned || line.indexOf(':') < line.indexOf('='))) {
      odd.push({ at, how: 'yaml', name: yaml[1]! });
      continue;
    }
    if (!assigned) {
      odd.push({ at, how: 'other' });
      continue;
    }
    const [, , written = '', after = '', rest = ''] = assigned;
    const name = written.trimEnd();
    if (!NAME.test(name)) {
      odd.push({ at, how: 'name', name });
      continue;
    }
    if (name !== written || after !== '') odd.push({ at, how: 'spaced', name });
    const quote = rest[0] === '"' || rest[0] === "'" ? rest[0] : undefined;
    if (quote === undefined) {
      const value = rest.replace(/\s+#.*$/, '').trimEnd();
      variables.push({ name, at, value, raw: rest, dynamic: isReference(value) || value.includes('{{') });
      continue;
    }
    // A value in quotes may run over several lines.
    let whole = rest;
    let last = index;
    let end = closing(whole, quote);
    while (end === undefined && last + 1 < lines.length && last - index < 200) {
      last++;
      whole += `\n${lines[last]!.replace(/\r$/, '')}`;
      end = closing(whole, quote, whole.length - lines[last]!.length - 1);
    }
    if (end === undefined) {
      odd.push({ at, how: 'unclosed', name });
      continue;
    }
    for (let skipped = index + 1; skipped <= last; skipped++) offset += lines[skipped]!.length + 1;
    index = last;
    const inner = whole.slice(1, end);
    const value = quote === '"' ? inner.replace(/\\n/g, '\n').replace(/\\(["\\$])/g, '$1') : inner;
    variables.push({
      name,
      at,
      value,
      raw: whole.slice(0, end + 1),
      quote,
      dynamic: (quote === '"' && isReference(value)) || value.includes('{{'),
    });
  }
  return { variables, odd };
}

/** Where a quote ends, or undefined. Nothing before `from` is looked at again. */
function closing(text: string, quote: string, from = 1): number | undefined {
  for (let at = Math.max(1, from); at < text.length; at++) {
    if (text[at] === '\\' && quote === '"') at++;
    else if (text[at] === quote) return at;
  }
  return undefined;
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
