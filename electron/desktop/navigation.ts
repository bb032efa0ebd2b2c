import { app, type WebContents } from 'electron';
import type { Log } from '../host/log.ts';
import { isPageUrl } from '../page/origin.ts';
import { openOutside } from './outside.ts';

/**
 * Keeps every page that is ever created on the one document of ours, opens no second window and attaches no
 * web view. A link that leads out opens in the user's browser instead.
 * Advice behind it: https://www.electronjs.org/docs/latest/tutorial/security (12, 13, 14).
 */
export function setupNavigationLock(log: Log): void {
  app.on('web-contents-created', (_event, contents) => lockNavigation(contents, log));
}

/** Locks one page, see {@link setupNavigationLock}. */
export function lockNavigation(contents: WebContents, log: Log): void {
  contents.on('will-frame-navigate', (details) => {
    if (details.isMainFrame && isPageUrl(details.url)) return;
    details.preventDefault();
    log('refused a navigation', { main: details.isMainFrame });
  });
  // `will-frame-navigate` does not cover what a server answers with; a redirect never belongs to our page.
  contents.on('will-redirect', (details) => {
    details.preventDefault();
    log('refused a redirect');
  });
  contents.on('will-attach-webview', (event) => {
    event.preventDefault();
    log('refused a web view');
  });
  contents.setWindowOpenHandler(({ url }) => {
    // Refused addresses are logged behind that door; a failing launcher must not take the app down.
    openOutside(url, log).catch(() => log('the system could not open an address'));
    return { action: 'deny' };
  });
}
