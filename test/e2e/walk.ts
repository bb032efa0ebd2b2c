import { expect, type Page } from '@playwright/test';
import { desktopOf } from './desktop-window.ts';
import type { ServedHost } from './host.ts';
import { ApplyPage } from './pages/apply-page.ts';
import { OverviewPage } from './pages/overview-page.ts';
import { StartPage } from './pages/start-page.ts';
import { SignInPage } from './pages/test-page.ts';
import { WizardPage } from './pages/wizard-page.ts';
import type { Side } from './provider.ts';
import { openWorkspace, toTest, workspaceText } from './ways.ts';

export interface Walk {
  readonly page: Page;
  readonly host: ServedHost;
  readonly side: Side;
  readonly folder: string;
}

/** A long name, to test the layout of long text. */
const LONG = 'https://a-rather-long-name-for-a-small-machine.in-the-cellar.home.example.com/with/a/sub-path';

/** Goes through every screen and its states, and calls `visit` at each. The app is Memos at Authelia. */
export async function walk(
  { page, host, side, folder }: Walk,
  visit: (name: string) => Promise<void>,
): Promise<void> {
  const start = new StartPage(page);
  const wizard = new WizardPage(page);
  const overview = new OverviewPage(page);
  const apply = new ApplyPage(page);

  await start.goto(host.url);
  await visit('start');
  // The app leaves the dialog to the system.
  if (desktopOf(page) === undefined) {
    await start.openFile.click();
    // The dialog is loaded when it is needed.
    await expect(page.getByRole('dialog')).toBeVisible();
    await visit('start-open');
    await page.keyboard.press('Escape');
  }

  await start.connect.click();
  await expect(wizard.heading('Which identity provider do you run?')).toBeVisible();
  await visit('provider-empty');
  await wizard.next.click();
  await visit('provider-error');
  await wizard.choose('Kind', /^Authelia/);
  await wizard.field('Address').fill('http://127.0.0.1:9');
  await expect(page.getByText('No answer', { exact: true })).toBeVisible({ timeout: 20_000 });
  await visit('provider-unreachable');
  await wizard.provider({ kind: /^Authelia/, url: side.url, version: '4.39' });
  await expect(page.getByText('It answers', { exact: true })).toBeVisible();
  await visit('provider-found');
  await wizard.next.click();
  await wizard.app({ kind: /^Another app/ });
  await wizard.field('The names of its variables').fill('OIDC_CLIENT_ID\nOIDC_CLIENT_SECRET\nOIDC_COLOUR');
  await wizard.next.click();
  await visit('describe');
  await wizard.field('The names of its variables').fill('');
  await wizard.app({ kind: /^RomM/ });
  await visit('app');
  await wizard.next.click();
  await wizard.addresses({ url: LONG });
  for (const more of await page
    .getByRole('main')
    .getByRole('group')
    .filter({ has: page.locator('summary') })
    .all())
    await more.locator('summary').click();
  await expect(page.getByText('/api/oauth/openid', { exact: false }).first()).toBeVisible();
  await visit('addresses-long');
  await page.getByRole('button', { name: 'Close workspace' }).click();
  await expect(start.openFile).toBeVisible();

  await openWorkspaceAgain(page, host, side);
  await visit('overview');
  await overview.act('Memos', 'Change addresses or version');
  await wizard.step('Secrets').click();
  await expect(wizard.heading('Secrets')).toBeVisible();
  await visit('secrets-missing');
  await wizard.step('Addresses').click();
  await expect(wizard.heading(/^Where is/)).toBeVisible();
  await visit('addresses');
  await page.getByRole('link', { name: 'Overview' }).click();

  const slip = { without: /notes\.example/ };
  const proof = await toTest(page, 'Memos', { side, folder, slip });
  await visit('test-fail');
  await wizard.step('Secrets').click();
  await expect(page.getByRole('main').getByText('All there.', { exact: false })).toBeVisible();
  await visit('secrets');
  await wizard.step('Apply').click();
  await apply.ways();
  await visit('apply-ways');
  await apply.start();
  await expect(apply.step).toBeVisible();
  await visit('apply');
  await side.apply(folder);
  await apply.goOn();
  await proof.checked();
  await proof.again.click();
  await proof.checked();
  await visit('test-checked');
  const tab = await proof.openLogin();
  await page.bringToFront();
  await visit('test-login');
  await new SignInPage(tab).agree();
  await expect(proof.panel).toBeHidden({ timeout: 20_000 });
  await visit('test-pass');
  await proof.finish.click();
  await expect(wizard.heading('The test passed. Now Memos itself')).toBeVisible();
  await visit('done');
  await page.getByRole('button', { name: 'Later: to the overview' }).click();
  await expect(overview.card('Memos')).toBeVisible();
  await visit('overview-tested');
  await overview.act('Memos', 'Change the secret');
  await expect(page.getByRole('button', { name: 'Make a new secret' })).toBeVisible();
  await visit('rotate');
  await page.getByRole('link', { name: 'Overview' }).click();
  await overview.act('Memos', 'Remove…');
  await expect(page.getByRole('button', { name: 'Remove Memos' })).toBeEnabled();
  await visit('remove');
  await page.getByRole('link', { name: 'Errors' }).click();
  await page
    .getByRole('textbox', { name: 'Error, address or log' })
    .fill('invalid_client: Client authentication failed (e.g., unknown client)');
  await page.getByRole('button', { name: 'Explain' }).click();
  await expect(page.getByRole('article').first()).toBeVisible();
  await visit('explain');
  await page.getByRole('link', { name: 'Settings' }).click();
  await expect(page.getByRole('radiogroup', { name: 'Look' })).toBeVisible();
  await visit('settings');
}

/** The session already has its cookie; the file is opened from the start screen. */
async function openWorkspaceAgain(page: Page, host: ServedHost, side: Side): Promise<void> {
  await openWorkspace(page, { ...host, url: `${host.origin}/` }, workspaceText(side.url));
}
