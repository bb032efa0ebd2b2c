import { isAlias, isMap, isScalar, isSeq, type ParsedNode, type YAMLMap } from 'yaml';
import {
  entry,
  item,
  seq,
  type YamlEntry,
  type YamlItem,
  type YamlNode,
  type YamlStyle,
} from '../../render/text/yaml-lines.ts';
import { variablesIn } from '../../targets/reading.ts';
import { lineOf } from './edits.ts';
import type { MergeOption } from './merged.ts';
import type { Addition } from './yaml-additions.ts';
import {
  type DocumentPair,
  linesOf,
  type Refusal,
  refusalOf,
  refusalToAdd,
  type YamlEditor,
} from './yaml-editor.ts';
import {
  asList,
  followed,
  isNothing,
  type LookedUp,
  lookUp,
  ownTagOf,
  type Plain,
  pairsOf,
  plainOf,
  type YamlSource,
} from './yaml-source.ts';
import { blockColumn, isFilledIn, styleOf } from './yaml-style.ts';

/** One change that is wanted in a YAML file. */
export interface Step {
  /** The app that needs it. Absent: it is for all. */
  readonly app?: string;
  /** What is done together or not at all. Default: what the app needs. */
  readonly group?: string;
  readonly file: number;
  /** Where it is, e.g. `identity_providers.oidc.clients`. */
  readonly where: string;
  /** What a person would write there. */
  readonly lines: readonly string[];
  readonly at: number;
  /** Why it can't be done here. */
  readonly refusal?: Refusal | undefined;
  /** Something new below a path. */
  readonly addition?: Addition;
  /** A change of what is there. */
  readonly edit?: (editor: YamlEditor) => void;
  /** The paths that it changes, keys joined by `/`; `+` is whatever comes after the last item. */
  readonly touches: readonly string[];
  /** True if what was made says what it should, where an edit is not known by its value. */
  readonly holds?: (after: YamlSource) => boolean;
}

export const groupOf = ({ group, app }: Step): string | undefined => group ?? app;

/** Collects the changes of several files. */
export class YamlPlan {
  readonly steps: Step[] = [];
  readonly #notes = new Set<string>();
  readonly offers = new Map<string, MergeOption>();
  readonly #styles = new Map<number, YamlStyle>();
  readonly sources: readonly YamlSource[];
  readonly #near: readonly string[];
  readonly #fixed: Partial<YamlStyle>;

  /**
   * @param near the path whose quotes and lists show how new values are to be written
   * @param fixed what is written in one way only, whatever the file looks like
   */
  constructor(sources: readonly YamlSource[], near: readonly string[], fixed: Partial<YamlStyle> = {}) {
    this.sources = sources;
    this.#near = near;
    this.#fixed = fixed;
  }

