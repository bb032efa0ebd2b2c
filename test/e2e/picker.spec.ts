import type { Page } from '@playwright/test';
import { needsChromium } from './chromium.ts';
import { everyLook } from './every-look.ts';
import { expect, test } from './fixtures.ts';
import type { ServedHost } from './host.ts';
import { WizardPage } from './pages/wizard-page.ts';
import { openWorkspace, workspaceText } from './ways.ts';

needsChromium();

/** The picker of a workspace whose provider is known already. */
async function toPicker(page: Page, host: ServedHost): Promise<WizardPage> {
  await openWorkspace(page, host, workspaceText('https://auth.example.com'));
  await page.goto(
    page.url().replace(/#.*/, (hash) => `${hash.split('/').slice(0, 3).join('/')}/connect/new/app`),
  );
  const wizard = new WizardPage(page);
  await expect(wizard.heading('Which app should people sign in to?')).toBeVisible();
  return wizard;
}
const search = (page: Page) => page.getByRole('searchbox', { name: 'Search apps' });
const tile = (page: Page, name: RegExp) =>
  page.getByRole('radiogroup', { name: 'App' }).getByRole('radio', { name });

test('the app is found and chosen by keyboard alone', async ({ page, host }) => {
  const wizard = await toPicker(page, host);
  await page.keyboard.press('/');
  await expect(search(page)).toBeFocused();
  await page.keyboard.type('no/such');
  await expect(page.getByRole('heading', { name: '“no/such” is not among the' })).toBeVisible();
  // Escape empties the search first, then leaves it.
  await page.keyboard.press('Escape');
  await expect(search(page)).toBeFocused();
  await expect(search(page)).toHaveValue('');
  await page.keyboard.press('Escape');
  await expect(search(page)).not.toBeFocused();

  await page.keyboard.press('/');
  await page.keyboard.type('git');
  await expect(page.getByRole('heading', { name: /apps found$/ })).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await expect(tile(page, /^Gitea/)).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await expect(tile(page, /^GitLab/)).toBeFocused();
  // Arrows move; they choose nothing.
  await expect(tile(page, /^GitLab/)).not.toBeChecked();
  await page.keyboard.press('Enter');
  await expect(tile(page, /^GitLab/)).toBeChecked();
  const panel = page.getByRole('region', { name: 'GitLab', exact: true });
  await expect(panel.getByText('Read in its source, 19.3')).toBeVisible();
  await expect(panel.getByText('/users/auth/openid_connect/callback')).toBeVisible();

  // Up and down keep the column, and Tab leaves the tiles with one press.
  await page.keyboard.press('/');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await tile(page, /^Immich/).focus();
  const left = (await tile(page, /^Immich/).boundingBox())!.x;
  await page.keyboard.press('ArrowDown');
  const below = await page.evaluate(() => document.activeElement!.getBoundingClientRect().x);
  expect(below).toBe(left);
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement!.getAttribute('aria-checked'))).toBeNull();

  // Enter on what is chosen goes on.
  await tile(page, /^GitLab/).focus();
  await page.keyboard.press('Enter');
  await expect(wizard.heading('Where is GitLab, and who may sign in?')).toBeFocused();
});

test('a refused Continue leads to what is missing, and says so there', async ({ page, host }) => {
  const wizard = await toPicker(page, host);
  await wizard.next.click();
  const group = page.getByRole('radiogroup', { name: 'App' });
  await expect(group).toHaveAttribute('aria-invalid', 'true');
  await expect(group).toHaveAccessibleDescription('Choose an app to go on.');
  await expect(tile(page, /^Audiobookshelf/)).toBeFocused();
  await tile(page, /^Kestra/).click();
  await expect(group).toHaveAttribute('aria-invalid', 'false');

  await page.getByRole('heading', { level: 1 }).scrollIntoViewIfNeeded();
  await wizard.next.click();
  const edition = page.getByRole('radiogroup', { name: 'Edition of Kestra' });
  await expect(edition).toHaveAccessibleDescription('Please choose one.');
  await expect(edition.getByRole('radio').first()).toBeFocused();
  await expect(edition).toBeInViewport();
});

test('an edition without single sign-on is no dead end: the proxy in front of it is set up instead', async ({
  page,
  host,
}) => {
  const wizard = await toPicker(page, host);
  await wizard.choose('Category', /^Code/);
  await expect(tile(page, /^Immich/)).toHaveCount(0);
  await tile(page, /^Kestra/).click();
  await expect(page.getByText('Single sign-on only in Enterprise Edition.')).toBeVisible();
  await wizard.choose('Edition of Kestra', /^Open-source/);
  await expect(wizard.next).toHaveCount(0);
  await everyLook(page, 'picker-gate');
  await page.getByRole('button', { name: 'Guard it at the proxy instead' }).click();
  await expect(wizard.heading('Where is oauth2-proxy, and who may sign in?')).toBeVisible();
});

test('what is found and known stands there in full, and scrolls with the page', async ({ page, host }) => {
  const wizard = await toPicker(page, host);
  await tile(page, /^Mealie/).click();
  const panel = page.getByRole('region', { name: 'Mealie', exact: true });
  await wizard.choose('Version of Mealie', '3.0');
  // Neither 2.0 nor 3.21, which were read, and what it reads is what the next step says.
  await expect(panel.getByText('The nearest whose source was read: 2.0.0 and 3.21')).toBeVisible();
  await expect(panel.getByText('email_verified')).toHaveCount(0);
  await wizard.choose('Version of Mealie', '3.21');
  await expect(panel.getByText('email_verified')).toBeVisible();
  const inner = () =>
    panel.evaluate((card) => {
      const side = card.parentElement!;
      return { overflow: getComputedStyle(side).overflowY, hidden: side.scrollHeight - side.clientHeight };
    });
  expect(await inner()).toEqual({ overflow: 'visible', hidden: 0 });
  // One that is taller than the window shows its end as soon as the page is scrolled.
  await page.setViewportSize({ width: 1280, height: 600 });
  await page.mouse.wheel(0, 700);
  await expect(panel.getByText('I don’t know')).toBeInViewport({ ratio: 1 });

  await page.setViewportSize({ width: 1280, height: 800 });
  await search(page).fill('kestra');
  await expect(page.getByText('1 app found')).toBeVisible();
  const list = (await page.locator('.pick-list').boundingBox())!;
  expect((await tile(page, /^Kestra/).boundingBox())!.width).toBe(list.width);
  await page.getByRole('button', { name: 'Empty the search' }).click();
  await expect(search(page)).toHaveValue('');
  await expect(search(page)).toBeFocused();
  const cut = await page
    .locator('.pick-tile .pick-words > *')
    .evaluateAll((words) => words.filter((one) => one.scrollHeight > one.clientHeight + 1).length);
  expect(cut).toBe(0);
});

test('the picker looks right in every state', async ({ page, host }) => {
  test.setTimeout(120_000);
  const wizard = await toPicker(page, host);
  await everyLook(page, 'picker-all');
  await tile(page, /^Miniflux/).click();
  await everyLook(page, 'picker-run');
  await search(page).fill('wiki');
  await everyLook(page, 'picker-search');
  await search(page).fill('grafna');
  await expect(tile(page, /^Grafana/)).toBeVisible();
  await everyLook(page, 'picker-none');
  await wizard.next.click();
  await expect(wizard.field('Redirect URI')).toBeFocused();
  await everyLook(page, 'picker-none-refused');
});
