import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { CallInput, CallName, CallOutput, HostFailure } from '../../shared/host.ts';
import type { Speaker } from '../text/text.ts';
import type { AppState } from './state.ts';
import type { AppStore } from './store.ts';

export { LANGUAGE } from '../text/text.ts';

const Context = createContext<AppStore | null>(null);

export function AppProvider({
  app,
  children,
}: {
  readonly app: AppStore;
  readonly children: ReactNode;
}): ReactNode {
  return <Context value={app}>{children}</Context>;
}

/** The store, its actions and the client of the host. */
export function useApp(): AppStore {
  const app = useContext(Context);
  if (!app) throw new Error('No AppProvider above.');
  return app;
}

/** A selected part of the state. */
export function useAppState<T>(select: (state: AppState) => T): T {
  return useStore(useApp().store, select);
}

export const useSpeaker = (): Speaker => useAppState((state) => state.speaker);

export interface Asked<T> {
  /** The last answer. It stays until a newer one arrives, so that the page doesn't jump. */
  readonly value: T | undefined;
  readonly failure: HostFailure | undefined;
  readonly busy: boolean;
  readonly again: () => void;
  /** Cancels the call in progress. */
  readonly stop: () => void;
}

/**
 * Calls the host once, and again whenever the input or `generation` changes; answers to older calls are
 * dropped. `null` as input makes no call. `delay` (milliseconds) waits for a pause in typing.
 */
export function useAsked<N extends CallName>(
  name: N,
  input: CallInput<N> | null,
  options: { readonly delay?: number; readonly generation?: number } = {},
): Asked<CallOutput<N>> {
  const { client } = useApp();
  const [value, setValue] = useState<CallOutput<N>>();
  const [failure, setFailure] = useState<HostFailure>();
  const [busy, setBusy] = useState(input !== null);
  const [turn, setTurn] = useState(0);
  const [stop, setStop] = useState<() => void>(() => () => undefined);
  const key = JSON.stringify(input);
  const { delay = 0, generation = 0 } = options;

  // biome-ignore lint/correctness/useExhaustiveDependencies: the input counts by its content; turn and generation ask again
  useEffect(() => {
    if (input === null) {
      setBusy(false);
      return;
    }
    const ending = new AbortController();
    setBusy(true);
    setStop(() => () => {
      ending.abort();
      setBusy(false);
    });
    const timer = setTimeout(async () => {
      const answer = await client.call(name, input, { signal: ending.signal });
      if (ending.signal.aborted) return;
      setBusy(false);
      setFailure(answer.ok ? undefined : answer.error);
      if (answer.ok) setValue(answer.value);
    }, delay);
    return () => {
      clearTimeout(timer);
      ending.abort();
    };
  }, [client, name, key, delay, turn, generation]);

  return { value, failure, busy, again: () => setTurn((now) => now + 1), stop };
}
