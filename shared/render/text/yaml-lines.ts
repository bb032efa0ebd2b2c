import type { Line, Why } from '../types.ts';
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
  readonly lines: readonly Line[];
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
  lines: 'key' in one ? emitMap(map(one), indent, hidden) : emitSeq(seq([one]), indent, hidden),
});

/** An empty line. */
export const emptyLine = (indent: string): YamlEmitted => ({
  type: 'emitted',
  indent,
  lines: [{ text: '' }],
});

/**
 * The lines of a document, two spaces per level, without a `---` before it.
 *
 * @param hidden characters that appear nowhere in strings, keys and comments: they are written as escapes. For programs
 *   that change the text of a file before they read it as YAML
 */
export function emitYaml(root: YamlMap, hidden = ''): Line[] {
  return emitMap(root, '', hidden);
}

function isItem(one: YamlNode | YamlItem | YamlEmitted): one is YamlItem {
  return typeof one === 'object' && one !== null && !('type' in one);
}

const isEmitted = (one: YamlNode | YamlEntry | YamlItem | YamlEmitted): one is YamlEmitted =>
  typeof one === 'object' && one !== null && 'type' in one && one.type === 'emitted';

function emitMap(node: YamlMap, indent: string, hidden: string): Line[] {
  return node.entries.flatMap((one) =>
    isEmitted(one)
      ? linesFor(one, indent)
      : [
          ...above(one, indent, hidden),
          ...marked(
            one,
            emitValue(`${indent}${keyText(one.key, hidden)}:`, one.value, indent, hidden, one.why),
          ),
        ],
  );
}

function emitSeq(node: YamlSeq, indent: string, hidden: string): Line[] {
  return node.items.flatMap((one) =>
    isEmitted(one)
      ? linesFor(one, indent)
      : [...above(one, indent, hidden), ...marked(one, emitItem(one, indent, hidden))],
  );
}

function linesFor(one: YamlEmitted, indent: string): readonly Line[] {
  if (one.indent !== indent) throw new Error('These lines were emitted for another place.');
  return one.lines;
}

function emitItem(one: YamlItem, indent: string, hidden: string): Line[] {
  const value = one.value;
  if (typeof value === 'object' && value?.type === 'map' && value.entries.length > 0) {
    // The dash replaces the first key's indentation; comments above that key go above the dash.
    const [head, ...tail] = value.entries;
    if (isEmitted(head!)) throw new Error('The first key of an item can’t be emitted before its dash.');
    const first = emitMap({ type: 'map', entries: [bare(head!)] }, `${indent}  `, hidden);
    const opening: Line = { ...first[0]!, text: `${indent}- ${first[0]!.text.slice(indent.length + 2)}` };
    return [
      ...above(head!, indent, hidden),
      ...marked(head!, [one.why && !opening.why ? { ...opening, why: one.why } : opening, ...first.slice(1)]),
      ...emitMap({ type: 'map', entries: tail }, `${indent}  `, hidden),
    ];
  }
  return emitValue(`${indent}-`, value, indent, hidden, one.why);
}

const bare = ({ key, value, why }: YamlEntry): YamlEntry =>
  why === undefined ? { key, value } : { key, value, why };

function emitValue(
  head: string,
  value: YamlNode,
  indent: string,
  hidden: string,
  why: Why | undefined,
): Line[] {
  if (typeof value !== 'object' || value === null) return [line(`${head} ${scalarText(value, hidden)}`, why)];
  switch (value.type) {
    case 'map':
      return value.entries.length === 0
        ? [line(`${head} {}`, why)]
        : [line(head, why), ...emitMap(value, `${indent}  `, hidden)];
    case 'seq':
      return value.items.length === 0
        ? [line(`${head} []`, why)]
        : [line(head, why), ...emitSeq(value, `${indent}  `, hidden)];
    case 'tag':
    case 'inline':
      return [line(`${head} ${inlineText(value, hidden)}`, why)];
    case 'block':
      return emitBlock(head, value, indent, hidden, why);
  }
}

function emitBlock(
  head: string,
  value: YamlBlock,
  indent: string,
  hidden: string,
  why: Why | undefined,
): Line[] {
  const text = value.lines.map((one) => one.text).join('\n') + (value.finalNewline ? '\n' : '');
  // A block has no escapes.
  const style = [...hidden].some((character) => text.includes(character)) ? undefined : literalStyle(text);
  if (style === undefined) return [line(`${head} ${quote(text, hidden)}`, why)];
  return [
    line(`${head} ${style}`, why),
    ...value.lines.map((one) => ({ ...one, text: one.text === '' ? '' : `${indent}  ${one.text}` })),
  ];
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

function above(notes: YamlNotes, indent: string, hidden: string): Line[] {
  const lines: Line[] = notes.gap ? [line('', undefined)] : [];
  if (notes.comment !== undefined) {
    for (const text of commentLines(notes.comment, hidden)) lines.push(line(`${indent}${text}`, undefined));
  }
  return marked(notes, lines);
}

const marked = (notes: YamlNotes, lines: readonly Line[]): Line[] =>
  notes.mark === undefined ? [...lines] : lines.map((one) => ({ ...one, mark: notes.mark! }));

const line = (text: string, why: Why | undefined): Line => (why === undefined ? { text } : { text, why });
