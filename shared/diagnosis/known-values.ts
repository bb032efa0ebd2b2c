/**
 * Finds known secrets in a text, in every form in which a program may repeat them: escaped for HTML, URLs (any
 * number of times) or JSON, in hex or base64 at any position of a longer value, in other case, split by white
 * space, or with a character too few. The search uses tables of short pieces, never a pattern built from the
 * secrets, and takes linear time.
 */

/** This many consecutive characters of a secret are hidden; of a shorter secret, all but one. */
const PIECE = 16;
/** Values shorter than this could be part of any word. */
const SHORTEST = 4;
/** An encoded form shorter than this could be part of any word. */
const SHORTEST_ENCODED = 6;
/**
 * Of values longer than this, only every sixteenth piece is kept, which still finds any run of 31 characters; of
 * their encoded forms, every sixty-fourth.
 */
const LONG = 4096;
const ENCODED_STEP = 4 * PIECE;
/** Escapes are resolved this often, so that a value that was escaped several times is found. */
const MAX_ROUNDS = 4;

/** A known value at a place of a text. */
export interface Occurrence<T> {
  readonly from: number;
  readonly to: number;
  readonly mark: T;
}

interface Form<T> {
  readonly text: string;
  readonly mark: T;
  /** True if a character of the value is missing in it. */
  readonly short?: boolean;
}
interface Piece<T> {
  readonly form: Form<T>;
  readonly at: number;
  /** The same piece of another form. */
  readonly next: Piece<T> | undefined;
}
interface Found<T> extends Occurrence<T> {
  /** True if it is the whole form, not a part of it. */
  readonly whole: boolean;
}

/** Remembers secrets, each with a mark to be shown instead of it. */
export class KnownValues<T> {
  /** Pieces by length, so that each length is one pass over the text. */
  readonly #pieces = new Map<number, Map<string, Piece<T>>>();
  readonly #known = new Set<string>();

  /** Adds a value. Values under 4 characters are ignored, because they could be part of any word. */
  add(value: string, mark: T): void {
    if (value.length < SHORTEST || this.#known.has(value)) return;
    this.#known.add(value);
    const bytes = bytesOf(value);
    const asForm = /\s/.test(value) ? bytesOf(value.replace(/\s/g, '+')) : bytes;
    const plain = new Set([bytes, unescaped(bytes), asForm, unescaped(asForm)].map((form) => form.text));
    for (const text of plain)
      this.#addForm({ text, mark }, text.length < 8 ? text.length : Math.min(PIECE, text.length - 1));
    // In a longer value, a missing character always leaves a piece of 16 on one side.
    const characters = bytes.text.length > 3 * PIECE ? [] : [...value].filter((one) => !IGNORED.test(one));
    for (const gap of characters.length < 8 ? [] : characters.keys()) {
      const { text } = bytesOf(characters.filter((_, at) => at !== gap).join(''));
      this.#addForm({ text, mark, short: true }, text.length);
    }
    const raw = utf8(value);
    for (const text of [hex(raw), ...[0, 1, 2].map((before) => base64(raw, before))]) {
      if (text.length < SHORTEST_ENCODED) continue;
      // A missing character of the value takes at most three characters of these forms.
      this.#addForm(
        { text, mark },
        Math.min(PIECE, Math.max(SHORTEST_ENCODED, text.length - 3)),
        ENCODED_STEP,
      );
    }
  }

