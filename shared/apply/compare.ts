/** Anything that JSON can hold. */
export type Json = null | string | number | boolean | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

/** The names of a value as one text, with slashes between them; a slash in a name is written as in RFC 6901. */
export const pathOf = (steps: readonly (string | number)[]): string =>
  steps.map((step) => String(step).replaceAll('~', '~0').replaceAll('/', '~1')).join('/');
const stepsOf = (path: string): readonly string[] =>
  path.split('/').map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));

/** One value that is not as it shall be. */
export interface Difference {
  /** Its names (`pathOf`). */
  readonly path: string;
  /** Undefined: it is not there, or empty. */
  readonly now: Json | undefined;
  readonly wanted: Json;
  readonly secret: boolean;
}

export interface Comparison {
  readonly differences: readonly Difference[];
  /** Secrets that the product doesn't show: whether they are right is not known. */
  readonly unseen: readonly string[];
  /** What is there beside, by name: nobody touches it. */
  readonly untouched: readonly string[];
}

export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What products leave out of their answers in place of it. */
export const isEmpty = (value: Json | undefined): boolean =>
  value === undefined ||
  value === null ||
  value === '' ||
  value === false ||
  (Array.isArray(value) && value.length === 0) ||
  (isObject(value) && Object.values(value).every(isEmpty));

/**
 * Compares what a thing shall be with what the product answers, value by value. What shall not be anything is not
 * compared. Lists of words have no order; a list of named things is compared by their names, and further ones stay.
 */
export function compare(
  wanted: JsonObject,
  now: JsonObject,
  secrets: readonly string[],
  {
    shows_secrets,
    stated = [],
    includes = [],
  }: {
    shows_secrets?: ShownSecrets;
    stated?: readonly string[];
    includes?: readonly string[];
  } = {},
): Comparison {
  const differences: Difference[] = [];
  const unseen: string[] = [];
  const hidden = new Set(secrets);
  const walk = (path: string, value: Json, is: Json | undefined): void => {
    if (isObject(value)) {
      for (const [name, one] of Object.entries(value))
        walk(`${path}/${pathOf([name])}`, one, isObject(is) ? is[name] : undefined);
      return;
    }
    const secret = hidden.has(path);
    if (secret && isUnseen(is, shows_secrets)) {
      unseen.push(path);
      return;
    }
    const unsaid = is === undefined && stated.includes(path);
    if (!unsaid && isEmpty(value) && isEmpty(is)) return;
    const there = Array.isArray(is) ? is : [];
    const merged = isNamedList(value)
      ? byName(there, value)
      : Array.isArray(value) && includes.includes(path)
        ? [...there, ...value.filter((one) => !there.some((other) => same(one, other)))]
        : value;
    if (unsaid || !same(merged, is)) differences.push({ path, now: is ?? undefined, wanted: merged, secret });
  };
  for (const [name, one] of Object.entries(wanted)) walk(pathOf([name]), one, now[name]);
  return {
    differences,
    unseen,
    untouched: Object.keys(now).filter((name) => !Object.hasOwn(wanted, name) && !isEmpty(now[name])),
  };
}

/** How a secret is answered: as it is, or as a text that matches this as a whole. */
export type ShownSecrets = 'shown' | { readonly masked: string };

/** True if a secret may stand there that is not shown. */
export function isUnseen(value: Json | undefined, shows: ShownSecrets | undefined): boolean {
  if (shows === undefined) return value === undefined || value === null || value === '';
  return shows !== 'shown' && typeof value === 'string' && new RegExp(`^(?:${shows.masked})$`).test(value);
}

type Named = JsonObject & { readonly name: string };
const isNamed = (value: Json): value is Named => isObject(value) && typeof value['name'] === 'string';
const isNamedList = (value: Json): value is readonly Named[] =>
  Array.isArray(value) && value.length > 0 && value.every(isNamed);

/** The list that is there, with these entries in place of those of the same name, which keep what is not said of them. */
function byName(there: readonly Json[], wanted: readonly Named[]): Json {
  const left = new Map(wanted.map((one) => [one.name, one]));
  const kept = there.map((one) => {
    const mine = isNamed(one) ? left.get(one.name) : undefined;
    if (mine === undefined || !isObject(one)) return one;
    left.delete(mine.name);
    return laidOver(one, mine);
  });
  return [...kept, ...left.values()];
}

/** One object over another: what is named in both is as in the upper one. */
export const laidOver = (under: JsonObject, over: JsonObject): JsonObject => ({
  ...under,
  ...Object.fromEntries(
    Object.entries(over).map(([name, value]) => {
      const below = Object.hasOwn(under, name) ? under[name] : undefined;
      return [name, isObject(value) && isObject(below) ? laidOver(below, value) : value];
    }),
  ),
});

/** True if both are the same but for order in lists and for what is empty. */
export function same(a: Json | undefined, b: Json | undefined): boolean {
  if (isEmpty(a) && isEmpty(b)) return true;
  if (Array.isArray(a) && Array.isArray(b)) {
    if (a.length !== b.length) return false;
    const left = [...b];
    return a.every((one) => {
      const at = left.findIndex((other) => same(one, other));
      if (at >= 0) left.splice(at, 1);
      return at >= 0;
    });
  }
  if (isObject(a) && isObject(b))
    return [...new Set([...Object.keys(a), ...Object.keys(b)])].every((name) => same(a[name], b[name]));
  // Products write numbers and switches as text in places.
  return typeof a === 'object' || typeof b === 'object' ? false : String(a) === String(b);
}

/** The values at these paths as one object, to be sent. */
export function treeAt(values: readonly { readonly path: string; readonly value: Json }[]): JsonObject {
  const root: Record<string, unknown> = {};
  for (const { path, value } of values) {
    const steps = stepsOf(path);
    let branch = root;
    for (const step of steps.slice(0, -1)) {
      const next = (Object.hasOwn(branch, step) ? branch[step] : undefined) ?? {};
      Object.defineProperty(branch, step, {
        value: next,
        enumerable: true,
        configurable: true,
        writable: true,
      });
      branch = next as Record<string, unknown>;
    }
    Object.defineProperty(branch, steps.at(-1)!, {
      value,
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  return root as JsonObject;
}

/** What stands at a path with slashes. */
export function valueAt(object: JsonObject, path: string): Json | undefined {
  let at: Json | undefined = object;
  for (const step of stepsOf(path)) at = isObject(at) && Object.hasOwn(at, step) ? at[step] : undefined;
  return at;
}

/** Every value at a place of an answer: names with a dot between them, `*` for each entry of a list. */
export function valuesAtPlace(answer: Json, place: string): readonly Json[] {
  return place.split('.').reduce<readonly Json[]>(
    (all, step) =>
      all.flatMap((one): readonly Json[] => {
        if (step === '*') return Array.isArray(one) ? one : isObject(one) ? Object.values(one) : [];
        return isObject(one) && Object.hasOwn(one, step) ? [one[step]!] : [];
      }),
    [answer],
  );
}

/** What one list has more or less than another; undefined if they are no lists. */
export function listChanges(
  now: Json,
  wanted: Json,
): { readonly gone: readonly Json[]; readonly come: readonly Json[] } | undefined {
  if (!Array.isArray(now) || !Array.isArray(wanted)) return undefined;
  const lacks = (list: readonly Json[], one: Json) => !list.some((other) => same(one, other));
  return { gone: now.filter((one) => lacks(wanted, one)), come: wanted.filter((one) => lacks(now, one)) };
}
