import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WORKSPACE_ENDINGS } from '../../shared/workspace/file-name.ts';
import { packageIt, standInElectron } from '../helpers/package.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const OTHER = process.arch === 'x64' ? 'arm64' : 'x64';
const DEBIAN = { x64: 'amd64', arm64: 'arm64' } as Record<string, string>;
const LINUX = { x64: 'x86_64', arm64: 'arm64' } as Record<string, string>;
const { version, description } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as {
  version: string;
  description: string;
};

/** The path of a program, or undefined. */
const which = (program: string) =>
  (process.env['PATH'] ?? '')
    .split(':')
    .map((folder) => path.join(folder, program))
    .find((file) => {
      try {
        accessSync(file, 1);
        return true;
      } catch {
        return false;
      }
    });
const NEEDED = ['dpkg-deb', 'mksquashfs', 'unsquashfs', 'desktop-file-validate'];
const lacking = NEEDED.filter((program) => which(program) === undefined);
if (lacking.length > 0)
  process.stderr.write(
    `\nSKIPPED: the installers for Linux are not built, because ${lacking.join(', ')} is missing.\n\n`,
  );

const run = (program: string, ...args: string[]) => {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 64 << 20 });
  expect([program, args[0], status, stderr]).toEqual([program, args[0], 0, expect.any(String)]);
  return stdout;
};

/**
 * electron-builder's tools for an AppImage: the system's own programs, and a script that unpacks the file where the
 * real runtime, which can't be had from a package registry, would mount it.
 */
function appImageTools(folder: string) {
  const text = (offset: number) =>
    `#!/bin/sh\ndir=$(mktemp -d)\nunsquashfs -q -n -o ${String(offset).padStart(6, '0')} -d "$dir/app" "$0" > /dev/null || exit 1\nAPPIMAGE=$0 APPDIR=$dir/app "$dir/app/AppRun" "$@"; status=$?\nrm -rf "$dir"; exit $status\n`;
  const runtime = text(text(0).length);
  for (const inner of ['runtimes', 'lib/x64', 'lib/arm64'])
    mkdirSync(path.join(folder, inner), { recursive: true });
  for (const program of ['mksquashfs', 'desktop-file-validate'])
    symlinkSync(which(program)!, path.join(folder, program));
  for (const arch of ['x64', 'arm64'])
    writeFileSync(path.join(folder, 'runtimes', `runtime-${arch}`), runtime);
  return runtime.length;
}

