/** Sends events to all current listeners. */
export interface Broadcast<T> {
  send(event: T): void;
  /** Sends an event that must not be lost: without a listener, the next one gets it first. */
  deliver(event: T): void;
  /** Listens until the signal ends. */
  listen(onEvent: (event: T) => void, signal: AbortSignal): void;
  /** Resolves when the signal ends, or when {@link end} was called. */
  ended(signal: AbortSignal): Promise<void>;
  /** Removes all listeners; later ones are ignored. */
  end(): void;
}

export function createBroadcast<T>(): Broadcast<T> {
  const listeners = new Set<(event: T) => void>();
  const undelivered: T[] = [];
  const over = new AbortController();
  const send = (event: T) => {
    for (const listener of [...listeners]) listener(event);
  };
  return {
    send,
    deliver(event) {
      if (listeners.size > 0) send(event);
      else undelivered.push(event);
    },
    listen(onEvent, signal) {
      if (signal.aborted || over.signal.aborted) return;
      listeners.add(onEvent);
      AbortSignal.any([signal, over.signal]).addEventListener('abort', () => listeners.delete(onEvent), {
        once: true,
      });
      for (const event of undelivered.splice(0)) onEvent(event);
    },
    ended: (signal) => {
      const any = AbortSignal.any([signal, over.signal]);
      return new Promise((resolve) => {
        if (any.aborted) resolve();
        else any.addEventListener('abort', () => resolve(), { once: true });
      });
    },
    end: () => over.abort(),
  };
}
