import type { Blocks, Line, Why } from '../types.ts';
import { commentLines, isPlainWord, keyText, literalStyle, quote, stringText } from './yaml-scalar.ts';

/** How YAML is written. */
export interface YamlStyle {
  /**
   * Characters that appear nowhere in strings, keys and comments: they are written as escapes. For programs that
   * change the text of a file before they read it as YAML.
   */
  readonly hidden: string;
  /** Blanks for each level of a map. */
  readonly step: number;
  /** Blanks between the column of a key and the dashes of its list. */
  readonly dash: number;
  /** From a dash to what stands behind it: 2 is `- x`. */
  readonly item: number;
  readonly quotes: 'single' | 'double' | 'plain';
  /** True: keys stand in double quotes, as in JSON. */
  readonly quotedKeys: boolean;
  /** True: lists of single values without comments stand on one line. */
  readonly flowLists: boolean;
  /** What stands inside braces and brackets on one line, beside the first and the last entry. */
  readonly pad: '' | ' ';
}

/** How Latchkey writes files of its own. */
export const OUR_STYLE: YamlStyle = {
  hidden: '',
  step: 2,
  dash: 2,
  item: 2,
  quotes: 'single',
  quotedKeys: false,
  flowLists: false,
  pad: '',
};

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
 * documents, or again later.
 */
export const emitted = (
  one: YamlEntry | YamlItem,
  indent: string,
  style: YamlStyle = OUR_STYLE,
): YamlEmitted => ({
  type: 'emitted',
  indent,
  blocks: blocksOf((to) =>
    'key' in one ? emitMap(to, map(one), indent, style) : emitSeq(to, seq([one]), indent, style),
  ),
});

/** An empty line. */
export const emptyLine = (indent: string): YamlEmitted => ({
  type: 'emitted',
  indent,
  blocks: EMPTY,
});
const EMPTY: Blocks = [[{ text: '' }]];

/** The lines of a document, without a `---` before it. */
export function emitYaml(root: YamlMap, style: YamlStyle = OUR_STYLE): Line[] {
  return emitYamlBlocks(root, style).flat();
}

/** The same in blocks: what was emitted before is found in them as it is, so that what is known of it can be kept. */
export function emitYamlBlocks(root: YamlMap, style: YamlStyle = OUR_STYLE): Blocks {
  return blocksOf((to) => emitMap(to, root, '', style));
}

/** A value on one line, for a place inside braces or brackets. Comments are left out: there is no room for them. */
export function flowText(node: YamlNode, style: YamlStyle = OUR_STYLE): string {
  if (typeof node !== 'object' || node === null) return scalarText(node, style);
  const within = (open: string, parts: readonly string[], close: string): string =>
    parts.length === 0 ? open + close : `${open}${style.pad}${parts.join(', ')}${style.pad}${close}`;
  switch (node.type) {
    case 'map':
      return within(
        '{',
        node.entries.map((one) => entryText(one, style)),
        '}',
      );
    case 'seq':
      return within(
        '[',
        node.items.map((one) => itemText(one, style)),
        ']',
      );
    case 'block':
      return quote(
        node.lines.map((one) => one.text).join('\n') + (node.finalNewline ? '\n' : ''),
        style.hidden,
      );
    default:
      return inlineText(node, style);
  }
}

const keyIn = (key: string, style: YamlStyle): string =>
  style.quotedKeys ? stringText(key, { ...style, quotes: 'double' }) : keyText(key, style.hidden);

/** An entry of a map on one line, as {@link flowText}. */
export function entryText(one: YamlEntry | YamlEmitted, style: YamlStyle = OUR_STYLE): string {
  if (isEmitted(one)) throw new Error('What was emitted can’t be put on one line.');
  return `${keyIn(one.key, style)}: ${flowText(one.value, style)}`;
}

function itemText(one: YamlItem | YamlEmitted, style: YamlStyle): string {
  if (isEmitted(one)) throw new Error('What was emitted can’t be put on one line.');
  return flowText(one.value, style);
}

/** True for a list of single values without comments. */
const isSimple = ({ items }: YamlSeq): boolean =>
  items.every(
    (one) =>
      !isEmitted(one) && one.comment === undefined && (typeof one.value !== 'object' || one.value === null),
  );

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

function emitMap(to: Sink, node: YamlMap, indent: string, style: YamlStyle): void {
  for (const one of node.entries) {
    if (isEmitted(one)) to.append(blocksFor(one, indent));
    else
      to.marked(one.mark, (inner) => {
        emitAbove(inner, one, indent, style);
        emitValue(inner, `${indent}${keyIn(one.key, style)}:`, one.value, indent, style, one.why);
      });
  }
}

function emitSeq(to: Sink, node: YamlSeq, indent: string, style: YamlStyle): void {
  for (const one of node.items) {
    if (isEmitted(one)) to.append(blocksFor(one, indent));
    else
      to.marked(one.mark, (inner) => {
        emitAbove(inner, one, indent, style);
        emitItem(inner, one, indent, style);
      });
  }
}

