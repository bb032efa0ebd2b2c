import { isMap, isPair, isScalar, isSeq, type ParsedNode, type YAMLMap, type YAMLSeq } from 'yaml';
import {
  entry,
  item,
  map,
  seq,
  tagged,
  type YamlFlow,
  type YamlNode,
  type YamlStyle,
} from '../../render/text/yaml-lines.ts';
import { lineEnd, lineStart, type TextEdit } from './edits.ts';
import { type DocumentPair, refusalOf, refusalToAdd, YamlEditor } from './yaml-editor.ts';
import { isNothing, pairsOf, readSource, type YamlSource } from './yaml-source.ts';
import { blockColumn, styleOf } from './yaml-style.ts';

/** A value that a change brings. A tagged one is that of another product's YAML, such as `!Find`. */
export type ChangeValue =
  | string
  | boolean
  | number
  | readonly ChangeValue[]
  | { readonly [key: string]: ChangeValue }
  | Tagged;

/** Made with {@link withTag}. */
class Tagged {
  readonly tag: string;
  readonly value: YamlFlow;

  constructor(tag: string, value: YamlFlow) {
    this.tag = tag;
    this.value = value;
  }
}

/** A value with a tag, such as `!Find` of authentik. */
export const withTag = (tag: string, value: YamlFlow): ChangeValue => new Tagged(tag, value);

/** One change of a file, by the offset of what it changes. */
export type Change =
  /** In the text as it stands, whatever the form of the file. */
  | { readonly how: 'text'; readonly at: number; readonly old: string; readonly text: string }
  /** The key that begins here gets another name. */
  | { readonly how: 'rename'; readonly at: number; readonly to: string }
  /** The single value that begins here becomes another one, in the quotes that it has. */
  | { readonly how: 'value'; readonly at: number; readonly value: string | boolean | number }
  /** The map that begins here gets this key; one that is there and empty gets the value. */
  | { readonly how: 'entry'; readonly at: number; readonly key: string; readonly value: ChangeValue }
  /** The key that begins here gets another value, whatever it has. */
  | { readonly how: 'replace'; readonly at: number; readonly value: ChangeValue }
  /** The list that begins here gets another item. */
  | { readonly how: 'item'; readonly at: number; readonly value: ChangeValue }
  /** The key or the single item that begins here goes. */
  | { readonly how: 'drop'; readonly at: number };

/** Makes edits of changes. Each call is one whole: all of its changes, or none. */
export type Changer = (changes: readonly Change[]) => readonly TextEdit[] | undefined;

/**
 * Makes edits of changes for one file, without its byte order mark. The answer is undefined where something can't be
 * changed in its place: behind an anchor, in a template, or where something else stands.
 */
export function changerOf(text: string): Changer {
  let known: { source: YamlSource; places: Places; style: YamlStyle } | undefined | 'none' = 'none';
  return (changes) => {
    const edits: TextEdit[] = [];
    for (const change of changes) {
      if (change.how === 'text') {
        if (text.slice(change.at, change.at + change.old.length) !== change.old) return undefined;
        edits.push({ at: change.at, length: change.old.length, text: change.text });
      }
    }
    const rest = changes.filter(({ how }) => how !== 'text');
    if (rest.length === 0) return edits;
    if (known === 'none') {
      const read = readSource({ name: '', text }, true);
      known = read.ok
        ? { source: read.value, places: placesOf(read.value), style: styleOf(read.value, undefined) }
        : undefined;
    }
    if (known === undefined) return undefined;
    const { source, places, style } = known;
    const editor = new YamlEditor(source, style);
    for (const change of rest) if (!make(change, source, places, editor)) return undefined;
    return [...edits, ...editor.edits()];
  };
}

interface Places {
  readonly maps: ReadonlyMap<number, YAMLMap>;
  readonly lists: ReadonlyMap<number, YAMLSeq>;
  readonly scalars: ReadonlyMap<number, ParsedNode>;
  readonly pairs: ReadonlyMap<number, { readonly pair: DocumentPair; readonly map: YAMLMap }>;
  /** The lists that hold the single items. */
  readonly holders: ReadonlyMap<ParsedNode, YAMLSeq>;
}

