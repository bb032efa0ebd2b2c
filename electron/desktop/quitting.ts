import { app } from 'electron';
import type { Host } from '../host/create-host.ts';

/** How long a login or the practice provider may take to end before the app goes all the same. */
const PATIENCE_MS = 2_000;

/** Ends what runs before the app does: logins close their sockets, pages hear that the host is closing. */
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
