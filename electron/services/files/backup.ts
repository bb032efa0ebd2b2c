import { constants } from 'node:fs';
import { chmod, copyFile, link, lstat, open, readdir, readFile, stat, unlink } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { ok, type Result } from '../../../shared/result.ts';
import { errnoOf, fileFailure } from './errors.ts';

/** Errors from file systems without hard links (FAT, some network shares). */
const NO_LINKS = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EXDEV', 'EINVAL'];

export interface Backup {
  readonly path: string;
  /** False if an earlier backup already has the same bytes. */
  readonly made: boolean;
}

/**
 * Backs up a file as `name.bak-<n>` in the same folder, with its mode and times. The original stays in place.
 * Never overwrites another backup. If the newest backup has the same bytes, returns that one.
 */
export async function backUp(path: string): Promise<Result<Backup>> {
  try {
    const newest = await newestBackup(path);
    if (newest.same) return ok({ path: named(path, newest.number), made: false });
    for (let number = newest.number + 1; ; number += 1) {
      const backup = named(path, number);
      try {
        await keepAs(path, backup);
        return ok({ path: backup, made: true });
      } catch (error) {
        if (errnoOf(error) !== 'EEXIST' || number > newest.number + 100) throw error;
      }
    }
  } catch (error) {
    return fileFailure(error, path);
  }
}

/** The path that {@link backUp} would return now. */
export async function nextBackup(path: string): Promise<Result<string>> {
  try {
    const { number, same } = await newestBackup(path);
    return ok(named(path, same ? number : number + 1));
  } catch (error) {
    return fileFailure(error, path);
  }
}

const named = (path: string, number: number): string => `${path}.bak-${number}`;

/** The number of the newest backup, 0 if there is none, and whether it has the bytes of the file. */
async function newestBackup(path: string): Promise<{ readonly number: number; readonly same: boolean }> {
  const prefix = `${basename(path)}.bak-`;
  const numbers = (await readdir(dirname(path)))
    .filter((name) => name.startsWith(prefix) && /^[1-9]\d{0,8}$/.test(name.slice(prefix.length)))
    .map((name) => Number(name.slice(prefix.length)));
  const number = Math.max(0, ...numbers);
  return { number, same: number > 0 && (await sameFile(path, named(path, number))) };
}

/**
 * Creates a hard link: it uses no extra space and is never incomplete. Copies the file where links don't
 * work, and where it has another name already: whoever writes into that would change the backup.
 */
async function keepAs(path: string, backup: string): Promise<void> {
  try {
    if ((await lstat(path)).nlink === 1) {
      await link(path, backup);
      return;
    }
  } catch (error) {
    if (!NO_LINKS.includes(errnoOf(error) ?? '')) throw error;
  }
  await copyFile(path, backup, constants.COPYFILE_EXCL);
  try {
    await chmod(backup, (await stat(path)).mode & 0o777);
    const handle = await open(backup, 'r');
    await handle.sync().finally(() => handle.close());
  } catch (error) {
    await unlink(backup).catch(() => {});
    throw error;
  }
}

async function sameFile(a: string, b: string): Promise<boolean> {
  const [first, second] = await Promise.all([lstat(a), lstat(b)]);
  if (!second.isFile() || first.size !== second.size) return false;
  if (first.ino === second.ino && first.dev === second.dev) return true;
  const [left, right] = await Promise.all([readFile(a), readFile(b)]);
  return left.equals(right);
}
