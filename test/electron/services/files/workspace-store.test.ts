import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  readWorkspace,
  type WorkspaceChange,
  watchWorkspace,
  writeWorkspace,
} from '../../../../electron/services/files/workspace-store.ts';
import type { Result } from '../../../../shared/result.ts';
import { newWorkspace } from '../../../../shared/workspace/defaults.ts';
import { parseWorkspaceBytes } from '../../../../shared/workspace/parse.ts';
import { stringifyWorkspace } from '../../../../shared/workspace/stringify.ts';

const posix = process.platform !== 'win32';
const TEXT = stringifyWorkspace(newWorkspace('abc'));
let folder = '';
let file = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'latchkey-store-'));
  file = join(folder, 'home.latchkey.yaml');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
}
const codeOf = (result: Result<unknown>): string => (result.ok ? 'ok' : result.error.code);

describe('a workspace on disk', () => {
  it('comes back as it was written, and leaves nothing else behind', async () => {
    const written = value(await writeWorkspace(file, TEXT, null));
    const read = value(await readWorkspace(file));
    expect(read.sha256).toBe(written.sha256);
    expect(parseWorkspaceBytes(read.bytes)).toMatchObject({ ok: true, workspace: { id: 'abc' } });
    expect(readdirSync(folder)).toEqual(['home.latchkey.yaml']);
  });

  it.runIf(posix)('keeps its mode', async () => {
    writeFileSync(file, 'old');
    chmodSync(file, 0o640);
    value(await writeWorkspace(file, TEXT));
    expect(statSync(file).mode & 0o777).toBe(0o640);
  });

  it('is not overwritten when another program has changed it', async () => {
    const { sha256 } = value(await writeWorkspace(file, TEXT));
    writeFileSync(file, `${TEXT}# theirs\n`);
    const conflict = await writeWorkspace(file, `${TEXT}# ours\n`, sha256);
    expect(codeOf(conflict)).toBe('workspace-changed-on-disk');
    expect(readFileSync(file, 'utf8')).toBe(`${TEXT}# theirs\n`);
    rmSync(file);
    expect(codeOf(await writeWorkspace(file, TEXT, sha256))).toBe('workspace-changed-on-disk');
    expect(readdirSync(folder)).toEqual([]);
    const again = value(await writeWorkspace(file, TEXT));
    expect(codeOf(await writeWorkspace(file, `${TEXT}# ours\n`, again.sha256))).toBe('ok');
  });

  it('is not touched when nothing changes, nor taken over when it should be new', async () => {
    const { sha256 } = value(await writeWorkspace(file, TEXT));
    const before = statSync(file, { bigint: true });
    expect(codeOf(await writeWorkspace(file, TEXT, sha256))).toBe('ok');
    const after = statSync(file, { bigint: true });
    expect([after.ino, after.mtimeNs]).toEqual([before.ino, before.mtimeNs]);
    expect(codeOf(await writeWorkspace(file, 'x', null))).toBe('workspace-exists');
    expect(readFileSync(file, 'utf8')).toBe(TEXT);
  });

  it.runIf(posix)('is written through a symlink to the real file', async () => {
    mkdirSync(join(folder, 'git'));
    const real = join(folder, 'git', 'real.yaml');
    writeFileSync(real, 'old');
    symlinkSync(join('git', 'real.yaml'), file);
    expect(value(await writeWorkspace(file, TEXT)).realPath).toBe(real);
    expect(readlinkSync(file)).toBe(join('git', 'real.yaml'));
    expect(readFileSync(real, 'utf8')).toBe(TEXT);
    expect(value(await readWorkspace(file)).realPath).toBe(real);
  });

  it.runIf(posix)('is refused where it is no regular file', async () => {
    symlinkSync('nowhere', file);
    expect(codeOf(await readWorkspace(file))).toBe('workspace-link-broken');
    expect(codeOf(await writeWorkspace(file, TEXT))).toBe('workspace-link-broken');
    const loop = join(folder, 'loop');
    symlinkSync('loop', loop);
    expect(codeOf(await readWorkspace(loop))).toBe('workspace-link-broken');
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    for (const path of [folder, pipe, '/dev/null']) {
      expect(codeOf(await readWorkspace(path))).toBe('workspace-not-a-file');
      expect(codeOf(await writeWorkspace(path, TEXT))).toBe('workspace-not-a-file');
    }
  });

  it('is bounded in size, and missing when it is', async () => {
    writeFileSync(file, Buffer.alloc((1 << 20) + 1, 0x20));
    expect(codeOf(await readWorkspace(file))).toBe('workspace-too-big');
    expect(codeOf(await writeWorkspace(file, ' '.repeat((1 << 20) + 1)))).toBe('workspace-too-big');
    expect(codeOf(await readWorkspace(join(folder, 'none')))).toBe('file-missing');
    expect(codeOf(await writeWorkspace(join(folder, 'no', 'folder.yaml'), TEXT))).toBe('file-missing');
  });
});

