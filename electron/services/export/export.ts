import { chmod, mkdir, realpath, rename, rmdir, stat, unlink } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import type { RenderedFile } from '../../../shared/render/types.ts';
import { type Failure, ok, type Result } from '../../../shared/result.ts';
import {
  type StagedFile,
  stageFile,
  sweepTemporaries,
  syncFolder,
  writeFileAtomic,
} from '../files/atomic.ts';
import { type Backup, backUp } from '../files/backup.ts';
import { errnoOf, fileFailure } from '../files/errors.ts';
import { lockBeside, withLock } from '../files/lock.ts';
import { inTurn } from '../files/turns.ts';
import { checkPaths, JOURNAL_NAME } from './paths.ts';
import { type ExportOptions, type FileTarget, PRIVATE, planExport, readBytes } from './plan.ts';

export type { ExportOptions } from './plan.ts';

export interface ExportedFile {
  /** Relative to the folder, separated by `/`. */
  readonly path: string;
  readonly secret: boolean;
  readonly written: 'new' | 'replaced' | 'same';
  /** Path of the backup of the previous file. */
  readonly backup?: string;
}

export interface ExportSummary {
  /** The real path of the folder, with symlinks resolved. */
  readonly folder: string;
  readonly files: readonly ExportedFile[];
  /** Paths of new and replaced files. */
  readonly changed: readonly string[];
  readonly unchanged: readonly string[];
  /** Files of an earlier export that this one no longer contains. They were moved to their backups. */
  readonly removed: readonly string[];
  readonly backups: readonly string[];
}

/**
 * Writes deliverables into a folder: either all files or none. `manifest.json` is written last. First, every
 * file is written and synced under a temporary name. Then existing files are backed up as `name.bak-<n>`, and
 * the temporary files are renamed. If a step fails, the previous files are restored. If the process is
 * killed, every file is complete (old or new), and the next run finishes the export. Files that are already
 * up to date are not rewritten.
 *
 * Codes: `export-path`, `export-symlink`, `export-not-a-file`, `changed-by-hand`, those of `fileFailure`.
 * Rejects only if `options.signal` is aborted, after taking everything back.
 */
export function exportFiles(
  dir: string,
  files: readonly RenderedFile[],
  options: ExportOptions,
): Promise<Result<ExportSummary>> {
  // Exports run one at a time, so that a double click doesn't start a second export during the first.
  return inTurn('export', () => exportNow(dir, files, options));
}

async function exportNow(
  dir: string,
  files: readonly RenderedFile[],
  options: ExportOptions,
): Promise<Result<ExportSummary>> {
  const paths = checkPaths(files.map(({ path }) => path));
  if (!paths.ok) return paths;
  const made: string[] = [];
  const opened = await openFolder(resolve(dir), made);
  let done: Result<ExportSummary> | undefined;
  try {
    done = opened.ok ? await exportAlone(opened.value, files, options, made) : opened;
    return done;
  } finally {
    if (!done?.ok) {
      // Removes only the folders that this run created, and only if they are empty.
      for (const folder of made.reverse()) await rmdir(folder).catch(() => {});
    }
  }
}

/** Another program that exports into the same folder waits: a set of files is from one of the two. */
function exportAlone(
  root: string,
  files: readonly RenderedFile[],
  options: ExportOptions,
  made: string[],
): Promise<Result<ExportSummary>> {
  const work = () => exportInto(root, files, options, made);
  return withLock<Result<ExportSummary> | 'no-lock'>(
    lockBeside(join(root, 'manifest.json')),
    work,
    // Where nothing can be written, nobody can be in the way, and unchanged files are still a success.
    (failure) =>
      failure.code === 'file-read-only' || failure.code === 'file-denied'
        ? 'no-lock'
        : { ok: false, error: failure },
  ).then((done) => (done === 'no-lock' ? work() : done));
}

async function exportInto(
  root: string,
  files: readonly RenderedFile[],
  options: ExportOptions,
  made: string[],
): Promise<Result<ExportSummary>> {
  const planned = await planExport(root, files, options);
  if (!planned.ok) return planned;
  const { targets, stale, manifest } = planned.value;

  for (const folder of new Set([root, ...targets.map(({ full }) => dirname(full))]))
    await sweepTemporaries(folder);
  const tightened = await tighten(targets);
  if (!tightened.ok) return tightened;
  const writes = targets.filter(({ state }) => state !== 'same');
  if (writes.length === 0 && stale.length === 0 && !manifest.differs) {
    await unlink(join(root, JOURNAL_NAME)).catch(() => {});
    return ok(summarise(root, targets, [], []));
  }

  const staged: StagedFile[] = [];
  const backups: (Backup & { readonly of: string })[] = [];
  const takeBack = async () => {
    await Promise.all(staged.map((file) => file.discard()));
    for (const { path, made: ours } of backups) if (ours) await unlink(path).catch(() => {});
  };
  const failed = async (failure: { readonly ok: false; readonly error: Failure }) => {
    await takeBack();
    return failure;
  };
  /** Ends the export if it was stopped, and takes everything back first. */
  const orStop = async (check: () => void) => {
    try {
      check();
    } catch (error) {
      await takeBack();
      throw error;
    }
  };
  const stopIfAborted = () => options.signal?.throwIfAborted();

  const all = [...writes, manifest];
  for (const [index, target] of all.entries()) {
    await orStop(stopIfAborted);
    options.onProgress?.('written', index, all.length);
    const folder = await makeFolders(root, dirname(target.full), made);
    if (!folder.ok) return failed(folder);
    const file = await stageFile(target.full, target.content, { mode: target.mode });
    if (!file.ok) return failed(file);
    staged.push(file.value);
  }
  const kept = [
    ...writes.filter(({ state }) => state === 'replaced').map(({ full }) => full),
    ...(manifest.foreign ? [manifest.full] : []),
    ...stale,
  ];
  for (const full of kept) {
    await orStop(stopIfAborted);
    const backup = await backUp(full);
    if (!backup.ok) return failed(backup);
    backups.push({ ...backup.value, of: full });
  }
  await orStop(() => {
    stopIfAborted();
    options.onChangeOver?.();
  });
  const journal = await writeFileAtomic(join(root, JOURNAL_NAME), manifest.content, { mode: PRIVATE });
  if (!journal.ok) return failed(journal);

  const moved = await changeOver(staged, stale, new Map(backups.map(({ of, path }) => [of, path])));
  for (const folder of new Set([root, ...writes.map(({ full }) => dirname(full)), ...stale.map(dirname)])) {
    // The files are already in place, so a failed folder sync doesn't make the export fail.
    await syncFolder(folder);
  }
  await unlink(join(root, JOURNAL_NAME)).catch(() => {});
  if (!moved.ok) {
    // Files may already have been renamed. The backups are kept in any case.
    for (const file of staged) await file.discard();
    return moved;
  }
  return ok(summarise(root, targets, stale, backups));
}

