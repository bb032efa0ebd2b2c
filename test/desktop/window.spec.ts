import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type ElectronApplication, expect, type Page } from '@playwright/test';
import { nameInDialog, press, ready, deskTest as test } from './app.ts';

/** The window and its page: what it may do, and what it does with the system. */

const errorsOf = (page: Page): string[] => {
  const errors: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  page.on('pageerror', (error) => errors.push(String(error)));
  return errors;
};
const windows = (app: ElectronApplication) =>
  app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().map((window) => ({
      visible: window.isVisible(),
      crashed: window.webContents.isCrashed(),
      inspected: window.webContents.isDevToolsOpened(),
    })),
  );

test('opens one visible window with our page and nothing amiss', async ({ desk }) => {
  const { app, page } = await desk.inside();
  const errors = errorsOf(page);
  await ready(page);
  expect(page.url()).toMatch(/^app:\/\/latchkey\//);
  await expect.poll(() => windows(app)).toEqual([{ visible: true, crashed: false, inspected: false }]);
  expect(errors).toEqual([]);
});

test('runs the page in Chromium’s sandbox, unless the machine has none', async ({ desk }) => {
  const run = desk.start();
  await ready(await run.page());
  const kernels = desk.processes().map((pid) => ({
    type: /--type=([\w-]+)/.exec(readFileSync(`/proc/${pid}/cmdline`, 'utf8'))?.[1],
    // 2: a filter of system calls is in force.
    filtered: /^Seccomp:\s+2/m.test(readFileSync(`/proc/${pid}/status`, 'utf8')),
  }));
  const renderers = kernels.filter(({ type }) => type === 'renderer');
  expect(renderers.length).toBeGreaterThan(0);
  const sandbox = process.env['LATCHKEY_TEST_NO_SANDBOX'] !== '1';
  expect(renderers.every(({ filtered }) => filtered)).toBe(sandbox);
});

test('gives the page two functions and no Node', async ({ desk }) => {
  const page = await desk.start().page();
  await ready(page);
  const found = await page.evaluate(() => ({
    node: ['process', 'require', 'module', 'Buffer', 'global'].filter((name) => name in globalThis),
    bridge: Object.keys((globalThis as unknown as { latchkey: object }).latchkey).sort(),
  }));
  expect(found).toEqual({ node: [], bridge: ['call', 'subscribe'] });
});

test('keeps the page where it is, opens no window for it and loads nothing else', async ({ desk }) => {
  const { app, page } = await desk.inside();
  await ready(page);
  const before = page.url();
  const tried = await page.evaluate(async () => {
    const opened = window.open('about:blank');
    const loaded = await fetch('https://example.com/').then(
      () => 'loaded',
      () => 'refused',
    );
    // The policy blocks a script that is put into the page.
    const script = document.createElement('script');
    script.textContent = 'globalThis.intruder = true';
    document.body.append(script);
    location.href = 'https://example.com/';
    return { opened: opened === null, loaded, intruder: 'intruder' in globalThis };
  });
  expect(tried).toEqual({ opened: true, loaded: 'refused', intruder: false });
  await page.waitForTimeout(500);
  expect(page.url()).toBe(before);
  expect(await windows(app)).toHaveLength(1);
});

test('serves its own files alone, however they are asked for', async ({ desk }) => {
  const page = await desk.start().page();
  await ready(page);
  const answers = await page.evaluate(async () => {
    const ask = async (url: string) => {
      try {
        const answer = await fetch(url);
        return `${answer.status} ${answer.headers.get('content-type')?.split(';')[0]} ${(await answer.text()).length > 0}`;
      } catch {
        return 'refused';
      }
    };
    const attacks = [
      'app://latchkey/../main.js',
      'app://latchkey/..%2fmain.js',
      'app://latchkey/%2e%2e/main.js',
      'app://latchkey/..%5cmain.js',
      'app://latchkey//etc/passwd',
      'app://latchkey/assets/../../main.js',
      'app://latchkey/%00',
      'app://latchkey/index.html%00.png',
      'app://other/index.html',
      'app://latchkey.evil/index.html',
      'app://user@latchkey/../main.js',
      'file:///etc/passwd',
      `app://latchkey/${'a/'.repeat(3_000)}`,
    ];
    return { own: await ask('app://latchkey/index.html'), attacks: await Promise.all(attacks.map(ask)) };
  });
  expect(answers.own).toBe('200 text/html true');
  for (const answer of answers.attacks) expect(answer).toMatch(/^(refused|4\d\d )/);
  expect(
    await page.evaluate(() =>
      fetch('app://latchkey/index.html', { method: 'POST' }).then(
        (answer) => answer.status,
        () => 0,
      ),
    ),
  ).not.toBe(200);
});

test('refuses every permission but writing to the clipboard', async ({ desk }) => {
  const { page } = await desk.inside();
  await ready(page);
  const states = await page.evaluate(() => {
    const names = ['geolocation', 'notifications', 'camera', 'microphone', 'clipboard-read'];
    return Promise.all(
      names.map(async (name) => (await navigator.permissions.query({ name: name as PermissionName })).state),
    );
  });
  expect(states.every((state) => state === 'denied')).toBe(true);
});

test('remembers where its window was', async ({ desk }) => {
  const first = await desk.inside();
  await ready(first.page);
  await first.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.setBounds({ x: 60, y: 60, width: 900, height: 700 }),
  );
  const bounds = (app: ElectronApplication) =>
    app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds());
  await expect.poll(() => bounds(first.app)).toMatchObject({ width: 900, height: 700 });
  // At once: the last place is saved before the end.
  await first.app.close();
  await desk.nothingLeft();
  const again = await desk.inside();
  await ready(again.page);
  expect(await bounds(again.app)).toMatchObject({ width: 900, height: 700 });
});

