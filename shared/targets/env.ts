import type { Line, Why } from '../render/types.ts';
import { fail, ok, type Result } from '../result.ts';
import { MAX_ENTRIES, named, type Reading, readWithin, variablesIn } from './reading.ts';

/** One variable of an env file. */
export interface EnvVariable {
  readonly name: string;
  readonly value: string;
  readonly why?: Why;
}

/**
 * True if python-dotenv replaces something in a value, quoted or not: `${NAME}` and `${NAME:-default}`. In one pass,
 * because a value may be long.
 */
function isInterpolated(value: string): boolean {
  const last = value.lastIndexOf('}');
  let from = 0;
  for (const { index, 0: sign } of value.matchAll(/[}:]/g)) {
    const isEnd = sign === '}' || (value[index + 1] === '-' && index < last);
    if (isEnd && value.slice(from, index).includes('${')) return true;
    from = index + 1;
  }
  return false;
}

/**
 * Writes a value for use after `NAME=`, so that python-dotenv and the `env_file` reader of Docker Compose
 * both read exactly the same text back. Their quoting rules differ, so this uses the simplest form that works
 * for both:
 *
 * - unquoted, if no character is special to either (also right for `docker run --env-file`, which
 *   has no quotes);
 * - single quotes, inside which Compose does not replace `$`;
 * - double quotes with escapes, for line breaks, apostrophes and backslashes, but never for `$`, because only
 *   Compose would replace it there;
 * - unquoted again for a backslash at the end, which would escape a closing quote.
 *
 * Fails with `env-value-not-expressible` if no form works for both: a `$` together with backslashes that need
 * escaping, `${…}`, a NUL, half a surrogate pair. Sources: theskumar/python-dotenv src/dotenv/parser.py and
 * variables.py@1.2, compose-spec/compose-go dotenv/parser.go@2.16.
 */
