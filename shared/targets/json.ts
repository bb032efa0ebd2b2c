import type { Line } from '../render/types.ts';
import {
  type Findings,
  MAX_DEPTH,
  named,
  type Reading,
  type ReadPath,
  type ReadValue,
  readWithin,
  type Span,
} from './reading.ts';
import { treeOf } from './tree.ts';
import type { FilledJson } from './values.ts';
import type { Remarks, Writer } from './writer.ts';

export const JSON_FILE: Writer = {
  comment: undefined,
  lines: (values, remarks) => treeLines(treeOf(values), remarks, [], '', ''),
};

/** As `JSON.stringify` with two blanks for each level, with the reason of each path at its line. */
function treeLines(
  node: FilledJson | undefined,
  remarks: Remarks,
  path: readonly (string | number)[],
  before: string,
  after: string,
): Line[] {
  const why = remarks.get(path.join('/'))?.why;
  const blanks = '  '.repeat(path.length);
  const line = (text: string): Line => ({ text: `${blanks}${text}`, ...(why === undefined ? {} : { why }) });
  const entries = typeof node === 'object' ? Object.entries(node) : [];
  if (entries.length === 0) return [line(`${before}${JSON.stringify(node ?? null)}${after}`)];
  const isList = Array.isArray(node);
  return [
    line(`${before}${isList ? '[' : '{'}`),
    ...entries.flatMap(([key, one], index) =>
      treeLines(
        one,
        remarks,
        [...path, key],
        isList ? '' : `${JSON.stringify(key)}: `,
        index === entries.length - 1 ? '' : ',',
      ),
    ),
    { text: `${blanks}${isList ? ']' : '}'}${after}` },
  ];
}

/**
 * The values of a JSON text with their places. Comments (as in JavaScript) and a comma too many are passed over with a
 * warning, because some programs take them.
 */
export const readJsonText = (text: string): Reading =>
  readWithin(text, (findings) => new JsonScan(findings).document());

/** One pass over the text. */
class JsonScan {
  readonly #findings: Findings;
  readonly #text: string;
  #at = 0;
  #depth = 0;

  constructor(findings: Findings) {
    this.#findings = findings;
    this.#text = findings.text;
    if (this.#text.startsWith('\ufeff')) this.#at = 1;
  }

  document(): void {
    this.#space();
    this.#value([], undefined);
    this.#space();
    if (this.#at < this.#text.length) this.#broken('Something stands after the end of the JSON.');
  }

  #broken(message: string): never {
    return this.#findings.stop('json-broken', message, this.#at);
  }

  #space(): void {
    for (;;) {
      SPACE.lastIndex = this.#at;
      this.#at += SPACE.exec(this.#text)?.[0].length ?? 0;
      if (this.#text[this.#at] !== '/') return;
      const isLine = this.#text.startsWith('//', this.#at);
      const end = isLine
        ? this.#text.indexOf('\n', this.#at)
        : this.#text.startsWith('/*', this.#at)
          ? this.#text.indexOf('*/', this.#at + 2)
          : -2;
      if (end === -2 || (end === -1 && !isLine)) this.#broken('This is no JSON.');
      const after = end === -1 ? this.#text.length : isLine ? end : end + 2;
      this.#findings.problem(
        'json-comment',
        'warning',
        'JSON has no comments; many programs refuse them.',
        this.#at,
        after,
      );
      this.#at = after;
    }
  }

  #value(path: ReadPath, key: Span | undefined): void {
    const start = this.#at;
    const sign = this.#text[start];
    const add = (value: ReadValue, quoted: 'none' | 'double'): void => {
      const span = this.#findings.span(start, this.#at);
      this.#findings.add({ path, value, span, key: key ?? span, quoted });
    };
    if (sign === '"') add(this.#string(), 'double');
    else if (sign === '{' || sign === '[') {
      if (++this.#depth > MAX_DEPTH)
        this.#findings.stop(
          'json-too-deep',
          `The JSON has more than ${MAX_DEPTH} lists and maps in one another.`,
          start,
        );
      this.#at++;
      if (this.#members(path, sign === '{') === 0) add(sign === '{' ? {} : [], 'none');
      this.#depth--;
    } else {
      PLAIN.lastIndex = start;
      const word = PLAIN.exec(this.#text)?.[0];
      if (word === undefined) this.#broken('This is no JSON.');
      this.#at += word.length;
      add(JSON.parse(word) as ReadValue, 'none');
    }
  }

  /** The members of a map or list up to its end; returns how many there are. */
  #members(path: ReadPath, isMap: boolean): number {
    const close = isMap ? '}' : ']';
    const names = new Set<string>();
    for (let count = 0; ; count++) {
      this.#space();
      if (this.#text[this.#at] === close) {
        this.#at++;
        return count;
      }
      if (isMap) {
        const start = this.#at;
        if (this.#text[start] !== '"') this.#broken('A name in double quotes belongs here.');
        const name = this.#string();
        const key = this.#findings.span(start, this.#at);
        if (names.has(name))
          this.#findings.problem(
            'json-key-twice',
            'warning',
            `${named(name)} is there twice; most programs take the last.`,
            start,
            this.#at,
          );
        names.add(name);
        this.#space();
        if (this.#text[this.#at] !== ':') this.#broken('A colon belongs here.');
        this.#at++;
        this.#space();
        this.#value([...path, name], key);
      } else this.#value([...path, count], undefined);
      this.#space();
      if (this.#text[this.#at] === close) continue;
      if (this.#text[this.#at] !== ',') this.#broken('A comma belongs here, or the end of the list or map.');
      const comma = this.#at++;
      this.#space();
      if (this.#text[this.#at] === close)
        this.#findings.problem(
          'json-comma',
          'warning',
          'JSON has no comma before the end; many programs refuse it.',
          comma,
          comma + 1,
        );
    }
  }

  #string(): string {
    const start = this.#at;
    for (let at = start + 1; at < this.#text.length; at++) {
      const sign = this.#text[at]!;
      if (sign === '\\') at++;
      else if (sign < ' ') break;
      else if (sign === '"') {
        this.#at = at + 1;
        try {
          return JSON.parse(this.#text.slice(start, this.#at)) as string;
        } catch {
          this.#at = start;
          this.#broken('A backslash in this text begins nothing that JSON knows.');
        }
      }
    }
    return this.#broken('A text is opened and not closed on its line.');
  }
}

const SPACE = /[ \t\r\n]*/y;
const PLAIN = /(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.+-])/y;
