import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { needsChromium } from './chromium.ts';
import { expect, test } from './fixtures.ts';
import { StartPage } from './pages/start-page.ts';
import { WizardPage } from './pages/wizard-page.ts';
import { openWorkspace, signIn, toTest, workspaceText } from './ways.ts';

needsChromium();

const OWN = 'plantedByAPerson4d7Kq2Zr8mX1vB6nWtYu3pLs9HcE';

/** Everything a page keeps: its memory after garbage collection, its tree, fields, stores and address. */
async function kept(page: Page): Promise<{ readonly heap: string; readonly rest: string }> {
  const session = await page.context().newCDPSession(page);
  const chunks: string[] = [];
  session.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => chunks.push(chunk));
  await session.send('HeapProfiler.enable');
  await session.send('HeapProfiler.collectGarbage');
  await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  await session.detach();
  const rest = await page.evaluate(async () => {
    const fields = [...document.querySelectorAll('input, textarea')].map(
      (field) => (field as HTMLInputElement).value,
    );
    const databases = (await indexedDB.databases()).map((one) => one.name);
    return JSON.stringify([
      document.documentElement.outerHTML,
      fields,
      { ...localStorage },
      { ...sessionStorage },
      databases,
      await caches.keys(),
      document.cookie,
      location.href,
      history.state,
    ]);
  });
  return { heap: chunks.join(''), rest };
}

async function expectNowhere(page: Page, secrets: readonly string[], when: string): Promise<void> {
  const { heap, rest } = await kept(page);
  // An empty snapshot would prove nothing.
  expect(heap.length).toBeGreaterThan(1_000_000);
  expect(heap).toContain('Latchkey');
  for (const secret of secrets) {
    expect(rest.includes(secret), `in the page ${when}`).toBe(false);
    expect(heap.split(secret).length - 1, `times in memory ${when}`).toBe(0);
  }
}

test('a planted secret is nowhere in the page, its memory, its stores or a log', async ({
  page,
  host,
  side,
  folder,
  context,
}) => {
  test.setTimeout(120_000);
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const spoken: string[] = [];
  context.on('console', (message) => spoken.push(message.text()));
  const idp = await side('authelia', { kind: 'memos', url: 'https://notes.example.com' });
  await openWorkspace(page, host, workspaceText(idp.url));
  const proof = await toTest(page, 'Memos', { side: idp, folder });
  const made = (await idp.apply(folder)).client_secret!;
  await signIn(proof);
  // The search finds what a page does hold.
  await page.evaluate(() => Object.assign(window, { held: ['control', 'heldOnPurpose', 7 ** 11].join('-') }));
  expect((await kept(page)).heap).toContain(`control-heldOnPurpose-${7 ** 11}`);
  await expectNowhere(page, [made], 'after a test login');

  const wizard = new WizardPage(page);
  await wizard.step('Secrets').click();
  await page.getByRole('button', { name: 'Replace: Client secret' }).click();
  const field = page.getByLabel('Your value for Client secret');
  await field.pressSequentially(OWN.slice(0, 6));
  await field.fill(OWN);
  await page.getByRole('button', { name: 'Keep it' }).click();
  await expect(page.getByText('there, yours')).toBeVisible();
  await expectNowhere(page, [made, OWN], 'after leaving the field');

  // The search finds the secret while it is shown on request, and only then: so the search works.
  await page.getByRole('button', { name: 'Show: Client secret' }).click();
  await expect(page.getByText(OWN)).toBeVisible();
  expect((await kept(page)).rest).toContain(OWN);
  await page.getByRole('button', { name: 'Hide: Client secret' }).click();
  await expectNowhere(page, [OWN], 'after hiding it');

  await page.getByRole('button', { name: 'Copy Client secret' }).click();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(OWN);
  await page.evaluate(() => navigator.clipboard.writeText(''));
  await wizard.next.click();
  await expect(wizard.heading('Apply it to both sides')).toBeVisible();
  await expectNowhere(page, [made, OWN], 'after copying it');

  for (const secret of [made, OWN]) {
    expect(spoken.join('\n').includes(secret), 'on the console').toBe(false);
    expect(`${host.stdout()}${host.stderr()}`.includes(secret), 'in the host’s log').toBe(false);
  }
  // A page doesn't hold the session's token either: it is already used, and scripts can't read the cookie.
  const token = new URL(host.url).searchParams.get('token')!;
  await expectNowhere(page, [token], 'after it was exchanged');
  expect(readFileSync(path.join(folder, 'memos/guide.json'), 'utf8')).toContain(made);
});

test('a secret that comes late, and one whose time has run out, move nothing', async ({ page, host }) => {
  await page.clock.install();
  const start = new StartPage(page);
  await start.goto(host.url);
  await start.practice.click();
  await expect(page.getByRole('heading', { name: 'Break a login, with nothing at risk' })).toBeVisible();
  await page.goto(page.url().replace(/practice$/, 'connect/memos/secrets'));
  await new WizardPage(page).secrets();
  const below = page.getByRole('main').getByText('All there.', { exact: false });
  await expect(below).toBeVisible();
  await page.route('**/api/call/secrets.reveal', async (route) => {
    await new Promise((late) => setTimeout(late, 900));
    await route.continue();
  });
  const toggle = page.getByRole('button', { name: /^(Show|Hide): Client secret$/ });
  const said = (text: RegExp) => page.getByText(text).filter({ visible: true });
  await toggle.click();
  await expect(said(/^Asking for it/)).toBeVisible();
  const { y } = (await below.boundingBox())!;
  await expect(said(/^Shown for \d+ seconds/)).toBeVisible();
  expect((await below.boundingBox())!.y).toBe(y);
  for (let second = 0; second < 60 && (await toggle.textContent()) === 'Hide'; second += 1)
    await page.clock.runFor(1000);
  await expect(said(/^Hidden again$/)).toBeVisible();
  expect((await below.boundingBox())!.y).toBe(y);
});

test('a copied secret leaves the clipboard after its time, and what was copied meanwhile stays', async ({
  page,
  host,
  context,
}) => {
  await page.clock.install();
  const start = new StartPage(page);
  await start.goto(host.url);
  await start.practice.click();
  await expect(page.getByRole('heading', { name: 'Break a login, with nothing at risk' })).toBeVisible();
  await page.goto(page.url().replace(/practice$/, 'connect/memos/secrets'));
  await new WizardPage(page).secrets();
  const copy = page.getByRole('button', { name: 'Copy Client secret' });
  const stays = page.getByText('The secret stays on the clipboard', { exact: false });
  const read = () => page.evaluate(() => navigator.clipboard.readText());

  // Where a page may not look, it says so once, and leaves it.
  await context.grantPermissions(['clipboard-write']);
  await copy.click();
  await expect(stays).toBeVisible();
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const secret = await read();
  expect(secret.length).toBeGreaterThan(20);
  await page.clock.runFor(61_000);
  expect(await read()).toBe(secret);

  await page.evaluate(() => navigator.clipboard.writeText('something older'));
  await page
    .getByRole('button', { name: /^Copied: Client secret/ })
    .or(copy)
    .click();
  await expect.poll(read).toBe(secret);
  await page.evaluate(() => navigator.clipboard.writeText('copied by the person'));
  await page.clock.runFor(61_000);
  expect(await read()).toBe('copied by the person');

  await copy.click();
  await expect.poll(read).toBe(secret);
  await page.clock.runFor(61_000);
  await expect.poll(read).toBe('');
  await expect(stays).toHaveCount(0);
});
