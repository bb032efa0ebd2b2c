import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Pair,
  type ParsedNode,
  Scalar,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import {
  emitted,
  entry,
  entryText,
  flowText,
  type YamlEntry,
  type YamlItem,
  type YamlNode,
  type YamlStyle,
} from '../../render/text/yaml-lines.ts';
import { stringText } from '../../render/text/yaml-scalar.ts';
import { eolAt, lineEnd, lineStart, linesBelow, type TextEdit } from './edits.ts';
import { followed, type YamlSource } from './yaml-source.ts';
import { blockColumn, quotesOf } from './yaml-style.ts';

/** Why a place can't be edited safely, and where it is. */
export interface Refusal {
  readonly at: number;
  readonly reason: string;
}

/** A pair of a map of the document. */
export type DocumentPair = Pair<ParsedNode, ParsedNode | null>;

const startOf = (node: unknown): number | undefined =>
  isMap(node) || isSeq(node) || isScalar(node) || isAlias(node) ? node.range?.[0] : undefined;

/**
 * Why the value of a node must not be edited in its place. Undefined: it may be.
 *
 * @param node a node as it stands in the document, aliases not followed
 */
export function refusalOf(source: YamlSource, node: unknown): Refusal | undefined {
  const at = startOf(node);
  if (at === undefined) return undefined;
  if (isAlias(node)) {
    return { at, reason: `an alias (*${node.source}) stands here; what it stands for is used elsewhere too` };
  }
  for (const shared of source.shared) {
    const [start, , end] = shared.range;
    if (at < start || at >= end) continue;
    return {
      at,
      reason: `this belongs to the anchor &${shared.anchor}, which is used elsewhere too: a change here would act there`,
    };
  }
  return inTemplate(source, at);
}

/** Why nothing may be changed at this offset, because a template decides what is there. */
function inTemplate({ templates: { blocks } }: YamlSource, at: number): Refusal | undefined {
  return blocks.some(([start, end]) => at >= start && at < end)
    ? {
        at,
        reason: 'this stands inside a template block ({{ … }}), which decides whether it is there at all',
      }
    : undefined;
}

const isBlock = (node: ParsedNode): boolean =>
  isScalar(node) && (node.type === Scalar.BLOCK_LITERAL || node.type === Scalar.BLOCK_FOLDED);

/** Where the last character of a node stands, without the line feeds and comments after it. */
function contentEnd(source: YamlSource, node: ParsedNode | null, otherwise: number): number {
  if (node === null) return otherwise;
  if ((isMap(node) || isSeq(node)) && !node.flow && node.items.length > 0) {
    const last = node.items.at(-1) as unknown;
    if (isMap(node)) {
      const pair = last as DocumentPair;
      return contentEnd(source, pair.value, pair.key.range[1]);
    }
    return contentEnd(source, last as ParsedNode, node.range[0]);
  }
  let end = node.range[1];
  // A block with `+` keeps the empty lines at its end.
  if (isBlock(node) && /^[|>]\d?\+/.test(source.text.slice(node.range[0], end))) return end - 1;
  while (end > node.range[0] && /\s/.test(source.text[end - 1]!)) end -= 1;
  // A null has no characters: what it belongs to ends where its key does.
  return Math.max(end, otherwise);
}

/**
 * The end of the last line that belongs to what ends here: comments below it that are indented at least so far belong
 * to it as well.
 */
function lastLine({ templates: { masked } }: YamlSource, end: number, column: number): number {
  let last = lineEnd(masked, end);
  for (let next = last; next < masked.length; ) {
    const start = next + 1;
    next = lineEnd(masked, start);
    const line = masked.slice(start, next);
    const comment = /^([ \t]*)#/.exec(line);
    if (comment) {
      if (comment[1]!.length < column) break;
      last = next;
    } else if (line.trim() !== '') break;
  }
  return last;
}

/** Why nothing may be added at the end of a map or a list. Undefined: it may be. */
export function refusalToAdd(source: YamlSource, node: YAMLMap | YAMLSeq): Refusal | undefined {
  const refused = refusalOf(source, node);
  if (refused) return refused;
  const at = belowOf(source, node);
  if (/-\}\}[ \t\r]*$/.test(source.text.slice(lineStart(source.text, at), at)))
    return { at, reason: 'the template action before this place takes away the line end behind it' };
  return inTemplate(source, at);
}

/** The end of the line below which a map or list is continued. */
function belowOf(source: YamlSource, node: YAMLMap | YAMLSeq): number {
  const end = contentEnd(source, node as ParsedNode, node.range![0]);
  const column = blockColumn(source, node);
  return column === undefined ? end : lastLine(source, end, isSeq(node) ? column + 1 : column);
}

