import { isMap, isSeq, type ParsedNode } from 'yaml';
import { block, entry, item, map, seq, type YamlEntry, type YamlNode } from '../../render/text/yaml-lines.ts';
import {
  addEntry,
  addItem,
  addMissing,
  includes,
  planList,
  planValue,
  reach,
  type Scope,
  type Twice,
  twiceIn,
  type YamlPlan,
} from './yaml-plan.ts';
import {
  asMap,
  followed,
  isNothing,
  lookUp,
  type Plain,
  type PlainMap,
  plainOf,
  type YamlSource,
} from './yaml-source.ts';

/** A value as it is written. Text over several lines becomes a block. */
export function nodeOf(value: Plain): YamlNode {
  if (typeof value === 'string') return value.includes('\n') ? block(value) : value;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return seq((value as readonly Plain[]).map((one) => item(nodeOf(one))));
  return map(...entriesFor(value as PlainMap));
}

const entriesFor = (value: PlainMap): YamlEntry[] => [...value].map(([key, one]) => entry(key, nodeOf(one)));

/**
 * A key of the tree that stands twice where it is looked up. Some programs take the last, some refuse the file, so an
 * edit of one of the two could be without any effect.
 */
export function twiceOnTheWay(source: YamlSource, node: unknown, wanted: PlainMap): Twice | undefined {
  const map = asMap(followed(source, node));
  if (map === undefined) return undefined;
  const here = twiceIn(source, map, new Set(wanted.keys()));
  if (here !== undefined) return here;
  for (const [key, value] of wanted) {
    const below =
      value instanceof Map
        ? twiceOnTheWay(source, lookUp(source, map, key)?.value, value as PlainMap)
        : undefined;
    if (below !== undefined) return below;
  }
  return undefined;
}

/** By these keys an item of a list is recognised. */
const NAMES = ['id', 'name', 'key', 'provider_id', 'provider', 'slug', 'client_id', 'alias'];

/**
 * Plans everything of a tree in a file: maps are joined, single values set, and what lists lack is added to them. An
 * item of a list that has a name is found by it.
 */
export function planTree(
  plan: YamlPlan,
  app: string,
  file: number,
  path: readonly string[],
  wanted: PlainMap,
): void {
  const source = plan.sources[file]!;
  const there = reach(source, path);
  const map = asMap(there.value);
  if (map === undefined || there.blocked !== undefined) {
    for (const one of entriesFor(wanted)) addEntry(plan, app, file, path, one);
    return;
  }
  planMap({ plan, app, file, path, map, refusal: there.refusal }, wanted);
}

function planMap(scope: Scope, wanted: PlainMap): void {
  const { plan, file, path, app } = scope;
  const source = plan.sources[file]!;
  const missing: YamlEntry[] = [];
  for (const [key, value] of wanted) {
    const one = entry(key, nodeOf(value));
    const looked = lookUp(source, scope.map, key);
    const node = followed(source, looked?.value);
    if (value instanceof Map) {
      if (isMap(node) && node.items.length > 0) planTree(plan, app!, file, [...path, key], value as PlainMap);
      else for (const each of entriesFor(value as PlainMap)) addEntry(plan, app, file, [...path, key], each);
    } else if (Array.isArray(value)) {
      if (looked === undefined || isNothing(node) || (isSeq(node) && node.items.length === 0))
        missing.push(...planList(scope, one));
      else if ((value as readonly Plain[]).every((each) => !(each instanceof Map)))
        missing.push(...planList(scope, one));
      else planItems(scope, key, value as readonly Plain[]);
    } else if (value !== null) {
      const single = Array.isArray(one.value) ? undefined : value;
      if (single !== undefined) missing.push(...planValue(scope, { ...one, value: single as string }));
    }
  }
  addMissing(scope, missing);
}

/** A list of maps: those with a name that is there are joined with it, the others come behind the last one. */
function planItems(scope: Scope, key: string, wanted: readonly Plain[]): void {
  const { plan, file, path, app } = scope;
  const source = plan.sources[file]!;
  const own = [...path, key];
  const there = reach(source, own);
  const present = plainOf(source, there.value);
  for (const one of wanted) {
    if (includes(present, one)) continue;
    const index = indexOfNamed(present, one);
    const node = index === undefined || !isSeq(there.value) ? undefined : there.value.items[index];
    const target = followed(source, node);
    const map = asMap(target);
    if (map !== undefined && one instanceof Map) {
      planMap(
        {
          ...scope,
          path: [...own, String(index)],
          map,
          refusal:
            scope.refusal ??
            there.refusal ??
            (target === (node as ParsedNode)
              ? undefined
              : { at: there.value!.range[0], reason: 'an alias stands in this list' }),
        },
        one as PlainMap,
      );
    } else addItem(plan, app, file, own, item(nodeOf(one)));
  }
}

function indexOfNamed(present: Plain | undefined, wanted: Plain): number | undefined {
  if (!Array.isArray(present) || !(wanted instanceof Map)) return undefined;
  const name = NAMES.find((one) => typeof wanted.get(one) === 'string');
  if (name === undefined) return undefined;
  const index = (present as readonly Plain[]).findIndex(
    (one) => one instanceof Map && one.get(name) === wanted.get(name),
  );
  return index < 0 ? undefined : index;
}
