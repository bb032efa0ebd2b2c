import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { needsChromium } from './chromium.ts';
import { desktopOf } from './desktop-window.ts';
import { everyLook } from './every-look.ts';
import { expect, test } from './fixtures.ts';
import { handedOver } from './handed-over.ts';
import type { ServedHost } from './host.ts';
import { OverviewPage } from './pages/overview-page.ts';
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
/** One mistake with a safe mend, one that a person decides, and one that is mended by hand. */
const MENDABLE = CONFIGURATION.replace("client_id: 'grafana'", "id: 'grafana'")
  .replace(
    "authorization_policy: 'two_factor'\n        token",
    "authorization_policy: 'two-factor'\n        token",
  )
  .replace("scopes: ['openid', 'profile', 'email']", "scopes: ['profile', 'email']");
const BROKEN = 'identity_providers:\n  oidc:\n\tclients: []\n';

const EMPTY = 'latchkey: 1\nid: brought-here\nname: Family server\nproviders: {}\napps: {}\n';

interface Given {
  readonly name: string;
  readonly text: string;
}

/** The screen of what is brought. */
class BringPage {
  readonly page: Page;
  readonly heading: Locator;
  readonly findings: Locator;
  readonly clients: Locator;
  readonly file: (name: string) => Locator;

  constructor(page: Page) {
    this.page = page;
    this.heading = page.getByRole('heading', { level: 1 });
    this.findings = page.locator('[data-row]');
    this.clients = page.getByRole('region', { name: 'Clients found' }).getByRole('listitem');
    this.file = (name) =>
      page.getByRole('list', { name: 'The files' }).locator('> li').filter({ hasText: name });
  }

  async open(host: ServedHost): Promise<string> {
    const file = await openWorkspace(this.page, host, EMPTY);
    await this.page.getByRole('link', { name: 'Your files' }).click();
    await expect(this.heading).toHaveText('Bring what you have');
    return file;
  }
  async choose(...files: readonly Given[]): Promise<void> {
    const desktop = desktopOf(this.page);
    if (desktop !== undefined) {
      const folder = mkdtempSync(path.join(desktop.home, 'brought-'));
      for (const { name, text } of files) writeFileSync(path.join(folder, name), text);
      await desktop.choose(...files.map(({ name }) => path.join(folder, name)));
      return this.button('Choose files…').click();
    }
    await this.page
      .locator('input[type=file]')
      .setInputFiles(
        files.map(({ name, text }) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(text) })),
      );
  }
  async tab(name: string): Promise<void> {
    await this.page.getByRole('tab', { name }).click();
  }
  button(name: string | RegExp): Locator {
    return this.page.getByRole('button', { name });
  }
  /** There is one next thing to do at most. */
  async onePrimary(): Promise<void> {
    expect(await this.page.locator('main .button.primary').count()).toBeLessThanOrEqual(1);
  }
}

/** Everything that the page has in its memory, as text. What it no longer needs is not kept. */
async function memoryOf(page: Page): Promise<string> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.enable');
  for (let time = 0; time < 3; time += 1) await session.send('HeapProfiler.collectGarbage');
  const parts: string[] = [];
  session.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => parts.push(chunk));
  await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  await session.detach();
  return parts.join('');
}

/** The planted secret is in no part of the page's memory. What was just sent goes with the next sweep or so. */
const forgotten = (page: Page) =>
  expect.poll(async () => (await memoryOf(page)).includes('PLANTED'), { timeout: 15_000 }).toBe(false);

test('the first screen says what can be read, by the names of products', async ({ page, host }) => {
  const bring = new BringPage(page);
  await bring.open(host);
  for (const name of ['Authelia', 'authentik', 'Keycloak', 'Docker Compose'])
    await expect(
      page.getByRole('region', { name: 'What can be read' }).getByText(name, { exact: true }),
    ).toBeVisible();
  await page.getByText('All of them by name').click();
  await expect(page.getByText(/Grafana, .*Immich, /)).toBeVisible();
  await bring.onePrimary();
  await everyLook(page, 'bring-empty');
  await bring.button('Paste text').click();
  await bring.onePrimary();
  await everyLook(page, 'bring-paste');
});