function blocksFor(one: YamlEmitted, indent: string): Blocks {
  if (one.indent !== indent) throw new Error('These lines were emitted for another place.');
  return one.blocks;
}

function emitItem(to: Sink, one: YamlItem, indent: string, style: YamlStyle): void {
  const value = one.value;
  const dash = `${indent}-${' '.repeat(style.item - 2)}`;
  if (typeof value === 'object' && value?.type === 'map' && value.entries.length > 0) {
    const inside = indent + ' '.repeat(style.item);
    // The dash replaces the first key's indentation; comments above that key go above the dash.
    const [head, ...tail] = value.entries;
    if (isEmitted(head!)) throw new Error('The first key of an item can’t be emitted before its dash.');
    const first = blocksOf((inner) =>
      emitMap(inner, { type: 'map', entries: [bare(head!)] }, inside, style),
    ).flat();
    const opening: Line = { ...first[0]!, text: `${dash} ${first[0]!.text.slice(inside.length)}` };
    to.marked(head!.mark, (inner) => {
      emitAbove(inner, head!, indent, style);
      inner.push(one.why && !opening.why ? { ...opening, why: one.why } : opening);
      for (const each of first.slice(1)) inner.push(each);
    });
    emitMap(to, { type: 'map', entries: tail }, inside, style);
    return;
  }
  emitValue(to, dash, value, indent, style, one.why);
}

const bare = ({ key, value, why }: YamlEntry): YamlEntry =>
  why === undefined ? { key, value } : { key, value, why };

function emitValue(
  to: Sink,
  head: string,
  value: YamlNode,
  indent: string,
  style: YamlStyle,
  why: Why | undefined,
): void {
  if (typeof value !== 'object' || value === null) {
    to.push(line(`${head} ${scalarText(value, style)}`, why));
    return;
  }
  switch (value.type) {
    case 'map':
      to.push(line(value.entries.length === 0 ? `${head} {}` : head, why));
      emitMap(to, value, indent + ' '.repeat(style.step), style);
      return;
    case 'seq':
      if (value.items.length === 0 || (style.flowLists && isSimple(value))) {
        to.push(line(`${head} ${flowText(value, style)}`, why));
        return;
      }
      to.push(line(head, why));
      emitSeq(to, value, indent + ' '.repeat(style.dash), style);
      return;
    case 'tag':
    case 'inline':
      to.push(line(`${head} ${inlineText(value, style)}`, why));
      return;
    case 'block':
      emitBlock(to, head, value, indent, style, why);
  }
}

function emitBlock(
  to: Sink,
  head: string,
  value: YamlBlock,
  indent: string,
  style: YamlStyle,
  why: Why | undefined,
): void {
  const text = value.lines.map((one) => one.text).join('\n') + (value.finalNewline ? '\n' : '');
  // A block has no escapes.
  const literal = [...style.hidden].some((character) => text.includes(character))
    ? undefined
    : literalStyle(text);
  to.push(line(`${head} ${literal ?? quote(text, style.hidden)}`, why));
  if (literal === undefined) return;
  const inside = indent + ' '.repeat(style.step);
  for (const one of value.lines) to.push({ ...one, text: one.text === '' ? '' : inside + one.text });
}

function scalarText(value: YamlScalar, style: YamlStyle): string {
  if (value === null) return 'null';
  if (typeof value === 'string') return stringText(value, style);
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (!Number.isSafeInteger(value)) throw new Error(`Not a whole number: ${value}`);
  return value.toFixed(0);
}

const tagText = (value: YamlFlow, style: YamlStyle): string =>
  typeof value === 'string'
    ? isPlainWord(value)
      ? value
      : quote(value, style.hidden)
    : `[${value.map((one) => tagText(one, style)).join(', ')}]`;

function inlineText(value: YamlInlineValue, style: YamlStyle): string {
  if (typeof value !== 'object' || value === null) return scalarText(value, style);
  if (isList(value)) return `[${value.map((one) => inlineText(one, style)).join(', ')}]`;
  if (value.type === 'tag') return `${value.tag} ${tagText(value.value, style)}`;
  const entries = value.entries.map(([key, each]) => `${keyIn(key, style)}: ${inlineText(each, style)}`);
  return `{${entries.join(', ')}}`;
}

/** `Array.isArray` does not narrow a list that can't be changed. */
const isList = <T>(value: T | readonly T[]): value is readonly T[] => Array.isArray(value);

function emitAbove(to: Sink, notes: YamlNotes, indent: string, style: YamlStyle): void {
  if (notes.gap) to.push(line('', undefined));
  if (notes.comment === undefined) return;
  for (const text of commentLines(notes.comment, style.hidden)) to.push(line(`${indent}${text}`, undefined));
}

const line = (text: string, why: Why | undefined): Line => (why === undefined ? { text } : { text, why });
