import { isAlias, isMap, isScalar, isSeq, type Node, type ParsedNode } from 'yaml';
import { type Flaw, isNameLike, MAX_PROBLEMS, quoted, theKey } from './problem.ts';
import { RESERVED_IDS } from './rules.ts';
import { isSecretKey, looksSecret } from './secret-looks.ts';

type Path = readonly (string | number)[];
type Span = { readonly start: number; readonly end: number };

/** The position of a value and of its key. The tree has the same structure as the values. */
export interface Place {
  readonly key?: Span;
  readonly value: Span;
  readonly children: ReadonlyMap<string | number, Place>;
}

export interface Plain {
  /** Maps without a prototype, arrays, strings, booleans, null. A number only at `latchkey`. */
  readonly value: unknown;
  readonly place: Place;
  readonly flaws: readonly Flaw[];
  /** Returns true if this step reported a flaw at the path, so that its absence is already explained. */
  readonly spoilt: (path: Path) => boolean;
}

/**
 * Converts the YAML tree to plain values in one pass, and checks what only the tree shows: duplicate keys,
 * aliases, merge keys, secrets. An unquoted number becomes the text that the user typed: `0.30` is a version,
 * not 0.3.
 */
export function plainOf(root: ParsedNode | Node | null, textLength: number): Plain {
  const walk = new Walk();
  const whole = { start: 0, end: Math.min(1, textLength) };
  const { value, place } = walk.node(root, [], undefined, whole);
  return { value, place, flaws: walk.flaws, spoilt: (path) => walk.spoilt.has(JSON.stringify(path)) };
}

/** Returns the place of a path, or of its nearest existing parent. */
export function placeOf(root: Place, path: Path): { readonly place: Place; readonly exact: boolean } {
  let place = root;
  for (const step of path) {
    const child = place.children.get(step);
    if (!child) return { place, exact: false };
    place = child;
  }
  return { place, exact: true };
}

class Walk {
  readonly flaws: Flaw[] = [];
  readonly spoilt = new Set<string>();

  node(node: unknown, path: Path, key: Span | undefined, around: Span): { value: unknown; place: Place } {
    const range = (node as ParsedNode | null)?.range;
    const value: Span = range ? { start: range[0], end: range[1] } : (key ?? around);
    const leaf = (plain: unknown): { value: unknown; place: Place } => ({
      value: plain,
      place: { ...(key && { key }), value, children: new Map() },
    });
    if (isAlias(node)) {
      this.flaw(path, value, 'alias', [
        'An alias (*name) stands for a value from elsewhere in the file, which a workspace does not use.',
        'Write the value itself; put a text that begins with * in double quotes.',
      ]);
      return leaf(undefined);
    }
    if (isMap(node)) {
      const children = new Map<string | number, Place>();
      return {
        value: this.map(node.items, path, value, children),
        place: { ...(key && { key }), value, children },
      };
    }
    if (isSeq(node)) {
      const children = new Map<string | number, Place>();
      const list = node.items.slice(0, 5000).map((item, index) => {
        const child = this.node(item, [...path, index], undefined, value);
        children.set(index, child.place);
        return child.value;
      });
      if (node.items.length > 5000) {
        this.flaw(path, value, 'too-long-list', [
          'The list has more than 5,000 items.',
          'Check that this is the right file.',
        ]);
      }
      return { value: list, place: { ...(key && { key }), value, children } };
    }
    if (isScalar(node)) return leaf(this.scalar(node.value, node.source, path, value));
    return leaf(null);
  }

  scalar(value: unknown, source: string | undefined, path: Path, span: Span): unknown {
    if (typeof value === 'number' || typeof value === 'bigint') {
      return path.length === 1 && path[0] === 'latchkey' ? Number(value) : (source ?? String(value));
    }
    if (typeof value === 'string' && looksSecret(value)) {
      this.flaw(path, span, 'secret-in-workspace', [
        'A private key or the digest of a secret stands here.',
        'Take it out: secrets live in the keychain, not in this file. Change it where it is in use, if others have seen the file.',
      ]);
      return undefined;
    }
    if (typeof value === 'string' && /\p{Cs}/u.test(value)) {
      this.flaw(path, span, 'lone-surrogate', [
        'An escape here stands for half of a character, which no UTF-8 file can hold.',
        'Write the character itself.',
      ]);
      return undefined;
    }
    return value;
  }

  map(
    items: readonly { key: unknown; value: unknown }[],
    path: Path,
    around: Span,
    children: Map<string | number, Place>,
  ): object {
    const result: Record<string, unknown> = Object.create(null);
    const isEntries = path.length === 1 && (path[0] === 'providers' || path[0] === 'apps');
    for (const pair of items) {
      const range = (pair.key as ParsedNode | null)?.range;
      const keySpan: Span = range ? { start: range[0], end: Math.max(range[1], range[0] + 1) } : around;
      const name = this.keyOf(pair.key);
      if (name === undefined) {
        this.flaw(path, keySpan, 'bad-key', [
          'A key here is not a word.',
          'Write one word before the colon.',
        ]);
        continue;
      }
      const at = [...path, name];
      if (name === '<<') {
        this.flaw(at, keySpan, 'merge-key', [
          'The merge key << is not part of YAML 1.2 and a workspace does not use it.',
          'Write the keys themselves.',
        ]);
      } else if (children.has(name)) {
        this.flaw(at, keySpan, 'duplicate-key', [
          `${theKey(name)} is written twice in this map.`,
          'Keep one of them.',
        ]);
      } else if (RESERVED_IDS.includes(name)) {
        this.flaw(at, keySpan, 'reserved-id', [
          `${quoted(name)} can't be a key or an id.`,
          isEntries ? 'Choose another id, such as app or home.' : 'Take it out.',
        ]);
      } else if (!isEntries && isSecretKey(name)) {
        this.flaw(at, keySpan, 'secret-in-workspace', [
          isNameLike(name)
            ? `${quoted(name)} looks like a secret, and this file holds none.`
            : 'A secret stands here, and this file holds none.',
          'Take the line out: secrets live in the keychain. Change the secret where it is in use, if others have seen the file.',
        ]);
      } else {
        const child = this.node(pair.value, at, keySpan, keySpan);
        children.set(name, child.place);
        // A value that was refused here must not be reported again by the schema.
        if (child.value !== undefined) result[name] = child.value;
      }
    }
    return result;
  }

  keyOf(key: unknown): string | undefined {
    if (!isScalar(key)) return undefined;
    if (typeof key.value === 'string') return key.value;
    if (key.value === null && !key.source) return undefined;
    return typeof key.source === 'string' ? key.source : undefined;
  }

  flaw(path: Path, span: Span, code: string, [message, suggestion]: readonly [string, string]): void {
    // Keeps one more than the limit, so that the report can tell that there are more.
    if (this.flaws.length > MAX_PROBLEMS) return;
    this.spoilt.add(JSON.stringify(path));
    this.flaws.push({ code, severity: 'error', path, start: span.start, end: span.end, message, suggestion });
  }
}
