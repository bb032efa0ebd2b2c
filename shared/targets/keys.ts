import { isPlace } from '../profile/names.ts';
import type { AppProfile, ProfileChoice, ProfileTarget, ProfileValue } from '../profile/schema.ts';
import { hasVariable } from '../profile/template.ts';
import { choicesOf } from '../profile/value.ts';
import { atLeast } from '../version.ts';
import type { Observed } from './match.ts';
import type { ReadEntry, ReadPath, Span } from './reading.ts';
import { isBelow, type ReadSource, treeAt } from './sources.ts';
import type { FilledJson } from './values.ts';
import { readYamlText } from './yaml.ts';

/** Where something stands, in which text. */
export interface Place {
  readonly source: string;
  /** As the profile names it: a variable, a path with slashes, a label, an option. */
  readonly name: string;
  readonly span: Span;
}

/** One key of a target, with what stands there in one text. */
export interface Key {
  readonly name: string;
  readonly choices: readonly ProfileChoice[];
  readonly observed: Observed;
  readonly place: Place | undefined;
  /** The entries that it is made of. */
  readonly entries: readonly ReadEntry[];
  readonly source: ReadSource;
}

/** Something in a text that can’t be told apart. */
export interface Unclear {
  readonly code: string;
  readonly message: string;
  readonly place: Place;
}

/** The names that a profile has in the environment of its app. */
export const envNames = ({ targets }: AppProfile): readonly string[] =>
  targets.flatMap((target) =>
    'env' in target
      ? Object.keys(target.keys)
      : 'file' in target && target.compose !== undefined
        ? [target.compose.variable]
        : [],
  );

/**
 * Every key of the targets in every text that has some of a target’s keys, whether the key is there or not. What two
 * targets have is one key, which counts as one or the other.
 */
export function keysIn(
  targets: readonly ProfileTarget[],
  sources: readonly ReadSource[],
  unclear: Unclear[],
): Key[] {
  return sources.flatMap((source) => {
    const found = new Map<string, Key>();
    for (const target of targets) {
      const keys = keysOf(target, source, unclear);
      // A text without any of a target’s keys isn’t that target.
      if (keys.every(({ observed }) => observed === undefined)) continue;
      for (const key of keys) {
        const before = found.get(key.name);
        const choices = [...(before?.choices ?? []), ...key.choices.map((one) => both(one, target))];
        found.set(key.name, { ...(before ?? key), choices });
      }
    }
    return [...found.values()];
  });
}

/** The steps of a path in what is sent. A number below its top is a place in a list. */
const stepsOf = (name: string): ReadPath =>
  name.split('/').map((step, index) => (index > 0 && isPlace(step) ? Number(step) : step));

/** A value with the conditions of its target. */
function both(choice: ProfileChoice, target: ProfileTarget): ProfileChoice {
  const all = <T>(one: readonly T[] = [], other: readonly T[] = []): T[] => [...other, ...one];
  const [since] = [choice.since, target.since]
    .filter((one) => one !== undefined)
    .sort((a, b) => (atLeast(a, b) ? -1 : 1));
  const [before] = [choice.before, target.before]
    .filter((one) => one !== undefined)
    .sort((a, b) => (atLeast(a, b) ? 1 : -1));
  return {
    ...choice,
    when: all(choice.when, target.when),
    unless: all(choice.unless, target.unless),
    ...(since === undefined ? {} : { since }),
    ...(before === undefined ? {} : { before }),
  };
}

function keysOf(target: ProfileTarget, source: ReadSource, unclear: Unclear[]): Key[] {
  const { format } = source.source;
  if ('env' in target)
    return format === 'env' || format === 'compose' ? named(target.keys, source, (name) => [name]) : [];
  if ('screen' in target) return format === 'screen' ? named(target.fields, source, (name) => [name]) : [];
  if ('http' in target)
    return format === 'http' || format === 'json' ? named(target.body, source, stepsOf) : [];
  if ('command' in target) return format === 'command' ? commandKeys(target, source) : [];
  const inner = format === target.format ? source : insideVariable(target, source);
  if (inner === undefined) return [];
  const places = itemsOf(Object.keys(target.keys), inner, unclear);
  const keys = named(target.keys, inner, (name) => pathOf(name, places)).map((key) =>
    unescaped(key, target.escapes),
  );
  // A name that holds variables tells what they are.
  const names = [...places].flatMap(([above, step]): Key[] => {
    const template = Object.keys(target.keys)
      .find((one) => one.startsWith(`${above}/{`))
      ?.split('/')[above.split('/').length];
    if (typeof step !== 'string' || template === undefined) return [];
    const name = `${above}/${template}`;
    const entries = inner.entries.filter((one) =>
      isBelow(one.path, [...(pathOf(above, places) ?? []), step]),
    );
    return [keyFrom(`${name} (name)`, template, inner, entries, step)];
  });
  return [...keys, ...names];
}

