import { createHash } from 'node:crypto';
import { lstat, readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { fail, ok, type Result } from '../../../shared/result.ts';
import { type StagedFile, stageFile, syncFolder, writeFileAtomic } from './atomic.ts';
import { backUp } from './backup.ts';
import { errnoOf, fileFailure } from './errors.ts';
import { openJsonFile } from './json-file.ts';
import { lockBeside, withLock } from './lock.ts';
import { readRegular } from './regular.ts';

/** More than any configuration; the reader of each form has limits of its own. */
const MAX_FILE = 8 << 20;
const MAX_BESIDE = 1 << 20;
/** Nobody undoes more than this. */
const MAX_NOTES = 200;

/** A file of a person, as it was read. */
export interface ExistingFile {
  /** As the person named it. */
  readonly name: string;
  /** Without symlinks: this file is written. */
  readonly realPath: string;
  /** With its byte order mark. */
  readonly text: string;
  readonly sha256: string;
  /** True if every user of this machine may read it. */
  readonly isPublic: boolean;
  /** True if it has another name (a hard link), which keeps the text that it has now. */
  readonly hasOtherName: boolean;
  /** True if nobody may write it, which whoever owns it has chosen. */
  readonly isProtected: boolean;
}

/** A file, and the text that it gets. */
export interface FileChange {
  readonly file: ExistingFile;
  readonly text: string;
}

/** What was written. */
export interface WrittenFile {
  readonly name: string;
  readonly backup: string;
  /** Of its new bytes: tells this merge from later ones. */
  readonly sha256: string;
}

/**
 * Reads files, and the files of folders as Authelia loads them: those that end in `.yml` or `.yaml`, by name, none of
 * the folders below.
 *
 * Codes: those of {@link readRegular}, `existing-not-utf-8`, `existing-named-twice`, `existing-no-files`.
 */
export async function readExisting(named: readonly string[]): Promise<Result<readonly ExistingFile[]>> {
  const files: ExistingFile[] = [];
  for (const one of named) {
    const names = await namesIn(one);
    if (!names.ok) return names;
    for (const name of names.value) {
      const file = await readOneExisting(name);
      if (!file.ok) return file;
      const twice = files.find(({ realPath }) => realPath === file.value.realPath);
      if (twice !== undefined) {
        return fail(
          'existing-named-twice',
          `${name} is the same file as ${twice.name}. Name it once; Authelia refuses a file that also lies in a folder which it loads.`,
        );
      }
      files.push(file.value);
    }
  }
  return ok(files);
}

async function namesIn(name: string): Promise<Result<readonly string[]>> {
  try {
    if (!(await stat(name)).isDirectory()) return ok([name]);
    const entries = await readdir(name, { withFileTypes: true });
    const files = entries.filter((entry) => !entry.isDirectory() && /\.ya?ml$/.test(entry.name));
    if (files.length === 0)
      return fail(
        'existing-no-files',
        `${name} has no file that ends in .yml or .yaml. Name the right folder.`,
      );
    return ok(files.map((entry) => path.join(name, entry.name)).sort());
  } catch (error) {
    return fileFailure(error, name);
  }
}

/** Reads one file, with what is needed to write it again. Codes: those of {@link readRegular}, `existing-not-utf-8`. */
export async function readOneExisting(name: string): Promise<Result<ExistingFile>> {
  const bytes = await readRegular(name, MAX_FILE);
  if (!bytes.ok) return bytes;
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes.value);
    const { mode, nlink } = await stat(name);
    const isPublic = process.platform !== 'win32' && (mode & 0o004) !== 0;
    const realPath = await realpath(name);
    const isProtected = (mode & 0o222) === 0;
    const hasOtherName = nlink > 1;
    return ok({ name, text, realPath, sha256: sha256(bytes.value), isPublic, hasOtherName, isProtected });
  } catch (error) {
    if (errnoOf(error) !== undefined && errnoOf(error) !== 'ERR_ENCODING_INVALID_ENCODED_DATA')
      return fileFailure(error, name);
    return fail('existing-not-utf-8', `${name} is not UTF-8. Save it as UTF-8 in your editor.`);
  }
}

/** Files in which the environment of a container is usually set. */
const BESIDE = /^(?:(?:docker-)?compose(?:\.override)?\.ya?ml|\.env|[\w-]+\.env)$/;

