import { app, type WebContents } from 'electron';
import type { Log } from '../host/log.ts';
import { isPageUrl } from '../page/origin.ts';
import { openOutside } from './outside.ts';

/**
 * Prevents every page from leaving our one document, opening a second window or attaching a web view.
 * External links open in the user's browser instead. Source:
 * https://www.electronjs.org/docs/latest/tutorial/security (12, 13, 14).
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
  // `will-frame-navigate` does not cover redirects by a server. Our page never redirects.
  contents.on('will-redirect', (details) => {
    details.preventDefault();
    log('refused a redirect');
  });
  contents.on('will-attach-webview', (event) => {
    event.preventDefault();
    log('refused a web view');
  });
  contents.setWindowOpenHandler(({ url }) => {
    // `openOutside` logs refused addresses itself. If the system can't open the browser, the app must not
    // crash.
    openOutside(url, log).catch(() => log('the system could not open an address'));
    return { action: 'deny' };
  });
}
