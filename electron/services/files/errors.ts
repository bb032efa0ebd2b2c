import { type Failure, fail } from '../../../shared/result.ts';

/** Returns the `code` of a Node system error, or undefined for anything else. */
export function errnoOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/**
 * Turns a file system error into a failure that says what to do. The message contains the path, never file
 * content.
 *
 * Codes: `file-no-space`, `file-read-only`, `file-denied`, `file-missing`, `file-is-folder`,
 * `file-not-a-folder`, `file-name-too-long`, `file-busy`, `file-too-many-open`,
 * `file-link-loop`, `file-failed`.
 */
export function fileFailure(error: unknown, path: string): { readonly ok: false; readonly error: Failure } {
  const errno = errnoOf(error);
  switch (errno) {
    case 'ENOSPC':
    case 'EDQUOT':
    case 'EFBIG':
      return fail(
        'file-no-space',
        `There is no space left to write ${path}. Free some space or choose another folder; nothing was changed.`,
      );
    case 'EROFS':
      return fail(
        'file-read-only',
        `${path} is on a read-only disk. Choose a folder that can be written to, or remount it writable.`,
      );
    case 'EACCES':
    case 'EPERM':
      return fail(
        'file-denied',
        `${path} can't be written or read with your permissions. Change its owner or permissions, or choose another folder.`,
      );
    case 'ENOENT':
      return fail('file-missing', `${path} doesn't exist. Check the path, or create the folder first.`);
    case 'EISDIR':
      return fail(
        'file-is-folder',
        `${path} is a folder where a file should be. Move it away or choose another name.`,
      );
    case 'ENOTDIR':
    case 'ENOTEMPTY':
    case 'EEXIST':
      return fail(
        'file-not-a-folder',
        `Something else is in the way at ${path}: a file where a folder should be, or the reverse. Move it away.`,
      );
    case 'ENAMETOOLONG':
      return fail(
        'file-name-too-long',
        `The path ${path} is too long for this system. Choose a shorter folder.`,
      );
    case 'EBUSY':
    case 'ETXTBSY':
      return fail('file-busy', `${path} is in use by another program. Close it there and try again.`);
    case 'ELOOP':
      return fail(
        'file-link-loop',
        `${path} is a symbolic link that leads back to itself, or through too many others. Make the link anew, or name the file itself.`,
      );
    case 'EMFILE':
    case 'ENFILE':
      return fail(
        'file-too-many-open',
        `Too many files are open on this system to write ${path}. Try again shortly.`,
      );
    default:
      return fail(
        'file-failed',
        `${path} couldn't be written${errno ? ` (${errno})` : ''}. Nothing was changed there.`,
      );
  }
}
