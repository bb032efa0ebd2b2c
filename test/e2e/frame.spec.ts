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

const LONG = `Häuser-und-Gärten ${'Nachbarschaft'.repeat(7)}`.padEnd(100, 'x').slice(0, 100);
const LONG_ID = `house-${'neighbourhood-'.repeat(4)}`.slice(0, 40).replace(/-$/, 'x');

test('names as long as may be make no screen wider than its window, and the frame stays whole', async ({
  page,
  host,
}) => {
  test.setTimeout(180_000);
  const text = workspaceText('https://auth.example.com', { more: [`client_name: ${LONG}`] })
    .replace('name: Home', `name: ${LONG}`)
    .replace('  home:', `  ${LONG_ID}:`)
    .replace('provider: home', `provider: ${LONG_ID}`);
  await openWorkspace(page, host, text);
  const base = page.url().replace(/#.*/, (hash) => hash.split('/').slice(0, 3).join('/'));
  const steps = ['provider', 'app', 'addresses', 'secrets', 'apply', 'test', 'done'];
  const screens = [
    '',
    ...steps.map((step) => `/connect/memos/${step}`),
    `/provider/${LONG_ID}`,
    `/provider/${LONG_ID}/change`,
    '/bring',
    '/explain',
    '/settings',
    '/remove-app/memos',
    '/upgrade-app/memos',
    '/rotate/memos',
  ];
  for (const screen of screens) {
    await page.goto(`${base}${screen}`);
    await expect(page.locator('h1').first()).toBeVisible();
    for (const width of [1280, 640, 320]) {
      await page.setViewportSize({ width, height: 800 });
      const wide = await page.evaluate(() => {
        const { scrollWidth, clientWidth } = document.documentElement;
        if (scrollWidth <= clientWidth) return [];
        return [...document.querySelectorAll('main *, header *')]
          .filter((one) => one.getBoundingClientRect().right > clientWidth)
          .map((one) => `${one.tagName} ${one.className} in ${one.parentElement?.className}`);
      });
      expect(wide, `${screen} at ${width}`).toEqual([]);
      const bar = (await page.locator('.bar').boundingBox())!;
      expect(bar.height, `${screen} at ${width}`).toBeLessThan(width === 1280 ? 60 : 120);
      // A footer that stays in sight hides what scrolls below it.
      for (const foot of await page.locator('.page-bar').all())
        expect(await foot.evaluate((one) => getComputedStyle(one).backgroundColor)).toMatch(/^rgb\(/);
    }
    await page.setViewportSize({ width: 1280, height: 800 });
  }
  // In a narrow window all of the rail's items are in sight.
  await page.setViewportSize({ width: 320, height: 800 });
  for (const item of await page.locator('.rail-item').all()) await expect(item).toBeInViewport({ ratio: 1 });
});

test('Save shares the first row of the header in the smallest window', async ({ page, host }) => {
  await page.goto(host.url);
  await page.setViewportSize({ width: 320, height: 800 });
  await page.getByRole('button', { name: /^Connect an app/ }).click();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  const save = (await page.getByRole('button', { name: 'Save as a file…' }).boundingBox())!;
  const close = (await page.getByRole('button', { name: 'Close workspace' }).boundingBox())!;
  const crumb = (await page.locator('.bar:visible > .crumb').boundingBox())!;
  const middle = (box: { y: number; height: number }) => box.y + box.height / 2;
  expect(Math.abs(middle(save) - middle(close))).toBeLessThan(3);
  expect(Math.abs(middle(save) - middle(crumb))).toBeLessThan(12);
});

for (const width of [1280, 1000])
  test(`the steps stay where they are when a name grows, and a message stays beside the rail, ${width} px wide`, async ({
    page,
    host,
  }) => {
    await page.goto(host.url);
    await page.setViewportSize({ width, height: 800 });
    await page.getByRole('button', { name: /^Connect an app/ }).click();
    const about = page.locator('.bar .about');
    const place = async () => Math.round((await page.locator('.wide-only .steps').boundingBox())!.x);
    await expect(about).toHaveText('A new app');
    await page.evaluate(() => document.fonts.ready);
    const before = await place();
    await page
      .getByRole('radio', { name: /^Authelia/ })
      .last()
      .check({ force: true });
    await expect(about).toHaveText('A new app with Authelia');
    expect(await place()).toBe(before);
    const rail = (await page.locator('.rail').boundingBox())!;
    const left = await page.locator('.toasts').evaluate((one) => one.getBoundingClientRect().left);
    expect(left).toBeGreaterThan(rail.x + rail.width);
  });

test('in a small window no address is cut where there is room below, and no words touch a button', async ({
  page,
  host,
}) => {
  const long = workspaceText('http://nobody.invalid', {
    appUrl: 'https://notes.of-the-whole-house.example.com',
  });
  await openWorkspace(page, host, long);
  await page.getByRole('button', { name: 'Test all' }).click();
  await expect(page.locator('.hub-end')).toBeVisible({ timeout: 20_000 });
  await page.setViewportSize({ width: 320, height: 800 });
  const address = page.locator('.app-name > small');
  expect(await address.innerText()).toContain('of-the-whole-house');
  expect(await address.evaluate((one) => one.scrollWidth <= one.clientWidth)).toBe(true);
  await page.setViewportSize({ width: 640, height: 800 });
  const words = (await page.locator('.hub-end > .state').boundingBox())!;
  const acts = (await page.locator('.hub-end > .row').boundingBox())!;
  const apart = acts.y >= words.y + words.height || acts.x - (words.x + words.width) >= 12;
  expect(apart).toBe(true);
});

for (const width of [640, 320])
  test(`no sentence at the foot of a screen is cut, and no words are squeezed beside a button, ${width} px wide`, async ({
    page,
    host,
  }) => {
    await openWorkspace(page, host, workspaceText('https://auth.example.com'));
    await page.setViewportSize({ width, height: 800 });
    const base = page.url().replace(/#.*/, (hash) => hash.split('/').slice(0, 3).join('/'));
    let said = 0;
    for (const step of ['provider', 'app', 'addresses', 'secrets', 'apply', 'test', 'done']) {
      await page.goto(`${base}/connect/memos/${step}`);
      await expect(page.locator('.page-bar')).toBeVisible();
      // A sign that only a pointer explains says nothing.
      for (const sign of await page.locator('.step .n').allTextContents()) expect(sign).toMatch(/^\d?$/);
      for (const remark of await page.locator('.page-bar > .remark.said').all()) {
        said += 1;
        const cut = await remark.evaluate(
          (one) =>
            one.scrollWidth > one.clientWidth + 1 ||
            one.scrollHeight > one.clientHeight + 1 ||
            getComputedStyle(one).textOverflow === 'ellipsis',
        );
        expect(cut, `${step}: ${await remark.innerText()}`).toBe(false);
      }
      for (const words of await page.locator('.notice .row > .grow:visible').all())
        expect((await words.boundingBox())!.width, `${step}: ${await words.innerText()}`).toBeGreaterThan(
          190,
        );
    }
    expect(said).toBeGreaterThan(0);
    await page.goto(base);
    const acts = page.locator('.overview-acts > .button');
    await expect(acts).toHaveCount(2);
    const boxes = await Promise.all((await acts.all()).map(async (one) => (await one.boundingBox())!));
    if (boxes[0]!.y !== boxes[1]!.y) expect(boxes[0]!.width).toBe(boxes[1]!.width);
    for (const item of await page.locator('.rail-item').all()) {
      await expect(item.locator('svg')).toBeVisible();
      expect((await item.locator('span').boundingBox())!.height).toBeLessThan(24);
    }
  });
