/** Finds the first places of each word in a text, in order. */
export type FindAll = (text: string) => ReadonlyMap<string, readonly number[]>;

/** At most this many places of one word are returned; more would add nothing. */
export const MAX_PLACES = 32;

interface Node {
  readonly next: Map<number, Node>;
  /** The node of the longest proper suffix of this prefix that is also a prefix of a word. */
  fail: Node | undefined;
  /** The word that ends here. */
  word: string | undefined;
  /** The nearest node on the `fail` path where a word ends. */
  suffix: Node | undefined;
}

const node = (): Node => ({ next: new Map(), fail: undefined, word: undefined, suffix: undefined });

const isDigit = (code: number): boolean => code >= 48 && code <= 57;

/** True if the word consists of digits, ends at `end` and has another digit directly before or after it. */
const isPartOfNumber = (word: string, text: string, end: number): boolean =>
  isDigit(word.charCodeAt(0)) &&
  /^[0-9]+$/.test(word) &&
  (isDigit(text.charCodeAt(end + 1)) || isDigit(text.charCodeAt(end - word.length)));

/**
 * Makes a search for all words at once (Aho and Corasick, 1975): one pass, always linear in the text's
 * length. Ignores empty words. A number matches only as a whole number: 302 is not found in 1795302560.
 */
export function finder(words: readonly string[]): FindAll {
  const root = node();
  for (const word of words) {
    if (word === '') continue;
    let at = root;
    for (let i = 0; i < word.length; i++) {
      const character = word.charCodeAt(i);
      let next = at.next.get(character);
      if (!next) {
        next = node();
        at.next.set(character, next);
      }
      at = next;
    }
    at.word = word;
  }
  const queue: Node[] = [...root.next.values()];
  for (const child of queue) child.fail = root;
  for (let head = 0; head < queue.length; head++) {
    const at = queue[head]!;
    for (const [character, child] of at.next) {
      let fail = at.fail;
      while (fail && !fail.next.has(character)) fail = fail.fail;
      child.fail = fail?.next.get(character) ?? root;
      child.suffix = child.fail.word === undefined ? child.fail.suffix : child.fail;
      queue.push(child);
    }
  }
  return (text) => {
    const found = new Map<string, number[]>();
    let at: Node = root;
    for (let i = 0; i < text.length; i++) {
      const character = text.charCodeAt(i);
      let next = at.next.get(character);
      while (!next && at.fail) {
        at = at.fail;
        next = at.next.get(character);
      }
      at = next ?? root;
      for (let hit: Node | undefined = at; hit; hit = hit.suffix) {
        if (hit.word === undefined || isPartOfNumber(hit.word, text, i)) continue;
        const places = found.get(hit.word);
        if (!places) found.set(hit.word, [i - hit.word.length + 1]);
        else if (places.length < MAX_PLACES) places.push(i - hit.word.length + 1);
      }
    }
    return found;
  };
}