  /** Finds all known values, in order and without overlaps. If two overlap, the longer one gives its mark. */
  find(text: string): readonly Occurrence<T>[] {
    if (this.#pieces.size === 0) return [];
    const bytes = bytesOf(text);
    const found = this.#findIn(bytes);
    const plain = unescaped(bytes);
    if (plain !== bytes) found.push(...this.#findIn(plain));
    return merged(found);
  }

  /** Replaces every known value by what `show` makes of its mark. */
  hide(text: string, show: (mark: T) => string): string {
    let result = '';
    let at = 0;
    for (const one of this.find(text)) {
      result += text.slice(at, one.from) + show(one.mark);
      at = one.to;
    }
    return result + text.slice(at);
  }

  #addForm(form: Form<T>, length: number, longStep = PIECE): void {
    if (length < 1) return;
    let pieces = this.#pieces.get(length);
    if (!pieces) {
      pieces = new Map();
      this.#pieces.set(length, pieces);
    }
    const step = form.text.length > LONG ? longStep : 1;
    const last = form.text.length - length;
    for (let at = 0; at < last + step; at += step) {
      const place = Math.min(at, last);
      const piece = form.text.slice(place, place + length);
      const next = pieces.get(piece);
      if (next?.form !== form) pieces.set(piece, { form, at: place, next });
    }
  }

  #findIn({ text, from, to }: Bytes): Found<T>[] {
    const found: Found<T>[] = [];
    for (const [length, pieces] of this.#pieces) {
      for (let at = 0; at + length <= text.length; at++) {
        let done = at;
        let piece = pieces.get(text.slice(at, at + length));
        for (; piece; piece = piece.next) {
          const { form } = piece;
          const start = at - sharedBefore(text, at, form.text, piece.at);
          const end = at + length + sharedAfter(text, at + length, form.text, piece.at + length);
          const whole = end - start === form.text.length && !form.short;
          found.push({ from: from[start]!, to: to[end - 1]!, mark: form.mark, whole });
          done = Math.max(done, end - length);
        }
        at = done;
      }
    }
    return found;
  }
}

/** The number of equal characters from two places on (`step` 1) or before them (`step` -1), at most `most`. */
function run(text: string, at: number, form: string, formAt: number, step: 1 | -1, most: number): number {
  let a = step === 1 ? at : at - 1;
  let b = step === 1 ? formAt : formAt - 1;
  let length = 0;
  while (length < most && a >= 0 && b >= 0 && a < text.length && b < form.length) {
    if (text.charCodeAt(a) !== form.charCodeAt(b)) break;
    a += step;
    b += step;
    length++;
  }
  return length;
}

/** So far from its end a piece is continued over a gap. What is further away has pieces of its own. */
const NEAR = 2 * PIECE;

/** How many characters before the two places belong to the same value; one may be missing, added or changed. */
function sharedBefore(text: string, at: number, form: string, formAt: number): number {
  const first = run(text, at, form, formAt, -1, NEAR);
  let best = first;
  for (const [inText, inForm] of GAPS) {
    const [a, b] = [at - first - inText, formAt - first - inForm];
    if (a < 0 || b <= 0) continue;
    const more = run(text, a, form, b, -1, NEAR);
    if (more === b || more >= 3) best = Math.max(best, first + inText + more);
  }
  return best;
}

/** The same behind the two places. */
function sharedAfter(text: string, at: number, form: string, formAt: number): number {
  const first = run(text, at, form, formAt, 1, form.length);
  let best = first;
  for (const [inText, inForm] of GAPS) {
    const [a, b] = [at + first + inText, formAt + first + inForm];
    if (a > text.length || b >= form.length) continue;
    const more = run(text, a, form, b, 1, NEAR);
    if (more === form.length - b || more >= 3) best = Math.max(best, first + inText + more);
  }
  return best;
}

/** A character missing in the text (up to four bytes), added to it, or different. */
const GAPS = [
  [0, 1],
  [0, 2],
  [0, 3],
  [0, 4],
  [1, 0],
  [1, 1],
] as const;

function merged<T>(found: readonly Found<T>[]): Occurrence<T>[] {
  const sorted = [...found].sort((a, b) => a.from - b.from || b.to - a.to);
  const result: { from: number; to: number; mark: T; best: Found<T> }[] = [];
  for (const one of sorted) {
    const last = result.at(-1);
    if (!last || one.from > last.to || (one.from === last.to && one.mark !== last.mark)) {
      result.push({ from: one.from, to: one.to, mark: one.mark, best: one });
      continue;
    }
    last.to = Math.max(last.to, one.to);
    const longer = one.to - one.from - (last.best.to - last.best.from);
    if (longer > 0 || (longer === 0 && one.whole && !last.best.whole)) {
      last.mark = one.mark;
      last.best = one;
    }
  }
  return result;
}

