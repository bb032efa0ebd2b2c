import { randomBytes } from 'node:crypto';
import { closeSync, openSync, rmSync } from 'node:fs';
import { type FileHandle, lstat, open, readdir, rename, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Failure, ok, type Result } from '../../../shared/result.ts';
import { errnoOf, fileFailure } from './errors.ts';

/** A file that was written and synced under a temporary name in the target folder, ready to be renamed. */
export interface StagedFile {
  readonly path: string;
  /** Renames the file in one step: readers see the old or the new content, never a mixture. */
  commit(): Promise<Result<void>>;
  /** Removes the temporary file. Does nothing after a commit. */
  discard(): Promise<void>;
}

export interface StageOptions {
  /** Permission bits. Default: those of the file that is replaced, otherwise 0o644. */
  readonly mode?: number;
  /** Who shall own the file. Default: who runs this. Only root can give a file away. */
  readonly owner?: { readonly uid: number; readonly gid: number };
}

/** The temporary files of this process that have not got their name yet. */
const unfinished = new Set<string>();

/**
 * Removes the temporary files of writes that have not ended. For the very end of the program only, when what still
 * runs is given up: the files they were for stay as they are.
 */
export function discardUnfinished(): void {
  for (const temp of unfinished) rmSync(temp, { force: true });
  unfinished.clear();
}

const TEMP_NAME = /^\.latchkey-(\d+)-[0-9a-f]{16}\.tmp$/;
const HOUR = 3_600_000;

/**
 * Writes a file completely or not at all: a temporary file in the same folder, fsync, rename, fsync of the
 * folder. Replaces a symlink at `path` with a plain file. To write to its target, resolve the symlink first.
 *
 * @param path where to write; its folder must exist
 * @param bytes text (written as UTF-8) or bytes
 * @returns failures as in {@link fileFailure}; the old file is then unchanged and no temporary file is left
 */
export async function writeFileAtomic(
  path: string,
  bytes: string | Uint8Array,
  options: StageOptions = {},
): Promise<Result<void>> {
  const staged = await stageFile(path, bytes, options);
  if (!staged.ok) return staged;
  const done = await staged.value.commit();
  if (!done.ok) {
    await staged.value.discard();
    return done;
  }
  return syncFolder(dirname(path));
}

/** The first half of {@link writeFileAtomic}. Used to write several files together, all or none. */
export async function stageFile(
  path: string,
  bytes: string | Uint8Array,
  options: StageOptions = {},
): Promise<Result<StagedFile>> {
  const folder = dirname(path);
  const temp = join(folder, `.latchkey-${process.pid}-${randomBytes(8).toString('hex')}.tmp`);
  let handle: FileHandle | undefined;
  try {
    const mode = options.mode ?? (await modeOf(path)) ?? 0o644;
    await sweepOnce(folder);
    // Created private, so that other users can't read a secret at any moment. And at once: a file that another thread
    // is about to make could still appear after the last look at what is unfinished.
    closeSync(openSync(temp, 'wx', 0o600));
    unfinished.add(temp);
    handle = await open(temp, 'r+');
    await handle.writeFile(bytes);
    if (options.owner !== undefined) await handle.chown(options.owner.uid, options.owner.gid);
    // chmod ignores the umask, so the file gets exactly the requested mode.
    await handle.chmod(mode);
    await handle.sync();
    await handle.close();
  } catch (error) {
    await handle?.close().catch(() => {});
    await unlink(temp).catch(() => {});
    unfinished.delete(temp);
    return fileFailure(error, path);
  }
  return ok({
    path,
    async commit() {
      const moved = await moveInto(temp, path);
      if (moved.ok) unfinished.delete(temp);
      return moved;
    },
    async discard() {
      await unlink(temp).catch(() => {});
      unfinished.delete(temp);
    },
  });
}

/** What systems answer that can't sync folders. */
const NO_FOLDER_SYNC: ReadonlySet<string | undefined> = new Set(['EINVAL', 'ENOTSUP', 'EACCES']);

/**
 * Makes renames in a folder survive a power cut. Does nothing where folders can't be synced (Windows, some
 * network shares).
 */
export async function syncFolder(folder: string): Promise<Result<void>> {
  if (process.platform === 'win32') return ok(undefined);
  let handle: FileHandle | undefined;
  try {
    handle = await open(folder, 'r');
    await handle.sync();
  } catch (error) {
    if (!NO_FOLDER_SYNC.has(errnoOf(error))) return fileFailure(error, folder);
  } finally {
    await handle?.close().catch(() => {});
  }
  return ok(undefined);
}

/** The folders whose leftovers were removed. */
const swept = new Set<string>();

/** Whoever writes into a folder first removes what a killed process left there. */
async function sweepOnce(folder: string): Promise<void> {
  if (swept.has(folder)) return;
  swept.add(folder);
  await sweepTemporaries(folder);
}

/**
 * Removes temporary files that a killed process left in a folder. Keeps those of a running process. Ignores
 * errors, such as a folder that can't be read.
 */
export async function sweepTemporaries(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => [] as string[]);
  for (const name of names) {
    const match = TEMP_NAME.exec(name);
    if (!match) continue;
    const path = join(folder, name);
    const info = await lstat(path).catch(() => undefined);
    if (!info?.isFile()) continue;
    const pid = Number(match[1]);
    // Process ids are reused, so an old file is removed even if a process with its id is running.
    if (!isRunning(pid) || Date.now() - info.mtimeMs > HOUR) await unlink(path).catch(() => {});
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errnoOf(error) === 'EPERM';
  }
}

async function modeOf(path: string): Promise<number | undefined> {
  const info = await lstat(path).catch(() => undefined);
  return info?.isFile() ? info.mode & 0o777 : undefined;
}

/** What Windows answers while another program holds a file open. */
const HELD_OPEN: ReadonlySet<string | undefined> = new Set(['EPERM', 'EACCES', 'EBUSY']);

/** Renames a file. On Windows, retries for a short time because a virus scanner may hold the file open. */
async function moveInto(temp: string, path: string): Promise<Result<void, Failure>> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      await rename(temp, path);
      return ok(undefined);
    } catch (error) {
      const passing = process.platform === 'win32' && HELD_OPEN.has(errnoOf(error));
      if (!passing || attempt >= 9) return fileFailure(error, path);
      await new Promise((resolve) => setTimeout(resolve, 20 * 2 ** Math.min(attempt, 4)));
    }
  }
}
