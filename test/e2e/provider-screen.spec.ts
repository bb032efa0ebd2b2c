import { readFileSync } from 'node:fs';
import { needsChromium } from './chromium.ts';
import { everyLook } from './every-look.ts';
import { expect, test } from './fixtures.ts';
import { OverviewPage } from './pages/overview-page.ts';
import { ProviderPage } from './pages/provider-page.ts';
import { openWorkspace, signIn, toTest, workspaceText } from './ways.ts';

needsChromium();

const look = everyLook;
const appsOf = (kinds: readonly string[]) =>
  kinds
    .map(
      (kind) => `  ${kind}:\n    kind: ${kind}\n    url: https://${kind}.example.com\n    provider: home\n`,
    )
    .join('');
const SEVEN = ['romm', 'kestra', 'grafana', 'gitea', 'paperless-ngx', 'immich', 'miniflux'];

test('a provider nobody asked yet, asked, healthy, changed and gone, with the keyboard alone', async ({
  page,
  host,
  side,
  folder,
}) => {
  test.setTimeout(300_000);
  const idp = await side('authelia', { kind: 'memos', url: 'https://notes.example.com' });
  const file = await openWorkspace(page, host, workspaceText(idp.url) + appsOf(SEVEN));
  const provider = new ProviderPage(page);
  const overview = new OverviewPage(page);

  // From the map, by its node.
  await provider.node('Authelia').focus();
  await page.keyboard.press('Enter');
  await expect(provider.heading).toHaveText('Authelia');
  await expect(provider.heading).toBeFocused();
  await expect(provider.answer).toContainText('Nobody has asked it yet');
  await expect(page.getByRole('main')).toContainText('8 of 8 apps need you.');
  await expect(provider.steps.getByRole('link').first()).toBeVisible();
  await look(page, 'provider-never');

  await provider.press('Ask it');
  await expect(provider.answer).toContainText('It answers');
  await look(page, 'provider-answers');

  // A change says what it touches before it is saved, and can be left as it was.
  await provider.press('Change address or version');
  await expect(provider.heading).toHaveText('Change Authelia');
  await expect(provider.touched).toContainText('Nothing yet.');
  await expect(page.getByText('It answers', { exact: true })).toBeVisible();
  await look(page, 'provider-change');
  const before = readFileSync(file, 'utf8');
  await page.getByRole('radio', { name: '4.38' }).focus();
  await page.keyboard.press('Space');
  await expect(provider.touched).toContainText('8 apps have to be tested again');
  await expect(provider.touched).toContainText('home/authelia-clients.yml');
  await look(page, 'provider-touches');
  expect(readFileSync(file, 'utf8')).toBe(before);
  await page.reload();
  await expect(provider.touched).toContainText('8 apps have to be tested again');
  await provider.press('Keep it as it is');
  await expect(provider.heading).toHaveText('Authelia');
  expect(readFileSync(file, 'utf8')).toBe(before);

  // An app of it has passed its test login.
  await page.getByRole('link', { name: 'Overview' }).click();
  const proof = await toTest(page, 'Memos', { side: idp, folder });
  await signIn(proof);
  await page.getByRole('link', { name: 'Overview' }).click();
  await overview.act('Authelia', 'Look at it');
  await expect(provider.app('Memos')).toContainText('Test login passed');
  await look(page, 'provider-some');

  // What is to be done there opens where it is done.
  const first = provider.steps.getByRole('link').first();
  const title = (await first.locator('.grow').textContent())!;
  await first.focus();
  await page.keyboard.press('Enter');
  await expect(page.locator('.step-now')).toContainText(title);
  await page.goBack();
  await expect(provider.heading).toHaveText('Authelia');

  // It moves: the address is written, and what was applied and tested there is to be done again.
  await provider.press('Change address or version');
  await page.getByRole('textbox', { name: 'Address' }).focus();
  await page.keyboard.press('End');
  await page.keyboard.type('/sso');
  await expect(provider.touched).toContainText('files and guides are written differently');
  await page.keyboard.press('Enter');
  await expect(provider.heading).toHaveText('Authelia');
  await expect(provider.facts).toContainText(`${idp.url}/sso`);
  expect(readFileSync(file, 'utf8')).toContain(`${idp.url}/sso`);
  await expect(provider.answer).toContainText('Nobody has asked it yet');
  await expect(provider.app('Memos')).not.toContainText('Test login passed');
  await provider.press('Change address or version');
  await page.getByRole('textbox', { name: 'Address' }).fill(idp.url);
  await provider.press('Save');
  await expect(provider.app('Memos')).toContainText('Test login passed');

  // It goes away: the cause stands once, and its apps wait.
  await idp.close();
  await provider.press('Ask it');
  await expect(provider.answer).toContainText('No answer');
  await look(page, 'provider-no-answer');
  await page.getByRole('link', { name: 'Overview' }).click();
  await overview.testAll.click();
  await expect(overview.heading).toHaveText('Authelia can’t be reached from here', { timeout: 60_000 });
  await provider.node('Authelia').focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main').getByText(/^Waits for Authelia/)).toHaveCount(8);
  await expect(provider.answer).toContainText('Last tried');
  await expect(page.locator('.app-row.fail')).toHaveCount(0);
  await look(page, 'provider-stopped');
  await provider.press('Change its address');
  await expect(provider.heading).toHaveText('Change Authelia');
  await expect(page.getByRole('textbox', { name: 'Address' })).toHaveValue(idp.url);
});