/**
 * A text as UTF-8 bytes, one character for each, in lower case, without white space and invisible marks, with
 * the alphabet of base64 for that of base64url; and the place of each byte in the original text.
 */
interface Bytes {
  readonly text: string;
  readonly from: readonly number[];
  readonly to: readonly number[];
}

/** Also the mark that `printable` puts in the place of such characters. */
const IGNORED = /[\s\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufffd]/;

class BytesBuilder {
  readonly from: number[] = [];
  readonly to: number[] = [];
  readonly #parts: string[] = [];
  #part = '';

  /** Adds a character (its code point) that the text has from `from` to `to`. */
  add(point: number, from: number, to: number): void {
    if (point < 0x80) {
      this.byte(point, from, to);
      return;
    }
    if (IGNORED.test(String.fromCodePoint(point))) return;
    for (const byte of utf8Of(point)) this.byte(byte, from, to);
  }

  byte(byte: number, from: number, to: number): void {
    if (byte <= 0x20 || byte === 0x7f) return;
    const folded =
      byte >= 0x41 && byte <= 0x5a ? byte + 32 : byte === 0x2d ? 0x2b : byte === 0x5f ? 0x2f : byte;
    this.#part += String.fromCharCode(folded);
    if (this.#part.length >= 4096) {
      this.#parts.push(this.#part);
      this.#part = '';
    }
    this.from.push(from);
    this.to.push(to);
  }

  done(): Bytes {
    return { text: this.#parts.join('') + this.#part, from: this.from, to: this.to };
  }
}

function bytesOf(text: string): Bytes {
  const builder = new BytesBuilder();
  for (let at = 0; at < text.length; ) {
    const point = text.codePointAt(at)!;
    const width = point > 0xffff ? 2 : 1;
    builder.add(point, at, at + width);
    at += width;
  }
  return builder.done();
}

/** The same with all escapes resolved, also repeated ones. Returns the same object if there are none. */
function unescaped(bytes: Bytes): Bytes {
  let now = bytes;
  for (let round = 0; round < MAX_ROUNDS && /[%&\\]/.test(now.text); round++) {
    const next = resolveOnce(now);
    if (next.text === now.text) break;
    now = next;
  }
  return now;
}

function resolveOnce({ text, from, to }: Bytes): Bytes {
  const builder = new BytesBuilder();
  for (let at = 0; at < text.length; ) {
    const sign = text[at];
    const found = sign === '%' || sign === '&' || sign === '\\' ? escapeAt(text, at) : undefined;
    const width = found?.width ?? 1;
    const [start, end] = [from[at]!, to[at + width - 1]!];
    if (found === undefined) builder.byte(text.charCodeAt(at), start, end);
    else if (found.byte) builder.byte(found.point, start, end);
    else builder.add(found.point, start, end);
    at += width;
  }
  return builder.done();
}

interface Escape {
  readonly point: number;
  readonly width: number;
  /** True: a byte of UTF-8, not a character. */
  readonly byte?: boolean;
}

/** The escape that begins here: `%2f`, `&quot;`, `&#38;`, `&#x26;`, `\u0026`, `\x26`, `\"`. */
function escapeAt(text: string, at: number): Escape | undefined {
  const piece = text.slice(at, at + 14);
  if (piece[0] === '%') {
    const digits = /^%([0-9a-f]{2})/.exec(piece)?.[1];
    return digits === undefined ? undefined : { point: Number.parseInt(digits, 16), width: 3, byte: true };
  }
  if (piece[0] === '&') {
    const match = /^&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,8}));/.exec(piece);
    if (!match) return undefined;
    const [whole, decimal, digits, name] = match;
    const point =
      name === undefined ? Number(decimal ?? `0x${digits}`) : (ENTITIES.get(name)?.codePointAt(0) ?? -1);
    return isCharacter(point) ? { point, width: whole.length } : undefined;
  }
  const unit = /^\\u([0-9a-f]{4})(?:\\u([0-9a-f]{4}))?/.exec(piece);
  if (unit) {
    const high = Number.parseInt(unit[1]!, 16);
    const low = unit[2] === undefined ? 0 : Number.parseInt(unit[2], 16);
    if (high >= 0xd800 && high < 0xdc00 && low >= 0xdc00 && low < 0xe000)
      return { point: 0x10000 + (high - 0xd800) * 0x400 + (low - 0xdc00), width: 12 };
    return { point: isCharacter(high) ? high : 0xfffd, width: 6 };
  }
  const long = /^\\(?:u\{([0-9a-f]{1,6})\}|x([0-9a-f]{2}))/.exec(piece);
  if (long) {
    const point = Number.parseInt(long[1] ?? long[2]!, 16);
    return { point: isCharacter(point) ? point : 0xfffd, width: long[0].length, byte: long[2] !== undefined };
  }
  const next = piece.charCodeAt(1);
  return Number.isNaN(next)
    ? undefined
    : { point: /[nrt]/.test(piece[1]!) ? 0x20 : next, width: 2, byte: true };
}

