import { spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { unzipSync } from 'fflate';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { exportFiles } from '../../../../electron/services/export/export.ts';
import { sha256 } from '../../../../electron/services/export/manifest.ts';
import { checkPaths } from '../../../../electron/services/export/paths.ts';
import { zipDeliverables } from '../../../../electron/services/export/zip.ts';
import { deriveConnections } from '../../../../shared/client/derive.ts';
import { filesOf, renderDeliverables } from '../../../../shared/render/render.ts';
import type { RenderedFile } from '../../../../shared/render/types.ts';
import { PAIRS, plantedBag } from '../../../helpers/pairs.ts';
import { bundle } from '../bundle.ts';

const file = (path: string, content: string, secret = false): RenderedFile => ({
  path,
  kind: 'env',
  side: 'app',
  provider: 'home',
  app: 'romm',
  secret,
  content,
});
const FILES = [
  file('README.md', '# Read me\n'),
  file('romm/romm.env', 'OIDC_CLIENT_SECRET=one\n', true),
  file('home/configuration.yml', 'clients: []\n'),
];
const gentle = { force: false };
const forced = { force: true };

let base: string;
let dir: string;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'latchkey-export-'));
  dir = join(base, 'out');
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

const read = (path: string) => readFileSync(join(dir, path), 'utf8');
const modeOf = (path: string) => statSync(join(dir, path)).mode & 0o777;
/** The permission bits of the files in a zip, from its central directory (APPNOTE.TXT 4.3.12). */
function modesIn(zip: Uint8Array): ReadonlyMap<string, number> {
  const bytes = Buffer.from(zip);
  const modes = new Map<string, number>();
  for (let at = bytes.indexOf('PK\u0001\u0002'); at >= 0; at = bytes.indexOf('PK\u0001\u0002', at + 4)) {
    const name = bytes.toString('utf8', at + 46, at + 46 + bytes.readUInt16LE(at + 28));
    modes.set(name, (bytes.readUInt32LE(at + 38) >>> 16) & 0o777);
  }
  return modes;
}
/** All files in the folder, with content, mode and modification time. */
const snapshot = (folder = dir) =>
  (readdirSync(folder, { recursive: true, encoding: 'utf8' }) as string[]).sort().map((name) => {
    const info = lstatSync(join(folder, name));
    return [
      name,
      info.mode,
      info.isFile() ? [readFileSync(join(folder, name), 'utf8'), info.mtimeMs, info.ino] : '',
    ];
  });
const written = async (work: ReturnType<typeof exportFiles>) => {
  const result = await work;
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
};
const codeOf = async (work: ReturnType<typeof exportFiles>) => {
  const result = await work;
  return result.ok ? 'ok' : result.error.code;
};

