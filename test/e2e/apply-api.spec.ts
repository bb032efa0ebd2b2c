import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { applySide } from '../../shared/apply/side.ts';
import { isNoWay } from '../../shared/apply/things.ts';
import { deriveConnection } from '../../shared/client/derive.ts';
import { parseWorkspace } from '../../shared/workspace/parse.ts';
import { notYet, startJsonProduct } from '../helpers/json-product.ts';
import { type StandIn, startPocketId } from '../helpers/pocket-id.ts';
import { needsChromium } from './chromium.ts';
import { everyLook } from './every-look.ts';
import { expect, test } from './fixtures.ts';
import type { ApplyPage } from './pages/apply-page.ts';
import { OverviewPage } from './pages/overview-page.ts';
import { openWorkspace, toApply, workspaceText } from './ways.ts';

needsChromium();

const KEY = 'planted-api-key-7d1f0c5be2';
const LONG = 'The notes of everybody in our rather large family'.slice(0, 50);

/** What a person asked a product for comes when it answers, which may be later than the browser counts as one with the press. */
const WAITED = /^layout shift of \S+ at \S+\/apply/;

let pocket: StandIn;
test.beforeEach(async () => {
  pocket = await startPocketId(KEY);
});
test.afterEach(() => pocket.close());

const at = (more: readonly string[] = []) =>
  workspaceText(pocket.url, { provider: 'pocket-id', version: '2.14', app: 'memos', more });

async function give(apply: ApplyPage, token = KEY): Promise<void> {
  await apply.step.getByRole('textbox').fill(token);
  await apply.step.getByRole('textbox').press('Enter');
}

/** From the heading of the page, as often as it takes. */
async function tabsToNext(page: Page): Promise<number> {
  await page.getByRole('heading', { level: 1 }).focus();
  for (let press = 1; press <= 30; press += 1) {
    await page.keyboard.press('Tab');
    if ((await page.evaluate(() => document.activeElement?.textContent)) === 'Go on to the test')
      return press;
  }
  return Number.POSITIVE_INFINITY;
}

const onePrimary = (page: Page) => expect(page.getByRole('main').locator('.button.primary')).toHaveCount(1);

/** Every text that the page still has in its memory. */
async function memoryOf(page: Page): Promise<string> {
  const session = await page.context().newCDPSession(page);
  const chunks: string[] = [];
  session.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => void chunks.push(chunk));
  await session.send('HeapProfiler.collectGarbage');
  await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  await session.detach();
  return chunks.join('');
}

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile())
    .map((one) => readFileSync(path.join(one.parentPath, one.name), 'latin1'));

