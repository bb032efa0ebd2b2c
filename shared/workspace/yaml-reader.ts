import { Composer, type CST, type Document, isDocument, Lexer, type ParsedNode, Parser } from 'yaml';
import { type Flaw, MAX_PROBLEMS } from './problem.ts';
import { yamlFlaw } from './yaml-messages.ts';

/** The largest workspace file, in bytes of UTF-8. */
export const MAX_BYTES = 1 << 20;
/** Open collections at one place; a workspace needs fourteen. */
const MAX_OPEN = 64;
/** Pieces of YAML (words, signs, blanks): some 2,000 apps. */
const MAX_LEXEMES = 150_000;

export interface YamlReading {
  /** Absent where the text can't be taken apart at all. */
  readonly document?: Document<ParsedNode>;
  readonly flaws: readonly Flaw[];
}

/** How workspace files are read and written: YAML 1.2, whatever the file's own directives say. */
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
 * Takes YAML text apart within bounds: depth and number of pieces are limited before the recursive part begins,
 * which would otherwise run out of stack or time on hostile input.
 */
export function readYaml(text: string): YamlReading {
  const letters = letterFlaws(text);
  if (letters.length > 0) return { flaws: letters };
  const lexed = tokensOf(text);
  if ('flaw' in lexed) return { flaws: [lexed.flaw] };
  return withoutStackTraces(() => compose(text, lexed));
}

function compose(text: string, { tokens, unclosed }: Lexed): YamlReading {
  const flaws: Flaw[] = [];
  const composer = new Composer(YAML_OPTIONS);
  let document: Document<ParsedNode> | undefined;
  for (const token of tokens) {
    if (token.type === 'directive' && !/^%YAML[ \t]+1\.2[ \t]*$/.test(token.source)) {
      flaws.push(yamlFlaw(text, 'DIRECTIVE', token.offset, token.offset + token.source.length));
    }
  }
  for (const found of composer.compose(tokens, true, text.length)) {
    if (!isDocument(found)) continue;
    if (document) {
      flaws.push(yamlFlaw(text, 'MULTIPLE_DOCS', found.range[0], found.range[0] + 3));
      break;
    }
    document = found as Document<ParsedNode>;
  }
  for (const error of document?.errors ?? []) {
    if (flaws.length > MAX_PROBLEMS) break;
    // The library points to where the file ends; the mistake is where the quote begins.
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
  return document ? { document, flaws: told } : { flaws: told };
}

/**
 * One slip makes the library stumble over all that follows: on the line of a wrong indent, and token after token
 * where nothing more fits. Only the first of each is the user's mistake.
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

interface Lexed {
  readonly tokens: readonly CST.Token[];
  /** Offsets of quotes that open and never close. */
  readonly unclosed: readonly number[];
}

function tokensOf(text: string): Lexed | { readonly flaw: Flaw } {
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

/** Letters that no workspace has and that editors, terminals or other YAML readers take differently. */
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
 * The library makes one Error a mistake; capturing a stack for each makes a file full of mistakes take seconds.
 * Synchronous, and set back whatever happens.
 */
function withoutStackTraces<T>(work: () => T): T {
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
