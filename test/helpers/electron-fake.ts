import type * as Electron from 'electron';
import { vi } from 'vitest';

/**
 * A fake of `electron`, because unit tests don't have the Electron binary. It is strict: using a member that
 * isn't defined here throws, so that a module can't depend on something that no test describes. Its members
 * are checked against Electron's own types. Usage:
 *
 *     vi.mock('electron', async () => (await import('…/electron-fake.ts')).electronModule());
 */

type Listener = (...args: never[]) => unknown;

/** Wraps an object so that reading or writing a member it doesn't have throws. */
export function strict<T extends object>(name: string, known: Partial<T>): T {
  return new Proxy(known, {
    get(target, key, receiver) {
      if (typeof key === 'symbol' || key in target || key === 'then' || key === 'toJSON')
        return Reflect.get(target, key, receiver);
      throw new Error(`The electron fake knows no ${name}.${key}.`);
    },
    set(target, key, value, receiver) {
      if (!(key in target)) throw new Error(`The electron fake lets nobody set ${name}.${String(key)}.`);
      return Reflect.set(target, key, value, receiver);
    },
  }) as T;
}

/** An event emitter. Loosely typed where it is mixed in: Electron declares one overload per event. */
export class Emitter {
  readonly #listeners = new Map<string, Set<Listener>>();
  readonly on = (event: string, listener: Listener): never => {
    const all = this.#listeners.get(event) ?? new Set();
    this.#listeners.set(event, all.add(listener));
    return this as never;
  };
  readonly once = (event: string, listener: Listener): never => {
    const wrapped = (...args: never[]) => {
      this.off(event, wrapped);
      return listener(...args);
    };
    return this.on(event, wrapped);
  };
  readonly off = (event: string, listener: Listener): never => {
    this.#listeners.get(event)?.delete(listener);
    return this as never;
  };
  readonly emit = (event: string, ...args: unknown[]): number => {
    const all = [...(this.#listeners.get(event) ?? [])];
    for (const listener of all) listener(...(args as never[]));
    return all.length;
  };
  /** The events that have a listener. */
  listening(): string[] {
    return [...this.#listeners].filter(([, all]) => all.size > 0).map(([event]) => event);
  }
}

/** An event that remembers whether its default was prevented. */
export function fakeEvent<T extends object = object>(
  more?: T,
): T & { prevented: boolean; preventDefault(): void } {
  const event = { prevented: false, preventDefault: () => {}, ...(more as T) };
  event.preventDefault = () => {
    event.prevented = true;
  };
  return event;
}

type Handlers = {
  permissionRequest?: Parameters<Electron.Session['setPermissionRequestHandler']>[0];
  permissionCheck?: Parameters<Electron.Session['setPermissionCheckHandler']>[0];
  device?: Parameters<Electron.Session['setDevicePermissionHandler']>[0];
  displayMedia?: Parameters<Electron.Session['setDisplayMediaRequestHandler']>[0];
  beforeRequest?: (
    details: Electron.OnBeforeRequestListenerDetails,
    answer: (response: Electron.CallbackResponse) => void,
  ) => void;
  protocols: Map<string, Parameters<Electron.Protocol['registerBufferProtocol']>[1]>;
  spellChecker: boolean;
};

/** A fake session; records the handlers that are set on it. */
export function fakeSession() {
  const events = new Emitter();
  const handlers: Handlers = { protocols: new Map(), spellChecker: true };
  const webRequest = strict<Electron.WebRequest>('webRequest', {
    onBeforeRequest: ((...args: unknown[]) => {
      handlers.beforeRequest = args.at(-1) as NonNullable<Handlers['beforeRequest']>;
    }) as Electron.WebRequest['onBeforeRequest'],
  });
  const session = strict<Electron.Session>('session', {
    on: events.on,
    setPermissionRequestHandler: (handler) => {
      handlers.permissionRequest = handler;
    },
    setPermissionCheckHandler: (handler) => {
      handlers.permissionCheck = handler;
    },
    setDevicePermissionHandler: (handler) => {
      handlers.device = handler;
    },
    setDisplayMediaRequestHandler: (handler) => {
      handlers.displayMedia = handler;
    },
    setSpellCheckerEnabled: (enable) => {
      handlers.spellChecker = enable;
    },
    webRequest,
    protocol: strict<Electron.Protocol>('session.protocol', {
      registerBufferProtocol: (scheme, handler) => {
        handlers.protocols.set(scheme, handler);
        return true;
      },
    }),
  });
  return { session, handlers, events };
}

/** A frame of a page. */
export const fakeFrame = (more: Partial<Electron.WebFrameMain> = {}): Electron.WebFrameMain =>
  strict<Electron.WebFrameMain>('frame', { detached: false, parent: null, url: 'app://latchkey/', ...more });

let nextId = 1;

/** A fake page. `sent` records the messages sent to it. */
export function fakeContents(url = 'app://latchkey/') {
  const events = new Emitter();
  const sent: { channel: string; args: unknown[] }[] = [];
  const state: { openHandler?: (details: Electron.HandlerDetails) => Electron.WindowOpenHandlerResponse } =
    {};
  const mainFrame = fakeFrame({ url });
  const zoom = { level: 0 };
  const contents = strict<Electron.WebContents>('webContents', {
    id: nextId++,
    mainFrame,
    session: fakeSession().session,
    on: events.on,
    once: events.once,
    off: events.off,
    getURL: () => url,
    getZoomLevel: () => zoom.level,
    setZoomLevel: (level) => {
      zoom.level = level;
    },
    isDestroyed: () => false,
    send: (channel, ...args) => {
      sent.push({ channel, args });
    },
    setWindowOpenHandler: (handler) => {
      state.openHandler = handler;
    },
  });
  return { contents, events, sent, state, mainFrame, zoom };
}

export interface FakeWindow {
  readonly options: Electron.BrowserWindowConstructorOptions;
  readonly events: Emitter;
  readonly page: ReturnType<typeof fakeContents>;
  readonly calls: string[];
  bounds: Electron.Rectangle;
  minimized: boolean;
  maximized: boolean;
  fullScreen: boolean;
  destroyed: boolean;
  background: string;
  loaded: string;
  readonly window: Electron.BrowserWindow;
}

/** A fake window whose state the test can change. */
export function fakeWindow(options: Electron.BrowserWindowConstructorOptions = {}): FakeWindow {
  const events = new Emitter();
  const page = fakeContents();
  const fake: FakeWindow = {
    options,
    events,
    page,
    calls: [],
    bounds: {
      x: options.x ?? 0,
      y: options.y ?? 0,
      width: options.width ?? 800,
      height: options.height ?? 600,
    },
    minimized: false,
    maximized: false,
    fullScreen: false,
    destroyed: false,
    background: options.backgroundColor ?? '',
    loaded: '',
    window: undefined as never,
  };
  const window = strict<Electron.BrowserWindow>('BrowserWindow', {
    id: nextId++,
    webContents: page.contents,
    on: events.on,
    once: events.once,
    off: events.off,
    isDestroyed: () => fake.destroyed,
    isVisible: () => fake.calls.includes('show'),
    isMinimized: () => fake.minimized,
    isMaximized: () => fake.maximized,
    isFullScreen: () => fake.fullScreen,
    getNormalBounds: () => fake.bounds,
    setBackgroundColor: (colour) => {
      fake.background = colour;
    },
    loadURL: async (url) => {
      fake.loaded = url;
    },
    show: () => void fake.calls.push('show'),
    focus: () => void fake.calls.push('focus'),
    setSize: () => void fake.calls.push('setSize'),
    center: () => void fake.calls.push('center'),
    setBounds: () => void fake.calls.push('setBounds'),
    restore: () => void fake.calls.push('restore'),
    maximize: () => void fake.calls.push('maximize'),
    close: () => void fake.calls.push('close'),
    setTitle: (title) => void fake.calls.push(`title ${title}`),
    setDocumentEdited: (edited) => void fake.calls.push(`edited ${edited}`),
    setRepresentedFilename: (name) => void fake.calls.push(`file ${name}`),
  });
  return Object.assign(fake, { window });
}

function createElectron() {
  const appEvents = new Emitter();
  const themeEvents = new Emitter();
  const ipcHandlers = new Map<string, (event: Electron.IpcMainInvokeEvent, ...args: never[]) => unknown>();
  const ipcEvents = new Emitter();
  const preloadEvents = new Emitter();
  const session = fakeSession();
  const screenEvents = new Emitter();
  const state = {
    firstInstance: true,
    quits: 0,
    exits: [] as number[],
    relaunched: [] as Electron.RelaunchOptions[],
    switches: [] as string[],
    opened: [] as string[],
    shownItems: [] as string[],
    openFails: false,
    clipboard: '',
    clipboardFails: false,
    schemes: [] as Electron.CustomScheme[],
    displays: [{ x: 0, y: 0, width: 1920, height: 1080 }] as Electron.Rectangle[],
    dark: false,
    windows: [] as FakeWindow[],
    menu: undefined as Electron.MenuItemConstructorOptions[] | undefined,
    dialogs: [] as { kind: string; options: object }[],
    openAnswer: { canceled: true, filePaths: [] } as Electron.OpenDialogReturnValue,
    saveAnswer: { canceled: true, filePath: '' } as Electron.SaveDialogReturnValue,
    exposed: new Map<string, unknown>(),
    invoked: [] as { channel: string; args: unknown[] }[],
    invokeAnswer: (async () => undefined) as (channel: string, ...args: unknown[]) => Promise<unknown>,
    pageSent: [] as { channel: string; args: unknown[] }[],
    recent: [] as string[],
    popups: [] as Electron.MenuItemConstructorOptions[][],
    folders: [] as string[],
    droppedPath: '',
    locale: 'en-GB',
    paths: new Map<string, string>(),
    userModelId: undefined as string | undefined,
    ready: false,
    sandboxed: false,
    told: [] as string[],
  };
  const module = {
    app: strict<Electron.App>('app', {
      on: appEvents.on,
      once: appEvents.once,
      off: appEvents.off,
      quit: () => {
        state.quits += 1;
      },
      exit: (code) => void state.exits.push(code ?? 0),
      relaunch: (options) => void state.relaunched.push(options ?? {}),
      commandLine: strict<Electron.CommandLine>('app.commandLine', {
        hasSwitch: (name) => state.switches.includes(name),
      }),
      requestSingleInstanceLock: () => state.firstInstance,
      enableSandbox: () => {
        state.sandboxed = true;
      },
      getLocale: () => state.locale,
      setPath: (name, file) => void state.paths.set(name, file),
      setAppUserModelId: (id) => {
        state.userModelId = id;
      },
      isReady: () => state.ready,
      whenReady: async () => {
        state.ready = true;
      },
      isPackaged: false,
      addRecentDocument: (file) => void state.recent.push(file),
    }),
    shell: strict<Electron.Shell>('shell', {
      openExternal: async (url) => {
        if (state.openFails) throw new Error('no launcher');
        state.opened.push(url);
      },
      openPath: async (folder) => {
        state.folders.push(folder);
        return '';
      },
      showItemInFolder: (file) => void state.shownItems.push(file),
    }),
    clipboard: strict<Electron.Clipboard>('clipboard', {
      readText: async () => {
        if (state.clipboardFails) throw new Error('no clipboard');
        return state.clipboard;
      },
      writeText: async (text) => {
        state.clipboard = text;
      },
      clear: () => {
        state.clipboard = '';
      },
    }),
    protocol: strict<Electron.Protocol>('protocol', {
      registerSchemesAsPrivileged: (schemes) => {
        state.schemes = schemes;
      },
    }),
    screen: strict<Electron.Screen>('screen', {
      on: screenEvents.on,
      off: screenEvents.off,
      getAllDisplays: () =>
        state.displays.map((workArea) => strict<Electron.Display>('display', { workArea })),
    }),
    nativeTheme: strict<Electron.NativeTheme>('nativeTheme', {
      on: themeEvents.on,
      off: themeEvents.off,
      themeSource: 'system',
      get shouldUseDarkColors() {
        return state.dark;
      },
    }),
    session: strict<typeof Electron.session>('session module', { defaultSession: session.session }),
    ipcMain: strict<Electron.IpcMain>('ipcMain', {
      handle: (channel, listener) => {
        if (ipcHandlers.has(channel)) throw new Error(`A second handler for ${channel}.`);
        ipcHandlers.set(channel, listener);
      },
      on: ipcEvents.on,
    }),
    ipcRenderer: strict<Electron.IpcRenderer>('ipcRenderer', {
      invoke: (channel, ...args) => {
        state.invoked.push({ channel, args });
        return state.invokeAnswer(channel, ...args);
      },
      send: (channel, ...args) => void state.pageSent.push({ channel, args }),
      on: preloadEvents.on,
      off: preloadEvents.off,
    }),
    webUtils: strict<Electron.WebUtils>('webUtils', { getPathForFile: () => state.droppedPath }),
    contextBridge: strict<Electron.ContextBridge>('contextBridge', {
      exposeInMainWorld: (key, api) => {
        if (state.exposed.has(key)) throw new Error(`${key} was exposed twice.`);
        state.exposed.set(key, api);
      },
    }),
    dialog: strict<Electron.Dialog>('dialog', {
      showOpenDialog: async (...args: unknown[]) => {
        state.dialogs.push({ kind: 'open', options: args.at(-1) as object });
        return state.openAnswer;
      },
      showMessageBox: async (...args: unknown[]) => {
        state.told.push((args.at(-1) as Electron.MessageBoxOptions).message);
        return { response: 0, checkboxChecked: false };
      },
      showSaveDialog: async (...args: unknown[]) => {
        state.dialogs.push({ kind: 'save', options: args.at(-1) as object });
        return state.saveAnswer;
      },
    }),
    Menu: strict<typeof Electron.Menu>('Menu', {
      buildFromTemplate: (template) => {
        const items = template as Electron.MenuItemConstructorOptions[];
        return strict<Electron.Menu>('menu', {
          popup: () => void state.popups.push(items),
          items: items as never,
        });
      },
      setApplicationMenu: (menu) => {
        state.menu = menu?.items as never;
      },
    }),
    BrowserWindow: class {
      constructor(options: Electron.BrowserWindowConstructorOptions) {
        const fake = fakeWindow(options);
        state.windows.push(fake);
        // biome-ignore lint/correctness/noConstructorReturn: the strict proxy stands in for the instance
        return fake.window;
      }
    },
  };
  return {
    module,
    state,
    appEvents,
    themeEvents,
    screenEvents,
    ipcHandlers,
    ipcEvents,
    preloadEvents,
    session,
  };
}

/** The current fake; {@link resetElectron} replaces it. */
export let electron = createElectron();

/** Replaces the fake with a new one. Call it in `beforeEach`. */
export function resetElectron(): void {
  electron = createElectron();
}

/** The module for `vi.mock('electron', …)`: always uses the current fake. */
export function electronModule() {
  const live = <K extends keyof typeof electron.module>(key: K) =>
    new Proxy((key === 'BrowserWindow' ? class {} : {}) as (typeof electron.module)[K] & object, {
      get: (_target, name) => Reflect.get(electron.module[key], name),
      set: (_target, name, value) => Reflect.set(electron.module[key], name, value),
      construct: (_target, args) => Reflect.construct(electron.module[key] as never, args),
    });
  const keys = Object.keys(electron.module) as (keyof typeof electron.module)[];
  return Object.fromEntries(keys.map((key) => [key, live(key)]));
}

/** Lets promises that are already settled run their continuations. */
export const settle = (): Promise<void> =>
  vi.isFakeTimers()
    ? vi.advanceTimersByTimeAsync(0).then(() => {})
    : new Promise((resolve) => setImmediate(resolve));
