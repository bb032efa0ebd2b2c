import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createBuilder } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { processorOf } from '../../build/package-plan.mjs';
import { billOfMaterials } from '../../build/sbom.mjs';
import { WORKSPACE_ENDINGS } from '../../shared/workspace/file-name.ts';
import { modulesNamed } from '../helpers/modules-named.ts';
import { asarFiles, asarText, packageIt, SENTINEL, standInElectron } from '../helpers/package.ts';
import { describeInstallers } from './installers.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(path.join(ROOT, file));
const config = parse(read('electron-builder.yml').toString()) as Record<string, never> & {
  readonly files: readonly (string | { from: string; to: string; filter: string[] })[];
};

const lock = JSON.parse(read('package-lock.json').toString());

const pngSize = (bytes: Buffer) => {
  expect(bytes.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n');
  return [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
};

describe('the installers', () => {
  it('are a dmg and a zip, an exe for one person, an AppImage and a deb', () => {
    expect([config['mac'], config['win'], config['linux'], config['nsis']]).toMatchObject([
      { target: ['dmg', 'zip'], hardenedRuntime: true },
      { target: ['nsis'] },
      { target: ['AppImage', 'deb'], executableName: 'latchkey' },
      { perMachine: false, deleteAppDataOnUninstall: false },
    ]);
  });

  it('leave no way to run the program as something else', () => {
    expect(config['electronFuses']).toEqual({
      runAsNode: false,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableCookieEncryption: true,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      grantFileProtocolExtraPrivileges: false,
    });
    expect(config).toMatchObject({ asar: true, asarUnpack: ['**/*.node'] });
  });

  it('fetch nothing after they were installed, and ask macOS for one thing', () => {
    expect(config['publish']).toBeNull();
    const keys = [
      ...read('build/entitlements.mac.plist')
        .toString()
        .matchAll(/<key>([^<]+)<\/key>/g),
    ].map((match) => match[1]);
    expect(keys).toEqual(['com.apple.security.cs.allow-jit']);
    expect(JSON.stringify(config)).not.toMatch(/UsageDescription/);
  });

  it('open the files that the program knows', () => {
    const endings = (of: unknown) => (of as { ext: string }[]).map(({ ext }) => `.${ext}`);
    expect(endings(config['fileAssociations'])).toEqual([WORKSPACE_ENDINGS[0]]);
    expect(endings((config['linux'] as unknown as Record<string, unknown>)['fileAssociations'])).toEqual(
      WORKSPACE_ENDINGS.slice(1),
    );
  });
});

describe('the icons', () => {
  it('come in every size', () => {
    for (const size of [16, 24, 32, 48, 64, 128, 256, 512, 1024])
      expect(pngSize(read(`build/icons/${size}x${size}.png`))).toEqual([size, size]);
    expect(readdirSync(path.join(ROOT, 'build/icons'))).toHaveLength(9);
  });

  it('for Windows are one file with seven', () => {
    const ico = read('build/icon.ico');
    const sizes = Array.from({ length: ico.readUInt16LE(4) }, (_, index) => {
      const entry = 6 + 16 * index;
      const start = ico.readUInt32LE(entry + 12);
      const image = ico.subarray(start, start + ico.readUInt32LE(entry + 8));
      expect(pngSize(image)[0]).toBe(ico[entry] || 256);
      return pngSize(image)[0];
    });
    expect(sizes).toEqual([16, 24, 32, 48, 64, 128, 256]);
  });

  it('for macOS are one file up to 1024 pixels', () => {
    const icns = read('build/icon.icns');
    expect([icns.toString('latin1', 0, 4), icns.readUInt32BE(4)]).toEqual(['icns', icns.length]);
    const found: Record<string, number> = {};
    for (let at = 8; at < icns.length; at += icns.readUInt32BE(at + 4))
      found[icns.toString('latin1', at, at + 4)] = pngSize(
        icns.subarray(at + 8, at + icns.readUInt32BE(at + 4)),
      )[0]!;
    expect(found).toMatchObject({ ic07: 128, ic08: 256, ic09: 512, ic10: 1024, ic11: 32, ic12: 64 });
  });

  it('come from one drawing that refers to nothing', () => {
    expect(read('build/icon.svg').toString()).not.toMatch(/href|<image|<script|<foreignObject|font/);
  });
});

describe('packaging', () => {
  it('says in a sentence what stands in its way', () => {
    expect(packageIt(['--nope'])).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('Unknown option --nope'),
    });
    const gone = packageIt(['--dir'], { ELECTRON_OVERRIDE_DIST_PATH: '/nowhere' });
    expect(gone).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('There is no Electron at /nowhere'),
    });
    if (process.platform !== 'darwin')
      expect(packageIt(['--mac'])).toMatchObject({
        status: 2,
        stderr: expect.stringContaining('can only be made on macOS'),
      });
  });

  it('says how to get a keychain library that it can’t fetch', () => {
    rmSync(path.join(ROOT, '.cache/keyring'), { recursive: true, force: true });
    const empty = mkdtempSync(path.join(tmpdir(), 'latchkey-npm-'));
    const other = process.platform === 'win32' ? '--linux' : '--win';
    const made = packageIt([other, '--arm64'], { npm_config_offline: 'true', npm_config_cache: empty });
    rmSync(empty, { recursive: true, force: true });
    expect(made).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/npm install --no-save --force @napi-rs\/keyring-\w+-arm64-\w+@\d/),
    });
  });

  it.skipIf(process.platform !== 'linux')('compares the given Electron with package.json’s', () => {
    const dist = standInElectron(process.arch, '33.2.1');
    const made = packageIt(['--dir'], { ELECTRON_OVERRIDE_DIST_PATH: dist });
    rmSync(dist, { recursive: true, force: true });
    expect(made).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/is 33\.2\.1, but package\.json's is \d+\.\d+\.\d+/),
    });
  });

  describe
    .skipIf(process.platform !== 'linux')
    .each([process.arch, process.arch === 'x64' ? 'arm64' : 'x64'])(
    'with a given Electron for %s',
    (arch) => {
      let dist = '';
      let made: ReturnType<typeof packageIt>;
      const out = path.join(ROOT, 'release', arch === 'x64' ? 'linux-unpacked' : `linux-${arch}-unpacked`);

      beforeAll(() => {
        dist = standInElectron(arch);
        rmSync(out, { recursive: true, force: true });
        made = packageIt(['--dir', '--linux', `--${arch}`], { ELECTRON_OVERRIDE_DIST_PATH: dist });
      }, 180_000);
      afterAll(() => rmSync(dist, { recursive: true, force: true }));

      it('makes that processor’s package and no other, and leaves out what is for development', () => {
        expect(
          [...made.stdout.matchAll(/platform=(\w+) arch=(\w+)/g)].map((match) => match.slice(1)),
        ).toEqual([['linux', arch]]);
        expect([readdirSync(out), readdirSync(path.join(out, 'resources'))].flat()).not.toEqual(
          expect.arrayContaining([expect.stringMatching(/^(default_app\.asar|version)$/)]),
        );
      });

      it('works without a network', () => {
        expect([made.status, made.stderr]).toEqual([0, expect.any(String)]);
        expect(existsSync(path.join(out, 'latchkey'))).toBe(true);
      });

      it('ships what runs and nothing else', () => {
        const files = asarFiles(path.join(out, 'resources', 'app.asar'));
        expect(files).toEqual(
          expect.arrayContaining([
            'package.json',
            'dist/main.js',
            'dist/preload.cjs',
            'dist/icon.png',
            'dist/profiles.txt',
            'dist/renderer/index.html',
          ]),
        );
        const tops = new Set(files.map((file) => file.split('/')[0]));
        expect([...tops].sort()).toEqual(['dist', 'node_modules', 'package.json']);
        expect(
          files.filter((file) =>
            /\.(map|ts|md|tsx|yml|yaml)$|\/(tests?|docs|examples?)\/|^dist\/(cli|bench)/.test(file),
          ),
        ).toEqual([]);
        const { version, main, devDependencies, scripts } = JSON.parse(
          asarText(path.join(out, 'resources', 'app.asar'), 'package.json'),
        ) as Record<string, unknown>;
        expect([version, main, devDependencies, scripts]).toEqual([
          expect.any(String),
          'dist/main.js',
          undefined,
          undefined,
        ]);
      });

      it('brings every library that the bundle leaves outside, and no other at the top', () => {
        const archive = path.join(out, 'resources', 'app.asar');
        const files = asarFiles(archive);
        const outside = new Set(
          files
            .filter((file) => /^dist\/.*\.c?js$/.test(file) && !file.startsWith('dist/renderer/'))
            .flatMap((file) => modulesNamed(asarText(archive, file)).filter((name) => !name.startsWith('.')))
            .filter((name) => !name.startsWith('node:') && !builtinModules.includes(name)),
        );
        expect(outside).toContain('electron');
        expect(
          [...outside].filter((name) => !['electron', '@napi-rs/keyring', 'oidc-provider'].includes(name)),
        ).toEqual([]);
        for (const name of ['@napi-rs/keyring', 'oidc-provider'])
          expect(files).toContain(`node_modules/${name}/package.json`);
      });

      it('is listed whole in the bill of materials, and nothing else is', async () => {
        const archive = path.join(out, 'resources', 'app.asar');
        const bill = billOfMaterials(archive, lock.packages, '1.2.3');
        const listed = (bill.components as { purl: string }[]).map(({ purl }) => decodeURIComponent(purl));
        // Read from the archive itself: the libraries that lie in it,
        const lying = asarFiles(archive)
          .filter((file) => /node_modules\/(@[^/]+\/)?[^/]+\/package\.json$/.test(file))
          .map((file) => JSON.parse(asarText(archive, file)) as { name: string; version: string })
          .map(({ name, version }) => `pkg:npm/${name}@${version}`);
        // and, from a bundle made again, every module in it.
        const inBundle = await packagesOfBundle();
        expect(inBundle.length).toBeGreaterThan(10);
        expect(listed).toEqual([...new Set([...lying, ...inBundle])].sort());
        expect(bill).toMatchObject({
          bomFormat: 'CycloneDX',
          specVersion: '1.6',
          serialNumber: expect.stringMatching(/^urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
          metadata: { component: { name: 'latchkey', components: [{ name: 'electron', version: '1.2.3' }] } },
        });
        for (const entry of bill.components)
          expect(entry).toMatchObject({ licenses: [expect.anything()], hashes: [{ alg: 'SHA-512' }] });
        expect(billOfMaterials(archive, lock.packages, '1.2.3')).toEqual(bill);
      });

      it('keeps the native library outside the archive', () => {
        const unpacked = path.join(out, 'resources', 'app.asar.unpacked');
        const natives = readdirSync(unpacked, { recursive: true, encoding: 'utf8' }).filter((name) =>
          name.endsWith('.node'),
        );
        expect(natives.map((name) => path.dirname(name))).toEqual([
          `node_modules/@napi-rs/keyring-linux-${arch}-gnu`,
        ]);
        expect(processorOf(readFileSync(path.join(unpacked, natives[0]!)))).toBe(arch);
        const archive = asarFiles(path.join(out, 'resources', 'app.asar'));
        expect(
          new Set(archive.filter((file) => file.includes('/@napi-rs/keyring-')).map(path.dirname)),
        ).toEqual(new Set([`node_modules/@napi-rs/keyring-linux-${arch}-gnu`]));
      });

      it('sets the fuses in the program', () => {
        const program = readFileSync(path.join(out, 'latchkey'));
        const wire = program.indexOf(SENTINEL) + SENTINEL.length + 2;
        // runAsNode, cookies, NODE_OPTIONS, --inspect, archive digest, archive only; then file: privileges.
        expect(program.toString('latin1', wire, wire + 6)).toBe('010011');
        expect(program.toString('latin1', wire + 7, wire + 8)).toBe('0');
      });

      it('brings the language of the screens only', () => {
        expect(readdirSync(path.join(out, 'locales')).sort()).toEqual(['en-GB.pak', 'en-US.pak']);
      });
    },
  );
});

describeInstallers();

/** Name and version of each package that a module of the bundle comes from: the bundler's own list of modules. */
async function packagesOfBundle(): Promise<string[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'latchkey-bundle-'));
  const found = new Set<string>();
  const builder = await createBuilder({
    configFile: path.join(ROOT, 'vite.config.ts'),
    logLevel: 'error',
    build: { outDir: folder },
    plugins: [
      {
        name: 'test:modules',
        generateBundle(_, bundle) {
          for (const chunk of Object.values(bundle))
            for (const id of chunk.type === 'chunk' ? chunk.moduleIds : []) {
              const home = /^(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(id.replaceAll('\\', '/'))?.[1];
              if (home === undefined || id.startsWith('\0')) continue;
              const { name, version } = JSON.parse(readFileSync(path.join(home, 'package.json'), 'utf8')) as {
                name: string;
                version: string;
              };
              found.add(`pkg:npm/${name}@${version}`);
            }
        },
      },
    ],
  });
  await builder.buildApp();
  rmSync(folder, { recursive: true, force: true });
  return [...found];
}