describe('files with digests of secrets', () => {
  /** What a digest of each form looks like in the files, by its hash, which no escape changes. */
  const HASH = 'JNRBzwAo0ek5qKn50cFzzvE9RXV88h1wJn5KGiHrD0YKtZaRnCb2CJPOsKaPK0hjf9yHxzQGZziziccp6Yng';
  const DIGESTS = [
    undefined,
    `$pbkdf2-sha512$310000$c8p78n7pUMln0jzvd4aK4Q$${HASH}`,
    `$argon2id$v=19$m=65536,t=3,p=4$c8p78n7pUMln0jzvd4aK4Q$${HASH}`,
    `$scrypt$ln=16,r=8,p=1$c8p78n7pUMln0jzvd4aK4Q$${HASH}`,
    `$2b$12$${HASH}`,
    `$6$rounds=50000$c8p78n7p$${HASH}`,
    `$5$rounds=50000$c8p78n7p$${HASH}`,
    `$plaintext$${HASH}`,
  ];

  it.each(DIGESTS)('are readable for their owner only: %s', async (digest) => {
    for (const { name, workspace } of PAIRS.filter((pair) => pair.name.startsWith('authelia-'))) {
      const bag = plantedBag(workspace);
      const clients = Object.fromEntries(
        Object.entries(bag.clients).map(([id, client]) => [
          id,
          digest === undefined ? client : { ...client, client_secret_digest: digest },
        ]),
      );
      const ids = Object.fromEntries(Object.entries(clients).map(([id, client]) => [id, client.client_id]));
      const files = renderDeliverables(deriveConnections(workspace, ids), { ...bag, clients }).flatMap(
        filesOf,
      );
      rmSync(dir, { recursive: true, force: true });
      await written(exportFiles(dir, files, gentle));
      const holding = files.filter(({ content }) => /pbkdf2-sha/.test(content) || content.includes(HASH));
      expect(
        holding.map(({ path }) => path),
        name,
      ).toContain('home/authelia-clients.yml');
      const zipped = zipDeliverables(files);
      const modes = zipped.ok ? modesIn(zipped.value) : new Map();
      for (const { path } of holding) {
        expect(modeOf(path), `${name}/${path}`).toBe(0o600);
        expect(modes.get(path), `${name}/${path} in the zip`).toBe(0o600);
      }
      // The others stay readable, as far as they hold no secret.
      for (const { path, secret } of files)
        if (!secret && !holding.some((one) => one.path === path)) expect(modeOf(path), path).toBe(0o644);
    }
  });

  it('become so again if they were opened', async () => {
    const digests = file(
      'home/clients.yml',
      'client_secret: "\\x24pbkdf2-sha512\\x24310000\\x24abc\\x24def"\n',
    );
    await written(exportFiles(dir, [digests], gentle));
    chmodSync(join(dir, 'home/clients.yml'), 0o644);
    await written(exportFiles(dir, [digests], gentle));
    expect(modeOf('home/clients.yml')).toBe(0o600);
  });
});

describe('a first export', () => {
  it('writes files, folders and the manifest with their modes', async () => {
    const summary = await written(exportFiles(dir, FILES, gentle));
    expect(summary).toMatchObject({ changed: FILES.map(({ path }) => path), unchanged: [], backups: [] });
    expect(read('romm/romm.env')).toBe('OIDC_CLIENT_SECRET=one\n');
    expect(modeOf('romm/romm.env')).toBe(0o600);
    expect(modeOf('README.md')).toBe(0o644);
    expect([modeOf('.'), modeOf('romm'), modeOf('home')]).toEqual([0o700, 0o700, 0o700]);
    const manifest = JSON.parse(read('manifest.json'));
    expect(manifest.latchkey).toBe(1);
    expect(manifest.deliverables.map(({ path }: { path: string }) => path)).toEqual([
      'README.md',
      'home/configuration.yml',
      'romm/romm.env',
    ]);
    for (const entry of manifest.deliverables) expect(entry.sha256).toBe(sha256(read(entry.path)));
    expect(manifest.deliverables[2]).toEqual({
      path: 'romm/romm.env',
      kind: 'env',
      side: 'app',
      provider: 'home',
      app: 'romm',
      secret: true,
      sha256: sha256('OIDC_CLIENT_SECRET=one\n'),
    });
    expect(readdirSync(dir).sort()).toEqual(['README.md', 'home', 'manifest.json', 'romm']);
  });

  it('leaves an umask out of the modes', async () => {
    const before = process.umask(0o077);
    try {
      await written(exportFiles(dir, FILES, gentle));
    } finally {
      process.umask(before);
    }
    expect([modeOf('README.md'), modeOf('romm/romm.env')]).toEqual([0o644, 0o600]);
  });
});

