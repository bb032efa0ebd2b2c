import { isSecretKey } from '../../../workspace/secret-looks.ts';
import type { Variable } from './env-text.ts';

/** Values of variables that other files take from here. */
export type KnownVariables = ReadonlyMap<string, string>;

const REFERENCE = /\$\{([A-Za-z_]\w*)(?:(:?[-?+])([^{}]*))?\}|\$([A-Za-z_]\w*)/g;
/** A longer text is no value. */
const MOST = 10_000;
/** How often a value may be made of others. */
const ROUNDS = 5;

/**
 * A text with the values of the variables that it names, as Compose fills them in; undefined if one of them isn’t known.
 * What counts without a value (`${NAME:-text}`) is taken, unless the text is a secret: such a one is only an example.
 */
export function interpolated(name: string, text: string, known: KnownVariables): string | undefined {
  if (text.length > MOST || text.includes('$$')) return undefined;
  let lacks = false;
  const filled = text.replace(
    REFERENCE,
    (_, braced: string | undefined, sign: string | undefined, other: string | undefined, bare: string) => {
      const value = known.get(braced ?? bare);
      if (value !== undefined && value !== '' && sign?.includes('+') !== true) return value;
      if (sign?.includes('-') === true && other !== undefined && other !== '' && !isSecretKey(name))
        return other;
      lacks = true;
      return '';
    },
  );
  return lacks || filled.includes('$') ? undefined : filled;
}

/** The names of the variables that a text is made of and that are not known. */
export const unknownIn = (text: string, known: KnownVariables): readonly string[] => [
  ...new Set(
    [...text.slice(0, MOST).matchAll(REFERENCE)].flatMap(([, braced, , , bare]) => {
      const name = braced ?? bare!;
      return known.has(name) ? [] : [name];
    }),
  ),
];

/** What env files set, and nothing that two of them set differently. */
export function knownVariables(all: readonly Variable[]): KnownVariables {
  const known = new Map<string, string>();
  const open: Variable[] = [];
  const twice = new Set<string>();
  const put = (name: string, value: string): void => {
    const before = known.get(name);
    if (before !== undefined && before !== value) twice.add(name);
    known.set(name, value);
  };
  for (const variable of all) {
    if (variable.quote === "'" || !/\$/.test(variable.raw)) put(variable.name, variable.value);
    else open.push(variable);
  }
  let left: readonly Variable[] = open;
  for (let round = 0; round < ROUNDS && left.length > 0; round++)
    left = left.filter(({ name, value }) => {
      const filled = interpolated(name, value, known);
      if (filled !== undefined) put(name, filled);
      return filled === undefined;
    });
  for (const name of twice) known.delete(name);
  return known;
}
