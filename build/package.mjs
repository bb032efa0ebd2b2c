/**
 * Makes installers: npm run package -- [--linux|--mac|--win] [--x64] [--arm64] [--dir] [--any-electron]
 *
 * Without options for this machine's system and processor. Bundles first, then runs electron-builder once for
 * each processor, with electron-builder.yml and what package-plan.mjs adds to it.
 * ELECTRON_OVERRIDE_DIST_PATH names an unpacked Electron (or a folder with its zip); then nothing is
 * downloaded.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import {
  builderConfig,
  checkElectron,
  keyringPackage,
  NOWHERE,
  processorOf,
  readOptions,
  SYSTEMS,
} from './package-plan.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const require = createRequire(import.meta.url);
const args = process.argv.slice(2);

const options = readOptions(args, process);
if (options.error) stop(options.error, 2);

// Everything that can stand in the way is looked at before the first step.
const dist = process.env.ELECTRON_OVERRIDE_DIST_PATH || undefined;
const electrons = options.runs.map((made) => (dist ? givenElectron(dist, made) : undefined));
const keyrings = options.runs.map(keyringFor);

const bundle = path.join(root, '.cache', 'package');
await run(process.execPath, [path.join(root, 'build', 'run.mjs'), 'build', '--out', bundle]).catch(() =>
  stop('Latchkey could not be bundled; the reason stands above.'),
);
copyFileSync(path.join(root, 'build', 'icons', '256x256.png'), path.join(bundle, 'icon.png'));

const base = parse(readFileSync(path.join(root, 'electron-builder.yml'), 'utf8'));
for (const [index, made] of options.runs.entries()) {
  const certificate = made.system !== 'mac' || hasCertificate();
  if (!certificate)
    say('There is no certificate (CSC_LINK, CSC_NAME or the keychain): the app is signed ad hoc.');
  const config = path.join(root, '.cache', `electron-builder.${made.system}.${made.arch}.json`);
  writeFileSync(
    config,
    JSON.stringify(
      builderConfig(base, {
        ...made,
        electron: electrons[index],
        keyring: keyrings[index],
        certificate,
        homepage: homepage(),
      }),
    ),
  );
  await run(
    process.execPath,
    [
      require.resolve('electron-builder/cli.js'),
      SYSTEMS[made.system].option,
      `--${made.arch}`,
      ...(options.dir ? ['--dir'] : []),
      '--config',
      config,
      '--publish',
      'never',
    ],
    // ELECTRON_OVERRIDE_DIST_PATH is not passed on: people set it to use their own Electron, but
    // electron-builder would take it for its mirror.
    { ELECTRON_OVERRIDE_DIST_PATH: undefined, CUSTOM_FPM_PATH: path.join(root, 'build', 'deb.mjs') },
  ).catch((error) => {
    if (
      !dist &&
      /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ECONNRESET|getaddrinfo|403|404|fetch failed|download/i.test(
        error.said ?? '',
      )
    )
      stop(
        `Electron ${wantedElectron()} could not be fetched. Unpack it somewhere and name the folder: ELECTRON_OVERRIDE_DIST_PATH=DIR npm run package -- ${args.join(' ')}`,
      );
    stop('The installers were not made; the reason stands above.');
  });
}

/** The version of Electron that package.json asks for, as npm has installed it. */
function wantedElectron() {
  return JSON.parse(readFileSync(require.resolve('electron/package.json'), 'utf8')).version;
}

/** The given Electron, if it is the one to ship with `made`; otherwise stops with the reason. */
function givenElectron(folder, { system, arch }) {
  if (!existsSync(folder)) stop(`There is no Electron at ${folder} (ELECTRON_OVERRIDE_DIST_PATH).`, 2);
  const version = wantedElectron();
  // The name of a zip says version, system and processor; electron-builder takes only the right one.
  if (existsSync(path.join(folder, `electron-v${version}-${SYSTEMS[system].node}-${arch}.zip`)))
    return { folder, version };
  const read = (file) => {
    const full = path.join(folder, file);
    return existsSync(full) ? readFileSync(full) : undefined;
  };
  const program = read(SYSTEMS[system].program);
  const found = checkElectron(
    { version: read('version')?.toString(), arch: program && processorOf(program) },
    { version, system, arch, anyElectron: options.anyElectron },
  );
  if (found.error) stop(`${found.error} (ELECTRON_OVERRIDE_DIST_PATH is ${folder}.)`, 2);
  say(found.remark ?? `Packaging the given Electron ${found.version}.`);
  return { folder, version: found.version };
}

