import { assignments, type Language } from './code.ts';
import { phpText } from './php.ts';
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
