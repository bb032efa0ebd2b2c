/** Control characters, terminal escapes, and invisible marks or marks that change the reading direction. */
const UNSAFE =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** Replaces every character of `UNSAFE` by a visible mark and changes nothing else. */
export const withoutEscapes = (text: string): string => text.replace(UNSAFE, '\ufffd');

/**
 * Makes text from outside safe for a terminal, a log or a screen. Replaces control characters and terminal
 * escapes by a visible mark and any white space by one blank; the result has at most `limit` characters.
 */
export function printable(text: string, limit = 300): string {
  const clean = withoutEscapes(text.slice(0, limit * 4 + 1024).replace(/\s+/g, ' ')).trim();
  return clean.length > limit ? `${clean.slice(0, limit - 1)}…` : clean;
}

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
};

const decodeEntities = (text: string): string =>
  text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,6}));/gi, (whole, decimal, hex, name) => {
    if (name) return ENTITIES[String(name).toLowerCase()] ?? whole;
    const point = decimal ? Number(decimal) : Number.parseInt(hex, 16);
    return point > 0 && point <= 0x10ffff && !(point >= 0xd800 && point <= 0xdfff)
      ? String.fromCodePoint(point)
      : '\ufffd';
  });

/**
 * Visible text of a page, in one pass without building a document. Not yet printable. Reads 64 Ki characters.
 */
export function visibleText(html: string): string {
  const source = html.slice(0, 65_536);
  const lower = source.toLowerCase();
  let text = '';
  let at = 0;
  while (at < source.length && text.length < 4096) {
    const open = source.indexOf('<', at);
    if (open < 0) {
      text += source.slice(at);
      break;
    }
    text += `${source.slice(at, open)} `;
    const hidden = /^<(script|style|svg)(?=[\s>])/.exec(lower.slice(open, open + 8))?.[1];
    if (hidden) {
      const end = lower.indexOf(`</${hidden}`, open);
      if (end < 0) break;
      at = closing(source, end);
      continue;
    }
    at = lower.startsWith('<!--', open) ? endOf(source, '-->', open) : closing(source, open);
  }
  return decodeEntities(text);
}

const endOf = (text: string, mark: string, from: number): number => {
  const at = text.indexOf(mark, from);
  return at < 0 ? text.length : at + mark.length;
};
const closing = (text: string, from: number): number => endOf(text, '>', from);
