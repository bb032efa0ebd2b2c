import { startTransition, useEffect, useState } from 'react';

/** More than the first screen of a large window shows. */
const FIRST = 48;
const MORE = 96;

/**
 * How many of `total` items to show: the first ones at once, so that the page is painted, then the others bit
 * by bit in the background, until all are there.
 */
export function useGrowing(total: number): number {
  const [shown, setShown] = useState(FIRST);
  useEffect(() => {
    if (shown >= total) return;
    const timer = setTimeout(() => startTransition(() => setShown((now) => now + MORE)), 0);
    return () => clearTimeout(timer);
  }, [shown, total]);
  return Math.min(shown, total);
}
