import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { app, type BrowserWindow, clipboard as electronClipboard, Menu, session } from 'electron';
import type { RecentWorkspace } from '../shared/host/session.ts';
import { argumentsAfterCli, runInDesktop } from './commands/in-desktop.ts';
import { setupAppId } from './desktop/app-id.ts';
import { createSecretClipboard } from './desktop/clipboard.ts';
import { setupContextMenu } from './desktop/context-menu.ts';
import { endAfterBug, logLostProcesses, offerToGoOn } from './desktop/crashes.ts';
import { createDialogs } from './desktop/dialogs.ts';
import { createFileQueue } from './desktop/file-queue.ts';
import { type IpcServer, setupIpc } from './desktop/ipc.ts';
import { createKeyringProcesses } from './desktop/keyring-process.ts';
import { readTheme } from './desktop/look.ts';
import { setupMenu } from './desktop/menu.ts';
import { setupNavigationLock } from './desktop/navigation.ts';
import { openFolder } from './desktop/outside.ts';
import { setupPermissions } from './desktop/permissions.ts';
import { desktopPlatform } from './desktop/platform.ts';
import { registerPageScheme, setupPageProtocol } from './desktop/protocol.ts';
import { endInOrder } from './desktop/quitting.ts';
import { setupRequestLock } from './desktop/request-lock.ts';
import { bringForward, setupOpenFile, setupSingleInstance } from './desktop/single-instance.ts';
import { applyTheme } from './desktop/theme.ts';
import { openWindow } from './desktop/window.ts';
import { WORDS } from './desktop/words.ts';
import { EXIT_BUG, installLastResort } from './host/bug.ts';
import type { Host } from './host/create-host.ts';
import { type Log, logLine, logToStderr } from './host/log.ts';
import { workspacesFromArguments } from './host/open-files.ts';
import { VERSION } from './host/version.ts';
import { discardUnfinished } from './services/files/atomic.ts';
import { dataFolder } from './services/files/data-folder.ts';
import { prepareDataFolder } from './services/files/data-format.ts';
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
const folder = dataFolder();
// A desktop app has no terminal that anybody sees.
const logFile = openLogFile(path.join(folder, 'logs'));
const log: Log = (event, data) => {
  logToStderr(event, data);
  logFile.append(logLine(event, data));
};
// Without this, Electron shows a window with the error's whole text.
installLastResort(endAfterBug, log);
// The terminal that the app was started from may be closed before it.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

const here = path.dirname(fileURLToPath(import.meta.url));
const icon = path.join(here, 'icon.png');
// Keeps the browser engine's files separate from ours.
app.setPath('userData', path.join(folder, 'window'));
setupAppId();
// Chromium's sandbox can't work for root, who has to say so; Electron would otherwise take the word away.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
registerPageScheme();
// Ours follows when the window is there. Electron would make its own first.
Menu.setApplicationMenu(null);

/** How much of the log a support bundle holds. */
const LOG_LINES = 200;

let window: BrowserWindow | undefined;
let saved = (): Promise<unknown> => Promise.resolve();
let painted: Promise<unknown> = Promise.resolve();

const prepared = prepareDataFolder(folder, VERSION);
const dialogs = createDialogs(() => window);
const clipboard = createSecretClipboard(log);
const keyring = createKeyringProcesses(path.join(here, 'keyring.js'));
let recent: readonly RecentWorkspace[] = [];
/** Sets the menu again: its words and its recent files change. */
const showMenu = () =>
  setupMenu(recent, {
    tell: (command) => void host().then((loaded) => loaded.command(command)),
    openFile: (file) => files.add([file]),
    forgetRecent: () => void host().then((loaded) => loaded.forgetRecent()),
    showLogs: () => void openFolder(logFile.folder, log),
    copySupport: () => void copySupport(),
  });
