/**
 * The desktop app in a real Electron: npm run test:desktop -- [Playwright's arguments]
 *
 * Finds or makes an Electron, bundles the app, packages it, and runs the tests in a desktop session of their own. A
 * person doesn't run programs as root and Chromium's sandbox doesn't work there, so root runs them as a new user
 * first, and then only those that are about root.
 */
import { spawnSync } from 'node:child_process';
import { accessSync, cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { findElectron, SHIPPED } from './electron.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const USER = 'latchkey-test';
const args = process.argv.slice(2);
const isRoot = process.getuid?.() === 0;

const has = (program) =>
  (process.env.PATH ?? '').split(':').some((folder) => {
    try {
      accessSync(path.join(folder, program), 1);
      return true;
    } catch {
      return false;
    }
  });
const loudly = (text) => process.stderr.write(`\nSKIPPED: ${text}\n\n`);

const electron = await findElectron();
if (electron.why !== undefined) {
  loudly(`the desktop app in a real Electron, because ${electron.why}.`);
  process.exit(0);
}
const lacking =
  process.platform === 'linux'
    ? ['Xvfb', 'dbus-run-session', 'gnome-keyring-daemon', 'xdotool'].filter((program) => !has(program))
    : [];
if (lacking.length > 0) {
  loudly(`the desktop app in a real Electron, because ${lacking.join(', ')} is not installed.`);
  process.exit(0);
}
process.stdout.write(
  `Electron ${SHIPPED} ships; Electron ${electron.version} is tested here${SHIPPED === electron.version ? '' : ' (the differences are in docs/packaging.md)'}.\n`,
);

const bundle = path.join(ROOT, '.cache', 'desktop-test');
run('the bundle', [path.join(ROOT, 'build/run.mjs'), 'build', '--out', bundle]);
const env = {
  LATCHKEY_TEST_ELECTRON: electron.folder,
  LATCHKEY_TEST_BUNDLE: bundle,
  ...packaged(),
};

if (!isRoot) {
  process.exitCode = session([], { ...env, ...sandbox([]) });
} else if (process.platform !== 'linux' || !has('setpriv') || !has('useradd')) {
  loudly('the desktop app as an ordinary user with the sandbox on, because no user can be made here.');
  process.exitCode = session([], env, 'root');
} else {
  const [user, root] = [asUser(), session([], env, 'root')];
  process.exitCode = user || root;
}

/** Runs the tests as a new user, who sees the checkout but can't write to it. */
function asUser() {
  const made = spawnSync(
    'useradd',
    ['--system', '--user-group', '--no-create-home', '--shell', '/bin/sh', USER],
    {
      encoding: 'utf8',
    },
  );
  const mine = made.status === 0;
  if (!mine && made.status !== 9) {
    loudly(`the desktop app as an ordinary user: ${made.stderr.trim()}`);
    return 0;
  }
  try {
    const as = ['setpriv', '--reuid', USER, '--regid', USER, '--init-groups', '--'];
    if (!canRead(as)) {
      loudly('Chromium’s sandbox: only root may read this checkout or run this Node. The rest runs as root.');
      return session([], { ...env, LATCHKEY_TEST_NO_SANDBOX: '1' });
    }
    return session(as, { ...env, ...sandbox(as) });
  } finally {
    if (mine) spawnSync('userdel', [USER]);
  }
}

function canRead([program, ...rest]) {
  const look = `for (const file of ${JSON.stringify([fileURLToPath(import.meta.url), path.join(electron.folder, 'version')])}) require('fs').accessSync(file, 4)`;
  return spawnSync(program, [...rest, process.execPath, '-e', look]).status === 0;
}

/** Whether Chromium's sandbox can work for this user: it needs user namespaces. */
function sandbox(as) {
  if (process.platform !== 'linux') return {};
  const [program, ...rest] = [...as, 'unshare', '--user', '--pid', '--fork', 'true'];
  if (spawnSync(program, rest).status === 0) return {};
  loudly(
    'Chromium’s sandbox: this machine gives an ordinary user no user namespaces. The rest runs without it.',
  );
  return { LATCHKEY_TEST_NO_SANDBOX: '1' };
}

/** One run of Playwright in a fresh home, with the results copied to where they were asked for. */
function session(as, more, who = 'user') {
  const home = mkdtempSync(path.join(tmpdir(), 'latchkey-home-'));
  if (as.length > 0) spawnSync('chown', [USER, home]);
  const report = path.join(home, 'report.json');
  const wanted = process.env.PLAYWRIGHT_JSON_OUTPUT_NAME;
  const [program, ...rest] = [...as, process.execPath, path.join(ROOT, 'test/desktop/session.mjs'), ...args];
  const { status } = spawnSync(program, rest, {
    cwd: ROOT,
    stdio: 'inherit',
    env: {
      PATH: process.env.PATH,
      LANG: 'en_GB.UTF-8',
      TZ: 'UTC',
      HOME: home,
      ...(process.env.CI ? { CI: process.env.CI } : {}),
      ...(process.env.SEED ? { SEED: process.env.SEED } : {}),
      ...(process.env.ROUNDS ? { ROUNDS: process.env.ROUNDS } : {}),
      ...(wanted ? { PLAYWRIGHT_JSON_OUTPUT_NAME: report } : {}),
      LATCHKEY_TEST_WHO: who,
      ...more,
    },
  });
  if (wanted && existsSync(report)) {
    mkdirSync(path.dirname(wanted), { recursive: true });
    cpSync(report, who === 'user' ? wanted : wanted.replace(/(\.playwright)?\.json$/, '-root$1.json'));
  }
  const pictures = path.join(home, 'results');
  if (existsSync(pictures))
    cpSync(pictures, path.join(ROOT, 'test-results', `desktop-${who}`), { recursive: true });
  rmSync(home, { recursive: true, force: true });
  return status ?? 1;
}

/** The program as an installer would bring it, with the Electron that is tested. */
function packaged() {
  const made = spawnSync(
    process.execPath,
    [path.join(ROOT, 'build/package.mjs'), '--dir', '--any-electron'],
    {
      cwd: ROOT,
      encoding: 'utf8',
      env: { ...process.env, ELECTRON_OVERRIDE_DIST_PATH: electron.folder },
    },
  );
  const program = path.join(ROOT, 'release', 'linux-unpacked', 'latchkey');
  if (made.status === 0 && existsSync(program)) return { LATCHKEY_TEST_PACKAGED: program };
  loudly(`the packaged program: ${(made.stderr || made.stdout).trim().split('\n').at(-1)}`);
  return {};
}

function run(what, command) {
  const { status } = spawnSync(process.execPath, command, {
    cwd: ROOT,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status === 0) return;
  process.stderr.write(`${what} could not be made.\n`);
  process.exit(1);
}
