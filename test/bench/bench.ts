/**
 * Measures speed as ratios within one run, so that slow and fast machines give the same result. A broken
 * bound makes the run fail; the other numbers are only for information.
 */

import { spawn, spawnSync } from 'node:child_process';
import { pbkdf2, randomBytes } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { promisify } from 'node:util';
import { parseDocument } from 'yaml';
import { createRenderings, fileDigests, renderForReal, stepDigest } from '../../electron/host/rendering.ts';
import { startServe } from '../../electron/serve.ts';
import { digestClientSecret } from '../../electron/services/secrets/digest.ts';
import { openMemoryStore } from '../../electron/services/secrets/store.ts';
import { deriveConnections } from '../../shared/client/derive.ts';
import { explain } from '../../shared/diagnosis/explain.ts';
import { MAX_PASTED } from '../../shared/diagnosis/reading/entries.ts';
import { RECOGNISERS } from '../../shared/diagnosis/reading/messages/index.ts';
import { examine } from '../../shared/existing/doctor/doctor.ts';
import { readExisting } from '../../shared/existing/doctor/reading.ts';
import { mergeAuthelia } from '../../shared/existing/merge/authelia.ts';
import { planAuthelia } from '../../shared/existing/merge/authelia-plan.ts';
import { forecast } from '../../shared/forecast/forecast.ts';
import { filesOf, renderDeliverables } from '../../shared/render/render.ts';
import { ok } from '../../shared/result.ts';
import type { SecretBag } from '../../shared/secrets.ts';
import { readSource, type SourceFormat } from '../../shared/targets/sources.ts';
import { stringifyWorkspace } from '../../shared/workspace/stringify.ts';
import type { AppEntry, Workspace } from '../../shared/workspace/types.ts';
import { CHROMIUM, CHROMIUM_ARGS, noChromium } from '../e2e/chromium.ts';
import { StartPage } from '../e2e/pages/start-page.ts';
import { localhostFetch } from '../helpers/localhost-fetch.ts';
import { type TestHost, testHost } from '../helpers/test-host.ts';

interface Row {
  readonly name: string;
  readonly measured: string;
  readonly bound: string;
  readonly holds: boolean;
}

/** A line of each format, and what stands around all of them. */
const FORMATS: Readonly<
  Record<
    SourceFormat,
    readonly [before: string, line: (name: string, index: number) => string, after: string]
  >
> = {
  env: ['', (name, index) => `${name}="value ${index}"`, ''],
  compose: ['services:\n  app:\n    environment:\n', (name, index) => `      ${name}: 'value ${index}'`, ''],
  yaml: ['', (name, index) => `${name}: 'value ${index}'`, ''],
  json: ['{\n', (name, index) => `  "${name}": "value ${index}",`, '  "last": 1\n}\n'],
  toml: ['', (name, index) => `${name} = "value ${index}"`, ''],
  ini: ['[auth]\n', (name, index) => `${name} = value ${index}`, ''],
  xml: ['<config>\n', (name, index) => `  <${name}>value ${index}</${name}>`, '</config>\n'],
  php: ['<?php\n$CONFIG = array(\n', (name, index) => `  '${name}' => 'value ${index}',`, ');\n'],
  python: ['', (name, index) => `${name} = 'value ${index}'`, ''],
  ruby: ['', (name, index) => `app['${name}'] = 'value ${index}'`, ''],
  command: ['app set \\\n', (name, index) => `  --${name}='value ${index}' \\`, '  --last=1\n'],
  screen: ['', (name, index) => `${name}: value ${index}`, ''],
  http: ['POST /api HTTP/1.1\n\n{\n', (name, index) => `  "${name}": "value ${index}",`, '  "last": 1\n}\n'],
};