/**
 * The folder of the keychain library for `made` if npm has not installed it, because it is for another system
 * or processor. It is then fetched from the registry, and must be what package-lock.json says.
 */
function keyringFor({ system, arch }) {
  const name = keyringPackage(system, arch);
  if (existsSync(path.join(root, 'node_modules', name))) return undefined;
  const locked = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')).packages[
    `node_modules/${name}`
  ];
  const kept = path.join(root, '.cache', 'keyring', `${path.basename(name)}-${locked.version}`);
  if (existsSync(kept)) return kept;
  say(`Fetching the keychain library for ${system} on ${arch}, once …`);
  mkdirSync(path.dirname(kept), { recursive: true });
  const work = mkdtempSync(`${kept}.`);
  try {
    const spec = `${name}@${locked.version}`;
    const packed = npm(['pack', spec, '--json', '--pack-destination', work]);
    // npm 12 answers with an object by name, earlier ones with a list.
    const said = packed.status === 0 ? Object.values(JSON.parse(packed.stdout))[0] : undefined;
    const file = said && path.join(work, path.basename(said.filename));
    if (!file || !existsSync(file))
      stop(
        `The keychain library for ${system} on ${arch} could not be fetched. With a network, this installs it: npm install --no-save --force ${spec}`,
        2,
      );
    const digest = `sha512-${createHash('sha512').update(readFileSync(file)).digest('base64')}`;
    if (digest !== locked.integrity)
      stop(`What was fetched as ${spec} is not what package-lock.json says. Nothing was packaged.`);
    const unpacked = spawnSync('tar', ['-xzf', path.basename(file)], { cwd: work });
    if (unpacked.status !== 0) stop(`${path.basename(file)} could not be unpacked; that needs “tar”.`);
    renameSync(path.join(work, 'package'), kept);
    return kept;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Runs npm. `npm run` says where it is; on Windows a command file can't be started without a shell. */
function npm(npmArgs) {
  const script = process.env.npm_execpath;
  return script?.endsWith('.js')
    ? spawnSync(process.execPath, [script, ...npmArgs], { cwd: root, encoding: 'utf8' })
    : spawnSync('npm', npmArgs, { cwd: root, encoding: 'utf8', shell: process.platform === 'win32' });
}

/** Where the project is at home. A build outside a repository has no such place, and says so by its name. */
function homepage() {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository } = process.env;
  return server && repository ? `${server}/${repository}` : NOWHERE;
}

/** Whether macOS can sign with a certificate for programs outside its store. */
function hasCertificate() {
  if (process.env.CSC_LINK || process.env.CSC_NAME) return true;
  const listed = spawnSync('security', ['find-identity', '-v', '-p', 'codesigning'], { encoding: 'utf8' });
  return /Developer ID Application/.test(listed.stdout ?? '');
}

function say(sentence) {
  process.stderr.write(`${sentence}\n`);
}

/** Runs a program, shows its output and returns it. */
function run(program, programArgs, env = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, programArgs, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let text = '';
    const show = (stream) => (chunk) => {
      text += chunk;
      stream.write(chunk);
    };
    child.stdout.on('data', show(process.stdout));
    child.stderr.on('data', show(process.stderr));
    child.on('error', reject);
    child.on('exit', (code) =>
      code === 0 ? resolve(text) : reject(Object.assign(new Error('failed'), { said: text })),
    );
  });
}

function stop(sentence, code = 1) {
  say(sentence);
  process.exit(code);
}
