import { useEffect, useState } from 'react';
import type { Discovery } from '../../shared/host/connection.ts';
import type { ProviderKind } from '../../shared/workspace/types.ts';
import { useApp } from '../store/react.tsx';

export interface Discovering {
  readonly busy: boolean;
  readonly step: string;
  readonly found: Discovery | undefined;
  readonly stop: () => void;
}

/**
 * Discovers the provider at an address during typing: 500 ms after the last key. A newer address cancels the
 * older request.
 */
export function useDiscovery(kind: ProviderKind | undefined, url: string, ca: string): Discovering {
  const { client } = useApp();
  const [state, setState] = useState<Omit<Discovering, 'stop'> & { stop: () => void }>({
    busy: false,
    step: '',
    found: undefined,
    stop: () => undefined,
  });
  const address = url.trim();
  const askable = /^https?:\/\/[^/]+/i.test(address) && URL.canParse(address);
  useEffect(() => {
    if (!askable) {
      setState({ busy: false, step: '', found: undefined, stop: () => undefined });
      return;
    }
    const ending = new AbortController();
    const stop = () => {
      ending.abort();
      setState((now) => ({ ...now, busy: false }));
    };
    const timer = setTimeout(async () => {
      setState((now) => ({ ...now, busy: true, step: '', stop }));
      await client.subscribe(
        'provider.discover',
        { url: address, ...(kind ? { kind } : {}), ...(ca ? { ca_file: ca } : {}) },
        (event) => {
          if (ending.signal.aborted) return;
          if (event.type === 'step') setState((now) => ({ ...now, step: event.text }));
          else setState((now) => ({ ...now, found: event.discovery }));
        },
        { signal: ending.signal },
      );
      if (!ending.signal.aborted) setState((now) => ({ ...now, busy: false }));
    }, 500);
    return () => {
      clearTimeout(timer);
      ending.abort();
    };
  }, [client, kind, address, askable, ca]);
  return state;
}