describe('watching a workspace', () => {
  let stop = new AbortController();
  beforeEach(() => {
    stop = new AbortController();
  });
  afterEach(() => stop.abort());

  async function watched(): Promise<{ changes: WorkspaceChange[]; noteOwnWrite: (sha256: string) => void }> {
    const changes: WorkspaceChange[] = [];
    const { noteOwnWrite } = value(await watchWorkspace(file, (change) => changes.push(change), stop.signal));
    return { changes, noteOwnWrite };
  }
  const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 500));

  it('tells of changes in place, replacement, removal and return', async () => {
    value(await writeWorkspace(file, TEXT));
    const { changes } = await watched();
    writeFileSync(file, `${TEXT}# a\n`);
    await vi.waitFor(() => expect(changes).toHaveLength(1), 5000);
    writeFileSync(`${file}.new`, `${TEXT}# b\n`);
    renameSync(`${file}.new`, file);
    await vi.waitFor(() => expect(changes).toHaveLength(2), 5000);
    rmSync(file);
    await vi.waitFor(() => expect(changes).toHaveLength(3), 5000);
    expect(changes[2]).toMatchObject({ kind: 'unreadable', code: 'file-missing' });
    writeFileSync(file, TEXT);
    await vi.waitFor(() => expect(changes).toHaveLength(4), 5000);
    const last = changes[3];
    expect(last?.kind === 'changed' && new TextDecoder().decode(last.stored.bytes)).toBe(TEXT);
  });

  it('is silent about our own writes, the same content and other files', async () => {
    value(await writeWorkspace(file, TEXT));
    const { changes, noteOwnWrite } = await watched();
    noteOwnWrite(value(await writeWorkspace(file, `${TEXT}# ours\n`)).sha256);
    writeFileSync(join(folder, 'other.yaml'), 'x');
    await settled();
    writeFileSync(file, `${TEXT}# ours\n`);
    await settled();
    expect(changes).toEqual([]);
    writeFileSync(file, `${TEXT}# theirs\n`);
    await vi.waitFor(() => expect(changes).toHaveLength(1), 5000);
  });

  it('tells of a burst once, and of nothing after the end', async () => {
    value(await writeWorkspace(file, TEXT));
    const { changes } = await watched();
    for (let index = 0; index < 20; index++) writeFileSync(file, `${TEXT}# ${index}\n`);
    await vi.waitFor(() => expect(changes).toHaveLength(1), 5000);
    await settled();
    expect(changes).toHaveLength(1);
    writeFileSync(file, TEXT);
    stop.abort();
    await settled();
    expect(changes).toHaveLength(1);
  });

  it.runIf(posix)('follows a symlink', async () => {
    mkdirSync(join(folder, 'git'));
    const real = join(folder, 'git', 'real.yaml');
    writeFileSync(real, TEXT);
    symlinkSync(real, file);
    const { changes } = await watched();
    writeFileSync(real, `${TEXT}# theirs\n`);
    await vi.waitFor(() => expect(changes).toHaveLength(1), 5000);
  });
});
