import { assignments, type CodeDialect, doubleEscape, type Language, quotedText, readCode } from './code.ts';
import type { Reading } from './reading.ts';
import type { Writer } from './writer.ts';

/**
 * A text for PHP and Ruby: in single quotes, in which nothing is replaced and only `\\` and `\'` are special; or on one
 * line in double quotes, for characters that an editor or the language changes.
 */
export const phpText = (value: string): string =>
  /[\0-\x1f\x7f]/.test(value)
    ? `"${value.replace(/[\0-\x1f\x7f\\"$#]/g, hexEscape)}"`
    : `'${value.replace(/[\\']/g, '\\$&')}'`;

const hexEscape = (character: string): string =>
  `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`;

/** `CONFIG/key` → `$CONFIG['key'] = `, as Nextcloud and others add to their array. */
const LANGUAGE: Language = {
  text: phpText,
  list: ['[', ']'],
  map: ['[', ']'],
  pair: ' => ',
  yes: 'true',
  no: 'false',
  comment: '// ',
  before: '$',
  end: ';',
};

export const PHP: Writer = { comment: [LANGUAGE.comment, ''], lines: assignments(LANGUAGE) };

/** A text for PHP; in double quotes it is computed where a `$` begins a variable. */
const phpString: CodeDialect['string'] = (text, at) => {
  if (text[at] === "'")
    return {
      ...quotedText(text, at, "'", (pair) => (/^\\[\\']/.test(pair) ? pair.slice(1) : pair)),
      quoted: 'single',
    };
  if (text[at] !== '"') return undefined;
  const read = quotedText(
    text,
    at,
    '"',
    (pair) => doubleEscape(pair, 'nrtvef\\$"xu0'),
    /^(?:\$[A-Za-z_{]|\{\$)/,
  );
  return { ...read, quoted: 'double' };
};

const DIALECT: CodeDialect = {
  comments: ['//', '#'],
  block: ['/*', '*/'],
  words: { true: true, false: false, null: null },
  open: { '[': ']', 'array(': ')', 'array (': ')' },
  pairs: ['=>'],
  string: phpString,
  variable: /\$[A-Za-z_]\w*/y,
  path: (word) => [word.slice(1)],
  breaks: false,
};

/** What a PHP file assigns: `$CONFIG['key'] = …` is at `CONFIG`, `key`, as is the key in `$CONFIG = array(…)`. */
export const readPhp = (text: string): Reading => readCode(text, DIALECT);
