import { spawnSync } from 'node:child_process';
import {
  chmodSync,
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
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { stageFile, sweepTemporaries, writeFileAtomic } from '../../../../electron/services/files/atomic.ts';
import { backUp } from '../../../../electron/services/files/backup.ts';

/** The modes of files right after they were made, before anything was written to them. */
const born: number[] = [];
vi.mock('node:fs/promises', async (load) => {
  const real = await load<typeof import('node:fs/promises')>();
  const open: typeof real.open = async (...args) => {
    const handle = await real.open(...args);
    if (/[wax]/.test(String(args[1]))) born.push((await handle.stat()).mode & 0o777);
    return handle;
  };
  // A file system without hard links, so that a backup is a copy.
  const link: typeof real.link = (from, to) =>
    String(to).includes('no-links')
      ? Promise.reject(Object.assign(new Error('no links'), { code: 'ENOTSUP' }))
      : real.link(from, to);
  const copyFile: typeof real.copyFile = async (from, to, mode) => {
    await real.copyFile(from, to, mode);
    born.push(statSync(to).mode & 0o777);
  };
  return { ...real, open, link, copyFile };
});

let dir: string;
let path: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'latchkey-atomic-'));
  path = join(dir, 'file.yml');
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const modeOf = (file: string) => statSync(file).mode & 0o777;

describe('writing a file whole or not at all', () => {
  it('gives back what was written, text or bytes, and leaves nothing else', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string({ unit: 'binary' }), fc.uint8Array()), async (content) => {
        expect(await writeFileAtomic(path, content)).toEqual({ ok: true });
        expect(readFileSync(path)).toEqual(Buffer.from(content as string));
        expect(readdirSync(dir)).toEqual(['file.yml']);
      }),
      { numRuns: 50 },
    );
  });

  it('sets the mode asked for, keeps the one there is, and is otherwise readable', async () => {
    await writeFileAtomic(path, 'a');
    expect(modeOf(path)).toBe(0o644);
    await writeFileAtomic(path, 'b', { mode: 0o600 });
    expect(modeOf(path)).toBe(0o600);
    await writeFileAtomic(path, 'c');
    expect(modeOf(path)).toBe(0o600);
    chmodSync(path, 0o640);
    await writeFileAtomic(path, 'd');
    expect(modeOf(path)).toBe(0o640);
  });

  it.each([0o600, 0o640, 0o644, undefined])('is born private, whatever it becomes: %s', async (mode) => {
    const before = process.umask(0);
    try {
      born.length = 0;
      const options = mode === undefined ? {} : { mode };
      await writeFileAtomic(path, 'secret', options);
      writeFileSync(path, 'old', { mode: 0o666 });
      chmodSync(path, 0o666);
      await writeFileAtomic(path, 'secret', options);
      const staged = await stageFile(path, 'secret', options);
      if (staged.ok) await staged.value.discard();
      expect(born).toEqual([0o600, 0o600, 0o600]);
    } finally {
      process.umask(before);
    }
  });

  it('stays private in its backup, also where the backup is a copy', async () => {
    const before = process.umask(0);
    try {
      for (const name of ['links', 'no-links']) {
        born.length = 0;
        const secret = join(dir, name);
        await writeFileAtomic(secret, 'secret', { mode: 0o600 });
        const kept = await backUp(secret);
        expect(kept.ok && modeOf(kept.value.path)).toBe(0o600);
        expect(born.every((mode) => mode === 0o600)).toBe(true);
      }
    } finally {
      process.umask(before);
    }
  });

  it('is never readable by others before it has its name', async () => {
    const staged = await stageFile(path, 'secret', { mode: 0o600 });
    const [temporary] = readdirSync(dir);
    expect(modeOf(join(dir, temporary!))).toBe(0o600);
    if (staged.ok) await staged.value.discard();
    expect(readdirSync(dir)).toEqual([]);
  });

  it('replaces a link, not what it leads to', async () => {
    writeFileSync(join(dir, 'victim'), 'untouched');
    symlinkSync('victim', path);
    await writeFileAtomic(path, 'mine');
    expect(lstatSync(path).isFile()).toBe(true);
    expect(readFileSync(join(dir, 'victim'), 'utf8')).toBe('untouched');
  });

  it.each([
    ['a missing folder', () => join(dir, 'no/file'), 'file-missing'],
    ['a file for a folder', () => join(dir, 'plain/x'), 'file-not-a-folder'],
    ['a name too long', () => join(dir, 'x'.repeat(300)), 'file-name-too-long'],
    ['a folder for a file', () => join(dir, 'folder'), 'file-is-folder'],
  ] as const)('%s: a code, and no temporary file left', async (_, target, code) => {
    writeFileSync(join(dir, 'plain'), 'old');
    mkdirSync(join(dir, 'folder'));
    expect(await writeFileAtomic(target(), 'new')).toMatchObject({ ok: false, error: { code } });
    expect(readdirSync(dir).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });
});

describe('sweeping up after a killed run', () => {
  const temporary = (pid: number) => join(dir, `.latchkey-${pid}-0123456789abcdef.tmp`);

  it('takes what dead or long gone runs left, and nothing else', async () => {
    const dead = spawnSync(process.execPath, ['-e', '']).pid!;
    const kept = [temporary(process.pid), join(dir, '.latchkey-notes.tmp'), join(dir, 'x.tmp')];
    const old = join(dir, `.latchkey-${process.ppid}-fedcba9876543210.tmp`);
    for (const file of [...kept, temporary(dead), old]) writeFileSync(file, '');
    const yesterday = new Date(Date.now() - 86_400_000);
    utimesSync(old, yesterday, yesterday);
    await sweepTemporaries(dir);
    expect(readdirSync(dir).sort()).toEqual(kept.map((file) => file.slice(dir.length + 1)).sort());
    await sweepTemporaries(join(dir, 'nowhere'));
  });
});
