/** The most that is told apart; what differs by more is another word. */
const MOST = 3;

/** How many letters have to be changed, added, taken away or swapped with the next one; 3 stands for more. */
export function distance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) >= MOST) return MOST;
  let before: readonly number[] = [];
  let row: readonly number[] = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped =
        i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? before[j - 2]! + 1 : changed;
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, changed, swapped));
    }
    before = row;
    row = next;
  }
  return Math.min(MOST, row[b.length]!);
}
