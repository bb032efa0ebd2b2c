import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type * as Electron from 'electron';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createSecretClipboard } from '../../../electron/desktop/clipboard.ts';
import { createDialogs } from '../../../electron/desktop/dialogs.ts';
import { menuTemplate, setupMenu } from '../../../electron/desktop/menu.ts';
import { desktopPlatform } from '../../../electron/desktop/platform.ts';
import { closeBeforeQuit } from '../../../electron/desktop/quitting.ts';
import { openWindow } from '../../../electron/desktop/window.ts';
import { noLog } from '../../../electron/host/log.ts';
import { MENU_COMMANDS } from '../../../shared/host/session.ts';
import { electron, fakeEvent, fakeWindow, resetElectron, settle } from '../../helpers/electron-fake.ts';

vi.mock('electron', async () => (await import('../../helpers/electron-fake.ts')).electronModule());

let folder = '';
beforeEach(() => {
  resetElectron();
  folder = mkdtempSync(path.join(tmpdir(), 'latchkey-desktop-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const platform = () =>
  desktopPlatform({
    dialogs: createDialogs(() => undefined),
    clipboard: createSecretClipboard(noLog),
    applySettings: () => {},
    log: noLog,
  });

describe('dialogs', () => {
  it('answer a path, or nothing when they were closed', async () => {
    const dialogs = createDialogs(() => fakeWindow().window);
    expect(await dialogs.openWorkspace()).toBeUndefined();
    electron.state.openAnswer = { canceled: false, filePaths: ['/home/alex/w.latchkey.yaml'] };
    expect(await dialogs.openWorkspace()).toBe('/home/alex/w.latchkey.yaml');
    expect(await dialogs.chooseFolder()).toBe('/home/alex/w.latchkey.yaml');
    expect(
      electron.state.dialogs.map(({ options }) => (options as Electron.OpenDialogOptions).properties),
    ).toEqual([['openFile'], ['openFile'], ['openDirectory', 'createDirectory']]);
  });

  it('suggest a name and never a place that a page could choose', async () => {
    electron.state.saveAnswer = { canceled: false, filePath: '/x/y' };
    await createDialogs(() => undefined).saveFile('../../etc/passwd');
    expect((electron.state.dialogs[0]!.options as Electron.SaveDialogOptions).defaultPath).toBe('passwd');
  });
});

describe('the platform', () => {
  it('saves what is handed over for the owner only', async () => {
    const filePath = path.join(folder, 'a.zip');
    electron.state.saveAnswer = { canceled: false, filePath };
    const file = { name: 'a.zip', type: 'application/zip', bytes: new Uint8Array([1, 2, 3]) };
    expect(await platform().handOver(file)).toEqual({ ok: true, value: { by: 'saved', path: filePath } });
    expect([...readFileSync(filePath)]).toEqual([1, 2, 3]);
    expect(statSync(filePath).mode & 0o777).toBe(0o600);
    electron.state.saveAnswer = { canceled: true, filePath: '' };
    expect(await platform().handOver(file)).toMatchObject({ ok: false, error: { code: 'cancelled' } });
  });

  it('copies secrets itself, and reports a system without a browser', async () => {
    expect(await platform().copySecret('s3cret')).toBe(true);
    expect(electron.state.clipboard).toBe('s3cret');
    expect(await platform().openOutside('https://auth.example.com/')).toEqual({ ok: true, value: 'host' });
    expect(await platform().openOutside('javascript:alert(1)')).toMatchObject({
      error: { code: 'url-refused' },
    });
    electron.state.openFails = true;
    expect(await platform().openOutside('https://auth.example.com/')).toMatchObject({
      error: { code: 'open-failed' },
    });
  });
});

describe('the menu', () => {
  const items = (template: Electron.MenuItemConstructorOptions[]): Electron.MenuItemConstructorOptions[] =>
    template.flatMap((entry) => [entry, ...(Array.isArray(entry.submenu) ? items(entry.submenu) : [])]);

  it.each(['linux', 'win32', 'darwin'] as const)(
    'offers every command once on %s, by key and by word',
    (system) => {
      const told: string[] = [];
      const all = items(
        menuTemplate({ platform: system, language: 'en', development: false }, (command) =>
          told.push(command),
        ),
      );
      for (const item of all) item.click?.({} as never, undefined, {} as never);
      expect(told.sort()).toEqual([...MENU_COMMANDS].sort());
      const keys = all.flatMap(({ accelerator }) => (accelerator === undefined ? [] : [accelerator]));
      expect(new Set(keys).size).toBe(keys.length);
      expect(all.some(({ role }) => role === 'quit')).toBe(true);
    },
  );

  it('has no inspector outside of development', () => {
    const roles = (development: boolean) =>
      items(menuTemplate({ platform: 'linux', language: 'en', development }, () => {})).map(
        ({ role }) => role,
      );
    expect(roles(false)).not.toContain('toggleDevTools');
    expect(roles(false)).not.toContain('forceReload');
    expect(roles(true)).toContain('toggleDevTools');
  });

  it('speaks the language of the screens', () => {
    electron.state.locale = 'de-AT';
    setupMenu('system', () => {});
    expect(electron.state.menu?.map(({ label }) => label)).toContain('Bearbeiten');
    setupMenu('en', () => {});
    expect(electron.state.menu?.map(({ label }) => label)).toContain('Edit');
  });
});

describe('the window', () => {
  it('lets its page in before it loads, and shows when it has painted', () => {
    const order: string[] = [];
    openWindow({
      preload: '/app/preload.cjs',
      stateFile: path.join(folder, 'window.json'),
      devTools: false,
      admit: () => order.push(`admitted, loaded “${electron.state.windows[0]!.loaded}”`),
    });
    const fake = electron.state.windows[0]!;
    expect(order).toEqual(['admitted, loaded “”']);
    expect(fake.loaded).toBe('app://latchkey/');
    expect(fake.calls).toEqual([]);
    fake.events.emit('ready-to-show');
    expect(fake.calls).toEqual(['show']);
  });
});

describe('quitting', () => {
  it('waits for the host to close, and for no longer than it has patience', async () => {
    vi.useFakeTimers();
    closeBeforeQuit({ close: () => new Promise(() => {}) });
    const event = fakeEvent();
    electron.appEvents.emit('will-quit', event);
    expect(event.prevented).toBe(true);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(electron.state.quits).toBe(1);
    const again = fakeEvent();
    electron.appEvents.emit('will-quit', again);
    expect(again.prevented).toBe(false);
    vi.useRealTimers();
  });
});

describe('the app', () => {
  it('starts with every rule in place before its window opens', async () => {
    vi.stubEnv('LATCHKEY_DATA', folder);
    await import('../../../electron/main.ts');
    await expect.poll(() => electron.state.windows.length).toBe(1);
    expect(electron.state.sandboxed).toBe(true);
    expect(electron.state.paths.get('userData')).toBe(path.join(folder, 'window'));
    expect(electron.state.schemes.map(({ scheme }) => scheme)).toEqual(['app']);
    expect(electron.appEvents.listening().sort()).toEqual(
      [
        'before-quit',
        'open-file',
        'second-instance',
        'web-contents-created',
        'will-quit',
        'window-all-closed',
      ].sort(),
    );
    const { handlers } = electron.session;
    expect(
      [handlers.permissionRequest, handlers.permissionCheck, handlers.device, handlers.beforeRequest].every(
        Boolean,
      ),
    ).toBe(true);
    expect([...handlers.protocols.keys()]).toEqual(['app']);
    expect([...electron.ipcHandlers.keys()]).toEqual(['latchkey:call']);

    const [fake] = electron.state.windows;
    const from = {
      sender: fake!.page.contents,
      senderFrame: fake!.page.mainFrame,
    } as Electron.IpcMainInvokeEvent;
    const info = await electron.ipcHandlers.get('latchkey:call')!(from, ...(['session.info', {}] as never[]));
    expect(info).toMatchObject({ ok: true, value: { host: 'desktop', paths: 'dialog' } });

    electron.appEvents.emit('open-file', fakeEvent(), path.join(folder, 'missing.latchkey.yaml'));
    await expect.poll(() => electron.state.told).toHaveLength(1);
    fake!.events.emit('closed');
    electron.appEvents.emit('window-all-closed');
    await settle();
    expect(electron.state.quits).toBe(1);
    vi.unstubAllEnvs();
  });
});
