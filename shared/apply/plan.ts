import {
  type Comparison,
  compare,
  isObject,
  type Json,
  type JsonObject,
  laidOver,
  pathOf,
  treeAt,
  valueAt,
  valuesAtPlace,
} from './compare.ts';
import type { Find, KeyUse, ListEntry, Thing, ThingRequest } from './things.ts';

/** What a product answered when it was asked for a thing. */
export type Found = JsonObject | undefined;
/** What names something at a product. */
export type Key = string | number;
/** The keys that are known, by the id of what has them: several where one is looked up for each entry of a list. */
export type Keys = ReadonlyMap<string, readonly Key[]>;

/** The thing in an answer, or undefined. Of several that fit, the first. */
export function foundIn(thing: { readonly read: Pick<Find['read'], 'list' | 'where'> }, answer: Json): Found {
  const all = thing.read.list === undefined ? [answer] : valuesAtPlace(answer, thing.read.list);
  return all.find(
    (one): one is JsonObject =>
      isObject(one) &&
      Object.entries(thing.read.where).every(([place, text]) =>
        valuesAtPlace(one, place).some((value) => String(value) === text),
      ),
  );
}

/** What is compared of a thing: all of it, or what is sent and shown under another name. */
export function shownOf({ read: { shows } }: Pick<Thing, 'read'>, found: Found): Found {
  if (shows === undefined || found === undefined) return found;
  return Object.fromEntries(
    Object.entries(shows).flatMap(([name, place]) => {
      const values = valuesAtPlace(found, place);
      if (place.split('.').includes('*')) return [[name, values]];
      return values.length === 0 ? [] : [[name, values[0]!]];
    }),
  );
}

/** How addresses and bodies name a thing that is there. */
export function keyOf(thing: { readonly key?: string }, found: Found): Key | undefined {
  if (thing.key === undefined || found === undefined) return undefined;
  const [value] = valuesAtPlace(found, thing.key);
  return typeof value === 'string' || typeof value === 'number' ? value : undefined;
}

const KEY_IN_ADDRESS = /(?<=[/=]):([a-z][a-z0-9-]*)/g;

/** The address with the keys that are known in it. */
const filledIn = (url: string, keys: Keys): string =>
  url.replace(KEY_IN_ADDRESS, (whole, id: string) => {
    const [key] = keys.get(id) ?? [];
    return key === undefined ? whole : encodeURIComponent(key);
  });

/** The address with the keys of things in it, or undefined while one is not known. */
export function addressed(url: string, keys: Keys): string | undefined {
  const full = filledIn(url, keys);
  return full.search(KEY_IN_ADDRESS) < 0 ? full : undefined;
}

/** What stands for keys in a body. Those that nobody knows yet stand there as in an address: `:client`. */
export function keysFor({ of, list }: Omit<KeyUse, 'path'>, keys: Keys): Json | undefined {
  const all = of.flatMap((id): readonly Key[] => keys.get(id) ?? [`:${id}`]);
  return list ? all : all[0];
}

/**
 * The thing with the keys that are known: in its body, and of others in its addresses. What is left of its `keys` is
 * known once it is made.
 */
export function withKeys(thing: Thing, keys: Keys): Thing {
  const others: Keys = new Map([...keys].filter(([id]) => id !== thing.id));
  const { read, make, change, remove, keys: uses = [] } = thing;
  const url = <R extends ThingRequest>(one: R): R => ({ ...one, url: filledIn(one.url, others) });
  const filled = uses.flatMap((use) => {
    const value = keysFor(use, keys);
    return value === undefined ? [] : [{ path: use.path, value }];
  });
  return {
    ...thing,
    read: { ...read, url: filledIn(read.url, others) },
    ...(make === undefined ? {} : { make: url(make) }),
    ...(change === undefined ? {} : { change: url(change) }),
    ...(remove === undefined ? {} : { remove: url(remove) }),
    wanted: laidOver(thing.wanted, treeAt(filled)),
    keys: uses.filter(({ of }) => of.some((id) => !keys.has(id))),
  };
}

export interface PlannedRequest extends ThingRequest {
  /** Undefined: nothing is sent with it. */
  readonly body: JsonObject | undefined;
  /** Those values of it that make a difference; the others are sent again as they are. */
  readonly differing: JsonObject;
}

