/** Where each of many words occurs in a text: its first places, in order. */
export type FindAll = (text: string) => ReadonlyMap<string, readonly number[]>;

/** So many places of one word are told; more add nothing. */
export const MAX_PLACES = 32;

interface Node {
  readonly next: Map<number, Node>;
  /** The longest proper ending of this prefix that begins another word. */
  fail: Node | undefined;
  /** The word that ends here. */
  word: string | undefined;
  /** The nearest node by way of `fail` where a word ends. */
  suffix: Node | undefined;
}

const node = (): Node => ({ next: new Map(), fail: undefined, word: undefined, suffix: undefined });

const isDigit = (code: number): boolean => code >= 48 && code <= 57;

/** True for a word of digits that ends at `end` and has a further digit beside it. */
const isPartOfNumber = (word: string, text: string, end: number): boolean =>
  isDigit(word.charCodeAt(0)) &&
  /^[0-9]+$/.test(word) &&
  (isDigit(text.charCodeAt(end + 1)) || isDigit(text.charCodeAt(end - word.length)));

/**
 * Makes a search for all of the words at once (Aho and Corasick, 1975): one pass, linear in the text whatever
 * it holds. Empty words are left out. A number is found as a whole number only: 302 is not in 1795302560.
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
