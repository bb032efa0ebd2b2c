import { readFileSync } from 'node:fs';
import { needsChromium } from './chromium.ts';
import { expect, test } from './fixtures.ts';
import { handedOver } from './handed-over.ts';
import { ApplyPage } from './pages/apply-page.ts';
import { OverviewPage } from './pages/overview-page.ts';
import { TestPage } from './pages/test-page.ts';
import { WizardPage } from './pages/wizard-page.ts';
import { openWorkspace, signIn, toTest, workspaceText } from './ways.ts';

needsChromium();

test('re-test, change what must be applied again, rotate a secret with a way back, remove', async ({
  page,
  host,
  side,
  folder,
}) => {
  test.setTimeout(120_000);
  const idp = await side('authelia', { kind: 'memos', url: 'https://notes.example.com' });
  const file = await openWorkspace(page, host, workspaceText(idp.url));
  const proof = await toTest(page, 'Memos', { side: idp, folder });
  await proof.page
    .getByRole('navigation', { name: 'Steps' })
    .getByRole('link', { name: /^Apply/ })
    .click();
  const apply = new ApplyPage(page);
  await apply.tickAll();
  await apply.goOn();
  await proof.checked();
  await page.getByRole('link', { name: 'Overview' }).click();

  const overview = new OverviewPage(page);
  await expect(overview.card('Memos')).toContainText('Checked, no login yet');
  await overview.testAll.click();
  await expect(overview.testAll).toBeEnabled({ timeout: 20_000 });
  await expect(overview.card('Memos')).not.toContainText('Testing');

  // A new address: files applied for the old one must be applied again, and the test is out of date.
  await overview.act('Memos', 'Change addresses or version');
  const wizard = new WizardPage(page);
  await wizard.field(/^Address of/).fill('https://memos.example.com');
  await wizard.next.click();
  await expect(wizard.heading('Secrets')).toBeVisible();
  await wizard.next.click();
  await expect(page.getByRole('heading', { level: 1, name: /^\d+ lines? at / })).toBeVisible();
  await page.getByRole('link', { name: 'Overview' }).click();
  await expect(overview.card('Memos')).toContainText(/changed since (it was|they were) applied/);
  await overview.card('Memos').getByRole('link').click();
  await apply.tickAll();
  await apply.save(folder);
  await idp.apply(folder);

  // A new secret on both sides, in order; the old one is deleted when the new one is known to work.
  await page.getByRole('link', { name: 'Overview' }).click();
  await overview.act('Memos', 'Change the secret');
  await expect(overview.heading).toHaveText('Change the secret of Memos');
  await page.getByRole('button', { name: 'Make a new secret' }).click();
  await expect(page.getByRole('button', { name: 'Go back to the former secret' })).toBeVisible();
  await page.getByRole('button', { name: 'Show what to apply' }).first().click();
  await expect(apply.heading).toBeVisible();
  await apply.save(folder);
  await idp.apply(folder);
  await apply.tickAll();
  await apply.goOn();
  await proof.checked();
  await signIn(proof);
  await expect(proof.light('Client and secret')).toContainText('Pass');
  await page.getByRole('link', { name: 'Overview' }).click();
  await overview.act('Memos', 'Change the secret');
  await page.getByRole('button', { name: 'It works, forget the former one' }).click();
  await expect(page.getByRole('main').getByText('The secret of Memos is changed.')).toBeVisible();

  // And again, this time undone.
  await page.getByRole('button', { name: 'Make a new secret' }).click();
  await page.getByRole('button', { name: 'Go back to the former secret' }).click();
  await expect(
    page.getByRole('main').getByText('The former secret of Memos counts again.', { exact: false }),
  ).toBeVisible();

  await page.getByRole('link', { name: 'Overview' }).click();
  await overview.act('Memos', 'Remove…');
  await expect(overview.heading).toHaveText('Remove Memos');
  await expect(page.getByRole('region', { name: 'To undo' })).toBeVisible();
  const before = readFileSync(file, 'utf8');
  await page.getByRole('button', { name: 'Remove Memos' }).click();
  await expect(overview.heading).toHaveText('Memos is removed.');
  expect(readFileSync(file, 'utf8')).not.toContain('memos');
  await page.getByRole('button', { name: 'Bring it back' }).click();
  await expect(overview.card('Memos')).toBeVisible();
  expect(readFileSync(file, 'utf8')).toBe(before);
  await overview.act('Memos', 'Remove…');
  await page.getByRole('button', { name: 'Remove Memos' }).click();
  await page.getByRole('button', { name: 'To the overview' }).click();
  await expect(overview.heading).toHaveText('Nothing connected yet');
  await expect(overview.card('Memos')).toHaveCount(0);
  expect(readFileSync(file, 'utf8')).not.toContain('memos');
});

