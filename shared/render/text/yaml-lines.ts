import type { Blocks, Line, Why } from '../types.ts';
import { commentLines, isPlainWord, keyText, literalStyle, quote } from './yaml-scalar.ts';

/** A YAML tree, written in the order given. Strings are quoted; numbers must be safe integers. */
export type YamlNode = YamlScalar | YamlMap | YamlSeq | YamlBlock | YamlTag | YamlInline;

type YamlScalar = string | boolean | number | null;

/** Notes on an entry or an item. */
export interface YamlNotes {
  readonly why?: Why;
  /** Written above it as comment lines; a line break starts a new comment line. */
  readonly comment?: string;
  /** Applies to every line of the entry. */
  readonly mark?: 'test';
  /** True: an empty line above the entry and its comment. */
  readonly gap?: boolean;
}

export interface YamlEntry extends YamlNotes {
  readonly key: string;
  readonly value: YamlNode;
}

export interface YamlItem extends YamlNotes {
  readonly value: YamlNode;
}

export interface YamlMap {
  readonly type: 'map';
  readonly entries: readonly (YamlEntry | YamlEmitted)[];
}

export interface YamlSeq {
  readonly type: 'seq';
  readonly items: readonly (YamlItem | YamlEmitted)[];
}

/** Entries or items that were emitted before, for the place with this indentation. */
export interface YamlEmitted {
  readonly type: 'emitted';
  readonly indent: string;
  readonly blocks: Blocks;
}

export interface YamlBlock {
  readonly type: 'block';
  readonly lines: readonly Line[];
  readonly finalNewline: boolean;
}

export interface YamlTag {
  readonly type: 'tag';
  readonly tag: string;
  readonly value: YamlFlow;
}

/** What is allowed inside a tag: words, and lists of them. */
export type YamlFlow = string | readonly YamlFlow[];

/** A map on one line, for many entries of the same shape. */
export interface YamlInline {
  readonly type: 'inline';
  readonly entries: readonly (readonly [string, YamlInlineValue])[];
}
type YamlInlineValue = YamlScalar | YamlTag | YamlInline | readonly YamlInlineValue[];

/** One entry of a map. */
export const entry = (key: string, value: YamlNode, notes: YamlNotes = {}): YamlEntry => ({
  ...notes,
  key,
  value,
});

/** One item of a sequence. */
export const item = (value: YamlNode, notes: YamlNotes = {}): YamlItem => ({ ...notes, value });

/** A map in the order given. `undefined` entries are left out, so that conditions can be written inline. */
export const map = (...entries: readonly (YamlEntry | YamlEmitted | undefined)[]): YamlMap => ({
  type: 'map',
  entries: entries.filter((one) => one !== undefined),
});

/** A sequence. A plain node means an item without notes. */
export const seq = (items: readonly (YamlNode | YamlItem | YamlEmitted)[]): YamlSeq => ({
  type: 'seq',
  items: items.map((one) => (isItem(one) || isEmitted(one) ? one : { value: one })),
});

/**
 * Text over several lines (PEM, a script) as a literal block, or as a quoted scalar if a block can't hold it.
 */
export function block(text: string): YamlBlock {
  const finalNewline = text.endsWith('\n');
  const body = finalNewline ? text.slice(0, -1) : text;
  return { type: 'block', lines: body.split('\n').map((line) => ({ text: line })), finalNewline };
}

/** Rendered lines as a literal block (a file inside a file). Each line keeps its reason and mark. */
export const blockOfLines = (lines: readonly Line[]): YamlBlock => ({
  type: 'block',
  lines,
  finalNewline: true,
});

/** A tagged flow value, e.g. `tagged('!Find', ['authentik_flows.flow', ['slug', 'x']])`. Words are quoted where needed. */
export const tagged = (tag: string, value: YamlFlow): YamlTag => ({ type: 'tag', tag, value });

/** A map on one line. Values are written as in `map`. */
export const inline = (...entries: YamlInline['entries']): YamlInline => ({ type: 'inline', entries });

