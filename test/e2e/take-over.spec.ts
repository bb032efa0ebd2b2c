import { readFileSync } from 'node:fs';
import { type StandIn, type StandInClient, startPocketId } from '../helpers/pocket-id.ts';
import { needsChromium } from './chromium.ts';
import { everyLook } from './every-look.ts';
import { expect, test } from './fixtures.ts';
import { OverviewPage } from './pages/overview-page.ts';
import { openWorkspace, TEST_URI, workspaceText } from './ways.ts';

needsChromium();

const KEY = 'planted-api-key-41c2aa90be';
const CALLBACK = 'https://notes.example.com/auth/callback';

/** What a person asked a product for comes when it answers, which may be later than the browser counts as one with the press. */
const WAITED = /^layout shift of \S+ at \S+\/provider\/home/;

let pocket: StandIn;
test.beforeEach(async () => {
  pocket = await startPocketId(KEY);
});
test.afterEach(() => pocket.close());

const made = (id: string, more: Partial<StandInClient>): StandInClient => {
  const client: StandInClient = {
    id,
    name: id,
    callbackURLs: [],
    logoutCallbackURLs: [],
    launchURL: '',
    isPublic: false,
    pkceEnabled: true,
    skipConsent: true,
    isGroupRestricted: false,
    description: '',
    groups: [],
    credentials: { federatedIdentities: [], secrets: [] },
    ...more,
  };
  pocket.clients.set(id, client);
  return client;
};
const at = (more: readonly string[] = []) =>
  workspaceText(pocket.url, { provider: 'pocket-id', version: '2.14', app: 'memos', more });

test('each value that differs is put back by its own request, or taken over with its lines and an undo', async ({
  page,
  host,
  complaints,
}) => {
  test.setTimeout(300_000);
  complaints.expect(WAITED);
  const client = made('memos', {
    name: 'Notes of the family',
    callbackURLs: [
      CALLBACK,
      TEST_URI,
      'https://an-old-address-of-these-notes.in-the-cellar.home.example.com/auth/callback',
    ],
    launchURL: 'https://old.example.com',
  });
  const file = await openWorkspace(page, host, at(['client_id: memos']));
  await new OverviewPage(page).open('Pocket ID').click();
  await page.getByRole('button', { name: 'Compare…' }).click();
  await page.getByRole('textbox', { name: /Access token/ }).fill(KEY);
  await page.getByRole('textbox', { name: /Access token/ }).press('Enter');
  const found = page.getByRole('region', { name: '1 app differs at Pocket ID' });
  await expect(found).toBeVisible();
  await everyLook(page, 'take-over-fields');

  // Put back: one request with one value.
  pocket.requests.length = 0;
  await found.getByRole('button', { name: 'Put it back… launchURL of Memos' }).click();
  const request = found.getByText('PUT /api/oidc/clients/memos');
  await expect(request).toBeVisible();
  await request.click();
  await expect(found.getByText('"launchURL": "https://notes.example.com"')).toBeVisible();
  await expect(found.locator('pre')).not.toContainText('callbackURLs');
  await everyLook(page, 'take-over-put-back');
  expect(pocket.requests.every((one) => one.startsWith('GET'))).toBe(true);
  await found.getByRole('button', { name: 'Apply this request' }).click();
  await expect(found.getByText('launchURL', { exact: true })).toHaveCount(0);
  expect(client.launchURL).toBe('https://notes.example.com');
  expect([client.name, client.callbackURLs.length]).toEqual(['Notes of the family', 3]);

  // Take over: the lines, the file, and the way back. Nothing is sent.
  pocket.requests.length = 0;
  const before = readFileSync(file, 'utf8');
  await found.getByRole('button', { name: 'Take over… callbackURLs of Memos' }).click();
  await expect(found.getByText('redirect_uris:')).toBeVisible();
  await everyLook(page, 'take-over-lines');
  expect(readFileSync(file, 'utf8')).toBe(before);
  await found.getByRole('button', { name: 'Write it into the workspace' }).click();
  await expect(found.getByText('callbackURLs', { exact: true })).toHaveCount(0);
  await expect(found.getByText('Your workspace says it as Pocket ID has it.')).toBeVisible();
  expect(readFileSync(file, 'utf8')).toContain('in-the-cellar');
  await everyLook(page, 'take-over-done');
  await found.getByRole('button', { name: 'Undo the change' }).click();
  await expect(found.getByText('callbackURLs', { exact: true })).toBeVisible();
  expect(readFileSync(file, 'utf8')).toBe(before);
  expect(pocket.requests.every((one) => one.startsWith('GET'))).toBe(true);

  // A refusal is told where the button is, and nothing else moves.
  pocket.before = (_at, method) =>
    method === 'PUT' ? { status: 400, body: { error: 'Name must be at most 50 characters' } } : undefined;
  await found.getByRole('button', { name: 'Put it back… name of Memos' }).click();
  await found.getByRole('button', { name: 'Apply this request' }).click();
  await expect(found.getByText(/Name must be at most 50 characters/)).toBeVisible();
  await expect(found.getByText('Nothing was changed.')).toBeVisible();
  await everyLook(page, 'take-over-refused');

  // What was sent and refused leaves nothing known, so it is compared anew.
  pocket.before = undefined;
  await found.getByRole('button', { name: 'Compare again' }).click();
  await expect(found).toBeVisible();

  // What was seen stays known after the page is left, with its time.
  await page.getByRole('link', { name: 'Overview' }).click();
  await new OverviewPage(page).open('Pocket ID').click();
  await expect(page.getByText(/^Compared just now: 1 app differed/)).toBeVisible();
  await everyLook(page, 'take-over-before');
});

