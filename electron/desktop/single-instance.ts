import { app, type BrowserWindow } from 'electron';
import { workspaceFromArguments } from '../host/open-files.ts';

/**
 * Makes the first start the only one. A second start hands its arguments over and ends; the first shows its
 * window and opens the file that was meant.
 *
 * @returns false when another Latchkey is running: this one must quit
 */
export function setupSingleInstance(
  window: () => BrowserWindow | undefined,
  openFile: (file: string) => void,
): boolean {
  if (!app.requestSingleInstanceLock()) return false;
  app.on('second-instance', (_event, argv, cwd) => {
    bringForward(window());
    const file = workspaceFromArguments(argv.slice(1), cwd);
    if (file !== undefined) openFile(file);
  });
  return true;
}

/** macOS hands files over by an event, which may come before the app is ready. */
export function setupOpenFile(openFile: (file: string) => void): void {
  app.on('open-file', (event, file) => {
    event.preventDefault();
    openFile(file);
  });
}

export function bringForward(window: BrowserWindow | undefined): void {
  if (window === undefined || window.isDestroyed()) return;
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}
