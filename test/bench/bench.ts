/**
 * Measures speed as ratios within one run, so that slow and fast machines give the same result. A broken
 * bound makes the run fail; the other numbers are only for information.
 */

import { spawn, spawnSync } from 'node:child_process';
import { pbkdf2, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { promisify } from 'node:util';
import { digestClientSecret } from '../../electron/services/secrets/digest.ts';
import { deriveConnections } from '../../shared/client/derive.ts';
import { filesOf, renderDeliverables } from '../../shared/render/render.ts';
import type { SecretBag } from '../../shared/secrets.ts';
import type { AppEntry, Workspace } from '../../shared/workspace/types.ts';
import { localhostFetch } from '../helpers/localhost-fetch.ts';

interface Row {
  readonly name: string;
  readonly measured: string;
  readonly bound: string;
  readonly holds: boolean;
}

const rows: Row[] = [await digest(), render(), cliStart(), await serveStart()];
const width = Math.max(...rows.map((row) => row.name.length));
for (const row of rows) {
  process.stdout.write(
    `${row.holds ? 'ok  ' : 'SLOW'} ${row.name.padEnd(width)}  ${row.measured}  (${row.bound})\n`,
  );
}
process.exitCode = rows.every((row) => row.holds) ? 0 : 1;

/** Our digest compared with the bare primitive with the same parameters, measured alternately. */
async function digest(): Promise<Row> {
  const bare = promisify(pbkdf2);
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let turn = 0; turn < 7; turn++) {
    theirs.push(await time(() => bare('a secret of the bench', randomBytes(16), 310_000, 64, 'sha512')));
    ours.push(await time(() => digestClientSecret('a secret of the bench', 'bench')));
  }
  return ratio('client secret digest : bare pbkdf2', best(ours) / best(theirs), 1.25);
}

/** The cost per app with a thousand apps, compared with a single app: it must not grow. */
function render(): Row {
  const perApp = (count: number, turns: number): number => {
    const workspace = workspaceOf(count);
    const bag = bagOf(workspace);
    const times: number[] = [];
    for (let turn = 0; turn < turns; turn++) {
      const began = performance.now();
      const connections = deriveConnections(workspace, {});
      renderDeliverables(connections, bag).flatMap(filesOf);
      times.push((performance.now() - began) / count);
    }
    return best(times);
  };
  perApp(20, 20);
  const one = perApp(1, 200);
  const thousand = perApp(1000, 8);
  return ratio('render, one app of 1,000 : the only app', thousand / one, 1.5);
}

/** The built `latchkey --help`, compared with Node running an empty script. */
function cliStart(): Row {
  const cli = join(import.meta.dirname, 'cli.js');
  const bare = bestOf(15, () => spawnSync(process.execPath, ['-e', '0']));
  const ours = bestOf(15, () => spawnSync(process.execPath, [cli, '--help']));
  return ratio('start of the command line : node -e 0', ours / bare, 2);
}

/** Time from start to the first answer of the browser host, minus the start time of Node itself. */
async function serveStart(): Promise<Row> {
  const cli = join(import.meta.dirname, 'cli.js');
  const bare = bestOf(9, () => spawnSync(process.execPath, ['-e', '0']));
  const times: number[] = [];
  for (let turn = 0; turn < 7; turn++) {
    const began = performance.now();
    const child = spawn(process.execPath, [cli, 'serve'], { stdio: ['ignore', 'pipe', 'ignore'] });
    const url = await new Promise<string>((resolve, reject) => {
      let text = '';
      child.stdout.on('data', (chunk: Buffer) => {
        text += chunk.toString();
        const found = /http:\/\/[\w-]+\.localhost:\d+\/\S*/.exec(text)?.[0];
        if (found) resolve(found);
      });
      child.on('exit', () => reject(new Error('serve ended before it printed its address.')));
    });
    const entered = await localhostFetch(url);
    const cookie = entered.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    const folder = new URL(entered.headers.get('location') ?? '/', url);
    const page = await localhostFetch(folder, { headers: { cookie } });
    if (!page.ok || !(await page.text()).includes('<script'))
      throw new Error(`serve answered ${page.status}.`);
    times.push(performance.now() - began);
    child.kill('SIGTERM');
    await new Promise((resolve) => child.once('exit', resolve));
  }
  const beyond = best(times) - bare;
  return {
    name: 'serve, first answer beyond bare Node',
    measured: `${beyond.toFixed(0)} ms`,
    bound: 'at most 300 ms',
    holds: beyond <= 300,
  };
}

function workspaceOf(count: number): Workspace {
  // All of one kind, so that only the number of apps differs.
  const apps: Record<string, AppEntry> = {};
  for (let i = 0; i < count; i++) {
    apps[`app${i}`] = { kind: 'romm', url: `https://app${i}.example.com`, provider: 'home', version: '5.2' };
  }
  return {
    latchkey: 1,
    id: 'bench',
    providers: { home: { kind: 'authelia', url: 'https://auth.example.com', version: '4.39' } },
    apps,
  };
}

function bagOf(workspace: Workspace): SecretBag {
  const clients = Object.fromEntries(
    Object.keys(workspace.apps).map((id) => [
      id,
      {
        client_id: id,
        client_secret: 'x'.repeat(64),
        client_secret_digest: `$pbkdf2-sha512$310000$${'a'.repeat(22)}$${'b'.repeat(86)}`,
      },
    ]),
  );
  return {
    clients,
    providers: { home: { hmac_secret: 'y'.repeat(64), jwks_key: '-----BEGIN PRIVATE KEY-----\n' } },
  };
}

function ratio(name: string, value: number, bound: number): Row {
  return { name, measured: `${value.toFixed(2)} ×`, bound: `at most ${bound} ×`, holds: value <= bound };
}

async function time(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

function bestOf(turns: number, work: () => unknown): number {
  const times: number[] = [];
  for (let turn = 0; turn < turns; turn++) {
    const began = performance.now();
    work();
    times.push(performance.now() - began);
  }
  return best(times);
}

/** The fastest run: the cost of the work when nothing else on the machine slows it down. */
function best(values: readonly number[]): number {
  return Math.min(...values);
}
