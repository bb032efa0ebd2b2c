import { assignments, type CodeDialect, doubleEscape, type Language, quotedText, readCode } from './code.ts';
import { phpText } from './php.ts';
import type { Reading } from './reading.ts';
import type { Writer } from './writer.ts';

/** `gitlab_rails/omniauth_enabled` → `gitlab_rails['omniauth_enabled'] = `. */
const LANGUAGE: Language = {
  text: phpText,
  list: ['[', ']'],
  map: ['{', '}'],
  pair: ' => ',
  yes: 'true',
  no: 'false',
  comment: '# ',
  before: '',
  end: '',
};

export const RUBY: Writer = { comment: [LANGUAGE.comment, ''], lines: assignments(LANGUAGE) };

/** A text for Ruby; in double quotes it is computed where `#{` stands. */
const rubyString: CodeDialect['string'] = (text, at) => {
  if (text[at] === "'")
    return {
      ...quotedText(text, at, "'", (pair) => (/^\\[\\']/.test(pair) ? pair.slice(1) : pair)),
      quoted: 'single',
    };
  if (text[at] !== '"') return undefined;
  const read = quotedText(text, at, '"', (pair) => doubleEscape(pair, 'nrtvfbae\\"\'#xu0$'), /^#[{$@]/);
  return { ...read, quoted: 'double' };
};

const DIALECT: CodeDialect = {
  comments: ['#'],
  words: { true: true, false: false, nil: null },
  open: { '[': ']', '{': '}' },
  pairs: ['=>'],
  string: rubyString,
  variable: /[a-z_]\w*/y,
  path: (word) => [word],
  breaks: true,
  symbols: true,
};

/** What a Ruby file assigns; `gitlab_rails['key'] = …` is at `gitlab_rails`, `key`. */
export const readRuby = (text: string): Reading => readCode(text, DIALECT);
