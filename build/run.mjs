/**
 * Starts Latchkey from a checkout: bundles it if a source has changed, then runs it.
 *
 *   node build/run.mjs cli COMMAND …   the command line
 *   node build/run.mjs start           the desktop app, or the browser host where it can't run
 *   node build/run.mjs bench           the benchmarks
 *   node build/run.mjs build --out DIR the bundle alone, in another folder than dist/
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [mode = 'start', ...args] = process.argv.slice(2);

/** Everything that a bundle is made from. */
const SOURCES = [
  'electron',
  'shared',
  'renderer',
  'build/inline-styles.mjs',
  'build/licences.mjs',
  'build/profiles.mjs',
  'vite.config.ts',
  'package.json',
  'package-lock.json',
];

/** A bundle that was not started for so long is removed. */
const KEEP_MS = 24 * 60 * 60_000;

if (mode === 'cli') await run('latchkey', join(await bundle(), 'dist/cli.js'), args);
else if (mode === 'start') await start(args);
else if (mode === 'bench') {
  // Always made anew: the benchmarks use helpers from all over the tests.
  const folder = mkdtempSync(join(await bundle(), 'dist', 'bench-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const builder = await builderFor(folder);
  await builder.build(builder.environments.bench);
  await run('bench', join(folder, 'bench.js'), args);
} else if (mode === 'build' && args[0] === '--out' && args[1]) {
  await (await builderFor(resolve(args[1]))).buildApp();
} else {
  process.stderr.write('Use: node build/run.mjs cli COMMAND … | start | bench | build --out DIR\n');
  process.exitCode = 2;
}

async function run(name, script, scriptArgs) {
  process.argv = [process.execPath, name, ...scriptArgs];
  await import(pathToFileURL(script).href);
}

async function start(startArgs) {
  const app = await bundle();
  const electron = electronProgram();
  if (typeof electron === 'object') {
    return openInBrowser(app, electron.why, startArgs);
  }
  const began = Date.now();
  const child = spawn(electron, [app, ...startArgs], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => {
    // Chromium ends this way where it can't start, e.g. without user namespaces for its sandbox.
    if (Date.now() - began < 10_000 && ['SIGTRAP', 'SIGILL', 'SIGABRT', 'SIGSEGV'].includes(signal)) {
      void openInBrowser(app, 'The desktop window could not start; the reason stands above.', startArgs);
    } else process.exitCode = code ?? 1;
  });
}

function openInBrowser(app, why, startArgs) {
  const files = startArgs.filter((arg) => !arg.startsWith('-'));
  const then = files.length === 0 ? '' : ` Open ${files.join(', ')} there.`;
  process.stderr.write(`${why} Latchkey opens in your browser instead.${then}\n`);
  return run('latchkey', join(app, 'dist/cli.js'), ['serve', '--open']);
}

/** Returns the path of Electron's program, or why there is none. Downloads it once if possible. */
function electronProgram() {
  if (process.platform === 'linux' && process.getuid() === 0) {
    return { why: 'Chromium’s sandbox doesn’t work for root, so there is no desktop window.' };
  }
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) {
    return { why: 'There is no display for a desktop window.' };
  }
  const require = createRequire(import.meta.url);
  const home = dirname(require.resolve('electron/package.json'));
  const given = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (!given && !existsSync(join(home, 'path.txt'))) {
    const needed = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')).engines.node.match(
      /\d+\.\d+/,
    )[0];
    if (process.versions.node.localeCompare(needed, 'en', { numeric: true }) < 0) {
      return { why: `The desktop app needs Node ${needed} or newer, and this is ${process.versions.node}.` };
    }
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

/**
 * Returns the folder of the app as it is in an installer: `package.json` and `dist/`. It is named by the content
 * of the sources. Several starts at once may each bundle; the first to finish puts its folder in place by
 * renaming it, so no start ever sees half a bundle.
 */
async function bundle() {
  const bundles = join(root, '.cache', 'bundles');
  const app = join(bundles, contentOf(SOURCES));
  const now = new Date();
  if (!existsSync(app)) {
    mkdirSync(bundles, { recursive: true });
    for (const old of readdirSync(bundles).map((name) => join(bundles, name))) {
      const { mtime } = statSync(old, { throwIfNoEntry: false }) ?? { mtime: now };
      if (now - mtime > KEEP_MS) rmSync(old, { recursive: true, force: true });
    }
    const fresh = mkdtempSync(`${app}-`);
    const { NODE_ENV } = process.env;
    try {
      await (await builderFor(join(fresh, 'dist'))).buildApp();
      const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
      writeFileSync(join(fresh, 'package.json'), JSON.stringify({ ...manifest, main: 'dist/main.js' }));
      renameSync(fresh, app);
    } catch (error) {
      rmSync(fresh, { recursive: true, force: true });
      // Another start was faster.
      if (!existsSync(app)) {
        const mistakes = error.errors?.find(({ name }) => name === 'ProfileMistakes');
        if (!mistakes) throw error;
        process.stderr.write(`${mistakes.message}\n`);
        process.exit(1);
      }
    } finally {
      // Vite sets it; a first start must not differ from a second one.
      if (NODE_ENV === undefined) delete process.env.NODE_ENV;
      else process.env.NODE_ENV = NODE_ENV;
    }
  }
  utimesSync(app, now, now);
  return app;
}

async function builderFor(outDir) {
  const { createBuilder } = await import('vite');
  return createBuilder({ configFile: join(root, 'vite.config.ts'), logLevel: 'error', build: { outDir } });
}

/** A digest of the names and contents of these files and folders. */
function contentOf(paths) {
  const hash = createHash('sha256');
  const add = (path) => {
    if (statSync(join(root, path)).isDirectory()) {
      for (const name of readdirSync(join(root, path)).sort()) add(`${path}/${name}`);
    } else {
      const bytes = readFileSync(join(root, path));
      hash.update(`${path}\0${bytes.length}\0`).update(bytes);
    }
  };
  for (const path of paths) add(path);
  return hash.digest('hex').slice(0, 16);
}