/** The names of variables that begin so, in Compose and env files beside these files and one folder above. */
export async function variablesBeside(
  files: readonly Pick<ExistingFile, 'realPath'>[],
  prefix: string,
): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  const folders = new Set(
    files.flatMap(({ realPath }) => [path.dirname(realPath), path.dirname(path.dirname(realPath))]),
  );
  for (const folder of folders) {
    for (const name of await readdir(folder).catch(() => [] as string[])) {
      if (!BESIDE.test(name)) continue;
      const read = await readRegular(path.join(folder, name), MAX_BESIDE);
      if (!read.ok) continue;
      for (const line of read.value.toString('utf8').split('\n')) {
        const match = /^[\s-]*["']?([A-Z][A-Z0-9_]*)["']?\s*[:=]/.exec(line);
        if (match?.[1]?.startsWith(prefix)) found.add(match[1]);
      }
    }
  }
  return found;
}

const notes = z.object({
  merges: z.array(z.object({ file: z.string(), backup: z.string(), before: z.string(), after: z.string() })),
});
type Notes = z.infer<typeof notes>;

const openNotes = (folder: string) =>
  openJsonFile<Notes>(path.join(folder, 'merges.json'), notes, { merges: [] });

/**
 * Writes all files or none, each whole, after a backup beside it. Mode and owner stay. What is needed to undo it is noted
 * before anything is written.
 *
 * Codes: `existing-changed` if a file is no longer as it was read, `existing-protected`, `existing-owner`, those of the file system and of the
 * lock.
 *
 * @param folder Latchkey's data folder, where the notes are kept
 */
export function writeExisting(
  changes: readonly FileChange[],
  folder: string,
): Promise<Result<readonly WrittenFile[]>> {
  const locks = changes.map(({ file }) => lockBeside(file.realPath)).sort();
  const locked = (rest: readonly string[]): Promise<Result<readonly WrittenFile[]>> => {
    const [first, ...others] = rest;
    return first === undefined
      ? writeAll(changes, folder)
      : withLock<Result<readonly WrittenFile[]>>(
          first,
          () => locked(others),
          (error) => ({ ok: false, error }),
        );
  };
  return locked(locks);
}

async function writeAll(
  changes: readonly FileChange[],
  folder: string,
): Promise<Result<readonly WrittenFile[]>> {
  const staged: StagedFile[] = [];
  const giveUp = async <T extends { readonly ok: false }>(failure: T): Promise<T> => {
    for (const one of staged) await one.discard();
    return failure;
  };
  const kept = changes.find(({ file }) => file.isProtected)?.file;
  if (kept !== undefined)
    return fail(
      'existing-protected',
      `${kept.name} is protected against writing, so nothing was written. Take the protection away first (chmod u+w), or change it by hand.`,
    );
  for (const { file, text } of changes) {
    const unchanged = await stillAs(file.realPath, file.sha256, file.name);
    if (!unchanged.ok) return giveUp(unchanged);
    const one = await stageLike(file.realPath, text);
    if (!one.ok) return giveUp(one);
    staged.push(one.value);
  }
  const written: WrittenFile[] = [];
  for (const { file, text } of changes) {
    const backup = await backUp(file.realPath);
    if (!backup.ok) return giveUp(backup);
    const after = sha256(text);
    written.push({ name: file.name, backup: backup.value.path, sha256: after });
    const noted = await openNotes(folder).update((now) => ({
      merges: [
        ...now.merges,
        { file: file.realPath, backup: backup.value.path, before: file.sha256, after },
      ].slice(-MAX_NOTES),
    }));
    if (!noted.ok) return giveUp(noted);
  }
  for (const [index, one] of staged.entries()) {
    const moved = await one.commit();
    if (moved.ok) continue;
    for (const [done, { file }] of changes.slice(0, index).entries()) {
      const backup = await readRegular(written[done]!.backup, MAX_FILE);
      if (backup.ok) await replace(file.realPath, backup.value);
    }
    return giveUp(moved);
  }
  for (const parent of new Set(changes.map(({ file }) => path.dirname(file.realPath))))
    await syncFolder(parent);
  return ok(written);
}

/**
 * Gives a file back the bytes that it had before the last merge.
 *
 * Codes: `merge-nothing-to-undo`, `merge-followed` if another merge came after the expected one, `existing-changed` if the
 * file was changed since, `merge-backup-gone`, those of the file system and of the lock.
 *
 * @param expected the merge to undo, by the `sha256` of what it wrote. Default: the last one
 * @returns the backup that it came from
 */
