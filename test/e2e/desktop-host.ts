import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  type Browser,
  chromium,
  type ElectronApplication,
  _electron as electron,
  expect,
} from '@playwright/test';
import { programName } from '../desktop/electron.mjs';
import { CHROMIUM, CHROMIUM_ARGS } from './chromium.ts';
import { type DesktopHost, desktops } from './desktop-window.ts';
import type { HostOptions } from './host.ts';

/** The folder of an unpacked Electron in which the walks run instead of Chromium; `electron.mjs` names it. */
export const ELECTRON = process.env['LATCHKEY_E2E_ELECTRON'];
const BUNDLE = process.env['LATCHKEY_E2E_BUNDLE'] ?? '';

/** What the app writes down in any case; where there is no keychain, it ends the process that asked for one. */
const USUAL = /^latchkey: (?:(?:started|ended)\b|a process was lost .*name="Latchkey keychain")/;

/**
 * The engine sometimes never answers a debugger that comes while the first page moves into its process; the next start is
 * answered. Only tests attach one.
 */
async function attached(
  launch: () => Promise<ElectronApplication>,
  home: string,
): Promise<ElectronApplication> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await launch();
    } catch (error) {
      if (tries === 3 || !/Timeout/.test(String(error))) throw error;
      killAllOf(home);
    }
  }
}

/** Ends what was started in a home folder: it would be the first instance, and get what the next is given. */
function killAllOf(home: string): void {
  for (const name of existsSync('/proc') ? readdirSync('/proc') : []) {
    try {
      if (/^\d+$/.test(name) && readFileSync(`/proc/${name}/environ`, 'utf8').includes(`HOME=${home}\0`))
        process.kill(Number(name), 'SIGKILL');
    } catch {
      // It has ended meanwhile, or is another user's.
    }
  }
}

/** Starts the bundled app with nothing of the user's: no home, no keychain, a browser of its own. */
export async function startDesktop(options: HostOptions = {}): Promise<DesktopHost> {
  const home = options.home ?? mkdtempSync(path.join(tmpdir(), 'latchkey-e2e-'));
  const bin = path.join(home, 'bin');
  const runtime = path.join(home, 'runtime');
  for (const folder of [bin, runtime]) mkdirSync(folder, { recursive: true, mode: 0o700 });
  const asked = path.join(home, 'opened');
  writeFileSync(path.join(bin, 'xdg-open'), `#!/bin/sh\necho "$1" >> '${asked}'\n`);
  chmodSync(path.join(bin, 'xdg-open'), 0o755);
  const launch = () =>
    electron.launch({
      executablePath: path.join(ELECTRON!, programName()),
      args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), path.join(BUNDLE, 'main.js')],
      env: {
        PATH: `${bin}:${process.env['PATH'] ?? ''}`,
        HOME: home,
        XDG_CONFIG_HOME: path.join(home, '.config'),
        XDG_DATA_HOME: path.join(home, '.local/share'),
        XDG_RUNTIME_DIR: runtime,
        DBUS_SESSION_BUS_ADDRESS: 'disabled:',
        DISPLAY: process.env['DISPLAY'] ?? '',
        LANG: 'en_GB.UTF-8',
        TZ: 'UTC',
        ...options.env,
      },
      cwd: home,
      locale: 'en-GB',
      timezoneId: 'UTC',
      timeout: 10_000,
    });
  const app = await attached(launch, home);
  let [stdout, stderr] = ['', ''];
  app
    .process()
    .stdout?.setEncoding('utf8')
    .on('data', (text: string) => {
      stdout += text;
    });
  app
    .process()
    .stderr?.setEncoding('utf8')
    .on('data', (text: string) => {
      stderr += text;
    });
  const page = await app.firstWindow();
  page.setDefaultTimeout(10_000);
  let browser: Browser | undefined;
  let seen = 0;
  let isEnded = false;
  const host: DesktopHost = {
    page,
    context: app.context(),
    url: 'app://latchkey/',
    origin: 'app://latchkey',
    home,
    stdout: () => stdout,
    // The engine has much to say where there is no bus and no graphics card.
    stderr: () =>
      stderr
        .split('\n')
        .filter((line) => line.startsWith('latchkey: ') && !USUAL.test(line))
        .join('\n'),
    ended: () => isEnded,
    async choose(...files) {
      await app.evaluate(({ dialog }, chosen) => {
        dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [...chosen] });
      }, files);
    },
    async saveInto(folder) {
      const before = new Set(readdirSync(folder));
      await app.evaluate(({ dialog }, within) => {
        // The dialog is given the window first, and what it suggests last.
        dialog.showSaveDialog = async (...given: readonly unknown[]) => {
          const { defaultPath = '' } = given.at(-1) as { readonly defaultPath?: string };
          return { canceled: false, filePath: `${within}/${defaultPath.split(/[\\/]/).at(-1)}` };
        };
      }, folder);
      return async () => {
        const written = () =>
          readdirSync(folder).filter((name) => !before.has(name) && !name.startsWith('.'));
        await expect.poll(written).not.toEqual([]);
        return path.join(folder, written()[0]!);
      };
    },
    copied: () => app.evaluate(({ clipboard }) => clipboard.readText()),
    async opened() {
      const addresses = () =>
        existsSync(asked) ? readFileSync(asked, 'utf8').trim().split('\n').filter(Boolean) : [];
      await expect.poll(() => addresses().length, { timeout: 20_000 }).toBeGreaterThan(seen);
      // One that was stopped before anybody looked at it is followed by another.
      await page.waitForTimeout(1_500);
      const address = addresses().at(-1)!;
      seen = addresses().length;
      browser ??= await chromium.launch({ executablePath: CHROMIUM, args: CHROMIUM_ARGS });
      const context = await browser.newContext({ locale: 'en-GB', timezoneId: 'UTC' });
      const tab = await context.newPage();
      await tab.goto(address);
      return tab;
    },
    async close({ keepHome = false } = {}) {
      isEnded = true;
      await browser?.close();
      await app.close().catch(() => {});
      killAllOf(home);
      if (!keepHome) rmSync(home, { recursive: true, force: true, maxRetries: 5 });
    },
  };
  desktops.set(page, host);
  return host;
}
