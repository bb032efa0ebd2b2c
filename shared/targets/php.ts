import { assignments, type Language } from './code.ts';
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
