import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { unzipSync } from 'fflate';
import { needsChromium } from './chromium.ts';
import { desktopOf } from './desktop-window.ts';
import { expect, test } from './fixtures.ts';
import { handedOver } from './handed-over.ts';
import { WizardPage } from './pages/wizard-page.ts';
import { openWorkspace, toApply, workspaceText } from './ways.ts';

needsChromium();

interface Manifest {
  readonly deliverables: readonly { readonly path: string; readonly secret: boolean }[];
}

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

test('everything is saved whole: to a folder, as a zip, and again only what differs', async ({
  page,
  host,
  folder,
}) => {
  await openWorkspace(
    page,
    host,
    workspaceText('https://auth.example.com', { app: 'romm', appUrl: 'https://games.example.com' }),
  );
  const apply = await toApply(page, 'RomM');
  const target = path.join(folder, 'sign-on');
  await apply.save(target);
  const manifest = JSON.parse(readFileSync(path.join(target, 'manifest.json'), 'utf8')) as Manifest;
  expect(manifest.deliverables.length).toBeGreaterThan(4);
  for (const { path: name, secret } of manifest.deliverables) {
    const stat = statSync(path.join(target, name));
    expect(stat.size, name).toBeGreaterThan(0);
    if (secret) expect(stat.mode & 0o777, `${name} is for its owner alone`).toBe(0o600);
  }
  const env = readFileSync(path.join(target, 'romm/romm.env'), 'utf8');
  expect(env).toMatch(/^OIDC_CLIENT_SECRET=\w{32,}$/m);

  await apply.ways();
  const handed = await handedOver(page.getByRole('button', { name: 'Save as zip' }));
  expect(handed.name).toMatch(/\.zip$/);
  const zip = unzipSync(new Uint8Array(handed.bytes));
  const zipped = Object.entries(zip).find(([name]) => name.endsWith('romm/romm.env'));
  expect(zipped && Buffer.from(zipped[1]).toString()).toBe(env);

  await apply.save(target);
  await expect(
    page.getByRole('status').getByText('Nothing had changed there.', { exact: false }).first(),
  ).toBeVisible();
});

test('copy buttons give the exact value; a masked one gives the real one', async ({ page, host, folder }) => {
  await openWorkspace(page, host, workspaceText('https://auth.example.com'));
  const apply = await toApply(page, 'Memos');
  await apply.save(folder);
  const guide = JSON.parse(readFileSync(path.join(folder, 'memos/guide.json'), 'utf8')) as {
    fields: { label: string; value: string; secret?: boolean }[];
  }[];
  const wanted = guide.flatMap((step) => step.fields);
  const clipboard = () => desktopOf(page)?.copied() ?? page.evaluate(() => navigator.clipboard.readText());
  await apply.start({ Memos: 'By hand', Authelia: 'By hand' });
  await apply.open(/^Memos, step \d: Create the provider/);
  const app = apply.step;
  for (const label of ['Client ID', 'Client secret', 'Token endpoint']) {
    const { value, secret } = wanted.find((field) => field.label === label)!;
    await app.getByRole('option').filter({ hasText: label }).first().click();
    await expect.poll(clipboard, `copied ${label}`).toBe(value);
    if (secret) await expect(app.getByText(value)).toHaveCount(0);
  }

  // A complete file, with its secrets.
  await apply.open(/^Authelia, step 1: /);
  await page.getByRole('button', { name: /^Copy all/ }).click();
  await expect.poll(clipboard).toBe(readFileSync(path.join(folder, 'home/authelia-oidc.yml'), 'utf8'));
  const { bytes } = await handedOver(page.getByRole('button', { name: 'Download authelia-oidc.yml' }));
  expect(bytes.toString()).toBe(readFileSync(path.join(folder, 'home/authelia-oidc.yml'), 'utf8'));

  // The reason for a line, by keyboard; Enter copies the line, but never a part of a secret.
  const lines = page.getByRole('listbox', { name: 'File authelia-oidc.yml' });
  await lines.focus();
  await expect(page.getByText('Why this line?')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByText(/This line holds a secret/).first()).toBeVisible();
  const chosen = lines.getByRole('option', { selected: true });
  for (let press = 0; press < 60; press += 1) {
    if (/client_name/.test(await chosen.innerText())) break;
    await page.keyboard.press('ArrowDown');
  }
  await page.keyboard.press('Enter');
  await expect.poll(clipboard).toBe("client_name: 'Memos'");
});

test('a secret of one’s own goes in, is shown only on request, and can be replaced', async ({
  page,
  host,
}) => {
  await openWorkspace(page, host, workspaceText('https://auth.example.com'));
  await toApply(page, 'Memos');
  const wizard = new WizardPage(page);
  await wizard.back.click();
  await expect(wizard.heading('Secrets')).toBeVisible();
  const own = 'myOwnSecret0123456789abcdefghijklmnopqrstuv';
  await page.getByRole('button', { name: 'Replace: Client secret' }).click();
  await page.getByLabel('Your value for Client secret').fill(own);
  await page.getByRole('button', { name: 'Keep it' }).click();
  await expect(page.getByText('there, yours')).toBeVisible();
  await expect(page.getByText(own)).toHaveCount(0);
  await page.getByRole('button', { name: 'Show: Client secret' }).click();
  await expect(page.getByText(own)).toBeVisible();
  await page.getByRole('button', { name: 'Hide: Client secret' }).click();
  await expect(page.getByText(own)).toHaveCount(0);

  // A secret that can't work is refused next to its field.
  await page.getByRole('button', { name: 'Replace: Client secret' }).click();
  await page.getByLabel('Your value for Client secret').fill('$pbkdf2-sha512$310000$abc$def');
  await page.getByRole('button', { name: 'Keep it' }).click();
  await expect(page.getByLabel('Your value for Client secret')).toHaveAttribute('aria-invalid', 'true');
});
