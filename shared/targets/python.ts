import { assignments, type Language } from './code.ts';
import type { Writer } from './writer.ts';

/** JSON's escapes are Python's as well, as long as they are no surrogate pairs. */
const LANGUAGE: Language = {
  text: JSON.stringify,
  list: ['[', ']'],
  map: ['{', '}'],
  pair: ': ',
  yes: 'True',
  no: 'False',
  comment: '# ',
  before: '',
  end: '',
};

export const PYTHON: Writer = { comment: [LANGUAGE.comment, ''], lines: assignments(LANGUAGE) };
