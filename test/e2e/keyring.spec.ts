import type { Browser } from '@playwright/test';
import { noKeyring } from '../electron/services/secrets/real-keyring.ts';
import { startPocketId } from '../helpers/pocket-id.ts';
import { needsChromium } from './chromium.ts';
import { everyLook } from './every-look.ts';
import { expect, test } from './fixtures.ts';
import { type ServedHost, startHost } from './host.ts';
import { OverviewPage } from './pages/overview-page.ts';
import { StartPage } from './pages/start-page.ts';
import { WizardPage } from './pages/wizard-page.ts';
import { openWorkspace, toApply, workspaceText } from './ways.ts';

needsChromium();
if (noKeyring !== undefined) console.warn(`SKIPPED: a real keychain behind the screens: ${noKeyring}.`);
test.skip(noKeyring !== undefined, noKeyring ?? '');

/** As in real-keyring.ts: a session whose keyring ended by itself says nothing about Latchkey. */
const SESSIONS = 3;
const KEY = 'planted-api-key-7d1f0c5be2';

test('with a real keychain the token of an API is kept only where it is ticked, and forgotten on request', async ({
  browser,
}) => {
  test.setTimeout(SESSIONS * 200_000);
  const pocket = await startPocketId(KEY);
  try {
    await inKeyring(async (hosts) => {
      const page = await browser.newPage();
      try {
        const host = await startHost({ keyring: true });
        hosts.push(host);
        await openWorkspace(
          page,
          host,
          workspaceText(pocket.url, { provider: 'pocket-id', version: '2.14', app: 'memos' }),
        );
        const apply = await toApply(page, 'Memos');
        await apply.start({ 'Pocket ID': 'Through the API' });
        const keep = apply.step.getByRole('checkbox', { name: 'Keep it in the keychain' });
        const field = apply.step.getByRole('textbox');
        const again = async () => {
          await apply.open(/^Memos, step 1:/);
          await apply.open(/^Pocket ID, step 1:/);
        };
        const show = apply.step.getByRole('button', { name: /^Apply th/ });
        await expect(keep).not.toBeChecked();
        await expect(apply.step.getByText(/The token is forgotten when you leave/)).toBeVisible();
        await everyLook(page, 'api-token-keychain');
        await field.fill(KEY);
        await field.press('Enter');
        await expect(show).toBeVisible();
        await again();
        await expect(field, 'not ticked, it is gone').toBeVisible();

        await keep.check({ force: true });
        await expect(apply.step.getByText(/The token is forgotten when you leave/)).toHaveCount(0);
        await everyLook(page, 'api-token-keychain-ticked');
        await field.fill(KEY);
        await field.press('Enter');
        await expect(show).toBeVisible();
        await again();
        await expect(apply.step.getByText(/^A token is kept for/)).toBeVisible();
        await expect(apply.step.getByText(/The token is forgotten when you leave/)).toHaveCount(0);
        await everyLook(page, 'api-token-kept');
        await apply.step.getByRole('button', { name: 'Show the requests' }).click();
        await expect(show).toBeVisible();
        await again();
        await apply.step.getByRole('button', { name: 'Forget it' }).click();
        await expect(field).toBeVisible();
        await again();
        await expect(field, 'forgotten, it stays so').toBeVisible();
        expect(pocket.clients.size).toBe(0);
        expect(await page.content()).not.toContain(KEY);
      } finally {
        await page.close();
      }
    });
  } finally {
    await pocket.close();
  }
});

test('with a real keychain the secrets are there again after Latchkey was started anew', async ({
  browser,
}) => {
  test.setTimeout(SESSIONS * 60_000);
  await inKeyring((hosts) => startTwice(browser, hosts));
});

/** Runs it with hosts that have a keychain, which end after it and complain of nothing. */
async function inKeyring(work: (hosts: ServedHost[]) => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const hosts: ServedHost[] = [];
    try {
      await work(hosts);
      for (const host of hosts) {
        // In a container the bus may not raise its limit.
        const said = host
          .stderr()
          .split('\n')
          .filter((line) => !/^$|^The address works once|dbus-daemon/.test(line));
        expect(said, 'no host complained').toEqual([]);
      }
      return;
    } catch (error) {
      const died = hosts.some((host) => host.stderr().includes('gnome-keyring ended by itself'));
      if (!died || attempt === SESSIONS) throw error;
      console.warn('gnome-keyring ended by itself in the middle of a test; the session is run again.');
    } finally {
      for (const host of hosts) await host.close();
    }
  }
}

/** Makes secrets, ends the host, and looks for them with a second one. Every host it starts goes to `hosts`. */
async function startTwice(browser: Browser, hosts: ServedHost[]): Promise<void> {
  const page = await browser.newPage();
  try {
    const first = await startHost({ keyring: true });
    hosts.push(first);
    const file = await openWorkspace(page, first, workspaceText('https://auth.example.com'));
    await expect(page.getByText('Keychain', { exact: true })).toBeVisible();
    await expect(page.getByText('Secrets: system keychain (Secret Service)')).toBeAttached();
    await toApply(page, 'Memos');
    await first.close({ keepHome: true });

    const second = await startHost({ keyring: true, home: first.home });
    hosts.push(second);
    const start = new StartPage(page);
    await start.goto(second.url);
    // The file is also in the list of recent files.
    await page.getByRole('button', { name: new RegExp(`^Home.*${file.slice(-19)}`) }).click();
    await new OverviewPage(page).act('Memos', 'Change addresses or version');
    await new WizardPage(page).step('Secrets').click();
    await expect(page.getByText('there, made here').first()).toBeVisible();
    await expect(page.getByText('not there yet', { exact: true })).toHaveCount(0);
  } finally {
    await page.close();
  }
}