describe('a second export', () => {
  beforeEach(async () => void (await written(exportFiles(dir, FILES, gentle))));

  it('changes nothing when nothing changed', async () => {
    const before = snapshot();
    const summary = await written(exportFiles(dir, FILES, gentle));
    expect(snapshot()).toEqual(before);
    expect(summary).toMatchObject({ changed: [], removed: [], backups: [] });
    expect(summary.unchanged).toHaveLength(3);
  });

  it('keeps what it replaces, with its mode and time, and leaves the rest alone', async () => {
    const then = new Date('2024-01-02T03:04:05Z');
    utimesSync(join(dir, 'romm/romm.env'), then, then);
    const readme = lstatSync(join(dir, 'README.md'));
    const changed = [FILES[0]!, file('romm/romm.env', 'OIDC_CLIENT_SECRET=two\n', true), FILES[2]!];
    const summary = await written(exportFiles(dir, changed, gentle));
    expect(summary.files.find(({ path }) => path === 'romm/romm.env')).toEqual({
      path: 'romm/romm.env',
      secret: true,
      written: 'replaced',
      backup: 'romm/romm.env.bak-1',
    });
    expect(read('romm/romm.env.bak-1')).toBe('OIDC_CLIENT_SECRET=one\n');
    expect(modeOf('romm/romm.env.bak-1')).toBe(0o600);
    expect(statSync(join(dir, 'romm/romm.env.bak-1')).mtime).toEqual(then);
    expect(lstatSync(join(dir, 'README.md'))).toMatchObject({ ino: readme.ino, mtimeMs: readme.mtimeMs });
  });

  it('never writes over a backup, and makes no second one of the same bytes', async () => {
    const secret = (value: string) => [FILES[0]!, file('romm/romm.env', value, true), FILES[2]!];
    writeFileSync(join(dir, 'romm/romm.env.bak-1'), 'mine');
    await written(exportFiles(dir, secret('two'), gentle));
    await written(exportFiles(dir, secret('three'), gentle));
    expect(read('romm/romm.env.bak-1')).toBe('mine');
    expect(read('romm/romm.env.bak-2')).toBe('OIDC_CLIENT_SECRET=one\n');
    expect(read('romm/romm.env.bak-3')).toBe('two');
    writeFileSync(join(dir, 'romm/romm.env'), 'two');
    const summary = await written(exportFiles(dir, secret('four'), forced));
    expect(summary.backups).toEqual(['romm/romm.env.bak-3']);
    expect(existsSync(join(dir, 'romm/romm.env.bak-4'))).toBe(false);
  });

  it('closes a secret file that others may read', async () => {
    chmodSync(join(dir, 'romm/romm.env'), 0o644);
    const { mtimeMs } = statSync(join(dir, 'romm/romm.env'));
    await written(exportFiles(dir, FILES, gentle));
    expect(modeOf('romm/romm.env')).toBe(0o600);
    expect(statSync(join(dir, 'romm/romm.env')).mtimeMs).toBe(mtimeMs);
  });

  it('refuses files that were changed by hand, names them, and gives way to force', async () => {
    writeFileSync(join(dir, 'README.md'), 'my notes');
    const before = snapshot();
    const refused = await exportFiles(dir, FILES, gentle);
    expect(refused).toMatchObject({ ok: false, error: { code: 'changed-by-hand', detail: 'README.md' } });
    expect(snapshot()).toEqual(before);
    await written(exportFiles(dir, FILES, forced));
    expect([read('README.md'), read('README.md.bak-1')]).toEqual(['# Read me\n', 'my notes']);
  });

  it('moves away what is no longer part of it, even changed by hand', async () => {
    writeFileSync(join(dir, 'romm/romm.env'), 'edited');
    const summary = await written(exportFiles(dir, [FILES[0]!, FILES[2]!], gentle));
    expect(summary.removed).toEqual(['romm/romm.env']);
    expect(existsSync(join(dir, 'romm/romm.env'))).toBe(false);
    expect(read('romm/romm.env.bak-1')).toBe('edited');
    expect(JSON.parse(read('manifest.json')).deliverables).toHaveLength(2);
  });

  it('leaves files of other apps alone when asked to, and keeps them in the manifest', async () => {
    const before = read('manifest.json');
    const summary = await written(exportFiles(dir, [FILES[0]!], { force: false, keepUnlisted: true }));
    expect(summary.removed).toEqual([]);
    expect(read('manifest.json')).toBe(before);
    expect(existsSync(join(dir, 'romm/romm.env'))).toBe(true);
  });
});

