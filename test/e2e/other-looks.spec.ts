import { needsChromium } from './chromium.ts';
import { everyLook } from './every-look.ts';
import { expect, test } from './fixtures.ts';
import { OverviewPage } from './pages/overview-page.ts';
import { StartPage } from './pages/start-page.ts';
import { openWorkspace, workspaceText } from './ways.ts';

needsChromium();

const LONG = `Häuser-und-Gärten ${'Nachbarschaft'.repeat(7)}`.padEnd(100, 'x').slice(0, 100);
const SIX = ['romm', 'grafana', 'gitea', 'immich', 'miniflux', 'mealie'];

test('what no other walk looks at: files of before, an empty overview, nothing found, shortcuts, and after a removal', async ({
  page,
  host,
}) => {
  test.setTimeout(240_000);
  const text = workspaceText('https://auth.example.com', { more: [`client_name: ${LONG}`] })
    .replace('name: Home', `name: ${LONG}`)
    .concat(
      ...SIX.map(
        (kind) => `  ${kind}:\n    kind: ${kind}\n    url: https://${kind}.example.com\n    provider: home\n`,
      ),
    );
  await openWorkspace(page, host, text);
  const overview = new OverviewPage(page);
  await page.keyboard.press('/');
  await page.keyboard.type('xylophone'.repeat(12));
  await expect(page.getByText(/^No app is called/)).toBeVisible();
  await everyLook(page, 'overview-nothing-found');
  await page.getByRole('button', { name: 'Show all' }).click();
  await page.getByRole('button', { name: /^Working/ }).click();
  await expect(page.getByText('No app has passed its test login yet.')).toBeVisible();
  await everyLook(page, 'overview-none-works');
  await page.getByRole('button', { name: 'Show all' }).click();

  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByRole('button', { name: 'Keyboard shortcuts' }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await everyLook(page, 'shortcuts');
  await page.keyboard.press('Escape');
  await page.getByRole('link', { name: 'Overview', exact: true }).click();

  await overview.act(LONG, 'Remove…');
  await page.getByRole('button', { name: `Remove ${LONG}` }).click();
  await expect(page.getByRole('button', { name: 'Bring it back' })).toBeVisible();
  await everyLook(page, 'removed');
  await page.reload();
  await expect(overview.heading).toHaveText('It is not in the workspace any more');
  await everyLook(page, 'removed-before');

  await page.goto(`${host.origin}/`);
  await expect(page.getByText(LONG).first()).toBeVisible();
  await everyLook(page, 'start-recent');
  await new StartPage(page).connect.click();
  await page.getByRole('link', { name: 'Overview' }).click();
  await expect(overview.heading).toHaveText('Nothing connected yet');
  await everyLook(page, 'overview-empty');
});
