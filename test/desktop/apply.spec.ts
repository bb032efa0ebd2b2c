import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { expect } from '@playwright/test';
import { ApplyPage } from '../e2e/pages/apply-page.ts';
import { OverviewPage } from '../e2e/pages/overview-page.ts';
import { WizardPage } from '../e2e/pages/wizard-page.ts';
import { workspaceText } from '../e2e/ways.ts';
import { startPocketId } from '../helpers/pocket-id.ts';
import { drop, ready, deskTest as test } from './app.ts';

/** Apply through a product's API, with the token in the keychain of the system, across a restart. */

const KEY = 'planted-api-key-7d1f0c5be2';

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile() && /\.(?:json|yaml|log)$/.test(one.name))
    .map((one) => readFileSync(path.join(one.parentPath, one.name), 'latin1'));

async function toApply(page: Page): Promise<ApplyPage> {
  await ready(page);
  await new OverviewPage(page).act('Memos', 'Change addresses or version');
  const wizard = new WizardPage(page);
  await expect(wizard.heading(/^Where is/)).toBeVisible();
  await wizard.step('Secrets').click();
  await wizard.secrets();
  await wizard.next.click();
  return new ApplyPage(page);
}

test('does the provider’s side, keeps the token only because it is told to, and forgets it', async ({
  desk,
}) => {
  test.setTimeout(120_000);
  const pocket = await startPocketId(KEY);
  try {
    const file = path.join(desk.folder, 'home.latchkey.yaml');
    writeFileSync(file, workspaceText(pocket.url, { provider: 'pocket-id', version: '2.14', app: 'memos' }));
    let run = desk.start([file]);
    let page = await run.page();
    let apply = await toApply(page);
    await apply.start({ 'Pocket ID': 'Through the API' });
    await apply.step.getByText('Keep it in the keychain').click();
    await apply.step.getByRole('textbox').fill(KEY);
    await apply.step.getByRole('textbox').press('Enter');
    await apply.step.getByRole('button', { name: /^Apply these/ }).click();
    await expect(apply.step.getByText('Done and read back.')).toBeVisible();
    expect(pocket.clients.size).toBe(1);
    await page.close();
    await run.ended();

    // After a new start the way back is known, and the token is taken from the keychain.
    run = desk.start([file]);
    page = await run.page();
    await ready(page);
    await new OverviewPage(page).act('Memos', 'What to apply');
    apply = new ApplyPage(page);
    await apply.open(/^Pocket ID, step 1:/);
    await expect(apply.step.getByText(`A token is kept for ${pocket.url}.`)).toBeVisible();
    await apply.step.getByRole('button', { name: 'Take it back…' }).click();
    await apply.step.getByRole('button', { name: /^Send th/ }).click();
    await expect(apply.step.getByText('It is as it was before.')).toBeVisible();
    expect(pocket.clients.size).toBe(0);
    await apply.step.getByRole('button', { name: 'Forget it' }).click();
    await expect(apply.step.getByRole('textbox')).toBeVisible();
    for (const text of [...filesIn(desk.folder), await page.content()]) expect(text).not.toContain(KEY);
  } finally {
    await pocket.close();
  }
});

test('a file that is dropped is merged into where it lies, kept as it was before, and taken back', async ({
  desk,
}) => {
  test.setTimeout(120_000);
  const file = path.join(desk.folder, 'home.latchkey.yaml');
  writeFileSync(file, workspaceText('https://auth.example.com'));
  const own = path.join(desk.folder, 'configuration.yml');
  const before = [
    '# my Authelia, by hand',
    'identity_providers:',
    '  oidc:',
    "    hmac_secret: 'planted-hmac-of-the-file'",
    '    clients:',
    "      - client_id: 'mine'  # do not touch",
    "        redirect_uris: ['https://mine.example.com/back']",
    '',
  ].join('\n');
  writeFileSync(own, before);
  const page = await desk.start([file]).page();
  const apply = await toApply(page);
  await apply.start({ Authelia: 'Merge into your file' });
  const zone = apply.step.getByRole('region', { name: 'Drop your file here' });
  await zone.scrollIntoViewIfNeeded();
  const box = (await zone.boundingBox())!;
  await drop(page, [own], { x: box.x + 30, y: box.y + 20 });
  await expect(page.locator('.diff').first()).toContainText('https://notes.example.com/auth/callback');
  // Dropped here, and nowhere else: the window has not opened it as a workspace.
  await expect(page.getByText('home.latchkey.yaml, saved')).toBeVisible();
  await apply.step.getByRole('button', { name: 'Write configuration.yml…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: /^Write/ }).click();
  await expect(dialog).toBeHidden();
  await expect.poll(() => readFileSync(own, 'utf8')).toContain('https://notes.example.com/auth/callback');
  for (const line of before.trimEnd().split('\n')) expect(readFileSync(own, 'utf8')).toContain(line);
  expect(readdirSync(desk.folder).filter((name) => name.startsWith('configuration.yml')).length).toBe(2);
  expect(await page.content()).not.toContain('planted-hmac-of-the-file');
  await apply.step.getByRole('button', { name: /^Undo/ }).click();
  await expect.poll(() => readFileSync(own, 'utf8')).toBe(before);
});
