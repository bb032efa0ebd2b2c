import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { app, type BrowserWindow, dialog, session } from 'electron';
import { argumentsAfterCli, runInDesktop } from './commands/in-desktop.ts';
import { setupAppId } from './desktop/app-id.ts';
import { clearOnQuit, createSecretClipboard } from './desktop/clipboard.ts';
import { createDialogs } from './desktop/dialogs.ts';
import { setupIpc } from './desktop/ipc.ts';
import { setupMenu } from './desktop/menu.ts';
import { setupNavigationLock } from './desktop/navigation.ts';
import { setupPermissions } from './desktop/permissions.ts';
import { desktopPlatform } from './desktop/platform.ts';
import { registerPageScheme, setupPageProtocol } from './desktop/protocol.ts';
import { closeBeforeQuit } from './desktop/quitting.ts';
import { setupRequestLock } from './desktop/request-lock.ts';
import { setupOpenFile, setupSingleInstance } from './desktop/single-instance.ts';
import { applyTheme } from './desktop/theme.ts';
import { openWindow } from './desktop/window.ts';
import { EXIT_BUG, installLastResort } from './host/bug.ts';
import { createHost } from './host/create-host.ts';
import { type Log, logLine, logToStderr } from './host/log.ts';
import { workspaceFromArguments } from './host/open-files.ts';
import { VERSION } from './host/version.ts';
import { dataFolder } from './services/files/data-folder.ts';
import { openLogFile } from './services/files/log-file.ts';

// `Latchkey --cli …` is the command line: no window, and no display is needed. The app is not ready before this ends.
const cli = argumentsAfterCli(process.argv.slice(1), app.isPackaged);
if (cli !== undefined) {
  installLastResort((line) => {
    process.stderr.write(`latchkey: ${line}\n`);
    app.exit(EXIT_BUG);
  });
  await runInDesktop(cli, VERSION, (status) => app.exit(status));
}

/**
 * Starts the desktop app. The order matters: what must run before `ready`, the rules, the host, then the
 * window.
 */
const here = path.dirname(fileURLToPath(import.meta.url));
const folder = dataFolder();
// A desktop app has no terminal that anybody sees.
const logFile = openLogFile(path.join(folder, 'logs'));
const log: Log = (event, data) => {
  logToStderr(event, data);
  logFile.append(logLine(event, data));
};
installLastResort((line) => {
  // Without this, Electron shows a window with the error's whole text.
  dialog.showErrorBox('Latchkey', line);
  app.exit(EXIT_BUG);
}, log);
const icon = path.join(here, 'icon.png');
// Keeps the browser engine's files separate from ours.
app.setPath('userData', path.join(folder, 'window'));
setupAppId();
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
  // If there is no page yet, the file is opened later.
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
      // Linux reads the window's icon from a file, which the installers put beside the bundle.
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
