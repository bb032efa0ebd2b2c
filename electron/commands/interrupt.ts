import { EXIT } from './common.ts';

/** Work that does not stop by itself this long after Ctrl-C is left where it is. */
const PATIENCE_MS = 700;

/** The reason of the signal after Ctrl-C. */
class Interrupted extends Error {}

export interface Interruptible {
  readonly signal: AbortSignal;
  /** From now on the work must not be left half done: it is waited for, which takes a moment only. */
  readonly finish: () => void;
}

/**
 * Runs a command that Ctrl-C ends in an orderly way: `signal` is aborted, the work takes back what it has
 * begun, and the exit status is 130. A second Ctrl-C ends at once.
 */
export async function interruptible(work: (how: Interruptible) => Promise<number>): Promise<number> {
  const stop = new AbortController();
  let finishing = false;
  const interrupted = new Promise<'late'>((resolve) => {
    stop.signal.addEventListener('abort', () => {
      setTimeout(() => {
        if (!finishing) resolve('late');
      }, PATIENCE_MS);
    });
  });
  const onSignal = (): void => {
    if (stop.signal.aborted) process.exit(EXIT.stopped);
    stop.abort(new Interrupted('Stopped by Ctrl-C.'));
  };
  process.on('SIGINT', onSignal);
  try {
    const finish = (): void => {
      stop.signal.throwIfAborted();
      finishing = true;
    };
    const status = await Promise.race([work({ signal: stop.signal, finish }), interrupted]);
    if (status !== 'late' && !stop.signal.aborted) return status;
    if (status !== 'late' && finishing) return EXIT.stopped;
  } catch (error) {
    if (!stop.signal.aborted) throw error;
  } finally {
    process.off('SIGINT', onSignal);
  }
  process.stderr.write('latchkey: Stopped. No file was written or changed.\n');
  return EXIT.stopped;
}
