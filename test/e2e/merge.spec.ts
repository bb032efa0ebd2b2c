import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { needsChromium } from './chromium.ts';
import { expect, test } from './fixtures.ts';
import { handedOver } from './handed-over.ts';
import { startHost } from './host.ts';
import type { ApplyPage } from './pages/apply-page.ts';
import { OverviewPage } from './pages/overview-page.ts';
import { StartPage } from './pages/start-page.ts';
import { WizardPage } from './pages/wizard-page.ts';
import { violations } from './violations.ts';
import { openWorkspace, toApply, workspaceText } from './ways.ts';

needsChromium();

const PLANTED = 'PLANTEDsecretOfThePerson7Zr2mX9v';
const LONG = `https://${'a-rather-long-name.'.repeat(12)}example.com/oauth2/callback`;
const CONFIGURATION = [
  '# my Authelia, by hand',
  'session:',
  `  secret: '${PLANTED}session'`,
  'identity_providers:',
  '  oidc:',
  `    hmac_secret: '${PLANTED}hmac'`,
  '    jwks:',
  "      - key_id: 'main'",
  '        key: |',
  '          -----BEGIN PRIVATE KEY-----',
  `          ${PLANTED}key`,
  '          -----END PRIVATE KEY-----',
  '    clients:',
  "      - client_id: 'mine'  # do not touch",
  `        client_secret: '$plaintext$${PLANTED}client'`,
  `        redirect_uris: ['${LONG}']`,
  '        scopes: [openid]',
  '',
].join('\r\n');

/** Every state is seen in both themes and at 640 px, where a folder for pictures is named. */
async function visit(page: Page, name: string): Promise<void> {
  const found: string[] = [];
  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    for (const width of [1280, 640]) {
      await page.setViewportSize({ width, height: 900 });
      found.push(...(await violations(page)));
      const wide = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      if (wide > 0) found.push(`${width}: the page is ${wide} px too wide`);
      // A diff wraps: nothing of a line is out of sight.
      const cut = await page.evaluate(
        () =>
          [...document.querySelectorAll('.diff')].filter((one) => one.scrollWidth > one.clientWidth).length,
      );
      if (cut > 0) found.push(`${width}: a line of a diff is cut`);
      const folder = process.env['LATCHKEY_E2E_LOOK'];
      if (folder) {
        const shown = page.locator('.dialog-box, .step-card').last();
        await shown.screenshot({ path: `${folder}/merge-${name}-${theme}-${width}.png` });
      }
    }
  }
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  await page.setViewportSize({ width: 1280, height: 900 });
  expect(found, name).toEqual([]);
}

/** What goes on from here is in the window as it is, at 1280 × 800, however many lines would change. */
async function expectWriteInSight(page: Page, button: Locator): Promise<void> {
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.evaluate(() => window.scrollTo(0, 0));
  const box = (await button.boundingBox())!;
  const bar = (await page.locator('.page-bar').boundingBox())!;
  expect(box.y).toBeGreaterThan(0);
  expect(box.y + box.height).toBeLessThanOrEqual(bar.y);
}

const diff = (page: Page) => page.getByRole('region', { name: /^What changes in/ });
/** Chooses to merge, and goes to the step that does it. */
async function merge(apply: ApplyPage, product: string): Promise<void> {
  await apply.start({ [product]: 'Merge into your file' });
  await apply.open(new RegExp(`^${product}, step \\d: Merge it into your file`));
}