/** A file that stands in a variable of a compose file. Its places are those of the variable. */
function insideVariable(
  target: Extract<ProfileTarget, { file: string }>,
  source: ReadSource,
): ReadSource | undefined {
  if (source.source.format !== 'compose' || target.format !== 'yaml') return undefined;
  const entry = source.entries.find(({ path }) => path[0] === target.compose?.variable);
  if (entry === undefined) return undefined;
  const { entries } = readYamlText(String(entry.value));
  return { ...source, entries: entries.map((one) => ({ ...one, span: entry.span, key: entry.key })) };
}

/** A value without what the profile escapes in it. */
function unescaped(key: Key, escapes: Readonly<Record<string, string>> = {}): Key {
  const plain = (value: FilledJson): FilledJson => {
    if (typeof value === 'string')
      return Object.entries(escapes).reduce((text, [from, to]) => text.replaceAll(to, from), value);
    if (typeof value !== 'object') return value;
    return Array.isArray(value)
      ? value.map(plain)
      : Object.fromEntries(Object.entries(value).map(([name, one]) => [name, plain(one)]));
  };
  return key.observed === undefined ? key : { ...key, observed: plain(key.observed) };
}

const named = (
  values: Readonly<Record<string, ProfileValue>>,
  source: ReadSource,
  path: (name: string) => ReadPath | undefined,
): Key[] =>
  Object.entries(values).flatMap(([name, value]) => {
    // One without a value only explains what is below it.
    if (choicesOf(value).every((one) => one.value === undefined && one.json === undefined)) return [];
    const at = path(name);
    const entries = at === undefined ? [] : source.entries.filter((one) => isBelow(one.path, at));
    return [keyFrom(name, value, source, entries, at === undefined ? undefined : treeAt(entries, at))];
  });

function keyFrom(
  name: string,
  value: ProfileValue,
  source: ReadSource,
  entries: readonly ReadEntry[],
  observed: Observed,
): Key {
  const first = entries.at(-1);
  return {
    name,
    choices: choicesOf(value),
    observed,
    place: first === undefined ? undefined : { source: source.source.name, name, span: entries[0]!.span },
    entries,
    source,
  };
}

/** True for a step that is looked for in the file: a place in a list, or a name with variables. */
const isFound = (step: string): boolean => isPlace(step) || hasVariable(step);

/** The steps of a path in the keys of a file. A number is the item that was found for it. */
function pathOf(
  name: string,
  places: ReadonlyMap<string, number | string | undefined>,
): ReadPath | undefined {
  const steps: (string | number)[] = [];
  let above = '';
  for (const step of name.split('/')) {
    if (isFound(step) && places.has(above)) {
      const item = places.get(above);
      if (item === undefined) return undefined;
      steps.push(item);
    } else steps.push(isPlace(step) ? Number(step) : step);
    above = above === '' ? step : `${above}/${step}`;
  }
  return steps;
}

/**
 * For each list that the profile writes one entry of: the item that has the most of its keys. If two have as many,
 * none is taken.
 */
function itemsOf(
  names: readonly string[],
  source: ReadSource,
  unclear: Unclear[],
): ReadonlyMap<string, number | string | undefined> {
  const found = new Map<string, number | string | undefined>();
  for (const name of names) {
    const steps = name.split('/');
    const at = steps.findIndex(isFound);
    if (at < 0) continue;
    const above = steps.slice(0, at).join('/');
    if (found.has(above) || names.some((one) => one.startsWith(`${above}/1/`))) continue;
    const list = pathOf(above, found) ?? [];
    const items = source.entries.filter(
      (one) =>
        isBelow(one.path, list) &&
        typeof one.path[list.length] === (isPlace(steps[at]!) ? 'number' : 'string'),
    );
    const inside = names
      .filter((one) => one.startsWith(`${above}/${steps[at]}/`))
      .map((one) => one.split('/').slice(at + 1));
    const counts = new Map<number | string, number>();
    for (const { path } of items) {
      const index = path[list.length]!;
      const hit = inside.some((one) => isBelow(path.slice(list.length + 1), one));
      counts.set(index, (counts.get(index) ?? 0) + (hit ? 1 : 0));
    }
    const [first, second] = [...counts].sort(([, a], [, b]) => b - a);
    const isClear = second === undefined || second[1] < first![1];
    found.set(
      above,
      isClear ? (first?.[0] ?? (isPlace(steps[at]!) ? Number(steps[at]) : steps[at]!)) : undefined,
    );
    if (!isClear)
      unclear.push({
        code: 'several-entries',
        message: `There are ${counts.size} entries here that look alike, so none of them is read.`,
        place: { source: source.source.name, name: above, span: items[0]!.span },
      });
  }
  return found;
}