const ROWS: Readonly<Record<string, () => Row | Promise<Row | undefined>>> = {
  digest,
  digests,
  render,
  overview,
  change,
  overviewChange: () => changedOverview('authelia'),
  overviewChangeAuthentik: () => changedOverview('authentik'),
  cliStart,
  profiles,
  merge,
  doctor,
  targets,
  forecasts,
  explained,
  explainedLog,
  serveStart,
  firstPaint,
};
// `npm run bench -- overview change` measures only these.
const asked = process.argv.slice(2);
const unknown = asked.filter((id) => !Object.hasOwn(ROWS, id));
if (unknown.length > 0) {
  process.stderr.write(
    `There is no row ${unknown.join(', ')}. There are: ${Object.keys(ROWS).join(', ')}.\n`,
  );
  process.exit(2);
}
const cores = availableParallelism();
/** Above this load per processor, other programs take part in what is measured. */
const BUSY = 0.5;
const load = (loadavg()[0] ?? 0) / cores;
const busy =
  load > BUSY
    ? `!!! THIS MACHINE IS BUSY: a load of ${load.toFixed(1)} per processor before the start, above ${BUSY}. What follows says little: measure again when it is idle. !!!\n`
    : '';
process.stdout.write(busy);
const startedAt = performance.now();
const rows: Row[] = [];
for (const [id, measure] of Object.entries(ROWS)) {
  if (asked.length > 0 && !asked.includes(id)) continue;
  const row = await measure();
  if (row === undefined) process.stdout.write(`SKIPPED ${id}: ${noChromium}\n`);
  else rows.push(row);
}
const width = Math.max(...rows.map((row) => row.name.length));
for (const row of rows) {
  process.stdout.write(
    `${row.holds ? 'ok  ' : 'SLOW'} ${row.name.padEnd(width)}  ${row.measured}  (${row.bound})\n`,
  );
}
process.stdout.write(
  `${((performance.now() - startedAt) / 60_000).toFixed(1)} minutes, load per processor before: ${load.toFixed(1)}\n${busy}`,
);
process.exitCode = rows.every((row) => row.holds) ? 0 : 1;

/** Our digest compared with the bare primitive with the same parameters, measured alternately. */
async function digest(): Promise<Row> {
  const bare = promisify(pbkdf2);
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let turn = 0; turn < 15; turn++) {
    theirs.push(await time(() => bare('a secret of the bench', randomBytes(16), 310_000, 64, 'sha512')));
    ours.push(await time(() => digestClientSecret('a secret of the bench', 'bench')));
  }
  return ratio('client secret digest : bare pbkdf2', best(ours) / best(theirs), 1.25);
}

/** Many digests at once, compared with one after the other. Where there is one processor, nothing is gained. */
async function digests(): Promise<Row> {
  const COUNT = 20;
  const one = (index: number) => digestClientSecret(`secret ${index} of the bench`, 'bench');
  const indices = Array.from({ length: COUNT }, (_, index) => index);
  const alone: number[] = [];
  const together: number[] = [];
  await Promise.all(indices.map(one));
  for (let turn = 0; turn < 6; turn++) {
    together.push(await time(() => Promise.all(indices.map(one))));
    alone.push(
      await time(async () => {
        for (const index of indices) await one(index);
      }),
    );
  }
  return ratio(
    `${COUNT} digests at once on ${cores} cores : one after the other`,
    best(together) / best(alone),
    cores > 1 ? 0.55 : 1.1,
  );
}