describe('a folder that is not ours', () => {
  it('is not written over without force, and nothing is written beside it', async () => {
    mkdirSync(join(dir, 'home'), { recursive: true });
    writeFileSync(join(dir, 'home/configuration.yml'), 'mine: true\n');
    writeFileSync(join(dir, 'manifest.json'), '{"name":"a web app"}');
    const before = snapshot();
    const refused = await exportFiles(dir, FILES, gentle);
    expect(refused).toMatchObject({
      ok: false,
      error: { code: 'changed-by-hand', detail: 'home/configuration.yml\nmanifest.json' },
    });
    expect(snapshot()).toEqual(before);
    await written(exportFiles(dir, FILES, forced));
    expect(read('home/configuration.yml.bak-1')).toBe('mine: true\n');
    expect(read('manifest.json.bak-1')).toBe('{"name":"a web app"}');
  });

  it.each([
    ['the target', (outside: string) => symlinkSync(join(outside, 'victim'), join(dir, 'README.md'))],
    ['a folder on the way', (outside: string) => symlinkSync(outside, join(dir, 'romm'))],
    ['a folder inside', () => symlinkSync('.', join(dir, 'romm'))],
    ['the manifest', (outside: string) => symlinkSync(join(outside, 'victim'), join(dir, 'manifest.json'))],
    [
      'the journal',
      (outside: string) => symlinkSync(join(outside, 'victim'), join(dir, '.latchkey-export.json')),
    ],
    ['a link to nowhere', () => symlinkSync('/nonexistent/x', join(dir, 'README.md'))],
  ])('writes through no link: %s', async (_, plant) => {
    mkdirSync(dir);
    const outside = join(base, 'outside');
    mkdirSync(outside);
    writeFileSync(join(outside, 'victim'), 'untouched');
    plant(outside);
    expect(await codeOf(exportFiles(dir, FILES, forced))).toBe('export-symlink');
    expect(readdirSync(outside)).toEqual(['victim']);
    expect(readFileSync(join(outside, 'victim'), 'utf8')).toBe('untouched');
  });

  it('does not move away what a forged manifest names outside the folder', async () => {
    mkdirSync(dir);
    writeFileSync(join(base, 'victim'), 'untouched');
    symlinkSync(base, join(dir, 'up'));
    const forged = ['../victim', join(base, 'victim'), 'up/victim', 'a\\..\\b'].map((path) => ({
      ...{ path, kind: 'env', side: 'app', provider: 'home', secret: true },
      sha256: sha256('untouched'),
    }));
    writeFileSync(join(dir, 'manifest.json'), JSON.stringify({ latchkey: 1, deliverables: forged }));
    const summary = await written(exportFiles(dir, FILES, gentle));
    expect(summary.removed).toEqual([]);
    expect(readFileSync(join(base, 'victim'), 'utf8')).toBe('untouched');
  });

  it('may itself be reached through a link: the user chose it', async () => {
    mkdirSync(dir);
    symlinkSync(dir, join(base, 'link'));
    expect((await written(exportFiles(join(base, 'link'), FILES, gentle))).folder).toBe(dir);
  });
});

