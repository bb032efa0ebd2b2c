import type { HostClient } from '../shared/host.ts';
import { type Bridge, bridgeClient } from './transport-bridge.ts';
import { httpClient } from './transport-http.ts';

declare global {
  interface Window {
    /** Set by the desktop app's preload script. */
    readonly latchkey?: Bridge;
  }
}

/**
 * Creates the client for this page's host: the desktop bridge if there is one, otherwise the page's own
 * server.
 */
export function createHostClient(page: Window): HostClient {
  return page.latchkey ? bridgeClient(page.latchkey) : httpClient(page.fetch.bind(page));
}