/** Merging into a configuration of 10,000 lines, compared with parsing and printing it once. */
async function merge(): Promise<Row> {
  const client = (index: number): string => `      # app ${index}
      - client_id: 'app${index}'
        client_name: "App ${index}"
        client_secret: '$pbkdf2-sha512$310000$AAAAAAAAAAAAAAAAAAAAAA$BBBBBBBBBBBBBBBBBBBBBB'
        authorization_policy: two_factor
        redirect_uris:
          - https://app${index}.example.com/callback
          - https://app${index}.example.com/cb
        scopes: ['openid', 'profile', 'email']
        grant_types:
          - authorization_code
        userinfo_signed_response_alg: none
        # the end

`;
  const text = `identity_providers:\n  oidc:\n    clients:\n${Array.from({ length: 714 }, (_, index) => client(index)).join('')}`;
  const workspace = workspaceOf(2);
  const ids = Object.fromEntries(Object.keys(workspace.apps).map((id) => [id, `new-${id}`]));
  const plan = planAuthelia(deriveConnections(workspace, ids), bagOf(workspace));
  const options = { rename: false, keys: false, environment: new Set<string>(), fitting: new Map() };
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let turn = 0; turn < 12; turn++) {
    theirs.push(await time(async () => parseDocument(text).toString()));
    ours.push(
      await time(async () => {
        const done = mergeAuthelia([{ name: 'configuration.yml', text }], plan, options);
        if (!done.ok || done.value.files[0]!.edits.length === 0) throw new Error('Nothing was merged.');
      }),
    );
  }
  return ratio(
    `merge into ${text.split('\n').length - 1} lines : parse and print them`,
    best(ours) / best(theirs),
    2,
  );
}

/** The cost per app of the first overview of a workspace, in processor time. */
async function overview(): Promise<Row> {
  // Processor time is counted in steps of some milliseconds, so the same number of apps is looked at each time.
  const perApp = async (count: number, workspaces: number): Promise<number> => {
    let spent = 0;
    for (let turn = 0; turn < workspaces; turn++) {
      const { host, handle } = await hostWith(count);
      const began = process.cpuUsage();
      await host.must('overview.get', { handle });
      spent += process.cpuUsage(began).user / 1000;
      await host.close();
    }
    return spent / (count * workspaces);
  };
  await perApp(10, 30);
  const ten: number[] = [];
  const thousand: number[] = [];
  for (let turn = 0; turn < 4; turn++) {
    ten.push(await perApp(10, 100));
    thousand.push(await perApp(1000, 1));
  }
  return ratio('overview, one app of 1,000 : one of 10', best(thousand) / best(ten), 1.2);
}

/**
 * Rendering all files with their secrets after one app among a thousand has changed and got a new secret,
 * compared with the first time.
 */
async function change(): Promise<Row> {
  const workspace = workspaceOf(1000);
  const store = openMemoryStore();
  const all = Object.keys(workspace.apps);
  const renderAll = async (now: Workspace): Promise<number> =>
    time(async () => {
      const rendered = await renderForReal(now, store, all);
      if (!rendered.ok) throw new Error(rendered.error.message);
      rendered.value.deliverables.flatMap(filesOf);
    });
  const whole = await renderAll(workspace);
  const changes: number[] = [];
  for (let turn = 0; turn < 5; turn++) {
    const entry = { ...workspace.apps['app500']!, url: `https://changed${turn}.example.com` };
    await store.set(
      { workspace: workspace.id, owner: 'app500', purpose: 'client_secret' },
      `another secret ${turn}`.padEnd(64, 'x'),
    );
    changes.push(await renderAll({ ...workspace, apps: { ...workspace.apps, app500: entry } }));
  }
  return ratio('rendering after a change of one app of 1,000 : of all', best(changes) / whole, 0.02);
}

/**
 * The overview after one app among a thousand has changed, compared with the first one, in processor time. Most
 * of what there is to apply was ticked, as in a workspace that is in use.
 */
