import type { HostClient } from '../shared/host.ts';
import { type Bridge, bridgeClient } from './transport-bridge.ts';
import { httpClient } from './transport-http.ts';

declare global {
  interface Window {
    /** Put there by the desktop's preload script. */
    readonly latchkey?: Bridge;
  }
}

/** The host this page is in: the desktop's bridge where there is one, else the server the page came from. */
export function createHostClient(page: Window): HostClient {
  return page.latchkey ? bridgeClient(page.latchkey) : httpClient(page.fetch.bind(page));
}
