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
  /** Waits until its last position is saved. */
  readonly saved: () => Promise<unknown>;
}

/** A page that paints nothing for this long shows its window anyway: a person can then close it. */
const SHOW_MS = 8_000;

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
  const show = () => {
    clearTimeout(late);
    if (window.isDestroyed() || window.isVisible()) return;
    if (state.maximized) window.maximize();
    window.show();
  };
  const late = setTimeout(show, SHOW_MS);
  window.once('ready-to-show', show);
  window.once('closed', () => clearTimeout(late));
  // `offerToGoOn` tells the person of a failure.
  window.loadURL(url !== undefined && isPageUrl(url) ? url : PAGE_URL).catch(() => {});
  return { window, saved };
}
