import { execFileSync, spawn } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
let checkout = '';
let electron = '';

/** A checkout with every library of ours but Electron, which is one of the test. */
beforeAll(() => {
  checkout = mkdtempSync(join(tmpdir(), 'latchkey-start-'));
  for (const part of [
    'build',
    'electron',
    'renderer',
    'shared',
    'package.json',
    'package-lock.json',
    'vite.config.ts',
    'tsconfig.json',
  ])
    cpSync(join(ROOT, part), join(checkout, part), { recursive: true });
  const libraries = join(checkout, 'node_modules');
  mkdirSync(libraries);
  for (const name of readdirSync(join(ROOT, 'node_modules')))
    if (name !== 'electron' && !name.startsWith('.'))
      symlinkSync(join(ROOT, 'node_modules', name), join(libraries, name));
  electron = join(libraries, 'electron');
});
afterAll(() => rmSync(checkout, { recursive: true, force: true }));

const withElectron = (node: string, install: string) => {
  rmSync(electron, { recursive: true, force: true });
  mkdirSync(electron);
  writeFileSync(
    join(electron, 'package.json'),
    JSON.stringify({ name: 'electron', version: '1.0.0', engines: { node } }),
  );
  writeFileSync(join(electron, 'install.js'), install);
  writeFileSync(
    join(electron, 'index.js'),
    "module.exports = require('node:path').join(__dirname, 'program')",
  );
};

/** For root there is no desktop app, so that root runs it as nobody. */
const NOBODY = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

/** Runs `npm start` until it serves or ends. No program can open a browser. */
async function start(args: readonly string[] = [], as = NOBODY) {
  if (NOBODY.uid) execFileSync('chown', ['-R', '65534:65534', checkout]);
  const env = {
    ...process.env,
    DISPLAY: ':99',
    PATH: checkout,
    LATCHKEY_DATA: join(checkout, 'data'),
    ELECTRON_OVERRIDE_DIST_PATH: '',
  };
  const child = spawn(process.execPath, [join(checkout, 'build/run.mjs'), 'start', ...args], {
    env,
    cwd: checkout,
    ...as,
  });
  const said = { out: '', err: '' };
  child.stdout.on('data', (chunk) => {
    said.out += chunk;
    if (said.out.includes('Latchkey is at ')) child.kill('SIGTERM');
  });
  child.stderr.on('data', (chunk) => (said.err += chunk));
  const code = await new Promise((resolve) => child.on('close', resolve));
  return { code, ...said };
}

describe('npm start', () => {
  it.each([
    [
      'a Node that Electron is too new for',
      '>= 99.12.0',
      '',
      `The desktop app needs Node 99.12 or newer, and this is ${process.versions.node}. Latchkey opens in your browser instead.\n`,
    ],
    [
      'an Electron that can’t be fetched',
      '>= 18.0.0',
      'throw new Error("no network");',
      'Fetching Electron, once …\nElectron could not be fetched. Latchkey opens in your browser instead.\n',
    ],
    [
      'an Electron without its program',
      '>= 18.0.0',
      "require('node:fs').writeFileSync(__dirname + '/path.txt', 'program')",
      expect.stringMatching(
        /^Fetching Electron, once …\nThere is no Electron at \S+\. Latchkey opens in your browser instead\.\n/,
      ),
    ],
  ])('with %s says so and serves the screens', async (_case, node, install, sentence) => {
    withElectron(node, install);
    const { code, out, err } = await start();
    expect([code, out]).toEqual([0, expect.stringMatching(/^Latchkey is at http:\/\//)]);
    expect(err).toEqual(typeof sentence === 'string' ? expect.stringContaining(sentence) : sentence);
    expect(err).not.toMatch(/^\s+at /m);
  });

  it('opens the screens also if it was given a file, and names it', async () => {
    withElectron('>= 99.0.0', '');
    const { code, out, err } = await start(['home.latchkey']);
    expect([code, out]).toEqual([0, expect.stringMatching(/^Latchkey is at http:\/\//)]);
    expect(err).toContain('Latchkey opens in your browser instead. Open home.latchkey there.\n');
  });

  it.skipIf(!NOBODY.uid)('serves the screens to root, for whom Chromium has no sandbox', async () => {
    withElectron('>= 18.0.0', '');
    writeFileSync(join(electron, 'path.txt'), 'program');
    const { code, err } = await start([], {});
    expect([code, err]).toEqual([0, expect.stringContaining('root')]);
  });

  it.skipIf(process.platform === 'win32')(
    'starts Electron with the app and the files, and ends as it does',
    async () => {
      withElectron('>= 18.0.0', '');
      writeFileSync(join(electron, 'path.txt'), 'program');
      writeFileSync(
        join(electron, 'program'),
        `#!${process.execPath}
      const { main, name } = JSON.parse(require('node:fs').readFileSync(process.argv[2] + '/package.json', 'utf8'));
      console.log(name, require('node:fs').existsSync(process.argv[2] + '/' + main), process.argv.slice(3).join());
      process.exit(7);`,
      );
      chmodSync(join(electron, 'program'), 0o755);
      expect(await start(['home.latchkey'])).toEqual({
        code: 7,
        out: 'latchkey true home.latchkey\n',
        err: '',
      });
    },
  );
});
