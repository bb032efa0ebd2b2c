import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { needsChromium } from './chromium.ts';
import { everyLook } from './every-look.ts';
import { expect, test } from './fixtures.ts';
import { OverviewPage } from './pages/overview-page.ts';
import { WizardPage } from './pages/wizard-page.ts';
import { openWorkspace, workspaceText } from './ways.ts';

needsChromium();

const PROVIDER = 'http://127.0.0.1:9';

test('two windows: both see a change, and the same field changed twice asks', async ({
  page,
  host,
  context,
}) => {
  const file = await openWorkspace(page, host, workspaceText(PROVIDER));
  await new OverviewPage(page).act('Memos', 'Change addresses or version');
  const first = new WizardPage(page);
  await expect(first.heading(/^Where is/)).toBeVisible();

  await first.open('Consent');
  // The file stores every choice, even one that is the default elsewhere.
  await expect(
    first.choice('How often people are asked to agree', 'Once, then remembered for'),
  ).toBeChecked();
  await first.choose('How often people are asked to agree', 'At every login');

  // The other window changes the address while another address is typed into this one.
  const other = await context.newPage();
  await other.goto(page.url());
  const second = new WizardPage(other);
  await first.field(/^Address of/).fill('https://mine.example.com');
  await expect(second.field(/^Address of/)).toBeVisible();
  await second.field(/^Address of/).fill('https://theirs.example.com');
  await second.next.click();
  await expect(second.heading('Secrets')).toBeVisible();
  expect(readFileSync(file, 'utf8')).toContain('https://theirs.example.com');

  await page.bringToFront();
  await expect(first.field(/^Address of/)).toHaveValue('https://mine.example.com');
  const said = page.getByText('Memos was changed elsewhere while you changed it here.');
  await expect(said).toBeVisible();
  await expect(page.getByRole('row', { name: /^Address/ })).toContainText('https://theirs.example.com');
  await everyLook(page, 'overtaken');
  await page.getByRole('button', { name: 'Keep what I typed' }).click();
  await expect(said).toBeHidden();
  await first.next.click();
  await expect(first.heading('Secrets')).toBeVisible();
  expect(readFileSync(file, 'utf8')).toContain('https://mine.example.com');
  expect(readFileSync(file, 'utf8')).toContain('consent: always');
});

test('a file changed outside is taken up; changed here and there, the person chooses', async ({
  page,
  host,
}) => {
  const file = await openWorkspace(page, host, workspaceText(PROVIDER));
  const overview = new OverviewPage(page);
  writeFileSync(
    file,
    readFileSync(file, 'utf8').replace('https://notes.example.com', 'https://outside.example.com'),
  );
  await expect(
    page.getByText('The file was changed outside Latchkey. You see its new content.'),
  ).toBeVisible();
  await expect(overview.card('Memos')).toContainText('outside.example.com');
  await page.getByRole('main').getByRole('button', { name: 'Dismiss' }).click();

  // Both at the same time: the file changes just when the page is about to save.
  await overview.act('Memos', 'Change addresses or version');
  const wizard = new WizardPage(page);
  await wizard.field(/^Address of/).fill('https://mine.example.com');
  await page.route('**/api/call/workspace.update', async (route) => {
    writeFileSync(
      file,
      readFileSync(file, 'utf8').replace('https://outside.example.com', 'https://theirs.example.com'),
    );
    await route.continue();
  });
  await wizard.next.click();
  await expect(page.getByText('Memos was changed elsewhere while you changed it here.')).toBeVisible();
  await expect(page.getByRole('row', { name: /^Address/ })).toContainText('https://theirs.example.com');
  await expect(page.getByRole('main').locator('.button.primary')).toHaveCount(1);
  await everyLook(page, 'conflict');
  expect(readFileSync(file, 'utf8')).toContain('https://theirs.example.com');
  await page.unroute('**/api/call/workspace.update');
  await page.getByRole('button', { name: 'Use my change' }).click();
  await expect.poll(() => readFileSync(file, 'utf8')).toContain('https://mine.example.com');
});

test('a broken file and a missing one are said, with the last good content in use', async ({
  page,
  host,
}) => {
  const file = await openWorkspace(page, host, workspaceText(PROVIDER));
  const good = readFileSync(file, 'utf8');
  writeFileSync(file, good.replace('kind: memos', 'kind: [memos'));
  const banner = page.getByText('The file can’t be read as it is now. The last good content stays in use.');
  await expect(banner).toBeVisible();
  await expect(page.getByText(/Line \d+:/).first()).toBeVisible();
  // One mistake a line.
  writeFileSync(file, good.replace('kind: memos', 'kind: memoss').replace('kind: authelia', 'kind: autelia'));
  const mistakes = page.locator('.banners li');
  await expect(mistakes).toHaveCount(2);
  const boxes = await Promise.all((await mistakes.all()).map(async (one) => (await one.boundingBox())!));
  expect(boxes[1]!.y).toBeGreaterThanOrEqual(boxes[0]!.y + boxes[0]!.height);
  await everyLook(page, 'unreadable');
  await expect(new OverviewPage(page).card('Memos')).toBeVisible();
  writeFileSync(file, good);
  await expect(banner).toBeHidden();
  renameSync(file, `${file}.gone`);
  await expect(page.getByText('The file was moved or removed. Its content is kept here.')).toBeVisible();
});

test('when Latchkey itself ends, every window says so', async ({ page, host, complaints }) => {
  await openWorkspace(page, host, workspaceText(PROVIDER));
  complaints.expect(/ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED|ERR_CONNECTION_RESET/);
  await host.close();
  await expect(page.getByText('Latchkey itself doesn’t answer any more.', { exact: false })).toBeVisible({
    timeout: 20_000,
  });
});
