/**
 * YAML scalars that all readers read the same way: go-yaml (Authelia), PyYAML (authentik, Ansible), SnakeYAML
 * (Micronaut), libyaml, and the 1.1 and 1.2 cores. Strings used as values are always quoted, so none can
 * become a boolean, a number, a date or a tag.
 */

/** Must be escaped inside quotes: not printable in YAML 1.1 and 1.2, or able to hide or reorder text. */
const UNSAFE =
  // biome-ignore lint/suspicious/noMisleadingCharacterClass: single code points, in code point order
  /[^\u0020-\u007e\u00a0-\u200a\u200c\u200d\u2010-\u2027\u202f-\u205f\u2070-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]/u;

const LONE_SURROGATE = /\p{Surrogate}/gu;

/** Words that YAML 1.1 reads as something other than a string. */
const WORD = /^(?:y|n|yes|no|on|off|true|false|null)$/i;

/** Some readers read an exponent without digits before it (`e5`) as a number. */
const EXPONENT = /^e[0-9]+$/i;

/** True if a word needs no quotes as a key or inside a tag, for any reader. */
export function isPlainWord(text: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_./-]{0,200}$/.test(text) && !WORD.test(text) && !EXPONENT.test(text);
}

/**
 * A string as a quoted scalar on one line: in single quotes if they can hold it, else in double quotes with
 * escapes. Half of a surrogate pair can't be encoded in UTF-8 and becomes U+FFFD.
 *
 * @param hidden characters that are written as escapes, because a program changes them before it reads the YAML
 */
export function quote(text: string, hidden = ''): string {
  const whole = text.replace(LONE_SURROGATE, '\ufffd');
  return UNSAFE.test(whole) || [...hidden].some((character) => whole.includes(character))
    ? doubleQuote(whole, hidden)
    : `'${whole.replaceAll("'", "''")}'`;
}

/** Needs no quotes for any reader, neither in a block nor inside braces. */
const PLAIN = /^[A-Za-z_/][\w./@~-]{0,200}(?: [\w./@~-]{1,200}){0,8}$/;
const PLAIN_URL = /^https?:\/\/[\w.~/?&=%+@:-]{0,300}[\w/-]$/;

/** A string in the quotes that a file uses: plain where that is safe, else single, or double where escapes are needed. */
export function stringText(
  text: string,
  { quotes, hidden }: { readonly quotes: 'single' | 'double' | 'plain'; readonly hidden: string },
): string {
  if (quotes === 'double') return doubleQuote(text.replace(LONE_SURROGATE, '\ufffd'), hidden);
  const plain = quotes === 'plain' && (PLAIN.test(text) || PLAIN_URL.test(text));
  return plain && !WORD.test(text) && !EXPONENT.test(text) ? text : quote(text, hidden);
}

function doubleQuote(text: string, hidden: string): string {
  let out = '';
  for (const character of text) {
    if (hidden.includes(character)) out += escapeOf(character);
    else if (character === '"' || character === '\\') out += `\\${character}`;
    else if (character === '\n') out += '\\n';
    else if (character === '\r') out += '\\r';
    else if (character === '\t') out += '\\t';
    else out += UNSAFE.test(character) ? escapeOf(character) : character;
  }
  return `"${out}"`;
}

function escapeOf(character: string): string {
  const code = character.codePointAt(0)!;
  return code < 0x100 ? `\\x${hex(code, 2)}` : `\\u${hex(code, 4)}`;
}

const hex = (code: number, width: number): string => code.toString(16).padStart(width, '0');

/**
 * A key: plain if every reader reads it as a string, else quoted. Throws if it is longer than 1,000
 * characters, the limit for simple keys.
 */
export function keyText(key: string, hidden = ''): string {
  if (isPlainWord(key)) return key;
  const quoted = quote(key, hidden);
  if (quoted.length > 1000) throw new Error('A YAML key must stay under 1,000 characters.');
  return quoted;
}

/** Text as comment lines. Nothing in it can end the comment or confuse a reader. `hidden` as for {@link quote}. */
export function commentLines(text: string, hidden = ''): string[] {
  return text.split(/\r\n|[\n\r\u0085\u2028\u2029]/).map((line) => {
    let out = '';
    for (const character of line.replace(LONE_SURROGATE, '\ufffd'))
      out += UNSAFE.test(character) || hidden.includes(character) ? escapeOf(character) : character;
    return out.trim() === '' ? '#' : `# ${out.trimEnd()}`;
  });
}

/**
 * The chomping indicator with which a literal block holds exactly this text, or undefined if a block can't
 * hold it in a way that all readers read the same.
 */
export function literalStyle(text: string): '|' | '|-' | undefined {
  if (text === '' || /^[\s]/.test(text) || /\n\n$/.test(text) || text.search(LONE_SURROGATE) >= 0)
    return undefined;
  const lines = (text.endsWith('\n') ? text.slice(0, -1) : text).split('\n');
  // Some readers read a line that holds only spaces as an empty line.
  if (lines.some((line) => UNSAFE.test(line) || /^ +$/.test(line))) return undefined;
  return text.endsWith('\n') ? '|' : '|-';
}
