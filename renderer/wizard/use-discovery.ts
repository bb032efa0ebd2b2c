import { useCallback, useEffect, useRef, useState } from 'react';
import { canParseUrl } from '../../shared/can-parse-url.ts';
import { announcedEndpoints, type Endpoint } from '../../shared/client/announced.ts';
import type { Discovery } from '../../shared/host/connection.ts';
import type { HostClient, StreamInput } from '../../shared/host.ts';
import type { ProviderEntry, ProviderKind } from '../../shared/workspace/types.ts';
import { useApp, useAppState } from '../store/react.tsx';

export interface Discovering {
  readonly busy: boolean;
  readonly step: string;
  /** What was found at the address that is typed now; an answer for another address is not shown. */
  readonly found: Discovery | undefined;
  readonly stop: () => void;
  /** Asks the same address once more. */
  readonly again?: () => void;
  /** When the answer to that came. */
  readonly asked_again?: Date | undefined;
  /** Asks now, without waiting for a pause in typing, and resolves to what was found. */
  readonly ask: (signal: AbortSignal) => Promise<Discovery | undefined>;
}

/**
 * Discovers the provider at an address during typing: 500 ms after the last key. A newer address cancels the
 * older request. `provider`: its id in the workspace, or the one it will get, so that its answer is remembered.
 */
export function useDiscovery(
  kind: ProviderKind | undefined,
  url: string,
  ca: string,
  provider: string,
): Discovering {
  const { client } = useApp();
  const handle = useAppState((state) => state.view?.handle);
  const [state, setState] = useState<{
    readonly busy: boolean;
    readonly step: string;
    readonly answer?: { readonly address: string; readonly found: Discovery; readonly at: Date };
    readonly stop: () => void;
  }>({ busy: false, step: '', stop: () => undefined });
  /** When an address was asked again last, and which. */
  const [turn, setTurn] = useState({ at: new Date(0), address: '' });
  const address = url.trim();
  const askable = /^https?:\/\/[^/]+/i.test(address) && canParseUrl(address);

  const ask = useCallback(
    async (signal: AbortSignal): Promise<Discovery | undefined> => {
      const of = handle === undefined ? undefined : { handle, provider };
      const found = await discoverAt(client, { kind, url: address, ca, of }, signal, (step) =>
        setState((now) => ({ ...now, step })),
      );
      if (found) setState((now) => ({ ...now, answer: { address, found, at: new Date() } }));
      return found;
    },
    [client, kind, address, ca, handle, provider],
  );

  // biome-ignore lint/correctness/useExhaustiveDependencies: a turn asks the same once more
  useEffect(() => {
    if (!askable) {
      setState({ busy: false, step: '', stop: () => undefined });
      return;
    }
    const ending = new AbortController();
    const stop = () => {
      ending.abort();
      setState((now) => ({ ...now, busy: false }));
    };
    // Somebody who asks again doesn't type.
    const pause = turn.address === address ? 0 : 500;
    const timer = setTimeout(async () => {
      setState((now) => ({ ...now, busy: true, step: '', stop }));
      await ask(ending.signal);
      if (!ending.signal.aborted) setState((now) => ({ ...now, busy: false }));
    }, pause);
    return () => {
      clearTimeout(timer);
      ending.abort();
    };
  }, [ask, askable, turn]);

  const { answer, ...rest } = state;
  return {
    ...rest,
    found: answer?.address === address ? answer.found : undefined,
    ask,
    again: () => setTurn({ at: new Date(), address }),
    asked_again:
      turn.address === address && answer?.address === address && answer.at >= turn.at ? answer.at : undefined,
  };
}

/** Asks a provider of the workspace when the person says so, and shows what was found until it is changed. */
export function useAskedProvider(
  provider: string,
  { kind, url, ca_file: ca }: ProviderEntry,
): Discovering & { readonly ask: () => Promise<Discovery | undefined> } {
  const { client } = useApp();
  const handle = useAppState((state) => state.view!.handle);
  const [state, setState] = useState<{
    readonly busy: boolean;
    readonly step: string;
    readonly answer?: { readonly address: string; readonly found: Discovery };
  }>({ busy: false, step: '' });
  const asking = useRef<AbortController>(undefined);
  useEffect(() => () => asking.current?.abort(), []);
  const stop = useCallback(() => {
    asking.current?.abort();
    setState((now) => ({ ...now, busy: false }));
  }, []);
  const ask = async (): Promise<Discovery | undefined> => {
    asking.current?.abort();
    const mine = new AbortController();
    asking.current = mine;
    setState((now) => ({ ...now, busy: true, step: '' }));
    const found = await discoverAt(client, { kind, url, ca, of: { handle, provider } }, mine.signal, (step) =>
      setState((now) => ({ ...now, step })),
    );
    if (asking.current === mine && !mine.signal.aborted)
      setState((now) => ({ busy: false, step: '', ...(found ? { answer: { address: url, found } } : now) }));
    return found;
  };
  const { answer, ...rest } = state;
  return { ...rest, stop, ask, found: answer?.address === url ? answer.found : undefined };
}

/** Asks once what is at an address. Undefined if it was stopped, or could not be asked. */
export async function discoverAt(
  client: HostClient,
  at: {
    readonly kind: ProviderKind | undefined;
    readonly url: string;
    readonly ca: string | undefined;
    readonly of?: StreamInput<'provider.discover'>['of'] | undefined;
  },
  signal: AbortSignal,
  onStep: (text: string) => void = () => undefined,
): Promise<Discovery | undefined> {
  let found: Discovery | undefined;
  await client.subscribe(
    'provider.discover',
    {
      url: at.url,
      ...(at.of ? { of: at.of } : {}),
      ...(at.kind ? { kind: at.kind } : {}),
      ...(at.ca ? { ca_file: at.ca } : {}),
    },
    (event) => {
      if (signal.aborted) return;
      if (event.type === 'step') onStep(event.text);
      else found = event.discovery;
    },
    { signal },
  );
  return found;
}

/**
 * The endpoints that the provider at `url` announces for itself. Empty if nothing was found there, or if the
 * document is of another issuer: its endpoints are not those of this one.
 */
export function announcedBy(found: Discovery | undefined, url: string): Partial<Record<Endpoint, string>> {
  const bare = (address: string | undefined) => address?.trim().replace(/\/+$/, '');
  if (found?.status !== 'found' || bare(found.address ?? found.issuer) !== bare(url)) return {};
  return announcedEndpoints(Object.fromEntries(found.endpoints.map((one) => [one.name, one.url])));
}
