import type { Browser } from '@playwright/test';
import { noKeyring } from '../electron/services/secrets/real-keyring.ts';
import { needsChromium } from './chromium.ts';
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

test('with a real keychain the secrets are there again after Latchkey was started anew', async ({
  browser,
}) => {
  test.setTimeout(SESSIONS * 60_000);
  for (let attempt = 1; ; attempt++) {
    const hosts: ServedHost[] = [];
    try {
      await startTwice(browser, hosts);
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
});

/** Makes secrets, ends the host, and looks for them with a second one. Every host it starts goes to `hosts`. */
async function startTwice(browser: Browser, hosts: ServedHost[]): Promise<void> {
  const page = await browser.newPage();
  try {
    const first = await startHost({ keyring: true });
    hosts.push(first);
    const file = await openWorkspace(page, first, workspaceText('https://auth.example.com'));
    await expect(page.getByText('Keychain', { exact: true })).toBeVisible();
    await expect(page.getByText('Secrets: system keyring (Secret Service)')).toBeAttached();
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
