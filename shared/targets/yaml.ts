import {
  type Alias,
  Composer,
  type Document,
  isAlias,
  isDocument,
  isMap,
  isScalar,
  isSeq,
  type ParsedNode,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import { emitYaml, entry, item, map, seq, type YamlMap, type YamlNode } from '../render/text/yaml-lines.ts';
import { yamlFlaw } from '../workspace/yaml-messages.ts';
import { type Lexed, tokensOf, withoutStackTraces, YAML_OPTIONS } from '../workspace/yaml-reader.ts';
import {
  type Findings,
  MAX_DEPTH,
  MAX_ENTRIES,
  named,
  type Quoting,
  type Reading,
  type ReadPath,
  type ReadValue,
  readWithin,
  type Span,
} from './reading.ts';
import { type Tree, treeOf } from './tree.ts';
import type { FilledJson, Remark } from './values.ts';
import type { Remarks, Writer } from './writer.ts';

export const YAML: Writer = {
  comment: ['# ', ''],
  lines: (values, remarks) => emitYaml(yamlMap(treeOf(values), remarks, '')),
};

function yamlNode(node: FilledJson | Tree, remarks: Remarks, path: string): YamlNode {
  if (typeof node !== 'object') return node;
  if (!Array.isArray(node)) return yamlMap(node as Tree, remarks, path);
  return seq(
    node.map((one, index) =>
      item(yamlNode(one, remarks, below(path, index)), remarkAt(remarks, below(path, index))),
    ),
  );
}

const yamlMap = (node: Tree, remarks: Remarks, path: string): YamlMap =>
  map(
    ...Object.entries(node).map(([key, value]) =>
      entry(key, yamlNode(value, remarks, below(path, key)), remarkAt(remarks, below(path, key))),
    ),
  );

const below = (path: string, step: string | number): string =>
  path === '' ? String(step) : `${path}/${step}`;

function remarkAt(remarks: Remarks, path: string): Remark {
  const { why, comment } = remarks.get(path) ?? {};
  return { ...(why === undefined ? {} : { why }), ...(comment === undefined ? {} : { comment }) };
}

/**
 * The values of a YAML text with their places. Anchors, aliases and merge keys (`<<`) are followed; what they repeat
 * counts towards the limit. Of several documents only the first is read.
 */
export const readYamlText = (text: string): Reading =>
  readWithin(text, (findings) => {
    const lexed = tokensOf(text);
    if ('flaw' in lexed) {
      const { code, start } = lexed.flaw;
      return findings.stop(
        code,
        code === 'yaml-too-deep'
          ? `The file has more than ${MAX_DEPTH} lists and maps in one another.`
          : 'The file has more words and signs than a configuration has.',
        start,
      );
    }
    withoutStackTraces(() => walkDocuments(findings, lexed));
  });

const OPTIONS = { ...YAML_OPTIONS, version: '1.2' } as const;

function walkDocuments(findings: Findings, { tokens }: Lexed): void {
  const { text } = findings;
  let first: Document<ParsedNode> | undefined;
  for (const found of new Composer(OPTIONS).compose(tokens, true, text.length)) {
    if (!isDocument(found)) continue;
    if (first) {
      findings.problem(
        'yaml-several-documents',
        'warning',
        'A second YAML document begins here; only the first is read.',
        found.range[0],
      );
      break;
    }
    first = found as Document<ParsedNode>;
  }
  // After one mistake the library sees others that are none.
  const [error] = first?.errors ?? [];
  if (error) {
    const { code, message, suggestion } = yamlFlaw(
      text,
      error.code,
      error.pos[0],
      error.pos[1],
      error.message,
    );
    findings.problem(code, 'error', `${message} ${suggestion}`, error.pos[0], error.pos[1]);
  }
  if (first?.contents) new Walk(findings).node(first.contents, [], undefined);
}

/** What a walk through a document knows: the anchors so far, and what it is inside of. */
class Walk {
  readonly #findings: Findings;
  readonly #anchors = new Map<string, ParsedNode>();
  readonly #inside = new Set<ParsedNode>();

  constructor(findings: Findings) {
    this.#findings = findings;
  }

  /** `key` is where the last step of the path stands, `alias` by which the node is reached. */
  node(node: ParsedNode | null, path: ReadPath, key: Span | undefined, alias?: Span): void {
    if (node === null) this.#leaf(null, path, key, undefined, alias);
    else if (isAlias(node)) this.#aliased(node, (target, at) => this.node(target, path, key, alias ?? at));
    else {
      if (node.anchor !== undefined && !this.#inside.has(node)) this.#anchors.set(node.anchor, node);
      if (isScalar(node)) this.#leaf(node.value as ReadValue, path, key, node, alias);
      else if (node.items.length === 0) this.#leaf(isMap(node) ? {} : [], path, key, node, alias);
      else this.#collection(node, path, alias);
    }
  }

  #collection(node: YAMLMap.Parsed | YAMLSeq.Parsed, path: ReadPath, alias: Span | undefined): void {
    this.#enter(node, () => {
      if (isMap(node)) this.#map(node, path, alias, new Set());
      else
        for (const [index, one] of node.items.entries())
          this.node(one as ParsedNode, [...path, index], undefined, alias);
    });
  }

  #enter(node: ParsedNode, work: () => void): void {
    const at = node.range[0];
    if (this.#inside.has(node))
      this.#findings.stop('yaml-cycle', 'An alias leads back to what it is inside of.', at);
    if (this.#inside.size > MAX_DEPTH)
      this.#findings.stop(
        'yaml-too-deep',
        `The file has more than ${MAX_DEPTH} lists and maps in one another.`,
        at,
      );
    this.#inside.add(node);
    work();
    this.#inside.delete(node);
  }

  #aliased(node: Alias.Parsed, work: (target: ParsedNode, at: Span) => void): void {
    const target = this.#anchors.get(node.source);
    const [start, end] = node.range;
    if (target === undefined) {
      this.#findings.problem(
        'yaml-no-anchor',
        'error',
        'There is no anchor for this alias above it.',
        start,
        end,
      );
      return;
    }
    this.#count(start);
    work(target, this.#findings.span(start, end));
  }

  /** Every alias counts, so that those which lead to nothing but others end as well. */
  #aliases = 0;
  #count(at: number): void {
    if (++this.#aliases > MAX_ENTRIES)
      this.#findings.stop('too-many-values', `The text has more than ${MAX_ENTRIES} values.`, at);
  }

  /** Keys of the map itself first: they win over what is merged into it. */
  #map(map: YAMLMap.Parsed, path: ReadPath, alias: Span | undefined, taken: Set<string>): void {
    const merged: ParsedNode[] = [];
    const own = new Set<string>();
    for (const { key, value } of map.items) {
      const node = key as ParsedNode | null;
      if (!isScalar(node) || (typeof node.value === 'object' && node.value !== null)) {
        const [start, end] = node?.range ?? map.range;
        this.#findings.problem('yaml-key-not-text', 'error', 'A key here is no text.', start, end);
        continue;
      }
      const name = textOfKey(node);
      const [start, end] = node.range;
      if (name === '<<' && node.type === 'PLAIN') {
        if (value !== null) merged.push(value as ParsedNode);
        continue;
      }
      if (own.has(name))
        this.#findings.problem(
          'yaml-key-twice',
          'error',
          `${named(name)} is there twice in one map.`,
          start,
          end,
        );
      own.add(name);
      if (taken.has(name)) continue;
      if (node.anchor !== undefined) this.#anchors.set(node.anchor, node);
      this.node(value as ParsedNode | null, [...path, name], this.#findings.span(start, end), alias);
    }
    const all = new Set([...taken, ...own]);
    for (const one of merged) this.#merge(one, path, alias, all);
  }

  #merge(node: ParsedNode, path: ReadPath, alias: Span | undefined, taken: Set<string>): void {
    if (isAlias(node)) this.#aliased(node, (target, at) => this.#merge(target, path, alias ?? at, taken));
    else if (isMap(node)) {
      this.#enter(node, () => this.#map(node, path, alias, taken));
      for (const { key } of node.items) if (isScalar(key)) taken.add(textOfKey(key));
    } else if (isSeq(node)) for (const one of node.items) this.#merge(one as ParsedNode, path, alias, taken);
    else
      this.#findings.problem(
        'yaml-merge-no-map',
        'error',
        'What is merged here by << is no map.',
        node.range[0],
        node.range[1],
      );
  }

  #leaf(
    value: ReadValue,
    path: ReadPath,
    key: Span | undefined,
    node: ParsedNode | undefined,
    alias: Span | undefined,
  ): void {
    const after = key === undefined ? 0 : key.offset + key.length;
    const [start, end] = node?.range ?? [after, after];
    const span = this.#findings.span(start, end);
    const tag = node?.tag;
    this.#findings.add({
      path,
      value: typeof value === 'bigint' ? String(value) : value,
      span,
      key: key ?? span,
      quoted: isScalar(node) ? (QUOTING[node.type ?? ''] ?? 'none') : 'none',
      ...(tag?.startsWith('!') === true ? { tag } : {}),
      ...(alias === undefined ? {} : { alias }),
    });
  }
}

const QUOTING: Readonly<Record<string, Quoting>> = {
  QUOTE_SINGLE: 'single',
  QUOTE_DOUBLE: 'double',
  BLOCK_FOLDED: 'block',
  BLOCK_LITERAL: 'block',
};

/** A number or a truth value as a key is written as it stands there. */
const textOfKey = (node: Scalar): string =>
  node.source !== undefined && node.type === 'PLAIN' ? node.source : String(node.value ?? '');
