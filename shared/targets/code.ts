import type { Line } from '../render/types.ts';
import {
  type Findings,
  MAX_DEPTH,
  MAX_ENTRIES,
  type Quoting,
  type ReadEntry,
  type Reading,
  type ReadPath,
  type ReadValue,
  readWithin,
  type Span,
} from './reading.ts';
import type { FilledJson, FilledValue } from './values.ts';
import { commentOf } from './writer.ts';

/** How a language writes a literal and what it is assigned to. */
export interface Language {
  /** A text in its quotes. */
  readonly text: (value: string) => string;
  readonly list: readonly [open: string, close: string];
  readonly map: readonly [open: string, close: string];
  readonly pair: string;
  readonly yes: string;
  readonly no: string;
  /** How a comment begins. */
  readonly comment: string;
  /** What stands before the first step of a path, and after the literal. */
  readonly before: string;
  readonly end: string;
}

/** One assignment for each value. */
export const assignments =
  (language: Language) =>
  (values: readonly FilledValue[]): Line[] =>
    values.flatMap((one) => assigned(one, language));

/** One assignment over as many lines as its value has; the reason stands at its first. */
function assigned(one: FilledValue, language: Language): Line[] {
  const { name, value, why } = one;
  const [variable, ...keys] = name.split('/');
  const target = `${language.before}${variable}${keys.map((key) => `[${language.text(key)}]`).join('')}`;
  const [first = '', ...rest] = `${target} = ${literal(value, language)}${language.end}`.split('\n');
  return [
    ...commentOf(one, language.comment),
    { text: first, ...(why === undefined ? {} : { why }) },
    ...rest.map((text) => ({ text })),
  ];
}

/** A value as a literal, over several lines if it has parts. */
function literal(value: FilledJson, language: Language, indent = ''): string {
  if (typeof value === 'string') return language.text(value);
  if (typeof value === 'boolean') return value ? language.yes : language.no;
  if (typeof value === 'number') return String(value);
  const inner = `${indent}  `;
  const [open, close] = Array.isArray(value) ? language.list : language.map;
  const rows = Array.isArray(value)
    ? value.map((one) => literal(one, language, inner))
    : Object.entries(value).map(
        ([key, one]) => `${language.text(key)}${language.pair}${literal(one, language, inner)}`,
      );
  return rows.length === 0
    ? `${open}${close}`
    : `${open}\n${rows.map((row) => `${inner}${row},\n`).join('')}${indent}${close}`;
}

/** How a language is read: its comments, its words for values, its quotes. */
export interface CodeDialect {
  /** Line comments; PHP and Ruby have others, too. */
  readonly comments: readonly string[];
  readonly block?: readonly [open: string, close: string];
  readonly words: Readonly<Record<string, ReadValue>>;
  /** Lists and maps by their opening sign; `array(` is one in PHP. */
  readonly open: Readonly<Record<string, string>>;
  /** What stands between a key and its value; `:` also after a bare word in Ruby. */
  readonly pairs: readonly string[];
  /** A text in its quotes, from its beginning; undefined if it isn’t literal. `end` is behind the closing one. */
  readonly string: (
    text: string,
    at: number,
  ) => { readonly value: string | undefined; readonly end: number; readonly quoted: Quoting } | undefined;
  /** What is assigned to, at the beginning of a statement: the words of its path. */
  readonly variable: RegExp;
  readonly path: (variable: string) => readonly string[];
  /** True if a line break outside of brackets ends a statement; else only a semicolon does. */
  readonly breaks: boolean;
  /** A bare word before `:` is a key, and `:word` a text. */
  readonly symbols?: true;
  /** Texts beside each other are one. */
  readonly joins?: true;
}

/**
 * The literals that a program assigns at its outermost level, by the path that they are assigned to. Nothing is run:
 * what is no literal is named with its place, and so is what stands inside a condition.
 */
