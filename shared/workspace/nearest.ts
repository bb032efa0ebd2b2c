/**
 * The known word nearest to what was written, or undefined when none is near: at most a third of the letters
 * changed, swapped, added or left out. Case, hyphens and underscores don't count.
 */
export function nearest(written: string, known: readonly string[]): string | undefined {
  if (written.length === 0 || written.length > 60) return undefined;
  const word = plain(written);
  let best: string | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const candidate of known) {
    if (candidate.length > 80) continue;
    const target = plain(candidate);
    const bound = Math.max(1, Math.floor(Math.max(word.length, target.length) / 3));
    if (Math.abs(word.length - target.length) > bound) continue;
    const found = distance(word, target);
    if (found <= bound && found < least) {
      least = found;
      best = candidate;
    }
  }
  return best;
}

function plain(word: string): string {
  return word.toLowerCase().replace(/[-_\s]/g, '');
}

/** Optimal string alignment: letters changed, added, left out, or neighbours swapped. */
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
