import { type BrowserWindow, nativeTheme } from 'electron';
import { BACKGROUND } from './window-options.ts';

export type ThemeChoice = 'system' | 'light' | 'dark';

/** Follows the person's choice; window frames, menus and `prefers-color-scheme` follow with it. */
export function applyTheme(choice: ThemeChoice): void {
  nativeTheme.themeSource = choice;
}

/** True when the window should begin dark. */
export const isDark = (): boolean => nativeTheme.shouldUseDarkColors;

/** Keeps the window's own background with the theme, for the moments when the page has not painted yet. */
export function followTheme(window: BrowserWindow): void {
  const update = () => {
    if (!window.isDestroyed()) window.setBackgroundColor(isDark() ? BACKGROUND.dark : BACKGROUND.light);
  };
  nativeTheme.on('updated', update);
  window.on('closed', () => nativeTheme.off('updated', update));
}
