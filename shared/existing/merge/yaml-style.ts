import { isMap, isPair, isScalar, isSeq, type ParsedNode, Scalar, type YAMLMap, type YAMLSeq } from 'yaml';
import { OUR_STYLE, type YamlStyle } from '../../render/text/yaml-lines.ts';
import { columnOf } from './edits.ts';
import type { YamlSource } from './yaml-source.ts';

/** The digest of a secret, its dollar signs as they are. */
const CLEAR_DIGEST = /["' ]\$(?:pbkdf2|argon2|scrypt|bcrypt|2[abxy]?\$|5\$|6\$)/;
/** A value that the file filter `expand-env` fills in. */
const FILLED_IN = /(?<!\$)\$\{\w+[^}]*\}|(?<![\w$])\$[A-Z_]{2,}\b/;

/** True if a value is filled in from the environment when the program starts, so that what it is can't be seen here. */
export const isFilledIn = (value: string): boolean => FILLED_IN.test(value);

/** How many times each answer was seen; the first one wins if several were seen as often. */
class Tally<T> {
  readonly #counts = new Map<T, number>();

  add(answer: T): void {
    this.#counts.set(answer, (this.#counts.get(answer) ?? 0) + 1);
  }

  best(otherwise: T): T {
    let found = otherwise;
    let most = 0;
    for (const [answer, count] of this.#counts) {
      if (count <= most) continue;
      found = answer;
      most = count;
    }
    return found;
  }
}

/**
 * How a file writes its YAML, so that what is added looks like the rest. `near` is a part whose quotes and lists count
 * instead of those of the whole file, if it has enough of them.
 */
export function styleOf(source: YamlSource, near: ParsedNode | undefined): YamlStyle {
  const seen = { step: new Tally<number>(), dash: new Tally<number>(), item: new Tally<number>() };
  measure(source, source.document.contents, seen);
  const close = wordsOf(source, near);
  const words = close.values >= 4 ? close : wordsOf(source, source.document.contents);
  return {
    // A digest that stands there as it is shows that no filter replaces dollar signs; double braces are never safe.
    hidden: CLEAR_DIGEST.test(source.text) && !FILLED_IN.test(source.text) ? '{' : '${',
    step: seen.step.best(OUR_STYLE.step),
    dash: seen.dash.best(OUR_STYLE.dash),
    item: seen.item.best(OUR_STYLE.item),
    quotes: words.quotes.best(OUR_STYLE.quotes),
    quotedKeys: words.quotedKeys.best(false),
    flowLists: words.flow.best(false),
    pad: words.pad.best(''),
  };
}

interface Measures {
  readonly step: Tally<number>;
  readonly dash: Tally<number>;
  readonly item: Tally<number>;
}

const ODD = 9;

function measure(source: YamlSource, node: unknown, seen: Measures): void {
  if (isMap(node) && !node.flow) {
    for (const pair of node.items) {
      const key = startOf(pair.key);
      const value = pair.value;
      if (key !== undefined && (isMap(value) || isSeq(value)) && !value.flow && value.items.length > 0) {
        const inner = blockColumn(source, value as YAMLMap | YAMLSeq);
        const width = inner === undefined ? -1 : inner - columnOf(source.text, key);
        if (isMap(value) && width > 0 && width < ODD) seen.step.add(width);
        if (isSeq(value) && width >= 0 && width < ODD) seen.dash.add(width);
      }
      measure(source, value, seen);
    }
  } else if (isSeq(node) && !node.flow) {
    const dash = blockColumn(source, node as YAMLSeq);
    for (const one of node.items) {
      const inner = isMap(one) && !one.flow ? startOf(one.items[0]?.key) : startOf(one);
      const width = dash === undefined || inner === undefined ? -1 : columnOf(source.text, inner) - dash;
      if (width >= 2 && width < ODD) seen.item.add(width);
      measure(source, one, seen);
    }
  }
}

const startOf = (node: unknown): number | undefined =>
  isMap(node) || isSeq(node) || isScalar(node) ? (node.range?.[0] ?? undefined) : undefined;

/**
 * The column of the keys of a map, or of the dashes of a list, that stand on lines of their own. Undefined inside
 * braces and brackets, and where nothing stands.
 */
export function blockColumn({ text }: YamlSource, node: YAMLMap | YAMLSeq): number | undefined {
  if (node.flow || node.items.length === 0) return undefined;
  if (isSeq(node)) return node.range ? columnOf(text, node.range[0]) : undefined;
  let first: number | undefined;
  for (const { key } of node.items) {
    const at = startOf(key);
    if (at === undefined) continue;
    const column = columnOf(text, at);
    // The first key of an item stands behind its dash, perhaps with an anchor in between; the next one is clear.
    if (/^ *$/.test(text.slice(at - column, at))) return column;
    first ??= column;
  }
  return first;
}

/** The quotes of a value on its own. Undefined for a block. */
export const quotesOf = (type: string | undefined): 'single' | 'double' | 'plain' | undefined =>
  type === Scalar.QUOTE_SINGLE
    ? 'single'
    : type === Scalar.QUOTE_DOUBLE
      ? 'double'
      : type === Scalar.PLAIN
        ? 'plain'
        : undefined;

interface Words {
  readonly quotes: Tally<'single' | 'double' | 'plain'>;
  readonly quotedKeys: Tally<boolean>;
  readonly flow: Tally<boolean>;
  readonly pad: Tally<'' | ' '>;
  values: number;
}

function wordsOf({ text }: YamlSource, node: unknown): Words {
  const words: Words = {
    quotes: new Tally(),
    quotedKeys: new Tally(),
    flow: new Tally(),
    pad: new Tally(),
    values: 0,
  };
  const walk = (one: unknown): void => {
    if (isPair(one)) {
      if (isScalar(one.key)) words.quotedKeys.add(one.key.type === Scalar.QUOTE_DOUBLE);
      walk(one.value);
    } else if (isMap(one) || isSeq(one)) {
      if (one.flow && one.items.length > 0 && one.range)
        words.pad.add(text[one.range[0] + 1] === ' ' ? ' ' : '');
      if (isSeq(one) && one.items.length > 0 && one.items.every(isScalar)) words.flow.add(one.flow === true);
      for (const item of one.items) walk(item);
    } else if (isScalar(one) && typeof one.value === 'string') {
      const quotes = quotesOf(one.type);
      if (quotes === undefined) return;
      words.quotes.add(quotes);
      words.values += 1;
    }
  };
  walk(node);
  return words;
}