/** Where everything in a document begins. */
function placesOf({ document }: YamlSource): Places {
  const maps = new Map<number, YAMLMap>();
  const lists = new Map<number, YAMLSeq>();
  const scalars = new Map<number, ParsedNode>();
  const pairs = new Map<number, { pair: DocumentPair; map: YAMLMap }>();
  const holders = new Map<ParsedNode, YAMLSeq>();
  const open: unknown[] = [document.contents];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (isMap(node)) {
      if (node.range) maps.set(node.range[0], node as YAMLMap);
      for (const pair of node.items) {
        if (!isPair(pair) || !isScalar(pair.key)) continue;
        pairs.set(pair.key.range![0], { pair: pair as DocumentPair, map: node as YAMLMap });
        if (pair.value !== null) open.push(pair.value);
      }
    } else if (isSeq(node)) {
      if (node.range) lists.set(node.range[0], node as YAMLSeq);
      for (const one of node.items) {
        if (isScalar(one)) holders.set(one as ParsedNode, node as YAMLSeq);
        open.push(one);
      }
    } else if (isScalar(node) && node.range) scalars.set(node.range[0], node as ParsedNode);
  }
  return { maps, lists, scalars, pairs, holders };
}

function make(change: Change, source: YamlSource, places: Places, editor: YamlEditor): boolean {
  switch (change.how) {
    case 'text':
      return true;
    case 'rename': {
      const found = places.pairs.get(change.at);
      if (found === undefined || pairsOf(found.map, change.to).length > 0) return false;
      if (refusalOf(source, found.pair.key)) return false;
      editor.renameKey(found.pair, change.to);
      return true;
    }
    case 'value': {
      const node = places.scalars.get(change.at);
      if (node === undefined || refusalOf(source, node) || isOverLines(source, node)) return false;
      editor.replaceScalar(node, change.value);
      return true;
    }
    case 'entry': {
      const node = places.maps.get(change.at);
      if (node === undefined) return false;
      const there = pairsOf(node, change.key) as DocumentPair[];
      if (there.length > 1) return false;
      const value = nodeOf(change.value);
      if (there.length === 0) {
        if (refusalToAdd(source, node)) return false;
        editor.addEntries(node, [entry(change.key, value)]);
        return true;
      }
      if (!isBlank(there[0]!.value) || refusalOf(source, there[0]!.key)) return false;
      if (there[0]!.value !== null && refusalOf(source, there[0]!.value)) return false;
      editor.replaceValue(node, there[0]!, value);
      return true;
    }
    case 'replace': {
      const found = places.pairs.get(change.at);
      if (found === undefined || refusalOf(source, found.pair.key)) return false;
      if (found.pair.value !== null && refusalOf(source, found.pair.value)) return false;
      editor.replaceValue(found.map, found.pair, nodeOf(change.value));
      return true;
    }
    case 'item': {
      const node = places.lists.get(change.at);
      if (node === undefined || refusalToAdd(source, node)) return false;
      editor.addItems(node, [item(nodeOf(change.value))]);
      return true;
    }
    case 'drop': {
      const edit = dropped(change.at, source, places);
      if (edit === undefined) return false;
      editor.take([edit]);
      return true;
    }
  }
}

/** True for a value that stands for none. */
const isBlank = (node: ParsedNode | null): boolean =>
  isNothing(node) ||
  (isScalar(node) && node.value === '') ||
  ((isMap(node) || isSeq(node)) && node.items.length === 0);

const isOverLines = ({ text }: YamlSource, node: ParsedNode): boolean =>
  text.slice(node.range[0], node.range[1]).trimEnd().includes('\n');

