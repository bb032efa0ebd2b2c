import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  type Browser,
  chromium,
  type ElectronApplication,
  _electron as electron,
  expect,
  type Page,
  test,
} from '@playwright/test';
import { hasPage } from '../../build/started.mjs';
import { programName } from './electron.mjs';

const given = (name: string): string => {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is missing: start these tests with npm run test:desktop`);
  return value;
};

/** What is started: the bundle in a plain Electron, or the program that `npm run package` made. */
export interface Program {
  readonly file: string;
  readonly args: readonly string[];
}

export const BUNDLE: Program = {
  file: path.join(given('LATCHKEY_TEST_ELECTRON'), programName()),
  args: [path.join(given('LATCHKEY_TEST_BUNDLE'), 'main.js')],
};

/** The program that `npm run package` made, if it could. */
export const PACKAGED: Program | undefined = process.env['LATCHKEY_TEST_PACKAGED']
  ? { file: process.env['LATCHKEY_TEST_PACKAGED'], args: [] }
  : undefined;
export const whyNotPackaged = 'the program could not be packaged here; the reason stands above';

export { test };

export const asRoot = process.getuid?.() === 0;
const noSandbox = asRoot || process.env['LATCHKEY_TEST_NO_SANDBOX'] === '1' ? ['--no-sandbox'] : [];

/** How long an ordered end may take. The app's own patience is two seconds. */
export const END_MS = 6_000;

/** One start of the program. */
export interface Run {
  readonly child: ChildProcess;
  /** What it wrote to stderr so far. */
  said(): string;
  /** Its page, driven from outside, which works with the packaged program as well. `anew`: after a crash. */
  page(anew?: 'anew'): Promise<Page>;
  ended(withinMs?: number): Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
}

/** One person's computer: a data folder of its own, and every process that belongs to it. */
export class Desk {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'latchkey-desk-'));
  readonly data = path.join(this.folder, 'data');
  readonly program: Program;
  readonly env: Record<string, string>;
  readonly #runs: Run[] = [];
  readonly #apps: ElectronApplication[] = [];
  /** The sessions, in Linux's sense, of all programs that were started here. */
  readonly #sessions = new Set<number>();

  constructor(program: Program = BUNDLE, env: Readonly<Record<string, string>> = {}) {
    this.program = program;
    const own = Object.entries(process.env).filter(
      ([name]) => !/^(NODE_|npm_|PW|PLAYWRIGHT|FORCE_)/.test(name),
    );
    this.env = { ...(Object.fromEntries(own) as Record<string, string>), LATCHKEY_DATA: this.data, ...env };
    mkdirSync(this.data);
  }

  /** Writes a workspace file and returns its path. */
  file(name: string): string {
    const file = path.join(this.folder, `${name}.latchkey.yaml`);
    writeFileSync(file, `latchkey: 1\nid: ${name}\nname: Home of ${name}\nproviders: {}\napps: {}\n`);
    return file;
  }

  /** Starts the program as a double click does. `switches` stand before the files. */
  start(files: readonly string[] = [], switches: readonly string[] = []): Run {
    const child = spawn(
      this.program.file,
      [...noSandbox, '--remote-debugging-port=0', ...switches, ...this.program.args, ...files],
      { env: this.env, cwd: this.folder, stdio: ['ignore', 'ignore', 'pipe'], detached: true },
    );
    this.#sessions.add(child.pid!);
    let said = '';
    child.stderr!.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    let browser: Browser | undefined;
    const end = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) =>
      child.once('exit', (code, signal) => resolve({ code, signal })),
    );
    const run: Run = {
      child,
      said: () => said,
      async page(anew) {
        if (browser === undefined || anew) {
          await expect.poll(() => said, { timeout: 20_000 }).toMatch(/DevTools listening on ws:\S+/);
          const address = /DevTools listening on (ws:\S+)/.exec(said)![1]!;
          await expect.poll(() => hasPage(address), { timeout: 20_000 }).toBe(true);
          browser = await attached(() => chromium.connectOverCDP(address, { timeout: ATTACH_MS }));
        }
        await expect.poll(() => browser!.contexts()[0]?.pages().length ?? 0, { timeout: 20_000 }).toBe(1);
        return browser.contexts()[0]!.pages()[0]!;
      },
      async ended(withinMs = END_MS) {
        const late = new Promise<'late'>((resolve) => setTimeout(resolve, withinMs, 'late'));
        const how = await Promise.race([end, late]);
        if (how === 'late') throw new Error(`not ended within ${withinMs} ms; it said:\n${said}`);
        return how;
      },
    };
    this.#runs.push(run);
    return run;
  }

  /** Starts the bundle so that the test can also look into its main process. */
  async inside(...files: string[]): Promise<{ app: ElectronApplication; page: Page }> {
    const app = await attached(
      () =>
        electron.launch({
          executablePath: this.program.file,
          args: [...noSandbox, ...this.program.args, ...files],
          env: this.env,
          cwd: this.folder,
          timeout: ATTACH_MS,
        }),
      // It would be the first instance, which the next start passes its files to.
      () => this.#killAll(),
    );
    this.#apps.push(app);
    this.#sessions.add(app.process().pid!);
    return { app, page: await app.firstWindow() };
  }

  /**
   * The ids of all processes of the program, children and helpers included. Chromium overwrites the environment of
   * some, so the session they were started in counts as well.
   */
  processes(): number[] {
    const mark = `LATCHKEY_DATA=${this.data}\0`;
    return readdirSync('/proc').flatMap((name) => {
      try {
        if (!/^\d+$/.test(name)) return [];
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
        const [state, , , session] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
        // A process that has ended and waits for its parent.
        if (state === 'Z') return [];
        const ours =
          this.#sessions.has(Number(session)) || readFileSync(`/proc/${name}/environ`, 'utf8').includes(mark);
        return ours ? [Number(name)] : [];
      } catch {
        return [];
      }
    });
  }

  /** Those of {@link processes} that a system or a person would end: not the helpers, which end with their program. */
  programs(): number[] {
    return this.processes().filter((pid) => {
      try {
        // Chromium writes its helpers' arguments anew, with spaces.
        return !/[\0 ]--type=/.test(readFileSync(`/proc/${pid}/cmdline`, 'utf8'));
      } catch {
        return false;
      }
    });
  }

  /** Nothing of the app is left: no process, no lock, no half-written file. */
  async nothingLeft(): Promise<void> {
    await expect.poll(() => this.processes(), { timeout: END_MS }).toEqual([]);
    const files = readdirSync(this.folder, { recursive: true, encoding: 'utf8' });
    const locks = files.filter((file) => !file.startsWith('data/window/') && /\.lock(\/|$)/.test(file));
    expect([...locks, ...this.halfWritten()]).toEqual([]);
  }

  /** Half-written files, but for those of a program that was killed: the next one that writes there removes them. */
  halfWritten(): string[] {
    const files = readdirSync(this.folder, { recursive: true, encoding: 'utf8' });
    const killed = this.#runs.filter(({ child }) => child.signalCode !== null).map(({ child }) => child.pid);
    return files.filter(
      (file) =>
        !file.startsWith('data/window/') &&
        file.endsWith('.tmp') &&
        !killed.includes(Number(/\.latchkey-(\d+)-[0-9a-f]+\.tmp$/.exec(file)?.[1])),
    );
  }

  #killAll(): void {
    for (const pid of this.processes()) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It has ended meanwhile.
      }
    }
  }

  async clear(): Promise<void> {
    for (const app of this.#apps) await app.close().catch(() => {});
    for (const { child } of this.#runs) child.kill('SIGKILL');
    this.#killAll();
    await expect.poll(() => this.processes()).toEqual([]);
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** How long a debugger waits for its first answer. It takes a second at most, on a busy machine some more. */
const ATTACH_MS = 10_000;

/**
 * Attaches a debugger. The engine sometimes never answers one that comes while the first page moves into its process;
 * the next one is answered. Only tests attach one, so this says nothing of the app.
 */
async function attached<T>(attach: () => Promise<T>, undo = () => {}): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await attach();
    } catch (error) {
      if (tries === 3 || !/Timeout/.test(String(error))) throw error;
      process.stderr.write('The engine did not answer the debugger; attaching again.\n');
      undo();
    }
  }
}

/** Tests with one desk. */
export const deskTest = test.extend<{ readonly program: Program; readonly desk: Desk }>({
  program: [BUNDLE, { option: true }],
  desk: async ({ program }, use, info) => {
    const desk = new Desk(program);
    await use(desk);
    if (info.status !== info.expectedStatus) {
      const screen = path.join(info.outputDir, 'screen.png');
      mkdirSync(info.outputDir, { recursive: true });
      await picture(screen);
    }
    await desk.clear();
  },
});

/** Waits until the page shows something to use. */
export const ready = (page: Page): Promise<void> =>
  expect(page.getByRole('heading').first()).toBeVisible({ timeout: 20_000 });

const xdotool = (...args: string[]): Promise<void> =>
  new Promise((resolve, reject) =>
    spawn('xdotool', args)
      .on('error', reject)
      .on('exit', () => resolve()),
  );

/** Presses keys as a person does: the window with the focus gets them. */
export const press = (keys: string): Promise<void> => xdotool('key', '--clearmodifiers', keys);

/**
 * Gives the app's window the focus, as a click on it does. A window manager does so for new windows, but not always:
 * it has rules against windows that take the focus from another one.
 */
const focusWindow = (): Promise<void> =>
  xdotool('search', '--onlyvisible', '--name', 'Latchkey$', 'windowactivate');

/** Copies by the page itself. Only the window with the focus may write to the clipboard. */
async function copyInPage(page: Page, text: string): Promise<void> {
  await focusWindow();
  await page.waitForFunction(() => document.hasFocus());
  await page.evaluate((words) => navigator.clipboard.writeText(words), text);
}

/** Takes a picture of the whole screen, where ImageMagick is installed. */
export const picture = (file: string): Promise<unknown> =>
  new Promise((resolve) =>
    spawn('import', ['-window', 'root', file]).on('error', resolve).on('exit', resolve),
  );

/** Opens a file dialog of the system and names a path in it, by pasting: typing would be completed by the dialog. */
export async function nameInDialog(
  page: Page,
  open: () => Promise<unknown>,
  target: string,
  copy: () => Promise<unknown> = () => copyInPage(page, target),
): Promise<void> {
  await copy();
  await open();
  await page.waitForTimeout(1_500);
  // In any place but the list of recent files, a slash opens the field for a path.
  await press('slash');
  await page.waitForTimeout(300);
  await press('ctrl+a');
  await press('ctrl+v');
  await page.waitForTimeout(500);
  await press('Return');
}

/** Drops files as the system does: the events are trusted, and the files have a place on the disk. */
export async function drop(page: Page, files: readonly string[], at = { x: 300, y: 300 }): Promise<void> {
  const engine = await page.context().newCDPSession(page);
  const data = { items: [], files: [...files], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await engine.send('Input.dispatchDragEvent', { type, ...at, data });
}
