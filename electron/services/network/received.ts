import type { IncomingHttpHeaders } from 'node:http';
import { inspect } from 'node:util';
import { canParseUrl } from '../../../shared/can-parse-url.ts';
import type { Answer } from '../../../shared/diagnosis/evidence.ts';
import { visibleText } from '../../../shared/diagnosis/printable.ts';
import type { Body, ParsedBody } from './body.ts';
import type { Redactor } from './redactor.ts';

/** An answer exactly as it was received. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Body;
}

/** One answer with its raw parts. The raw parts stay in memory; only the redacted form is written out. */
export class Received {
  readonly answer: Answer;
  readonly #raw: RawAnswer | undefined;
  readonly #parsed: ParsedBody | undefined;

  constructor(answer: Answer, raw?: RawAnswer, parsed?: ParsedBody) {
    this.answer = answer;
    this.#raw = raw;
    this.#parsed = parsed;
  }

  /** Returns the parsed body if it is a JSON object. May contain tokens. */
  object(): Readonly<Record<string, unknown>> | undefined {
    const json = this.#parsed?.json;
    return json !== null && typeof json === 'object' && !Array.isArray(json)
      ? (json as Record<string, unknown>)
      : undefined;
  }

  /** Returns the parsed body if it is JSON. May contain tokens. */
  json(): unknown {
    return this.#parsed?.json;
  }

  /** True if it was longer than what is read of one. */
  isTruncated(): boolean {
    return this.#raw?.body.truncated ?? false;
  }

  /** Returns the whole body. May contain tokens. */
  text(): string {
    return this.#parsed?.text ?? '';
  }

  /** Returns the `Location` header as an absolute URL. May contain a code and a state. */
  location(base: string): URL | undefined {
    const location = this.#raw?.headers.location;
    return location !== undefined && canParseUrl(location, base) ? new URL(location, base) : undefined;
  }

  header(name: string): string | undefined {
    const value = this.#raw?.headers[name];
    return Array.isArray(value) ? value.join(', ') : value;
  }

  /** Rebuilds the answer as a fetch `Response`, so that a library can read it again. */
  replay(): Response {
    if (!this.#raw) throw new TypeError('fetch failed');
    const headers = new Headers();
    for (const [name, value] of Object.entries(this.#raw.headers)) {
      if (
        value === undefined ||
        /^(content-encoding|content-length|transfer-encoding|set-cookie)$/.test(name)
      ) {
        continue;
      }
      for (const one of Array.isArray(value) ? value : [value]) headers.append(name, one);
    }
    const { status } = this.#raw;
    const empty = status === 204 || status === 205 || status === 304;
    return new Response(empty ? null : new Uint8Array(this.#raw.body.bytes), { status, headers });
  }

  toJSON(): Answer {
    return this.answer;
  }

  [inspect.custom](): Answer {
    return this.answer;
  }
}

/** Returns the text of an answer that may be shown to the user. */
export function answerWords(
  redactor: Redactor,
  parsed: ParsedBody,
  challenge: string | undefined,
): Partial<Answer> {
  const words: {
    excerpt?: string;
    error?: string;
    error_description?: string;
    repeated_members?: readonly string[];
  } = {};
  if (parsed.repeated !== undefined && parsed.repeated.length > 0)
    words.repeated_members = parsed.repeated.map((name) => redactor.printable(name, 100));
  if (parsed.kind === 'html') words.excerpt = redactor.printable(visibleText(parsed.text));
  if (parsed.kind === 'text') words.excerpt = redactor.printable(parsed.text);
  const json = parsed.json as Record<string, unknown> | null | undefined;
  if (parsed.kind === 'json' && json !== null && typeof json === 'object' && !Array.isArray(json)) {
    if (typeof json['error'] === 'string') words.error = redactor.printable(json['error'], 100);
    if (typeof json['error_description'] === 'string') {
      words.error_description = redactor.printable(json['error_description'], 500);
    } else if (words.error !== undefined) {
      // Rauthy and several frameworks call it `message`.
      const said = [json['hint'], json['message']].find((one) => typeof one === 'string');
      if (typeof said === 'string') words.error_description = redactor.printable(said, 500);
    }
  }
  if (challenge !== undefined && words.error === undefined) {
    const error = /\berror="([^"]{1,100})"/.exec(challenge)?.[1];
    const description = /\berror_description="([^"]{1,500})"/.exec(challenge)?.[1];
    if (error !== undefined) words.error = error;
    if (description !== undefined) words.error_description = description;
  }
  return words;
}
