/**
 * Starts Latchkey from a checkout: bundles what has changed since the last start, then runs it.
 *
 *   node build/run.mjs cli COMMAND …   the command line
 *   node build/run.mjs start           the desktop app, or the browser host where it can't run
 *   node build/run.mjs bench           the benchmarks
 *   node build/run.mjs build [--out DIR]  bundles the desktop app from nothing, for packaging
 */
import { spawn, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { builtinModules, createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [mode = 'start', ...args] = process.argv.slice(2);
/** A package is bundled into another folder, because the usual bundle may be running. */
const dist = mode === 'build' && args[0] === '--out' && args[1] ? resolve(args[1]) : join(root, 'dist');

/** Not bundled but loaded at run time, e.g. a native module and a library that reads its own files. */
const EXTERNAL = ['electron', '@napi-rs/keyring', 'oidc-provider', '@playwright/test'];

const NODE_SOURCES = ['electron', 'shared', 'package-lock.json'];
const BUNDLES = {
  cli: { sources: NODE_SOURCES, build: () => bundleNode({ cli: 'electron/cli.ts' }, 'es') },
  main: { sources: NODE_SOURCES, build: () => bundleNode({ main: 'electron/main.ts' }, 'es') },
  // A sandboxed preload script must be CommonJS.
  preload: { sources: NODE_SOURCES, build: () => bundleNode({ preload: 'electron/preload.ts' }, 'cjs') },
  bench: {
    sources: [...NODE_SOURCES, 'test/bench'],
    build: () => bundleNode({ bench: 'test/bench/bench.ts' }, 'es'),
  },
  renderer: { sources: ['renderer', 'shared', 'vite.config.ts', 'package-lock.json'], build: bundleRenderer },
};

if (mode === 'cli') await runCli(args);
else if (mode === 'start') await start(args);
else if (mode === 'bench') {
  await ensure('cli', 'renderer', 'bench');
  process.argv = [process.execPath, 'bench', ...args];
  await import(pathToFileURL(join(dist, 'bench.js')).href);
} else if (mode === 'build') {
  // A package must not contain files of an earlier bundle.
  rmSync(dist, { recursive: true, force: true });
  await ensure('main', 'preload', 'renderer');
} else {
  process.stderr.write(`Unknown mode “${mode}”. Known are cli, start, bench and build.\n`);
  process.exitCode = 2;
}

async function runCli(cliArgs) {
  const needsScreens = cliArgs[0] === 'serve' && !cliArgs.includes('--help');
  await ensure('cli', ...(needsScreens ? ['renderer'] : []));
  process.argv = [process.execPath, 'latchkey', ...cliArgs];
  await import(pathToFileURL(join(dist, 'cli.js')).href);
}

async function start(startArgs) {
  await ensure('main', 'preload', 'renderer');
  const electron = electronProgram();
  if (typeof electron === 'object') {
    process.stderr.write(`${electron.why} Latchkey opens in your browser instead.\n`);
    return runCli(['serve', '--open', ...startArgs]);
  }
  const child = spawn(electron, [root, ...startArgs], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code) => {
    process.exitCode = code ?? 1;
  });
}

/** Returns the path of Electron's program, or why there is none. Downloads it once if possible. */
function electronProgram() {
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) {
    return { why: 'There is no display for a desktop window.' };
  }
  const require = createRequire(import.meta.url);
  const home = dirname(require.resolve('electron/package.json'));
  const given = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (!given && !existsSync(join(home, 'path.txt'))) {
    process.stderr.write('Fetching Electron, once …\n');
    spawnSync(process.execPath, [join(home, 'install.js')], { stdio: 'ignore', timeout: 300_000 });
    if (!existsSync(join(home, 'path.txt'))) return { why: 'Electron could not be fetched.' };
  }
  try {
    const program = require('electron');
    return existsSync(program) ? program : { why: `There is no Electron at ${program}.` };
  } catch {
    return { why: 'Electron could not be fetched.' };
  }
}

/** Bundles the named parts whose sources are newer than their last bundle. */
async function ensure(...names) {
  mkdirSync(dist, { recursive: true });
  for (const name of names) {
    const { sources, build } = BUNDLES[name];
    const stamp = join(dist, `.${name}`);
    if (newest(sources) <= bundledAt(stamp)) continue;
    await locked(async () => {
      const began = newest(sources);
      if (began <= bundledAt(stamp)) return;
      await build();
      // Written as text: a file's own time loses a fraction of a millisecond on the way to the disk and back.
      writeFileSync(stamp, `${began}\n`);
    });
  }
}

async function bundleNode(entries, format) {
  const { build } = await import('vite');
  await build({
    configFile: false,
    root,
    logLevel: 'error',
    publicDir: false,
    build: {
      outDir: dist,
      emptyOutDir: false,
      target: 'node20',
      ssr: true,
      minify: false,
      rollupOptions: {
        input: Object.fromEntries(Object.entries(entries).map(([name, path]) => [name, join(root, path)])),
        external: (id) =>
          id.startsWith('node:') ||
          builtinModules.includes(id) ||
          EXTERNAL.some((name) => id === name || id.startsWith(`${name}/`)),
        output: {
          format,
          entryFileNames: format === 'cjs' ? '[name].cjs' : '[name].js',
          chunkFileNames: 'chunks/[name]-[hash].js',
        },
      },
    },
    ssr: { noExternal: true },
  });
}

async function bundleRenderer() {
  const { build } = await import('vite');
  // Absolute paths, so that it also works when started from another folder.
  await build({
    configFile: join(root, 'vite.config.ts'),
    root: join(root, 'renderer'),
    logLevel: 'error',
    build: { outDir: join(dist, 'renderer') },
  });
}

/**
 * Runs `work` while no other start bundles into the same folder. Removes a lock left by a crash after a
 * minute.
 */
async function locked(work) {
  const lock = join(dist, '.lock');
  for (;;) {
    try {
      mkdirSync(lock);
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
      if (Date.now() - timeOf(lock) > 60_000) rmdirSync(lock);
      else await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  try {
    await work();
  } finally {
    // `force`, because the build of a package may have deleted the folder meanwhile.
    rmSync(lock, { recursive: true, force: true });
  }
}

function newest(paths) {
  let latest = 0;
  for (const path of paths) {
    const full = join(root, path);
    const stat = statSync(full, { throwIfNoEntry: false });
    if (!stat) continue;
    // The time of a folder changes when files in it are deleted.
    latest = Math.max(latest, Math.floor(stat.mtimeMs));
    if (stat.isDirectory())
      latest = Math.max(latest, newest(readdirSync(full).map((entry) => join(path, entry))));
  }
  return latest;
}

/** The time of the newest source that a bundle was made from, milliseconds since the epoch. 0: there is no bundle. */
function bundledAt(stamp) {
  return existsSync(stamp) ? Number(readFileSync(stamp, 'utf8')) || 0 : 0;
}

function timeOf(path) {
  return Math.floor(statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0);
}
