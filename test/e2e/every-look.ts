import { expect, type Page } from '@playwright/test';
import { violations } from './violations.ts';

/**
 * The page in both colours and at three widths: nothing that axe finds, and nothing wider than the window. Pictures go
 * to the folder in LATCHKEY_E2E_LOOK, if it is set.
 */
export async function everyLook(page: Page, name: string): Promise<void> {
  const before = page.viewportSize()!;
  for (const theme of ['light', 'dark'] as const)
    for (const width of [1280, 640, 320]) {
      await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
      await page.setViewportSize({ width, height: 800 });
      expect(await violations(page), `${name} ${theme} ${width}`).toEqual([]);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(wide, `${name} ${width}`).toBeLessThanOrEqual(width);
      const folder = process.env['LATCHKEY_E2E_LOOK'];
      if (folder !== undefined)
        await page.screenshot({ path: `${folder}/${name}-${theme}-${width}.png`, fullPage: true });
    }
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize(before);
}
