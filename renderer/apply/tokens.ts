/** A piece of a line with what it is, for colouring. Joined, the pieces are the line. */
export interface Token {
  readonly kind: 'key' | 'string' | 'note' | 'mark' | 'plain' | 'mask';
  readonly text: string;
}
export type CodeLanguage = 'yaml' | 'env' | 'json' | 'shell' | 'markdown';

type Rule = readonly [Token['kind'], RegExp];

/** What each language is made of; the first rule that fits at a place wins. All patterns are sticky and linear. */
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
  markdown: [
    ['key', /^#{1,6} .*$/y],
    ['string', /`[^`]*`/y],
    ['mark', /^\s*(?:[-*]|\d+\.)\s|\*\*/y],
  ],
};

/** Characters of a line beyond which colour is of no help; keeps an odd line from costing time. */
const LONGEST = 2000;
const MASK = /•{4,}/y;
// What no rule begins with is passed over a word at a time, so that `a-key` isn't entered in its middle.
const WORD = /\s+|[\w$@./%+~-]+|[^\s]/y;

/** Cuts one line into pieces. Light on purpose: it colours, it doesn't parse. */
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

/** A mask inside a string stays recognisable as one. */
function pushMasked(
  push: (kind: Token['kind'], text: string) => void,
  kind: Token['kind'],
  text: string,
): void {
  for (const part of text.split(/(•{4,})/)) {
    if (part !== '') push(part.startsWith('••••') ? 'mask' : kind, part);
  }
}
