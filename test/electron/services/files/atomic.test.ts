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
import { basename, join } from 'node:path';
import { isMainThread } from 'node:worker_threads';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  discardUnfinished,
  stageFile,
  sweepTemporaries,
  syncFolder,
  writeFileAtomic,
} from '../../../../electron/services/files/atomic.ts';
import { backUp } from '../../../../electron/services/files/backup.ts';

/** The modes of files right after they were made, before anything was written to them. */
const born: number[] = [];
/** What was done to files, in order. */
const steps: string[] = [];
/** The system's answers to the next such steps, instead of doing them. */
const faults: { step: string; code: string }[] = [];
const step = (name: string) => {
  steps.push(name);
  const at = faults.findIndex((fault) => fault.step === name);
  if (at >= 0) throw Object.assign(new Error('planned'), { code: faults.splice(at, 1)[0]!.code });
};
vi.mock('node:fs/promises', async (load) => {
  const real = await load<typeof import('node:fs/promises')>();
  const open: typeof real.open = async (...args) => {
    const what = /[wax+]/.test(String(args[1])) ? 'file' : 'folder';
    step(`open ${what}`);
    const handle = await real.open(...args);
    if (what === 'file') born.push((await handle.stat()).mode & 0o777);
    return new Proxy(handle, {
      get: (target, name) => {
        const member = Reflect.get(target, name, target) as unknown;
        if (typeof member !== 'function') return member;
        return async (...given: unknown[]) => {
          if (name !== 'stat') step(`${String(name)} ${what}`);
          return (member as (...given: unknown[]) => unknown).apply(target, given);
        };
      },
    });
  };
  const rename: typeof real.rename = async (from, to) => {
    step('rename');
    await real.rename(from, to);
  };
  const lstat = (async (file: string) => {
    if (faults.length > 0) step(`look at ${basename(file)}`);
    return real.lstat(file);
  }) as typeof real.lstat;
  // A file system without hard links, so that a backup is a copy.
  const link: typeof real.link = (from, to) =>
    String(to).includes('no-links')
      ? Promise.reject(Object.assign(new Error('no links'), { code: 'ENOTSUP' }))
      : real.link(from, to);
  const copyFile: typeof real.copyFile = async (from, to, mode) => {
    await real.copyFile(from, to, mode);
    born.push(statSync(to).mode & 0o777);
  };
  return { ...real, open, link, copyFile, rename, lstat };
});

let dir: string;
let path: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'latchkey-atomic-'));
  path = join(dir, 'file.yml');
});
afterEach(() => {
  rmSync(dir, { recursive: true, force: true });
  steps.length = 0;
  faults.length = 0;
  vi.restoreAllMocks();
  pretend(platform);
});

