import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeEach, describe, expect, it } from 'vitest';
import { sweepTemporaries } from '../../../../electron/services/files/atomic.ts';
import { nextBackup } from '../../../../electron/services/files/backup.ts';
import {
  canUndoMerge,
  readExisting,
  undoMerge,
  variablesBeside,
  writeExisting,
} from '../../../../electron/services/files/merge-files.ts';
import type { Result } from '../../../../shared/result.ts';
import { temporaryFolder } from '../../../helpers/latchkey.ts';

let folder: string;
let data: string;
let file: string;
beforeEach(() => {
  folder = temporaryFolder();
  data = join(folder, 'data');
  file = join(folder, 'configuration.yml');
  writeFileSync(file, 'theme: dark\r\n', { mode: 0o640 });
});

function must<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
}
const codeOf = (result: Result<unknown>): string => (result.ok ? 'well' : result.error.code);
const read = (path: string): string => readFileSync(path, 'utf8');

async function write(text: string, path = file): Promise<Result<unknown>> {
  const [existing] = must(await readExisting([path]));
  return writeExisting([{ file: existing!, text }], data);
}

describe('writing into a file that is there', () => {
  it('keeps its mode and leaves a backup with its bytes', async () => {
    const [written] = must(await write('theme: light\r\n')) as { backup: string }[];
    expect(read(file)).toBe('theme: light\r\n');
    expect(lstatSync(file).mode & 0o777).toBe(0o640);
    expect(read(written!.backup)).toBe('theme: dark\r\n');
    expect(lstatSync(written!.backup).mode & 0o777).toBe(0o640);
    expect(readdirSync(folder).filter((name) => name.startsWith('.latchkey'))).toEqual([]);
  });

  it('says beforehand what its backup will be called', async () => {
    for (const text of ['two\n', 'three\n', 'two\n']) {
      const said = must(await nextBackup(file));
      expect((must(await write(text)) as { backup: string }[])[0]!.backup).toBe(said);
    }
    // What is backed up already is not backed up twice.
    writeFileSync(file, 'three\n');
    expect(must(await nextBackup(file))).toBe(`${file}.bak-3`);
    expect(codeOf(await nextBackup(join(folder, 'no', 'folder.yml')))).toBe('file-missing');
  });

  it('follows a symlink and leaves it one', async () => {
    const link = join(folder, 'link.yml');
    symlinkSync('configuration.yml', link);
    must(await write('theme: light\n', link));
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(read(file)).toBe('theme: light\n');
    must(await undoMerge(link, data));
    expect(read(file)).toBe('theme: dark\r\n');
  });

  it('leaves another name of the file as it is, and a backup that does not change with it', async () => {
    const other = join(folder, 'other.yml');
    linkSync(file, other);
    const [existing] = must(await readExisting([file]));
    expect(existing!.hasOtherName).toBe(true);
    must(await writeExisting([{ file: existing!, text: 'theme: light\n' }], data));
    expect([read(file), read(other)]).toEqual(['theme: light\n', 'theme: dark\r\n']);
    writeFileSync(other, 'theme: changed in place\n');
    must(await undoMerge(file, data));
    expect(read(file)).toBe('theme: dark\r\n');
    expect(lstatSync(file).mode & 0o777).toBe(0o640);
    expect(must(await readExisting([file]))[0]!.hasOtherName).toBe(false);
  });

  it('is refused if the file was changed since it was read', async () => {
    const [existing] = must(await readExisting([file]));
    writeFileSync(file, 'theme: mine\n');
    const done = await writeExisting([{ file: existing!, text: 'theme: light\n' }], data);
    expect(codeOf(done)).toBe('existing-changed');
    expect(read(file)).toBe('theme: mine\n');
    expect(readdirSync(folder).sort()).toEqual(['configuration.yml']);
  });

  it('writes several files or none', async () => {
    const other = join(folder, 'other.yml');
    writeFileSync(other, 'a: 1\n');
    const files = must(await readExisting([file, other]));
    writeFileSync(other, 'a: 2\n');
    const done = await writeExisting(
      files.map((one) => ({ file: one, text: 'new\n' })),
      data,
    );
    expect(codeOf(done)).toBe('existing-changed');
    expect([read(file), read(other)]).toEqual(['theme: dark\r\n', 'a: 2\n']);
  });

  it.skipIf(process.getuid?.() !== 0)('keeps the owner, who may be another user', async () => {
    chownSync(file, 4242, 4243);
    must(await write('theme: light\n'));
    const { uid, gid, mode } = lstatSync(file);
    expect([uid, gid, mode & 0o777]).toEqual([4242, 4243, 0o640]);
    must(await undoMerge(file, data));
    expect([lstatSync(file).uid, lstatSync(file).gid]).toEqual([4242, 4243]);
  });
});