  get notes(): readonly string[] {
    return [...this.#notes];
  }

  /** @param offers the option of the merge that the note is about */
  note(text: string, offers?: MergeOption): void {
    this.#notes.add(text);
    if (offers !== undefined) this.offers.set(text, offers);
  }

  styleOf(file: number): YamlStyle {
    const known = this.#styles.get(file);
    if (known) return known;
    const source = this.sources[file]!;
    const style = { ...styleOf(source, reach(source, this.#near).value), ...this.#fixed };
    this.#styles.set(file, style);
    return style;
  }
}

/** A map of a file, and whose changes are planned in it. */
export interface Scope {
  readonly plan: YamlPlan;
  readonly app?: string | undefined;
  readonly file: number;
  readonly path: readonly string[];
  readonly map: YAMLMap;
  /** Found on the way to the map. */
  readonly refusal: Refusal | undefined;
  /** The other name that a key may have. */
  readonly otherName?: (key: string) => string | undefined;
}

const ownerOf = ({ app }: { readonly app?: string | undefined }) => (app === undefined ? {} : { app });

/** How far a path of keys exists in a file. */
export interface Reached {
  /** The last map on the way. Undefined: the document is empty. */
  readonly map?: YAMLMap;
  /** How many keys of the path were found, the last one perhaps without a value. */
  readonly found: number;
  readonly pair?: DocumentPair;
  /** The value at the end of the path, aliases followed. Undefined: there is none. */
  readonly value?: ParsedNode;
  /** Something other than a map stands on the way. */
  readonly blocked?: number;
  /** An alias or a merge key was followed. */
  readonly refusal?: Refusal;
}

/** Follows a path of keys as far as it exists. */
export function reach(source: YamlSource, path: readonly string[]): Reached {
  let node: unknown = source.document.contents;
  if (isNothing(node)) return { found: 0 };
  if (path.length === 0) return { map: node as YAMLMap, found: 0, value: node as ParsedNode };
  if (!isMap(node)) return { found: 0, blocked: (node as ParsedNode).range[0] };
  let refusal: Refusal | undefined;
  for (const [depth, key] of path.entries()) {
    const map = node as YAMLMap;
    const looked = lookUp(source, map, key);
    const so = { map, ...(refusal ? { refusal } : {}) };
    if (looked === undefined) return { ...so, found: depth };
    if (looked.pair === undefined)
      refusal ??= { at: map.range![0], reason: `“${key}” comes here by a merge key (<<)` };
    if (isAlias(looked.value)) refusal ??= refusalOf(source, looked.value);
    const value = followed(source, looked.value);
    const here = {
      map,
      found: depth + 1,
      ...(looked.pair ? { pair: looked.pair } : {}),
      ...(refusal ? { refusal } : {}),
    };
    if (isNothing(value) || value === undefined) return here;
    if (depth === path.length - 1) return { ...here, value };
    if (!isMap(value)) return { ...here, blocked: value.range[0] };
    node = value;
  }
  return { found: 0 };
}

/** The value at a path, if it is a map. */
export function mapAt(source: YamlSource, path: readonly string[]): YAMLMap | undefined {
  const { value } = reach(source, path);
  return isMap(value) ? (value as YAMLMap) : undefined;
}

export const placeOf = (source: YamlSource, at: number): string =>
  `${source.name}, line ${lineOf(source.text, at)}`;

/** Plans a new entry of the map at a path, which need not exist yet. */
export function addEntry(
  plan: YamlPlan,
  app: string | undefined,
  file: number,
  path: readonly string[],
  one: YamlEntry,
  shown?: readonly string[],
): void {
  const source = plan.sources[file]!;
  const { at, refusal, column } = placeToAdd(source, path, isMap);
  plan.steps.push({
    ...ownerOf({ app }),
    file,
    where: path.join('.'),
    at,
    refusal,
    lines: shown ?? linesOf(one, column, plan.styleOf(file)),
    addition: { path, entry: one },
    touches: [[...path, one.key].join('/')],
  });
}

/** Plans a new item of the list at a path, which need not exist yet. */
export function addItem(
  plan: YamlPlan,
  app: string | undefined,
  file: number,
  path: readonly string[],
  one: YamlItem,
): void {
  const source = plan.sources[file]!;
  const { at, refusal, column } = placeToAdd(source, path, isSeq);
  plan.steps.push({
    ...ownerOf({ app }),
    file,
    where: path.join('.'),
    at,
    refusal,
    lines: linesOf(one, column, plan.styleOf(file)),
    addition: { path, item: one },
    touches: [`${path.join('/')}/+`],
  });
}

/** A key that stands twice in one map, with the lines of both. */
export interface Twice {
  readonly name: string;
  readonly lines: readonly [first: number, second: number];
}

/** The first key that stands twice in a map. Only some of them count, if they are given. */
export function twiceIn(source: YamlSource, map: YAMLMap, only?: ReadonlySet<string>): Twice | undefined {
  const seen = new Set<string>();
  for (const { key } of map.items) {
    const name = isScalar(key) ? String(key.value) : undefined;
    if (name === undefined || name === '<<' || only?.has(name) === false) continue;
    if (seen.has(name)) {
      const lines = pairsOf(map, name).map((pair) => lineOf(source.text, pair.key.range[0]));
      return { name, lines: [lines[0]!, lines[1]!] };
    }
    seen.add(name);
  }
  return undefined;
}

/** Where something new at a path is put, and why it can't be. */
function placeToAdd(
  source: YamlSource,
  path: readonly string[],
  isExpected: (node: unknown) => boolean,
): { readonly at: number; readonly refusal: Refusal | undefined; readonly column: number } {
  const there = reach(source, path);
  const { map, value, pair, found } = there;
  const at = value?.range[0] ?? pair?.key.range[0] ?? map?.range?.[0] ?? 0;
  const answer = (refusal: Refusal | undefined, column = 2 * path.length) => ({ at, refusal, column });
  if (there.refusal) return answer(there.refusal);
  // Where a key isn't seen, a template may write it.
  const unseen = value === undefined ? linesWrittenIn(source, map) : undefined;
  if (unseen) return answer(unseen);
  if (map === undefined) {
    return answer(
      source.second === undefined
        ? undefined
        : { at: 0, reason: 'the first document of this file is empty; Authelia reads no other' },
    );
  }
  if (there.blocked !== undefined)
    return answer({ at: there.blocked, reason: 'something other than a map of keys stands here' });
  if (value !== undefined) {
    if (!isMap(value) && !isSeq(value))
      return answer({
        at: value.range[0],
        reason: 'a single value stands here, perhaps one that a template fills in',
      });
    if (!isExpected(value) && value.items.length > 0)
      return answer({
        at,
        reason: `something other than ${isExpected === isSeq ? 'a list' : 'a map of keys'} stands here`,
      });
    if (value.items.length > 0)
      return answer(refusalToAdd(source, value as never), blockColumn(source, value as never));
  }
  if (pair !== undefined && found > 0) {
    const old = pair.value;
    if (old && (old as { anchor?: string }).anchor !== undefined)
      return answer({ at, reason: 'an anchor stands at this empty value' });
    return answer(commentInside(source, old) ?? refusalOf(source, old ?? pair.key));
  }
  return answer(commentInside(source, map) ?? refusalToAdd(source, map));
}

/** Why an empty map or list can’t be replaced: a person wrote something between its brackets. */
function commentInside({ text }: YamlSource, node: unknown): Refusal | undefined {
  if (!(isMap(node) || isSeq(node)) || node.items.length > 0 || !node.range) return undefined;
  const [at, end] = node.range;
  return text.slice(at, end).includes('#')
    ? { at, reason: 'a comment stands inside the empty brackets' }
    : undefined;
}

/** Lines that a template writes inside of a map, or of the whole document: what they say can't be seen. */
function linesWrittenIn(
  { templates: { actions } }: YamlSource,
  map: YAMLMap | undefined,
): Refusal | undefined {
  const [start, , end] = map?.range ?? [0, 0, Number.POSITIVE_INFINITY];
  const found = actions.find((one) => one.writesLines && one.start >= start && one.end <= end);
  return found === undefined
    ? undefined
    : {
        at: found.start,
        reason: 'a template action writes lines here, which can’t be seen before Authelia starts',
      };
}

export const entriesOf = (node: YamlNode): YamlEntry[] =>
  typeof node === 'object' && node?.type === 'map'
    ? node.entries.filter((one): one is YamlEntry => 'key' in one)
    : [];
export const itemsOf = (node: YamlNode): YamlItem[] =>
  typeof node === 'object' && node?.type === 'seq'
    ? node.items.filter((one): one is YamlItem => 'value' in one)
    : [];

export const valueOfNode = (node: YamlNode): Plain => {
  if (typeof node !== 'object' || node === null) return node;
  if (node.type === 'map') return new Map(entriesOf(node).map((one) => [one.key, valueOfNode(one.value)]));
  if (node.type === 'seq') return itemsOf(node).map((one) => valueOfNode(one.value));
  if (node.type === 'block')
    return node.lines.map((one) => one.text).join('\n') + (node.finalNewline ? '\n' : '');
  throw new Error('A value that Authelia’s configuration doesn’t have.');
};

export const same = (a: Plain | undefined, b: Plain | undefined): boolean =>
  a !== undefined && b !== undefined && JSON.stringify(jsonOf(a)) === JSON.stringify(jsonOf(b));

const jsonOf = (value: Plain): unknown =>
  Array.isArray(value)
    ? value.map(jsonOf)
    : value instanceof Map
      ? { map: [...value].map(([key, each]) => [key, jsonOf(each as Plain)]).sort() }
      : value;

/** A key of a map, by its name or by its other one. */
export const lookUpEither = (
  source: YamlSource,
  { map, otherName }: Scope,
  key: string,
): LookedUp | undefined => {
  const other = otherName?.(key);
  return lookUp(source, map, key) ?? (other === undefined ? undefined : lookUp(source, map, other));
};

/** Replaces the value of a key by another one. */
export function replaceWhole(scope: Scope, pair: DocumentPair | undefined, one: YamlEntry): void {
  const { plan, file, path, map } = scope;
  const source = plan.sources[file]!;
  const at = pair?.key.range[0] ?? map.range?.[0] ?? 0;
  plan.steps.push({
    ...ownerOf(scope),
    file,
    where: [...path, one.key].join('.'),
    at,
    refusal:
      scope.refusal ??
      (pair === undefined
        ? { at, reason: `“${one.key}” comes here by a merge key (<<)` }
        : (refusalOf(source, pair.value ?? pair.key) ?? refusalOf(source, pair.key))),
    lines: linesOf(one, blockColumn(source, map) ?? 0, plan.styleOf(file)),
    edit: (editor) => editor.replaceValue(map, pair!, one.value),
    touches: [[...path, nameOf(pair, one)].join('/')],
  });
}

/** The name that the key has in the file. */
const nameOf = (pair: DocumentPair | undefined, one: YamlEntry): string =>
  pair !== undefined && isScalar(pair.key) ? String(pair.key.value) : one.key;

/** Adds keys to the map. */
export function addMissing(scope: Scope, missing: readonly YamlEntry[]): void {
  const { plan, file, path, map } = scope;
  if (missing.length === 0) return;
  const source = plan.sources[file]!;
  const column = blockColumn(source, map) ?? 0;
  plan.steps.push({
    ...ownerOf(scope),
    file,
    where: path.join('.'),
    at: map.range![0],
    refusal: scope.refusal ?? refusalToAdd(source, map),
    lines: missing.flatMap((one) => linesOf(one, column, plan.styleOf(file))),
    edit: (editor) => editor.addEntries(map, missing),
    touches: missing.map((one) => [...path, one.key].join('/')),
  });
}

/**
 * Adds to a list what is missing in it; what else stands there is the person's own and stays.
 *
 * @param absent what the list holds if it isn't written
 * @returns what has to be added to the map because the list isn't there
 */
export function planList(scope: Scope, one: YamlEntry, absent: readonly Plain[] = []): YamlEntry[] {
  const { plan, file, map, path } = scope;
  const source = plan.sources[file]!;
  const looked = lookUpEither(source, scope, one.key);
  const node = followed(source, looked?.value);
  const present = isNothing(node) ? absent : plainOf(source, node);
  const planned = itemsOf(one.value);
  const missing = planned.filter((each) => !includes(present, valueOfNode(each.value)));
  if (missing.length === 0) return [];
  if (isSeq(node) && node.items.some((each) => isOpaque(source, each))) {
    plan.note(
      `${placeOf(source, node.range[0])}: “${one.key}” is filled in from elsewhere, so it stays. See that it holds ${planned.map(({ value }) => String(valueOfNode(value))).join(', ')}.`,
    );
    return [];
  }
  const listed = Array.isArray(present) ? (present as readonly Plain[]) : [];
  const texts = listed.filter((each): each is string => typeof each === 'string');
  const whole = entry(one.key, seq([...texts.map((each) => item(each)), ...missing]));
  // A merge key brings the list: the map gets one of its own, with the same entries.
  if (looked === undefined || (looked.pair === undefined && isSeq(node))) return [whole];
  if (isNothing(node) || (isSeq(node) && node.items.length === 0)) {
    replaceWhole({ ...scope, refusal: scope.refusal ?? commentInside(source, node) }, looked.pair, whole);
    return [];
  }
  const list = asList(node);
  const column = (list && blockColumn(source, list)) ?? 0;
  const own = [...path, looked.pair ? nameOf(looked.pair, one) : one.key];
  plan.steps.push({
    ...ownerOf(scope),
    file,
    where: own.join('.'),
    at: looked.pair?.key.range[0] ?? map.range![0],
    refusal:
      scope.refusal ??
      refusalOf(source, looked.value) ??
      (list ? refusalToAdd(source, list) : { at: node!.range[0], reason: 'a list was expected here' }),
    lines: missing.flatMap((each) => linesOf(each, column, plan.styleOf(file))),
    edit: (editor) => editor.addItems(list!, missing),
    touches: [`${own.join('/')}/+`],
  });
  return [];
}

/**
 * Sets a single value.
 *
 * @returns what has to be added to the map because the key isn't there
 */
export function planValue(
  scope: Scope,
  one: YamlEntry & { readonly value: string | boolean | number },
): YamlEntry[] {
  const { plan, file, map, path } = scope;
  const source = plan.sources[file]!;
  const looked = lookUpEither(source, scope, one.key);
  if (same(plainOf(source, looked?.value), one.value)) return [];
  if (looked?.pair === undefined) return [one];
  const { pair, value } = looked;
  const node = followed(source, value);
  const name = nameOf(pair, one);
  if (node !== undefined && isOpaque(source, node)) {
    plan.note(
      `${placeOf(source, pair.key.range[0])}: “${name}” is filled in from elsewhere, so it stays. See that it gives the value that is meant: ${String(one.value)}`,
    );
    return [];
  }
  plan.steps.push({
    ...ownerOf(scope),
    file,
    where: [...path, name].join('.'),
    at: pair.key.range[0],
    refusal:
      scope.refusal ??
      refusalOf(source, value ?? pair.key) ??
      (value === null || isScalar(node)
        ? undefined
        : { at: value.range[0], reason: 'a single value was expected here' }),
    lines: linesOf(entry(name, one.value), blockColumn(source, map) ?? 0, plan.styleOf(file)),
    edit: (editor) =>
      value === null ? editor.replaceValue(map, pair, one.value) : editor.replaceScalar(value, one.value),
    touches: [[...path, name].join('/')],
  });
  return [];
}

/** True if a template or the environment decides what a value is. */
export function isOpaque(source: YamlSource, node: unknown): boolean {
  const at = followed(source, node);
  if (at === undefined || ownTagOf(at) !== undefined) return true;
  return templated(source, at) || (isScalar(at) && typeof at.value === 'string' && fillsIn(source, at.value));
}

/** True if the program takes a value, or a part of it, from its environment. Without a filter, `$$` is a dollar sign. */
const fillsIn = ({ filtered }: YamlSource, value: string): boolean =>
  filtered ? isFilledIn(value) : variablesIn(value.replaceAll('$$', '')).length > 0;

const templated = ({ templates: { actions } }: YamlSource, node: ParsedNode): boolean =>
  actions.some(({ start, end, writesLines }) => !writesLines && start < node.range[1] && end > node.range[0]);

export const includes = (list: Plain | undefined, value: Plain): boolean =>
  Array.isArray(list) && (list as readonly Plain[]).some((one) => same(one, value));