/** Part of package.lab.test.ts: two runs of `npm run package` at once would write into the same folder. */
export function describeInstallers() {
  describe.skipIf(process.platform !== 'linux' || lacking.length > 0).each([process.arch, OTHER])(
    'the installers for Linux on %s',
    (arch) => {
      const work = mkdtempSync(path.join(tmpdir(), 'latchkey-installers-'));
      const deb = path.join(ROOT, `release/Latchkey-${version}-linux-${DEBIAN[arch]}.deb`);
      const appImage = path.join(ROOT, `release/Latchkey-${version}-linux-${LINUX[arch]}.AppImage`);
      const unpacked = path.join(work, 'deb');
      const mounted = path.join(work, 'mounted');
      let offset = 0;
      let said = '';

      beforeAll(() => {
        const dist = standInElectron(arch);
        // Starts, as far as a test can tell: says with what.
        offset = appImageTools(path.join(work, 'tools'));
        for (const file of [deb, appImage]) rmSync(file, { force: true });
        const made = packageIt(['--linux', `--${arch}`], {
          ELECTRON_OVERRIDE_DIST_PATH: dist,
          APPIMAGE_TOOLS_PATH: path.join(work, 'tools'),
        });
        rmSync(dist, { recursive: true, force: true });
        said = made.stdout;
        expect([made.status, made.stderr]).toEqual([0, expect.any(String)]);
        run('dpkg-deb', '--extract', deb, unpacked);
        run('dpkg-deb', '--control', deb, path.join(work, 'control'));
        run('unsquashfs', '-q', '-n', '-o', String(offset), '-d', mounted, appImage);
      }, 170_000);
      afterAll(() => rmSync(work, { recursive: true, force: true }));

      const files = (folder: string) =>
        readdirSync(folder, { recursive: true, encoding: 'utf8' })
          .filter((file) => lstatSync(path.join(folder, file)).isFile())
          .sort();
      const text = (...parts: string[]) => readFileSync(path.join(work, ...parts), 'utf8');

      it('are a deb and an AppImage of this processor, made without a download', () => {
        const made = [...said.matchAll(/building\s+target=(\S+) arch=(\S+)/g)].map((match) => match.slice(1));
        expect(made.sort()).toEqual([
          ['AppImage', arch],
          ['deb', arch],
        ]);
        expect(said).not.toMatch(/downloading/);
      });

      it('the deb says what it is and what it needs', () => {
        const fields = Object.fromEntries(
          text('control', 'control')
            .split(/\n(?! )/)
            .filter(Boolean)
            .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
        );
        expect(fields).toMatchObject({
          Package: 'latchkey',
          Version: version,
          Architecture: DEBIAN[arch],
          Section: 'utils',
          Priority: 'optional',
          Maintainer: expect.stringMatching(/^[^<]+ <[^@>]+@[^>]+>$/),
          Description: expect.stringContaining(description),
          Depends: expect.stringContaining('libgtk-3-0, '),
          Recommends: expect.stringContaining(' | '),
        });
        // No address is better than a wrong one.
        expect(fields).not.toHaveProperty('Homepage');
        const size = files(unpacked).reduce(
          (sum, file) => sum + lstatSync(path.join(unpacked, file)).size,
          0,
        );
        expect(Math.abs(Number(fields['Installed-Size']) - size / 1024)).toBeLessThan(2);
      });

      it('the deb’s sums are those of its files, all of them', () => {
        const sums = Object.fromEntries(
          text('control', 'md5sums')
            .trimEnd()
            .split('\n')
            .map((line) => line.split(/\s{2}/).reverse() as [string, string]),
        );
        expect(sums).toEqual(
          Object.fromEntries(
            files(unpacked).map((file) => [
              file,
              createHash('md5')
                .update(readFileSync(path.join(unpacked, file)))
                .digest('hex'),
            ]),
          ),
        );
      });

      it('the deb belongs to root, everyone may read it, and nobody else may write it', () => {
        const rows = run('dpkg-deb', '--contents', deb).trimEnd().split('\n');
        expect(rows.length).toBeGreaterThan(50);
        expect(
          rows.filter((row) => !/^(drwxr-xr-x|-rw-r--r--|-rwxr-xr-x|lrwxrwxrwx) root\/root /.test(row)),
        ).toEqual([]);
        expect(rows.find((row) => row.endsWith('./opt/Latchkey/latchkey'))).toMatch(/^-rwxr-xr-x/);
      });

      it('the deb’s scripts can be read by their shell, and put the program where it is found', () => {
        for (const script of ['postinst', 'postrm']) {
          run('bash', '-n', path.join(work, 'control', script));
          expect(text('control', script)).toMatch(/^#!/);
        }
        expect(text('control', 'postinst')).toContain(
          "'/usr/bin/latchkey' 'latchkey' '/opt/Latchkey/latchkey'",
        );
        // Without this profile Ubuntu 23.10 and later give the program no user namespace, and so no sandbox.
        expect(text('control', 'postinst')).toContain('apparmor-profile');
        expect(text('deb', 'opt/Latchkey/resources/apparmor-profile')).toMatch(
          /profile "latchkey" "\/opt\/Latchkey\/latchkey" flags=\(unconfined\) \{\s*userns,/,
        );
      });

      it('both stand in the menu, and open the workspaces that this system can tell apart', () => {
        const inDeb = path.join(unpacked, 'usr/share/applications/latchkey.desktop');
        const inImage = path.join(mounted, 'latchkey.desktop');
        for (const [file, exec] of [
          [inDeb, '/opt/Latchkey/latchkey %U'],
          [inImage, 'AppRun %U'],
        ] as const) {
          run('desktop-file-validate', file);
          const entry = readFileSync(file, 'utf8');
          expect(entry).toContain(`\nExec=${exec}\n`);
          expect(entry).toMatch(/\nMimeType=application\/x-latchkey;/);
          // Electron names its windows by desktopName; the entry has the same name.
          expect(entry).toContain('\nStartupWMClass=latchkey\n');
        }
        const globs = (folder: string) =>
          [
            ...readFileSync(path.join(folder, 'usr/share/mime/packages/latchkey.xml'), 'utf8').matchAll(
              /<glob pattern="\*([^"]+)"/g,
            ),
          ].map((match) => match[1]);
        expect(globs(unpacked)).toEqual([...WORKSPACE_ENDINGS]);
        expect(globs(mounted)).toEqual([WORKSPACE_ENDINGS[0]]);
        for (const size of [16, 512])
          for (const folder of [unpacked, mounted])
            expect(files(folder)).toContain(`usr/share/icons/hicolor/${size}x${size}/apps/latchkey.png`);
      });

      it('both have the licences of everything inside', () => {
        for (const app of [path.join(unpacked, 'opt/Latchkey'), mounted]) {
          const licences = ['LICENSE.electron.txt', 'LICENSES.chromium.html', 'resources/LICENSE.txt'];
          expect(files(app)).toEqual(
            expect.arrayContaining([...licences, 'resources/THIRD-PARTY-NOTICES.txt']),
          );
          const notices = readFileSync(path.join(app, 'resources/THIRD-PARTY-NOTICES.txt'), 'utf8');
          for (const name of ['react', 'zod', 'yaml', 'oidc-provider', '@napi-rs/keyring'])
            expect(notices).toMatch(new RegExp(`^${name} \\d`, 'm'));
        }
        expect(text('deb', 'usr/share/doc/latchkey/copyright')).toContain('MIT');
      });

      it('the AppImage starts the program, with the arguments of the person', () => {
        expect(lstatSync(appImage).mode & 0o777).toBe(0o755);
        // A program that says what it got stands in for Electron, as the one in this package can’t run.
        const again = path.join(work, 'again');
        run('unsquashfs', '-q', '-n', '-o', String(offset), '-d', again, appImage);
        writeFileSync(path.join(again, 'latchkey'), '#!/bin/sh\nprintf "%s\\n" "$APPIMAGE" "$@"\n');
        chmodSync(path.join(again, 'latchkey'), 0o755);
        const image = path.join(work, 'again.AppImage');
        writeFileSync(image, readFileSync(appImage).subarray(0, offset), { mode: 0o755 });
        run('mksquashfs', again, image, '-offset', String(offset), '-noappend', '-quiet', '-no-progress');
        const made = readFileSync(image);
        readFileSync(appImage).copy(made, 0, 0, offset);
        writeFileSync(image, made, { mode: 0o755 });
        chmodSync(image, 0o755);
        expect(
          run(image, 'file:///srv/my%20home.latchkey', 'b c')
            .split('\n')
            .filter((line) => line !== '--no-sandbox'),
        ).toEqual([image, 'file:///srv/my%20home.latchkey', 'b c', '']);
      });
    },
  );
}