test('an error from anywhere is explained, and its secrets are blanked out', async ({ page, host }) => {
  await page.setViewportSize({ width: 1280, height: 800 });
  await openWorkspace(page, host, workspaceText('https://auth.example.com'));
  await page.getByRole('link', { name: 'Errors' }).click();
  await page.getByRole('button', { name: 'Explain' }).click();
  await expect(page.getByRole('main').getByText('Paste some text first.')).toBeVisible();
  await page
    .getByRole('textbox', { name: 'Error, address or log' })
    .fill(
      "The 'redirect_uri' parameter does not match any of the OAuth 2.0 Client's pre-registered redirect urls. client_secret=Zx9pLanted0123456789",
    );
  await page.getByRole('button', { name: 'Explain' }).click();
  const card = page.getByRole('article').first();
  await expect(card).toContainText(/redirect/i);
  // The whole cause is there without scrolling.
  await expect(card).toBeInViewport({ ratio: 1 });
  await expect(
    page.getByText('Something that looked like a secret was blanked out.', { exact: false }),
  ).toBeVisible();
  await page.getByRole('textbox', { name: 'Error, address or log' }).fill('my cat walked over the keyboard');
  await page.getByRole('button', { name: 'Explain' }).click();
  await expect(page.getByRole('main').getByText('Nothing known fits this text.')).toBeVisible();
  await expect(page.getByRole('main')).toContainText('Read as one message.');
  await expect(page.getByRole('main')).toContainText('Set the app’s log to debug');
  await page
    .getByRole('textbox', { name: 'Error, address or log' })
    .fill('INFO: romm starts\nINFO: it listens\nERROR: Email is not verified\nINFO: it goes on');
  await page.getByRole('button', { name: 'Explain' }).click();
  await expect(page.getByRole('main')).toContainText('A log of RomM; 1 of 4 lines matters.');
  // The workspace has another app only, and no word of it is in the text.
  await expect(card).not.toContainText('Memos');
});

test('the dark look is kept, also after loading again', async ({ page, host }) => {
  await openWorkspace(page, host, workspaceText('https://auth.example.com'));
  await page.getByRole('link', { name: 'Settings' }).click();
  const wizard = new WizardPage(page);
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await background();
  await wizard.choose('Look', 'Dark');
  await expect.poll(background).not.toBe(light);
  await page.reload();
  await expect(new OverviewPage(page).heading).toHaveText('Settings');
  expect(await background()).not.toBe(light);
  // The browser stores nothing of it.
  expect(await page.evaluate(() => localStorage.length + sessionStorage.length)).toBe(0);
});

test('the recovery sheet holds every address and no secret', async ({ page, host, side, folder }) => {
  const idp = await side('authelia', { kind: 'memos', url: 'https://notes.example.com' });
  await openWorkspace(page, host, workspaceText(idp.url));
  const proof = await toTest(page, 'Memos', { side: idp, folder });
  await signIn(proof);
  await new TestPage(page).finish.click();
  const sheet = (
    await handedOver(page.getByRole('button', { name: 'Save recovery sheet' }))
  ).bytes.toString();
  expect(sheet).toContain('https://notes.example.com/auth/callback');
  const client = await idp.apply(folder);
  expect(sheet).toContain(client.client_id);
  expect(sheet).not.toContain(client.client_secret!);
});