async function changedOverview(kind: BenchProvider): Promise<Row> {
  const { signal } = new AbortController();
  const firsts: number[] = [];
  const changes: number[] = [];
  // The first turn only warms up.
  for (const [turn, count] of [100, 1000, 1000].entries()) {
    const { host, handle, file } = await hostWith(count, kind);
    await tickAll(host, workspaceOf(count, kind));
    // Directly, because the test host would keep the text of every answer.
    const overview = async (): Promise<number> => {
      const began = process.cpuUsage();
      const answer = await host.host.gate.call('overview.get', { handle }, { page: 'bench', signal });
      const { user, system } = process.cpuUsage(began);
      if (!answer.ok) throw new Error('The overview failed.');
      return (user + system) / 1000;
    };
    const first = await overview();
    if (turn > 0) firsts.push(first);
    for (let change = 0; change < 30; change++) {
      const { apps, ...rest } = workspaceOf(count, kind);
      const app = `app${change}`;
      const changed = { ...apps[app]!, url: `https://changed${change}.example.com` };
      writeFileSync(file, stringifyWorkspace({ ...rest, apps: { ...apps, [app]: changed } }));
      await host.must('workspace.reload', { handle });
      const again = await overview();
      if (turn > 0) changes.push(again);
    }
    await host.close();
  }
  return ratio(
    `overview after a change of one app of 1,000 at ${kind} : the first`,
    best(changes) / best(firsts),
    0.02,
  );
}

/** Ticks everything that there is to apply, as it is now. */
async function tickAll({ folder, store }: TestHost, workspace: Workspace): Promise<void> {
  const masked = await createRenderings().masked(workspace, store, Object.keys(workspace.apps));
  if (!masked.ok) throw new Error(masked.error.message);
  const at = '2026-01-01T00:00:00.000Z';
  const ticks = masked.value.deliverables.map((one) => {
    if (one.form === 'guide') {
      const steps = one.steps.map((step) => [step.id, { at, digest: stepDigest(masked.value, step) }]);
      return [one.path, { steps: Object.fromEntries(steps) }];
    }
    const { file, lines } = fileDigests(masked.value, one);
    return [one.path, { file: { at, digest: file, lines }, steps: {} }];
  });
  const state = { progress: {}, ticks: Object.fromEntries(ticks), tests: {}, answered: {} };
  mkdirSync(join(folder, 'workspaces'), { recursive: true });
  writeFileSync(join(folder, 'workspaces', `${workspace.id}.json`), JSON.stringify(state));
}

/** A host with an open workspace of so many apps, each with its secrets. */
async function hostWith(count: number, kind: BenchProvider = 'authelia') {
  const host = testHost();
  const workspace = workspaceOf(count, kind);
  for (const owner of Object.keys(workspace.apps)) {
    const name = { workspace: workspace.id, owner };
    await host.store.set({ ...name, purpose: 'client_id' }, `${owner}id`);
    await host.store.set({ ...name, purpose: 'client_secret' }, 'x'.repeat(64));
  }
  const file = join(host.folder, 'bench.latchkey.yaml');
  writeFileSync(file, stringifyWorkspace(workspace));
  const { handle } = await host.must('workspace.open', { path: file });
  return { host, handle, file };
}

/** The time until the first apps of an overview of a thousand are painted, the processor slowed down four times. */
async function firstPaint(): Promise<Row | undefined> {
  if (noChromium !== undefined) return undefined;
  const { chromium } = await import('@playwright/test');
  const { host, file } = await hostWith(1000);
  const serving = await startServe({
    root: join(import.meta.dirname, '../renderer'),
    folder: join(host.folder, 'serve'),
    log: () => {},
    openStore: async () => ok(host.store),
  });
  if (!serving.ok) throw new Error(serving.error.message);
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: CHROMIUM_ARGS });
  try {
    const page = await browser.newPage();
    const start = new StartPage(page);
    await start.goto(serving.value.url);
    await start.open(file);
    await page.addInitScript(() => {
      const seen = new MutationObserver(() => {
        if (document.querySelector('.app-item') === null) return;
        seen.disconnect();
        // The frame after the one in which the cards were made has painted them.
        requestAnimationFrame(() => requestAnimationFrame(() => performance.mark('painted')));
      });
      seen.observe(document, { childList: true, subtree: true });
    });
    const session = await page.context().newCDPSession(page);
    await session.send('Network.enable');
    await session.send('Network.setCacheDisabled', { cacheDisabled: true });
    await session.send('Emulation.setCPUThrottlingRate', { rate: 4 });
    const times: number[] = [];
    for (let turn = 0; turn < 5; turn++) {
      await page.reload();
      await page.waitForFunction(() => performance.getEntriesByName('painted').length > 0);
      times.push(await page.evaluate(() => performance.getEntriesByName('painted')[0]!.startTime));
    }
    const first = best(times);
    return {
      name: 'first paint of an overview of 1,000 apps, slowed down 4 times',
      measured: `${first.toFixed(0)} ms`,
      bound: 'at most 1500 ms',
      holds: first <= 1500,
    };
  } finally {
    await browser.close();
    await serving.value.close();
    await host.close();
  }
}

