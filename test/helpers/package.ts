import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '../..');

/** Runs `npm run package` with these arguments and environment. */
export const packageIt = (args: string[], env: Record<string, string | undefined> = {}) =>
  spawnSync(process.execPath, [path.join(ROOT, 'build/package.mjs'), ...args], {
    cwd: ROOT,
    // electron-builder says nothing when it finds itself in a test.
    env: {
      ...process.env,
      ELECTRON_OVERRIDE_DIST_PATH: undefined,
      NODE_ENV: undefined,
      VITEST: undefined,
      ...env,
    } as NodeJS.ProcessEnv,
    encoding: 'utf8',
    timeout: 170_000,
  });

/** The marker that @electron/fuses searches for in the program. */
export const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';

const wantedElectron = (
  JSON.parse(readFileSync(path.join(ROOT, 'node_modules/electron/package.json'), 'utf8')) as {
    version: string;
  }
).version;

/** The parts of an unpacked Electron that packaging needs: a program with fuses, and some extra languages. */
export function standInElectron(arch: string, version = wantedElectron): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'latchkey-electron-'));
  const head = Buffer.alloc(64);
  head.writeUInt32BE(0x7f454c46, 0);
  head.writeUInt16LE(arch === 'x64' ? 0x3e : 0xb7, 18);
  const wire = Buffer.concat([
    head,
    Buffer.from(SENTINEL),
    Buffer.from([1, 9]),
    Buffer.from('101100000'),
    Buffer.alloc(64),
  ]);
  writeFileSync(path.join(folder, 'electron'), wire);
  chmodSync(path.join(folder, 'electron'), 0o755);
  for (const name of ['LICENSE', 'LICENSES.chromium.html']) writeFileSync(path.join(folder, name), name);
  writeFileSync(path.join(folder, 'version'), version);
  mkdirSync(path.join(folder, 'resources'));
  writeFileSync(path.join(folder, 'resources', 'default_app.asar'), 'only for development');
  mkdirSync(path.join(folder, 'locales'));
  for (const name of ['de', 'en-GB', 'en-US', 'fr', 'ja'])
    writeFileSync(path.join(folder, 'locales', `${name}.pak`), name);
  return folder;
}

interface AsarEntry {
  readonly files?: Readonly<Record<string, AsarEntry>>;
  readonly offset?: string;
  readonly size?: number;
  readonly unpacked?: boolean;
}

function asarHeader(archive: string): { header: AsarEntry; data: Buffer } {
  const bytes = readFileSync(archive);
  const header = JSON.parse(bytes.toString('utf8', 16, 16 + bytes.readUInt32LE(12))) as AsarEntry;
  return { header, data: bytes.subarray(8 + bytes.readUInt32LE(4)) };
}

export function asarFiles(archive: string): string[] {
  const walk = (entry: AsarEntry, at: string): string[] =>
    entry.files === undefined
      ? [at]
      : Object.entries(entry.files).flatMap(([name, inner]) =>
          walk(inner, at === '' ? name : `${at}/${name}`),
        );
  return walk(asarHeader(archive).header, '');
}

export function asarText(archive: string, file: string): string {
  const { header, data } = asarHeader(archive);
  const entry = file.split('/').reduce<AsarEntry | undefined>((at, name) => at?.files?.[name], header);
  // What the system must be able to load lies beside the archive.
  if (entry?.unpacked) return readFileSync(path.join(`${archive}.unpacked`, file), 'utf8');
  const start = Number(entry?.offset);
  return data.toString('utf8', start, start + (entry?.size ?? 0));
}
