import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { needsChromium } from './chromium.ts';
import { expect, test } from './fixtures.ts';
import { OverviewPage } from './pages/overview-page.ts';
import { violations } from './violations.ts';
import { openWorkspace } from './ways.ts';

needsChromium();

const SECRET = 'PLANTEDbroughtSecret7Zr2mX9vB4nK8sT1wY6uE3';
const CONFIGURATION = `session:
  cookies:
    - domain: 'example.com'
      authelia_url: 'https://auth.example.com'
identity_providers:
  oidc:
    clients:
      - client_id: 'grafana'
        client_name: 'Grafana'
        client_secret: '$plaintext$${SECRET}'
        redirect_uris: ['https://grafana.example.com/login/generic_oauth/']
        scopes: ['openid', 'profile', 'email']
        authorization_policy: 'two_factor'
        token_endpoint_auth_method: 'client_secret_basic'
        lifespan: 'long'
      - client_id: 'x7-tool'
        public: true
        redirect_uris: ['https://x7.example.com/oauth2/callback']
        scopes: ['openid']
        authorization_policy: 'two_factor'
`;
const ENV = `GF_SERVER_ROOT_URL=https://grafana.example.com
GF_AUTH_GENERIC_OAUTH_CLIENT_ID=grafana
GF_AUTH_GENERIC_OAUTH_CLIENT_SECRET=${SECRET}
`;

test('files are dropped, judged, and taken over without a secret in the page', async ({ page, host }) => {
  const file = await openWorkspace(page, host, 'latchkey: 1\nid: brought-here\nproviders: {}\napps: {}\n');
  const folder = mkdtempSync(path.join(host.home, 'bring-'));
  const files = [
    ['configuration.yml', CONFIGURATION],
    ['grafana.env', ENV],
  ].map(([name, text]) => {
    writeFileSync(path.join(folder, name!), text!);
    return path.join(folder, name!);
  });
  await page.getByRole('link', { name: 'Bring in' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Bring what you have');
  expect(await violations(page)).toEqual([]);
  await page.locator('input[type=file]').setInputFiles(files);

  await expect(page.getByRole('heading', { level: 1 })).toHaveText('What stands in 2 files');
  await expect(page.getByText(/^Grafana comes back to https:/)).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await page.getByText(/was not taken over/).click();
  await expect(page.getByText('configuration.yml:15')).toBeVisible();

  await page.getByRole('tab', { name: /Apps found/ }).click();
  const row = (name: string) => page.getByRole('listitem').filter({ hasText: name });
  await expect(row('grafana.example.com')).toContainText('goes to the keychain');
  await expect(row('x7-tool')).toContainText('has none');
  await expect(page.getByRole('checkbox', { name: 'Take over Grafana' })).toBeChecked();
  // An app that may be one of several is not taken over by itself.
  await expect(page.getByRole('checkbox', { name: 'Take over x7-tool' })).not.toBeChecked();
  expect(await violations(page)).toEqual([]);
  expect(await page.content()).not.toContain('PLANTED');
  await page.getByRole('button', { name: 'Take over 1 app' }).click();

  await expect(new OverviewPage(page).card('Grafana')).toBeVisible();
  const text = readFileSync(file, 'utf8');
  expect(text).toContain('kind: grafana');
  expect(text).toContain('client_id: grafana');
  expect(text).not.toContain('x7-tool');
  expect(text).not.toContain('PLANTED');
});

test('a provider whose address stands nowhere is asked for, and pasted text counts as a file', async ({
  page,
  host,
}) => {
  await openWorkspace(page, host, 'latchkey: 1\nid: brought-here\nproviders: {}\napps: {}\n');
  await page.getByRole('link', { name: 'Bring in' }).click();
  await page.getByRole('button', { name: 'Paste text' }).click();
  await page
    .getByRole('textbox', { name: 'A configuration' })
    .fill(CONFIGURATION.replace(/^session:[\s\S]*?(?=identity)/, ''));
  await page.getByRole('button', { name: 'Read it' }).click();
  await page.getByRole('tab', { name: 'Apps found 0' }).click();
  await expect(page.getByText(/No file says where Authelia is/)).toBeVisible();
  await page.getByRole('textbox', { name: 'Address of the provider' }).fill('https://auth.example.com');
  await page.getByRole('button', { name: 'Use it' }).click();
  await expect(page.getByRole('tab', { name: 'Apps found 2' })).toBeVisible();
  // What is no configuration is said to be none.
  await page.getByRole('button', { name: 'Other files…' }).click();
  await page.getByRole('button', { name: 'Paste text' }).click();
  await page.getByRole('textbox', { name: 'A configuration' }).fill('Dear diary');
  await page.getByRole('button', { name: 'Read it' }).click();
  await page.getByRole('tab', { name: 'Apps found 0' }).click();
  await expect(page.getByText('No client and no app was found in these files.')).toBeVisible();
});

test('what can be put right is shown first, and handed over as a file', async ({ page, host }) => {
  await openWorkspace(page, host, 'latchkey: 1\nid: brought-here\nproviders: {}\napps: {}\n');
  await page.getByRole('link', { name: 'Bring in' }).click();
  await page.locator('input[type=file]').setInputFiles({
    name: 'configuration.yml',
    mimeType: 'text/yaml',
    buffer: Buffer.from(CONFIGURATION.replace("client_id: 'grafana'", "id: 'grafana'")),
  });
  await expect(page.getByText('Latchkey can put this right.').first()).toBeVisible();
  await expect(
    page.getByText(/^No file says which version of Authelia this is: 4\.\d+ was taken/),
  ).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await page.getByRole('button', { name: 'Show what would change' }).click();
  const diff = page.getByRole('region', { name: 'What changes in configuration.yml' });
  await expect(diff).toContainText("client_id: 'grafana'");
  for (const theme of ['light', 'dark'] as const)
    for (const width of [1280, 640]) {
      await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
      await page.setViewportSize({ width, height: 900 });
      expect(await violations(page)).toEqual([]);
      const folder = process.env['LATCHKEY_E2E_LOOK'];
      if (folder) await page.screenshot({ path: `${folder}/mends-${theme}-${width}.png`, fullPage: true });
    }
  expect(await page.content()).not.toContain('PLANTED');
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save the mended configuration.yml…' }).click();
  const mended = readFileSync(await (await downloading).path(), 'utf8');
  expect(mended).toContain("- client_id: 'grafana'");
  expect(mended).toContain(`$plaintext$${SECRET}`);
});
