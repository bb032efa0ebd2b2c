import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { localhostFetch } from '../helpers/localhost-fetch.ts';
import { modulesNamed } from '../helpers/modules-named.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const WINDOWS = process.platform === 'win32';

let base = '';
/** The package as npm unpacked it. */
let installed = '';
let bin = '';

const npm = (args: readonly string[], cwd: string): string =>
  execFileSync('npm', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], shell: WINDOWS });

beforeAll(() => {
  base = mkdtempSync(path.join(tmpdir(), 'latchkey-npm-'));
  npm(['pack', '--silent', '--pack-destination', base], ROOT);
  const [archive] = readdirSync(base);
  const empty = path.join(base, 'empty');
  mkdirSync(empty);
  writeFileSync(path.join(empty, 'package.json'), '{}');
  npm(['install', '--omit=dev', '--no-audit', '--no-fund', path.join(base, archive!)], empty);
  installed = path.join(empty, 'node_modules/latchkey');
  bin = path.join(empty, 'node_modules/.bin', WINDOWS ? 'latchkey.cmd' : 'latchkey');
}, 240_000);
afterAll(() => rmSync(base, { recursive: true, force: true }));

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'));

/** Runs the installed program in an empty folder, away from the checkout. */
function run(args: readonly string[], input = '') {
  const home = mkdtempSync(path.join(base, 'home-'));
  const child = spawn(bin, args, {
    cwd: home,
    env: { ...process.env, HOME: home, LATCHKEY_DATA: home },
    shell: WINDOWS,
  });
  const said = { out: '', err: '' };
  child.stdout.on('data', (chunk) => (said.out += chunk));
  child.stderr.on('data', (chunk) => (said.err += chunk));
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  return { child, home, said, ended };
}

describe('the package', () => {
  it('contains what runs and nothing else', () => {
    const files = filesIn(installed);
    const strange = files.filter(
      (file) =>
        !/^dist\/(cli\.js|latchkey\.1|THIRD-PARTY-NOTICES\.txt|profiles\.txt|chunks\/[\w-]+\.js)$/.test(
          file,
        ) &&
        !/^dist\/renderer\/(index\.html|mark\.svg|assets\/[\w-]+\.(js|css))$/.test(file) &&
        !['package.json', 'README.md', 'docs/LICENSE'].includes(file),
    );
    expect(strange).toEqual([]);
    const size = files.reduce((sum, file) => sum + statSync(path.join(installed, file)).size, 0);
    const archive = statSync(path.join(base, readdirSync(base).find((name) => name.endsWith('.tgz'))!)).size;
    console.info(`npm package: ${files.length} files, ${archive} bytes packed, ${size} unpacked`);
    expect(archive).toBeLessThan(2_000_000);
    // No map, no path of the machine that built it.
    for (const file of files)
      expect(readFileSync(path.join(installed, file), 'utf8').includes(ROOT), file).toBe(false);
  });

  it('has only files of the program that the command line reaches', () => {
    const dist = path.join(installed, 'dist');
    const seen = new Set<string>();
    const follow = (file: string): void => {
      if (seen.has(file)) return;
      seen.add(file);
      for (const name of modulesNamed(readFileSync(path.join(dist, file), 'utf8')))
        if (name.startsWith('.'))
          follow(path.posix.normalize(path.posix.join(path.posix.dirname(file), name)));
    };
    follow('cli.js');
    expect(
      filesIn(dist)
        .filter((file) => /^(cli\.js|chunks\/)/.test(file))
        .sort(),
    ).toEqual([...seen].sort());
  });

  it('brings no library of its development', () => {
    const empty = path.join(base, 'empty/node_modules');
    const { dependencies, devDependencies } = JSON.parse(
      readFileSync(path.join(ROOT, 'package.json'), 'utf8'),
    ) as {
      dependencies: Record<string, string>;
      devDependencies: Record<string, string>;
    };
    for (const name of Object.keys(dependencies))
      expect(readdirSync(path.join(empty, name))).toContain('package.json');
    const lock = JSON.parse(readFileSync(path.join(empty, '.package-lock.json'), 'utf8')) as {
      packages: Record<string, unknown>;
    };
    const top = Object.keys(lock.packages).map((place) => place.slice('node_modules/'.length));
    // jose is also a library of oidc-provider.
    expect(top.filter((name) => name in devDependencies)).toEqual(['jose']);
  });

  it('names the licence of each library that is bundled', () => {
    const notices = readFileSync(path.join(installed, 'dist/THIRD-PARTY-NOTICES.txt'), 'utf8');
    for (const name of [
      'react',
      'react-dom',
      'react-aria-components',
      'zod',
      'yaml',
      'undici',
      'hash-wasm',
      'fflate',
      'jose',
      'openid-client',
      'zustand',
      'oidc-provider',
      '@napi-rs/keyring',
    ])
      expect(notices).toMatch(new RegExp(`^${name} \\d+\\.\\d+\\.\\d+ \\([\\w.-]+\\)$`, 'm'));
    expect(notices).not.toContain('(undefined)');
    for (const name of ['electron', 'vite', 'vitest', 'typescript'])
      expect(notices).not.toMatch(new RegExp(`^${name} \\d`, 'm'));
  });
});

describe('installed with production dependencies only', () => {
  it('runs the whole demo', async () => {
    const { said, ended } = run(['demo']);
    expect([await ended, said.err]).toEqual([0, '']);
    expect(said.out).toContain('Written, checked and logged in, all on this machine.');
  });

  it('renders', async () => {
    const { said, ended, home } = run([
      'render',
      path.join(ROOT, 'docs/example.latchkey'),
      '--out',
      'out',
      '--secrets',
      'memory',
    ]);
    expect([await ended, said.err]).toEqual([0, expect.any(String)]);
    expect(readdirSync(path.join(home, 'out'))).toContain('manifest.json');
  });

  it('explains what is piped into it', async () => {
    const { said, ended } = run(['explain'], 'error=invalid_client');
    expect([await ended, said.out]).toEqual([0, expect.stringContaining('invalid_client')]);
  });

  it.skipIf(WINDOWS)('serves the screens, and ends by Ctrl-C', async () => {
    const { child, said, ended } = run(['serve']);
    const url = await new Promise<string>((resolve, reject) => {
      child.stdout.on('data', () => {
        const found = /http:\/\/\S+/.exec(said.out)?.[0];
        if (found) resolve(found);
      });
      void ended.then(() => reject(new Error(said.err)));
    });
    const entered = await localhostFetch(url);
    const cookie = entered.headers.getSetCookie()[0]!.split(';')[0]!;
    const page = await localhostFetch(new URL(entered.headers.get('location')!, url), {
      headers: { cookie },
    });
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('<div id="root">')]);
    child.kill('SIGINT');
    expect(await ended).toBe(0);
  });

  it.skipIf(WINDOWS)('installs the command and its manual page for everybody', () => {
    const prefix = path.join(base, 'prefix');
    const archive = readdirSync(base).find((name) => name.endsWith('.tgz'))!;
    npm(
      ['install', '--global', '--prefix', prefix, '--no-audit', '--no-fund', path.join(base, archive)],
      base,
    );
    const version = execFileSync(path.join(prefix, 'bin/latchkey'), ['--version'], { encoding: 'utf8' });
    expect(version).toMatch(/^latchkey \d+\.\d+\.\d+\n$/);
    expect(readdirSync(path.join(prefix, 'share/man/man1'))).toEqual(['latchkey.1']);
  });
});
