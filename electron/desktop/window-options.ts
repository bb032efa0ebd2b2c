import type { BrowserWindowConstructorOptions } from 'electron';
import { MIN_SIZE, type WindowState } from './window-state.ts';

/**
 * The background before the page's first paint, to avoid a white flash in dark mode. Same as in the tokens.
 */
export const BACKGROUND = { light: '#f6f5f2', dark: '#151615' } as const;

export interface WindowSetting {
  readonly state: WindowState;
  readonly dark: boolean;
  /** Absolute path of the bundled preload script. */
  readonly preload: string;
  /** Icon file that Windows and Linux use while the app runs unpackaged. */
  readonly icon?: string;
  /** Enables the inspector, for developers of Latchkey. A packaged app has none. */
  readonly devTools: boolean;
}

/**
 * The options of the window. The page runs sandboxed, isolated from its preload script and without Node.
 * Every switch is set explicitly, although most are Electron's defaults, so that a changed default has no
 * effect here.
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
