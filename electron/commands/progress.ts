import { performance } from 'node:perf_hooks';

/** Nothing is said of work that takes less. */
const QUIET_MS = 1_000;
const EVERY_MS = { terminal: 100, file: 2_000 } as const;

export interface Progress {
  /** Notes how far the work is, e.g. `step('Secrets', 12, 1000)`. Says so now and then. */
  readonly step: (what: string, done: number, total: number) => void;
  /** Takes the last line away again, so that nothing is mixed with what is printed next. */
  readonly end: () => void;
}

/**
 * Says on stderr how far long work is. On a terminal in one line that changes, elsewhere in a line now and
 * then.
 */
export function createProgress(
  out: Pick<NodeJS.WriteStream, 'write' | 'isTTY'> = process.stderr,
  now: () => number = () => performance.now(),
): Progress {
  const began = now();
  const every = out.isTTY ? EVERY_MS.terminal : EVERY_MS.file;
  let last = Number.NEGATIVE_INFINITY;
  let shown = false;
  return {
    step(what, done, total) {
      const at = now();
      if (at - began < QUIET_MS || at - last < every) return;
      last = at;
      const line = `${what}: ${done} of ${total}`;
      out.write(out.isTTY ? `\r\u001b[K${line}` : `${line}\n`);
      shown = true;
    },
    end() {
      if (shown && out.isTTY) out.write('\r\u001b[K');
      shown = false;
    },
  };
}
