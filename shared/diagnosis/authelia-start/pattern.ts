/** A message of a program, with names in braces for what varies; `{…}` says nothing. */
export interface Pattern {
  readonly match: (text: string) => Readonly<Record<string, string>> | undefined;
}

const PLACE = /\{([a-z_]+|…)\}/g;
const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Makes a search for whole messages of this form. */
export function patternOf(says: string): Pattern {
  const names: string[] = [];
  let source = '';
  let at = 0;
  for (const place of says.matchAll(PLACE)) {
    source += escaped(says.slice(at, place.index));
    at = place.index + place[0].length;
    if (place[1] === '…') source += '[^]{0,2000}?';
    else {
      names.push(place[1]!);
      source += '([^]{0,1000}?)';
    }
  }
  const pattern = new RegExp(`^${source}${escaped(says.slice(at))}$`);
  return {
    match: (text) => {
      const found = pattern.exec(text);
      return found === null
        ? undefined
        : Object.fromEntries(names.map((name, index) => [name, found[index + 1] ?? '']));
    },
  };
}

/** The values of a list as Authelia writes it: `'a', 'b', or 'c'`. */
export const listed = (text: string): readonly string[] =>
  [...text.matchAll(/'([^']*)'/g)].map(([, value]) => value!);
