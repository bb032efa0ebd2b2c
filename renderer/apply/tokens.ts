import type { FileLanguage } from '../../shared/render/types.ts';

/** A piece of a line and its kind, for highlighting. The pieces joined are the line. */
export interface Token {
  readonly kind: 'key' | 'string' | 'note' | 'mark' | 'plain' | 'mask';
  readonly text: string;
}
export type CodeLanguage = FileLanguage;

type Rule = readonly [Token['kind'], RegExp];

/**
 * Rules of each language; the first rule that matches at a position wins. All patterns are sticky and linear.
 */
const RULES: Record<CodeLanguage, readonly Rule[]> = {
  yaml: [
    ['note', /#.*$/y],
    ['key', /(?:"[^"]*"|'[^']*'|[\w.$/-]+)(?=\s*:(?:\s|$))/y],
    ['string', /"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'/y],
    ['mark', /[-?:](?=\s|$)|[[\]{},|>]/y],
  ],
  env: [
    ['note', /^\s*#.*$/y],
    ['key', /^\s*(?:export\s+)?[A-Za-z_]\w*(?==)/y],
    ['mark', /=/y],
    ['string', /"(?:[^"\\]|\\.)*"|'[^']*'/y],
  ],
  json: [
    ['key', /"(?:[^"\\]|\\.)*"(?=\s*:)/y],
    ['string', /"(?:[^"\\]|\\.)*"/y],
    ['mark', /[[\]{},:]|\b(?:true|false|null)\b/y],
  ],
  shell: [
    ['note', /#.*$/y],
    ['string', /"(?:[^"\\]|\\.)*"|'[^']*'/y],
    ['key', /^\s*[\w./-]+/y],
    ['mark', /--?[A-Za-z][\w-]*|[|&;<>\\]/y],
  ],
  toml: [
    ['note', /#.*$/y],
    ['key', /^\s*\[.*\]$|^\s*[\w."-]+(?=\s*=)/y],
    ['string', /"(?:[^"\\]|\\.)*"|'[^']*'/y],
    ['mark', /=/y],
  ],
  ini: [
    ['note', /^\s*[;#].*$/y],
    ['key', /^\s*\[.*\]$|^\s*[\w. -]+(?==)/y],
    ['mark', /=/y],
  ],
  xml: [
    ['note', /<!--.*$/y],
    ['key', /<\/?[\w.:-]+|\/?>/y],
    ['string', /"[^"]*"/y],
  ],
  php: [
    ['note', /^\s*(?:\/\/|#).*$/y],
    ['string', /'(?:[^'\\]|\\.)*'/y],
    ['key', /\$\w+/y],
    ['mark', /=>|[[\];=,]|\b(?:true|false)\b/y],
  ],
  python: [
    ['note', /^\s*#.*$/y],
    ['string', /"(?:[^"\\]|\\.)*"/y],
    ['key', /^\s*[A-Za-z_]\w*(?=\s*=)/y],
    ['mark', /[[\]{},:=]|\b(?:True|False)\b/y],
  ],
  ruby: [
    ['note', /^\s*#.*$/y],
    ['string', /'(?:[^'\\]|\\.)*'/y],
    ['key', /^\s*[A-Za-z_]\w*/y],
    ['mark', /=>|[[\]{},=]|\b(?:true|false)\b/y],
  ],
  markdown: [
    ['key', /^#{1,6} .*$/y],
    ['string', /`[^`]*`/y],
    ['mark', /^\s*(?:[-*]|\d+\.)\s|\*\*/y],
  ],
};

/** Longer lines aren't highlighted, so that a very long line doesn't cost time. */
const LONGEST = 2000;
const MASK = /•{4,}/y;
// Text that no rule matches is skipped one word at a time, so that no rule can match in the middle of
// `a-key`.
const WORD = /\s+|[\w$@./%+~-]+|[^\s]/y;

/** Splits one line into tokens. It only highlights; it isn't a full parser. */
export function tokenize(line: string, language: CodeLanguage): readonly Token[] {
  const tokens: Token[] = [];
  const push = (kind: Token['kind'], text: string) => {
    const last = tokens[tokens.length - 1];
    if (last?.kind === kind) tokens[tokens.length - 1] = { kind, text: last.text + text };
    else tokens.push({ kind, text });
  };
  if (line.length > LONGEST) {
    pushMasked(push, 'plain', line);
    return tokens;
  }
  const rules: readonly Rule[] = [['mask', MASK], ...RULES[language]];
  let at = 0;
  next: while (at < line.length) {
    for (const [kind, pattern] of rules) {
      pattern.lastIndex = at;
      const hit = pattern.exec(line);
      if (hit && hit[0] !== '') {
        pushMasked(push, kind, hit[0]);
        at += hit[0].length;
        continue next;
      }
    }
    WORD.lastIndex = at;
    const word = WORD.exec(line)?.[0] ?? line.slice(at);
    push('plain', word);
    at += word.length;
  }
  return tokens;
}

/** Splits the text so that a mask inside a string gets its own token. */
function pushMasked(
  push: (kind: Token['kind'], text: string) => void,
  kind: Token['kind'],
  text: string,
): void {
  for (const part of text.split(/(•{4,})/)) {
    if (part !== '') push(part.startsWith('••••') ? 'mask' : kind, part);
  }
}

const ENDINGS: readonly (readonly [RegExp, CodeLanguage])[] = [
  [/\.ya?ml$/i, 'yaml'],
  [/\.json$/i, 'json'],
  [/\.toml$/i, 'toml'],
  [/\.(?:ini|cfg|conf|properties)$/i, 'ini'],
  [/\.xml$/i, 'xml'],
  [/\.php$/i, 'php'],
  [/\.py$/i, 'python'],
  [/\.rb$/i, 'ruby'],
];

/** The language of a file by the end of its name; undefined if that says nothing. */
export const languageOf = (name: string): CodeLanguage | undefined =>
  ENDINGS.find(([ending]) => ending.test(name))?.[1];
