import { noKeyring } from '../electron/services/secrets/real-keyring.ts';
import { needsChromium } from './chromium.ts';
import { expect, test } from './fixtures.ts';
import { startHost } from './host.ts';
import { OverviewPage } from './pages/overview-page.ts';
import { StartPage } from './pages/start-page.ts';
import { WizardPage } from './pages/wizard-page.ts';
import { openWorkspace, toApply, workspaceText } from './ways.ts';

needsChromium();
if (noKeyring !== undefined) console.warn(`SKIPPED: a real keychain behind the screens: ${noKeyring}.`);
test.skip(noKeyring !== undefined, noKeyring ?? '');
test.use({ hostOptions: { keyring: true } });

test('with a real keychain the secrets are there again after Latchkey was started anew', async ({
  page,
  host,
  complaints,
}) => {
  // In a container the bus may not raise its limit, and the page notices that the host stopped.
  complaints.expect(/dbus-daemon|ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED|ERR_CONNECTION_RESET/);
  const file = await openWorkspace(page, host, workspaceText('https://auth.example.com'));
  await expect(page.getByText('Secrets: system keyring (Secret Service)')).toBeVisible();
  await toApply(page, 'Memos');
  await host.close({ keepHome: true });

  const again = await startHost({ keyring: true, home: host.home });
  try {
    const start = new StartPage(page);
    await start.goto(again.url);
    // The file is also in the list of recent files.
    await page.getByRole('button', { name: new RegExp(`^Home.*${file.slice(-19)}`) }).click();
    await new OverviewPage(page).act('Memos', 'Change addresses or version');
    await new WizardPage(page).step('Secrets').click();
    await expect(page.getByText('there, made here').first()).toBeVisible();
    await expect(page.getByText('missing', { exact: true })).toHaveCount(0);
  } finally {
    await again.close();
  }
});
