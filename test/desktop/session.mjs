/** A desktop session for one run of Playwright: a screen, a window manager, a bus and an unlocked keyring. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const runtime = path.join(process.env.HOME, 'runtime');
mkdirSync(runtime, { mode: 0o700 });
const env = { ...process.env, XDG_RUNTIME_DIR: runtime, XDG_CURRENT_DESKTOP: 'GNOME' };
const helpers = [];

if (process.platform === 'linux') {
  const screen = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1600x1200x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  helpers.push(screen);
  const [display] = await once(screen.stdio[3], 'data');
  env.DISPLAY = `:${String(display).trim()}`;
  const manager = spawn('openbox', [], { stdio: 'ignore', env });
  manager.on('error', () => process.stderr.write('There is no openbox, so there is no window manager.\n'));
  helpers.push(manager);
}
const playwright = [
  process.execPath,
  path.join(ROOT, 'node_modules/@playwright/test/cli.js'),
  'test',
  '--config',
  path.join(ROOT, 'test/desktop/playwright.config.ts'),
  // A run that names one file may have nothing for this user.
  '--pass-with-no-tests',
  ...process.argv.slice(2),
];
const [program, ...args] =
  process.platform === 'linux'
    ? ['dbus-run-session', '--', 'sh', path.join(ROOT, 'test/helpers/with-keyring.sh'), ...playwright]
    : playwright;
const tests = spawn(program, args, { env, stdio: 'inherit', cwd: ROOT });
const [code] = await once(tests, 'exit');
for (const helper of helpers) helper.kill();
process.exit(code ?? 1);
