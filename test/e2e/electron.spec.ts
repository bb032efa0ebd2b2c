import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ElectronApplication, _electron as electron, expect, type Page, test } from '@playwright/test';

/**
 * The desktop app in a real Electron, for machines that have one: ELECTRON_OVERRIDE_DIST_PATH is its unpacked
 * folder. Tests that don't need Electron are in test/electron/.
 */
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
// Inside the checkout, so that the libraries outside the bundle are found.
const BUNDLE = path.join(ROOT, '.cache', 'e2e-electron');

const program = (() => {
  const dist = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  if (!dist) return undefined;
  const names = { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' } as Record<
    string,
    string
  >;
  const file = path.join(dist, names[process.platform] ?? 'electron');
  return existsSync(file) ? file : undefined;
})();
const why =
  program === undefined
    ? 'there is no Electron here; name its unpacked folder in ELECTRON_OVERRIDE_DIST_PATH'
    : process.platform === 'linux' && !process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY']
      ? 'there is no display for a window'
      : undefined;

let folder = '';
let app: ElectronApplication;
let page: Page;
const complaints: string[] = [];

test.beforeAll(() => {
  if (why !== undefined) {
    console.warn(`\nSKIPPED: the desktop app in a real Electron, because ${why}.\n`);
    return;
  }
  const built = spawnSync(process.execPath, [path.join(ROOT, 'build/run.mjs'), 'build', '--out', BUNDLE], {
    encoding: 'utf8',
  });
  expect(built.stderr).toBe('');
});

test.beforeEach(async () => {
  test.skip(why !== undefined, why);
  folder = mkdtempSync(path.join(tmpdir(), 'latchkey-desktop-'));
  complaints.length = 0;
  app = await launch();
  page = await app.firstWindow();
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('crash', () => complaints.push('the page crashed'));
  await page.waitForLoadState('domcontentloaded');
});

test.afterEach(async () => {
  if (why !== undefined) return;
  await app.close();
  rmSync(folder, { recursive: true, force: true });
});

const launch = (...files: string[]): Promise<ElectronApplication> =>
  electron.launch({
    executablePath: program!,
    // When run as root in a container, Chromium's own sandbox can't start.
    args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), path.join(BUNDLE, 'main.js'), ...files],
    env: { ...(process.env as Record<string, string>), LATCHKEY_DATA: folder },
    timeout: 30_000,
  });

test('opens one visible window with our page and nothing amiss', async () => {
  await expect(page.getByRole('heading').first()).toBeVisible();
  expect(page.url()).toMatch(/^app:\/\/latchkey\//);
  const windows = await app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().map((window) => ({
      visible: window.isVisible(),
      crashed: window.webContents.isCrashed(),
      inspected: window.webContents.isDevToolsOpened(),
    })),
  );
  expect(windows).toEqual([{ visible: true, crashed: false, inspected: false }]);
  expect(complaints).toEqual([]);
});

test('gives the page two functions and no Node', async () => {
  const found = await page.evaluate(() => ({
    node: ['process', 'require', 'module', 'Buffer', 'global'].filter((name) => name in globalThis),
    bridge: Object.keys((globalThis as unknown as { latchkey: object }).latchkey).sort(),
  }));
  expect(found).toEqual({ node: [], bridge: ['call', 'subscribe'] });
});

test('keeps the page where it is, opens no window for it and loads nothing else', async () => {
  const before = page.url();
  const tried = await page.evaluate(async () => {
    const opened = window.open('about:blank');
    const loaded = await fetch('https://example.com/').then(
      () => 'loaded',
      () => 'refused',
    );
    const evaluated = (() => {
      try {
        // biome-ignore lint/security/noGlobalEval: the policy must block it
        return globalThis.eval('1') as unknown;
      } catch {
        return 'refused';
      }
    })();
    location.href = 'https://example.com/';
    return { opened: opened === null, loaded, evaluated };
  });
  expect(tried).toEqual({ opened: true, loaded: 'refused', evaluated: 'refused' });
  await page.waitForTimeout(500);
  expect(page.url()).toBe(before);
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
});

test('refuses every permission but writing to the clipboard', async () => {
  const states = await page.evaluate(async () => {
    const names = ['geolocation', 'notifications', 'camera', 'microphone', 'clipboard-read'];
    return Promise.all(
      names.map(async (name) => (await navigator.permissions.query({ name: name as PermissionName })).state),
    );
  });
  expect(states.every((state) => state === 'denied')).toBe(true);
});

test('runs the practice provider', async () => {
  await page.getByRole('button', { name: /practice/i }).click();
  await expect(page.getByText('Memos').first()).toBeVisible();
});

test('hands a second start’s file to the first window', async () => {
  const file = path.join(folder, 'theirs.latchkey.yaml');
  writeFileSync(file, 'latchkey: 1\nid: second-start\nname: Their home\nproviders: {}\napps: {}\n');
  const second = spawnSync(
    program!,
    [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), path.join(BUNDLE, 'main.js'), file],
    {
      env: { ...process.env, LATCHKEY_DATA: folder },
      timeout: 30_000,
    },
  );
  expect(second.status).toBe(0);
  await expect(page.getByText('Their home').first()).toBeVisible();
});

test('remembers where its window was', async () => {
  await app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.setBounds({ x: 60, y: 60, width: 900, height: 700 }),
  );
  await page.waitForTimeout(1_000);
  await app.close();
  app = await launch();
  page = await app.firstWindow();
  const bounds = await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds());
  expect(bounds).toMatchObject({ width: 900, height: 700 });
});
