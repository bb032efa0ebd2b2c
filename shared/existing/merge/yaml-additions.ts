import type { YAMLMap } from 'yaml';
import {
  entry,
  map,
  seq,
  type YamlEntry,
  type YamlItem,
  type YamlNode,
} from '../../render/text/yaml-lines.ts';
import type { DocumentPair, YamlEditor } from './yaml-editor.ts';
import { asList, asMap, followed, lookUp, type YamlSource } from './yaml-source.ts';

/** Something new below the map or the list at a path. */
export type Addition =
  | { readonly path: readonly string[]; readonly entry: YamlEntry }
  | { readonly path: readonly string[]; readonly item: YamlItem };

/** What is new, in the form of the file: a map of maps, with entries and lists of items in it. */
type Tree = Map<string, Tree | YamlEntry | YamlItem[]>;

/**
 * Adds all of it to a file, each where its path ends: what several additions need is made once. Of entries with the
 * same place and name the first one counts.
 */
export function addTo(editor: YamlEditor, source: YamlSource, additions: readonly Addition[]): void {
  const tree: Tree = new Map();
  for (const addition of additions) {
    const isItem = 'item' in addition;
    let branch = tree;
    for (const key of isItem ? addition.path.slice(0, -1) : addition.path) {
      const next = branch.get(key);
      const inner: Tree = next instanceof Map ? next : new Map();
      branch.set(key, inner);
      branch = inner;
    }
    if (isItem) {
      const key = addition.path.at(-1)!;
      const list = branch.get(key);
      if (Array.isArray(list)) list.push(addition.item);
      else branch.set(key, [addition.item]);
    } else if (!branch.has(addition.entry.key)) branch.set(addition.entry.key, addition.entry);
  }
  const root = asMap(source.document.contents);
  if (root === undefined) editor.begin(entriesOf(tree));
  else grow(editor, source, root, tree);
}

function grow(editor: YamlEditor, source: YamlSource, at: YAMLMap, tree: Tree): void {
  const fresh: YamlEntry[] = [];
  for (const [key, branch] of tree) {
    const looked = lookUp(source, at, key);
    const value = followed(source, looked?.value);
    const [map, list] = [asMap(value), asList(value)];
    if (looked?.pair === undefined) fresh.push(entryOf(key, branch));
    else if (map !== undefined && map.items.length > 0 && branch instanceof Map)
      grow(editor, source, map, branch);
    else if (list !== undefined && list.items.length > 0 && Array.isArray(branch))
      editor.addItems(list, branch);
    else editor.replaceValue(at, looked.pair as DocumentPair, nodeOf(branch));
  }
  editor.addEntries(at, fresh);
}

const entriesOf = (tree: Tree): YamlEntry[] => [...tree].map(([key, branch]) => entryOf(key, branch));

const entryOf = (key: string, branch: Tree | YamlEntry | YamlItem[]): YamlEntry =>
  branch instanceof Map || Array.isArray(branch) ? entry(key, nodeOf(branch)) : branch;

function nodeOf(branch: Tree | YamlEntry | YamlItem[]): YamlNode {
  if (branch instanceof Map) return map(...entriesOf(branch));
  return Array.isArray(branch) ? seq(branch) : branch.value;
}