export const readCode = (text: string, dialect: CodeDialect): Reading =>
  readWithin(text, (findings) => new CodeScan(findings, dialect).read());

/** A literal with what is in it. */
interface Literal {
  readonly entries: readonly Omit<ReadEntry, 'key'>[];
}

class CodeScan {
  readonly #findings: Findings;
  readonly #text: string;
  readonly #dialect: CodeDialect;
  #at = 0;

  constructor(findings: Findings, dialect: CodeDialect) {
    this.#findings = findings;
    this.#text = findings.text;
    this.#dialect = dialect;
  }

  read(): void {
    if (this.#text.startsWith('\ufeff')) this.#at = 1;
    const php = /^\s*<\?php\b/.exec(this.#text.slice(this.#at));
    if (php) this.#at += php[0].length;
    for (;;) {
      this.#space(true);
      if (this.#text[this.#at] === ';') {
        this.#at++;
        continue;
      }
      if (this.#at >= this.#text.length) return;
      this.#statement();
    }
  }

  #statement(): void {
    const start = this.#at;
    const target = this.#target();
    if (target === undefined) {
      this.#skip(start, 'code-not-read', 'This is no assignment, so it is not read.');
      return;
    }
    const from = this.#at;
    const found = this.#literal([], 0);
    const isEnd = found !== undefined && this.#isEnd();
    if (!isEnd) {
      this.#skip(from, 'not-literal', 'The value is computed when the program runs, so it isn’t known here.');
      return;
    }
    for (const one of found.entries)
      this.#findings.add({
        ...one,
        path: [...target.path, ...one.path],
        key: one.path.length === 0 ? target.key : one.span,
      });
  }