test('the provider’s file: shown, written, left alone, and taken back to the byte after a restart', async ({
  page,
  host,
}) => {
  test.setTimeout(240_000);
  const answers: string[] = [];
  page.on('response', (response) => {
    if (response.url().includes('/api/call/'))
      void response.text().then(
        (text) => answers.push(text),
        () => {},
      );
  });
  const workspace = await openWorkspace(page, host, workspaceText('https://auth.example.com'));
  const folder = mkdtempSync(path.join(host.home, 'authelia-'));
  const file = path.join(folder, 'configuration.yml');
  writeFileSync(file, CONFIGURATION);
  const apply = await toApply(page, 'Memos');
  await merge(apply, 'Authelia');
  await expect(apply.step.getByRole('textbox')).toBeVisible();
  await visit(page, 'start');
  await apply.step.getByRole('button', { name: 'Show what would change' }).click();
  await expect(apply.step.getByText('Please fill this in.')).toBeVisible();
  await apply.mergeInto('configuration.yml');
  await expect(apply.step.getByText(/Type the full path/)).toBeVisible();
  await visit(page, 'field-error');

  await apply.mergeInto(file);
  await expect(diff(page).getByRole('listitem').filter({ hasText: 'added:' }).first()).toBeVisible();
  await expect(diff(page)).toContainText('https://notes.example.com/auth/callback');
  await expect(diff(page)).toContainText('••••');
  await visit(page, 'diff');
  await expectWriteInSight(page, apply.step.getByRole('button', { name: 'Write configuration.yml…' }));
  expect(readFileSync(file, 'utf8')).toBe(CONFIGURATION);

  await apply.step.getByRole('button', { name: 'Write configuration.yml…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Write configuration.yml?' });
  await expect(dialog).toContainText(`${file}.bak-1`);
  await visit(page, 'confirm');
  await page.keyboard.press('Escape');
  expect(readFileSync(file, 'utf8')).toBe(CONFIGURATION);
  await apply.step.getByRole('button', { name: 'Write configuration.yml…' }).click();
  await dialog.getByRole('button', { name: 'Write it' }).click();
  await expect(apply.step.getByText('configuration.yml was written.')).toBeVisible();
  const after = readFileSync(file, 'utf8');
  for (const line of CONFIGURATION.split('\r\n')) expect(after).toContain(line);
  expect(after).toMatch(/client_secret: "\\x24pbkdf2-sha512\\x24310000\\x24[\w./]+\\x24[\w./]+"/);
  expect(readFileSync(`${file}.bak-1`, 'utf8')).toBe(CONFIGURATION);
  await visit(page, 'written');
  await apply.confirm.click();
  await expect(apply.step.getByRole('heading', { level: 2 })).toBeFocused();
  await expect(apply.step.getByRole('heading', { level: 2 })).not.toHaveText('Merge it into your file');

  await page.reload();
  await merge(apply, 'Authelia');
  await expect(apply.step.getByText('How it was before: configuration.yml.bak-1')).toBeVisible();
  await apply.mergeInto(file);
  await expect(apply.step.getByText('Everything is in your file already.')).toBeVisible();
  await visit(page, 'nothing');
  expect(readFileSync(file, 'utf8')).toBe(after);
  expect((await page.content()) + answers.join()).not.toContain('PLANTED');
  await host.close({ keepHome: true });

  const later = await startHost({ home: host.home });
  try {
    const start = new StartPage(page);
    await start.goto(later.url);
    await start.open(workspace);
    await new OverviewPage(page).act('Memos', 'Change addresses or version');
    const wizard = new WizardPage(page);
    await wizard.step('Secrets').click();
    await wizard.secrets();
    await wizard.next.click();
    await merge(apply, 'Authelia');
    await visit(page, 'undo');
    // The files that were chosen before need not be named again. The new secrets of this session differ.
    await apply.step.getByRole('button', { name: 'Read it again' }).click();
    await expect(diff(page)).toContainText('client_id:');
    await apply.step.getByRole('button', { name: 'Undo the change of configuration.yml' }).click();
    await expect(apply.step.getByText('configuration.yml is as it was before.')).toBeVisible();
    expect(readFileSync(file).equals(Buffer.from(CONFIGURATION))).toBe(true);
    await expect(apply.step.getByRole('button', { name: /^Undo/ })).toBeHidden();
    await visit(page, 'undone');
    expect(later.stderr()).not.toContain('PLANTED');
  } finally {
    await later.close();
  }
});

