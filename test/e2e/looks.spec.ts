import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';
import { chromiumMajor, needsChromium, noChromium } from './chromium.ts';
import { pictureWalk } from './picture-walk.ts';

needsChromium();

const FOLDER = fileURLToPath(new URL('./snapshots/', import.meta.url));
const RECORD = `${FOLDER}made-with.json`;
const here = { platform: process.platform, chromium: chromiumMajor() };

/** Text is drawn differently on other systems, so the pictures are compared only where they were made. */
const elsewhere = (): string | undefined => {
  if (noChromium !== undefined || !existsSync(RECORD)) return undefined;
  const there = JSON.parse(readFileSync(RECORD, 'utf8')) as typeof here;
  return there.platform === here.platform && there.chromium === here.chromium
    ? undefined
    : `the pictures were made with Chromium ${there.chromium} on ${there.platform}, this is ${here.chromium} on ${here.platform}; make them anew with --update-snapshots`;
};

// biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern
test('the main screens look as they did', async ({}, info) => {
  test.setTimeout(180_000);
  const updating = info.config.updateSnapshots === 'all' || info.config.updateSnapshots === 'changed';
  const reason = updating ? undefined : elsewhere();
  if (reason !== undefined) console.warn(`SKIPPED: the look of the screens: ${reason}.`);
  test.skip(reason !== undefined, reason ?? '');
  if (updating) {
    mkdirSync(FOLDER, { recursive: true });
    writeFileSync(RECORD, `${JSON.stringify(here, null, 2)}\n`);
  }
  await pictureWalk(async (name, page) => {
    for (const theme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
      // Times and file names are different each time.
      const mask = [
        page.getByText(/^\d+[.,]\d\d s$/),
        page.getByText(/ago$|just now/),
        page.getByRole('status').filter({ hasText: 'saved to' }),
      ];
      await expect.soft(page).toHaveScreenshot(`${name}-${theme}.png`, { mask });
    }
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  });
});
