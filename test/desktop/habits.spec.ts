import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type ElectronApplication, expect } from '@playwright/test';
import { drop, press, ready, deskTest as test } from './app.ts';

/** What people expect of every desktop app, in the real Electron. */

/** Presses an entry of the application's menu, found by its place: `File`, `Open recent`, `Home`. */
const choose = (app: ElectronApplication, ...labels: readonly string[]): Promise<boolean> =>
  app.evaluate(({ BrowserWindow, Menu }, wanted) => {
    let items = Menu.getApplicationMenu()?.items ?? [];
    for (const [index, label] of wanted.entries()) {
      const item = items.find((one) => one.label.startsWith(label));
      if (item === undefined) throw new Error(`no ${label} in ${items.map((one) => one.label).join(', ')}`);
      const window = BrowserWindow.getAllWindows()[0]!;
      if (index === wanted.length - 1) item.click(undefined, window, window.webContents);
      items = item.submenu?.items ?? [];
    }
    return true;
  }, labels);

const labelsOf = (app: ElectronApplication): Promise<string[]> =>
  app.evaluate(({ Menu }) => {
    const all: string[] = [];
    const walk = (items: Electron.MenuItem[]): void => {
      for (const item of items) {
        if (item.type !== 'separator') all.push(item.label);
        walk(item.submenu?.items ?? []);
      }
    };
    walk(Menu.getApplicationMenu()?.items ?? []);
    return all;
  });

const clipboardOf = (app: ElectronApplication): Promise<string> =>
  app.evaluate(({ clipboard }) => clipboard.readText());

const titleOf = (app: ElectronApplication): Promise<string> =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.getTitle());

test('a right click in a field pastes', async ({ desk }) => {
  const { app, page } = await desk.inside();
  await ready(page);
  await page.evaluate(() => {
    location.hash = '#/explain';
  });
  const field = page.getByRole('textbox', { name: 'Error, address or log' });
  await expect(field).toBeVisible();
  await app.evaluate(({ clipboard }) => clipboard.writeText('invalid_client'));
  await field.click({ button: 'right' });
  await page.waitForTimeout(500);
  // What can't be done in an empty field is skipped, so the first entry is Paste.
  await press('Down');
  await press('Return');
  await expect(field).toHaveValue('invalid_client');
});

test('a file dropped on the window is opened, another one is refused with a sentence', async ({ desk }) => {
  const { app, page } = await desk.inside();
  await ready(page);
  await drop(page, [desk.file('alpha')]);
  await expect(page.getByText('alpha.latchkey.yaml, saved')).toBeVisible({ timeout: 15_000 });
  await expect.poll(() => titleOf(app)).toBe('Home of alpha · Latchkey');

  const picture = path.join(desk.folder, 'cat.png');
  writeFileSync(picture, 'no workspace');
  await drop(page, [picture]);
  await page.waitForTimeout(1_000);
  // The box has the keyboard; closing it leaves the workspace as it was.
  await press('Escape');
  await expect(page.getByText('alpha.latchkey.yaml, saved')).toBeVisible();
  // The page itself learns no path and can’t make one up.
  await page.evaluate(() => {
    const transfer = new DataTransfer();
    transfer.items.add(new File(['latchkey: 1'], 'forged.latchkey'));
    document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true }));
  });
  await page.waitForTimeout(500);
  expect(await titleOf(app)).toBe('Home of alpha · Latchkey');
});

test('a text dropped on the field for errors goes into it', async ({ desk }) => {
  const { app, page } = await desk.inside();
  await ready(page);
  await page.evaluate(() => {
    location.hash = '#/explain';
  });
  const field = page.getByRole('textbox', { name: 'Error, address or log' });
  const box = (await field.boundingBox())!;
  const file = path.join(desk.folder, 'romm.log');
  writeFileSync(file, 'invalid_client from a file');
  await drop(page, [file], { x: box.x + 40, y: box.y + 40 });
  await expect(field).toHaveValue('invalid_client from a file');
  expect(await titleOf(app)).toBe('Latchkey');
});

test('recent files are in the menu and open from there', async ({ desk }) => {
  const { app, page } = await desk.inside(desk.file('alpha'), desk.file('beta'));
  await expect(page.getByText('beta.latchkey.yaml, saved')).toBeVisible({ timeout: 15_000 });
  await expect.poll(() => labelsOf(app)).toContain(`Home of alpha (${desk.folder}/alpha.latchkey.yaml)`);
  await choose(app, 'File', 'Open recent', 'Home of alpha');
  await expect(page.getByText('alpha.latchkey.yaml, saved')).toBeVisible();
  await choose(app, 'File', 'Open recent', 'Clear this list');
  await expect.poll(() => labelsOf(app)).toContain('Nothing was opened yet');
});

test('the title says which workspace is open, and that it has no file yet', async ({ desk }) => {
  const { app, page } = await desk.inside();
  await ready(page);
  await expect.poll(() => titleOf(app)).toBe('Latchkey');
  await choose(app, 'File', 'New workspace');
  await expect.poll(() => titleOf(app)).toMatch(/not saved as a file · Latchkey$/);
});

test('the zoom and the place of the window are the same after a new start', async ({ desk }) => {
  const first = await desk.inside();
  await ready(first.page);
  const width = await first.page.evaluate(() => innerWidth);
  await choose(first.app, 'View', 'Larger');
  await choose(first.app, 'View', 'Larger');
  await expect.poll(() => first.page.evaluate(() => innerWidth)).toBeLessThan(width * 0.9);
  const zoomed = await first.page.evaluate(() => innerWidth);
  await first.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]!.setBounds({ x: 60, y: 40, width: 1000, height: 700 }),
  );
  await first.app.evaluate(({ app }) => app.quit()).catch(() => {});
  await desk.nothingLeft();
  const saved = JSON.parse(readFileSync(path.join(desk.data, 'window.json'), 'utf8')) as object;
  expect(saved).toMatchObject({ width: 1000, height: 700 });
  const second = await desk.inside();
  await ready(second.page);
  const scale = await second.page.evaluate(() => outerWidth / innerWidth);
  expect(Math.abs(scale - width / zoomed)).toBeLessThan(0.06);
});

test('every menu entry is labelled by Latchkey, on a system in any language', async ({ desk }) => {
  const { app, page } = await desk.inside();
  await ready(page);
  const labels = await labelsOf(app);
  // Electron's own words for these entries differ: “Actual Size”, “Zoom In”, “Select All”.
  for (const own of ['Actual size', 'Larger', 'Select all', 'Quit']) expect(labels).toContain(own);
  await choose(app, 'Help', 'Keyboard shortcuts');
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
  await expect(page.getByRole('dialog').getByText('Ctrl + N')).toBeVisible();
});

test('Help copies a support bundle with the log and without secrets', async ({ desk }) => {
  const { app, page } = await desk.inside(desk.file('alpha'));
  await expect(page.getByText('alpha.latchkey.yaml, saved')).toBeVisible({ timeout: 15_000 });
  await choose(app, 'Help', 'Copy support bundle');
  await expect.poll(() => clipboardOf(app)).toContain('==== log.txt');
  const text = await clipboardOf(app);
  expect(text).toMatch(/Latchkey \d+\.\d+\.\d+, desktop/);
  expect(text).toContain('name: Home of alpha');
  expect(text).toMatch(/started version=/);
  await page.waitForTimeout(500);
  await press('Return');
});
