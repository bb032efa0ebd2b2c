import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { app, type BrowserWindow, session } from 'electron';
import { registerPageScheme, setupPageProtocol } from './app-protocol.ts';
import { desktopPlatform } from './desktop-platform.ts';
import { createDialogs } from './dialogs.ts';
import { createHost } from './host/create-host.ts';
import { dataFolder } from './host/data-folder.ts';
import { setupIpc } from './ipc.ts';
import { logToStderr as log } from './log.ts';
import { setupMenu } from './menu.ts';
import { setupNavigationLock } from './navigation.ts';
import { workspaceFromArguments } from './open-files.ts';
import { setupPermissions } from './permissions.ts';
import { closeBeforeQuit } from './quitting.ts';
import { setupRequestLock } from './request-lock.ts';
import { clearOnQuit, createSecretClipboard } from './secret-clipboard.ts';
import { setupOpenFile, setupSingleInstance } from './single-instance.ts';
import { applyTheme } from './theme.ts';
import { openWindow } from './window.ts';

/** The desktop app, in the order that matters: what must precede `ready`, the rules, the host, and the window last. */
const here = path.dirname(fileURLToPath(import.meta.url));
const folder = dataFolder();
const icon = path.join(here, 'icon.png');
// The browser engine's own files stay apart from ours.
app.setPath('userData', path.join(folder, 'window'));
app.enableSandbox();
registerPageScheme();

let window: BrowserWindow | undefined;
let waiting: string | undefined = workspaceFromArguments(
  process.argv.slice(app.isPackaged ? 1 : 2),
  process.cwd(),
);

const dialogs = createDialogs(() => window);
const clipboard = createSecretClipboard(log);
const host = createHost({
  folder,
  log,
  platform: desktopPlatform({
    dialogs,
    clipboard,
    log,
    applySettings({ theme, language }) {
      applyTheme(theme);
      if (app.isReady()) setupMenu(language, (command) => host.command(command));
      else void app.whenReady().then(() => setupMenu(language, (command) => host.command(command)));
    },
  }),
});

const openFile = async (file: string): Promise<void> => {
  // Before there is a page, the file waits for it.
  if (window === undefined) {
    waiting = file;
    return;
  }
  const failure = await host.openFile(file);
  if (failure) await dialogs.tell(failure.message, failure.detail);
};

if (
  setupSingleInstance(
    () => window,
    (file) => void openFile(file),
  )
) {
  setupOpenFile((file) => void openFile(file));
  setupNavigationLock(log);
  clearOnQuit(clipboard);
  closeBeforeQuit(host);
  app.on('window-all-closed', () => app.quit());

  void app.whenReady().then(async () => {
    setupPermissions(session.defaultSession);
    setupRequestLock(session.defaultSession, log);
    setupPageProtocol(session.defaultSession, path.join(here, 'renderer'));
    const ipc = setupIpc(host.gate, log);
    if (waiting !== undefined) {
      const failure = await host.openFile(waiting);
      if (failure) await dialogs.tell(failure.message, failure.detail);
    }
    window = openWindow({
      preload: path.join(here, 'preload.cjs'),
      stateFile: path.join(folder, 'window.json'),
      devTools: !app.isPackaged,
      // Linux takes the window's icon from a file; the installers put it beside the bundle.
      ...(existsSync(icon) ? { icon } : {}),
      admit: (opened) => ipc.admit(opened.webContents),
    });
    window.on('closed', () => {
      window = undefined;
    });
  });
} else {
  app.quit();
}
