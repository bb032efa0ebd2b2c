import type { BrowserContext, Page } from '@playwright/test';
import type { ServedHost } from './host.ts';

/** The desktop app with its window. Dialogs of the system are answered for the person, and test/desktop uses real ones. */
export interface DesktopHost extends ServedHost {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Names what the next dialogs for something to open are answered with. */
  choose(...files: readonly string[]): Promise<void>;
  /** Answers the next dialogs for a place to save at with a folder. Returns what waits for the file that is then written. */
  saveInto(folder: string): Promise<() => Promise<string>>;
  /** What is on the clipboard: a page of the app may not read it. */
  copied(): Promise<string>;
  /** The page that the app opened in the person's browser, which is a Chromium here. */
  opened(): Promise<Page>;
}

/** The windows that `desktop-host.ts` opened. */
export const desktops = new WeakMap<Page, DesktopHost>();

/** The desktop app whose window this is, or undefined in a browser. */
export const desktopOf = (page: Page): DesktopHost | undefined => desktops.get(page);
