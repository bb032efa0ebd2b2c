import type { ProfileJson } from '../profile/schema.ts';
import { type Filled, type Part, piecesOf } from '../profile/template.ts';
import { asText, type FilledJson } from './values.ts';
import { bind, empty, type Given, type World } from './worlds.ts';

/** Ways to split a text into the values of several variables; more are not looked at. */
const MAX_SPLITS = 64;

/** What stands in a file: a tree, as the file has it. Undefined if nothing is there. */
export type Observed = FilledJson | undefined;

/** What a match also saw. */
export interface Notes {
  /** Paths in the value that the profile doesn’t have. */
  readonly extra: string[];
  /** True once a value was taken for another that means the same, such as `True` for true. */
  loose: boolean;
}

/** True if a filled value is what stands there. Texts, numbers and truth values are compared as texts. */
function isSame(filled: FilledJson | Filled, observed: FilledJson, notes: Notes): boolean {
  if (filled === undefined) return false;
  if (typeof filled === 'object' && typeof observed === 'object')
    return (
      Array.isArray(filled) &&
      Array.isArray(observed) &&
      filled.length === observed.length &&
      filled.every((one, index) => isSame(one as FilledJson, observed[index]!, notes))
    );
  if (typeof observed === 'object') return false;
  const [wanted, there] = [asText(filled as FilledJson), String(observed)];
  if (wanted === there) return true;
  const alike = typeof filled === 'boolean' && wanted === there.toLowerCase();
  if (alike) notes.loose = true;
  return alike;
}

/** The worlds in which a value of a profile, filled in, is what stands there. */
export function match(
  world: World,
  content: ProfileJson,
  observed: Observed,
  given: Given,
  notes: Notes,
): World[] {
  if (observed === undefined) return absent(world, content, given);
  if (typeof content === 'string') return matchTemplate(world, content, observed, given, notes);
  if (typeof content !== 'object') return isSame(content, observed, notes) ? [world] : [];
  // A tree in a format that has only texts is JSON; a list of texts there is joined by blanks.
  const tree = typeof observed === 'string' ? treeIn(observed, Array.isArray(content)) : observed;
  if (Array.isArray(content))
    return Array.isArray(tree) ? matchList(world, content, tree as readonly FilledJson[], given, notes) : [];
  if (typeof tree !== 'object' || Array.isArray(tree)) return [];
  const there = tree as { readonly [key: string]: FilledJson };
  let worlds: readonly World[] = [world];
  for (const [key, one] of Object.entries(content)) {
    const value = Object.hasOwn(there, key) ? there[key] : undefined;
    const next = worlds.flatMap((each) => match(each, one, value, given, notes));
    // Something that is left out by hand says nothing.
    if (value === undefined && next.length === 0) continue;
    worlds = next;
  }
  notes.extra.push(...Object.keys(there).filter((key) => !Object.hasOwn(content, key)));
  return [...worlds];
}

function treeIn(text: string, isList: boolean): FilledJson {
  if (/^\s*[{[]/.test(text)) {
    try {
      return JSON.parse(text) as FilledJson;
    } catch {
      return text;
    }
  }
  return isList ? text.split(' ') : text;
}

/** Lists keep their order; an entry of the profile may have been left out, or stand for several. */
function matchList(
  world: World,
  content: readonly ProfileJson[],
  observed: readonly FilledJson[],
  given: Given,
  notes: Notes,
): World[] {
  const [first, ...rest] = content;
  if (first === undefined) return observed.length === 0 ? [world] : [];
  const pieces = typeof first === 'string' ? piecesOf(first) : [];
  const only = pieces.length === 1 && typeof pieces[0] === 'object' ? pieces[0] : undefined;
  const isSpread = only?.filters.some(([filter]) => filter === 'list') === true;
  const found: World[] = [];
  const most = isSpread ? observed.length - rest.length : Math.min(1, observed.length);
  for (let count = 0; count <= most && found.length < MAX_SPLITS; count++) {
    const here = observed.slice(0, count);
    const worlds =
      count === 0
        ? absent(world, first, given)
        : isSpread
          ? match(world, first, here, given, notes)
          : match(world, first, here[0]!, given, notes);
    for (const one of worlds) found.push(...matchList(one, rest, observed.slice(count), given, notes));
  }
  return found;
}

/** The worlds in which a value of a profile is left out. */
function absent(world: World, content: ProfileJson, given: Given): World[] {
  if (typeof content === 'string') {
    const parts = piecesOf(content).filter((one): one is Part => typeof one === 'object');
    return parts.flatMap((part) => empty(world, part, given));
  }
  if (typeof content !== 'object') return [];
  const inner = Object.values(content) as readonly ProfileJson[];
  return inner.reduce<World[]>(
    (worlds, one) => worlds.flatMap((each) => absent(each, one, given)),
    inner.length === 0 ? [] : [world],
  );
}

function matchTemplate(
  world: World,
  template: string,
  observed: FilledJson,
  given: Given,
  notes: Notes,
): World[] {
  const pieces = piecesOf(template);
  const [only] = pieces;
  if (pieces.length === 1 && typeof only === 'object')
    return bind(world, only, observed as Filled, (filled) => isSame(filled, observed, notes), given);
  if (pieces.every((one) => typeof one === 'string'))
    return isSame(template, observed, notes) ||
      (/^(?:true|false)$/.test(template) && isSame(template === 'true', observed, notes))
      ? [world]
      : [];
  if (typeof observed === 'object') return [];
  return matchPieces(world, pieces, String(observed), given, notes);
}

function matchPieces(
  world: World,
  pieces: readonly (string | Part)[],
  text: string,
  given: Given,
  notes: Notes,
): World[] {
  const [first, ...rest] = pieces;
  if (first === undefined) return text === '' ? [world] : [];
  if (typeof first === 'string')
    return text.startsWith(first) ? matchPieces(world, rest, text.slice(first.length), given, notes) : [];
  const [next] = rest;
  const found: World[] = [];
  const at = (end: number): void => {
    const value = text.slice(0, end);
    for (const one of bind(world, first, value, (filled) => isSame(filled, value, notes), given))
      found.push(...matchPieces(one, rest, text.slice(end), given, notes));
  };
  if (next === undefined) at(text.length);
  else if (typeof next === 'string')
    for (
      let end = text.indexOf(next, 1);
      end > 0 && found.length < MAX_SPLITS;
      end = text.indexOf(next, end + 1)
    )
      at(end);
  else for (let end = 1; end < text.length && found.length < MAX_SPLITS; end++) at(end);
  return found;
}
