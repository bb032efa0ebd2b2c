import { app } from 'electron';
import type { Host } from '../host/create-host.ts';

/** How long logins and the practice provider may take to end; after that the app quits anyway. */
const PATIENCE_MS = 2_000;

/** Closes the host before the app quits: logins close their sockets, and pages are notified. */
export function closeBeforeQuit(host: Pick<Host, 'close'>): void {
  let closed = false;
  app.on('will-quit', (event) => {
    if (closed) return;
    event.preventDefault();
    const quit = () => {
      closed = true;
      app.quit();
    };
    const patience = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));
    Promise.race([host.close(), patience]).then(quit, quit);
  });
}