/**
 * Renames all files. If one fails, undoes the renames already done. Every file that is replaced or removed
 * already has a backup.
 */
async function changeOver(
  staged: readonly StagedFile[],
  stale: readonly string[],
  backups: ReadonlyMap<string, string>,
): Promise<Result<void>> {
  const done: string[] = [];
  const undo = async () => {
    for (const full of done.reverse()) {
      const backup = backups.get(full);
      // The backup is copied back, not renamed, so that it stays available until the end.
      if (backup === undefined) await unlink(full).catch(() => {});
      else await restore(backup, full);
    }
  };
  // The manifest is the last staged file. Until it is renamed, the previous manifest is valid.
  const manifest = staged.at(-1)!;
  for (const file of staged.slice(0, -1)) {
    const moved = await file.commit();
    if (!moved.ok) {
      await undo();
      return moved;
    }
    done.push(file.path);
  }
  for (const full of stale) {
    try {
      await unlink(full);
      done.push(full);
    } catch (error) {
      await undo();
      return fileFailure(error, full);
    }
  }
  const moved = await manifest.commit();
  if (!moved.ok) await undo();
  return moved;
}

async function restore(backup: string, full: string): Promise<void> {
  const bytes = await readBytes(backup);
  // A rename would remove the backup, which an earlier run may have made.
  const written = bytes.ok ? await writeFileAtomic(full, bytes.value) : bytes;
  if (!written.ok) await rename(backup, full).catch(() => {});
}

/** Removes access for other users from private files, even if their content is unchanged. */
async function tighten(targets: readonly FileTarget[]): Promise<Result<void>> {
  if (process.platform === 'win32') return ok(undefined);
  for (const { full, mode, modeNow } of targets) {
    if (mode !== PRIVATE || modeNow === undefined || (modeNow & 0o077) === 0) continue;
    try {
      await chmod(full, PRIVATE);
    } catch (error) {
      return fileFailure(error, full);
    }
  }
  return ok(undefined);
}

async function openFolder(dir: string, made: string[]): Promise<Result<string>> {
  // Folders are created one by one because `recursive` reports a read-only disk as a missing folder.
  const missing: string[] = [];
  for (let folder = dir; ; folder = dirname(folder)) {
    try {
      // The user chose this folder, so its path may contain symlinks. Paths below it must not.
      if (!(await stat(folder)).isDirectory()) return fileFailure({ code: 'ENOTDIR' }, folder);
      break;
    } catch (error) {
      if (errnoOf(error) !== 'ENOENT' || folder === dirname(folder)) return fileFailure(error, folder);
      missing.unshift(folder);
    }
  }
  for (const folder of missing) {
    const ready = await makeFolder(folder, made);
    if (!ready.ok) return ready;
  }
  try {
    return ok(await realpath(dir));
  } catch (error) {
    return fileFailure(error, dir);
  }
}

/** Creates a folder that only its owner can access, unless it already exists. */
async function makeFolder(folder: string, made: string[]): Promise<Result<void>> {
  try {
    await mkdir(folder, { mode: 0o700 });
    made.push(folder);
  } catch (error) {
    if (errnoOf(error) !== 'EEXIST') return fileFailure(error, folder);
  }
  return ok(undefined);
}

/** Creates the missing folders between the root and `folder`. */
async function makeFolders(root: string, folder: string, made: string[]): Promise<Result<void>> {
  const segments = relative(root, folder).split(sep).filter(Boolean);
  for (let end = 1; end <= segments.length; end += 1) {
    const ready = await makeFolder(join(root, ...segments.slice(0, end)), made);
    if (!ready.ok) return ready;
  }
  return ok(undefined);
}

function summarise(
  root: string,
  targets: readonly FileTarget[],
  stale: readonly string[],
  backups: readonly (Backup & { readonly of: string })[],
): ExportSummary {
  const shown = (full: string): string => relative(root, full).split(sep).join('/');
  const backupOf = new Map(backups.map((backup) => [backup.of, backup]));
  const files = targets.map(({ full, path, secret, state }): ExportedFile => {
    const backup = backupOf.get(full);
    return { path, secret, written: state, ...(backup ? { backup: shown(backup.path) } : {}) };
  });
  return {
    folder: root,
    files,
    changed: files.filter(({ written }) => written !== 'same').map(({ path }) => path),
    unchanged: files.filter(({ written }) => written === 'same').map(({ path }) => path),
    removed: stale.map(shown),
    backups: backups.map(({ path }) => shown(path)),
  };
}
