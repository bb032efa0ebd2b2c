import { app, type BrowserWindow } from 'electron';
import { workspaceFromArguments } from '../host/open-files.ts';

/**
 * Makes sure that only one Latchkey runs. A second start passes its arguments to the first one, which shows
 * its window and opens the given file.
 *
 * @returns false if another Latchkey is already running; then this one must quit
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

/** Opens files that macOS passes in by an event. The event may come before the app is ready. */
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
