import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { chromium, expect, type Page } from '@playwright/test';
import { CHROMIUM, noChromium } from '../e2e/chromium.ts';
import { ApplyPage } from '../e2e/pages/apply-page.ts';
import { SignInPage, TestPage } from '../e2e/pages/test-page.ts';
import { WizardPage } from '../e2e/pages/wizard-page.ts';
import { startSide } from '../e2e/provider.ts';
import { BUNDLE, Desk, nameInDialog, PACKAGED, picture, press, ready, test, whyNotPackaged } from './app.ts';

/** The whole way from nothing to a proved login, with the keychain, the dialogs and the browser of the system. */

const PORT = 9_377;

/** A folder with an `xdg-open` that opens a real Chromium, which the test can drive. */
function opener(desk: Desk): string {
  const folder = path.join(desk.folder, 'bin');
  mkdirSync(folder);
  const file = path.join(folder, 'xdg-open');
  writeFileSync(
    file,
    `#!/bin/sh
echo "$1" >> '${desk.folder}/opened'
${CHROMIUM} --user-data-dir='${desk.folder}/browser' --no-first-run --disable-gpu ${process.getuid?.() === 0 || process.env['LATCHKEY_TEST_NO_SANDBOX'] ? '--no-sandbox' : ''} --remote-debugging-port=${PORT} "$1" >/dev/null 2>&1 &
`,
  );
  chmodSync(file, 0o755);
  return folder;
}

async function openedTab(): Promise<Page> {
  let page: Page | undefined;
  await expect
    .poll(
      async () => {
        const browser = await chromium.connectOverCDP(`http://127.0.0.1:${PORT}`).catch(() => undefined);
        page = browser
          ?.contexts()[0]
          ?.pages()
          .find((one) => /^http/.test(one.url()));
        return page !== undefined;
      },
      { timeout: 30_000 },
    )
    .toBe(true);
  return page!;
}

/** What the keychain holds for a workspace, by account. */
async function kept(workspace: string): Promise<ReadonlyMap<string, string>> {
  const { findCredentialsAsync } = await import('@napi-rs/keyring');
  const found = await findCredentialsAsync(`latchkey/${workspace}`);
  return new Map(found.map(({ account, password }) => [account, password]));
}

for (const [name, program] of [
  ['the bundle', BUNDLE],
  ['the packaged program', PACKAGED],
] as const) {
  test(`${name}: from nothing to a proved login`, async () => {
    test.setTimeout(150_000);
    test.skip(noChromium !== undefined, noChromium ?? '');
    test.skip(program === undefined, whyNotPackaged);
    const desk = new Desk(program!);
    const idp = await startSide('authelia', { kind: 'memos', url: 'https://notes.example.com' });
    try {
      desk.env['PATH'] = `${opener(desk)}:${desk.env['PATH']}`;
      const run = desk.start();
      const page = await run.page();
      await ready(page);
      await page.getByRole('button', { name: 'Connect an app' }).first().click();
      const wizard = new WizardPage(page);
      await wizard.provider({ kind: /^Authelia/, url: idp.url, version: '4.39' });
      await expect(page.getByText('It answers', { exact: true })).toBeVisible();
      await wizard.next.click();
      await wizard.app({ kind: /^Memos/ });
      await wizard.next.click();
      await wizard.addresses({ url: 'https://notes.example.com' });
      await wizard.next.click();
      await expect(page.getByText('Keychain', { exact: true })).toBeVisible();
      await expect(page.getByText('Secrets: system keychain (Secret Service)')).toBeAttached();
      await wizard.secrets();
      await wizard.next.click();

      // The files go where the system's own dialog says.
      const folder = path.join(desk.folder, 'sign-on');
      mkdirSync(folder);
      const apply = new ApplyPage(page);
      await apply.ways();
      await nameInDialog(page, () => page.getByRole('button', { name: 'Save to a folder…' }).click(), folder);
      await expect
        .poll(async () => {
          if (existsSync(path.join(folder, 'manifest.json'))) return true;
          // The first Return went into the folder, the second one chooses it.
          await press('Return');
          return false;
        })
        .toBe(true);
      const client = await idp.apply(folder);
      await apply.start();
      await apply.next.click();

      const proof = new TestPage(page);
      await proof.checked();
      await proof.login.click();
      const tab = await openedTab();
      expect(readFileSync(path.join(desk.folder, 'opened'), 'utf8')).toMatch(/^http:\/\/127\.0\.0\.1:\d+\//);
      await new SignInPage(tab).agree();
      await expect(proof.light('Test login')).toContainText('Pass', { timeout: 20_000 });
      await expect(proof.light('Client and secret')).toContainText('Pass');
      await expect(proof.claims).toContainText('ada@example.com');
      await page.screenshot({
        path: path.join(process.env['HOME'] ?? '.', 'results', `${name.replaceAll(' ', '-')}.png`),
      });

      // The secret in the files is the one in the keychain, and in no file of the app's own.
      const drafts = readdirSync(path.join(desk.data, 'drafts'));
      const [, id] = /^(.*)\.latchkey(\.yaml)?$/.exec(drafts[0]!)!;
      const secrets = await kept(id!);
      expect(secrets.get('memos/client_secret')).toBe(client.client_secret);
      for (const file of readdirSync(desk.data, { recursive: true, encoding: 'utf8' }).filter(
        (one) => !one.startsWith('window/'),
      )) {
        const text = await Promise.resolve()
          .then(() => readFileSync(path.join(desk.data, file), 'latin1'))
          .catch(() => '');
        expect(text.includes(client.client_secret!), file).toBe(false);
      }
      run.child.kill('SIGTERM');
      expect(await run.ended()).toEqual({ code: 0, signal: null });
    } finally {
      await picture(path.join(process.env['HOME'] ?? '.', 'results', `${name.replaceAll(' ', '-')}-end.png`));
      await desk.clear();
      await idp.close();
    }
  });
}
