/** More are not named; one is enough to show. */
const MOST = 20;

/** Of a longer name only the beginning is kept, because it is repeated in the paths of all that is inside. */
const LONGEST = 60;

/**
 * Finds names that occur more than once in one object of a JSON text, as paths (`address.country`). Programs
 * differ in which of the values they take (RFC 8259 §4), and JWTs must not have any (RFC 7519 §4), but
 * `JSON.parse` takes the last one silently.
 *
 * @param json valid JSON; for anything else the result has no meaning
 */
export function repeatedMembers(json: string): readonly string[] {
  const found = new Set<string>();
  /** The open objects and lists, each with its own path; an object with the names seen in it. */
  const open: { readonly path: string; readonly names?: Set<string> }[] = [];
  /** The name of the member whose value comes next. */
  let name: string | undefined;
  for (let at = 0; at < json.length && found.size < MOST; at++) {
    const c = json[at];
    const inside = open.at(-1);
    if (c === '{' || c === '[') {
      const path = [inside?.path, name?.slice(0, LONGEST)]
        .filter((part) => part !== undefined && part !== '')
        .join('.');
      open.push(c === '{' ? { path, names: new Set() } : { path });
      name = undefined;
    } else if (c === '}' || c === ']') {
      open.pop();
      name = undefined;
    } else if (c === ',') name = undefined;
    else if (c === '"') {
      const end = endOfString(json, at);
      // The first string after `{` or `,` in an object is a name; one with escapes may equal one without.
      if (inside?.names && name === undefined) {
        name = JSON.parse(json.slice(at, end)) as string;
        if (inside.names.has(name)) found.add(inside.path === '' ? name : `${inside.path}.${name}`);
        inside.names.add(name);
      }
      at = end - 1;
    }
  }
  return [...found];
}

/** The position after the closing quote of the string that begins at `start`. */
function endOfString(json: string, start: number): number {
  let at = start + 1;
  while (at < json.length && json[at] !== '"') at += json[at] === '\\' ? 2 : 1;
  return at + 1;
}