describe('undo', () => {
  it('brings back the exact bytes, step by step, with nothing but the notes on disk', async () => {
    const bytes = Buffer.from('\ufeff# ä\r\na: 1', 'utf8');
    writeFileSync(file, bytes);
    must(await write('second\n'));
    must(await write('third\n'));
    must(await undoMerge(file, data));
    expect(read(file)).toBe('second\n');
    must(await undoMerge(file, data));
    expect(readFileSync(file).equals(bytes)).toBe(true);
    expect(lstatSync(file).mode & 0o777).toBe(0o640);
    expect(codeOf(await undoMerge(file, data))).toBe('merge-nothing-to-undo');
  });

  it('is refused if the file was changed since, or the backup is not what it was', async () => {
    const [written] = must(await write('second\n')) as { backup: string }[];
    writeFileSync(file, 'mine\n');
    const done = await undoMerge(file, data);
    expect(codeOf(done)).toBe('existing-changed');
    expect(done.ok ? '' : done.error.message).toContain(written!.backup);
    expect(read(file)).toBe('mine\n');
    writeFileSync(file, 'second\n');
    rmSync(written!.backup);
    writeFileSync(written!.backup, 'forged\n');
    expect(codeOf(await undoMerge(file, data))).toBe('merge-backup-gone');
    rmSync(written!.backup);
    expect(codeOf(await undoMerge(file, data))).toBe('merge-backup-gone');
    expect(read(file)).toBe('second\n');
  });

  it('undoes the merge that is meant, and no later one', async () => {
    const [first] = must(await write('second\n')) as { sha256: string; backup: string }[];
    expect(must(await canUndoMerge(file, data, first!.sha256))).toBe(first!.backup);
    const [second] = must(await write('third\n')) as { sha256: string }[];
    expect(codeOf(await canUndoMerge(file, data, first!.sha256))).toBe('merge-followed');
    expect(codeOf(await undoMerge(file, data, first!.sha256))).toBe('merge-followed');
    expect(read(file)).toBe('third\n');
    must(await undoMerge(file, data, second!.sha256));
    expect(codeOf(await canUndoMerge(file, data, second!.sha256))).toBe('merge-nothing-to-undo');
    writeFileSync(file, 'mine\n');
    expect(codeOf(await canUndoMerge(file, data, first!.sha256))).toBe('existing-changed');
    writeFileSync(file, 'second\n');
    must(await undoMerge(file, data, first!.sha256));
    expect(read(file)).toBe('theme: dark\r\n');
    expect(codeOf(await undoMerge(file, data, first!.sha256))).toBe('merge-nothing-to-undo');
    rmSync(file);
    expect(codeOf(await canUndoMerge(file, data, first!.sha256))).toBe('file-missing');
  });

  it('ignores the note of a merge that was stopped before it wrote', async () => {
    must(await write('second\n'));
    const notes = join(data, 'merges.json');
    const now = JSON.parse(read(notes)) as { merges: { before: string; after: string }[] };
    const [first] = now.merges;
    const stopped = {
      ...first!,
      before: first!.after,
      after: createHash('sha256').update('x').digest('hex'),
    };
    writeFileSync(notes, JSON.stringify({ merges: [first, stopped] }));
    must(await undoMerge(file, data));
    expect(read(file)).toBe('theme: dark\r\n');
  });
});

it.skipIf(process.platform === 'win32')(
  'a file that nobody may write stays, and so do those beside it',
  async () => {
    const other = join(folder, 'other.yml');
    writeFileSync(other, 'b\n');
    chmodSync(file, 0o400);
    const files = must(await readExisting([other, file]));
    const done = await writeExisting(
      files.map((one) => ({ file: one, text: 'new\n' })),
      data,
    );
    expect(codeOf(done)).toBe('existing-protected');
    expect([read(file), read(other)]).toEqual(['theme: dark\r\n', 'b\n']);
    chmodSync(file, 0o600);
    must(await write('second\n'));
  },
);

