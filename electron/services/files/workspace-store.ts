import { createHash } from 'node:crypto';
import { watch } from 'node:fs';
import { constants, type FileHandle, lstat, open, readlink, realpath } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { fail, ok, type Result } from '../../../shared/result.ts';
import { MAX_BYTES } from '../../../shared/workspace/yaml-reader.ts';
import { writeFileAtomic } from './atomic.ts';
import { errnoOf, fileFailure } from './errors.ts';

/** A workspace file as it was read. */
export interface StoredWorkspace {
  /** As asked for, absolute. */
  readonly path: string;
  /** Where it really is: differs where `path` is a symlink. */
  readonly realPath: string;
  /** For `parseWorkspaceBytes`. */
  readonly bytes: Uint8Array;
  /** Lower-case hex of the SHA-256 of the bytes: give it to {@link writeWorkspace} to notice changes of others. */
  readonly sha256: string;
}

/**
 * Reads a workspace file whole.
 *
 * Failures: those of the file system (`file-missing`, `file-denied`, …), `workspace-not-a-file` for a folder,
 * pipe or device, `workspace-too-big`, `workspace-link-broken`.
 */
export async function readWorkspace(path: string): Promise<Result<StoredWorkspace>> {
  const target = await realTarget(path);
  if (!target.ok) return target;
  if (!target.value.exists) return missing(path);
  const bytes = await readRegular(target.value.realPath);
  if (!bytes.ok) return bytes;
  return ok({
    path: resolve(path),
    realPath: target.value.realPath,
    bytes: bytes.value,
    sha256: sha256(bytes.value),
  });
}

/**
 * Writes a workspace file whole or not at all, keeping its mode; through a symlink to the real file. A new
 * file is made where there is none.
 *
 * @param expectedSha256 what the file held when it was read; with it, a file that has changed or gone since is
 *   left alone: `workspace-changed-on-disk`. `null`: there must be no file yet (`workspace-exists`).
 *   Absent: whatever is there is replaced.
 * @returns the SHA-256 of what is on disk now. Further failures as {@link readWorkspace}.
 */
export async function writeWorkspace(
  path: string,
  text: string,
  expectedSha256?: string | null,
): Promise<Result<{ readonly sha256: string; readonly realPath: string }>> {
  const bytes = new TextEncoder().encode(text);
  if (bytes.length > MAX_BYTES) return tooBig(path);
  const target = await realTarget(path);
  if (!target.ok) return target;
  const { realPath, exists } = target.value;
  if (expectedSha256 === null && exists) {
    return fail('workspace-exists', `${path} exists already. Open it instead, or choose another name.`);
  }
  if (typeof expectedSha256 === 'string') {
    if (!exists) return changed(path, 'is gone since it was read');
    const current = await readRegular(realPath);
    if (!current.ok) return current;
    const found = sha256(current.value);
    if (found !== expectedSha256.toLowerCase())
      return changed(path, 'was changed by another program since it was read');
    // Nothing to write: an untouched file keeps its time, and nothing that watches it wakes.
    if (found === sha256(bytes)) return ok({ sha256: found, realPath });
  }
  const written = await writeFileAtomic(realPath, bytes);
  return written.ok ? ok({ sha256: sha256(bytes), realPath }) : written;
}

/** What a watched workspace file is now. */
export type WorkspaceChange =
  | { readonly kind: 'changed'; readonly stored: StoredWorkspace }
  | { readonly kind: 'unreadable'; readonly code: string; readonly message: string };

export interface WatchedWorkspace {
  /** Says what we wrote ourselves, so that it is not reported as a change. */
  noteOwnWrite(sha256: string): void;
}

/**
 * Calls back when the content of a workspace file changes, is replaced, goes or comes back. Watches the folder,
 * because editors replace files rather than write into them. Ends with the signal.
 *
 * @param known the SHA-256 the caller has; by default that of the file when watching begins
 */
