import { needsChromium } from './chromium.ts';
import { everyLook } from './every-look.ts';
import { expect, test } from './fixtures.ts';
import { OverviewPage } from './pages/overview-page.ts';
import { TestPage } from './pages/test-page.ts';
import { openWorkspace, signIn, toTest, workspaceText } from './ways.ts';

needsChromium();

const SEVEN = ['romm', 'kestra', 'grafana', 'gitea', 'paperless-ngx', 'immich', 'miniflux'];
const withSeven = (url: string) =>
  workspaceText(url) +
  SEVEN.map(
    (kind) => `  ${kind}:\n    kind: ${kind}\n    url: https://${kind}.example.com\n    provider: home\n`,
  ).join('');

test('the map says what needs the person first, and a provider that is gone once', async ({
  page,
  host,
  side,
  folder,
}) => {
  test.setTimeout(180_000);
  const look = (name: string) => everyLook(page, `map-${name}`);
  const idp = await side('authelia', { kind: 'memos', url: 'https://notes.example.com' });
  await openWorkspace(page, host, withSeven(idp.url));
  const overview = new OverviewPage(page);
  await expect(overview.heading).toHaveText('8 of 8 apps need you');
  await look('never');

  const proof = await toTest(page, 'Memos', { side: idp, folder });
  await signIn(proof);
  await expect(new TestPage(page).light('Test login')).toContainText('Pass');
  await page.getByRole('link', { name: 'Overview' }).click();
  await expect(overview.card('Memos')).toContainText('Test login passed');
  await expect(overview.heading).toHaveText('7 of 8 apps need you');
  await look('some');

  // Search and filter, from the keyboard.
  await page.keyboard.press('/');
  await page.keyboard.type('paper');
  await expect(page.getByRole('main').getByRole('listitem')).toHaveCount(1);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('main').getByRole('listitem')).toHaveCount(8);
  await page.keyboard.type('nowhere');
  await page.getByRole('button', { name: 'Show all' }).click();
  await expect(page.getByRole('searchbox')).toHaveValue('');
  await expect(page.getByRole('main').getByRole('listitem')).toHaveCount(8);
  await page.getByRole('button', { name: /^Working/ }).click();
  await expect(page.getByRole('main').getByRole('listitem')).toHaveCount(1);
  await page.getByRole('button', { name: /^All/ }).click();
  await overview.open('Memos').focus();
  await page.keyboard.press('.');
  await expect(page.getByRole('menuitem', { name: 'What to apply' })).toBeVisible();
  await expect(page.getByRole('menu')).toContainText('Remove…');
  await expect
    .poll(() => page.evaluate(() => document.activeElement?.closest('[role="menu"]') !== null))
    .toBe(true);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('menu')).toHaveCount(0);

  await overview.testAll.click();
  await expect(page.getByRole('main').getByText('Testing…')).toHaveCount(0, { timeout: 60_000 });
  await look('tested');

  // The provider goes away: one cause, said at the provider, and no app is red for it.
  await idp.close();
  await overview.testAll.click();
  await expect(overview.heading).toHaveText('Authelia can’t be reached from here', { timeout: 60_000 });
  await expect(page.getByRole('main').getByText('8 apps wait.', { exact: false })).toBeVisible();
  await expect(page.getByRole('main').getByText(/^Waits for Authelia/)).toHaveCount(8);
  await expect(page.locator('.app-row.fail')).toHaveCount(0);
  await look('stopped');
  await page.getByRole('button', { name: 'See what failed Authelia' }).click();
  await expect(page.getByRole('article').first()).toBeVisible();
});

test('a way is drawn in one style from the provider to its app, and ends where the card begins', async ({
  page,
  host,
}) => {
  await openWorkspace(page, host, workspaceText('http://nobody.invalid'));
  const overview = new OverviewPage(page);
  await expect(overview.card('Memos')).toBeVisible();
  for (const state of ['waiting', 'pass', 'warn', 'fail']) {
    const drawn = await page.locator('.with-edges > li').evaluate((row, name) => {
      row.setAttribute('class', `app-item app-row ${name}`);
      const lineOf = (part: string, side: string) => {
        const style = getComputedStyle(row, part);
        return `${style.getPropertyValue(`border-${side}-style`)} ${style.getPropertyValue(`border-${side}-color`)}`;
      };
      const box = row.getBoundingClientRect();
      const end = row.querySelector('.edge-end')!.getBoundingClientRect();
      const words = [...row.querySelectorAll('.app-name, .app-why')].map((one) =>
        one.getBoundingClientRect(),
      );
      return {
        trunk: lineOf('::before', 'top'),
        branch: lineOf('::after', 'top'),
        over: end.right - box.left,
        above: Math.min(...words.map(({ top }) => top)) - box.top,
        below: box.bottom - Math.max(...words.map(({ bottom }) => bottom)),
      };
    }, state);
    expect(drawn.trunk, state).toBe(drawn.branch);
    expect(drawn.over, state).toBeLessThanOrEqual(0.5);
    // Its two lines stand in the middle, but for the room of a third.
    expect(drawn.below - drawn.above, state).toBeLessThanOrEqual(8);
  }
});

test('two providers that are silent are counted, and the people before them are there once', async ({
  page,
  host,
}) => {
  const text = workspaceText('http://nobody.invalid');
  const second = text
    .replace(
      'apps:',
      "  second:\n    kind: authentik\n    url: http://nobody-else.invalid\n    version: '2026.8'\napps:",
    )
    .concat('  immich:\n    kind: immich\n    url: https://photos.example.com\n    provider: second\n');
  await openWorkspace(page, host, second);
  const overview = new OverviewPage(page);
  await overview.testAll.click();
  await expect(overview.heading).toHaveText('2 providers can’t be reached from here', { timeout: 60_000 });
  await expect(page.getByText('2 apps wait.', { exact: false })).toBeVisible();
  for (const [width, people] of [
    [1280, 1],
    [1000, 0],
  ] as const) {
    await page.setViewportSize({ width, height: 800 });
    await expect(page.getByText('People', { exact: true }).filter({ visible: true })).toHaveCount(people);
  }
});
