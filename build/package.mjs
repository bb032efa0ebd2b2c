/**
 * Makes installers: npm run package -- [--linux|--mac|--win] [--x64|--arm64] [--dir]
 *
 * Bundles first, then runs electron-builder with electron-builder.yml. Default platform: the current one.
 * ELECTRON_OVERRIDE_DIST_PATH names an unpacked Electron (or a folder with its zip); then nothing is
 * downloaded.
 */
import { spawn } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const require = createRequire(import.meta.url);
const args = process.argv.slice(2);

const known = ['--linux', '--mac', '--win', '--x64', '--arm64', '--dir'];
const strange = args.filter((arg) => !known.includes(arg));
if (strange.length > 0) stop(`Unknown option ${strange[0]}. Known are ${known.join(' ')}.`, 2);

const dist = process.env.ELECTRON_OVERRIDE_DIST_PATH;
if (dist !== undefined && dist !== '' && !existsSync(dist))
  stop(`There is no Electron at ${dist} (ELECTRON_OVERRIDE_DIST_PATH).`, 2);

const missing = missingKeyrings(args);
if (missing.length > 0) {
  stop(
    `The keychain library for ${missing.map(({ name }) => name).join(', ')} is not installed. Add it with: npm install --no-save --force ${missing.map(({ name, version }) => `${name}@${version}`).join(' ')}`,
    2,
  );
}

const bundle = path.join(root, '.cache', 'package');
await run(process.execPath, [path.join(root, 'build', 'run.mjs'), 'build', '--out', bundle]).catch(() =>
  stop('Latchkey could not be bundled; the reason stands above.'),
);
copyFileSync(path.join(root, 'build', 'icons', '512x512.png'), path.join(bundle, 'icon.png'));

await run(
  process.execPath,
  [
    require.resolve('electron-builder/cli.js'),
    ...args,
    '--config',
    path.join(root, 'electron-builder.yml'),
    '--publish',
    'never',
    ...(dist ? [`-c.electronDist=${dist}`] : []),
  ],
  // Not passed on: people set it to use their own Electron, but electron-builder would take it for its
  // mirror.
  { ELECTRON_OVERRIDE_DIST_PATH: undefined },
).catch((error) => {
  if (
    !dist &&
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ECONNRESET|getaddrinfo|403|404|fetch failed|download/i.test(
      error.said ?? '',
    )
  ) {
    const { version } = JSON.parse(readFileSync(require.resolve('electron/package.json'), 'utf8'));
    stop(
      `Electron ${version} could not be fetched. Unpack it somewhere and name the folder: ELECTRON_OVERRIDE_DIST_PATH=DIR npm run package -- ${args.join(' ')}`,
    );
  }
  stop('The installers were not made; the reason stands above.');
});

/** Keychain libraries that the installers need but that are missing: npm installs only this machine's. */
function missingKeyrings(options) {
  const platforms = { '--linux': 'linux', '--mac': 'darwin', '--win': 'win32' };
  const wanted = Object.keys(platforms)
    .filter((option) => options.includes(option))
    .map((option) => platforms[option]);
  const arches = ['x64', 'arm64'].filter((arch) => options.includes(`--${arch}`));
  const both = options.includes('--dir') ? [process.arch] : ['x64', 'arm64'];
  const endings = { linux: '-gnu', win32: '-msvc', darwin: '' };
  const library = JSON.parse(readFileSync(require.resolve('@napi-rs/keyring/package.json'), 'utf8'));
  return (wanted.length > 0 ? wanted : [process.platform])
    .flatMap((platform) =>
      (arches.length > 0 ? arches : both).map(
        (arch) => `@napi-rs/keyring-${platform}-${arch}${endings[platform] ?? ''}`,
      ),
    )
    .filter((name) => !existsSync(path.join(root, 'node_modules', ...name.split('/'))))
    .map((name) => ({ name, version: library.optionalDependencies?.[name] ?? library.version }));
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
  process.stderr.write(`${sentence}\n`);
  process.exit(code);
}
