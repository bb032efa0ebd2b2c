import { performance } from 'node:perf_hooks';
import { setImmediate } from 'node:timers/promises';

/** How long the work may keep the program from everything else, e.g. from noticing Ctrl-C. */
const SLICE_MS = 20;

export interface SliceOptions {
  readonly signal?: AbortSignal | undefined;
  /** Gets what the work yields, at the end of each slice. */
  readonly onStep?: ((step: number) => void) | undefined;
}

/** Runs work that comes in small parts and pauses often. Rejects with the signal's reason if it is aborted. */
export async function inSlices<T>(
  work: Generator<number, T, undefined>,
  options: SliceOptions = {},
): Promise<T> {
  const { signal, onStep } = options;
  let until = performance.now() + SLICE_MS;
  for (;;) {
    const part = work.next();
    if (part.done) return part.value;
    if (performance.now() < until) continue;
    onStep?.(part.value);
    await setImmediate();
    signal?.throwIfAborted();
    until = performance.now() + SLICE_MS;
  }
}