test('Latchkey does the provider’s side: token, plan, one press, read back, and taken back', async ({
  page,
  host,
}) => {
  test.setTimeout(400_000);
  await openWorkspace(page, host, at());
  const apply = await toApply(page, 'Memos');
  await everyLook(page, 'api-choose');
  await apply.start({ 'Pocket ID': 'Through the API', Memos: 'By hand' });
  await expect(apply.step.getByRole('heading', { level: 2 })).toHaveText('Let Latchkey do it');
  await expect(apply.step.getByText(/API key of an administrator/)).toBeVisible();
  await onePrimary(page);
  expect(await tabsToNext(page)).toBeLessThanOrEqual(12);
  await everyLook(page, 'api-token');
  await apply.step.getByText('How to make one in Pocket ID').click();
  await expect(apply.step.getByText(/API Keys › Add API Key/)).toBeVisible();
  await everyLook(page, 'api-token-how');
  expect(pocket.requests).toEqual([]);

  await give(apply, 'wrong');
  await expect(apply.step.getByText(/does not take the token/)).toBeVisible();
  await expect(apply.step.getByText('Nothing was changed.')).toBeVisible();
  await onePrimary(page);
  await everyLook(page, 'api-refused');

  await give(apply);
  const send = apply.step.getByRole('button', { name: 'Apply these 2 requests' });
  await expect(send).toBeVisible();
  await onePrimary(page);
  expect(await tabsToNext(page)).toBeLessThanOrEqual(12);
  const requests = apply.step.locator('summary');
  await requests.first().focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('ArrowDown');
  await expect(requests.nth(1)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(apply.step.getByText('"secret": "••••••••"')).toBeVisible();
  await everyLook(page, 'api-plan');
  expect(pocket.clients.size).toBe(0);

  // The page has given the token away and doesn't have it any more.
  const memory = await memoryOf(page);
  expect(memory).toContain('Apply these');
  expect(memory).not.toContain(KEY);

  await send.click();
  await expect(apply.step.getByText('Done and read back.')).toBeVisible();
  expect([...pocket.clients.keys()].length).toBe(1);
  await onePrimary(page);
  await expect(page.locator('.lane-step.yes').first()).toBeVisible();
  await everyLook(page, 'api-done');

  await apply.step.getByRole('button', { name: 'Look again' }).click();
  await expect(apply.step.getByText(/^Nothing to do/)).toBeVisible();
  await onePrimary(page);
  await everyLook(page, 'api-nothing');

  // The way back shows each request, too, before anything is sent.
  pocket.requests.length = 0;
  await apply.step.getByRole('button', { name: 'Take it back…' }).click();
  const back = apply.step.getByRole('button', { name: 'Send these 2 requests' });
  await expect(back).toBeVisible();
  await expect(apply.step.getByText('is removed again')).toHaveCount(2);
  expect(pocket.requests.every((one) => one.startsWith('GET'))).toBe(true);
  await onePrimary(page);
  await everyLook(page, 'api-back-plan');
  await apply.step.getByRole('button', { name: 'Cancel' }).click();
  await expect(back).toHaveCount(0);
  await apply.step.getByRole('button', { name: 'Take it back…' }).click();
  await expect(back).toBeVisible();
  // What stands there changes before the press: nothing is sent, and what would be is shown.
  const made = [...pocket.clients.values()][0]!;
  made.description = 'By hand';
  const name = made.name;
  made.name = 'Changed since';
  await back.click();
  await expect(apply.step.getByText(/has changed since you saw the requests/)).toBeVisible();
  await expect(apply.step.getByText(/somebody changed it since/)).toBeVisible();
  expect(pocket.requests.every((one) => one.startsWith('GET'))).toBe(true);
  await everyLook(page, 'api-back-changed');
  made.name = name;
  await apply.step.getByRole('button', { name: 'Cancel' }).click();
  await apply.step.getByRole('button', { name: 'Take it back…' }).click();
  await back.click();
  await expect(apply.step.getByText('It is as it was before.')).toBeVisible();
  expect(pocket.clients.size).toBe(0);
  await expect(page.locator('.lane-step.yes')).toHaveCount(0);
  await onePrimary(page);
  await everyLook(page, 'api-back');

  // Left, the step asks for the token again.
  await apply.open(/^Memos, step 1:/);
  await apply.open(/^Pocket ID, step 1:/);
  await expect(apply.step.getByRole('textbox')).toBeVisible();
  for (const text of [...filesIn(host.home), host.stdout(), host.stderr(), await page.content()])
    expect(text).not.toContain(KEY);
});

test('what differs is shown field by field, and a plan that is no longer true is not sent', async ({
  page,
  host,
}) => {
  test.setTimeout(300_000);
  await openWorkspace(page, host, at([`client_name: ${LONG}`]));
  const apply = await toApply(page, LONG);
  await apply.start({ 'Pocket ID': 'Through the API' });
  await give(apply);
  await apply.step.getByRole('button', { name: 'Apply these 2 requests' }).click();
  await expect(apply.step.getByText('Done and read back.')).toBeVisible();
  const [client] = [...pocket.clients.values()];
  client!.callbackURLs = [
    'https://an-old-address-of-these-notes.in-the-cellar.home.example.com/auth/callback',
    'https://notes.example.com/auth/callback',
  ];
  client!.description = 'Made by hand, and kept';
  await apply.step.getByRole('button', { name: 'Look again' }).click();
  await expect(apply.step.getByText('callbackURLs', { exact: true })).toBeVisible();
  await expect(apply.step.getByText(/^Stays as it is:.*description/)).toBeVisible();
  await expect(page.locator('.lane-step.yes')).toHaveCount(0);
  await onePrimary(page);
  await everyLook(page, 'api-differs');

  client!.name = 'Another name in between';
  await apply.step.getByRole('button', { name: 'Apply this request' }).click();
  await expect(apply.step.getByText(/has changed since you saw the requests/)).toBeVisible();
  expect(client!.name).toBe('Another name in between');
  await everyLook(page, 'api-changed');

  pocket.before = (_at, method) =>
    method === 'PUT' ? { status: 400, body: { error: 'Name must be at most 50 characters' } } : undefined;
  await apply.step.getByRole('button', { name: 'Apply this request' }).click();
  await expect(apply.step.getByText(/Name must be at most 50 characters/)).toBeVisible();
  await expect(apply.step.getByText('Nothing was changed.')).toBeVisible();
  await onePrimary(page);
  await everyLook(page, 'api-failed');
  pocket.before = undefined;

  await apply.step.getByRole('button', { name: 'Look again' }).click();
  let resolve = () => {};
  const waited = new Promise<void>((done) => {
    resolve = done;
  });
  const again = apply.step.getByRole('button', { name: 'Apply this request' });
  await expect(again).toBeVisible();
  pocket.wait = () => waited;
  await again.click();
  await expect(apply.step.getByText('Sending, then reading it back…')).toBeVisible();
  await everyLook(page, 'api-sending');
  pocket.wait = undefined;
  resolve();
  await expect(apply.step.getByText('Done and read back.')).toBeVisible();
  expect(client).toMatchObject({ description: 'Made by hand, and kept', name: LONG });
});

test('a comparison is made only when it is asked for, names what differs everywhere, and leads to putting it back', async ({
  page,
  host,
}) => {
  test.setTimeout(300_000);
  const folder = await openWorkspace(
    page,
    host,
    `${at()}  grafana:
    kind: grafana
    url: https://grafana.example.com
    provider: home
`,
  );
  expect(folder).toContain(host.home);
  const overview = new OverviewPage(page);
  const apply = await toApply(page, 'Memos');
  await apply.start({ 'Pocket ID': 'Through the API', Memos: 'By hand' });
  await give(apply);
  await apply.step.getByRole('button', { name: 'Apply these 2 requests' }).click();
  await expect(apply.step.getByText('Done and read back.')).toBeVisible();
  pocket.clients.values().next().value!.callbackURLs = ['https://somewhere-else.home.example.com/cb'];
  pocket.requests.length = 0;

  await page.getByRole('link', { name: 'Overview' }).click();
  await overview.open('Pocket ID').click();
  const compare = page.getByRole('region', { name: /^Does Pocket ID still have/ });
  await expect(compare).toBeVisible();
  expect(pocket.requests).toEqual([]);
  await everyLook(page, 'api-compare-closed');
  await compare.getByRole('button', { name: 'Compare…' }).click();
  await everyLook(page, 'api-compare-token');
  await compare.getByRole('textbox').fill('wrong');
  await compare.getByRole('textbox').press('Enter');
  await expect(compare.getByText(/does not take the token/)).toBeVisible();
  await compare.getByRole('textbox').fill(KEY);
  await compare.getByRole('textbox').press('Enter');
  const found = page.getByRole('region', { name: '2 apps differ at Pocket ID' });
  await expect(found).toBeVisible();
  await expect(found.getByText(/^The client .* is not there/)).toBeVisible();
  await expect(found.getByText('https://somewhere-else.home.example.com/cb')).toBeVisible();
  expect(pocket.requests.every((one) => one.startsWith('GET'))).toBe(true);
  await everyLook(page, 'api-compare-differs');

  await page.getByRole('link', { name: 'Overview' }).click();
  await expect(overview.card('Memos')).toContainText('Differs at Pocket ID');
  await expect(overview.card('Memos')).toContainText('callbackURLs');
  await expect(overview.card('Grafana')).toContainText('Not applied yet');
  await everyLook(page, 'api-overview');
  await overview.open('Pocket ID').click();
  await page.getByRole('button', { name: 'Compare…' }).click();
  // Gone back to, it asks for the token again.
  await page.getByRole('textbox', { name: /Access token/ }).fill(KEY);
  await page.getByRole('textbox', { name: /Access token/ }).press('Enter');
  await expect(compare.getByText(/^Compared just now: 2 apps differed/)).toHaveCount(0);
  await found.getByRole('button', { name: 'Put all back… Memos' }).click();
  // The token goes along, so what is to be sent is there at once.
  const send = apply.step.getByRole('button', { name: 'Apply this request' });
  await expect(send).toBeVisible();
  await send.click();
  await expect(apply.step.getByText('Done and read back.')).toBeVisible();
  expect([...pocket.clients.values()][0]!.callbackURLs).toContain('https://notes.example.com/auth/callback');
});

test('an app’s own side: what it doesn’t show, and what stays to be done by hand', async ({
  page,
  host,
  complaints,
}) => {
  test.setTimeout(300_000);
  complaints.expect(WAITED);
  const product = await startJsonProduct();
  try {
    const text = `${workspaceText(pocket.url, { provider: 'pocket-id', version: '2.14', app: 'grafana', appUrl: product.url })}`;
    const parsed = parseWorkspace(text);
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
    const side = applySide(deriveConnection(parsed.workspace, 'grafana', 'grafana'), 'app', {
      clients: { grafana: { client_id: 'grafana', client_secret: 'any' } },
      providers: {},
    });
    if (isNoWay(side)) throw new Error(side.why);
    product.things = side.things;
    for (const thing of side.things) product.state[new URL(thing.read.url).pathname] = notYet(thing);
    await openWorkspace(page, host, text);
    const apply = await toApply(page, 'Grafana');
    await apply.start({ Grafana: 'Through the API' });
    await apply.open(/^Grafana, step 1:/);
    await expect(apply.step.getByRole('textbox', { name: /NAME:PASSWORD/ })).toBeVisible();
    await give(apply, 'latchkey:planted-password-11aa');
    const send = apply.step.getByRole('button', { name: /^Apply th/ });
    await expect(send).toBeVisible();
    await onePrimary(page);
    await everyLook(page, 'api-own-plan');
    await send.click();
    await expect(apply.step.getByText('Done and read back.')).toBeVisible();
    await expect(apply.step.getByText(/so it was not read back/)).toBeVisible();
    await expect(apply.step.getByText(/GF_SERVER_ROOT_URL/)).toBeVisible();
    // What is left by hand comes before its tick.
    await expect(page.locator('.lane-step.yes')).toHaveCount(0);
    await onePrimary(page);
    await everyLook(page, 'api-own-done');
    await apply.step.getByRole('button', { name: 'I did the rest' }).click();
    await expect(page.locator('.lane-step.yes')).toHaveCount(1);
    await apply.step.getByRole('button', { name: 'Take it back…' }).click();
    await apply.step.getByRole('button', { name: /^Send th/ }).click();
    await expect(apply.step.getByText('It is as it was before.')).toBeVisible();
    for (const one of [...filesIn(host.home), host.stdout(), host.stderr(), await page.content()])
      expect(one).not.toContain('planted-password');
  } finally {
    await product.close();
  }
});

test('what no request changes is said, with what differs, and nothing is sent', async ({
  page,
  host,
  complaints,
}) => {
  test.setTimeout(300_000);
  complaints.expect(WAITED);
  const product = await startJsonProduct();
  try {
    const text = workspaceText(pocket.url, {
      provider: 'pocket-id',
      version: '2.14',
      app: 'netbird',
      appUrl: product.url,
    });
    const parsed = parseWorkspace(text);
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
    const side = applySide(deriveConnection(parsed.workspace, 'netbird', 'netbird'), 'app', {
      clients: { netbird: { client_id: 'netbird', client_secret: 'any' } },
      providers: {},
    });
    if (isNoWay(side)) throw new Error(side.why);
    product.things = side.things;
    const [thing] = side.things;
    const { client_secret: _, ...shown } = thing!.wanted;
    product.state[new URL(thing!.read.url).pathname] = [
      { ...shown, id: 'by-hand', type: 'keycloak', name: LONG },
    ];
    await openWorkspace(page, host, text);
    const apply = await toApply(page, 'NetBird');
    await apply.start({ NetBird: 'Through the API' });
    // The owner signs in first.
    await apply.open(/^NetBird, step 2:/);
    await give(apply, 'nbp_planted-token-3b77');
    await expect(apply.step.getByText(/differs, and no request changes it/).first()).toBeVisible();
    await expect(apply.step.getByText(/^Something at NetBird differs/)).toBeVisible();
    await expect(apply.step.getByRole('heading', { name: 'What differs' })).toBeVisible();
    await expect(apply.step.getByText('keycloak', { exact: true })).toBeVisible();
    await expect(apply.step.getByText(/\b0 requests|takes the place/)).toHaveCount(0);
    await expect(apply.step.getByRole('button', { name: /^Apply th/ })).toHaveCount(0);
    await expect(page.locator('.lane-step.yes')).toHaveCount(0);
    await onePrimary(page);
    await everyLook(page, 'api-stuck');
    expect(product.changes).toEqual([]);

    // Removed by hand and looked at again, it can be made.
    product.state[new URL(thing!.read.url).pathname] = [];
    await apply.step.getByRole('button', { name: 'Look again' }).click();
    await apply.step.getByRole('button', { name: 'Apply this request' }).click();
    await expect(apply.step.getByText('Done and read back.')).toBeVisible();
    expect(product.changes.map(({ method }) => method)).toEqual(['POST']);
  } finally {
    await product.close();
  }
});

test('half done: cut off on the way, it says what stands there, and both ways on are open', async ({
  page,
  host,
}) => {
  test.setTimeout(300_000);
  await openWorkspace(page, host, at());
  const apply = await toApply(page, 'Memos');
  await apply.start({ 'Pocket ID': 'Through the API' });
  await give(apply);
  let changed = 0;
  pocket.before = (_at, method) => {
    if (method !== 'GET') changed += 1;
    // After the client is there, nothing answers any more.
    return changed > 1 ? { status: 503, body: { error: 'The database is locked' } } : undefined;
  };
  await apply.step.getByRole('button', { name: 'Apply these 2 requests' }).click();
  await expect(apply.step.getByText(/The database is locked/).first()).toBeVisible();
  await expect(apply.step.getByText(/Sent before it ended/)).toBeVisible();
  expect(pocket.clients.size).toBe(1);
  await onePrimary(page);
  await everyLook(page, 'api-half-done');
  pocket.before = undefined;
  // Left and opened again, it is still known.
  await apply.open(/^Memos, step 1:/);
  await apply.open(/^Pocket ID, step 1:/);
  await expect(apply.step.getByText(/Begun by Latchkey and cut off/)).toBeVisible();
  await everyLook(page, 'api-begun');
  await give(apply);
  const rest = apply.step.getByRole('button', { name: /^Apply th/ });
  await expect(rest).toBeVisible();
  await everyLook(page, 'api-begun-plan');
  await rest.click();
  await expect(apply.step.getByText('Done and read back.')).toBeVisible();
  await apply.step.getByRole('button', { name: 'Take it back…' }).click();
  await apply.step.getByRole('button', { name: /^Send th/ }).click();
  await expect(apply.step.getByText('It is as it was before.')).toBeVisible();
  expect(pocket.clients.size).toBe(0);
});
