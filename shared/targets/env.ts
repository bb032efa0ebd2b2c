import type { Line, Why } from '../render/types.ts';
import { fail, ok, type Result } from '../result.ts';

/** One variable of an env file. */
export interface EnvVariable {
  readonly name: string;
  readonly value: string;
  readonly why?: Why;
}

/** What python-dotenv replaces in every value, quoted or not: `${NAME}` and `${NAME:-default}`. */
const INTERPOLATED = /\$\{[^}:]*(?::-[^}]*)?\}/;

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
  if (INTERPOLATED.test(value))
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