/**
 * Emits one entry or item for a place with this indentation, so that its lines can be used in several
 * documents, or again later. `hidden` as for {@link emitYaml}.
 */
export const emitted = (one: YamlEntry | YamlItem, indent: string, hidden = ''): YamlEmitted => ({
  type: 'emitted',
  indent,
  blocks: blocksOf((to) =>
    'key' in one ? emitMap(to, map(one), indent, hidden) : emitSeq(to, seq([one]), indent, hidden),
  ),
});

/** An empty line. */
export const emptyLine = (indent: string): YamlEmitted => ({
  type: 'emitted',
  indent,
  blocks: EMPTY,
});
const EMPTY: Blocks = [[{ text: '' }]];

/**
 * The lines of a document, two spaces per level, without a `---` before it.
 *
 * @param hidden characters that appear nowhere in strings, keys and comments: they are written as escapes. For programs
 *   that change the text of a file before they read it as YAML
 */
export function emitYaml(root: YamlMap, hidden = ''): Line[] {
  return emitYamlBlocks(root, hidden).flat();
}

/** The same in blocks: what was emitted before is found in them as it is, so that what is known of it can be kept. */
export function emitYamlBlocks(root: YamlMap, hidden = ''): Blocks {
  return blocksOf((to) => emitMap(to, root, '', hidden));
}

/** Where lines are put. Everything below appends to one, so that a long document is not copied at each level. */
class Sink {
  readonly #blocks: (readonly Line[])[] = [];
  #last: Line[] | undefined;

  push(line: Line): void {
    if (this.#last === undefined) {
      this.#last = [];
      this.#blocks.push(this.#last);
    }
    this.#last.push(line);
  }

  append(blocks: Blocks): void {
    for (const block of blocks) this.#blocks.push(block);
    this.#last = undefined;
  }

  /** Emits something, and puts the mark on all its lines. */
  marked(mark: YamlNotes['mark'], emit: (to: Sink) => void): void {
    if (mark === undefined) emit(this);
    else for (const one of blocksOf(emit).flat()) this.push({ ...one, mark });
  }

  blocks(): Blocks {
    return this.#blocks;
  }
}

function blocksOf(emit: (to: Sink) => void): Blocks {
  const sink = new Sink();
  emit(sink);
  return sink.blocks();
}

function isItem(one: YamlNode | YamlItem | YamlEmitted): one is YamlItem {
  return typeof one === 'object' && one !== null && !('type' in one);
}

const isEmitted = (one: YamlNode | YamlEntry | YamlItem | YamlEmitted): one is YamlEmitted =>
  typeof one === 'object' && one !== null && 'type' in one && one.type === 'emitted';

function emitMap(to: Sink, node: YamlMap, indent: string, hidden: string): void {
  for (const one of node.entries) {
    if (isEmitted(one)) to.append(blocksFor(one, indent));
    else
      to.marked(one.mark, (inner) => {
        emitAbove(inner, one, indent, hidden);
        emitValue(inner, `${indent}${keyText(one.key, hidden)}:`, one.value, indent, hidden, one.why);
      });
  }
}

function emitSeq(to: Sink, node: YamlSeq, indent: string, hidden: string): void {
  for (const one of node.items) {
    if (isEmitted(one)) to.append(blocksFor(one, indent));
    else
      to.marked(one.mark, (inner) => {
        emitAbove(inner, one, indent, hidden);
        emitItem(inner, one, indent, hidden);
      });
  }
}

function blocksFor(one: YamlEmitted, indent: string): Blocks {
  if (one.indent !== indent) throw new Error('These lines were emitted for another place.');
  return one.blocks;
}

