import type { Locator } from '@playwright/test';
import { needsChromium } from './chromium.ts';
import { desktopOf } from './desktop-window.ts';
import { everyLook } from './every-look.ts';
import { expect, test } from './fixtures.ts';
import { ApplyPage } from './pages/apply-page.ts';
import { SignInPage } from './pages/test-page.ts';
import { WizardPage } from './pages/wizard-page.ts';
import { openWorkspace, signIn, toTest, workspaceText } from './ways.ts';

needsChromium();

const MEMOS = { kind: 'memos', url: 'https://notes.example.com' } as const;

test('a wrong secret is told apart, with the side to edit and one button to it', async ({
  page,
  host,
  side,
  folder,
}) => {
  const idp = await side('authelia', MEMOS);
  await openWorkspace(page, host, workspaceText(idp.url));
  const slip = { secret: 'quiteAnotherSecret0123456789abcdefghijklmnop' };
  const proof = await toTest(page, 'Memos', { side: idp, folder, slip });
  await expect(proof.heading).toHaveText(/things? to change$/);
  await expect(proof.light('Client and secret')).toContainText('Fail');
  const card = page.getByRole('article').first();
  await expect(card).toContainText(/secret/i);
  await card.getByRole('button', { name: 'Steps at Memos' }).click();
  await expect(new ApplyPage(page).heading.or(new WizardPage(page).heading('Secrets'))).toBeVisible();
  expect(page.url()).toContain('focus=');

  // After the fix at the provider, the same test passes.
  await idp.apply(folder);
  await page.goBack();
  await proof.checked();
  await proof.again.click();
  await expect(proof.light('Client and secret')).toContainText('Pass', { timeout: 20_000 });
  await signIn(proof);
  await expect(proof.light('Test login')).toContainText('Pass');
});

test('a forgotten redirect URI is seen without a login and leads to the provider’s side', async ({
  page,
  host,
  side,
  folder,
}) => {
  const idp = await side('authelia', MEMOS);
  await openWorkspace(page, host, workspaceText(idp.url));
  const proof = await toTest(page, 'Memos', { side: idp, folder, slip: { without: /notes\.example/ } });
  await expect(proof.heading).toHaveText('One thing to change');
  await expect(proof.light('Way back')).toContainText('Fail');
  const card = page.getByRole('article').first();
  await expect(card).toContainText('https://notes.example.com/auth/callback');
  await expect(card).toContainText('Edit Authelia');
  await everyLook(page, 'test-diagnosis-write');
  // In the smallest window, what is wrong and what to do is seen without scrolling, before the lights.
  const before = page.viewportSize()!;
  const top = async (place: Locator) => (await place.boundingBox())!.y;
  // The bar at the side is 14 px wide. Playwright hides that of a browser.
  for (const width of desktopOf(page) === undefined ? [320, 320 - 14] : [320]) {
    await page.setViewportSize({ width, height: 700 });
    await page.evaluate(() => window.scrollTo(0, 0));
    await expect(card.getByRole('heading')).toBeInViewport({ ratio: 1 });
    await expect(card.locator('.todo')).toBeInViewport({ ratio: 1 });
    expect(await top(card)).toBeLessThan(await top(page.getByRole('list', { name: 'Lights' })));
  }
  await page.setViewportSize(before);
  await card.getByRole('button', { name: 'Steps at Authelia' }).click();
  await expect(new ApplyPage(page).heading).toBeVisible();
  // The line to write is shown and visible.
  await expect(
    new ApplyPage(page).step.getByText('https://notes.example.com/auth/callback').first(),
  ).toBeInViewport();
});

test('a login can be stopped, refused, and begun again', async ({ page, host, side, folder }) => {
  const idp = await side('authelia', MEMOS);
  await openWorkspace(page, host, workspaceText(idp.url));
  const proof = await toTest(page, 'Memos', { side: idp, folder });
  // Before a login nobody knows whether its address is registered.
  const address = page.getByText(/^The test login (?:needs|came back to)/);
  await expect(address).toContainText('needs an address of its own at Authelia');

  const tab = await proof.openLogin();
  await page.bringToFront();
  await proof.stop.click();
  await expect(proof.panel).toBeHidden();
  await expect(proof.login).toBeEnabled();
  await tab.close();

  // The port is free again immediately.
  const again = await proof.openLogin();
  await new SignInPage(again).refuse();
  await expect(proof.panel).toBeHidden({ timeout: 20_000 });
  await expect(proof.light('Test login')).not.toContainText('Pass');
  await expect(page.getByRole('article').first()).toBeVisible();
  await again.close();

  await signIn(proof);
  await expect(proof.light('Test login')).toContainText('Pass');
  await expect(address).toContainText('came back to its own address');
});

test('a provider that has gone is said so, not waited for', async ({ page, host, side, folder }) => {
  const idp = await side('authelia', MEMOS);
  await openWorkspace(page, host, workspaceText(idp.url));
  const proof = await toTest(page, 'Memos', { side: idp, folder });
  await idp.close();
  await proof.again.click();
  await expect(proof.light('Provider')).toContainText('Fail', { timeout: 30_000 });
  await expect(page.getByRole('article').first()).toBeVisible();
});
