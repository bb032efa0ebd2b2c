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
import type { ListEntry, Thing, ThingRequest } from './things.ts';

/** What a product answered when it was asked for a thing. */
export type Found = JsonObject | undefined;

/** The thing in an answer, or undefined. Of several that fit, the first. */
export function foundIn(thing: Pick<Thing, 'read'>, answer: Json): Found {
  const all = thing.read.list === undefined ? [answer] : valuesAtPlace(answer, thing.read.list);
  return all.find(
    (one): one is JsonObject =>
      isObject(one) &&
      Object.entries(thing.read.where).every(([place, text]) =>
        valuesAtPlace(one, place).some((value) => String(value) === text),
      ),
  );
}

/** How addresses name a thing that is there. */
export function keyOf(thing: Pick<Thing, 'key'>, found: Found): string | undefined {
  if (thing.key === undefined || found === undefined) return undefined;
  const [value] = valuesAtPlace(found, thing.key);
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

/** The address with the keys of things in it, or undefined while one is not known. */
export function addressed(url: string, keys: ReadonlyMap<string, string>): string | undefined {
  let lacks = false;
  const full = url.replace(/(?<=\/):([a-z][a-z0-9-]*)/g, (_, id: string) => {
    const key = keys.get(id);
    if (key === undefined) lacks = true;
    return encodeURIComponent(key ?? '');
  });
  return lacks ? undefined : full;
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
}

/**
 * What brings one thing from what was found to what it shall be. Nothing to do gives no request.
 *
 * @param resend also sends secrets that the product doesn't show, as it may have others
 */
export function planThing(thing: Thing, found: Found, resend = false): PlannedThing {
  const wanted = thing.wanted as JsonObject;
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
  const common = { thing, found, comparison };
  if (found === undefined)
    return thing.make === undefined
      ? { ...common, action: 'cannot' }
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
  const place = list.findIndex((one) => foundIn({ read: { url: '', where } }, one) !== undefined);
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