describe('reading what is there', () => {
  it('takes a folder as Authelia does', async () => {
    const nested = join(folder, 'conf');
    mkdirSync(join(nested, 'deep.yml'), { recursive: true });
    for (const name of ['b.yml', 'a.yaml', 'c.txt', 'B.yml', '.hidden.yml'])
      writeFileSync(join(nested, name), `name: ${name}\n`);
    const files = must(await readExisting([nested]));
    expect(files.map(({ name }) => name.slice(nested.length + 1))).toEqual([
      '.hidden.yml',
      'B.yml',
      'a.yaml',
      'b.yml',
    ]);
    expect(codeOf(await readExisting([nested, join(nested, 'b.yml')]))).toBe('existing-named-twice');
  });

  it('refuses what is no text, no file, or not there', async () => {
    writeFileSync(file, Buffer.from([0x61, 0xff, 0xfe]));
    expect(codeOf(await readExisting([file]))).toBe('existing-not-utf-8');
    expect(codeOf(await readExisting([join(folder, 'gone.yml')]))).toBe('file-missing');
    expect(codeOf(await readExisting(['/dev/zero']))).toBe('file-not-regular');
    mkdirSync(join(folder, 'empty'));
    expect(codeOf(await readExisting([join(folder, 'empty')]))).toBe('existing-no-files');
    writeFileSync(file, 'x'.repeat(10 << 20));
    expect(codeOf(await readExisting([file]))).toBe('file-too-big');
  });

  it('finds the variables of compose and env files beside it and above', async () => {
    mkdirSync(join(folder, 'config'));
    const inner = join(folder, 'config', 'configuration.yml');
    writeFileSync(inner, '');
    writeFileSync(
      join(folder, 'compose.yml'),
      'services:\n  authelia:\n    environment:\n      - AUTHELIA_A_FILE=/x\n      AUTHELIA_B: y\n      # AUTHELIA_C: z\n      OTHER: z\n',
    );
    writeFileSync(join(folder, 'config', '.env'), 'AUTHELIA_D="w"\n');
    const found = await variablesBeside(must(await readExisting([inner])), 'AUTHELIA_');
    expect([...found].sort()).toEqual(['AUTHELIA_A_FILE', 'AUTHELIA_B', 'AUTHELIA_D']);
  });
});

describe('a writer that is killed', () => {
  it('leaves the old file or the new one, and undo still works', async () => {
    const service = pathToFileURL(
      join(import.meta.dirname, '../../../../electron/services/files/merge-files.ts'),
    );
    const { build } = await import('vite');
    const entry = join(folder, 'merge-files.mjs');
    await build({
      logLevel: 'silent',
      configFile: false,
      build: {
        ssr: true,
        write: true,
        outDir: folder,
        emptyOutDir: false,
        rollupOptions: { input: service.pathname, output: { entryFileNames: 'merge-files.mjs' } },
      },
      ssr: { noExternal: ['zod'] },
    });
    const version = (letter: string): string => `${letter.repeat(300_000)}\n`;
    const script = `
      import { readExisting, writeExisting } from ${JSON.stringify(entry)};
      process.stdout.write('ready');
      for (let round = Number(process.argv[1]); ; round += 1) {
        const [file] = (await readExisting([${JSON.stringify(file)}])).value;
        const text = 'abc'[round % 3].repeat(300000) + '\\n';
        const done = await writeExisting([{ file, text }], ${JSON.stringify(data)});
        if (!done.ok) { console.log(done.error.code); process.exit(3); }
        process.stdout.write('written');
      }`;
    const whole = new Set([version('a'), version('b'), version('c'), read(file)]);
    const seen = new Set<string>();
    for (let kill = 0; kill < 20; kill += 1) {
      const child = spawn(process.execPath, ['--input-type=module', '-e', script, String(kill)], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
      await new Promise((resolve) => child.stdout.once('data', resolve));
      // Every second one is killed after its first file is whole, however slow the machine is.
      if (kill % 2 === 1) await new Promise((resolve) => child.stdout.once('data', resolve));
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 60));
      child.kill('SIGKILL');
      expect(await exited, 'the run before left something the next one refused').toBe(null);
      const now = read(file);
      expect(whole.has(now)).toBe(true);
      seen.add(now[0]!);
      const undone = await undoMerge(file, data);
      if (undone.ok) expect(whole.has(read(file))).toBe(true);
      else expect(undone.error.code).toBe('merge-nothing-to-undo');
      for (const name of readdirSync(folder)) if (name.includes('.bak-')) rmSync(join(folder, name));
      rmSync(join(data, 'merges.json'), { force: true });
    }
    expect(seen.size).toBeGreaterThan(1);
    chmodSync(file, 0o600);
    must(await write('last\n'));
    // This process has swept its folder before; another one does it first.
    await sweepTemporaries(folder);
    expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  }, 60_000);
});
