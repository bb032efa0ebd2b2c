import { mkdtempSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator } from '@playwright/test';
import { desktopOf } from './desktop-window.ts';

/** What a press hands over: a browser downloads it, and the desktop app asks where to save it. */
export async function handedOver(press: Locator): Promise<{ readonly name: string; readonly bytes: Buffer }> {
  const page = press.page();
  const desktop = desktopOf(page);
  if (desktop === undefined) {
    const [download] = await Promise.all([page.waitForEvent('download'), press.click()]);
    return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
  }
  const saved = await desktop.saveInto(mkdtempSync(path.join(desktop.home, 'saved-')));
  await press.click();
  const file = await saved();
  return { name: path.basename(file), bytes: readFileSync(file) };
}
