/** If two clock readings are this far apart, the machine was asleep. */
const SLEEP_GAP_MS = 30_000;

/**
 * Calls `over` once when `seconds` have passed on the wall clock or on the monotonic clock. Both are needed
 * because the monotonic clock stops during sleep on some systems. `slept` says whether the machine was asleep
 * when the time ran out.
 */
export function watchTime(
  seconds: number,
  over: (slept: boolean) => void,
  clocks: { readonly wall: () => number; readonly mono: () => number } = {
    wall: Date.now,
    mono: () => performance.now(),
  },
): { readonly stop: () => void } {
  const startWall = clocks.wall();
  const startMono = clocks.mono();
  let lastWall = startWall;
  let lastMono = startMono;
  const timer = setInterval(
    () => {
      const wall = clocks.wall();
      const mono = clocks.mono();
      const gap = Math.max(wall - lastWall, mono - lastMono);
      lastWall = wall;
      lastMono = mono;
      if (Math.max(wall - startWall, mono - startMono) < seconds * 1000) return;
      clearInterval(timer);
      over(gap > SLEEP_GAP_MS);
    },
    Math.max(10, Math.min(250, seconds * 100)),
  );
  return { stop: () => clearInterval(timer) };
}
