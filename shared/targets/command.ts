import { type Findings, type Reading, readWithin } from './reading.ts';

/**
 * The arguments of the commands in a text for a POSIX shell: `[command, place]` is the path of each. What a shell would
 * replace stays as text and is named; nothing is run.
 */
export const readCommand = (text: string): Reading =>
  readWithin(text, (findings) => new Words(findings).read());

class Words {
  readonly #findings: Findings;
  readonly #text: string;
  #at = 0;
  #command = 0;
  #place = 0;

  constructor(findings: Findings) {
    this.#findings = findings;
    this.#text = findings.text;
  }

  read(): void {
    while (this.#at < this.#text.length) {
      const sign = this.#text[this.#at]!;
      if (this.#text.startsWith('\\\n', this.#at)) this.#at += 2;
      else if (this.#text.startsWith('\\\r\n', this.#at)) this.#at += 3;
      else if (/[ \t\r]/.test(sign)) this.#at++;
      else if (/[\n;&|]/.test(sign)) this.#next();
      else if (sign === '#') {
        const end = this.#text.indexOf('\n', this.#at);
        this.#at = end < 0 ? this.#text.length : end;
      } else this.#word();
    }
  }

  #next(): void {
    this.#at++;
    if (this.#place > 0) this.#command++;
    this.#place = 0;
  }

  #word(): void {
    const start = this.#at;
    let value = '';
    let quoted: 'none' | 'single' | 'double' = 'none';
    const replaced = new Set<string>();
    for (; this.#at < this.#text.length; this.#at++) {
      const sign = this.#text[this.#at]!;
      if (/[\s;&|]/.test(sign)) break;
      if (sign === "'") {
        quoted = 'single';
        const end = this.#text.indexOf("'", this.#at + 1);
        if (end < 0) {
          this.#open(start);
          return;
        }
        value += this.#text.slice(this.#at + 1, end);
        this.#at = end;
      } else if (sign === '"') {
        quoted = 'double';
        const inner = this.#double(replaced);
        if (inner === undefined) {
          this.#open(start);
          return;
        }
        value += inner;
      } else if (sign === '\\') {
        this.#at++;
        const next = this.#text[this.#at] ?? '';
        if (next !== '\n') value += next;
      } else {
        if (sign === '$' || sign === '`') replaced.add(this.#nameAt());
        value += sign;
      }
    }
    this.#findings.add({
      path: [this.#command, this.#place++],
      value,
      span: this.#findings.span(start, this.#at),
      key: this.#findings.span(start, this.#at),
      quoted,
      ...(replaced.size === 0 ? {} : { interpolates: [...replaced] }),
    });
  }

  /** What stands in double quotes; undefined if they are never closed. Ends at the closing one. */
  #double(replaced: Set<string>): string | undefined {
    let value = '';
    for (this.#at++; this.#at < this.#text.length; this.#at++) {
      const sign = this.#text[this.#at]!;
      if (sign === '"') return value;
      if (sign === '\\' && /["\\$`\n]/.test(this.#text[this.#at + 1] ?? '')) {
        this.#at++;
        if (this.#text[this.#at] !== '\n') value += this.#text[this.#at];
        continue;
      }
      if (sign === '$' || sign === '`') replaced.add(this.#nameAt());
      value += sign;
    }
    return undefined;
  }

  /** The name of what is replaced here, or a command. */
  #nameAt(): string {
    return /^\$\{?(\w+)/.exec(this.#text.slice(this.#at, this.#at + 60))?.[1] ?? 'a command';
  }

  #open(start: number): void {
    this.#findings.problem(
      'command-open-quote',
      'error',
      'A quote is opened and never closed.',
      start,
      start + 1,
    );
    this.#at = this.#text.length;
  }
}
