import { BrowserWindow } from 'electron';
import { PAGE_URL } from '../page/origin.ts';
import { followTheme, isDark } from './theme.ts';
import { windowOptions } from './window-options.ts';
import { keepWindowState, restoreWindowState } from './window-state.ts';

export interface WindowPlan {
  /** Absolute path of the bundled preload script. */
  readonly preload: string;
  /** Where the window's place is remembered. */
  readonly stateFile: string;
  readonly icon?: string;
  readonly devTools: boolean;
  /** Before anything is loaded: lets the page's messages in. */
  readonly admit: (window: BrowserWindow) => void;
}

/** Opens the window where it was last, hidden until its page has painted. */
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
