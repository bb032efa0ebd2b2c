import { type BrowserWindow, nativeTheme } from 'electron';
import { BACKGROUND } from './window-options.ts';

export type ThemeChoice = 'system' | 'light' | 'dark';

/** Applies the person's choice to window frames, menus and `prefers-color-scheme`. */
export function applyTheme(choice: ThemeChoice): void {
  nativeTheme.themeSource = choice;
}

/** True if the window should start dark. */
export const isDark = (): boolean => nativeTheme.shouldUseDarkColors;

/** Keeps the window's background in the theme's colour; it is visible until the page has painted. */
export function followTheme(window: BrowserWindow): void {
  const update = () => {
    if (!window.isDestroyed()) window.setBackgroundColor(isDark() ? BACKGROUND.dark : BACKGROUND.light);
  };
  nativeTheme.on('updated', update);
  window.on('closed', () => nativeTheme.off('updated', update));
}