test('comes back from a screen that went away, and maximized as it was', async ({ desk }) => {
  writeFileSync(
    path.join(desk.data, 'window.json'),
    JSON.stringify({ x: 9_000, y: 9_000, width: 900, height: 700, maximized: true }),
  );
  const { app, page } = await desk.inside();
  await ready(page);
  const state = () =>
    app.evaluate(({ BrowserWindow, screen }) => {
      const window = BrowserWindow.getAllWindows()[0]!;
      const { x, y } = window.getBounds();
      const { width, height } = screen.getPrimaryDisplay().bounds;
      return { maximized: window.isMaximized(), onScreen: x >= -20 && y >= -60 && x < width && y < height };
    });
  await expect.poll(state).toEqual({ maximized: true, onScreen: true });
});

test('has menus, and their keys work', async ({ desk }) => {
  const { app, page } = await desk.inside();
  await ready(page);
  const labels = () => app.evaluate(({ Menu }) => Menu.getApplicationMenu()!.items.map((item) => item.label));
  await expect.poll(labels).toContain('Edit');
  await press('ctrl+comma');
  await expect(page.getByRole('radiogroup', { name: 'Look' })).toBeVisible();
  await press('ctrl+e');
  await expect(page.getByRole('textbox').first()).toBeVisible();
  expect(page.url()).toMatch(/explain$/);
});

test('follows the theme that is chosen, and the next start begins with it', async ({ desk }) => {
  const { app, page } = await desk.inside();
  await ready(page);
  await press('ctrl+comma');
  await page.getByRole('radio', { name: 'Dark' }).click({ force: true });
  await expect.poll(() => app.evaluate(({ nativeTheme }) => nativeTheme.themeSource)).toBe('dark');
  const background = (of: ElectronApplication) =>
    of.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBackgroundColor().toLowerCase());
  await expect.poll(() => background(app)).toBe('#151615');
  await app.close();
  const again = await desk.inside();
  await ready(again.page);
  await expect.poll(() => background(again.app)).toBe('#151615');
});

test('zooms by key', async ({ desk }) => {
  const { app, page } = await desk.inside();
  await ready(page);
  const zoom = () =>
    app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.webContents.getZoomLevel());
  const before = await zoom();
  await press('ctrl+minus');
  await expect.poll(zoom).toBeLessThan(before);
  await press('ctrl+0');
  await expect.poll(zoom).toBe(0);
});

test('copies a text, and pastes by key what another program copied', async ({ desk }) => {
  const { app, page } = await desk.inside();
  await ready(page);
  await app.evaluate(({ clipboard }) => clipboard.writeText('invalid_client: unknown client'));
  await press('ctrl+e');
  const box = page.getByRole('textbox', { name: 'Error, address or log' });
  await box.click();
  await press('ctrl+v');
  await expect(box).toHaveValue('invalid_client: unknown client');
});

test('opens a file by the system’s dialog, also deep down with a strange name', async ({ desk }) => {
  const { app, page } = await desk.inside();
  await ready(page);
  const folder = path.join(desk.folder, ...Array.from({ length: 12 }, (_, at) => `folder ${at} äöü`));
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, 'ein Haus & mehr.latchkey.yaml');
  writeFileSync(file, 'latchkey: 1\nid: deep\nname: Deep\nproviders: {}\napps: {}\n');
  await nameInDialog(
    page,
    () => press('ctrl+o'),
    file,
    () => app.evaluate(({ clipboard }, text) => clipboard.writeText(text), file),
  );
  await expect(page.getByText('ein Haus & mehr.latchkey.yaml, saved')).toBeVisible();
});

test('runs the practice provider', async ({ desk }) => {
  const page = await desk.start().page();
  await page.getByRole('button', { name: /practice provider/ }).click();
  await expect(page.getByText('Memos').first()).toBeVisible();
});

test('says why it does not start as root, and opens in the browser instead @root', async ({ desk }) => {
  const start = path.join(import.meta.dirname, '../../build/run.mjs');
  const run = spawn(process.execPath, [start, 'start'], { env: desk.env, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [run.stdout, run.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
  }
  try {
    await expect.poll(() => said, { timeout: 40_000 }).toContain('Latchkey is at http://');
    expect(said).toContain('Chromium’s sandbox doesn’t work for root');
    expect(said).toContain('opens in your browser instead');
    expect(said).not.toContain('FATAL');
  } finally {
    run.kill('SIGINT');
    await expect.poll(() => run.exitCode ?? run.signalCode).not.toBeNull();
  }
});

test('works for root who asks for no sandbox, and loads nothing in a loop @root', async ({ desk }) => {
  const run = desk.start([desk.file('alpha')]);
  const page = await run.page();
  await expect(page.getByText('alpha.latchkey.yaml, saved')).toBeVisible();
  await page.waitForTimeout(2_000);
  expect(run.said()).not.toMatch(/Network service crashed/);
  await press('ctrl+q');
  expect(await run.ended()).toEqual({ code: 0, signal: null });
  await desk.nothingLeft();
});
