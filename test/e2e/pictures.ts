import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Page, test } from '@playwright/test';
import { noKeyring } from '../electron/services/secrets/real-keyring.ts';
import { needsChromium } from './chromium.ts';
import { pictureWalk } from './picture-walk.ts';

needsChromium();

const FOLDER = fileURLToPath(new URL('../../docs/screens/', import.meta.url));
const NAMES = [
  'start',
  'provider',
  'app',
  'addresses',
  'secrets',
  'apply',
  'test',
  'done',
  'overview',
  'explain',
];
const ALSO_DARK = ['apply', 'test'];

test('the pictures of the README', async () => {
  mkdirSync(FOLDER, { recursive: true });
  const picture = async (name: string, page: Page) => {
    if (!NAMES.includes(name)) return;
    await page.evaluate(() => window.scrollTo(0, 0));
    await page.screenshot({ path: `${FOLDER}${name}.png`, animations: 'disabled', caret: 'hide' });
    if (!ALSO_DARK.includes(name)) return;
    await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
    await page.screenshot({ path: `${FOLDER}${name}-dark.png`, animations: 'disabled', caret: 'hide' });
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  };
  await pictureWalk(picture, { keyring: noKeyring === undefined });
});
