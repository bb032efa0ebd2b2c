import { BrowserWindow } from 'electron';
import { PAGE_URL } from '../page/origin.ts';
import { followTheme, isDark } from './theme.ts';
import { windowOptions } from './window-options.ts';
import { keepWindowState, restoreWindowState } from './window-state.ts';

export interface WindowPlan {
  /** Absolute path of the bundled preload script. */
  readonly preload: string;
  /** The file that stores the window's position. */
  readonly stateFile: string;
  readonly icon?: string;
  readonly devTools: boolean;
  /** Called before anything is loaded, to accept the page's messages. */
  readonly admit: (window: BrowserWindow) => void;
}

/** Opens the window at its last position. It stays hidden until its page has painted. */
export function openWindow({ preload, stateFile, icon, devTools, admit }: WindowPlan): BrowserWindow {
  const state = restoreWindowState(stateFile);
  const window = new BrowserWindow(
    windowOptions({ state, dark: isDark(), preload, devTools, ...(icon === undefined ? {} : { icon }) }),
  );
  admit(window);
  keepWindowState(window, stateFile);
  followTheme(window);
  window.once('ready-to-show', () => {
    if (state.maximized) window.maximize();
    window.show();
  });
  void window.loadURL(PAGE_URL);
  return window;
}
