/**
 * Returns the known word that is most similar to what was written, or undefined if none is similar: at most a
 * third of the letters may be changed, swapped, added or left out. Case, hyphens and underscores are ignored.
 */
export function nearest(written: string, known: readonly string[]): string | undefined {
  if (written.length === 0 || written.length > 60) return undefined;
  const word = plain(written);
  let best: string | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const candidate of known) {
    const found = similar(word, candidate);
    if (found < least) {
      least = found;
      best = candidate;
    }
  }
  return best;
}

/**
 * The known word that is surely meant: at most two letters differ, and no other known word is as near. Undefined if
 * there is none or more than one.
 */
export function meant(written: string, known: readonly string[]): string | undefined {
  if (written.length === 0 || written.length > 60) return undefined;
  const word = plain(written);
  const near = known
    .map((candidate) => ({ candidate, far: similar(word, candidate) }))
    .filter(({ far }) => far <= 2);
  const least = Math.min(...near.map(({ far }) => far));
  const best = near.filter(({ far }) => far === least);
  return best.length === 1 ? best[0]!.candidate : undefined;
}

/** How many letters differ; infinity if the words aren’t similar. */
function similar(word: string, candidate: string): number {
  if (candidate.length > 80) return Number.POSITIVE_INFINITY;
  const target = plain(candidate);
  const bound = Math.max(1, Math.floor(Math.max(word.length, target.length) / 3));
  if (Math.abs(word.length - target.length) > bound) return Number.POSITIVE_INFINITY;
  const found = distance(word, target);
  return found <= bound ? found : Number.POSITIVE_INFINITY;
}

function plain(word: string): string {
  return word.toLowerCase().replace(/[-_\s]/g, '');
}

/**
 * Optimal string alignment distance: counts letters changed, added, left out, or swapped with a neighbour.
 */
function distance(a: string, b: string): number {
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let least = Math.min(previous[j]! + 1, current[j - 1]! + 1, previous[j - 1]! + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        least = Math.min(least, before[j - 2]! + 1);
      }
      current.push(least);
    }
    before = previous;
    previous = current;
  }
  return previous[b.length]!;
}
