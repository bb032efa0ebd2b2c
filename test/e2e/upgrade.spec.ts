import { readFileSync } from 'node:fs';
import { needsChromium } from './chromium.ts';
import { expect, test } from './fixtures.ts';
import { OverviewPage } from './pages/overview-page.ts';
import { violations } from './violations.ts';
import { openWorkspace } from './ways.ts';

needsChromium();

const WORKSPACE = `latchkey: 1
id: 0d7c6a52-9a55-4b0e-8b0e-3b3a4d1e5f61
name: Home
providers:
  home:
    kind: authelia
    url: https://auth.example.com
    version: "4.38"
    setup: existing
apps:
  memos: { kind: memos, url: https://notes.example.com, provider: home, version: "0.24" }
  romm: { kind: romm, url: https://games.example.com, provider: home, version: "5.2" }
`;

test('what a newer version changes stands on the overview, and line by line on a page of its own', async ({
  page,
  host,
}) => {
  const file = await openWorkspace(page, host, WORKSPACE);
  const overview = new OverviewPage(page);
  await expect(page.getByText('4.38 → 4.39')).toBeVisible();
  await expect(page.getByText('changes something for 1 of 2 apps.')).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await page.getByRole('link', { name: 'See what changes' }).click();

  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Another version of Authelia');
  await expect(
    page.getByText(/^RomM: email, email_verified, preferred_username are then not in the ID token/),
  ).toBeVisible();
  await expect(page.getByRole('heading', { name: 'home/authelia-clients.yml' })).toBeVisible();
  await expect(page.locator('ins', { hasText: "claims_policy: 'romm'" })).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await page.reload();
  await expect(page.locator('ins', { hasText: "claims_policy: 'romm'" })).toBeVisible();

  // A version that nobody knows is said to be one.
  await page.getByText('Another', { exact: true }).click();
  await page.getByRole('textbox').fill('99');
  await expect(page.getByText(/Authelia 99 is newer than what Latchkey knows/)).toBeVisible();
  await page.getByRole('textbox').fill('4.38');
  await expect(page.getByText('“home” is at 4.38 already.')).toBeVisible();

  await page.getByRole('link', { name: 'Overview' }).click();
  await overview.act('Memos', 'What another version changes');
  await expect(page.getByText(/An existing account is never taken over/)).toBeVisible();
  expect(readFileSync(file, 'utf8')).toBe(WORKSPACE);
});
