import { XMLBuilder, XMLParser, XMLValidator } from 'fast-xml-parser';
import { MAX_DEPTH, type Reading, type ReadPath, readWithin } from './reading.ts';
import { treeOf } from './tree.ts';
import type { FilledJson } from './values.ts';
import { split, type Writer } from './writer.ts';

const BUILDER = new XMLBuilder({ format: true, indentBy: '  ', processEntities: true });

/** XML 1.0 §2.2, characters that it doesn’t have. */
const NOT_IN_XML = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

/** Every text in a value. */
const textsIn = (value: FilledJson): string[] =>
  typeof value === 'object' ? Object.values(value).flatMap(textsIn) : [String(value)];

export const XML: Writer = {
  comment: ['<!-- ', ' -->'],
  // A reader turns a bare carriage return into a line feed (XML 1.0 §2.11).
  lines: (values) => split((BUILDER.build(treeOf(values)) as string).replaceAll('\r', '&#13;')),
  unfit: (value) =>
    textsIn(value).some((text) => NOT_IN_XML.test(text))
      ? 'XML can’t hold one of its characters.'
      : undefined,
};

/** One element, as the library gives it with the order kept. */
type Ordered = { readonly ':@'?: Readonly<Record<string, unknown>> } & Readonly<Record<string, unknown>>;

const PARSER = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  htmlEntities: true,
});

/**
 * The values of an XML text, as texts: of each element that holds no other, and of each attribute as `@name`. Elements of
 * one name beside each other are a list. Names and values are read by the library; their places are those of the tags.
 */
export const readXml = (text: string): Reading =>
  readWithin(text, (findings) => {
    // A document type may define entities, which grow without end; no configuration of an app has one.
    const declared = text.search(/<!(?:DOCTYPE|ENTITY)/i);
    if (declared >= 0) findings.stop('xml-doctype', 'XML with a document type is not read.', declared);
    const tags = tagsOf(text);
    if (tags.deepest > MAX_DEPTH)
      findings.stop('xml-too-deep', `More than ${MAX_DEPTH} elements stand in one another.`, 0);
    const valid = XMLValidator.validate(text);
    if (valid !== true)
      findings.stop(
        'xml-broken',
        'This is no XML from here on.',
        offsetOf(text, valid.err.line, valid.err.col),
      );
    let next = 0;
    const walk = (nodes: readonly Ordered[], path: ReadPath): void => {
      const elements = nodes.filter((node) => nameOf(node) !== '#text');
      const count = (name: string): number => elements.filter((node) => nameOf(node) === name).length;
      const seen = new Map<string, number>();
      for (const node of elements) {
        const name = nameOf(node);
        if (name.startsWith('?')) continue;
        const index = seen.get(name) ?? 0;
        seen.set(name, index + 1);
        const own: ReadPath = count(name) > 1 ? [...path, name, index] : [...path, name];
        const tag = tags.list[next++] ?? NOWHERE;
        const key = findings.span(tag.name, tag.name + name.length);
        for (const [attribute, value] of Object.entries(node[':@'] ?? {}))
          findings.add({
            path: [...own, `@${attribute}`],
            value: String(value),
            span: findings.span(tag.name, tag.end),
            key,
            quoted: 'double',
          });
        const inside = (node[name] ?? []) as readonly Ordered[];
        if (inside.some((one) => nameOf(one) !== '#text')) walk(inside, own);
        else
          findings.add({
            path: own,
            value: inside.map((one) => String(one['#text'] ?? '')).join(''),
            span: findings.span(tag.end, Math.max(tag.end, tag.close)),
            key,
            quoted: 'none',
          });
      }
    };
    walk(PARSER.parse(text) as readonly Ordered[], []);
  });

const nameOf = (node: Ordered): string => Object.keys(node).find((key) => key !== ':@') ?? '#text';

interface Tag {
  /** Where its name begins, where it ends, and where the next tag begins. */
  readonly name: number;
  readonly end: number;
  close: number;
}

const NOWHERE: Tag = { name: 0, end: 0, close: 0 };

/** The tags that open an element, in their order. Comments and the like are passed over. Linear. */
function tagsOf(text: string): { readonly list: readonly Tag[]; readonly deepest: number } {
  const list: Tag[] = [];
  let depth = 0;
  let deepest = 0;
  let at = text.indexOf('<');
  while (at >= 0) {
    const last = list.at(-1);
    if (last !== undefined && last.close === 0) last.close = at;
    const skipped = SKIPPED.find(([open]) => text.startsWith(open, at));
    let end = skipped === undefined ? endOfTag(text, at) : text.indexOf(skipped[1], at + skipped[0].length);
    if (end < 0) end = text.length;
    else if (skipped === undefined) {
      if (text[at + 1] === '/') depth--;
      else {
        const isEmpty = text[end - 1] === '/';
        list.push({ name: at + 1, end: end + 1, close: isEmpty ? end + 1 : 0 });
        if (!isEmpty) deepest = Math.max(deepest, ++depth);
      }
    }
    at = text.indexOf('<', end);
  }
  return { list, deepest };
}

const SKIPPED: readonly (readonly [string, string])[] = [
  ['<!--', '-->'],
  ['<![CDATA[', ']]>'],
  ['<?', '?>'],
];

/** The `>` of a tag, which is none within the quotes of an attribute. */
function endOfTag(text: string, from: number): number {
  let quote = '';
  for (let at = from; at < text.length; at++) {
    const sign = text[at]!;
    if (quote !== '') quote = sign === quote ? '' : quote;
    else if (sign === '"' || sign === "'") quote = sign;
    else if (sign === '>') return at;
  }
  return -1;
}

function offsetOf(text: string, line: number, column: number): number {
  let at = 0;
  for (let passed = 1; passed < line; passed++) {
    const next = text.indexOf('\n', at);
    if (next < 0) break;
    at = next + 1;
  }
  return at + Math.max(0, column - 1);
}
