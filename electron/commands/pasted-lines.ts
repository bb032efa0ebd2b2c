import { createInterface, type Interface } from 'node:readline';
import { fail, ok, type Result } from '../../shared/result.ts';

/** At most this many lines are kept before `each` is called. */
const MAX_WAITING = 200;

/** Standard input by lines: first the secrets, if they are given there, then what a person pastes. */
export class PastedLines {
  readonly #lines: Interface;
  readonly #waiting: string[] = [];
  #take: ((line: string) => void) | undefined;
  #end: (() => void) | undefined;
  #ended = false;

  constructor(input: NodeJS.ReadableStream = process.stdin) {
    this.#lines = createInterface({ input, terminal: false });
    this.#lines.on('line', (line) => {
      if (this.#take) this.#take(line);
      else if (this.#waiting.length < MAX_WAITING) this.#waiting.push(line);
    });
    this.#lines.on('close', () => {
      this.#ended = true;
      this.#end?.();
    });
  }

  /**
   * Returns the lines of the JSON value that comes first, at most `limit` characters. Error: `input-too-big`.
   */
  json(limit: number): Promise<Result<string>> {
    return new Promise((resolve) => {
      let text = '';
      let settled = false;
      const settle = (result: Result<string>) => {
        settled = true;
        this.#take = undefined;
        this.#end = undefined;
        resolve(result);
      };
      this.each(
        (line) => {
          if (settled) {
            this.#waiting.push(line);
            return;
          }
          text += `${line}\n`;
          if (text.length > limit) {
            settle(
              fail(
                'input-too-big',
                `Standard input is larger than ${Math.round(limit / 1024)} KiB; give less of it.`,
              ),
            );
          } else if (line.trimEnd().endsWith('}') && isJson(text)) settle(ok(text));
        },
        () => settle(ok(text)),
      );
    });
  }

  /**
   * Passes every further line to `take`, including those already received; calls `ended` at the end of input.
   */
  each(take: (line: string) => void, ended: () => void): void {
    this.#take = take;
    this.#end = ended;
    for (const line of this.#waiting.splice(0)) take(line);
    if (this.#ended) this.#end?.();
  }

  close(): void {
    this.#take = undefined;
    this.#end = undefined;
    this.#lines.close();
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