test('clients of a provider become entries after their lines were shown, also where it has no app yet', async ({
  page,
  host,
  complaints,
}) => {
  test.setTimeout(300_000);
  complaints.expect(WAITED);
  made('grafana', { name: 'Grafana', callbackURLs: ['https://grafana.example.com/login/generic_oauth'] });
  made('6f0c3c5e', {
    name: 'Paperless of the whole family',
    callbackURLs: ['https://paperless.example.com/accounts/oidc/pocket-id/login/callback/'],
    isGroupRestricted: true,
  });
  made('some-tool', { name: 'Some tool', callbackURLs: ['https://tool.example.com/cb'] });
  const file = await openWorkspace(page, host, at().replace(/apps:[\s\S]*$/, 'apps: {}\n'));
  const before = readFileSync(file, 'utf8');
  await page.getByRole('link', { name: 'Pocket ID' }).first().click();
  const adopt = page.getByRole('region', { name: /^Clients at Pocket ID/ });
  await expect(adopt).toBeVisible();
  expect(pocket.requests).toEqual([]);
  await adopt.getByRole('button', { name: 'Look for them…' }).click();
  await everyLook(page, 'adopt-token');
  await adopt.getByRole('textbox').fill('wrong');
  await adopt.getByRole('textbox').press('Enter');
  await expect(adopt.getByText(/does not take the token/)).toBeVisible();
  await adopt.getByRole('textbox').fill(KEY);
  await adopt.getByRole('textbox').press('Enter');
  const found = page.getByRole('region', { name: '3 clients at Pocket ID are not in your workspace' });
  await expect(found).toBeVisible();
  await expect(found.getByText(/Only some groups may sign in/)).toBeVisible();
  await expect(found.getByText('kind: grafana')).toBeVisible();
  await everyLook(page, 'adopt-found');
  expect(readFileSync(file, 'utf8')).toBe(before);
  // What it is isn't known for sure, so it isn't chosen for a person.
  await found.getByRole('checkbox', { name: 'paperless-of-the-whole-family' }).check({ force: true });
  await expect(found.getByText('paperless.example.com', { exact: false }).last()).toBeVisible();
  await found.getByRole('button', { name: 'Add 2 apps' }).click();
  const overview = new OverviewPage(page);
  await expect(overview.card('Grafana')).toBeVisible();
  const text = readFileSync(file, 'utf8');
  expect(text).toContain('kind: grafana');
  expect(text).toContain('https://paperless.example.com');
  expect(text).not.toContain('some-tool');
  await overview.open('Pocket ID').click();
  await adopt.getByRole('button', { name: 'Look for them…' }).click();
  await adopt.getByRole('textbox').fill(KEY);
  await adopt.getByRole('textbox').press('Enter');
  await expect(
    page.getByRole('region', { name: '1 client at Pocket ID is not in your workspace' }),
  ).toBeVisible();
  await everyLook(page, 'adopt-left');
  expect(pocket.requests.every((one) => one.startsWith('GET'))).toBe(true);
  for (const shown of [await page.content(), host.stdout(), host.stderr()]) expect(shown).not.toContain(KEY);
});
