/**
 * Two readers of env files, written after the originals, for values without interpolation. python-dotenv 1.2:
 * parser.py, variables.py. Docker Compose: compose-go 2.16 dotenv/parser.go. Both throw if the real reader
 * fails or if the value would depend on the environment.
 */
export type EnvReader = (text: string) => Record<string, string>;

const PYTHON_ESCAPES: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  "'": "'",
  '"': '"',
};

export const readAsPythonDotenv: EnvReader = (text) => {
  const out: Record<string, string> = {};
  const source = text.replace(/\r\n?/g, '\n');
  let at = 0;
  const take = (pattern: RegExp): RegExpExecArray => {
    const sticky = new RegExp(pattern.source, 'y');
    sticky.lastIndex = at;
    const match = sticky.exec(source);
    if (!match)
      throw new Error(`python-dotenv: no ${pattern} at ${JSON.stringify(source.slice(at, at + 30))}`);
    at += match[0].length;
    return match;
  };
  for (;;) {
    take(/\s*/);
    if (at >= source.length) return out;
    if (source[at] === '#') {
      take(/#[^\n]*/);
      continue;
    }
    const key = take(/[^=#\s]+/)[0];
    const separator = take(/[^\S\n]*=[^\S\n]*/)[0];
    let value: string;
    if (source[at] === "'") {
      value = take(/'((?:\\'|[^'])*)'/)[1]!.replace(/\\[\\']/g, (pair) => pair[1]!);
    } else if (source[at] === '"') {
      value = take(/"((?:\\"|[^"])*)"/)[1]!.replace(/\\[\\'"abfnrtv]/g, (pair) => PYTHON_ESCAPES[pair[1]!]!);
    } else {
      const part = take(/[^\n]*/)[0];
      value = separator.length > 1 && part.startsWith('#') ? '' : part.replace(/\s+#.*/, '').trimEnd();
    }
    take(/(?:[^\S\n]*#[^\n]*)?/);
    take(/[^\S\n]*(?:\n|$)/);
    if (/\$\{[^}:]*(?::-[^}]*)?\}/.test(value)) throw new Error('python-dotenv would interpolate');
    out[key] = value;
  }
};

const GO_ESCAPES: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  '"': '"',
};

export const readAsCompose: EnvReader = (text) => {
  const out: Record<string, string> = {};
  let rest = text;
  for (;;) {
    rest = rest.replace(/^\s+/, '');
    if (rest === '') return out;
    if (rest.startsWith('#')) {
      rest = rest.includes('\n') ? rest.slice(rest.indexOf('\n')) : '';
      continue;
    }
    const key = /^[A-Za-z0-9_.\-[\]]+=[\t\v\f\r \u0085\u00a0]*/.exec(rest)?.[0];
    if (key === undefined) throw new Error(`compose: no key at ${JSON.stringify(rest.slice(0, 30))}`);
    rest = rest.slice(key.length);
    const quote = rest[0] === "'" || rest[0] === '"' ? rest[0] : undefined;
    let value = '';
    if (quote === undefined) {
      const end = rest.indexOf('\n') < 0 ? rest.length : rest.indexOf('\n');
      value = literal(rest.slice(0, end).split(' #')[0]!.trimEnd());
      rest = rest.slice(end + 1);
    } else {
      let at = 1;
      let escaped = false;
      for (; ; at++) {
        const char = rest[at];
        if (char === undefined) throw new Error('compose: unterminated quoted value');
        if (char === quote) {
          if (!escaped) break;
          value += char;
          escaped = false;
        } else if (!escaped && char === '\\') escaped = true;
        else {
          value += escaped ? `\\${char}` : char;
          escaped = false;
        }
      }
      rest = rest.slice(at + 1);
      if (quote === '"') {
        value = literal(
          value.replace(/\\([abcfnrtv"\\]|0\d{0,3})/g, (pair, one: string) => GO_ESCAPES[one] ?? pair),
        );
      }
    }
    out[key.slice(0, key.indexOf('='))] = value;
  }
};

/** Throws if the value has a `$`: outside single quotes, Compose interpolates it. */
function literal(value: string): string {
  if (value.includes('$')) throw new Error('compose would interpolate');
  return value;
}

/** Reads a value of a Compose file: `$$` means `$`. Throws on any other `$`, which Compose interpolates. */
export function readComposeText(text: string): string {
  if (/\$/.test(text.replaceAll('$$', ''))) throw new Error('compose would interpolate');
  return text.replaceAll('$$', '$');
}