describe('paths', () => {
  it.each([
    ...[
      '',
      '/etc/passwd',
      '../x',
      'a/../../x',
      'a/./b',
      'a//b',
      'a/',
      'C:/x',
      'C:x',
      'a\\b',
      'a\u0000b',
      'a\nb',
    ],
    ...[
      'CON',
      'con.txt',
      'a/NUL',
      'lpt1.env',
      'COM¹',
      'x.',
      'x ',
      'a /b',
      'a?b',
      'a*b',
      'manifest.json',
      'Manifest.JSON',
    ],
    ...['.latchkey-export.json', 'a/.latchkey-1-0.tmp', 'x'.repeat(201)],
  ])('refuses %j', async (path) => {
    expect(await codeOf(exportFiles(dir, [file(path, 'x')], forced))).toBe('export-path');
    expect(existsSync(dir)).toBe(false);
  });

  it('refuses paths that are one file on some system, or a file and a folder', () => {
    for (const paths of [
      ['a', 'a'],
      ['a', 'A'],
      ['é', 'e\u0301'],
      ['a', 'a/b'],
      ['a/b/c', 'A/B'],
    ]) {
      expect(checkPaths(paths).ok).toBe(false);
    }
    expect(checkPaths(['a/b', 'a/c', 'b', '.env', 'console.txt', 'a/manifest.json']).ok).toBe(true);
  });

  it('whatever the path, writes below the folder or not at all', async () => {
    const part = fc.constantFrom(
      'a',
      'b',
      '..',
      '.',
      '',
      'C:',
      'nul',
      '\u0000',
      '~',
      '$x',
      'é',
      'x.bak-1',
      '-rf',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(part, { minLength: 1, maxLength: 4 }), async (parts) => {
        const sandbox = mkdtempSync(join(base, 'p-'));
        const out = join(sandbox, 'out');
        const path = parts.join('/');
        const result = await exportFiles(out, [file(path, 'x')], gentle);
        expect(readdirSync(sandbox)).toEqual(result.ok ? ['out'] : []);
        if (result.ok) expect(readFileSync(join(out, path), 'utf8')).toBe('x');
        rmSync(sandbox, { recursive: true });
      }),
      { numRuns: 150 },
    );
  });
});

describe('what stands in the way', () => {
  const put = (name: string) => {
    mkdirSync(dir);
    writeFileSync(join(dir, name), '');
  };
  it.each([
    ['the folder is a file', () => writeFileSync(dir, ''), 'file-not-a-folder'],
    ['the folder is below a file', () => writeFileSync(dir, ''), 'file-not-a-folder', 'deeper'],
    ['a target is a folder', () => mkdirSync(join(dir, 'README.md'), { recursive: true }), 'file-is-folder'],
    ['a folder is a file', () => put('romm'), 'file-not-a-folder'],
    [
      'a target is a pipe',
      () => spawnSync('sh', ['-c', 'mkdir "$0" && mkfifo "$0/README.md"', dir]),
      'export-not-a-file',
    ],
  ] as const)('%s: a sentence, and nothing changed', async (_, plant, code, below: string = '') => {
    plant();
    const before = snapshot(base);
    const result = await exportFiles(join(dir, below), FILES, forced);
    expect(result).toMatchObject({ ok: false, error: { code } });
    if (!result.ok) expect(result.error.message).toContain(dir);
    expect(snapshot(base)).toEqual(before);
  });

  it('a later file fails: those before it are put back', async () => {
    await written(exportFiles(dir, FILES, gentle));
    const before = new Map(FILES.map(({ path }) => [path, read(path)]));
    const next = FILES.map((one) => ({ ...one, content: `${one.content}# more\n` }));
    const manifest = read('manifest.json');
    // A file can't be renamed onto a folder; this folder appears only after the export has checked the
    // target.
    const work = exportFiles(dir, [...next, file('zz/late.env', 'x')], gentle);
    const plant = setInterval(() => {
      if (existsSync(join(dir, 'zz')) && !existsSync(join(dir, 'zz/late.env')))
        mkdirSync(join(dir, 'zz/late.env'));
    }, 0);
    const result = await work;
    clearInterval(plant);
    // On a very busy machine the timer may come too late; then the export succeeds.
    if (result.ok)
      return console.warn('The folder came too late to stand in the way; nothing was tested here.');
    expect(['file-is-folder', 'file-not-a-folder']).toContain(result.error.code);
    for (const [path, content] of before) expect(read(path)).toBe(content);
    expect(modeOf('romm/romm.env')).toBe(0o600);
    expect(read('manifest.json')).toBe(manifest);
    expect(
      readdirSync(dir, { recursive: true }).filter((name) => String(name).includes('.latchkey-')),
    ).toEqual([]);
    return undefined;
  });
});

