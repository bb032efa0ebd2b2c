import { BrowserWindow } from 'electron';
import { isPageUrl, PAGE_URL } from '../page/origin.ts';
import { followTheme, isDark } from './theme.ts';
import { windowOptions } from './window-options.ts';
import { keepWindowState, restoreWindowState, stayOnScreen } from './window-state.ts';

export interface WindowPlan {
  /** The address of our page with its fragment: what a window that crashed had shown. Default: the start. */
  readonly url?: string;
  /** Absolute path of the bundled preload script. */
  readonly preload: string;
  /** The file that stores the window's position. */
  readonly stateFile: string;
  readonly icon?: string;
  readonly devTools: boolean;
  /** Called before anything is loaded, to accept the page's messages. */
  readonly admit: (window: BrowserWindow) => void;
}

export interface OpenWindow {
  readonly window: BrowserWindow;
  /** Resolves once its first frame is on the screen, or will not be. Loading much before that holds it up. */
  readonly painted: Promise<void>;
  /** Waits until its last position is saved. */
  readonly saved: () => Promise<unknown>;
}

/** A page that paints nothing for this long shows its window anyway: a person can then close it. */
const SHOW_MS = 8_000;

/** How long a frame that was painted may take to the screen, with all processes of the browser engine starting. */
const FRAME_MS = 80;

/** Opens the window at its last position. It stays hidden until its page has painted. */
export function openWindow({ url, preload, stateFile, icon, devTools, admit }: WindowPlan): OpenWindow {
  const state = restoreWindowState(stateFile);
  const window = new BrowserWindow(
    windowOptions({ state, dark: isDark(), preload, devTools, ...(icon === undefined ? {} : { icon }) }),
  );
  admit(window);
  const saved = keepWindowState(window, stateFile);
  followTheme(window);
  stayOnScreen(window);
  // The engine keeps the zoom of web pages only, and only until it ends.
  window.webContents.once('did-finish-load', () => window.webContents.setZoomLevel(state.zoom));
  let settle = () => {};
  const painted = new Promise<void>((resolve) => {
    settle = resolve;
  });
  const show = () => {
    setTimeout(settle, FRAME_MS);
    clearTimeout(late);
    if (window.isDestroyed() || window.isVisible()) return;
    if (state.maximized) window.maximize();
    window.show();
  };
  const late = setTimeout(show, SHOW_MS);
  window.once('ready-to-show', show);
  window.once('closed', () => {
    settle();
    clearTimeout(late);
  });
  // `offerToGoOn` tells the person of a failure.
  window.loadURL(url !== undefined && isPageUrl(url) ? url : PAGE_URL).catch(() => {});
  return { window, painted, saved };
}
