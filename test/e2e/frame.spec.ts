import { CHROMIUM, CHROMIUM_ARGS, needsChromium } from './chromium.ts';
import { expect, test } from './fixtures.ts';
import { openWorkspace, workspaceText } from './ways.ts';

needsChromium();

// Playwright hides the bar that people scroll with.
test.use({
  launchOptions: { executablePath: CHROMIUM, args: CHROMIUM_ARGS, ignoreDefaultArgs: ['--hide-scrollbars'] },
  viewport: { width: 1280, height: 800 },
});

test('the lines of header and footer go on to the edge of the window, whether the page scrolls or not', async ({
  page,
  host,
}) => {
  await openWorkspace(page, host, workspaceText('https://auth.example.com'));
  const width = () => page.evaluate(() => document.documentElement.clientWidth);
  const dot = async (x: number, y: number) =>
    (await page.screenshot({ clip: { x, y, width: 1, height: 1 } })).toString('base64');
  const lineOf = async (bar: string, edge: 'top' | 'bottom') => {
    const box = (await page.locator(bar).boundingBox())!;
    return edge === 'top' ? Math.round(box.y) : Math.round(box.y + box.height) - 1;
  };
  const short = await width();
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    const header = await lineOf('.bar', 'bottom');
    const line = await dot(700, header);
    expect(await dot(700, header + 3), 'the line is seen').not.toBe(line);
    expect(await dot(1278, header), colorScheme).toBe(line);
  }
  await page.goto(
    page.url().replace(/#.*/, (hash) => `${hash.split('/').slice(0, 3).join('/')}/connect/new/app`),
  );
  await expect(page.getByRole('radio', { name: /^Audiobookshelf/ })).toBeVisible();
  expect(await width()).toBe(short);
  const footer = await lineOf('.page-bar', 'top');
  expect(await dot(1278, footer)).toBe(await dot(700, footer));
});
