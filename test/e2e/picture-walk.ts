import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium, expect, type Page } from '@playwright/test';
import { CHROMIUM } from './chromium.ts';
import { startHost } from './host.ts';
import { AUTH, nameWorld } from './named-world.ts';
import { ApplyPage } from './pages/apply-page.ts';
import { OverviewPage } from './pages/overview-page.ts';
import { StartPage } from './pages/start-page.ts';
import { SignInPage, TestPage } from './pages/test-page.ts';
import { WizardPage } from './pages/wizard-page.ts';
import { startSide } from './provider.ts';

const GAMES = 'https://games.example.com';

/**
 * The whole process again, for pictures: RomM at Authelia under the names from the documentation. Everything
 * is real except where the names point. `visit` is called at each of the main screens.
 */
export async function pictureWalk(
  visit: (name: string, page: Page) => Promise<void>,
  options: { readonly keyring?: boolean } = {},
): Promise<void> {
  const port = await freePort();
  const world = nameWorld(port);
  const folder = mkdtempSync(path.join(tmpdir(), 'latchkey-e2e-pictures-'));
  const side = await startSide('authelia', { kind: 'romm', url: GAMES }, '4.39', {
    ...world,
    url: AUTH,
    port,
  });
  const host = await startHost({ env: world.env, keyring: options.keyring === true });
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: [...world.args] });
  try {
    const context = await browser.newContext({
      viewport: { width: 1280, height: 900 },
      locale: 'en-GB',
      timezoneId: 'UTC',
      colorScheme: 'light',
      reducedMotion: 'reduce',
      ignoreHTTPSErrors: true,
    });
    const page = await context.newPage();
    const start = new StartPage(page);
    const wizard = new WizardPage(page);
    const apply = new ApplyPage(page);
    const proof = new TestPage(page);

    await start.goto(host.url);
    await visit('start', page);
    await start.connect.click();
    await wizard.provider({ kind: /^Authelia/, url: AUTH, version: '4.39' });
    await expect(page.getByText('It answers', { exact: true })).toBeVisible();
    await visit('provider', page);
    await wizard.next.click();
    await wizard.app({ kind: /^RomM/ });
    // The list of all apps grows with every profile; the picture should not.
    await page.getByRole('searchbox', { name: 'Search apps' }).fill('RomM');
    await visit('app', page);
    await wizard.next.click();
    await wizard.addresses({ url: GAMES });
    const details = page.getByRole('main').getByText('Details of the registration');
    await details.click();
    await wizard.field('Client ID').fill('romm');
    await details.click();
    await expect(page.getByText(`${GAMES}/api/oauth/openid`).first()).toBeVisible();
    await visit('addresses', page);
    await wizard.next.click();
    await wizard.secrets();
    await visit('secrets', page);
    await wizard.next.click();
    await apply.start({ Authelia: 'By hand' });
    await apply.step.getByRole('listbox').focus();
    for (let line = 0; line < 9; line += 1) await page.keyboard.press('ArrowDown');
    await page.evaluate(() => window.scrollTo(0, 0));
    await visit('apply', page);
    await apply.save(folder);
    await page.getByRole('status').getByRole('button', { name: 'Dismiss' }).click();

    // The claims policy is missing: what RomM reads is not in the ID token.
    await side.apply(folder, { noPolicy: true });
    await apply.goOn();
    await proof.checked();
    await signInHere(proof);
    await expect(page.getByRole('article').first()).toBeVisible();
    await visit('test', page);
    await side.apply(folder);
    await signInHere(proof);
    await expect(proof.light('Test login')).toContainText('Pass');
    await visit('test-pass', page);
    await proof.finish.click();
    await expect(wizard.heading('The test passed. Now RomM itself')).toBeVisible();
    await visit('done', page);

    await page.getByRole('button', { name: 'Later: to the overview' }).click();
    await page.getByRole('button', { name: 'Connect an app' }).click();
    await wizard.next.click();
    await wizard.app({ kind: /^Memos/ });
    await wizard.next.click();
    await wizard.addresses({ url: 'https://notes.example.com' });
    await wizard.next.click();
    await wizard.secrets();
    await page.getByRole('link', { name: 'Overview' }).click();
    await expect(new OverviewPage(page).card('Memos')).toContainText('Not applied yet');
    await visit('overview', page);
    await page.locator('.hub').getByRole('link').first().click();
    await expect(page.getByRole('region', { name: 'As it is set up' })).toBeVisible();
    await visit('provider-screen', page);
    await page.getByRole('button', { name: 'Change address or version' }).click();
    await page.getByText('4.38', { exact: true }).click();
    await expect(page.getByText('2 apps have to be tested again').first()).toBeVisible();
    await expect(page.getByText('It answers', { exact: true })).toBeVisible();
    await visit('provider-change', page);
    await page.getByRole('button', { name: 'Keep it as it is' }).click();
    await page.getByRole('link', { name: 'Errors' }).click();
    await page
      .getByRole('textbox', { name: 'Error, address or log' })
      .fill(
        "error=invalid_request&error_description=The+'redirect_uri'+parameter+does+not+match+any+of+the+OAuth+2.0+Client's+pre-registered+redirect+urls.",
      );
    await page.getByRole('button', { name: 'Explain' }).click();
    await expect(page.getByRole('article').first()).toBeVisible();
    await visit('explain', page);
  } finally {
    await browser.close();
    await host.close();
    await side.close();
    world.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** One login; afterwards the window is as it was. */
async function signInHere(proof: TestPage): Promise<void> {
  const tab = await proof.openLogin();
  await new SignInPage(tab).agree();
  await expect(proof.panel).toBeHidden({ timeout: 20_000 });
  await tab.close();
  await proof.page.mouse.move(0, 0);
  await proof.page.evaluate(() => window.scrollTo(0, 0));
}

/** A port for a server whose name must be known before it starts. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
