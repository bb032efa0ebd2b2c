import { app } from 'electron';

/** How long the last work (logins, the practice provider, files being written) may take. */
const PATIENCE_MS = 2_000;

/** How the program ends, whatever ended it: a key, the menu, the last window, a signal, the system. */
export interface Ending {
  /** True from the moment when all windows are closed. */
  readonly begun: boolean;
  /** Notes that the program was started again meanwhile; it then starts anew with these files. */
  startAgain(files: readonly string[]): void;
}

/**
 * Does the last work once after all windows have closed, and then ends the program.
 *
 * @param work what has to be done before the end; it is given up after a while
 * @param done called right before the end
 */
export function endInOrder(work: () => Promise<unknown>, done: () => void): Ending {
  let ending: Promise<void> | undefined;
  let again: string[] | undefined;

  const finish = async () => {
    const patience = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));
    await Promise.race([work().catch(() => undefined), patience]);
    // Electron ignores an end that is ordered in a microtask of the event it was prevented in (electron#33643).
    setImmediate(() => {
      done();
      if (again !== undefined) app.relaunch(relaunchOptions(again));
      app.exit(0);
    });
  };

  app.on('will-quit', (event) => {
    event.preventDefault();
    ending ??= finish();
  });
  app.on('window-all-closed', () => app.quit());

  return {
    get begun() {
      return ending !== undefined;
    },
    startAgain(files) {
      again = [...(again ?? []), ...files];
    },
  };
}

/** Starts the same program again: an AppImage from its own file, because its mounted folder goes with it. */
export function relaunchOptions(files: readonly string[]): Electron.RelaunchOptions {
  // Without a package, the first argument that is no switch is the script.
  const given = process.argv.slice(1);
  const script = app.isPackaged ? [] : given.filter((arg) => !arg.startsWith('-')).slice(0, 1);
  const switches = given.filter((arg) => arg.startsWith('--') && arg !== '--');
  const appImage = process.env['APPIMAGE'];
  return {
    args: [...switches, ...script, ...(files.length > 0 ? ['--', ...files] : [])],
    ...(appImage ? { execPath: appImage } : {}),
  };
}
