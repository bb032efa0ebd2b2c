import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type * as Electron from 'electron';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createSecretClipboard } from '../../../electron/desktop/clipboard.ts';
import { contextMenuTemplate } from '../../../electron/desktop/context-menu.ts';
import { createDialogs } from '../../../electron/desktop/dialogs.ts';
import { createFileQueue } from '../../../electron/desktop/file-queue.ts';
import { type MenuActions, menuTemplate, setupMenu } from '../../../electron/desktop/menu.ts';
import { desktopPlatform } from '../../../electron/desktop/platform.ts';
import { endInOrder } from '../../../electron/desktop/quitting.ts';
import { openWindow } from '../../../electron/desktop/window.ts';
import { noLog } from '../../../electron/host/log.ts';
import { MENU_COMMANDS } from '../../../shared/host/menu.ts';
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
    showRecent: () => {},
    takeDropped: () => [],
    logTail: () => '',
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

  it('answer several files in the order of their names, or nothing', async () => {
    const dialogs = createDialogs(() => undefined);
    expect(await dialogs.chooseFiles()).toBeUndefined();
    electron.state.openAnswer = { canceled: false, filePaths: ['/c/20-oidc.yml', '/c/10-base.yml'] };
    expect(await dialogs.chooseFiles()).toEqual(['/c/10-base.yml', '/c/20-oidc.yml']);
  });

  it('begin where the last one ended, because Electron no longer does', async () => {
    const dialogs = createDialogs(() => undefined);
    const places = () =>
      electron.state.dialogs.map(({ options }) => (options as Electron.OpenDialogOptions).defaultPath);
    electron.state.openAnswer = { canceled: false, filePaths: ['/home/alex/sign-on/w.latchkey'] };
    await dialogs.openWorkspace();
    electron.state.openAnswer = { canceled: true, filePaths: [] };
    await dialogs.openWorkspace();
    electron.state.saveAnswer = { canceled: false, filePath: '/home/alex/backups/a.zip' };
    await dialogs.saveFile('../a.zip');
    await dialogs.chooseFolder();
    expect(places()).toEqual([
      undefined,
      '/home/alex/sign-on',
      path.join('/home/alex/sign-on', 'a.zip'),
      '/home/alex/backups',
    ]);
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

  const actions = (told: string[] = []): MenuActions => ({
    tell: (command) => told.push(command),
    openFile: (file) => told.push(file),
    forgetRecent: () => told.push('forget'),
    showLogs: () => told.push('logs'),
    copySupport: () => told.push('support'),
  });
  const recent = [
    { path: '/home/alex/home.latchkey', name: 'Home & garden', missing: false },
    { path: '/home/alex/gone.latchkey', name: 'Gone', missing: true },
  ];

  it.each(['linux', 'win32', 'darwin'] as const)(
    'offers every command once on %s, by key and by word',
    (system) => {
      const told: string[] = [];
      const all = items(menuTemplate({ platform: system, development: false, recent: [] }, actions(told)));
      for (const item of all) item.click?.({} as never, undefined, {} as never);
      expect(told.sort()).toEqual([...MENU_COMMANDS, 'logs', 'support'].sort());
      const keys = all.flatMap(({ accelerator }) => (accelerator === undefined ? [] : [accelerator]));
      expect(new Set(keys).size).toBe(keys.length);
      expect(all.some(({ role }) => role === 'quit')).toBe(true);
    },
  );

  it('lists the files that are still there, and leaves the list to macOS itself', () => {
    const told: string[] = [];
    const all = (platform: NodeJS.Platform) =>
      items(menuTemplate({ platform, development: false, recent }, actions(told)));
    const found = all('linux').find(({ id }) => id === 'recent')!
      .submenu as Electron.MenuItemConstructorOptions[];
    expect(found.map(({ label }) => label)).toEqual([
      'Home && garden (/home/alex/home.latchkey)',
      undefined,
      'Clear this list',
    ]);
    for (const item of found) item.click?.({} as never, undefined, {} as never);
    expect(told).toEqual(['/home/alex/home.latchkey', 'forget']);
    expect(all('darwin').some(({ id }) => id === 'recent')).toBe(false);
    expect(all('darwin').some(({ role }) => role === 'recentDocuments')).toBe(true);
  });

  it('has no inspector outside of development', () => {
    const roles = (development: boolean) =>
      items(menuTemplate({ platform: 'linux', development, recent: [] }, actions())).map(({ role }) => role);
    expect(roles(false)).not.toContain('toggleDevTools');
    expect(roles(false)).not.toContain('forceReload');
    expect(roles(true)).toContain('toggleDevTools');
  });

  it('speaks one language, in every entry and on every system', () => {
    setupMenu([], actions());
    expect(electron.state.menu?.map(({ label }) => label)).toContain('Edit');
    // Electron would name an entry without a label in words of its own.
    for (const platform of ['linux', 'win32'] as const)
      for (const item of items(menuTemplate({ platform, development: false, recent }, actions())))
        expect(item.type === 'separator' || item.label !== undefined, JSON.stringify(item)).toBe(true);
  });
});