const asRoot = process.getuid?.() === 0;
/** Mounts a small separate file system, or returns why that isn't possible. */
function mountSmall(folder: string): boolean {
  mkdirSync(folder, { recursive: true });
  return asRoot && spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder]).status === 0;
}
const canMount = (() => {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-mount-'));
  const can = mountSmall(folder);
  if (can) spawnSync('umount', [folder]);
  rmSync(folder, { recursive: true });
  if (!can)
    console.warn('SKIPPED: full and read-only disks are not tested, mounting a tmpfs is not permitted here.');
  return can;
})();

describe.skipIf(!canMount)(`a real disk${canMount ? '' : ' (SKIPPED: may not mount a tmpfs)'}`, () => {
  let disk: string;
  beforeEach(() => {
    disk = join(base, 'disk');
    mountSmall(disk);
    dir = join(disk, 'out');
  });
  afterEach(() => void spawnSync('umount', [disk]));

  it('that is full leaves the former files whole and no half ones', async () => {
    await written(exportFiles(dir, FILES, gentle));
    const before = snapshot();
    const big = FILES.map((one) => ({ ...one, content: 'x'.repeat(30_000) }));
    const result = await exportFiles(dir, big, gentle);
    expect(result).toMatchObject({ ok: false, error: { code: 'file-no-space' } });
    expect(snapshot()).toEqual(before);
  });

  it('that is full at the first export is left empty', async () => {
    const big = FILES.map((one) => ({ ...one, content: 'x'.repeat(30_000) }));
    expect(await codeOf(exportFiles(dir, big, gentle))).toBe('file-no-space');
    expect(readdirSync(disk)).toEqual([]);
  });

  it('that is read-only says so', async () => {
    await written(exportFiles(dir, FILES, gentle));
    spawnSync('mount', ['-o', 'remount,ro', disk]);
    const before = snapshot();
    // If nothing has to be written, a read-only disk is no problem.
    expect(await codeOf(exportFiles(dir, FILES, gentle))).toBe('ok');
    expect(await codeOf(exportFiles(dir, [file('README.md', 'new')], gentle))).toBe('file-read-only');
    expect(await codeOf(exportFiles(join(disk, 'other'), FILES, gentle))).toBe('file-read-only');
    expect(snapshot()).toEqual(before);
  });
});

