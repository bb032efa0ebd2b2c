import type { Stats } from 'node:fs';
import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Failure, fail, ok, type Result } from '../../../shared/result.ts';
import { errnoOf, fileFailure } from '../files/errors.ts';

/** Names that Windows reserves for devices, with or without an extension. */
const DEVICE = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(?:\.|$)/i;
const SEGMENT_BYTES = 200;

export const MANIFEST_NAME = 'manifest.json';
/**
 * Lists what is being written, so that the run after a killed one recognises its own files. Deleted when the
 * export is done.
 */
export const JOURNAL_NAME = '.latchkey-export.json';

/**
 * Describes what is wrong with a relative path on any supported system, or returns undefined if it is valid.
 */
export function pathProblem(path: string): string | undefined {
  if (path === '') return 'is empty';
  if (/[\u0000-\u001f\u007f]/.test(path)) return 'holds a control character';
  if (path.includes('\\')) return 'holds a backslash';
  if (path.startsWith('/')) return 'is absolute';
  if (/[<>:"|?*]/.test(path)) return 'holds a character that Windows has another use for';
  for (const segment of path.split('/')) {
    if (segment === '') return 'has an empty part';
    if (segment === '.' || segment === '..') return 'leaves the folder';
    if (/[. ]$/.test(segment)) return 'has a part that ends in a dot or a blank, which Windows drops';
    if (DEVICE.test(segment)) return 'has a part that names a device on Windows';
    if (Buffer.byteLength(segment) > SEGMENT_BYTES) return 'has a part that is too long';
    if (segment.toLowerCase().startsWith('.latchkey-')) return 'takes a name that Latchkey keeps for itself';
  }
  return path.toLowerCase() === MANIFEST_NAME ? 'is the name of the list of files' : undefined;
}

/** Checks all paths of an export, also against each other. Code: `export-path`. */
export function checkPaths(paths: readonly string[]): Result<void> {
  const seen = new Set<string>();
  const folders = new Set<string>();
  for (const path of paths) {
    const problem = pathProblem(path);
    if (problem !== undefined) return refuse(path, problem);
    // On macOS and Windows, two names that differ only in case are the same file.
    const folded = path.normalize('NFC').toLowerCase();
    if (seen.has(folded)) return refuse(path, 'is there twice');
    seen.add(folded);
    const segments = folded.split('/');
    for (let end = 1; end < segments.length; end += 1) folders.add(segments.slice(0, end).join('/'));
  }
  for (const path of paths) {
    if (folders.has(path.normalize('NFC').toLowerCase()))
      return refuse(path, 'is a file and a folder at once');
  }
  return ok(undefined);
}

const refuse = (path: string, problem: string): { readonly ok: false; readonly error: Failure } =>
  fail('export-path', `The file name ${JSON.stringify(path)} ${problem}, so nothing was written.`);

/**
 * Checks every part of a path below the folder. Rejects every symlink, because a write through it would go to
 * another place. Codes: `export-symlink`, those of `fileFailure`.
 *
 * @returns the mode and size of the existing file, or undefined if there is none
 */
export async function inspectTarget(
  root: string,
  path: string,
): Promise<Result<{ readonly size: number; readonly mode: number } | undefined>> {
  const folders = path.split('/').slice(0, -1);
  let part = root;
  for (const folder of folders) {
    part = join(part, folder);
    const info = await look(part);
    if (!info.ok) return info;
    if (info.value === undefined) return ok(undefined);
    if (!info.value.isDirectory()) return fileFailure({ code: 'ENOTDIR' }, part);
  }
  const target = join(root, path);
  const info = await look(target);
  if (!info.ok) return info;
  if (info.value === undefined) return ok(undefined);
  if (info.value.isDirectory()) return fileFailure({ code: 'EISDIR' }, target);
  if (!info.value.isFile()) {
    return fail('export-not-a-file', `${target} is neither a file nor a folder. Move it away.`);
  }
  return ok({ size: info.value.size, mode: info.value.mode & 0o777 });
}

/** What is at a place, or undefined if nothing is. A link is refused. */
async function look(part: string): Promise<Result<Stats | undefined>> {
  try {
    const info = await lstat(part);
    if (!info.isSymbolicLink()) return ok(info);
  } catch (error) {
    return errnoOf(error) === 'ENOENT' ? ok(undefined) : fileFailure(error, part);
  }
  return fail(
    'export-symlink',
    `${part} is a link to somewhere else. Latchkey writes through no links: remove it, or choose another folder.`,
  );
}
