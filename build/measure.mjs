/**
 * Compares the packaged app with bare Electron, and fails if a limit is passed: node build/measure.mjs APP ELECTRON
 *
 * APP is the unpacked app in `release/`, ELECTRON the unpacked distribution it was made from. Bare Electron is that
 * distribution with the same languages and a page with one word. Both are started in turns, in one run, so that
 * only their ratio counts; a busy machine slows both. Linux only: memory is counted as /proc does, shared pages
 * divided among those who share them.
 */
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startProgram } from './started.mjs';

const LIMITS = { start: 1.3, memory: 1.4, megabytes: 10 };
const ROUNDS = Number(process.env.ROUNDS ?? 7);
const AT_REST_MS = 5_000;

const [app, electron] = process.argv.slice(2);
if (!app || !electron) {
  process.stderr.write('Use: node build/measure.mjs APP ELECTRON\n');
  process.exit(2);
}
const work = mkdtempSync(path.join(tmpdir(), 'latchkey-measure-'));
try {
  const bare = bareElectron();
  const programs = {
    app: [path.resolve(app, 'latchkey')],
    bare: [path.join(bare, 'electron'), path.join(work, 'page')],
  };
  const seen = { app: { start: [], screen: [], memory: [] }, bare: { start: [], screen: [], memory: [] } };
  // The first start of each fills the disk cache and does not count.
  for (let round = 0; round <= ROUNDS; round++)
    for (const name of round % 2 === 0 ? ['app', 'bare'] : ['bare', 'app']) {
      const one = await look(programs[name]);
      if (round > 0) for (const what of ['start', 'screen', 'memory']) seen[name][what].push(one[what]);
    }
  const unpacked = { app: sizeOf(app), bare: sizeOf(bare) };
  const packed = { app: packedSize(app), bare: packedSize(bare) };
  const rows = [
    ['start to first paint', 'ms', median(seen.app.start), median(seen.bare.start), LIMITS.start],
    ['memory at rest', 'MB', median(seen.app.memory), median(seen.bare.memory), LIMITS.memory],
    ['size unpacked', 'MB', unpacked.app, unpacked.bare],
    ['size packed', 'MB', packed.app, packed.bare],
  ];
  let failed = false;
  for (const [what, unit, ours, theirs, limit] of rows) {
    if (ours === undefined) {
      process.stdout.write(`${what}: SKIPPED, mksquashfs is missing\n`);
      continue;
    }
    const [value, most] = limit ? [ours / theirs, limit] : [ours - theirs, LIMITS.megabytes];
    const within = value <= most;
    failed ||= !within;
    process.stdout.write(
      `${what}: ${ours.toFixed(limit && unit === 'ms' ? 0 : 1)} ${unit}, bare ${theirs.toFixed(limit && unit === 'ms' ? 0 : 1)} ${unit}, ${limit ? `${value.toFixed(2)}×` : `+${value.toFixed(1)} MB`} (at most ${limit ? `${most}×` : `+${most} MB`}): ${within ? 'ok' : 'FAILED'}\n`,
    );
  }
  // No limit: bare Electron has no screen to compare it with.
  process.stdout.write(`start to the first screen: ${median(seen.app.screen).toFixed(0)} ms\n`);
  process.exitCode = failed ? 1 : 0;
} finally {
  rmSync(work, { recursive: true, force: true });
}

/** The distribution with the languages of the app, and a page with one word beside it. */
function bareElectron() {
  const bare = path.join(work, 'electron');
  const kept = readdirSync(path.join(app, 'locales'));
  cpSync(electron, bare, { recursive: true, verbatimSymlinks: true });
  for (const name of readdirSync(path.join(bare, 'locales')))
    if (!kept.includes(name)) rmSync(path.join(bare, 'locales', name));
  const page = path.join(work, 'page');
  mkdirSync(page);
  writeFileSync(path.join(page, 'package.json'), JSON.stringify({ name: 'bare', main: 'main.js' }));
  writeFileSync(path.join(page, 'page.html'), '<!doctype html><title>bare</title><h1>Hello</h1>');
  writeFileSync(
    path.join(page, 'main.js'),
    `const { app, BrowserWindow } = require('electron');
app.whenReady().then(() => new BrowserWindow({ width: 1180, height: 780 }).loadFile('page.html'));
app.on('window-all-closed', () => app.quit());`,
  );
  return bare;
}

/** One start: until the page has painted something of its own, until its first heading is there, and the memory of all processes at rest. */
async function look(command) {
  const started = await startProgram(command);
  try {
    const painted = await started.page.evaluate(async () => {
      for (;;) {
        const paint = performance.getEntriesByName('first-contentful-paint')[0];
        const heading = document.querySelector('h1');
        if (paint && heading)
          return {
            paint: performance.timeOrigin + paint.startTime,
            screen: performance.timeOrigin + performance.now(),
          };
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    });
    await new Promise((resolve) => setTimeout(resolve, AT_REST_MS));
    return {
      start: painted.paint - started.began,
      screen: painted.screen - started.began,
      memory: memoryOf(started.child.pid),
    };
  } finally {
    await started.end();
  }
}

/** Megabytes of all processes in the group of `leader`, and of their children. */
function memoryOf(leader) {
  const parents = new Map();
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
    } catch {
      // It has ended meanwhile.
    }
  }
  const isOurs = (pid) => pid === leader || (parents.has(pid) && isOurs(parents.get(pid)));
  let kilobytes = 0;
  for (const pid of parents.keys()) {
    if (!isOurs(pid)) continue;
    try {
      kilobytes += Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0);
    } catch {
      // It has ended meanwhile.
    }
  }
  return kilobytes / 1024;
}

function sizeOf(folder) {
  let bytes = 0;
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const stat = lstatSync(path.join(folder, name));
    if (stat.isFile()) bytes += stat.size;
  }
  return bytes / 1e6;
}

/** As an AppImage packs it. */
function packedSize(folder) {
  const image = path.join(work, 'image');
  const { error } = spawnSync('mksquashfs', [
    folder,
    image,
    '-noappend',
    '-quiet',
    '-no-progress',
    '-comp',
    'zstd',
  ]);
  if (error) return undefined;
  const { size } = lstatSync(image);
  rmSync(image);
  return size / 1e6;
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}