test('a provider without apps is removed, and one that is not there says so', async ({ page, host }) => {
  test.setTimeout(180_000);
  const alone = `${workspaceText('https://auth.example.com').split('apps:')[0]}apps: {}\n`;
  await openWorkspace(page, host, alone);
  const provider = new ProviderPage(page);
  await provider.node('Authelia').focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toContainText('No app uses it yet.');
  await look(page, 'provider-no-apps');
  await provider.press('Remove it');
  await expect(provider.heading).toHaveText('Remove Authelia');
  await provider.press('Remove Authelia');
  await expect(provider.heading).toHaveText('Authelia is removed.');
  await page.goBack();
  await expect(page.getByText('This provider is no longer in the workspace.')).toBeVisible();
  await look(page, 'provider-gone');
});

test('a provider whose apps it holds one by one, with a name of 100 characters', async ({ page, host }) => {
  test.setTimeout(180_000);
  const long =
    'A name that somebody gave to an app because it was to say everything about it, all 100 signs of it '.padEnd(
      100,
      '!',
    );
  const text =
    workspaceText('https://a-rather-long-name-for-a-small-machine.in-the-cellar.home.example.com', {
      provider: 'authentik',
      more: [`client_name: "${long}"`],
    }) + appsOf(['grafana', 'gitea']);
  await openWorkspace(page, host, text);
  const provider = new ProviderPage(page);
  await provider.node('authentik').focus();
  await page.keyboard.press('Enter');
  await expect(provider.steps).toContainText('3 left');
  await look(page, 'provider-one-by-one');
  await provider.steps.getByRole('link', { name: /^A name that/ }).focus();
  await page.keyboard.press('Enter');
  await expect(provider.heading).toHaveText(/^(How do you want to apply it|Apply it)/);
});

test('a provider of 1,000 apps is fluent, and compares their files only when that is asked for', async ({
  page,
  host,
}, info) => {
  test.setTimeout(240_000);
  const many = Array.from(
    { length: 999 },
    (_, index) =>
      `  app${index}:\n    kind: memos\n    url: https://app${index}.example.com\n    provider: home\n`,
  ).join('');
  await openWorkspace(page, host, workspaceText('https://auth.example.com', { version: '4.38' }) + many);
  const provider = new ProviderPage(page);
  await expect(provider.node('Authelia')).toBeVisible({ timeout: 30_000 });
  await page.waitForTimeout(3000);
  await page.evaluate(() => {
    addEventListener('keydown', () => performance.mark('pressed'), { capture: true, once: true });
    const seen = new MutationObserver(() => {
      if (document.querySelector('.provider-steps') === null) return;
      seen.disconnect();
      requestAnimationFrame(() => requestAnimationFrame(() => performance.mark('painted')));
    });
    seen.observe(document, { childList: true, subtree: true });
  });
  await provider.node('Authelia').focus();
  await page.keyboard.press('Enter');
  await expect(provider.steps).toBeVisible({ timeout: 20_000 });
  await page.waitForFunction(() => performance.getEntriesByName('painted').length > 0);
  const took = await page.evaluate(() => {
    const [pressed, painted] = ['pressed', 'painted'].map((name) => performance.getEntriesByName(name)[0]!);
    return Math.round(painted!.startTime - pressed!.startTime);
  });
  info.annotations.push({ type: 'measured', description: `1,000 apps after ${took} ms` });
  console.log(`    a provider of 1,000 apps: painted after ${took} ms`);
  // About a second on an idle machine.
  expect(took).toBeLessThan(5000);
  await expect(page.locator('.app-item')).toHaveCount(1000, { timeout: 30_000 });
  // No letter is lost, however the rows are drawn between two of them.
  const find = page.getByRole('searchbox');
  for (const delay of [0, 2, 5, 10, 20, 40, 80, 160, 320, 0]) {
    await page.keyboard.press('/');
    await page.keyboard.type('app77', { delay });
    await expect(find).toHaveValue('app77', { timeout: 1 });
    await expect(page.locator('.app-item')).toHaveCount(11);
    await page.keyboard.press('Escape');
    await expect(find).toHaveValue('');
    await page.keyboard.press('Escape');
  }
  await page.keyboard.press('/');
  await page.keyboard.type('app77');
  await expect(page.locator('.app-item')).toHaveCount(11);
  await look(page, 'provider-many');

  await provider.press('Change address or version');
  await page.getByRole('radio', { name: '4.39' }).focus();
  await page.keyboard.press('Space');
  await expect(provider.touched).toContainText('1000 apps have to be tested again', { timeout: 20_000 });
  await expect(provider.touched).toContainText('and 994 more');
  await provider.press('Compare the files');
  await expect(provider.touched).toContainText(/written differently/, { timeout: 30_000 });
  await look(page, 'provider-many-touched');
});

test('another version is stated at the provider, not in the wizard of an app', async ({ page, host }) => {
  const text = workspaceText('https://auth.example.com', { version: '4.38' });
  const file = await openWorkspace(page, host, text + appsOf(['romm']));
  const provider = new ProviderPage(page);
  await page.getByRole('link', { name: 'See what changes' }).click();
  await expect(provider.heading).toHaveText('Another version of Authelia');
  await provider.press('It runs 4.39 now');
  await expect(provider.heading).toHaveText('Change Authelia');
  await expect(page.getByRole('radio', { name: '4.39' })).toBeChecked();
  await expect(provider.touched).toContainText('2 apps have to be tested again');
  expect(readFileSync(file, 'utf8')).toContain('version: "4.38"');
  await provider.press('Save');
  await expect(provider.facts).toContainText('4.39');
  expect(readFileSync(file, 'utf8')).toMatch(/version: "?4\.39/);
});
