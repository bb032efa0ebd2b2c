import { assignments, type CodeDialect, doubleEscape, type Language, quotedText, readCode } from './code.ts';
import type { Reading } from './reading.ts';
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

/** A text in one or three quotes. One with the prefix `f` is computed, bytes (`b`) are no text. */
const pythonString: CodeDialect['string'] = (text, at) => {
  const begin = /([rRuUfFbB]{0,2})("""|'''|"|')/y;
  begin.lastIndex = at;
  const [whole, prefix = '', quote = ''] = begin.exec(text) ?? [];
  if (whole === undefined) return undefined;
  const isRaw = /r/i.test(prefix);
  const read = quotedText(text, at + prefix.length, quote, (pair) =>
    isRaw ? pair : doubleEscape(pair, 'nrtvfba\\\'"xuU0\n'),
  );
  // On one line; a break there is a mistake.
  const isOpen = quote.length === 1 && read.value?.includes('\n') && !read.value.includes('\\');
  return {
    value:
      /[fb]/i.test(prefix) || (isOpen && text.slice(at, read.end).includes('\n')) ? undefined : read.value,
    end: read.end,
    quoted: quote.startsWith('"') ? 'double' : 'single',
  };
};

const DIALECT: CodeDialect = {
  comments: ['#'],
  words: { True: true, False: false, None: null },
  open: { '[': ']', '{': '}' },
  pairs: [':'],
  string: pythonString,
  variable: /[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*/y,
  path: (word) => [word],
  breaks: true,
  joins: true,
};

/** What a Python file assigns at its outermost level; `c.JupyterHub.x = …` is at `c.JupyterHub.x`. */
export const readPython = (text: string): Reading => readCode(text, DIALECT);