test('the app’s Compose file: the service is asked for, by keyboard alone', async ({ page, host }) => {
  test.setTimeout(120_000);
  await openWorkspace(
    page,
    host,
    workspaceText('https://auth.example.com', {
      app: 'romm',
      version: '4.39',
      appUrl: 'https://games.example.com',
    }),
  );
  const folder = mkdtempSync(path.join(host.home, 'romm-'));
  const file = path.join(folder, 'compose.yml');
  const text = `services:\n  db:\n    image: mariadb\n  games:\n    image: romm # pinned\n    environment:\n      - DB_PASSWD=${PLANTED}\n      - OIDC_ENABLED=false\n`;
  writeFileSync(file, text);
  const apply = await toApply(page, 'RomM');
  await merge(apply, 'RomM');
  await apply.step.getByRole('textbox', { name: 'Where your file is' }).focus();
  await page.keyboard.type(file);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(apply.step.getByText('Which service is RomM?')).toBeVisible();
  await visit(page, 'service');
  // The focus is where the answer is; Tab goes into the group, arrows choose.
  await page.keyboard.press('Tab');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowUp');
  if (!(await apply.step.getByRole('radio', { name: 'games' }).isChecked()))
    await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(diff(page)).toContainText('OIDC_ENABLED=true');
  await visit(page, 'compose');
  for (let press = 0; press < 20; press += 1) {
    await page.keyboard.press('Tab');
    if ((await page.evaluate(() => document.activeElement?.textContent)) === 'Write compose.yml…') break;
  }
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toContainText(`${file}.bak-1`);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(apply.step.getByText('compose.yml was written.')).toBeVisible();
  const after = readFileSync(file, 'utf8');
  expect(after).toContain(
    `image: romm # pinned\n    environment:\n      - DB_PASSWD=${PLANTED}\n      - 'OIDC_ENABLED=true'\n`,
  );
  expect(after).toMatch(/- 'OIDC_CLIENT_SECRET=\w{20}/);
  for (let press = 0; press < 20; press += 1) {
    await page.keyboard.press('Tab');
    if ((await page.evaluate(() => document.activeElement?.textContent)) === 'Undo') break;
  }
  await page.keyboard.press('Enter');
  await expect(apply.step.getByText('compose.yml is as it was before.')).toBeVisible();
  expect(readFileSync(file, 'utf8')).toBe(text);
});

test('what is refused says why, and what is left to the person is shown with its place', async ({
  page,
  host,
}) => {
  test.setTimeout(180_000);
  await openWorkspace(page, host, workspaceText('https://auth.example.com'));
  const folder = mkdtempSync(path.join(host.home, 'authelia-'));
  const file = path.join(folder, 'configuration.yml');
  const apply = await toApply(page, 'Memos');
  await merge(apply, 'Authelia');

  await apply.mergeInto(file);
  await expect(apply.step.getByText(/doesn’t exist/)).toBeVisible();
  await visit(page, 'refused');
  writeFileSync(file, 'identity_providers:\n  oidc:\n    clients: {{ secret "/config/clients" }}\n');
  await apply.step.getByRole('button', { name: 'Read it again' }).click();
  await expect(apply.step.getByRole('heading', { name: 'Left to you', exact: true })).toBeVisible();
  await expect(apply.step.getByText('configuration.yml, line 3').first()).toBeVisible();
  await expect(apply.step.getByRole('button', { name: /^Write/ })).toBeHidden();
  await visit(page, 'by-hand');
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await apply.step
    .getByRole('button', { name: /^Copy the lines: the lines for identity_providers.oidc.clients/ })
    .click();
  await expect
    .poll(() => page.evaluate(() => navigator.clipboard.readText()))
    .toMatch(/client_secret: .*pbkdf2-sha512.{60}/);
  expect(await page.content()).not.toMatch(/pbkdf2-sha512.{60}/);

  // Changed by another program between the look and the word.
  await apply.step.getByRole('button', { name: 'Another file…' }).click();
  writeFileSync(file, CONFIGURATION);
  await apply.mergeInto(file);
  await apply.step.getByRole('button', { name: 'Write configuration.yml…' }).click();
  writeFileSync(file, `${CONFIGURATION}# mine\r\n`);
  await page.getByRole('dialog').getByRole('button', { name: 'Write it' }).click();
  await expect(
    apply.step.getByText(/has changed since this was shown, so nothing was written/),
  ).toBeVisible();
  await visit(page, 'changed');
  expect(readFileSync(file, 'utf8')).toBe(`${CONFIGURATION}# mine\r\n`);
  await apply.step.getByRole('button', { name: 'Read it again' }).click();
  await expect(diff(page)).toBeVisible();

  // Keys may come from where we can't look, so they are only made on request.
  writeFileSync(file, CONFIGURATION.replace(/ {4}hmac_secret.*\r\n/, ''));
  await apply.step.getByRole('button', { name: 'Another file…' }).click();
  await apply.mergeInto(file);
  await expect(diff(page)).toBeVisible();
  const option = apply.step.getByRole('checkbox', { name: /^Make the keys that are missing/ });
  await expect(option).not.toBeChecked();
  await expect(diff(page)).not.toContainText('hmac_secret');
  await visit(page, 'options');
  await option.press('Space');
  await expect(diff(page)).toContainText('hmac_secret: ••••');
  await expect(option).toBeChecked();
});

test('while files are read, it says so', async ({ page, host }) => {
  test.setTimeout(120_000);
  await openWorkspace(page, host, workspaceText('https://auth.example.com'));
  const file = path.join(mkdtempSync(path.join(host.home, 'authelia-')), 'configuration.yml');
  writeFileSync(file, CONFIGURATION);
  const apply = await toApply(page, 'Memos');
  await merge(apply, 'Authelia');
  let go = () => {};
  const held = new Promise<void>((resolve) => {
    go = resolve;
  });
  await page.route('**/api/call/merge.choose', async (route) => {
    await held;
    await route.continue();
  });
  await apply.mergeInto(file);
  await expect(apply.step.getByText('Reading your files and comparing…')).toBeVisible();
  await visit(page, 'busy');
  go();
  await expect(diff(page)).toBeVisible();
});

test('a file that is dropped comes back merged, to save or to copy', async ({ page, host }) => {
  test.setTimeout(120_000);
  await openWorkspace(page, host, workspaceText('https://auth.example.com'));
  const apply = await toApply(page, 'Memos');
  await merge(apply, 'Authelia');
  const zone = apply.step.getByRole('region', { name: 'Drop your file here' });
  const transfer = await page.evaluateHandle((text) => {
    const data = new DataTransfer();
    data.items.add(new File([text], 'configuration.yml', { type: 'text/yaml' }));
    return data;
  }, CONFIGURATION);
  await zone.dispatchEvent('dragover', { dataTransfer: transfer });
  await expect(zone).toHaveClass(/over/);
  await zone.dispatchEvent('drop', { dataTransfer: transfer });
  await expect(diff(page)).toContainText('https://notes.example.com/auth/callback');
  await expect(apply.step.getByRole('button', { name: /^Write/ })).toBeHidden();
  await visit(page, 'dropped');
  await expectMergedBack(page, apply);
});

/** What came without a path is saved or copied, and holds all that was in it. */
async function expectMergedBack(page: Page, apply: ApplyPage): Promise<void> {
  const save = apply.step.getByRole('button', { name: 'Save configuration.yml…' });
  const merged = (await handedOver(save)).bytes.toString();
  for (const line of CONFIGURATION.split('\r\n')) expect(merged).toContain(line);
  expect(merged).toMatch(/client_secret: "\\x24pbkdf2/);
  await expect(apply.step.getByRole('button', { name: 'Copy all of it' })).toBeVisible();
  expect(await page.content()).not.toContain('PLANTED');
}

test('a text that is pasted comes back merged, and one that can’t be read is named so', async ({
  page,
  host,
}) => {
  test.setTimeout(120_000);
  await openWorkspace(page, host, workspaceText('https://auth.example.com'));
  const apply = await toApply(page, 'Memos');
  await merge(apply, 'Authelia');
  const paste = async (text: string) => {
    await apply.step.getByRole('button', { name: 'Paste text' }).click();
    await visit(page, 'paste');
    await apply.step.getByRole('textbox', { name: /^The text of your / }).fill(text);
    await apply.step.getByRole('button', { name: 'Show what would change in it' }).click();
  };
  await paste(CONFIGURATION.replaceAll('\r\n', '\n'));
  await expect(diff(page)).toContainText('https://notes.example.com/auth/callback');
  await expect(apply.step.getByRole('button', { name: /^Write/ })).toBeHidden();
  await expectMergedBack(page, apply);

  await apply.step.getByRole('button', { name: 'Another file…' }).click();
  await paste('clients: [\n');
  await expect(apply.step.getByText(/is no valid YAML|is not valid YAML|can’t be read/)).toBeVisible();
  await visit(page, 'pasted-broken');
});