/** The cost per app with a thousand apps, compared with ten: it must not grow. In processor time. */
function render(): Row {
  const all = 1000;
  // The same number of apps each time, so that both are long enough to be measured and collect garbage alike.
  const perApp = (count: number): number => {
    const workspace = workspaceOf(count);
    const bag = bagOf(workspace);
    const began = process.cpuUsage();
    for (let done = 0; done < all; done += count) {
      const connections = deriveConnections(workspace, {});
      renderDeliverables(connections, bag).flatMap(filesOf);
    }
    return process.cpuUsage(began).user / 1000 / all;
  };
  perApp(10);
  const ten: number[] = [];
  const thousand: number[] = [];
  for (let turn = 0; turn < 8; turn++) {
    ten.push(perApp(10));
    thousand.push(perApp(all));
  }
  return ratio('render, one app of 1,000 : one of 10', best(thousand) / best(ten), 1.5);
}

/** The built `latchkey --help`, compared with Node running an empty script. */
function cliStart(): Row {
  const cli = join(import.meta.dirname, '../cli.js');
  const bare = bestOf(15, () => spawnSync(process.execPath, ['-e', '0']));
  const ours = bestOf(15, () => spawnSync(process.execPath, [cli, '--help']));
  return ratio('start of the command line : node -e 0', ours / bare, 2);
}