  /** What is assigned to, up to behind the equals sign. */
  #target(): { readonly path: readonly string[]; readonly key: Span } | undefined {
    const start = this.#at;
    const { variable, path } = this.#dialect;
    variable.lastIndex = start;
    const word = variable.exec(this.#text)?.[0];
    if (word === undefined) return undefined;
    // Only what isn’t indented is sure to be run in Python.
    if (
      this.#dialect.breaks &&
      !this.#dialect.symbols &&
      start > 0 &&
      this.#text[start - 1] !== '\n' &&
      this.#text[start - 1] !== '\ufeff'
    )
      return undefined;
    this.#at += word.length;
    const steps = [...path(word)];
    for (;;) {
      this.#space(false);
      if (this.#text[this.#at] !== '[') break;
      this.#at++;
      this.#space(true);
      const key = this.#dialect.string(this.#text, this.#at);
      if (key?.value === undefined) return this.#back(start);
      this.#at = key.end;
      this.#space(true);
      if (this.#text[this.#at] !== ']') return this.#back(start);
      this.#at++;
      steps.push(key.value);
    }
    const end = this.#at;
    if (this.#text[this.#at] !== '=' || /[=>~]/.test(this.#text[this.#at + 1] ?? ''))
      return this.#back(start);
    this.#at++;
    this.#space(false);
    return { path: steps, key: this.#findings.span(start, end) };
  }

  #back(at: number): undefined {
    this.#at = at;
    return undefined;
  }

  #literal(path: ReadPath, depth: number): Literal | undefined {
    if (depth > MAX_DEPTH)
      this.#findings.stop(
        'code-too-deep',
        `More than ${MAX_DEPTH} lists and maps stand in one another.`,
        this.#at,
      );
    const start = this.#at;
    const { open } = this.#dialect;
    const sign = Object.keys(open).find((one) => this.#text.startsWith(one, start));
    if (sign !== undefined) {
      this.#at += sign.length;
      return this.#members(path, open[sign]!, depth, start);
    }
    return this.#scalar(path);
  }

  /** A text, a number or one of the words for values. */
  #scalar(path: ReadPath): Literal | undefined {
    const start = this.#at;
    const { words } = this.#dialect;
    const leaf = (value: ReadValue, quoted: Quoting): Literal => ({
      entries: [{ path, value, quoted, span: this.#findings.span(start, this.#at) }],
    });
    const text = this.#string();
    if (text) return text.value === undefined ? undefined : leaf(text.value, text.quoted);
    const word = WORD.exec(at(this.#text, WORD, start))?.[0];
    if (word !== undefined) {
      const known = Object.keys(words).find((one) => one === word || one === word.toLowerCase());
      if (known === undefined) return undefined;
      this.#at += word.length;
      return leaf(words[known]!, 'none');
    }
    if (this.#dialect.symbols) {
      const symbol = SYMBOL.exec(at(this.#text, SYMBOL, start))?.[0];
      if (symbol !== undefined) {
        this.#at += symbol.length;
        return leaf(symbol.slice(1), 'none');
      }
    }
    const number = NUMBER.exec(at(this.#text, NUMBER, start))?.[0];
    if (number === undefined) return undefined;
    this.#at += number.length;
    return leaf(Number(number), 'none');
  }

  /** One text, or several beside each other where the language joins them. */
  #string(): ReturnType<CodeDialect['string']> {
    let found = this.#dialect.string(this.#text, this.#at);
    if (found === undefined) return undefined;
    this.#at = found.end;
    while (this.#dialect.joins && found.value !== undefined) {
      const before = this.#at;
      this.#space(false);
      const next = this.#dialect.string(this.#text, this.#at);
      if (next === undefined) {
        this.#at = before;
        break;
      }
      this.#at = next.end;
      found = { ...next, value: next.value === undefined ? undefined : found.value + next.value };
    }
    return found;
  }

  #members(path: ReadPath, close: string, depth: number, start: number): Literal | undefined {
    const entries: Omit<ReadEntry, 'key'>[] = [];
    let place = 0;
    for (let count = 0; ; count++) {
      this.#space(true);
      if (this.#text.startsWith(close, this.#at)) {
        this.#at += close.length;
        const isMap = close === '}';
        return count === 0
          ? {
              entries: [
                { path, value: isMap ? {} : [], quoted: 'none', span: this.#findings.span(start, this.#at) },
              ],
            }
          : { entries };
      }
      const key = this.#key();
      const value = this.#literal([...path, key ?? place++], depth + 1);
      if (value === undefined) return undefined;
      entries.push(...value.entries);
      if (entries.length > MAX_ENTRIES)
        this.#findings.stop('too-many-values', `The text has more than ${MAX_ENTRIES} values.`, this.#at);
      this.#space(true);
      if (this.#text[this.#at] === ',') this.#at++;
      else if (!this.#text.startsWith(close, this.#at)) return undefined;
    }
  }

  /** The key of a pair, up to behind its sign; undefined if a value without one stands here. */
  #key(): string | undefined {
    const start = this.#at;
    if (this.#dialect.symbols) {
      const bare = /[A-Za-z_]\w*[?!]?:(?!:)/y;
      bare.lastIndex = start;
      const word = bare.exec(this.#text)?.[0];
      if (word !== undefined) {
        this.#at += word.length;
        this.#space(true);
        return word.slice(0, -1);
      }
    }
    const [only] = this.#scalar([])?.entries ?? [];
    const value = only?.value;
    this.#space(true);
    const pair = this.#dialect.pairs.find((one) => this.#text.startsWith(one, this.#at));
    if (pair === undefined || value === undefined || typeof value === 'object') {
      this.#at = start;
      return undefined;
    }
    this.#at += pair.length;
    this.#space(true);
    return String(value);
  }

  /** True if the statement ends here. */
  #isEnd(): boolean {
    this.#space(false);
    const sign = this.#text[this.#at];
    if (sign === undefined || sign === ';') return true;
    return this.#dialect.breaks && (sign === '\n' || sign === '\r');
  }

  #skip(start: number, code: string, message: string): void {
    this.#at = start;
    let depth = 0;
    while (this.#at < this.#text.length) {
      const sign = this.#text[this.#at]!;
      const text = this.#dialect.string(this.#text, this.#at);
      if (text) {
        this.#at = Math.max(text.end, this.#at + 1);
        continue;
      }
      if (/[([{]/.test(sign)) depth++;
      else if (/[)\]}]/.test(sign)) depth = Math.max(0, depth - 1);
      if (depth === 0 && (sign === ';' || (this.#dialect.breaks && sign === '\n'))) break;
      const before = this.#at;
      this.#space(depth > 0);
      if (this.#at === before) this.#at++;
    }
    const end = this.#text.indexOf('\n', start);
    this.#findings.problem(
      code,
      'warning',
      message,
      start,
      Math.min(this.#at, end < 0 ? this.#text.length : end),
    );
  }

  /** Blanks and comments, and line breaks where they mean nothing. */
  #space(breaks: boolean): void {
    const { comments, block, breaks: ends } = this.#dialect;
    for (;;) {
      const blanks = breaks || !ends ? /\s*/y : /(?:[^\S\r\n]|\\\r?\n)*/y;
      blanks.lastIndex = this.#at;
      this.#at += blanks.exec(this.#text)?.[0].length ?? 0;
      if (comments.some((one) => this.#text.startsWith(one, this.#at))) {
        const end = this.#text.indexOf('\n', this.#at);
        this.#at = end < 0 ? this.#text.length : end;
      } else if (block && this.#text.startsWith(block[0], this.#at)) {
        const end = this.#text.indexOf(block[1], this.#at + block[0].length);
        this.#at = end < 0 ? this.#text.length : end + block[1].length;
      } else return;
    }
  }
}

/** Sets where a sticky pattern begins, and gives the text for it. */
function at(text: string, pattern: RegExp, index: number): string {
  pattern.lastIndex = index;
  return text;
}

const WORD = /[A-Za-z_]\w*(?![\w(.[:])/y;
const SYMBOL = /:[A-Za-z_]\w*/y;
const NUMBER = /-?\d+(?:\.\d+)?(?![\w.])/y;

/** Up to the closing quote, with its escapes undone by `undo`; undefined as the value if one isn’t literal. */
export function quotedText(
  text: string,
  at: number,
  quote: string,
  undo: (pair: string) => string,
  computed?: RegExp,
): { readonly value: string | undefined; readonly end: number } {
  const parts: string[] = [];
  let from = at + quote.length;
  let isComputed = false;
  for (let index = from; index < text.length; index++) {
    if (text[index] === '\\') {
      const found = ESCAPE.exec(atIn(text, index))![0];
      parts.push(text.slice(from, index), undo(found));
      index += found.length - 1;
      from = index + 1;
    } else if (text.startsWith(quote, index)) {
      parts.push(text.slice(from, index));
      return { value: isComputed ? undefined : parts.join(''), end: index + quote.length };
    } else if (computed?.test(text.slice(index, index + 2))) isComputed = true;
  }
  return { value: undefined, end: text.length };
}

const ESCAPE = /\\(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|u\{[0-9A-Fa-f]+\}|U[0-9A-Fa-f]{8}|[\s\S]|$)/y;
function atIn(text: string, index: number): string {
  ESCAPE.lastIndex = index;
  return text;
}

const CONTROLS: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  f: '\f',
  b: '\b',
  a: '\x07',
  e: '\x1b',
  '0': '\0',
};

/** An escape as double quotes know it; `keep`: those that stay as they are, with the backslash. */
export function doubleEscape(pair: string, known: string): string {
  const sign = pair[1] ?? '';
  const digits = /[0-9A-Fa-f]{2,}/.exec(pair.slice(2))?.[0];
  if (/[xuU]/.test(sign) && digits !== undefined && known.includes(sign))
    return String.fromCodePoint(Math.min(Number.parseInt(digits, 16), 0x10ffff));
  if (!known.includes(sign)) return pair;
  return CONTROLS[sign] ?? (sign === '\n' ? '' : sign);
}