test('files are chosen, judged, and taken over without a secret in the page', async ({ page, host }) => {
  const bring = new BringPage(page);
  const file = await bring.open(host);
  await bring.choose({ name: 'configuration.yml', text: CONFIGURATION }, { name: 'grafana.env', text: ENV });

  await expect(bring.heading).toHaveText(/^\d+ findings in 2 files$/);
  await expect(bring.heading).toBeFocused();
  await expect(page.getByText(/^Grafana comes back to https:/)).toBeVisible();
  await forgotten(page);
  await everyLook(page, 'bring-findings');
  await bring.onePrimary();

  await bring.tab('Clients found 2');
  await expect(bring.heading).toHaveText('2 clients found');
  const row = (name: string) => bring.clients.filter({ hasText: name });
  await expect(row('grafana.example.com')).toContainText('kept for this session');
  await expect(row('grafana.example.com')).toContainText('configuration.yml, grafana.env');
  await expect(row('x7-tool')).toContainText('has none');
  await expect(row('x7-tool')).toContainText('app’s side not seen');
  await expect(page.getByRole('checkbox', { name: 'Take over Grafana' })).toBeChecked();
  // An app that is not known is not taken over by itself.
  await expect(page.getByRole('checkbox', { name: 'Take over x7-tool' })).not.toBeChecked();
  await page.getByText(/was not taken over/).click();
  await expect(page.getByText('configuration.yml:15')).toBeVisible();
  await bring.onePrimary();
  await everyLook(page, 'bring-clients');
  expect(await page.content()).not.toContain('PLANTED');
  await bring.button('Take over 1 app').click();

  await expect(new OverviewPage(page).card('Grafana')).toBeVisible();
  const text = readFileSync(file, 'utf8');
  expect(text).toContain('kind: grafana');
  expect(text).toContain('client_id: grafana');
  expect(text).not.toContain('x7-tool');
  expect(text).not.toContain('PLANTED');
  await forgotten(page);
});

test('a provider whose address stands nowhere is asked for, and pasted text counts as a file', async ({
  page,
  host,
}) => {
  const bring = new BringPage(page);
  await bring.open(host);
  await bring.button('Paste text').click();
  await page
    .getByRole('textbox', { name: 'A configuration' })
    .fill(CONFIGURATION.replace(/^session:[\s\S]*?(?=identity)/, ''));
  await bring.button('Read it').click();
  await bring.tab('Clients found 0');
  await expect(page.getByText(/No file says where Authelia is/)).toBeVisible();
  await expect(page.locator('main')).not.toContainText('--');
  await forgotten(page);
  await page.getByRole('textbox', { name: 'Address of the provider' }).fill('https://auth.example.com');
  await bring.button('Use it').click();
  await expect(page.getByRole('tab', { name: 'Clients found 2' })).toBeVisible();
  await expect(page.getByRole('checkbox', { name: 'Take over Grafana' })).toBeVisible();
  // What is no configuration is said to be none.
  await bring.button('Other files…').click();
  await bring.button('Paste text').click();
  await page.getByRole('textbox', { name: 'A configuration' }).fill('Dear diary');
  await bring.button('Read it').click();
  await expect(bring.heading).toHaveText('Nothing found in 1 file');
  await everyLook(page, 'bring-none');
  await bring.onePrimary();
  await bring.tab('Clients found 0');
  await expect(page.getByText('No client of a provider and no app’s settings')).toBeVisible();
  // Pasted anywhere on the first screen, without a field.
  await bring.button('Other files…').click();
  await expect(bring.heading).toHaveText('Bring what you have');
  await page.evaluate((text) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', text);
    document.body.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }),
    );
  }, CONFIGURATION);
  await expect(bring.heading).toHaveText(/findings in 1 file$/);
});

