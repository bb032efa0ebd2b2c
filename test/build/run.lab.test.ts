import { execFile, spawn } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
let checkout = '';
beforeEach(() => {
  checkout = mkdtempSync(join(tmpdir(), 'latchkey-checkout-'));
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
  symlinkSync(join(ROOT, 'node_modules'), join(checkout, 'node_modules'));
});
afterEach(() => rmSync(checkout, { recursive: true, force: true }));

const bundles = () => readdirSync(join(checkout, '.cache/bundles')).sort();

function start(...args: string[]) {
  const child = spawn(process.execPath, [join(checkout, 'build/run.mjs'), ...args], { cwd: tmpdir() });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk));
  const ended = new Promise<[number | null, string]>((resolve) =>
    child.on('close', (code) => resolve([code, said])),
  );
  return { child, ended };
}
const version = /^latchkey \d+\.\d+\.\d+\n$/;

it('starts at once from a fresh checkout do not disturb each other', async () => {
  const all = await Promise.all(Array.from({ length: 4 }, () => start('cli', '--version').ended));
  expect(all).toEqual(Array.from({ length: 4 }, () => [0, expect.stringMatching(version)]));
  expect(bundles()).toHaveLength(1);
});

it('a start that is killed while it bundles stops no later one, and leaves nothing for long', async () => {
  for (const wait of [300, 700, 1_200]) {
    const { child, ended } = start('cli', '--version');
    await new Promise((resolve) => setTimeout(resolve, wait));
    child.kill('SIGKILL');
    await ended;
  }
  expect(await start('cli', '--version').ended).toEqual([0, expect.stringMatching(version)]);
  const yesterday = new Date(Date.now() - 25 * 60 * 60_000);
  const before = bundles();
  for (const name of before) utimesSync(join(checkout, '.cache/bundles', name), yesterday, yesterday);
  appendFileSync(join(checkout, 'electron/cli.ts'), '\n');
  expect(await start('cli', '--version').ended).toEqual([0, expect.stringMatching(version)]);
  expect(bundles()).toHaveLength(1);
  expect(before).not.toContain(bundles()[0]);
});

it('a change is seen at the next start whatever its time, and a change taken back needs no new bundle', async () => {
  const file = join(checkout, 'electron/commands/help.ts');
  const original = readFileSync(file);
  const help = async () => (await start('cli', '--help').ended)[1];
  expect(await help()).not.toContain('FROBNICATE');
  writeFileSync(file, original.toString().replace('Usage: latchkey COMMAND', 'Usage: latchkey FROBNICATE'));
  utimesSync(file, new Date(0), new Date(0));
  expect(await help()).toContain('FROBNICATE');
  writeFileSync(file, original);
  expect(await help()).not.toContain('FROBNICATE');
  expect(bundles()).toHaveLength(2);
});

it('is the same whatever NODE_ENV says, and names no folder of this machine', async () => {
  const { NODE_ENV } = process.env;
  const made: Record<string, string>[] = [];
  for (const env of ['test', 'development', undefined]) {
    if (env === undefined) delete process.env['NODE_ENV'];
    else process.env['NODE_ENV'] = env;
    const out = join(checkout, 'out');
    expect(await start('build', '--out', out).ended).toEqual([0, '']);
    made.push(
      Object.fromEntries(
        readdirSync(out, { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile())
          .map((entry) => [
            join(entry.parentPath, entry.name),
            readFileSync(join(entry.parentPath, entry.name), 'utf8'),
          ]),
      ),
    );
  }
  process.env['NODE_ENV'] = NODE_ENV;
  expect(made[1]).toEqual(made[0]);
  expect(made[2]).toEqual(made[0]);
  expect(
    Object.entries(made[0]!)
      .filter(([, text]) => text.includes(checkout))
      .map(([file]) => file),
  ).toEqual([]);
});

it('a source with a mistake ends in its own message and leaves no bundle', async () => {
  appendFileSync(join(checkout, 'electron/cli.ts'), '\nimport "./nowhere.ts";\n');
  const [code, said] = await start('cli', '--version').ended;
  expect([code, said]).toEqual([1, expect.stringContaining('nowhere')]);
  expect(bundles()).toEqual([]);
});

it('the benchmarks can be bundled, and name their rows if they are asked for another', async () => {
  cpSync(join(ROOT, 'test'), join(checkout, 'test'), { recursive: true });
  const [status, said] = await start('bench', 'no-such-row').ended;
  expect([status, said]).toEqual([
    2,
    expect.stringMatching(/^There is no row no-such-row\. There are: digest, .*, firstPaint\.\n$/),
  ]);
});

describe('what only a person starts can be started', () => {
  const run = (command: string, ...args: string[]) =>
    promisify(execFile)(command, args, { cwd: ROOT, encoding: 'utf8', maxBuffer: 2 ** 22 });

  it('the message laboratory prints the table that its page has', async () => {
    const { stdout } = await run('npm', 'run', '-s', 'test:messages', '--', '--table');
    const rows = stdout.split('\n').filter((line) => line.startsWith('| '));
    expect(rows.length).toBeGreaterThan(20);
    expect(readFileSync(join(ROOT, 'docs/messages.md'), 'utf8')).toContain(rows.join('\n'));
  });

  it('the pictures of the README have their tests', async () => {
    const { stdout } = await run('npm', 'run', '-s', 'screens', '--', '--list');
    expect(stdout).toMatch(/Total: [1-9]\d* tests? in \d+ files?/);
  });
});