/** A command as its options and the words between them, each with what stands there. */
function commandKeys(target: Extract<ProfileTarget, { command: unknown }>, source: ReadSource): Key[] {
  const args = target.command.map((one) => choicesOf(one));
  const literal = (choices: readonly ProfileChoice[]): string | undefined =>
    choices.length === 1 && typeof choices[0]!.value === 'string' && !/\{[a-z]/.test(choices[0]!.value)
      ? choices[0]!.value
      : undefined;
  const first = literal(args[0]!) ?? '';
  const words = args
    .slice(
      0,
      args.findIndex((one) => literal(one) === undefined || literal(one)!.startsWith('-')),
    )
    .flatMap((one) => literal(one) ?? []);
  const commands = [...new Set(source.entries.map(({ path }) => path[0] as number))].map((index) =>
    source.entries.filter(({ path }) => path[0] === index),
  );
  for (const all of commands) {
    const texts = all.map(({ value }) => String(value));
    const start = texts.findIndex((_, at) => words.every((word, index) => texts[at + index] === word));
    if (start < 0 || first === '') continue;
    return argumentKeys(args, all.slice(start), source);
  }
  return [];
}

function argumentKeys(
  args: readonly (readonly ProfileChoice[])[],
  there: readonly ReadEntry[],
  source: ReadSource,
): Key[] {
  const keys: Key[] = [];
  const used = new Set<ReadEntry>();
  const text = (choices: readonly ProfileChoice[]): string => String(choices[0]!.value ?? '');
  const key = (
    name: string,
    choices: readonly ProfileChoice[],
    entry: ReadEntry | undefined,
    observed: Observed,
  ): void => {
    keys.push(keyFrom(name, [...choices], source, entry === undefined ? [] : [entry], observed));
  };
  const words: (readonly ProfileChoice[])[] = [];
  for (let at = 0; at < args.length; at++) {
    const option = /^(--?[A-Za-z][^\s={]*)(=)?/.exec(text(args[at]!));
    if (option === null) {
      words.push(args[at]!);
      continue;
    }
    const [, name, equals] = option;
    const next = args[at + 1];
    const isPair =
      equals === undefined && text(args[at]!) === name && next !== undefined && !text(next).startsWith('-');
    const joined = there.find((one) => String(one.value).startsWith(`${name}=`));
    const alone = there.findIndex((one) => one.value === name);
    if (isPair) {
      const value = joined ?? (alone < 0 ? undefined : there[alone + 1]);
      if (alone >= 0 && joined === undefined) used.add(there[alone]!);
      if (value) used.add(value);
      key(
        name!,
        next,
        value,
        value === undefined
          ? undefined
          : joined
            ? String(value.value).slice(name!.length + 1)
            : (value.value ?? undefined),
      );
      at++;
    } else if (equals !== undefined) {
      const value = joined ?? (alone < 0 ? undefined : there[alone + 1]);
      if (alone >= 0 && joined === undefined) used.add(there[alone]!);
      if (value) used.add(value);
      key(
        name!,
        args[at]!,
        value,
        value === undefined
          ? undefined
          : joined
            ? (value.value ?? undefined)
            : `${name}=${String(value.value)}`,
      );
    } else {
      const value = alone < 0 ? undefined : there[alone];
      if (value) used.add(value);
      key(name!, args[at]!, value, value?.value ?? undefined);
    }
  }
  const rest = there.filter((one) => !used.has(one));
  for (const [index, choices] of words.entries())
    key(`argument ${index + 1}`, choices, rest[index], rest[index]?.value ?? undefined);
  return keys;
}
