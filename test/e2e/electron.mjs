/**
 * The walks of the browser in a real Electron: npm run test:e2e:electron -- [Playwright's arguments]
 *
 * Finds or makes an Electron as the tests of the desktop app do, bundles the app, and runs what is not about the browser
 * itself on a screen of its own. `chromium-only.ts` names what is left out, with the reason.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { findElectron } from '../desktop/electron.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const skipped = (why) => {
  process.stderr.write(`\nSKIPPED: the walks in a real Electron, because ${why}.\n\n`);
  process.exit(0);
};

const electron = await findElectron();
if (electron.why !== undefined) skipped(electron.why);
const chromium = process.env.CHROMIUM ?? '/usr/bin/chromium';
if (!existsSync(chromium))
  skipped(`the person's browser is to be a Chromium, and there is none at ${chromium}`);
const isLinux = process.platform === 'linux';
if (isLinux && spawnSync('Xvfb', ['-help'], { stdio: 'ignore' }).error) skipped('Xvfb is not installed');
process.stdout.write(`Electron ${electron.version}.\n`);

const bundle = path.join(ROOT, '.cache', 'e2e-electron');
const built = spawnSync(process.execPath, [path.join(ROOT, 'build/run.mjs'), 'build', '--out', bundle], {
  cwd: ROOT,
  stdio: ['ignore', 'ignore', 'inherit'],
});
if (built.status !== 0) {
  process.stderr.write('The bundle could not be made.\n');
  process.exit(1);
}
const env = { ...process.env, LATCHKEY_E2E_ELECTRON: electron.folder, LATCHKEY_E2E_BUNDLE: bundle };
const helpers = [];
if (isLinux) {
  const screen = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1600x1200x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  helpers.push(screen);
  const [display] = await once(screen.stdio[3], 'data');
  env.DISPLAY = `:${String(display).trim()}`;
  const manager = spawn('openbox', [], { stdio: 'ignore', env });
  manager.on('error', () => {});
  helpers.push(manager);
}
const tests = spawn(
  process.execPath,
  [
    path.join(ROOT, 'node_modules/@playwright/test/cli.js'),
    'test',
    '--config',
    path.join(ROOT, 'test/e2e/electron.config.ts'),
    ...process.argv.slice(2),
  ],
  { env, stdio: 'inherit', cwd: ROOT },
);
const [code] = await once(tests, 'exit');
for (const helper of helpers) helper.kill();
process.exit(code ?? 1);
