import { XMLBuilder } from 'fast-xml-parser';
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
