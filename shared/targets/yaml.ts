import { emitYaml, entry, item, map, seq, type YamlMap, type YamlNode } from '../render/text/yaml-lines.ts';
import type { Why } from '../render/types.ts';
import { type Tree, treeOf } from './tree.ts';
import type { FilledJson, FilledValue } from './values.ts';
import type { Writer } from './writer.ts';

export const YAML: Writer = {
  comment: ['# ', ''],
  lines: (values) => emitYaml(yamlMap(treeOf(values), whysOf(values), '')),
};

/** The reasons by the path they are for. */
const whysOf = (values: readonly FilledValue[]): ReadonlyMap<string, Why> =>
  new Map(values.flatMap(({ name, why }) => (why === undefined ? [] : [[name, why] as const])));

type Whys = ReadonlyMap<string, Why>;

function yamlNode(node: FilledJson | Tree, whys: Whys, path: string): YamlNode {
  if (typeof node !== 'object') return node;
  if (!Array.isArray(node)) return yamlMap(node as Tree, whys, path);
  return seq(
    node.map((one, index) =>
      item(yamlNode(one, whys, below(path, index)), notesAt(whys, below(path, index))),
    ),
  );
}

const yamlMap = (node: Tree, whys: Whys, path: string): YamlMap =>
  map(
    ...Object.entries(node).map(([key, value]) =>
      entry(key, yamlNode(value, whys, below(path, key)), notesAt(whys, below(path, key))),
    ),
  );

const below = (path: string, step: string | number): string =>
  path === '' ? String(step) : `${path}/${step}`;

function notesAt(whys: Whys, path: string): { readonly why?: Why } {
  const why = whys.get(path);
  return why === undefined ? {} : { why };
}