describe('a right click', () => {
  const flags = {
    canUndo: true,
    canRedo: false,
    canCut: true,
    canCopy: true,
    canPaste: true,
    canDelete: true,
    canSelectAll: true,
    canEditRichly: false,
  };
  const menu = (more: object) =>
    contextMenuTemplate(
      { isEditable: false, selectionText: '', linkURL: '', editFlags: flags, ...more },
      () => {},
    );

  it('offers to paste in a field, and what else can be done there', () => {
    const roles = menu({ isEditable: true }).map(({ role, enabled }) => [role, enabled]);
    expect(roles).toContainEqual(['paste', true]);
    expect(roles).toContainEqual(['redo', false]);
  });

  it('offers to copy what is selected, and the address of a link, but none of the page itself', () => {
    expect(menu({ selectionText: 'invalid_client' }).map(({ role }) => role)).toEqual(['copy']);
    expect(menu({ linkURL: 'https://auth.example.com/' }).map(({ id }) => id)).toEqual(['copy-link']);
    expect(menu({ linkURL: 'app://latchkey/#/settings' })).toEqual([]);
    expect(menu({ selectionText: '  ' })).toEqual([]);
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

describe('the end', () => {
  const willQuit = () => {
    const event = fakeEvent();
    electron.appEvents.emit('will-quit', event);
    return event.prevented;
  };

  it('comes once after the last work, also if it is ordered again meanwhile', async () => {
    const order: string[] = [];
    let finish = () => {};
    const work = () => {
      order.push('work');
      return new Promise<void>((resolve) => {
        finish = resolve;
      });
    };
    const ending = endInOrder(work, () => order.push(`done, exits: ${electron.state.exits.length}`));
    expect(ending.begun).toBe(false);
    expect([willQuit(), willQuit()]).toEqual([true, true]);
    expect(ending.begun).toBe(true);
    await settle();
    expect(electron.state.exits).toEqual([]);
    finish();
    await expect.poll(() => electron.state.exits).toEqual([0]);
    expect(order).toEqual(['work', 'done, exits: 0']);
    expect(electron.state.relaunched).toEqual([]);
  });

  it.each([
    ['hangs', () => new Promise(() => {})],
    ['fails', () => Promise.reject(new Error('no'))],
  ])('comes although the last work %s', async (_, work) => {
    vi.useFakeTimers();
    endInOrder(work, () => {});
    willQuit();
    await vi.advanceTimersByTimeAsync(2_001);
    expect(electron.state.exits).toEqual([0]);
    vi.useRealTimers();
  });

  it('is a new start for what was asked for meanwhile', async () => {
    const ending = endInOrder(
      async () => {},
      () => {},
    );
    willQuit();
    ending.startAgain(['/x/a.latchkey']);
    ending.startAgain([]);
    await expect.poll(() => electron.state.exits).toEqual([0]);
    expect(electron.state.relaunched).toEqual([
      { args: expect.arrayContaining(['--', '/x/a.latchkey']) as string[] },
    ]);
  });
});

describe('files from outside', () => {
  it('wait for the page, and are opened one after the other, also after one that can’t be', async () => {
    const order: string[] = [];
    const queue = createFileQueue(
      async (file) => {
        order.push(`begin ${file}`);
        await settle();
        order.push(`end ${file}`);
        return file === 'b' ? { code: 'not-found', message: 'gone' } : undefined;
      },
      // Nobody answers.
      () => new Promise(() => {}),
    );
    queue.add(['a']);
    await settle();
    expect(order).toEqual([]);
    queue.begin();
    queue.add(['b', 'c']);
    await expect.poll(() => order).toHaveLength(6);
    expect(order).toEqual(['begin a', 'end a', 'begin b', 'end b', 'begin c', 'end c']);
  });

  it('are left alone once the end has begun, after the one at hand', async () => {
    const opened: string[] = [];
    const queue = createFileQueue(
      async (file) => {
        await settle();
        opened.push(file);
        return undefined;
      },
      async () => {},
    );
    queue.begin();
    queue.add(['a', 'b']);
    await Promise.resolve();
    await queue.end();
    expect(opened).toEqual(['a']);
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
        'child-process-gone',
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
    fake!.events.emit('ready-to-show');
    const from = {
      sender: fake!.page.contents,
      senderFrame: fake!.page.mainFrame,
    } as Electron.IpcMainInvokeEvent;
    const info = await electron.ipcHandlers.get('latchkey:call')!(from, ...(['session.info', {}] as never[]));
    expect(info).toMatchObject({ ok: true, value: { host: 'desktop', paths: 'dialog' } });

    electron.appEvents.emit('open-file', fakeEvent(), path.join(folder, 'missing.latchkey.yaml'));
    await expect.poll(() => electron.state.told).toHaveLength(1);
    await electron.ipcHandlers.get('latchkey:call')!(from, ...(['session.info', {}] as never[]));
    fake!.events.emit('closed');
    electron.appEvents.emit('window-all-closed');
    expect(electron.state.quits).toBe(1);
    electron.appEvents.emit('will-quit', fakeEvent());
    await expect.poll(() => electron.state.exits, { timeout: 3_000 }).toEqual([0]);
    vi.unstubAllEnvs();
  });
});
