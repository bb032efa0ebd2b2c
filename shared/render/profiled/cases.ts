/**
 * How much is tried of a profile: so many cases times so many values in the profile, because a case of a long profile
 * takes longer.
 */
const MOST_VALUES = 300_000;

/** How many cases of a profile may be tried, so that the largest takes about a second. */
export const mostCases = (profile: { readonly targets: object }): number =>
  // What is in the targets is filled in and written besides.
  Math.max(1, Math.floor(MOST_VALUES / (valuesIn(profile) + 2 * valuesIn(profile.targets))));

const valuesIn = (node: unknown): number =>
  typeof node === 'object' && node !== null
    ? Object.values(node).reduce<number>((sum, inner) => sum + valuesIn(inner), 1)
    : 1;

/**
 * Chooses cases where there are too many to try them all: the values of each part are dealt out like a shuffled pack of
 * cards, again and again. So every value is there about as often as any other, beside ever different values of the other
 * parts. The same sizes give the same cases.
 *
 * @param sizes how many values each part has
 * @param most how many cases there are; more if a part has more values, so that each value is there at least once
 * @returns for each case the place of the value of each part
 */
export function dealtCases(sizes: readonly number[], most: number): number[][] {
  const random = numbersFrom(sizes.length);
  const count = Math.max(most, ...sizes);
  const cases = Array.from({ length: count }, (): number[] => []);
  for (const size of sizes) {
    let pack: number[] = [];
    for (const one of cases) {
      if (pack.length === 0) pack = shuffled(size, random);
      one.push(pack.pop()!);
    }
  }
  return cases;
}

function shuffled(size: number, random: () => number): number[] {
  const pack = Array.from({ length: size }, (_, index) => index);
  for (let last = size - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [pack[last], pack[other]] = [pack[other]!, pack[last]!];
  }
  return pack;
}

/** Mulberry32: numbers from 0 to 1 that follow from the seed. */
function numbersFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
