import { Composer, type CST, type Document, isDocument, Lexer, type ParsedNode, Parser } from 'yaml';
import { type Flaw, MAX_PROBLEMS } from './problem.ts';
import { yamlFlaw } from './yaml-messages.ts';

/** The largest workspace file, in bytes of UTF-8. */
export const MAX_BYTES = 1 << 20;
/** Limit of open collections at one place. A workspace needs fourteen. */
const MAX_OPEN = 64;
/** Limit of YAML lexemes (words, signs, blanks): enough for about 2,000 apps. */
const MAX_LEXEMES = 150_000;

export interface YamlReading {
  /** Absent if the text can't be parsed at all. */
  readonly document?: Document<ParsedNode>;
  /** Where a second document begins, if only the first is wanted. */
  readonly second?: number;
  readonly flaws: readonly Flaw[];
}

/** How workspace files are read and written: always as YAML 1.2; directives in the file are ignored. */
export const YAML_OPTIONS = {
  version: '1.2',
  schema: 'core',
  uniqueKeys: false,
  merge: false,
  strict: true,
  prettyErrors: false,
  logLevel: 'silent',
} as const;

/**
 * Parses YAML text within limits. Depth and number of lexemes are checked before the recursive part begins,
 * because hostile input would otherwise exhaust its stack or time.
 *
 * @param firstOnly true: directives are ignored, and only the first of several documents is read. Else both are flaws
 */
export function readYaml(text: string, firstOnly = false): YamlReading {
  const letters = letterFlaws(text);
  if (letters.length > 0) return { flaws: letters };
  const lexed = tokensOf(text);
  if ('flaw' in lexed) return { flaws: [lexed.flaw] };
  return withoutStackTraces(() => compose(text, lexed, firstOnly));
}

function compose(text: string, { tokens, unclosed }: Lexed, firstOnly: boolean): YamlReading {
  const flaws: Flaw[] = [];
  const composer = new Composer(YAML_OPTIONS);
  let document: Document<ParsedNode> | undefined;
  let second: number | undefined;
  for (const token of tokens) {
    if (firstOnly) break;
    if (token.type === 'directive' && !/^%YAML[ \t]+1\.2[ \t]*$/.test(token.source)) {
      flaws.push(yamlFlaw(text, 'DIRECTIVE', token.offset, token.offset + token.source.length));
    }
  }
  for (const found of composer.compose(tokens, true, text.length)) {
    if (!isDocument(found)) continue;
    if (document && firstOnly) {
      second = found.range[0];
      break;
    }
    if (document) {
      flaws.push(yamlFlaw(text, 'MULTIPLE_DOCS', found.range[0], found.range[0] + 3));
      break;
    }
    document = found as Document<ParsedNode>;
  }
  for (const error of document?.errors ?? []) {
    if (flaws.length > MAX_PROBLEMS) break;
    // The library points to the end of the file; the mistake is where the quote begins.
    const quote =
      error.code === 'MISSING_CHAR' && /quote/.test(error.message)
        ? unclosed.findLast((at) => at < error.pos[0])
        : undefined;
    const start = quote ?? error.pos[0];
    flaws.push(
      yamlFlaw(text, error.code, start, quote === undefined ? error.pos[1] : start + 1, error.message),
    );
  }
  for (const warning of document?.warnings ?? []) {
    if (flaws.length > MAX_PROBLEMS) break;
    flaws.push(yamlFlaw(text, warning.code, warning.pos[0], warning.pos[1], warning.message));
  }
  const told = withoutEchoes(text, flaws);
  if (!document) return { flaws: told };
  return second === undefined ? { document, flaws: told } : { document, second, flaws: told };
}

/**
 * After one mistake, the library also reports errors in what follows: on the line of a wrong indent, and for
 * each token after an unexpected one. Only the first error of each is the user's mistake.
 */
function withoutEchoes(text: string, flaws: readonly Flaw[]): Flaw[] {
  const breaks = [...text.matchAll(/\n/g)].map((match) => match.index);
  const lineOf = (at: number): number => {
    let low = 0;
    let high = breaks.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (breaks[middle]! < at) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const indents = new Set(flaws.filter((flaw) => INDENT.has(flaw.code)).map((flaw) => lineOf(flaw.start)));
  const tabs = new Set(
    flaws.filter((flaw) => flaw.code === 'yaml-tab-as-indent').map((flaw) => lineOf(flaw.start)),
  );
  let last = Number.NEGATIVE_INFINITY;
  return flaws.filter((flaw) => {
    const line = lineOf(flaw.start);
    if (flaw.code === 'yaml-unexpected-token') {
      const echo = line - last <= 1;
      last = line;
      return !echo;
    }
    if (flaw.code === 'yaml-tab-as-indent') return true;
    return !tabs.has(line) && (INDENT.has(flaw.code) || !indents.has(line));
  });
}

const INDENT = new Set(['yaml-tab-as-indent', 'yaml-bad-indent']);

export interface Lexed {
  readonly tokens: readonly CST.Token[];
  /** Offsets of quotes that are opened and never closed. */
  readonly unclosed: readonly number[];
}

/** The tokens of a text, or why it is not parsed: depth and size are counted before anything recursive begins. */
export function tokensOf(text: string): Lexed | { readonly flaw: Flaw } {
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  const unclosed: number[] = [];
  let lexemes = 0;
  for (const lexeme of new Lexer().lex(text)) {
    lexemes++;
    if (lexemes > MAX_LEXEMES) {
      return { flaw: yamlFlaw(text, 'TOO_MANY', parser.offset, parser.offset + 1) };
    }
    const sign = lexeme[0];
    if ((sign === '"' || sign === "'") && (lexeme.length === 1 || !lexeme.endsWith(sign))) {
      unclosed.push(parser.offset);
    }
    for (const token of parser.next(lexeme)) tokens.push(token);
    if (parser.stack.length > MAX_OPEN) {
      return { flaw: yamlFlaw(text, 'TOO_DEEP', parser.offset, parser.offset + 1) };
    }
  }
  for (const token of parser.end()) tokens.push(token);
  return { tokens, unclosed };
}

/**
 * Finds characters that no workspace needs and that editors, terminals or other YAML readers treat
 * differently.
 */
function letterFlaws(text: string): Flaw[] {
  const flaws: Flaw[] = [];
  const pattern =
    /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufeff\ufffe\uffff]|\r(?!\n)|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
  for (const match of text.matchAll(pattern)) {
    const letter = match[0];
    const code =
      letter === '\r' ? 'LONE_CR' : letter >= '\ud800' && letter <= '\udfff' ? 'LONE_SURROGATE' : 'CONTROL';
    flaws.push(yamlFlaw(text, code, match.index, match.index + 1));
    if (flaws.length >= 10) break;
  }
  return flaws;
}

/**
 * Runs synchronous work without stack traces. The library creates one Error for each mistake, and capturing
 * all the stacks takes seconds for a file full of mistakes. The setting is restored also if the work throws.
 */
export function withoutStackTraces<T>(work: () => T): T {
  const errors = Error as unknown as { stackTraceLimit?: number };
  const before = errors.stackTraceLimit;
  try {
    errors.stackTraceLimit = 0;
    return work();
  } finally {
    if (before === undefined) delete errors.stackTraceLimit;
    else errors.stackTraceLimit = before;
  }
}
