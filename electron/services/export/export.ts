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
import { checkPaths, JOURNAL_NAME } from './paths.ts';
import { type ExportOptions, type FileTarget, PRIVATE, planExport, readBytes } from './plan.ts';

export type { ExportOptions } from './plan.ts';

export interface ExportedFile {
  /** Relative to the folder, `/`-separated, like all paths here. */
  readonly path: string;
  readonly secret: boolean;
  readonly written: 'new' | 'replaced' | 'same';
  /** Where the former file is kept. */
  readonly backup?: string;
}

export interface ExportSummary {
  /** The folder without links in its path. */
  readonly folder: string;
  readonly files: readonly ExportedFile[];
  /** New and replaced. */
  readonly changed: readonly string[];
  readonly unchanged: readonly string[];
  /** Files of an earlier export that are no longer part of it: moved to their backup. */
  readonly removed: readonly string[];
  readonly backups: readonly string[];
}

let last: Promise<unknown> = Promise.resolve();

/**
 * Writes deliverables into a folder: whole files or none of them, `manifest.json` last. Everything is first written
 * and synced under temporary names, then existing files are kept as `name.bak-<n>`, then the names change over. A
 * failure on the way puts the former files back; a kill leaves every file whole, old or new, and the next run
 * finishes. What is already there is not touched.
 *
 * Codes: `export-path`, `export-symlink`, `export-not-a-file`, `changed-by-hand`, those of `fileFailure`.
 */
export function exportFiles(
  dir: string,
  files: readonly RenderedFile[],
  options: ExportOptions,
): Promise<Result<ExportSummary>> {
  // One at a time: a double click must not meet its own half-done work.
  const turn = last.then(() => exportNow(dir, files, options));
  last = turn.catch(() => {});
  return turn;
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
  const done = opened.ok ? await exportInto(opened.value, files, options, made) : opened;
  if (!done.ok) {
    // Only empties what this run made; anything in there stays.
    for (const folder of made.reverse()) await rmdir(folder).catch(() => {});
  }
  return done;
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
  const failed = async (failure: { readonly ok: false; readonly error: Failure }) => {
    for (const file of staged) await file.discard();
    for (const { path, made: ours } of backups) if (ours) await unlink(path).catch(() => {});
    return failure;
  };

  for (const target of [...writes, manifest]) {
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
    const backup = await backUp(full);
    if (!backup.ok) return failed(backup);
    backups.push({ ...backup.value, of: full });
  }
  const journal = await writeFileAtomic(join(root, JOURNAL_NAME), manifest.content, { mode: PRIVATE });
  if (!journal.ok) return failed(journal);

  const moved = await changeOver(staged, stale, new Map(backups.map(({ of, path }) => [of, path])));
  for (const folder of new Set([root, ...writes.map(({ full }) => dirname(full)), ...stale.map(dirname)])) {
    // The names have changed over; that a folder can't be synced is no reason to say otherwise.
    await syncFolder(folder);
  }
  await unlink(join(root, JOURNAL_NAME)).catch(() => {});
  if (!moved.ok) {
    // Names have moved by now: whatever became of them, the backups stay.
    for (const file of staged) await file.discard();
    return moved;
  }
  return ok(summarise(root, targets, stale, backups));
}

/** All names change over, or those that did change back. A file that was moved away has its backup already. */
async function changeOver(
  staged: readonly StagedFile[],
  stale: readonly string[],
  backups: ReadonlyMap<string, string>,
): Promise<Result<void>> {
  const done: string[] = [];
  const undo = async () => {
    for (const full of done.reverse()) {
      const backup = backups.get(full);
      // The backup stays where it was until the very end, so it is linked back rather than used up.
      if (backup === undefined) await unlink(full).catch(() => {});
      else await restore(backup, full);
    }
  };
  // The manifest is the last of the staged: until it changes, the former one holds.
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
  // A rename would use up a backup that an earlier run made.
  const written = bytes.ok ? await writeFileAtomic(full, bytes.value) : bytes;
  if (!written.ok) await rename(backup, full).catch(() => {});
}

/** Secret files that others may read are closed to them, changed or not. */
async function tighten(targets: readonly FileTarget[]): Promise<Result<void>> {
  if (process.platform === 'win32') return ok(undefined);
  for (const { full, secret, modeNow } of targets) {
    if (!secret || modeNow === undefined || (modeNow & 0o077) === 0) continue;
    try {
      await chmod(full, PRIVATE);
    } catch (error) {
      return fileFailure(error, full);
    }
  }
  return ok(undefined);
}

async function openFolder(dir: string, made: string[]): Promise<Result<string>> {
  // One by one: `recursive` reports a read-only disk as a missing folder.
  const missing: string[] = [];
  for (let folder = dir; ; folder = dirname(folder)) {
    try {
      // The user chose this folder, links and all; what is below it has to be real.
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

/** A folder that nobody else may look into, unless there is one already. */
async function makeFolder(folder: string, made: string[]): Promise<Result<void>> {
  try {
    await mkdir(folder, { mode: 0o700 });
    made.push(folder);
  } catch (error) {
    if (errnoOf(error) !== 'EEXIST') return fileFailure(error, folder);
  }
  return ok(undefined);
}

/** The missing folders between the root and `folder`. */
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
  const files = targets.map(({ full, path, secret, state }): ExportedFile => {
    const backup = backups.find(({ of }) => of === full);
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