/** What is going to be done about one thing. */
export interface PlannedThing {
  readonly thing: Thing;
  /**
   * `keep`: it is as it shall be. `cannot`: it is there and differs, and the product has no request that changes it.
   * `remove`: a former thing of the kind, which a later one replaced.
   */
  readonly action: 'make' | 'change' | 'remove' | 'keep' | 'cannot';
  readonly found: Found;
  readonly comparison: Comparison;
  readonly request?: PlannedRequest;
  /** What was looked up for it, with its key. */
  readonly looked_up?: readonly { readonly title: string; readonly key: Key }[];
  /** What was not there and is left out, as what a person does about it. */
  readonly lacks?: readonly string[];
}

/**
 * What brings one thing from what was found to what it shall be. Nothing to do gives no request.
 *
 * @param resend also sends secrets that the product doesn't show, as it may have others
 * @param coming what it is a part of is going to be made
 */
export function planThing(thing: Thing, there: Found, resend = false, coming = false): PlannedThing {
  const { wanted } = thing;
  const found = there ?? (coming ? {} : undefined);
  if (thing.former)
    return {
      thing,
      found,
      comparison: { differences: [], unseen: [], untouched: [] },
      ...(found === undefined || thing.remove === undefined
        ? { action: 'keep' }
        : { action: 'remove', request: { ...thing.remove, body: undefined, differing: {} } }),
    };
  const seen = compare(thing.wanted, found ?? {}, thing.secrets, thing);
  // What no request changes is found by the secret itself, so it has the right one.
  const again = resend && found !== undefined && thing.change !== undefined ? seen.unseen : [];
  const comparison: Comparison = {
    ...seen,
    differences: [
      ...seen.differences,
      ...again.map((path) => ({ path, now: undefined, wanted: valueAt(wanted, path) ?? '', secret: true })),
    ],
  };
  const common = { thing, found: there, comparison };
  if (found === undefined)
    return thing.make === undefined
      ? { ...common, action: Object.keys(wanted).length === 0 ? 'keep' : 'cannot' }
      : { ...common, action: 'make', request: { ...thing.make, body: wanted, differing: wanted } };
  if (comparison.differences.length === 0) return { ...common, action: 'keep' };
  const { change } = thing;
  if (change === undefined || comparison.differences.some(({ path }) => thing.fixed?.includes(path)))
    return { ...common, action: 'cannot' };
  const differing = treeAt(comparison.differences.map(({ path, wanted: value }) => ({ path, value })));
  // What is not shown would be emptied, too.
  const unseen = treeAt(seen.unseen.map((path) => ({ path, value: valueAt(wanted, path) ?? '' })));
  return {
    ...common,
    action: 'change',
    request: {
      ...requestOf(change),
      body: bodyFor(change.whole, laidOver(found, unseen), differing),
      differing,
    },
  };
}

/**
 * The body that sends a list with one entry in place of the one that is there, after the others, or without it.
 *
 * @param entry undefined removes it
 * @returns undefined if it can't be removed without mixing up what the others don't show
 */
export function listWith(
  { at, where, by_place }: ListEntry,
  answer: Json | undefined,
  entry: JsonObject | undefined,
): JsonObject | undefined {
  const found = isObject(answer) ? valueAt(answer, at) : undefined;
  const list: readonly Json[] = Array.isArray(found) ? found : [];
  const place = list.findIndex((one) => foundIn({ read: { where } }, one) !== undefined);
  if (entry === undefined && by_place && place >= 0 && place < list.length - 1) return undefined;
  const value =
    place < 0
      ? [...list, ...(entry === undefined ? [] : [entry])]
      : list.flatMap((one, index) => (index !== place ? [one] : entry === undefined ? [] : [entry]));
  return treeAt([{ path: at, value }]);
}

/** What a change sends: what differs, and beside it what would be emptied otherwise. */
export function bodyFor(
  whole: boolean | readonly string[],
  found: JsonObject,
  differing: JsonObject,
): JsonObject {
  if (whole === false) return differing;
  const kept = whole === true ? Object.keys(found) : whole.filter((name) => Object.hasOwn(differing, name));
  const there = kept.flatMap((name) => (Object.hasOwn(found, name) ? [[name, found[name]!] as const] : []));
  return laidOver(Object.fromEntries(there), differing);
}

const requestOf = ({ method, url, entry }: ThingRequest): ThingRequest => ({
  method,
  url,
  ...(entry === undefined ? {} : { entry }),
});

const DOTS = '••••••••';

/** A body as it is shown: each secret as dots. */
export function shownBody(body: JsonObject, secrets: readonly string[], path = ''): JsonObject {
  return Object.fromEntries(
    Object.entries(body).map(([name, value]) => {
      const at = path === '' ? pathOf([name]) : `${path}/${pathOf([name])}`;
      if (secrets.includes(at)) return [name, DOTS];
      return [name, isObject(value) ? shownBody(value, secrets, at) : value];
    }),
  );
}
