import { AsyncLocalStorage } from 'node:async_hooks';

/** A turn: one piece of work, with everything it does until it ends. */
export interface Turn {
  readonly key: string;
  /** False after the end: work that was started and not awaited must take a turn of its own. */
  readonly open: boolean;
}

/** The turns that the current asynchronous work is part of, so that it can't wait for itself. */
const current = new AsyncLocalStorage<readonly Turn[]>();
const queues = new Map<string, Promise<unknown>>();

/**
 * Runs pieces of work with the same key one after the other, within this process. Work that is already in
 * its turn may ask for it again and gets it at once.
 */
export async function inTurn<T>(key: string, work: (turn: Turn) => Promise<T>): Promise<T> {
  const outer = current.getStore() ?? [];
  const mine = outer.find((turn) => turn.key === key && turn.open);
  if (mine) return work(mine);

  const before = queues.get(key);
  const turn = { key, open: true };
  const done = (async () => {
    await before;
    try {
      return await current.run([...outer, turn], () => work(turn));
    } finally {
      turn.open = false;
    }
  })();
  const settled = done.then(
    () => {},
    () => {},
  );
  queues.set(key, settled);
  void settled.then(() => {
    if (queues.get(key) === settled) queues.delete(key);
  });
  return done;
}