const isCharacter = (point: number): boolean =>
  point > 0 && point <= 0x10ffff && !(point >= 0xd800 && point <= 0xdfff);

/** HTML's names for the punctuation of ASCII, in lower case. */
const ENTITIES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    amp: '&',
    apos: "'",
    ast: '*',
    bsol: '\\',
    colon: ':',
    comma: ',',
    commat: '@',
    dollar: '$',
    equals: '=',
    excl: '!',
    grave: '`',
    gt: '>',
    hat: '^',
    lbrace: '{',
    lbrack: '[',
    lcub: '{',
    lowbar: '_',
    lpar: '(',
    lsqb: '[',
    lt: '<',
    nbsp: ' ',
    newline: '\n',
    num: '#',
    percnt: '%',
    period: '.',
    plus: '+',
    quest: '?',
    quot: '"',
    rbrace: '}',
    rbrack: ']',
    rcub: '}',
    rpar: ')',
    rsqb: ']',
    semi: ';',
    sol: '/',
    tab: '\t',
    verbar: '|',
    vert: '|',
  }),
);

function utf8Of(point: number): readonly number[] {
  if (point < 0x80) return [point];
  if (point < 0x800) return [0xc0 | (point >> 6), 0x80 | (point & 63)];
  if (point < 0x10000) return [0xe0 | (point >> 12), 0x80 | ((point >> 6) & 63), 0x80 | (point & 63)];
  return [0xf0 | (point >> 18), 0x80 | ((point >> 12) & 63), 0x80 | ((point >> 6) & 63), 0x80 | (point & 63)];
}

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

const hex = (bytes: Uint8Array): string => {
  let result = '';
  for (const byte of bytes) result += byte.toString(16).padStart(2, '0');
  return result;
};

const BASE64 = 'abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz0123456789+/';

/**
 * What base64 makes of these bytes after `before` other bytes, whatever stands before and after them: without
 * the characters that also depend on their neighbours. In lower case, like all texts here.
 */
function base64(bytes: Uint8Array, before: number): string {
  let result = '';
  const bits = (before + bytes.length) * 8;
  for (let at = Math.ceil((before * 8) / 6) * 6; at + 6 <= bits; at += 6) {
    const first = (at >> 3) - before;
    const pair = (bytes[first]! << 8) | (bytes[first + 1] ?? 0);
    result += BASE64[(pair >> (10 - (at & 7))) & 63];
  }
  return result;
}
