/** What is known of a private key in PEM form. */
export interface KeyFacts {
  readonly form: 'rsa' | 'ec' | 'other' | 'public' | 'certificate' | 'encrypted' | 'no-pem' | 'unreadable';
  /** Of an RSA key. */
  readonly bits?: number;
}

/** Reads the kind and size of a key and nothing else. */
export function keyFacts(text: string): KeyFacts {
  const head = /-----BEGIN ([A-Z0-9 ]+)-----/.exec(text)?.[1];
  if (head === undefined || !/-----END [A-Z0-9 ]+-----/.test(text)) return { form: 'no-pem' };
  // The reader of PEM wants each part on lines of its own.
  if (!/-----BEGIN [A-Z0-9 ]+-----[ \t]*\r?\n/.test(text) || /\\n/.test(text)) return { form: 'no-pem' };
  if (head.includes('CERTIFICATE')) return { form: 'certificate' };
  if (head.includes('PUBLIC')) return { form: 'public' };
  if (head.includes('ENCRYPTED') || text.includes('Proc-Type:')) return { form: 'encrypted' };
  if (head === 'EC PRIVATE KEY') return { form: 'ec' };
  const body = /-----BEGIN [A-Z0-9 ]+-----([\s\S]*?)-----END/.exec(text)?.[1]?.replace(/\s/g, '') ?? '';
  const bytes = decoded(body);
  if (bytes === undefined) return { form: 'unreadable' };
  return head === 'RSA PRIVATE KEY' ? rsa(bytes) : pkcs8(bytes);
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

function decoded(text: string): number[] | undefined {
  if (text.length > 20_000 || !/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return undefined;
  const bytes: number[] = [];
  let bits = 0;
  let held = 0;
  for (const letter of text.replace(/=+$/, '')) {
    bits = (bits << 6) | ALPHABET.indexOf(letter);
    held += 6;
    if (held >= 8) {
      held -= 8;
      bytes.push((bits >> held) & 0xff);
      bits &= (1 << held) - 1;
    }
  }
  return bytes;
}

interface Element {
  readonly tag: number;
  readonly bytes: readonly number[];
}

/** The elements of a DER sequence, or undefined if it is none. */
function elements(bytes: readonly number[]): readonly Element[] | undefined {
  const outer = elementAt(bytes, 0);
  if (outer?.element.tag !== 0x30) return undefined;
  const found: Element[] = [];
  const inner = outer.element.bytes;
  for (let at = 0; at < inner.length && found.length < 12; ) {
    const one = elementAt(inner, at);
    if (one === undefined) return undefined;
    found.push(one.element);
    at = one.end;
  }
  return found;
}

function elementAt(bytes: readonly number[], at: number): { element: Element; end: number } | undefined {
  const tag = bytes[at];
  let length = bytes[at + 1];
  if (tag === undefined || length === undefined) return undefined;
  let from = at + 2;
  if (length >= 0x80) {
    const count = length - 0x80;
    if (count === 0 || count > 3) return undefined;
    length = 0;
    for (let index = 0; index < count; index++) length = length * 256 + (bytes[from + index] ?? 0);
    from += count;
  }
  const end = from + length;
  return end > bytes.length ? undefined : { element: { tag, bytes: bytes.slice(from, end) }, end };
}

function rsa(bytes: readonly number[]): KeyFacts {
  const modulus = elements(bytes)?.[1];
  if (modulus?.tag !== 0x02) return { form: 'unreadable' };
  const number = modulus.bytes[0] === 0 ? modulus.bytes.slice(1) : modulus.bytes;
  return {
    form: 'rsa',
    bits: number.length === 0 ? 0 : (number.length - 1) * 8 + (32 - Math.clz32(number[0]!)),
  };
}

const RSA_ENCRYPTION = '42,134,72,134,247,13,1,1,1';
const EC_PUBLIC_KEY = '42,134,72,206,61,2,1';

function pkcs8(bytes: readonly number[]): KeyFacts {
  const [version, algorithm, key] = elements(bytes) ?? [];
  if (version?.tag !== 0x02 || algorithm?.tag !== 0x30 || key?.tag !== 0x04) return { form: 'unreadable' };
  const id = elementAt(algorithm.bytes, 0)?.element;
  const name = id?.tag === 0x06 ? id.bytes.join(',') : '';
  if (name === RSA_ENCRYPTION) return rsa(key.bytes);
  return { form: name === EC_PUBLIC_KEY ? 'ec' : 'other' };
}
