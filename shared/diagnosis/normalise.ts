/** Every character that is changed, or that something is written with that is. Most lines of a log have none. */
const TO_DO = /[^ -$'-*,-[\]-_a-z{-~]|^ | {2}| $/;

/**
 * Normalises pasted text, so that a key matches however the text was encoded. Removes ANSI escapes and
 * control characters, decodes HTML entities and URL encoding, turns `+` and any white space into one blank,
 * and makes quotation marks plain. Keeps the case; `lower` changes the case without moving a character.
 */
export function normalise(text: string): string {
  if (!TO_DO.test(text)) return text;
  let clean = text
    // Terminal escapes: CSI, OSC and those with two characters.
    .replace(/\u001b\[[0-?]{0,32}[ -/]{0,8}[@-~]/g, '')
    .replace(/\u001b\][^\u0007\u001b]{0,1024}(?:\u0007|\u001b\\)?/g, '')
    .replace(/\u001b[@-_]?/g, '')
    .replace(/\\u00(26|27|22|3c|3e|2b|2f)/gi, (_, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    );
  for (let round = 0; round < 2; round++) clean = entities(percent(clean));
  return clean
    .replace(/[\u2018\u2019\u201a\u2039\u203a\u0060\u00b4]/g, "'")
    .replace(/[\u201c\u201d\u201e\u00ab\u00bb]/g, '"')
    .replace(/\\(["'])/g, '$1')
    .replace(/[\s+\u0000-\u001f\u007f\u200b-\u200d\u2060\ufeff]+/g, ' ')
    .trim();
}

/**
 * Makes only the letters A to Z lower case, so that positions stay the same. By runs of ASCII: by runs of capitals it takes
 * several times as long where they change often, as in base64.
 */
export const lower = (text: string): string => text.replace(/[\u0000-\u007f]+/g, (run) => run.toLowerCase());

/** Decodes `%XX`. Leaves sequences that are not UTF-8 as they are. */
function percent(text: string): string {
  return text.replace(/(?:%[0-9A-Fa-f]{2}){1,512}/g, (run) => {
    try {
      return decodeURIComponent(run);
    } catch {
      return run;
    }
  });
}

const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
};

function entities(text: string): string {
  return text.replace(
    /&(?:#(\d{1,7})|#[xX]([0-9A-Fa-f]{1,6})|(amp|lt|gt|quot|apos|nbsp));/g,
    (all, dec, hex, name) => {
      if (name) return NAMED[name as string] ?? all;
      const point = dec ? Number(dec) : Number.parseInt(hex as string, 16);
      return point > 0 && point <= 0x10ffff && !(point >= 0xd800 && point < 0xe000)
        ? String.fromCodePoint(point)
        : all;
    },
  );
}