/** Takes a key with its value, or a single item, out: whole lines, or what stands between two commas. */
function dropped(at: number, source: YamlSource, places: Places): TextEdit | undefined {
  const { text } = source;
  const found = places.pairs.get(at);
  const scalar = places.scalars.get(at);
  const list = scalar === undefined ? undefined : places.holders.get(scalar);
  const holder = found?.map ?? list;
  const node = found?.pair.key ?? scalar;
  if (holder === undefined || node === undefined || holder.items.length < 2) return undefined;
  if (refusalOf(source, node)) return undefined;
  const value = found === undefined ? scalar! : found.pair.value;
  if (value !== null && found !== undefined && refusalOf(source, value)) return undefined;
  const spans = (holder.items as unknown[]).map((one): readonly [number, number] | undefined => {
    const first = isPair(one) ? (one.key as ParsedNode) : (one as ParsedNode);
    const last = isPair(one) ? ((one.value as ParsedNode | null) ?? first) : first;
    return first?.range && last?.range ? [first.range[0], last.range[1]] : undefined;
  });
  const index = spans.findIndex((span) => span?.[0] === at);
  const span = spans[index];
  if (span === undefined) return undefined;
  if (blockColumn(source, holder) === undefined) {
    // Inside braces or brackets: with the comma behind it, or for the last one with the comma before it.
    const [from, to] =
      index < spans.length - 1
        ? [span[0], spans[index + 1]?.[0] ?? -1]
        : [spans[index - 1]?.[1] ?? -1, span[1]];
    const gone = text.slice(from, to);
    return from < 0 || to < from || /[#\n]/.test(gone)
      ? undefined
      : { at: from, length: to - from, text: '' };
  }
  const start = lineStart(text, at);
  // Behind a dash, the key belongs to the line of its item.
  if (!(found ? /^[ \t]*$/ : /^[ \t]*-[ \t]*$/).test(text.slice(start, at))) return undefined;
  const end = span[1];
  const last = text[end - 1] === '\n' && end > at ? end - 1 : lineEnd(text, end);
  // A comment above it would be left over, and one behind it would be lost.
  if (start > 0 && /^[ \t]*#/.test(text.slice(lineStart(text, start - 1), start))) return undefined;
  return { at: start, length: Math.min(text.length, last + 1) - start, text: '' };
}

/** A value as a node that can be written. */
function nodeOf(value: ChangeValue): YamlNode {
  if (value instanceof Tagged) return tagged(value.tag, value.value);
  if (typeof value !== 'object') return value;
  if (Array.isArray(value)) return seq((value as readonly ChangeValue[]).map(nodeOf));
  return map(...Object.entries(value).map(([key, one]) => entry(key, nodeOf(one as ChangeValue))));
}

/** Edits that were made one after the other, as edits of the first text. */
export function composed(
  first: readonly TextEdit[],
  second: readonly TextEdit[],
  length: number,
): TextEdit[] {
  interface Piece {
    /** Where it stands in the first text; undefined for a text that was put in. */
    readonly from?: number;
    readonly to: number;
    readonly text?: string;
  }
  const sizeOf = (piece: Piece): number =>
    piece.from === undefined ? piece.text!.length : piece.to - piece.from;
  const cut = (pieces: readonly Piece[], edits: readonly TextEdit[]): Piece[] => {
    const made: Piece[] = [];
    let at = 0;
    let index = 0;
    let rest: Piece | undefined = pieces[0];
    const take = (until: number, keep: boolean): void => {
      while (rest !== undefined && at < until) {
        const size = Math.min(sizeOf(rest), until - at);
        const [head, tail] = halves(rest, size);
        if (keep) made.push(head);
        at += size;
        index += tail === undefined ? 1 : 0;
        rest = tail ?? pieces[index];
      }
    };
    for (const { at: start, length: gone, text } of edits) {
      take(start, true);
      if (text !== '') made.push({ to: 0, text });
      take(start + gone, false);
    }
    take(Number.POSITIVE_INFINITY, true);
    return made;
  };
  const halves = (piece: Piece, size: number): readonly [Piece, Piece | undefined] => {
    if (size >= sizeOf(piece)) return [piece, undefined];
    return piece.from === undefined
      ? [
          { to: 0, text: piece.text!.slice(0, size) },
          { to: 0, text: piece.text!.slice(size) },
        ]
      : [
          { from: piece.from, to: piece.from + size },
          { from: piece.from + size, to: piece.to },
        ];
  };
  const whole: Piece[] = length === 0 ? [] : [{ from: 0, to: length }];
  const pieces = cut(cut(whole, first), second);
  const edits: TextEdit[] = [];
  let at = 0;
  let text = '';
  for (const piece of [...pieces, { from: length, to: length }]) {
    if (piece.from === undefined) {
      text += piece.text;
      continue;
    }
    if (piece.from > at || text !== '') edits.push({ at, length: piece.from - at, text });
    text = '';
    at = piece.to;
  }
  return edits;
}