test('files and a folder are dropped', async ({ page, host, folder }) => {
  const bring = new BringPage(page);
  await bring.open(host);
  const inside = path.join(folder, 'authelia');
  mkdirSync(inside);
  writeFileSync(path.join(inside, 'configuration.yml'), CONFIGURATION);
  writeFileSync(path.join(inside, 'picture.png'), 'no configuration');
  writeFileSync(path.join(folder, 'grafana.env'), ENV);
  const box = (await page.getByRole('region', { name: 'Drop files here' }).boundingBox())!;
  const session = await page.context().newCDPSession(page);
  const at = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  const data = { items: [], files: [inside, path.join(folder, 'grafana.env')], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await session.send('Input.dispatchDragEvent', { type, ...at, data });
  await expect(bring.heading).toHaveText(/findings in 2 files$/);
  await bring.tab('Clients found 2');
  await expect(bring.clients.filter({ hasText: 'grafana.example.com' })).toContainText(
    'configuration.yml, grafana.env',
  );
});

test('safe mends take one press, the others one each, and the mended file is handed over', async ({
  page,
  host,
}) => {
  const bring = new BringPage(page);
  await bring.open(host);
  await bring.choose({ name: 'configuration.yml', text: MENDABLE });
  await expect(bring.heading).toHaveText(/^\d+ findings in 1 file$/);
  await expect(
    page.getByText(/^No file says which version of Authelia this is: 4\.\d+ was taken/),
  ).toBeVisible();
  const choice = bring.findings.filter({ hasText: 'may not ask for the scope openid' });
  await expect(choice).toContainText('your choice');
  await expect(choice).toContainText('The app may then ask for one more scope.');
  const safe = bring.findings.filter({ hasText: 'two-factor' });
  await expect(safe).toContainText('Safe');
  await expect(safe.locator('.gone')).toContainText("authorization_policy: 'two-factor'");
  await expect(safe.locator('.new')).toContainText("authorization_policy: 'two_factor'");
  await bring.onePrimary();
  await everyLook(page, 'bring-mends');

  await bring.button(/^Mend the \d+ safe ones$/).click();
  await expect(safe).toHaveCount(0);
  await expect(choice).toHaveCount(1);
  const mended = page.getByRole('region', { name: 'Mended, and not written yet' });
  await expect(mended).toContainText('configuration.yml');
  // The way back: all of it, and again.
  await bring.button('Take back the last').click();
  await expect(safe).toHaveCount(1);
  await bring.button(/^Mend the \d+ safe ones$/).click();
  await expect(safe).toHaveCount(0);
  await choice.getByRole('button', { name: /^Mend configuration\.yml, line \d+$/ }).click();
  await expect(choice).toHaveCount(0);
  await bring.onePrimary();
  await everyLook(page, 'bring-mended');
  expect(await page.content()).not.toContain('PLANTED');
  await forgotten(page);

  const text = (await handedOver(bring.button('Save configuration.yml…'))).bytes.toString();
  expect(text).toContain("- client_id: 'grafana'");
  expect(text).toContain("authorization_policy: 'two_factor'\n        token");
  expect(text).toMatch(/scopes:\s*\[.*openid.*\]/);
  expect(text).toContain(`$plaintext$${SECRET}`);
});

test('the list of findings is one Tab stop: arrows move, right leads to what can be done, Enter mends', async ({
  page,
  host,
}) => {
  const bring = new BringPage(page);
  await bring.open(host);
  await bring.choose({ name: 'configuration.yml', text: MENDABLE });
  // The heading before it has the focus, too.
  await expect(bring.findings.first()).toBeVisible();
  await expect(bring.heading).toBeFocused();
  const focused = page.locator(':focus');
  const tabs: string[] = [];
  for (let press = 0; press < 5; press += 1) {
    await page.keyboard.press('Tab');
    tabs.push(await focused.evaluate((element) => element.getAttribute('role') ?? element.tagName));
  }
  // Other files, the safe mends, the tabs, what was read, and the list.
  expect(tabs).toEqual(['BUTTON', 'BUTTON', 'tab', 'BUTTON', 'LI']);
  const count = await bring.findings.count();
  await expect(bring.findings.first()).toBeFocused();
  await page.keyboard.press('End');
  await expect(bring.findings.nth(count - 1)).toBeFocused();
  await page.keyboard.press('Home');
  await expect(bring.findings.first()).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await expect(bring.findings.first().getByRole('button')).toBeFocused();
  await page.keyboard.press('ArrowLeft');
  await expect(bring.findings.first()).toBeFocused();
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement?.closest('[data-row]') ?? null)).toBeNull();
  await page.keyboard.press('Shift+Tab');
  await expect(bring.findings.first()).toBeFocused();
  // A row that is mended goes, and the one in its place has the focus.
  await page.keyboard.press('Enter');
  await expect(bring.findings).not.toHaveCount(count);
  await expect(bring.findings.first()).toBeFocused();
  await bring.tab('Clients found 2');
  await page.getByRole('checkbox', { name: 'Take over Grafana' }).focus();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('checkbox', { name: 'Take over x7-tool' })).toBeFocused();
  await page.keyboard.press('Space');
  await expect(page.getByRole('checkbox', { name: 'Take over x7-tool' })).toBeChecked();
  await page.keyboard.press('Tab');
  expect(await focused.evaluate((element) => element.closest('.bring-clients'))).toBeNull();
});