const copySupport = async (): Promise<void> => {
  electronClipboard.writeText(await (await host()).supportText());
  await dialogs.tell(WORDS.supportCopied, WORDS.supportCopiedDetail, 'info');
};
let loading: Promise<Host> | undefined;
/** The host. It is most of the program, and loading it holds up everything else. */
const host = (): Promise<Host> => {
  loading ??= import('./host/create-host.ts').then(({ createHost }) =>
    createHost({
      folder,
      log,
      startKeyring: keyring.start,
      platform: desktopPlatform({
        dialogs,
        clipboard,
        log,
        applySettings: ({ theme }) => applyTheme(theme),
        showRecent(list) {
          recent = list;
          showMenu();
        },
        takeDropped,
        logTail: () => logFile.tail(LOG_LINES),
      }),
    }),
  );
  return loading;
};
const files = createFileQueue(
  async (file) => (await host()).openFile(file),
  ({ message, detail }) => dialogs.tell(message, detail),
);

const showWindow = (ipc: IpcServer, url?: string): void => {
  const opened = openWindow({
    ...(url === undefined ? {} : { url }),
    preload: path.join(here, 'preload.cjs'),
    stateFile: path.join(folder, 'window.json'),
    devTools: !app.isPackaged,
    // Linux reads the window's icon from a file, which the installers put beside the bundle.
    ...(existsSync(icon) ? { icon } : {}),
    admit: (admitted) => ipc.admit(admitted.webContents),
  });
  window = opened.window;
  saved = opened.saved;
  painted = opened.painted;
  setupContextMenu(opened.window, (link) => electronClipboard.writeText(link));
  offerToGoOn(opened.window, log, (shown) => showWindow(ipc, shown));
  opened.window.on('closed', () => {
    if (window === opened.window) window = undefined;
  });
};

/** Opens a file that was dropped on the window, if its name says that it may be a workspace. */
const dropped = (file: string): void => {
  if (/\.(?:latchkey|ya?ml)$/i.test(file)) files.add([file]);
  else void dialogs.tell(WORDS.notWorkspace, WORDS.notWorkspaceDetail);
};

/** What was dropped on a place of the page that takes files, until it asks for it. */
let droppedInside: readonly string[] = [];
const keepDropped = (files: readonly string[]): void => {
  droppedInside = files;
};
const takeDropped = (): readonly string[] => {
  const files = droppedInside;
  droppedInside = [];
  return files;
};

const first = setupSingleInstance((names) => {
  if (ending.begun) return ending.startAgain(names);
  files.add(names);
  if (window !== undefined) bringForward(window);
});
const ending = endInOrder(
  async () => {
    if (!first) return;
    const closeHost = async () => (await loading)?.close();
    await Promise.all([saved(), clipboard.clear(), files.end().then(closeHost)]);
  },
  () => {
    keyring.end();
    discardUnfinished();
    if (first) log('ended');
  },
);

if (first) {
  log('started', { version: VERSION, electron: process.versions.electron });
  files.add(workspacesFromArguments(process.argv.slice(app.isPackaged ? 1 : 2), process.cwd()));
  setupOpenFile((file) => (ending.begun ? ending.startAgain([file]) : files.add([file])));
  setupNavigationLock(log);
  // At the end the keychain's process is ended on purpose.
  logLostProcesses((event, data) => {
    if (!ending.begun) log(event, data);
  });

  void app.whenReady().then(async () => {
    setupPermissions(session.defaultSession);
    setupRequestLock(session.defaultSession, log);
    setupPageProtocol(session.defaultSession, path.join(here, 'renderer'));
    if (!prepared.ok) {
      await dialogs.tell(prepared.error.message, prepared.error.detail);
      return app.quit();
    }
    applyTheme(readTheme(folder));
    const gate = async () => {
      await painted;
      return (await host()).gate;
    };
    showWindow(setupIpc(gate, log, dropped, keepDropped));
    showMenu();
    await painted;
    if (ending.begun) return;
    files.begin();
    await host();
  });
} else {
  app.quit();
}