/** The command line with every profile in it, compared with three of them: a profile costs nothing before it is used. */
function profiles(): Row {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-bench-'));
  try {
    const few = join(folder, 'dist');
    cpSync(join(import.meta.dirname, '..'), few, {
      recursive: true,
      filter: (path) => !/bench-|renderer/.test(path.slice(join(import.meta.dirname, '..').length)),
    });
    cpSync(join(import.meta.dirname, '../../package.json'), join(folder, 'package.json'));
    const count = keepThree(join(few, 'chunks'));
    const workspace = join(folder, 'bench.latchkey.yaml');
    // Nothing listens there, so that a check ends at once.
    const home = { kind: 'authelia' as const, url: 'https://127.0.0.1:9', version: '4.39' };
    writeFileSync(workspace, stringifyWorkspace({ ...workspaceOf(1), providers: { home } }));
    const commands = [
      ['secrets', 'list', workspace],
      ['check', workspace, '--secrets', 'memory'],
      ['apps', 'memos'],
    ];
    const measured = commands.map((command) => {
      const start = (dist: string) => spawnSync(process.execPath, [join(dist, 'cli.js'), ...command]);
      const all = join(import.meta.dirname, '..');
      if (String(start(all).stdout) !== String(start(few).stdout))
        throw new Error(`${command[0]} says something else with fewer profiles.`);
      const times: [all: number[], few: number[]] = [[], []];
      for (let turn = 0; turn < 25; turn++) {
        times[0].push(bestOf(1, () => start(all)));
        times[1].push(bestOf(1, () => start(few)));
      }
      return { command: command.slice(0, 2).join(' '), value: best(times[0]) / best(times[1]) };
    });
    const slowest = measured.reduce((a, b) => (a.value > b.value ? a : b));
    return ratio(
      `command line with ${count} profiles : with 3, slowest of ${commands.length} (${slowest.command.replace(workspace, '').trim()})`,
      slowest.value,
      1.05,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Leaves three profiles in a built command line. Returns how many there were. */
function keepThree(chunks: string): number {
  for (const name of readdirSync(chunks)) {
    const file = join(chunks, name);
    const text = readFileSync(file, 'utf8');
    const list = /\bapps:\s*\{([^{}]*)\}/.exec(text);
    if (!text.includes('profiles.txt') || !list) continue;
    const entries = list[1]!.match(/"?[a-z0-9-]+"?:\s*\(\)\s*=>\s*\w+\([^()]*\)/g) ?? [];
    // Those of the kinds that the commands name.
    const needed = entries.filter((entry) => /^"?(?:memos|romm)"?:/.test(entry));
    const others = entries.filter((entry) => !needed.includes(entry)).slice(0, 3 - needed.length);
    writeFileSync(
      file,
      text.replace(list[0], () => `apps:{${[...needed, ...others].join(',')}}`),
    );
    if (entries.length > 3) return entries.length;
  }
  throw new Error('There are no profiles in the built command line.');
}

/** Time from start to the first answer of the browser host, minus the start time of Node itself. */
async function serveStart(): Promise<Row> {
  const cli = join(import.meta.dirname, '../cli.js');
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

type BenchProvider = 'authelia' | 'authentik';

function workspaceOf(count: number, kind: BenchProvider = 'authelia'): Workspace {
  // All of one kind, so that only the number of apps differs.
  const apps: Record<string, AppEntry> = {};
  for (let i = 0; i < count; i++) {
    apps[`app${i}`] = { kind: 'romm', url: `https://app${i}.example.com`, provider: 'home', version: '5.2' };
  }
  return {
    latchkey: 1,
    id: 'bench',
    providers: {
      home: {
        kind,
        url: 'https://auth.example.com',
        version: kind === 'authelia' ? '4.39' : '2025.12',
      },
    },
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

/** An Authelia configuration of 10,000 lines, most of them clients with comments. */
function longConfiguration(): string {
  const client = (index: number): string => `      # Client ${index}: what it is for, and who asked for it
      - client_id: 'client-${index}'
        client_name: 'Client ${index}'
        client_secret: '$pbkdf2-sha512$310000$c8p78n7pUMln0jzvd4a${String(index).padStart(3, '0')}$JNRBzwAo0ek5qKn50cFzzvE9RXV88h1wJn5KGiHrD0YKtZaR/nCb2CJPOsKaPK0hjf.9yHxzQGZziziccp6Yng'
        public: false
        authorization_policy: 'two_factor'
        redirect_uris:
          - 'https://app${index}.example.com/callback'
        scopes:
          - 'openid'
          - 'profile'
          - 'email'
        token_endpoint_auth_method: 'client_secret_basic'
`;
  const head = 'identity_providers:\n  oidc:\n    clients:\n';
  return head + Array.from({ length: Math.ceil((10_000 - 3) / 13) }, (_, index) => client(index)).join('');
}

function doctor(): Row {
  const text = longConfiguration();
  const examined: number[] = [];
  const printed: number[] = [];
  for (let run = 0; run < 7; run++) {
    let from = performance.now();
    examine(readExisting([{ name: 'configuration.yml', text }]));
    examined.push(performance.now() - from);
    from = performance.now();
    String(parseDocument(text));
    printed.push(performance.now() - from);
  }
  return ratio('doctor over 10,000 lines : parsing and printing them', best(examined) / best(printed), 3);
}

/** Reading thousands of settings in each format, compared with the YAML library that reads as many. */
function targets(): Row {
  const COUNT = 4_000;
  const textIn = (format: SourceFormat): string => {
    const [before, line, after] = FORMATS[format];
    const lines = Array.from({ length: COUNT }, (_, index) => `${line(`SETTING_${index}`, index)}\n`);
    return before + lines.join('') + after;
  };
  const yaml = textIn('yaml');
  const names = [`SETTING_${COUNT - 1}`];
  const measured = (Object.keys(FORMATS) as SourceFormat[]).map((format) => {
    const text = textIn(format);
    const ours: number[] = [];
    const theirs: number[] = [];
    for (let turn = 0; turn < 7; turn++) {
      theirs.push(bestOf(1, () => parseDocument(yaml)));
      ours.push(bestOf(1, () => readSource({ name: 'app', format, text }, names)));
    }
    return { format, value: best(ours) / best(theirs) };
  });
  const slowest = measured.reduce((a, b) => (a.value > b.value ? a : b));
  return ratio(
    `settings of apps in ${measured.length} formats, slowest (${slowest.format}) : as many read by the YAML library`,
    slowest.value,
    3,
  );
}

/** Explaining a log of the largest size that is read, in which every known message occurs. */
function explained(): Row {
  const said = RECOGNISERS.flatMap(({ example }) => example ?? []).map((text) => text.replaceAll('\n', ' '));
  return explainedBeside('a log of 1 MiB with every known message', 9, (index) =>
    index % 3 === 0
      ? `ERROR [oidc] ${said[(index / 3) % said.length]}`
      : `INFO [http] request ${index} for /api/albums answered 200 in 12 ms`,
  );
}

/** Explaining a log of the largest size, as a program writes it that ran for a day and refused one login. */
function explainedLog(): Row {
  return explainedBeside('a usual log of 1 MiB', 9, (index) =>
    index === 6000
      ? "ERROR [oidc] The 'redirect_uris' registered with OAuth 2.0 Client with id 'games' did not match 'redirect_uri' value 'https://games.example.com/oauth/callback'."
      : index % 5 === 0
        ? `DEBUG [db] SELECT id, name, owner FROM items WHERE owner = ${index * 7} ORDER BY created LIMIT 50 took 0.${index} ms`
        : `INFO [http] GET /api/albums/${index * 31}/items?page=${index % 40} answered 200 in ${index % 900} ms`,
  );
}

/** Explaining a log, compared with the YAML library that reads the same lines as a list. */
function explainedBeside(what: string, most: number, line: (index: number) => string): Row {
  const lines: string[] = [];
  for (let length = 0; length < MAX_PASTED; length += lines.at(-1)!.length + 1)
    lines.push(`2026-01-02T03:04:05Z ${line(lines.length)}`);
  const log = lines.join('\n');
  const list = lines.map((one) => `- '${one.replaceAll("'", "''")}'\n`).join('');
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let turn = 0; turn < 4; turn++) {
    theirs.push(processorTime(() => parseDocument(list)));
    ours.push(processorTime(() => explain(log)));
  }
  return ratio(`${what} explained : its lines read by the YAML library`, best(ours) / best(theirs), most);
}

/** What another version changes in a large workspace, compared with rendering it as often as the forecast has to. */
function forecasts(): Row {
  const workspace = workspaceOf(300);
  const bag = bagOf(workspace);
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let turn = 0; turn < 6; turn++) {
    theirs.push(
      bestOf(1, () => {
        for (const version of ['4.39', '4.38']) {
          const home = { ...workspace.providers['home']!, version };
          renderDeliverables(deriveConnections({ ...workspace, providers: { home } }, {}), bag).flatMap(
            filesOf,
          );
        }
      }),
    );
    ours.push(
      bestOf(1, () => {
        const told = forecast(workspace, { side: 'provider', id: 'home' }, '4.38');
        if (!told.ok) throw new Error(told.error.message);
      }),
    );
  }
  return ratio('forecast of another version for 300 apps : rendering both', best(ours) / best(theirs), 3);
}

function ratio(name: string, value: number, bound: number): Row {
  return { name, measured: `${value.toFixed(2)} ×`, bound: `at most ${bound} ×`, holds: value <= bound };
}

async function time(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

/** In milliseconds. What other programs do in the meantime doesn't count. */
function processorTime(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
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