test('a file that can’t be read says where and what to write, and loses nothing of the others', async ({
  page,
  host,
}) => {
  const bring = new BringPage(page);
  await bring.open(host);
  await bring.choose(
    { name: 'broken.yml', text: BROKEN },
    { name: 'configuration.yml', text: CONFIGURATION },
    { name: `${'a-rather-long-name-'.repeat(5)}list.txt`, text: 'milk, bread\n' },
  );
  await expect(bring.heading).toHaveText('1 of 3 files can’t be read');
  await expect(bring.file('broken.yml')).toContainText('Line 3:');
  await expect(bring.file('broken.yml')).toContainText('⇥');
  await expect(bring.file('broken.yml')).toContainText('What to do:');
  await expect(bring.file('configuration.yml')).toContainText('Authelia');
  await expect(bring.file('list.txt')).toContainText('nothing in it that Latchkey knows');
  await bring.onePrimary();
  await everyLook(page, 'bring-error');
  await bring.button('Go on with 1 file').click();
  await bring.tab('Clients found 2');
  // Another one comes to them, in the place of the broken one.
  await page.getByRole('button', { name: 'What was read' }).click();
  await bring.button('Leave it out: broken.yml').click();
  await expect(bring.file('broken.yml')).toHaveCount(0);
  await page.getByRole('button', { name: 'What was read' }).click();
  await bring.choose({ name: 'grafana.env', text: ENV });
  await bring.tab('Clients found 2');
  await expect(bring.clients.filter({ hasText: 'grafana.example.com' })).toContainText(
    'configuration.yml, grafana.env',
  );
});

test('two sides that stand against each other are named, and a digest alone is said to be one', async ({
  page,
  host,
}) => {
  const bring = new BringPage(page);
  await bring.open(host);
  // The digest of another secret.
  const digest =
    '$pbkdf2-sha512$310000$0XhTivVV8tsqQhQ/b32E4w$IZYSS1jv9A4H0NuVW4NtQHXZu7gicfPjgV5VKujuTRcjMMbu.xjD.7BfSkc9bYOXdu6/dVX1jVjIv5fo5.RjmA';
  const text = CONFIGURATION.replace(`$plaintext$${SECRET}`, digest);
  await bring.choose({ name: 'configuration.yml', text });
  await bring.tab('Clients found 2');
  await expect(bring.clients.first()).toContainText('only its digest is known');
  await bring.button('Other files…').click();
  await bring.choose({ name: 'configuration.yml', text }, { name: 'grafana.env', text: ENV });
  await bring.tab('Clients found 2');
  await expect(bring.clients.first()).toContainText('the two sides have different ones');
  await expect(page.getByText('These stand against each other')).toBeVisible();
  await expect(page.getByText('grafana.env:3')).toBeVisible();
  await everyLook(page, 'bring-conflict');
});

