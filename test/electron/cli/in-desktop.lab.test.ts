import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { argumentsAfterCli } from '../../../electron/commands/in-desktop.ts';
import { findElectron, programName } from '../../desktop/electron.mjs';
import { latchkey } from '../../helpers/latchkey.ts';
import { inSession, noKeyring } from '../services/secrets/real-keyring.ts';

const ROOT = join(import.meta.dirname, '../../..');
// Inside the checkout, so that the libraries outside the bundle are found.
const BUNDLE = join(ROOT, '.cache', 'cli-in-desktop');

const found = await findElectron();
const why = 'why' in found ? found.why : undefined;
if (why !== undefined) console.warn(`\nSKIPPED: the command line in a real Electron, because ${why}.\n`);
// For root, Chromium has no sandbox.
const start = (...args: readonly string[]): readonly [string, readonly string[]] => [
  join('folder' in found ? found.folder : '', programName()),
  [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), join(BUNDLE, 'main.js'), '--cli', ...args],
];

describe('the arguments of the command line in the desktop app', () => {
  it.each<[readonly string[], boolean, readonly string[] | undefined]>([
    [['--cli', 'render', 'x'], true, ['render', 'x']],
    [['--cli'], true, []],
    [['--no-sandbox', '--cli', 'demo', '--cli'], true, ['demo', '--cli']],
    [['home.latchkey', '--cli'], true, undefined],
    [['--', '--cli'], true, undefined],
    [['-v', '--cli'], true, undefined],
    [['home.latchkey'], true, undefined],
    [[], true, undefined],
    [['main.js', '--cli', 'demo'], false, ['demo']],
    [['--no-sandbox', 'main.js', '--cli', 'demo'], false, ['demo']],
    [['--cli', 'demo'], false, undefined],
    [['main.js', 'home.latchkey', '--cli'], false, undefined],
  ])('%j, packaged %s: %j', (args, isPackaged, expected) => {
    expect(argumentsAfterCli(args, isPackaged)).toEqual(expected);
  });
});

describe.skipIf(why !== undefined)('the command line in a real Electron', () => {
  let home = '';
  beforeAll(() => {
    execFileSync(process.execPath, [join(ROOT, 'build/run.mjs'), 'build', '--out', BUNDLE]);
    home = mkdtempSync(join(tmpdir(), 'latchkey-cli-electron-'));
  }, 60_000);
  afterAll(() => {
    for (const folder of [home, BUNDLE]) rmSync(folder, { recursive: true, force: true });
  });

  /** Without a display. */
  const run = (args: readonly string[], input = '') => {
    const { DISPLAY: _, WAYLAND_DISPLAY: __, ...env } = process.env;
    const [program, all] = start(...args);
    const child = spawn(program, all, { env: { ...env, HOME: home, LATCHKEY_DATA: join(home, 'data') } });
    const said = { stdout: '', stderr: '' };
    for (const stream of ['stdout', 'stderr'] as const)
      child[stream].on('data', (chunk: Buffer) => {
        said[stream] += chunk.toString();
      });
    child.stdin.on('error', () => {});
    child.stdin.end(input);
    const ended = new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) =>
      child.on('close', (code) => resolve({ code, stdout: said.stdout, stderr: ours(said.stderr) })),
    );
    return { child, said, ended };
  };
  /** Without what Chromium says, e.g. where there is no system bus. */
  const ours = (stderr: string): string =>
    stderr
      .split('\n')
      .filter((line) => !/^\[\d+:\d{4}\/\d+\.\d+:[A-Z]+:/.test(line))
      .join('\n');

  it.each<[readonly string[], string]>([
    [[], ''],
    [['--help'], ''],
    [['secrets', '--help'], ''],
    [['nope'], ''],
    [['render', 'x'], ''],
    [['check', '/nowhere/x.latchkey'], ''],
    [['explain'], 'error=invalid_client'],
    [['explain'], 'nothing that anybody knows'],
    [['explain', '--json'], 'x'.repeat(500_000)],
    [['completion', 'zsh'], ''],
  ])('%j says and ends as in Node', async (args, input) => {
    const inElectron = await run(args, input).ended;
    expect(inElectron).toEqual(await latchkey(args, { stdin: input }));
  });

  it('runs the whole demo', async () => {
    const ran = await run(['demo']).ended;
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    expect(ran.stdout).toContain('Written, checked and logged in, all on this machine.');
  });

  it('runs twice at once, has nothing of a window, and ends by Ctrl-C', async () => {
    const both = [run(['serve']), run(['serve'])];
    await Promise.all(
      both.map(
        ({ child, said }) =>
          new Promise<void>((resolve) =>
            child.stdout.on('data', () => said.stdout.includes('Latchkey is at http://') && resolve()),
          ),
      ),
    );
    for (const { child } of both) child.kill('SIGINT');
    for (const { ended } of both) expect(await ended).toMatchObject({ code: 0 });
    expect(existsSync(join(home, 'data', 'window'))).toBe(false);
  });

  it('is no error if the reader stops early', async () => {
    const { child, ended } = run(['explain', '--json'], 'x'.repeat(2_000_000));
    child.stdout.destroy();
    expect((await ended).stderr).not.toContain('made a mistake');
  });

  it.skipIf(noKeyring !== undefined)('shares the keychain with the command line in Node', () => {
    const [program, args] = start();
    const [rendered, listed, forgotten, left] = inSession(
      `import { spawnSync } from 'node:child_process';
      import { writeFileSync } from 'node:fs';
      const say = (value) => console.log(JSON.stringify(value));
      const run = (program, ...args) => { const ran = spawnSync(program, args, { encoding: 'utf8' }); return [ran.status, ran.stdout]; };
      const electron = (...more) => run(${JSON.stringify(program)}, ...${JSON.stringify(args)}, ...more);
      const node = (...more) => run(process.execPath, ${JSON.stringify(join(ROOT, 'build/run.mjs'))}, 'cli', ...more);
      const file = process.env.HOME + '/home.latchkey';
      writeFileSync(file, 'latchkey: 1\\nid: shared\\nproviders:\\n  home: { kind: oidc, url: https://auth.example.com }\\napps:\\n  memos: { kind: memos, url: https://memos.example.com, provider: home, version: "0.30" }\\n');
      say(electron('render', file, '--out', process.env.HOME + '/out')[0]);
      say(node('secrets', 'list', file));
      say(electron('secrets', 'forget', '--all', '--yes')[0]);
      say(node('secrets', 'list', file)[1]);`,
      { timeoutMs: 60_000 },
    );
    expect([rendered, listed, forgotten, left]).toEqual([
      0,
      [0, 'memos\tclient_id\nmemos\tclient_secret\n'],
      0,
      '',
    ]);
  });
});