describe('in a process of its own', () => {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-bundle-'));
  let entry: string;
  beforeAll(async () => {
    entry = await bundle('electron/services/export/export.ts', folder);
    chmodSync(folder, 0o755);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.skipIf(process.platform === 'win32')('says whose permission is missing', async () => {
    const closed = join(base, 'closed');
    mkdirSync(closed, { mode: 0o555 });
    chmodSync(base, 0o755);
    const script = `
      import { exportFiles } from ${JSON.stringify(entry)};
      const result = await exportFiles(${JSON.stringify(join(closed, 'out'))}, ${JSON.stringify(FILES)}, { force: false });
      console.log(JSON.stringify(result));`;
    const run = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
      encoding: 'utf8',
      timeout: 20_000,
      // File permissions don't restrict root, so the script runs as another user.
      ...(asRoot ? { uid: 65_534, gid: 65_534 } : {}),
    });
    expect(JSON.parse(run.stdout)).toMatchObject({ ok: false, error: { code: 'file-denied' } });
    expect(readdirSync(closed)).toEqual([]);
  });

  it('killed at any moment, leaves every file whole, and the next run goes through', async () => {
    const version = (letter: string) =>
      Array.from({ length: 6 }, (_, index) =>
        file(`app-${index}/file.env`, `${letter}${index}`.repeat(40_000), index % 2 === 0),
      );
    const versions = ['a', 'b', 'c'].map(version);
    const whole = new Map(
      versions[0]!.map(({ path }, index) => [
        path,
        new Set(versions.map((files) => sha256(files[index]!.content))),
      ]),
    );
    const script = `
      import { exportFiles } from ${JSON.stringify(entry)};
      const version = (letter) => Array.from({ length: 6 }, (_, index) => ({
        path: 'app-' + index + '/file.env', kind: 'env', side: 'app', provider: 'home', app: 'romm',
        secret: index % 2 === 0, content: (letter + index).repeat(40000) }));
      process.stdout.write('ready');
      for (let round = Number(process.argv[1]); ; round += 1) {
        const result = await exportFiles(${JSON.stringify(dir)}, version('abc'[round % 3]), { force: false });
        if (!result.ok) { console.log(result.error.code); process.exit(3); }
      }`;
    const seen = { temporaries: 0, journals: 0 };
    for (let kill = 0; kill < 40; kill += 1) {
      const child = spawn(process.execPath, ['--input-type=module', '-e', script, String(kill)], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
      await new Promise((resolve) => child.stdout.once('data', resolve));
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 90));
      child.kill('SIGKILL');
      expect(await exited, 'the run before left something the next one refused').toBe(null);

      const names = existsSync(dir)
        ? (readdirSync(dir, { recursive: true, encoding: 'utf8' }) as string[])
        : [];
      for (const name of names) {
        if (name.endsWith('.tmp')) seen.temporaries += 1;
        else if (name.endsWith('.latchkey-export.json')) seen.journals += 1;
        else if (name === 'manifest.json') expect(JSON.parse(read(name)).latchkey).toBe(1);
        else if (name.includes('file.env')) {
          expect(whole.get(name.replace(/\.bak-\d+$/, ''))!.has(sha256(read(name))), name).toBe(true);
        }
      }
      // The backups of forty runs would fill the disk; they have been checked.
      for (const name of names) if (name.includes('.bak-')) rmSync(join(dir, name));
    }
    // Otherwise every kill came between two exports, and nothing was tested.
    expect(seen.temporaries + seen.journals).toBeGreaterThan(0);

    await written(exportFiles(dir, versions[1]!, gentle));
    for (const one of versions[1]!) expect(sha256(read(one.path))).toBe(sha256(one.content));
    const left = readdirSync(dir, { recursive: true, encoding: 'utf8' }) as string[];
    expect(left.filter((name) => name.includes('.latchkey-'))).toEqual([]);
  }, 90_000);
});

describe('the zip', () => {
  it('holds every file and the manifest, in the same bytes for the same files', () => {
    const first = zipDeliverables(FILES);
    const again = zipDeliverables([...FILES].reverse());
    if (!first.ok || !again.ok) throw new Error('unexpected');
    expect(Buffer.from(again.value).equals(Buffer.from(first.value))).toBe(true);
    const unpacked = unzipSync(first.value);
    expect(Object.keys(unpacked)).toEqual([
      'README.md',
      'home/configuration.yml',
      'manifest.json',
      'romm/romm.env',
    ]);
    for (const { path, content } of FILES) expect(Buffer.from(unpacked[path]!).toString()).toBe(content);
  });

  it('unpacks with the modes of the folder', () => {
    const zipped = zipDeliverables(FILES);
    if (!zipped.ok) throw new Error('unexpected');
    writeFileSync(join(base, 'x.zip'), zipped.value);
    const script =
      'import sys,zipfile\nfor i in zipfile.ZipFile(sys.argv[1]).infolist(): print(i.filename, oct(i.external_attr >> 16), i.date_time)';
    const run = spawnSync('python3', ['-c', script, join(base, 'x.zip')], { encoding: 'utf8' });
    if (run.status !== 0) return console.warn('SKIPPED: no python3 to read the zip with.');
    expect(run.stdout.trim().split('\n')).toEqual([
      'README.md 0o100644 (1980, 1, 1, 0, 0, 0)',
      'home/configuration.yml 0o100644 (1980, 1, 1, 0, 0, 0)',
      'manifest.json 0o100600 (1980, 1, 1, 0, 0, 0)',
      'romm/romm.env 0o100600 (1980, 1, 1, 0, 0, 0)',
    ]);
    return undefined;
  });

  it('refuses the paths that a folder refuses', () => {
    expect(zipDeliverables([file('../x', 'x')])).toMatchObject({ ok: false, error: { code: 'export-path' } });
  });
});