/** Lets the code believe that it runs on this system. */
const { platform } = process;
const pretend = (name: NodeJS.Platform) => Object.defineProperty(process, 'platform', { value: name });
/** Nothing is withheld from new files. The threads in which changes are tried have no umask of their own. */
const openUmask = () => (isMainThread ? process.umask(0) : undefined);
const restoreUmask = (before: number | undefined) => before !== undefined && process.umask(before);
const temporaries = () => readdirSync(dir).filter((name) => name.endsWith('.tmp'));

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
    const before = openUmask();
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
      restoreUmask(before);
    }
  });

  it('stays private in its backup, also where the backup is a copy', async () => {
    const before = openUmask();
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
      restoreUmask(before);
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
    expect(modeOf(path)).toBe(0o644);
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

describe('what a power cut, a full disk or another program leaves', () => {
  it('the bytes are on the disk before the file has its name, and the name after it', async () => {
    expect(await writeFileAtomic(path, 'new', { mode: 0o600 })).toEqual({ ok: true });
    expect(steps).toEqual([
      ...['open file', 'writeFile file', 'chmod file', 'sync file', 'close file'],
      ...['rename', 'open folder', 'sync folder', 'close folder'],
    ]);
  });

  it.each([
    ['open file', 'EROFS', 'file-read-only'],
    ['writeFile file', 'ENOSPC', 'file-no-space'],
    ['chmod file', 'EPERM', 'file-denied'],
    ['sync file', 'EIO', 'file-failed'],
    ['close file', 'EDQUOT', 'file-no-space'],
    ['rename', 'EBUSY', 'file-busy'],
    ['rename', 'EPERM', 'file-denied'],
  ])('%s fails with %s: the old file is there, nothing else, and no file is open', async (at, code, told) => {
    writeFileSync(path, 'old');
    faults.push({ step: at, code });
    const result = await writeFileAtomic(path, 'new');
    expect(result).toMatchObject({ ok: false, error: { code: told } });
    expect(!result.ok && result.error.message).toContain(path);
    expect(readFileSync(path, 'utf8')).toBe('old');
    expect(readdirSync(dir)).toEqual(['file.yml']);
    expect(steps.includes('close file')).toBe(at !== 'open file');
    expect(steps.filter((one) => one === 'rename').length).toBe(at === 'rename' ? 1 : 0);
  });

  it.each(['open folder', 'sync folder'])(
    'a system without %s is no failure, a broken disk is',
    async (at) => {
      for (const code of ['EINVAL', 'ENOTSUP', 'EACCES']) {
        faults.push({ step: at, code });
        expect(await syncFolder(dir)).toEqual({ ok: true });
      }
      faults.push({ step: at, code: 'EIO' });
      const broken = await syncFolder(dir);
      expect(broken).toMatchObject({ ok: false, error: { code: 'file-failed' } });
      expect(!broken.ok && broken.error.message).toContain(dir);
      const times = (name: string) => steps.filter((one) => one === name).length;
      expect(times('close folder')).toBe(at === 'open folder' ? 0 : 4);
    },
  );

  it('a file that is put back before it has its name leaves nothing, and afterwards stays', async () => {
    const staged = await stageFile(path, 'new');
    if (!staged.ok) throw new Error(staged.error.code);
    expect(staged.value.path).toBe(path);
    expect(temporaries()).toEqual([
      expect.stringMatching(new RegExp(`^\\.latchkey-${process.pid}-[0-9a-f]{16}\\.tmp$`)),
    ]);
    expect(await staged.value.commit()).toEqual({ ok: true });
    await staged.value.discard();
    expect(readdirSync(dir)).toEqual(['file.yml']);
  });

  describe('on Windows', () => {
    const delays: (number | undefined)[] = [];
    beforeEach(() => {
      pretend('win32');
      delays.length = 0;
      vi.spyOn(globalThis, 'setTimeout').mockImplementation(((then: () => void, ms?: number) => {
        delays.push(ms);
        queueMicrotask(then);
      }) as typeof setTimeout);
    });

    it('syncs no folder', async () => {
      expect(await writeFileAtomic(path, 'new')).toEqual({ ok: true });
      expect(steps.at(-1)).toBe('rename');
      expect(delays).toEqual([]);
    });

    it('waits for a program that holds the file open, longer each time', async () => {
      for (const code of ['EPERM', 'EACCES', 'EBUSY']) faults.push({ step: 'rename', code });
      expect(await writeFileAtomic(path, 'new')).toEqual({ ok: true });
      expect(readFileSync(path, 'utf8')).toBe('new');
      expect(delays).toEqual([20, 40, 80]);
    });

    it('gives up after two seconds', async () => {
      for (let times = 0; times < 20; times += 1) faults.push({ step: 'rename', code: 'EBUSY' });
      expect(await writeFileAtomic(path, 'new')).toMatchObject({ error: { code: 'file-busy' } });
      expect(delays).toEqual([20, 40, 80, 160, 320, 320, 320, 320, 320]);
      expect(readdirSync(dir)).toEqual([]);
    });

    it('does not wait for what does not pass', async () => {
      faults.push({ step: 'rename', code: 'ENOSPC' });
      expect(await writeFileAtomic(path, 'new')).toMatchObject({ error: { code: 'file-no-space' } });
      expect(delays).toEqual([]);
    });
  });
});

describe('the end of the program', () => {
  it('takes away what was given up half-written, and leaves the file as it was', async () => {
    const file = join(dir, 'kept.json');
    await writeFileAtomic(file, 'before');
    const staged = await stageFile(join(dir, 'kept.json'), 'after');
    const discarded = await stageFile(join(dir, 'other.json'), 'gone');
    if (!staged.ok || !discarded.ok) throw new Error('not staged');
    await discarded.value.discard();
    expect(readdirSync(dir).filter((name) => name.endsWith('.tmp'))).toHaveLength(1);
    discardUnfinished();
    expect(readdirSync(dir)).toEqual(['kept.json']);
    expect(readFileSync(file, 'utf8')).toBe('before');
  });

  it('leaves what has its name', async () => {
    const file = join(dir, 'done.json');
    await writeFileAtomic(file, 'done');
    discardUnfinished();
    expect(readFileSync(file, 'utf8')).toBe('done');
  });
});

describe('sweeping up after a killed run', () => {
  const temporary = (pid: number) => join(dir, `.latchkey-${pid}-0123456789abcdef.tmp`);

  it('is done by whoever writes into the folder next', async () => {
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    writeFileSync(temporary(pid), 'half');
    await writeFileAtomic(join(dir, 'settings.json'), '{}');
    expect(readdirSync(dir)).toEqual(['settings.json']);
  });

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

describe('sweeping up, one file at a time', () => {
  const temporary = (pid: number) => join(dir, `.latchkey-${pid}-0123456789abcdef.tmp`);
  /** Puts an empty file there, last written so long ago. */
  const put = (name: string, ago = 0) => {
    writeFileSync(join(dir, name), '');
    const then = (NOW - ago) / 1000;
    utimesSync(join(dir, name), then, then);
  };
  const NOW = 1_700_000_000_000;
  const HOUR = 3_600_000;
  const DEAD = 11;
  const ALIVE = 22;
  const FOREIGN = 33;
  beforeEach(() => {
    vi.spyOn(Date, 'now').mockReturnValue(NOW);
    vi.spyOn(process, 'kill').mockImplementation((pid, signal) => {
      expect(signal).toBe(0);
      if (pid === ALIVE) return true;
      throw Object.assign(new Error('no'), { code: pid === FOREIGN ? 'EPERM' : 'ESRCH' });
    });
  });
  const left = async (name: string) => {
    await sweepTemporaries(dir);
    return readdirSync(dir).includes(name);
  };

  it.each([
    ['a dead process', DEAD, 0, false],
    ['a living process', ALIVE, 0, true],
    ['a process of another user', FOREIGN, 0, true],
    ['a living process, an hour old', ALIVE, HOUR, true],
    ['a living process, older than an hour', ALIVE, HOUR + 1000, false],
    ['a process of another user, older than an hour', FOREIGN, HOUR + 1000, false],
  ])('the file of %s', async (_, pid, ago, stays) => {
    const name = `.latchkey-${pid}-0123456789abcdef.tmp`;
    put(name, ago);
    expect(await left(name)).toBe(stays);
  });

  it.each([
    'x.latchkey-11-0123456789abcdef.tmp',
    '.latchkey-11-0123456789abcdef.tmp.bak',
    '.latchkey-11-0123456789abcdef-tmp',
    '.latchkey-11-0123456789abcde.tmp',
    '.latchkey-11-0123456789abcdef0.tmp',
    '.latchkey-11-0123456789ABCDEF.tmp',
    '.latchkey-11-0123456789abcdeg.tmp',
    '.latchkey--0123456789abcdef.tmp',
    '.latchkey-1a-0123456789abcdef.tmp',
    'latchkey-11-0123456789abcdef.tmp',
  ])('another name stays: %s', async (name) => {
    put(name, 2 * HOUR);
    expect(await left(name)).toBe(true);
  });

  it('what only bears such a name stays: a folder, a link', async () => {
    mkdirSync(temporary(DEAD));
    symlinkSync('nowhere', temporary(DEAD + 1));
    await sweepTemporaries(dir);
    expect(readdirSync(dir).length).toBe(2);
  });

  it('a file that vanishes meanwhile stops nothing', async () => {
    const [first, second] = [temporary(ALIVE), temporary(DEAD)].map((file) => basename(file));
    put(first!);
    put(second!);
    faults.push({ step: `look at ${first}`, code: 'ENOENT' }, { step: 'look at nothing', code: 'ENOENT' });
    expect(await left(second!)).toBe(false);
    expect(readdirSync(dir)).toEqual([first]);
  });
});