export function envValue(value: string): Result<string> {
  if (value === '') return ok('');
  if (/^[A-Za-z0-9_./:@%+,=~^*?-]+$/.test(value)) return ok(value);
  if (/\0|\p{Surrogate}/u.test(value))
    return notExpressible('it holds a character that no environment can carry');
  if (isInterpolated(value))
    return notExpressible('it holds a “$” before braces, which some readers replace');
  const oneLine = !/[\r\n]/.test(value);
  if (oneLine && !/['\\]/.test(value)) return ok(`'${value}'`);
  if (!value.includes('$') && !value.endsWith('\\')) return ok(`"${doubleQuoted(value)}"`);
  if (isBareWord(value)) return ok(value);
  // A backslash is read literally only if no other backslash or quote follows it.
  if (oneLine && !/\\(?=[\\']|$)/.test(value)) return ok(`'${value.replaceAll("'", "\\'")}'`);
  return notExpressible('its “$”, quotes and backslashes are read differently by each reader');
}

/** The lines of a variable. One that can't be written becomes a comment that says so, never a wrong value. */
export function envLines({ name, value, why }: EnvVariable): Line[] {
  const text = envValue(value);
  const line: Line = {
    text: text.ok ? `${name}=${text.value}` : `# ${name} is missing: ${text.error.message}`,
  };
  return [why === undefined ? line : { ...line, why }];
}

/** The variables whose values can't be written into an env file, by name, with the reason. */
export function envFailures(variables: readonly EnvVariable[]): readonly { name: string; message: string }[] {
  return variables.flatMap(({ name, value }) => {
    const text = envValue(value);
    return text.ok ? [] : [{ name, message: text.error.message }];
  });
}

/** Text as comment lines of an env file. */
export const envComment = (text: string): Line[] =>
  text.split(/[\r\n]+/).map((line) => ({ text: line === '' ? '#' : `# ${line}` }));

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '"': '\\"', '\n': '\\n', '\r': '\\r' };

const doubleQuoted = (value: string): string =>
  value.replace(/[\\"\n\r]/g, (character) => ESCAPES[character]!);

/** Printable ASCII that neither reader trims, unquotes, replaces or reads as a comment. */
const isBareWord = (value: string): boolean => /^[!-~]+$/.test(value) && !/^['"#]|\$/.test(value);

const notExpressible = (reason: string) =>
  fail(
    'env-value-not-expressible',
    `The value can’t be written into an env file: ${reason}. Choose one of letters and digits, or set it in the compose file.`,
  );

/** One variable as a reader of env files takes it. */
interface Assignment {
  readonly name: string;
  readonly nameAt: number;
  /** Undefined if only the name is there: the value comes from the reader’s own environment. */
  readonly value: string | undefined;
  readonly from: number;
  readonly to: number;
  readonly quoted: 'none' | 'single' | 'double';
}

/** What a reader of env files finds in a text: variables, and places where it gives up. */
interface EnvScan {
  readonly assignments: readonly Assignment[];
  readonly flaws: readonly { readonly code: string; readonly message: string; readonly at: number }[];
}

/**
 * The variables of an env file, as `env_file` of Docker Compose reads them. Where python-dotenv reads another value,
 * `differs` says so. `$NAME` and `${NAME}` stay as text. A name that is there twice is two entries; the last counts.
 */
export const readEnv = (text: string): Reading =>
  readWithin(text, (findings) => {
    const { assignments, flaws } = scanAsCompose(text);
    const other = new Map(scanAsPython(text).map((one) => [one.name, pythonValue(one)]));
    for (const { code, message, at } of flaws)
      findings.problem(code, 'error', message, at, lineEnd(text, at));
    const seen = new Set<string>();
    for (const { name, nameAt, value, from, to, quoted } of assignments) {
      if (seen.has(name))
        findings.problem(
          'env-name-twice',
          'warning',
          `${named(name)} is set again; the last one counts.`,
          nameAt,
          nameAt + name.length,
        );
      seen.add(name);
      const variables =
        quoted === 'single' || value === undefined ? [] : variablesIn(value.replaceAll('$$', ''));
      findings.add({
        path: [name],
        value: value === undefined ? null : quoted === 'single' ? value : value.replaceAll('$$', '$'),
        span: findings.span(from, to),
        key: findings.span(nameAt, nameAt + name.length),
        quoted,
        ...(variables.length === 0 ? {} : { interpolates: variables }),
      });
    }
    // Only the last value of a name counts, so only that is compared.
    const last = new Map(findings.entries.map((entry, index) => [entry.path[0] as string, index]));
    for (const [name, index] of last) {
      const entry = findings.entries[index]!;
      if (other.get(name) !== (entry.value ?? undefined) && entry.interpolates === undefined)
        findings.entries[index] = { ...entry, differs: true };
    }
  });

/** The value, or undefined where it would depend on the environment. */
const pythonValue = ({ value }: Pick<Assignment, 'value'>): string | undefined =>
  value === undefined || isInterpolated(value) ? undefined : value;

const lineEnd = (text: string, at: number): number => {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
};

const GO_ESCAPES: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  '"': '"',
};

/** compose-go dotenv/parser.go@2.16. It stops at the first mistake; here the next line is tried. */
function scanAsCompose(text: string): EnvScan {
  const assignments: Assignment[] = [];
  const flaws: EnvScan['flaws'][number][] = [];
  let at = text.startsWith('\ufeff') ? 1 : 0;
  const skip = (pattern: RegExp): void => {
    pattern.lastIndex = at;
    at += pattern.exec(text)?.[0].length ?? 0;
  };
  for (;;) {
    skip(/\s*/y);
    if (at >= text.length || assignments.length > MAX_ENTRIES) return { assignments, flaws };
    if (text[at] === '#') {
      at = lineEnd(text, at);
      continue;
    }
    skip(/export[\t\v\f\r \u0085\u00a0]+(?=[^=:\s])/y);
    const nameAt = at;
    const name = /[\p{L}\p{N}_.\-[\]]+/uy;
    name.lastIndex = at;
    const word = name.exec(text)?.[0] ?? '';
    at += word.length;
    skip(/[\t\v\f\r \u0085\u00a0]*/y);
    const sign = text[at];
    if (word === '' || (sign !== '=' && sign !== ':' && sign !== '\n' && sign !== undefined)) {
      flaws.push({
        code: 'env-no-name',
        message: 'This is no NAME=value, so Docker Compose refuses the file.',
        at: nameAt,
      });
      at = lineEnd(text, nameAt);
      continue;
    }
    if (sign === '\n' || sign === undefined) {
      assignments.push({ name: word, nameAt, value: undefined, from: at, to: at, quoted: 'none' });
      continue;
    }
    at++;
    skip(/[\t\v\f\r \u0085\u00a0]*/y);
    const from = at;
    const quote = text[at];
    if (quote === '"' || quote === "'") {
      const end = closing(text, at, quote);
      if (end < 0) {
        flaws.push({ code: 'env-open-quote', message: 'A quote is opened and never closed.', at: from });
        at = lineEnd(text, from);
        continue;
      }
      at = end + 1;
      const kept = text
        .slice(from + 1, end)
        .replace(/\\([\s\S])/g, (pair, sign: string) => (sign === quote ? quote : pair));
      const value =
        quote === "'"
          ? kept
          : kept.replace(/\\([abcfnrtv"\\]|0\d{0,3})/g, (pair, sign: string) => GO_ESCAPES[sign] ?? pair);
      assignments.push({
        name: word,
        nameAt,
        value,
        from,
        to: at,
        quoted: quote === '"' ? 'double' : 'single',
      });
      continue;
    }
    const end = lineEnd(text, at);
    const value = text.slice(at, end).split(' #', 1)[0]!.trimEnd();
    assignments.push({ name: word, nameAt, value, from, to: from + value.length, quoted: 'none' });
    at = end;
  }
}

/** The quote that ends a text which begins at `at`, or -1. A backslash takes the meaning of what follows it. */
function closing(text: string, at: number, quote: string): number {
  for (let index = at + 1; index < text.length; index++) {
    if (text[index] === '\\') index++;
    else if (text[index] === quote) return index;
  }
  return -1;
}

/** Python keeps a backslash before anything else; only a quote after one doesn’t end the text. */
function closingInPython(text: string, at: number, quote: string): number {
  for (let index = at + 1; index < text.length; index++) {
    if (text[index] === '\\' && text[index + 1] === quote && text.indexOf(quote, index + 2) >= 0) index++;
    else if (text[index] === quote) return index;
  }
  return -1;
}

const PYTHON_ESCAPES: Readonly<Record<string, string>> = { ...GO_ESCAPES, "'": "'" };

/** python-dotenv parser.py@1.2. It passes over a line that it doesn’t understand. */
function scanAsPython(text: string): readonly Pick<Assignment, 'name' | 'value'>[] {
  const source = text.replace(/\r\n?/g, '\n');
  const found: Pick<Assignment, 'name' | 'value'>[] = [];
  let at = 0;
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const match = pattern.exec(source)?.[0];
    at += match?.length ?? 0;
    return match;
  };
  for (;;) {
    take(/\s*/y);
    if (at >= source.length || found.length > MAX_ENTRIES) return found;
    const start = at;
    if (source[at] !== '#') {
      take(/export[^\S\n]+/y);
      const name = source[at] === "'" ? take(/'[^']+'/y)?.slice(1, -1) : take(/[^=#\s]+/y);
      take(/[^\S\n]*/y);
      const sign = take(/=[^\S\n]*/y);
      const quote = source[at];
      let value: string | undefined;
      if (name !== undefined && sign !== undefined) {
        if (quote === "'" || quote === '"') {
          const end = closingInPython(source, at, quote);
          const inner = source.slice(at + 1, Math.max(end, at + 1));
          at = end < 0 ? at : end + 1;
          value =
            end < 0
              ? undefined
              : quote === "'"
                ? inner.replace(/\\([\\'])/g, '$1')
                : inner.replace(/\\([\\'"abfnrtv])/g, (_, one: string) => PYTHON_ESCAPES[one]!);
        } else {
          const rest = take(/[^\n]*/y) ?? '';
          const comment = rest.search(/\s#/);
          value = (comment < 0 ? rest : rest.slice(0, comment)).trimEnd();
        }
      }
      const isWhole = take(/(?:[^\S\n]*#[^\n]*)?[^\S\n]*(?:\n|$)/y) !== undefined;
      if (isWhole && name !== undefined && value !== undefined) found.push({ name, value });
      if (isWhole) continue;
      at = Math.max(at, start);
    }
    at = lineEnd(source, at);
  }
}
