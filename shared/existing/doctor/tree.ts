/** A file as it was read, for the place of each finding. */
export interface ReadFile {
  readonly name: string;
  readonly source: {
    readonly text: string;
    /** The 1-based line of an offset. */
    readonly position: (offset: number) => { readonly line: number };
  };
  /** True for a text inside a value of the file: its offsets are not those of the file. */
  readonly inside?: true;
}

interface Spanned {
  readonly file: ReadFile;
  /** Offsets in the text of the file. */
  readonly start: number;
  readonly end: number;
  /** A tag of the file, such as `!Find` in a blueprint of authentik. */
  readonly tag?: string;
}

export interface ScalarNode extends Spanned {
  readonly type: 'scalar';
  readonly value: string | number | boolean | null;
  /** As it is written, without quotes. */
  readonly text: string;
  readonly quoted: boolean;
  /** Made by a template or taken from elsewhere when the file is loaded, so that its value isn't known here. */
  readonly dynamic: boolean;
}

export interface Entry {
  readonly key: string;
  /** Where the key stands. */
  readonly at: Place;
  readonly value: Node;
}

export interface MapNode extends Spanned {
  readonly type: 'map';
  readonly entries: readonly Entry[];
}

export interface ListNode extends Spanned {
  readonly type: 'list';
  readonly items: readonly Node[];
}

export type Node = ScalarNode | MapNode | ListNode;

export interface Place {
  readonly file: ReadFile;
  readonly start: number;
}

/** The entry of a map with this key. Of two with the same key, the later one. */
export function entryOf(node: Node | undefined, key: string): Entry | undefined {
  if (node?.type !== 'map') return undefined;
  for (let index = node.entries.length - 1; index >= 0; index--)
    if (node.entries[index]!.key === key) return node.entries[index];
  return undefined;
}

export const child = (node: Node | undefined, ...path: readonly string[]): Node | undefined =>
  path.reduce<Node | undefined>((at, key) => entryOf(at, key)?.value, node);

/** The text of a scalar, or undefined if it is no scalar, empty, or only known when the file is loaded. */
export function textAt(node: Node | undefined): string | undefined {
  if (node?.type !== 'scalar' || node.dynamic || node.tag !== undefined || node.value === null)
    return undefined;
  return typeof node.value === 'string' ? node.value : node.text;
}

export const isDynamic = (node: Node | undefined): boolean =>
  node?.type === 'scalar' ? node.dynamic || node.tag !== undefined : node?.tag !== undefined;

/** True for a key that has no value, and for one that isn't there. */
export const isEmpty = (node: Node | undefined): boolean =>
  node === undefined ||
  (!isDynamic(node) &&
    ((node.type === 'scalar' && (node.value === null || node.value === '')) ||
      (node.type === 'list' && node.items.length === 0) ||
      (node.type === 'map' && node.entries.length === 0)));

/** The entries of a list; a single value counts as a list of one. */
export const itemsOf = (node: Node | undefined): readonly Node[] =>
  node === undefined || (node.type === 'scalar' && node.value === null)
    ? []
    : node.type === 'list'
      ? node.items
      : [node];

/** The texts of a list that are known here. */
export const textsOf = (node: Node | undefined): string[] =>
  itemsOf(node).flatMap((item) => textAt(item) ?? []);

export const isTrue = (node: Node | undefined): boolean => node?.type === 'scalar' && node.value === true;

/** Every map of a tree, each once, even if several aliases lead to it. */
export function* mapsOf(root: Node): Generator<MapNode> {
  const seen = new Set<Node>();
  const open: Node[] = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    if (node.type === 'map') {
      yield node;
      for (let index = node.entries.length - 1; index >= 0; index--) open.push(node.entries[index]!.value);
    } else if (node.type === 'list')
      for (let index = node.items.length - 1; index >= 0; index--) open.push(node.items[index]!);
  }
}
