import {
  type Document,
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  type Pair,
  type ParsedNode,
  Scalar as ScalarNode,
  visit,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import { fail, ok, type Result } from '../../result.ts';
import type { Flaw } from '../../workspace/problem.ts';
import { readYaml } from '../../workspace/yaml-reader.ts';
import { lineOf } from './edits.ts';
import { readTemplates, type Templates } from './templates.ts';

/** A file of a person: its name as it is shown, and its text. */
export interface FileText {
  readonly name: string;
  readonly text: string;
}

/** The largest file that is read, in characters: far more than any configuration. */
export const MAX_TEXT = 2 << 20;
/** How many values may be looked at, counting those behind an alias each time. */
const MAX_VALUES = 200_000;
const MAX_DEPTH = 100;

/** A YAML file that can be edited in its text: every offset of the document is one of the text. */
export interface YamlSource {
  readonly name: string;
  /** Without the byte order mark. */
  readonly text: string;
  readonly mark: '' | '\ufeff';
  readonly document: Document<ParsedNode>;
  /** Where a second document begins. Programs that read one document never see it. */
  readonly second: number | undefined;
  readonly templates: Templates;
  /** True if the program replaces template actions before it reads the file. */
  readonly filtered: boolean;
  /** What each alias stands for. */
  readonly targets: ReadonlyMap<unknown, ParsedNode>;
  /** The nodes that an alias stands for: who changes one changes it at several places. */
  readonly shared: ReadonlySet<ParsedNode>;
}

/** A value as a program sees it: anchors, aliases and merge keys resolved. */
export type Plain = string | number | boolean | null | readonly Plain[] | PlainMap;
export interface PlainMap extends ReadonlyMap<string, Plain> {}

/**
 * Reads the first document of a file.
 *
 * @param filtered true for Authelia: template actions are hidden, because the file may be no YAML before them
 *
 * Codes: `existing-too-big`, `existing-not-yaml` (with the line), `existing-template` for template blocks that don't
 * close.
 */
export function readSource({ name, text: whole }: FileText, filtered: boolean): Result<YamlSource> {
  const mark = whole.startsWith('\ufeff') ? '\ufeff' : '';
  const text = whole.slice(mark.length);
  if (text.length > MAX_TEXT) return tooBig(name);
  const templates = filtered ? readTemplates(text) : { masked: text, actions: [], blocks: [] };
  if (templates === undefined) {
    return fail(
      'existing-template',
      `${name} has template actions ({{ … }}) whose blocks don’t close, so its structure can’t be seen. Mend them first.`,
    );
  }
  const flawOf = ({ flaws }: ReturnType<typeof readYaml>) => flaws.find((one) => !isOwnTag(text, one));
  const hidden = readYaml(templates.masked, true);
  const written = flawOf(hidden) === undefined ? hidden : readYaml(text, true);
  // Braces that only look like an action: without the filter the file is what it says, and with it the program refuses it.
  const isPlain = written !== hidden && flawOf(written) === undefined;
  const { document, second } = isPlain ? written : hidden;
  const flaw = isPlain ? undefined : flawOf(hidden);
  if (flaw?.code === 'yaml-too-many') return tooBig(name);
  if (flaw !== undefined || document === undefined) {
    const line = lineOf(text, flaw?.start ?? 0);
    const why =
      flaw?.code === 'yaml-too-deep' ? 'It nests lists or maps far too deep.' : (flaw?.message ?? '');
    return fail(
      'existing-not-yaml',
      `${name}, line ${line}: this is not valid YAML, so nothing was changed. ${why}`.trim(),
    );
  }
  const { targets, shared, lost } = aliasesOf(document);
  if (lost !== undefined) {
    return fail(
      'existing-not-yaml',
      `${name}, line ${lineOf(text, lost)}: this is not valid YAML, so nothing was changed. An alias (*name) stands here, and no anchor (&name) before it.`,
    );
  }
  const seen = isPlain
    ? { masked: text, actions: [], blocks: [] }
    : { ...templates, actions: outsideBlocks(templates, document) };
  return ok({ name, text, mark, document, second, templates: seen, filtered, targets, shared });
}

/** A tag that a program gives a meaning to, such as `!secret` of Home Assistant or `!reset` of Compose. */
const isOwnTag = (text: string, { code, start }: Flaw): boolean =>
  code === 'yaml-tag-resolve-failed' && /^![^!]/.test(text.slice(start, start + 2));

/** The tag of a node that only some program gives a meaning to. What the node then says can’t be seen. */
export const ownTagOf = (node: unknown): string | undefined =>
  (isMap(node) || isSeq(node) || isScalar(node)) && node.tag?.startsWith('!') ? node.tag : undefined;

/** The template actions, of which one that stands in the text of a block scalar writes no lines of the file itself. */
function outsideBlocks({ masked, actions }: Templates, document: Document<ParsedNode>): Templates['actions'] {
  if (!actions.some(({ writesLines }) => writesLines)) return actions;
  const blocks: (readonly [start: number, end: number])[] = [];
  visit(document, {
    Scalar(_, { type, range }) {
      if (!range || (type !== ScalarNode.BLOCK_LITERAL && type !== ScalarNode.BLOCK_FOLDED)) return;
      const head = masked.indexOf('\n', range[0]);
      // An action that is not indented looks like a comment below an empty block.
      const below = head < 0 ? undefined : /(?:[ \t]*\r?\n|#x*\r?\n|#x*$)*/y;
      if (below !== undefined) below.lastIndex = head + 1;
      const end = head + 1 + (below?.exec(masked)?.[0].length ?? 0);
      blocks.push([range[0], Math.max(range[1], end)]);
    },
  });
  return actions.map((one) =>
    blocks.some(([start, end]) => one.start >= start && one.end <= end)
      ? { ...one, writesLines: false }
      : one,
  );
}

/** The answer to a file that nobody wrote as a configuration. */
export const tooBig = (name: string): Result<never> =>
  fail('existing-too-big', `${name} is far larger than a configuration. Check that it is the right file.`);

/** What each alias stands for: the last anchor of that name before it. */
function aliasesOf(document: Document<ParsedNode>): Pick<YamlSource, 'targets' | 'shared'> & {
  /** Where an alias stands that has no anchor before it. */
  readonly lost: number | undefined;
} {
  let lost: number | undefined;
  const anchors = new Map<string, ParsedNode>();
  const targets = new Map<unknown, ParsedNode>();
  const shared = new Set<ParsedNode>();
  const walk = (node: unknown): void => {
    if (isPair(node)) {
      walk(node.key);
      walk(node.value);
    } else if (isAlias(node)) {
      const target = anchors.get(node.source);
      if (target === undefined) {
        lost ??= node.range?.[0] ?? 0;
        return;
      }
      targets.set(node, target);
      shared.add(target);
    } else if (isMap(node) || isSeq(node) || isScalar(node)) {
      if (node.anchor !== undefined) anchors.set(node.anchor, node as ParsedNode);
      if (!isScalar(node)) for (const item of node.items) walk(item);
    }
  };
  walk(document.contents);
  return { targets, shared, lost };
}

/** The node itself, or what it stands for if it is an alias. */
export function followed(source: YamlSource, node: unknown): ParsedNode | undefined {
  let current = node;
  for (let steps = 0; isAlias(current); steps += 1) {
    if (steps > MAX_DEPTH) return undefined;
    current = source.targets.get(current);
  }
  return isMap(current) || isSeq(current) || isScalar(current) ? (current as ParsedNode) : undefined;
}

/** The node as a map, if it is one. The library’s own type of a map that was read can’t be used as that of any map. */
export const asMap = (node: unknown): YAMLMap | undefined => (isMap(node) ? node : undefined);
/** The node as a list, if it is one. */
export const asList = (node: unknown): YAMLSeq | undefined => (isSeq(node) ? node : undefined);

/** True if the key of the pair is this word. A number is a key such as its text. */
const keyIs = (pair: { readonly key: unknown }, key: string): boolean =>
  isScalar(pair.key) && String(pair.key.value) === key;

/** The pairs of a map with this key: more than one is a mistake that Authelia's reader refuses. */
export const pairsOf = (map: YAMLMap, key: string): Pair<ParsedNode, ParsedNode | null>[] =>
  map.items.filter((pair) => keyIs(pair, key)) as Pair<ParsedNode, ParsedNode | null>[];

/** A key of a map: written there, or taken over by a merge key (`<<`). */
export interface LookedUp {
  /** Absent if a merge key brings it. */
  readonly pair?: Pair<ParsedNode, ParsedNode | null>;
  /** Aliases are not followed. Null: the key has no value. */
  readonly value: ParsedNode | null;
}

/** Looks a key up as a reader of YAML 1.1 does: what the map says itself wins over what it takes over. */
export function lookUp(source: YamlSource, map: YAMLMap, key: string, depth = 0): LookedUp | undefined {
  const own = pairsOf(map, key)[0];
  if (own) return { pair: own, value: own.value };
  if (depth > MAX_DEPTH) return undefined;
  for (const merge of pairsOf(map, '<<')) {
    const from = followed(source, merge.value);
    for (const one of isSeq(from) ? from.items : [from]) {
      const other = followed(source, one);
      const found = isMap(other) ? lookUp(source, other as YAMLMap, key, depth + 1) : undefined;
      if (found) return { value: found.value };
    }
  }
  return undefined;
}

/** True if there is nothing: no node, or one that stands for null. */
export const isNothing = (node: unknown): boolean =>
  node === undefined || node === null || (isScalar(node) && node.value === null);

/** The value as a program sees it. Undefined if it is without end or far too big, as a chain of aliases can be. */
export function plainOf(source: YamlSource, node: unknown): Plain | undefined {
  let left = MAX_VALUES;
  const TOO_BIG = Symbol();
  const value = (one: unknown, depth: number): Plain => {
    left -= 1;
    if (left < 0 || depth > MAX_DEPTH) throw TOO_BIG;
    const at = followed(source, one);
    if (isMap(at)) return mapOf(at as YAMLMap, depth);
    if (isSeq(at)) return at.items.map((item) => value(item, depth + 1));
    if (!isScalar(at)) return null;
    const { value: scalar } = at;
    const tag = ownTagOf(at);
    if (tag !== undefined) return `${tag} ${String(scalar)}`;
    return typeof scalar === 'string' || typeof scalar === 'number' || typeof scalar === 'boolean'
      ? scalar
      : scalar === null || scalar === undefined
        ? null
        : String(scalar);
  };
  const mapOf = (map: YAMLMap, depth: number): PlainMap => {
    const result = new Map<string, Plain>();
    const taken: PlainMap[] = [];
    for (const pair of map.items) {
      const key = value(pair.key, depth + 1);
      if (key === '<<') {
        const from = value(pair.value, depth + 1);
        for (const one of Array.isArray(from) ? (from as readonly Plain[]) : [from])
          if (one instanceof Map) taken.push(one as PlainMap);
      } else result.set(typeof key === 'string' ? key : String(key), value(pair.value, depth + 1));
    }
    for (const one of taken) for (const [key, each] of one) if (!result.has(key)) result.set(key, each);
    return result;
  };
  try {
    return value(node, 0);
  } catch (error) {
    if (error === TOO_BIG) return undefined;
    throw error;
  }
}