export async function watchWorkspace(
  path: string,
  onChange: (change: WorkspaceChange) => void,
  signal: AbortSignal,
  known?: string,
): Promise<Result<WatchedWorkspace>> {
  const target = await realTarget(path);
  if (!target.ok) return target;
  const { realPath } = target.value;
  const first = known === undefined ? await readWorkspace(path) : undefined;
  let last = known ?? (first?.ok ? first.value.sha256 : '');
  const own = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let looking = false;
  let again = false;

  const look = async (): Promise<void> => {
    if (looking) {
      again = true;
      return;
    }
    looking = true;
    const now = await readWorkspace(path);
    looking = false;
    if (signal.aborted) return;
    const state = now.ok ? now.value.sha256 : `!${now.error.code}`;
    if (state !== last) {
      last = state;
      const ours = own.has(state);
      // Whatever came, a later return to what we wrote is someone's change again.
      own.clear();
      if (!ours) {
        onChange(
          now.ok
            ? { kind: 'changed', stored: now.value }
            : { kind: 'unreadable', code: now.error.code, message: now.error.message },
        );
      }
    }
    if (again) {
      again = false;
      soon();
    }
  };
  const soon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => void look(), DEBOUNCE_MS);
    timer.unref();
  };

  const folders = new Set([dirname(realPath), dirname(resolve(path))]);
  const names = new Set([basename(realPath), basename(path)]);
  try {
    for (const folder of folders) {
      const watcher = watch(folder, { signal, persistent: false }, (_event, name) => {
        // Some systems give no name: then it may have been ours.
        if (name === null || names.has(name)) soon();
      });
      watcher.on('error', soon);
    }
  } catch (error) {
    return fileFailure(error, dirname(realPath));
  }
  signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
  // What happened between the caller's reading and now.
  if (known !== undefined) soon();
  return ok({
    noteOwnWrite(hash) {
      own.clear();
      if (hash !== last) own.add(hash);
    },
  });
}

const DEBOUNCE_MS = 120;

interface Target {
  readonly realPath: string;
  readonly exists: boolean;
}

/** The real file behind a path; refuses what is no regular file before anything is opened. */
async function realTarget(path: string): Promise<Result<Target>> {
  const asked = resolve(path);
  try {
    const info = await lstat(asked);
    if (!info.isSymbolicLink()) return info.isFile() ? ok({ realPath: asked, exists: true }) : notAFile(path);
    try {
      const realPath = await realpath(asked);
      return (await lstat(realPath)).isFile() ? ok({ realPath, exists: true }) : notAFile(path);
    } catch (error) {
      if (errnoOf(error) !== 'ENOENT' && errnoOf(error) !== 'ELOOP') throw error;
      const to = await readlink(asked).catch(() => '…');
      return fail(
        'workspace-link-broken',
        `${path} is a link to ${join(dirname(asked), to)}, which isn't there. Mend or remove the link.`,
      );
    }
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return ok({ realPath: asked, exists: false });
    return fileFailure(error, path);
  }
}

/** Reads no more than the bound, from a file that is regular at the moment it is open. */
async function readRegular(path: string): Promise<Result<Uint8Array>> {
  let handle: FileHandle | undefined;
  try {
    // A pipe put in the file's place must not block the program.
    handle = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    const info = await handle.stat();
    if (!info.isFile()) return notAFile(path);
    if (info.size > MAX_BYTES) return tooBig(path);
    const buffer = Buffer.alloc(MAX_BYTES + 1);
    let length = 0;
    while (length < buffer.length) {
      const { bytesRead } = await handle.read(buffer, length, buffer.length - length, length);
      if (bytesRead === 0) break;
      length += bytesRead;
    }
    return length > MAX_BYTES ? tooBig(path) : ok(new Uint8Array(buffer.subarray(0, length)));
  } catch (error) {
    return fileFailure(error, path);
  } finally {
    await handle?.close().catch(() => {});
  }
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function missing(path: string): Result<never> {
  return fail(
    'file-missing',
    `${path} doesn't exist. Check the path, or let Latchkey make a new workspace there.`,
  );
}

function notAFile(path: string): Result<never> {
  return fail(
    'workspace-not-a-file',
    `${path} is a folder, pipe or device, not a file. Name the workspace file itself.`,
  );
}

function tooBig(path: string): Result<never> {
  return fail(
    'workspace-too-big',
    `${path}: more than 1 MiB is more than any workspace has. Check that it is the right file.`,
  );
}

function changed(path: string, what: string): Result<never> {
  return fail(
    'workspace-changed-on-disk',
    `${path} ${what}; nothing was written. Compare the two, then reload it or save under another name.`,
  );
}
