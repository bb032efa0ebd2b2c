import type { BrowserWindowConstructorOptions } from 'electron';
import { MIN_SIZE, type WindowState } from './window-state.ts';

/** The page's background before its first paint, so that a dark desktop sees no white flash. As in the tokens. */
export const BACKGROUND = { light: '#f6f5f2', dark: '#151615' } as const;

export interface WindowSetting {
  readonly state: WindowState;
  readonly dark: boolean;
  /** Absolute path of the bundled preload script. */
  readonly preload: string;
  /** Windows and Linux take the icon from a file while the app runs unpackaged. */
  readonly icon?: string;
  /** The inspector is for people who work on Latchkey; a packaged app has none. */
  readonly devTools: boolean;
}

/**
 * How the window is made. The page runs sandboxed, isolated from its preload script and without Node; every
 * switch is written out although most are Electron's defaults, so that a changed default changes nothing here.
 */
export function windowOptions(setting: WindowSetting): BrowserWindowConstructorOptions {
  const { bounds } = setting.state;
  return {
    ...bounds,
    minWidth: MIN_SIZE.width,
    minHeight: MIN_SIZE.height,
    title: 'Latchkey',
    show: false,
    backgroundColor: setting.dark ? BACKGROUND.dark : BACKGROUND.light,
    autoHideMenuBar: true,
    ...(setting.icon === undefined ? {} : { icon: setting.icon }),
    webPreferences: {
      preload: setting.preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      plugins: false,
      navigateOnDragDrop: false,
      safeDialogs: true,
      spellcheck: false,
      enableWebSQL: false,
      devTools: setting.devTools,
    },
  };
}