function emitItem(to: Sink, one: YamlItem, indent: string, hidden: string): void {
  const value = one.value;
  if (typeof value === 'object' && value?.type === 'map' && value.entries.length > 0) {
    // The dash replaces the first key's indentation; comments above that key go above the dash.
    const [head, ...tail] = value.entries;
    if (isEmitted(head!)) throw new Error('The first key of an item can’t be emitted before its dash.');
    const first = blocksOf((inner) =>
      emitMap(inner, { type: 'map', entries: [bare(head!)] }, `${indent}  `, hidden),
    ).flat();
    const opening: Line = { ...first[0]!, text: `${indent}- ${first[0]!.text.slice(indent.length + 2)}` };
    to.marked(head!.mark, (inner) => {
      emitAbove(inner, head!, indent, hidden);
      inner.push(one.why && !opening.why ? { ...opening, why: one.why } : opening);
      for (const each of first.slice(1)) inner.push(each);
    });
    emitMap(to, { type: 'map', entries: tail }, `${indent}  `, hidden);
    return;
  }
  emitValue(to, `${indent}-`, value, indent, hidden, one.why);
}

const bare = ({ key, value, why }: YamlEntry): YamlEntry =>
  why === undefined ? { key, value } : { key, value, why };

function emitValue(
  to: Sink,
  head: string,
  value: YamlNode,
  indent: string,
  hidden: string,
  why: Why | undefined,
): void {
  if (typeof value !== 'object' || value === null) {
    to.push(line(`${head} ${scalarText(value, hidden)}`, why));
    return;
  }
  switch (value.type) {
    case 'map':
      to.push(line(value.entries.length === 0 ? `${head} {}` : head, why));
      emitMap(to, value, `${indent}  `, hidden);
      return;
    case 'seq':
      to.push(line(value.items.length === 0 ? `${head} []` : head, why));
      emitSeq(to, value, `${indent}  `, hidden);
      return;
    case 'tag':
    case 'inline':
      to.push(line(`${head} ${inlineText(value, hidden)}`, why));
      return;
    case 'block':
      emitBlock(to, head, value, indent, hidden, why);
  }
}

function emitBlock(
  to: Sink,
  head: string,
  value: YamlBlock,
  indent: string,
  hidden: string,
  why: Why | undefined,
): void {
  const text = value.lines.map((one) => one.text).join('\n') + (value.finalNewline ? '\n' : '');
  // A block has no escapes.
  const style = [...hidden].some((character) => text.includes(character)) ? undefined : literalStyle(text);
  to.push(line(style === undefined ? `${head} ${quote(text, hidden)}` : `${head} ${style}`, why));
  if (style === undefined) return;
  for (const one of value.lines) to.push({ ...one, text: one.text === '' ? '' : `${indent}  ${one.text}` });
}

function scalarText(value: YamlScalar, hidden: string): string {
  if (value === null) return 'null';
  if (typeof value === 'string') return quote(value, hidden);
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (!Number.isSafeInteger(value)) throw new Error(`Not a whole number: ${value}`);
  return value.toFixed(0);
}

const flowText = (value: YamlFlow, hidden: string): string =>
  typeof value === 'string'
    ? isPlainWord(value)
      ? value
      : quote(value, hidden)
    : `[${value.map((one) => flowText(one, hidden)).join(', ')}]`;

function inlineText(value: YamlInlineValue, hidden: string): string {
  if (typeof value !== 'object' || value === null) return scalarText(value, hidden);
  if (isList(value)) return `[${value.map((one) => inlineText(one, hidden)).join(', ')}]`;
  if (value.type === 'tag') return `${value.tag} ${flowText(value.value, hidden)}`;
  const entries = value.entries.map(([key, each]) => `${keyText(key, hidden)}: ${inlineText(each, hidden)}`);
  return `{${entries.join(', ')}}`;
}

/** `Array.isArray` does not narrow a list that can't be changed. */
const isList = <T>(value: T | readonly T[]): value is readonly T[] => Array.isArray(value);

function emitAbove(to: Sink, notes: YamlNotes, indent: string, hidden: string): void {
  if (notes.gap) to.push(line('', undefined));
  if (notes.comment === undefined) return;
  for (const text of commentLines(notes.comment, hidden)) to.push(line(`${indent}${text}`, undefined));
}

const line = (text: string, why: Why | undefined): Line => (why === undefined ? { text } : { text, why });
