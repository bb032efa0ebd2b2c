import { app, type BrowserWindow, dialog } from 'electron';
import { EXIT_BUG } from '../host/bug.ts';
import type { Log } from '../host/log.ts';
import { relaunchOptions } from './quitting.ts';
import { WORDS } from './words.ts';

/**
 * Logs what becomes of the page, and offers to go on when it crashed, failed to load or doesn't respond.
 *
 * @param replace opens another window with this page. Loading it again in the same window doesn't do: there
 *   Electron 33 calls the frame of the new page detached, and its messages are refused
 */
export function offerToGoOn(window: BrowserWindow, log: Log, replace: (url: string) => void): void {
  let asking = false;
  const ask = async (what: 'crashed' | 'silent' | 'unloaded') => {
    if (asking || window.isDestroyed()) return;
    asking = true;
    // A page that crashed while it loaded has not shown its window yet.
    window.show();
    const { response } = await dialog.showMessageBox(window, {
      type: 'error',
      message: WORDS[what],
      detail: WORDS.kept,
      buttons: what === 'silent' ? [WORDS.reload, WORDS.wait] : [WORDS.reload, WORDS.quit],
      defaultId: what === 'silent' ? 1 : 0,
      cancelId: 1,
      noLink: true,
    });
    asking = false;
    if (response === 1) {
      if (what !== 'silent') app.quit();
    } else if (!window.isDestroyed()) {
      replace(window.webContents.getURL());
      window.destroy();
    }
  };
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    if (reason === 'clean-exit') return;
    log('the page crashed', { reason, exitCode });
    void ask('crashed');
  });
  window.webContents.on('did-fail-load', (_event, code, _text, _url, isMainFrame) => {
    // -3: the load was given up, e.g. for another one.
    if (!isMainFrame || code === -3) return;
    log('the page could not be loaded', { code });
    void ask('unloaded');
  });
  window.on('unresponsive', () => {
    log('the page does not respond');
    void ask('silent');
  });
}

/** Logs the end of helper processes. Chromium starts its own again; the keychain's starts with the next call. */
export function logLostProcesses(log: Log): void {
  app.on('child-process-gone', (_event, { type, reason, exitCode, name }) => {
    if (reason !== 'clean-exit') log('a process was lost', { type, reason, exitCode, name: name ?? '' });
  });
}

/** Ends the program after a bug that nobody caught, and offers to start it again. */
export function endAfterBug(line: string): void {
  if (app.isReady()) {
    const answer = dialog.showMessageBoxSync({
      type: 'error',
      message: line,
      detail: WORDS.kept,
      buttons: [WORDS.restart, WORDS.quit],
      defaultId: 0,
      cancelId: 1,
      noLink: true,
    });
    if (answer === 0) app.relaunch(relaunchOptions([]));
  } else dialog.showErrorBox('Latchkey', line);
  app.exit(EXIT_BUG);
}
