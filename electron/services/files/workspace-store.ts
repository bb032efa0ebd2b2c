import { createHash } from 'node:crypto';
import { watch } from 'node:fs';
import { lstat, readlink, realpath } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { fail, ok, type Result } from '../../../shared/result.ts';
import { MAX_BYTES } from '../../../shared/workspace/yaml-reader.ts';
import { writeFileAtomic } from './atomic.ts';
import { errnoOf, fileFailure } from './errors.ts';
import { lockBeside, withLock } from './lock.ts';
import { readRegular } from './regular.ts';

/** A workspace file as it was read. */
export interface StoredWorkspace {
  /** The requested path, made absolute. */
  readonly path: string;
  /** The path of the real file. Differs from `path` if that is a symlink. */
  readonly realPath: string;
  /** Input for `parseWorkspaceBytes`. */
  readonly bytes: Uint8Array;
  /**
   * SHA-256 of the bytes, in lower-case hex. Pass it to {@link writeWorkspace} to detect changes by others.
   */
  readonly sha256: string;
}

/**
 * Reads a whole workspace file.
 *
 * Failures: those of the file system (`file-missing`, `file-denied`, …), `workspace-not-a-file` for a folder,
 * pipe or device, `workspace-too-big`, `workspace-link-broken`.
 */
export async function readWorkspace(path: string): Promise<Result<StoredWorkspace>> {
  const target = await realTarget(path);
  if (!target.ok) return target;
  if (!target.value.exists) return missing(path);
  const bytes = await readFile(target.value.realPath);
  if (!bytes.ok) return bytes;
  return ok({
    path: resolve(path),
    realPath: target.value.realPath,
    bytes: bytes.value,
    sha256: sha256(bytes.value),
  });
}

/**
 * Writes a workspace file completely or not at all and keeps its mode. If the path is a symlink, writes to
 * the real file. Creates the file if it doesn't exist.
 *
 * The check and the write are one step: no other Latchkey can write in between.
 *
 * @param expectedSha256 the hash of the file when it was read. If the file has changed or was deleted since
 *   then, it is not written: `workspace-changed-on-disk`. `null`: the file must not exist yet
 *   (`workspace-exists`). Absent: any existing file is replaced.
 * @returns the SHA-256 of the file on disk now. Further failures as in {@link readWorkspace}.
 */
export async function writeWorkspace(
  path: string,
  text: string,
  expectedSha256?: string | null,
): Promise<Result<Written>> {
  const bytes = new TextEncoder().encode(text);
  if (bytes.length > MAX_BYTES) return tooBig(path);
  const found = await realTarget(path);
  if (!found.ok) return found;
  return withLock<Result<Written>>(
    lockBeside(found.value.realPath),
    () => writeUnlessChanged(path, bytes, expectedSha256),
    (failure) => ({ ok: false, error: failure }),
  );
}

interface Written {
  readonly sha256: string;
  readonly realPath: string;
}

async function writeUnlessChanged(
  path: string,
  bytes: Uint8Array,
  expectedSha256: string | null | undefined,
): Promise<Result<Written>> {
  const target = await realTarget(path);
  if (!target.ok) return target;
  const { realPath, exists } = target.value;
  if (expectedSha256 === null && exists) {
    return fail('workspace-exists', `${path} exists already. Open it instead, or choose another name.`);
  }
  if (typeof expectedSha256 === 'string') {
    if (!exists) return changed(path, 'is gone since it was read');
    const current = await readFile(realPath);
    if (!current.ok) return current;
    const found = sha256(current.value);
    if (found !== expectedSha256.toLowerCase())
      return changed(path, 'was changed by another program since it was read');
    // Nothing to write: the file keeps its modification time, and programs that watch it are not triggered.
    if (found === sha256(bytes)) return ok({ sha256: found, realPath });
  }
  const written = await writeFileAtomic(realPath, bytes);
  return written.ok ? ok({ sha256: sha256(bytes), realPath }) : written;
}

/** The new state of a watched workspace file. */
export type WorkspaceChange =
  | { readonly kind: 'changed'; readonly stored: StoredWorkspace }
  | { readonly kind: 'unreadable'; readonly code: string; readonly message: string };

export interface WatchedWorkspace {
  /** Tells the watcher about our own write, so that it is not reported as a change. */
  noteOwnWrite(sha256: string): void;
}

/**
 * Calls `onChange` when the content of a workspace file changes, or the file is replaced, deleted or created
 * again. Watches the folder, because editors replace files instead of writing into them. Stops when the
 * signal aborts.
 *
 * @param known the SHA-256 that the caller has. Default: that of the file when watching begins.
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
      // After any change, if our content comes back later, another program wrote it.
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
        // Some systems give no file name. In that case it may be our file.
        if (name === null || names.has(name)) soon();
      });
      watcher.on('error', soon);
    }
  } catch (error) {
    return fileFailure(error, dirname(realPath));
  }
  signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
  // Detects changes that happened after the caller read the file.
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

/** Finds the real file behind a path. Rejects anything that is not a regular file before opening it. */
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

async function readFile(path: string): Promise<Result<Uint8Array>> {
  const read = await readRegular(path, MAX_BYTES);
  if (read.ok) return ok(new Uint8Array(read.value));
  if (read.error.code === 'file-not-regular') return notAFile(path);
  return read.error.code === 'file-too-big' ? tooBig(path) : read;
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