export async function undoMerge(name: string, folder: string, expected?: string): Promise<Result<string>> {
  let realPath: string;
  try {
    realPath = await realpath(name);
  } catch (error) {
    return fileFailure(error, name);
  }
  return withLock<Result<string>>(
    lockBeside(realPath),
    () => undo(name, realPath, folder, expected),
    (error) => ({ ok: false, error }),
  );
}

async function undo(
  name: string,
  realPath: string,
  folder: string,
  expected: string | undefined,
): Promise<Result<string>> {
  const found = await undoable(name, realPath, folder, expected);
  if (!found.ok) return found;
  const { note, bytes } = found.value;
  const written = await replace(realPath, bytes);
  if (!written.ok) return written;
  await openNotes(folder).update((kept) => ({
    merges: kept.merges.filter(
      (one) => one.file !== note.file || one.after !== note.after || one.backup !== note.backup,
    ),
  }));
  return ok(note.backup);
}

/**
 * Whether a merge can be undone now, without doing it. Codes: as {@link undoMerge}.
 *
 * @returns the backup that it would come from
 */
export async function canUndoMerge(name: string, folder: string, expected: string): Promise<Result<string>> {
  try {
    const found = await undoable(name, await realpath(name), folder, expected);
    return found.ok ? ok(found.value.note.backup) : found;
  } catch (error) {
    return fileFailure(error, name);
  }
}

/** The note of the last merge of a file, and the bytes of before it. */
async function undoable(
  name: string,
  realPath: string,
  folder: string,
  expected: string | undefined,
): Promise<Result<{ readonly note: Notes['merges'][number]; readonly bytes: Uint8Array }>> {
  const now = await readRegular(realPath, MAX_FILE);
  if (!now.ok) return now;
  const current = sha256(now.value);
  const { merges } = await openNotes(folder).read();
  // A merge that was stopped before the file got its new text left a note and changed nothing.
  const note = merges.findLast(
    ({ file, before, after }) => file === realPath && (before !== current || after === current),
  );
  if (note === undefined)
    return fail('merge-nothing-to-undo', `Latchkey has changed nothing in ${name} that could be undone.`);
  if (expected !== undefined && note.after !== expected) {
    const isThere = merges.some(({ file, after }) => file === realPath && after === expected);
    return isThere
      ? fail('merge-followed', `${name} was merged into again since. Undo that one first.`)
      : fail('merge-nothing-to-undo', `What Latchkey changed in ${name} was undone already.`);
  }
  if (note.after !== current) {
    return fail(
      'existing-changed',
      `${name} was changed since Latchkey wrote it, so nothing was undone. How it was before is in ${note.backup}.`,
    );
  }
  const backup = await readRegular(note.backup, MAX_FILE);
  if (!backup.ok || sha256(backup.value) !== note.before) {
    return fail(
      'merge-backup-gone',
      `The backup ${note.backup} is gone or was changed, so ${name} can’t be brought back from it.`,
    );
  }
  return ok({ note, bytes: backup.value });
}

async function stillAs(realPath: string, expected: string, name: string): Promise<Result<void>> {
  const now = await readRegular(realPath, MAX_FILE);
  if (!now.ok) return now;
  return sha256(now.value) === expected
    ? ok(undefined)
    : fail(
        'existing-changed',
        `${name} was changed by another program since it was read, so nothing was written. Run the command again.`,
      );
}

async function stageLike(realPath: string, text: string | Uint8Array): Promise<Result<StagedFile>> {
  const like = await ownerToKeep(realPath);
  if (!like.ok) return like;
  const staged = await stageFile(realPath, text, like.value);
  return staged.ok || like.value === undefined || staged.error.code !== 'file-denied'
    ? staged
    : fail(
        'existing-owner',
        `${realPath} belongs to another user, who would lose it if you wrote it. Run latchkey as that user, or as root.`,
      );
}

async function replace(realPath: string, bytes: Uint8Array): Promise<Result<void>> {
  const like = await ownerToKeep(realPath);
  return like.ok ? writeFileAtomic(realPath, bytes, like.value) : like;
}

/** The owner of a file, unless it is whoever runs this anyway. */
async function ownerToKeep(
  realPath: string,
): Promise<Result<{ readonly owner: { readonly uid: number; readonly gid: number } } | undefined>> {
  try {
    const { uid, gid } = await lstat(realPath);
    const isOurs = process.getuid === undefined || (uid === process.getuid() && gid === process.getgid?.());
    return ok(isOurs ? undefined : { owner: { uid, gid } });
  } catch (error) {
    return fileFailure(error, realPath);
  }
}

const sha256 = (bytes: string | Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