test('an example shows what it is about, and nothing of it is taken over', async ({ page, host }) => {
  const bring = new BringPage(page);
  const file = await bring.open(host);
  await bring.button('Look at an example').click();
  await expect(bring.heading).toHaveText(/^\d+ findings in 2 files$/);
  await everyLook(page, 'bring-example');
  await bring.button(/^Mend the \d+ safe ones$/).click();
  await expect(page.getByRole('region', { name: 'Mended, and not written yet' })).toBeVisible();
  await bring.tab('Clients found 4');
  await expect(page.getByRole('checkbox')).toHaveCount(0);
  await bring.button('Bring your own files').click();
  await expect(bring.heading).toHaveText('Bring what you have');
  expect(readFileSync(file, 'utf8')).toBe(EMPTY);
});

test('nothing moves while files are read, and what is waited for says so after a while', async ({
  page,
  host,
}) => {
  const bring = new BringPage(page);
  await bring.open(host);
  let go: () => void = () => {};
  const waiting = new Promise<void>((done) => {
    go = done;
  });
  await page.route('**/api/call/bring.read', async (route) => {
    await waiting;
    await route.continue();
  });
  const zone = page.getByRole('region', { name: 'Drop files here' });
  const before = await zone.boundingBox();
  const name = `${'a-name-that-is-long-'.repeat(5)}.yml`;
  const chosen = bring.choose({ name, text: CONFIGURATION });
  await expect(zone.getByText(`Reading ${name}…`)).toBeVisible();
  expect(await zone.boundingBox()).toEqual(before);
  await everyLook(page, 'bring-busy');
  go();
  await chosen;
  await expect(bring.heading).toHaveText(/findings in 1 file$/);
});

test('200 findings and a file of 1 MB stay fluent', async ({ page, host }) => {
  test.slow();
  const bring = new BringPage(page);
  await bring.open(host);
  const clients = Array.from(
    { length: 60 },
    (_, index) => `      - id: 'app-${index}'
        description: 'App ${index}'
        secret: '$plaintext$${SECRET}${index}'
        redirect_uris: ['https://A${index}.example.com/callback']
        scopes: 'openid profile'
        authorization_policy: 'two-factor'
`,
  );
  const head = CONFIGURATION.slice(0, CONFIGURATION.indexOf("      - client_id: 'grafana'"));
  const comment = `# ${'long lines of notes that somebody keeps in the file, '.repeat(4)}\n`;
  const text = `${head}${clients.join('')}${comment.repeat(Math.ceil((1_048_576 - head.length - clients.join('').length) / comment.length))}`;
  expect(text.length).toBeGreaterThan(1_048_576);
  const began = Date.now();
  await bring.choose({ name: 'configuration.yml', text });
  await expect(bring.heading).toHaveText(/^[2-9]\d\d findings in 1 file$/, { timeout: 20_000 });
  const took = Date.now() - began;
  await expect.poll(() => bring.findings.count()).toBeGreaterThanOrEqual(200);
  // A key moves at once, also at the end of the list.
  await bring.findings.first().focus();
  const pressed = await page.evaluate(async () => {
    const start = performance.now();
    for (const key of ['End', 'ArrowUp', 'ArrowUp', 'Home']) {
      document.activeElement!.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
      await new Promise((done) => requestAnimationFrame(done));
    }
    return (performance.now() - start) / 4;
  });
  expect(pressed).toBeLessThan(100);
  expect(took).toBeLessThan(15_000);
  test
    .info()
    .annotations.push({ type: 'figures', description: `read ${took} ms, key ${pressed.toFixed(0)} ms` });
  expect(await page.content()).not.toContain('PLANTED');
});