/** Makes edits of one file. Whether a place may be edited is asked before, with {@link refusalOf}. */
export class YamlEditor {
  readonly #edits: TextEdit[] = [];
  /** What comes into braces and brackets: all of one place is put there at once, because of the commas. */
  readonly #inline = new Map<YAMLMap | YAMLSeq, string[]>();
  readonly #source: YamlSource;
  readonly #style: YamlStyle;

  constructor(source: YamlSource, style: YamlStyle) {
    this.#source = source;
    this.#style = style;
  }

  /** All edits that were made. */
  edits(): TextEdit[] {
    for (const [node, parts] of this.#inline) this.#addInline(node, parts);
    this.#inline.clear();
    return this.#edits;
  }

  /** Takes over edits that were made elsewhere. */
  take(edits: readonly TextEdit[]): void {
    this.#edits.push(...edits);
  }

  #inlineLater(node: YAMLMap | YAMLSeq, parts: readonly string[]): void {
    this.#inline.set(node, [...(this.#inline.get(node) ?? []), ...parts]);
  }

  /** Adds entries at the end of a map. */
  addEntries(map: YAMLMap, entries: readonly YamlEntry[]): void {
    if (entries.length === 0) return;
    const column = blockColumn(this.#source, map);
    if (column === undefined) {
      this.#inlineLater(
        map,
        entries.map((one) => entryText(one, this.#style)),
      );
      return;
    }
    this.#below(
      belowOf(this.#source, map),
      entries.flatMap((one) => this.#lines(one, column)),
    );
  }

  /** Adds items at the end of a list. */
  addItems(list: YAMLSeq, items: readonly YamlItem[]): void {
    if (items.length === 0) return;
    const dash = blockColumn(this.#source, list);
    if (dash === undefined) {
      this.#inlineLater(
        list,
        items.map((one) => flowText(one.value, this.#styleIn(list))),
      );
      return;
    }
    const gap = this.#hasGaps(list);
    const style = { ...this.#styleIn(list), item: this.#itemWidth(list, dash) };
    this.#below(
      belowOf(this.#source, list),
      items.flatMap((one) => [...(gap ? [''] : []), ...linesOf(one, dash, style)]),
    );
  }

  /** Begins a document that has nothing yet. */
  begin(entries: readonly YamlEntry[]): void {
    const { text, document } = this.#source;
    const lines = entries.flatMap((one) => this.#lines(one, 0));
    const [from, to] = document.contents?.range ?? [0, 0];
    // A null that is written out.
    if (to > from) this.#edits.push({ at: from, length: to - from, text: '' });
    const end = text.search(/^\.\.\.(?:\s|$)/m);
    if (end < 0) this.#below(text.length, lines);
    else this.#edits.push({ at: end, length: 0, text: lines.map((one) => one + eolAt(text, end)).join('') });
  }

  /** Replaces the whole value of a key. */
  replaceValue(map: YAMLMap, pair: DocumentPair, value: YamlNode): void {
    const { text } = this.#source;
    const column = blockColumn(this.#source, map);
    const colon = this.#colonOf(pair);
    const old = pair.value;
    const from = colon + 1;
    const to = old === null ? from : Math.max(from, contentEnd(this.#source, old, from));
    if (column === undefined) {
      this.#edits.push({ at: from, length: to - from, text: ` ${flowText(value, this.#style)}` });
      return;
    }
    const [head, ...rest] = this.#lines(entry('x', value), column);
    const first = head!.slice(head!.indexOf(':') + 1);
    const isPresent = text.slice(from, to).trim() !== '';
    if (rest.length === 0) {
      this.#edits.push({ at: from, length: isPresent ? to - from : 0, text: first });
      return;
    }
    if (isPresent && lineEnd(text, from) < to) {
      const eol = eolAt(text, from);
      this.#edits.push({ at: from, length: to - from, text: [first, ...rest].join(eol) });
      return;
    }
    // A comment behind the key stays there.
    if (isPresent || first !== '')
      this.#edits.push({ at: from, length: isPresent ? to - from : 0, text: first });
    this.#below(lastLine(this.#source, to, column + 1), rest);
  }

  /** Replaces a value that stands on its own, in the quotes that it has. */
  replaceScalar(node: ParsedNode, value: string | boolean | number): void {
    const { range } = node;
    const text = this.#scalar(node, value);
    if (range[1] <= range[0]) {
      const blank = /\s/.test(this.#source.text[range[0] - 1] ?? ' ') ? '' : ' ';
      this.#edits.push({ at: range[0], length: 0, text: blank + text });
      return;
    }
    const end = contentEnd(this.#source, node, range[0]);
    this.#edits.push({ at: range[0], length: end - range[0], text });
  }

  /** Gives a key another name, in the quotes that it has. */
  renameKey(pair: DocumentPair, name: string): void {
    const [start, end] = pair.key.range;
    const quote = /^["']/.exec(this.#source.text.slice(start, end))?.[0] ?? '';
    this.#edits.push({ at: start, length: end - start, text: quote + name + quote });
  }

  #scalar(node: ParsedNode, value: string | boolean | number): string {
    if (typeof value !== 'string') return String(value);
    // How a number or true is written doesn’t tell how a text is.
    const isText = isScalar(node) && typeof node.value === 'string';
    const quotes = (isText ? quotesOf(node.type) : undefined) ?? this.#style.quotes;
    return stringText(value, { quotes, hidden: this.#style.hidden });
  }

  #lines(one: YamlEntry | YamlItem, column: number): string[] {
    return linesOf(one, column, this.#style);
  }

  #below(end: number, lines: readonly string[]): void {
    this.#edits.push(linesBelow(this.#source.text, end, lines));
  }

  /** Adds to what stands inside braces or brackets, on one line or on several. */
  #addInline(node: YAMLMap | YAMLSeq, parts: readonly string[]): void {
    const { text, templates } = this.#source;
    const last = node.items.at(-1) as unknown;
    const end =
      last === undefined
        ? node.range![0] + 1
        : isMap(node)
          ? contentEnd(this.#source, (last as DocumentPair).value, (last as DocumentPair).key.range[1])
          : contentEnd(this.#source, last as ParsedNode, node.range![0]);
    const rest = templates.masked.slice(end, node.range![1]);
    const comma = /^(?:[ \t]*(?:#[^\n]*)?\r?\n)*[ \t]*,/.exec(rest);
    const joint = last === undefined || comma ? '' : ',';
    const start = startOf(isMap(node) ? (last as DocumentPair | undefined)?.key : last);
    const own = start !== undefined && /^[ \t]*$/.test(text.slice(lineStart(text, start), start));
    if (own && /\n/.test(rest)) {
      // Each on a line of its own, below the line of the last one, whose comment stays with it.
      if (joint !== '') this.#edits.push({ at: end, length: 0, text: joint });
      const indent = text.slice(lineStart(text, start), start);
      const trailing = comma ? ',' : '';
      const lines = parts.map((one, at) => `${indent}${one}${at < parts.length - 1 ? ',' : trailing}`);
      this.#below(lineEnd(text, end + (comma?.[0].length ?? 0)), lines);
      return;
    }
    const before = last === undefined ? this.#style.pad : ' ';
    const after = last === undefined ? this.#style.pad : '';
    const at = comma ? end + comma[0].length : end;
    this.#edits.push({
      at,
      length: 0,
      text: `${joint}${before}${parts.join(', ')}${comma ? ',' : ''}${after}`,
    });
  }

  /** The quotes of the values that are there count for those that come beside them. */
  #styleIn(list: YAMLSeq): YamlStyle {
    const last = list.items.at(-1);
    const quotes = isScalar(last) && typeof last.value === 'string' ? quotesOf(last.type) : undefined;
    return quotes === undefined ? this.#style : { ...this.#style, quotes };
  }

  /** True if an empty line stands between the last two items. */
  #hasGaps(list: YAMLSeq): boolean {
    if (list.items.length < 2) return false;
    const [before, last] = list.items.slice(-2) as [ParsedNode, ParsedNode];
    const end = contentEnd(this.#source, before, list.range![0]);
    return /\n[ \t]*\r?\n/.test(this.#source.text.slice(end, startOf(last) ?? end));
  }

  #itemWidth(list: YAMLSeq, dash: number): number {
    for (const item of list.items) {
      const node = followed(this.#source, item);
      const inner = isMap(node) ? blockColumn(this.#source, node as YAMLMap) : undefined;
      const width = inner === undefined ? 0 : inner - dash;
      if (item === node && width >= 2 && width <= 8) return width;
    }
    return this.#style.item;
  }

  #colonOf(pair: DocumentPair): number {
    return this.#source.templates.masked.indexOf(':', pair.key.range[1]);
  }
}

/** An entry or item as lines for this column. */
export function linesOf(one: YamlEntry | YamlItem, column: number, style: YamlStyle): string[] {
  return emitted(one, ' '.repeat(column), style)
    .blocks.flat()
    .map((line) => line.text);
}
