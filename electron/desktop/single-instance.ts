import { app, type BrowserWindow } from 'electron';
import { workspacesFromArguments } from '../host/open-files.ts';

/**
 * Makes sure that only one Latchkey runs. A second start passes its arguments to the first one.
 *
 * @param onStart called for each later start, with the files it names
 * @returns false if another Latchkey is already running; then this one must quit
 */
export function setupSingleInstance(onStart: (files: readonly string[]) => void): boolean {
  if (!app.requestSingleInstanceLock()) return false;
  app.on('second-instance', (_event, argv, cwd) => onStart(workspacesFromArguments(argv.slice(1), cwd)));
  return true;
}

/** Takes files that macOS passes in by an event. The event may come before the app is ready. */
export function setupOpenFile(openFile: (file: string) => void): void {
  app.on('open-file', (event, file) => {
    event.preventDefault();
    openFile(file);
  });
}

export function bringForward(window: BrowserWindow): void {
  if (window.isDestroyed()) return;
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}
