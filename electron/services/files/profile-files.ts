import { createHash } from 'node:crypto';
import { watch } from 'node:fs';
import { mkdir, realpath } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';
import { fail, ok, type Result } from '../../../shared/result.ts';
import { NO_PROFILES, namedProfiles, type ProfileFiles } from '../../../shared/workspace/own-profiles.ts';
import { errnoOf, fileFailure } from './errors.ts';
import { readRegular } from './regular.ts';
import { writeWorkspace } from './workspace-store.ts';

/**
 * Reads the profiles that the text of a workspace names. A file that can't be read is in the result with the reason.
 *
 * @param workspaceFile the profiles are in its folder or below; for a link, in that of the real file
 */
export async function readProfileFiles(workspaceFile: string, text: string): Promise<ProfileFiles> {
  const names = namedProfiles(text);
  if (names.length === 0) return NO_PROFILES;
  const folder = await folderOf(workspaceFile);
  // Loaded only where a workspace has profiles: it brings the whole schema.
  const { readProfile, MAX_PROFILE_BYTES } = await import('../../../shared/profile/read.ts');
  const read = async (name: string): Promise<OneFile> => {
    const bytes = await readInside(folder, name, MAX_PROFILE_BYTES);
    if (!bytes.ok) return bytes;
    try {
      return ok(readProfile(new TextDecoder('utf-8', { fatal: true }).decode(bytes.value)));
    } catch {
      return fail('not-utf-8', `It is not UTF-8. Save it as UTF-8 in your editor.`);
    }
  };
  return new Map(await Promise.all(names.map(async (name) => [name, await read(name)] as const)));
}

type OneFile = ProfileFiles extends ReadonlyMap<string, infer File> ? File : never;

/** The folder of the real file. */
const folderOf = async (workspaceFile: string): Promise<string> =>
  dirname(await realpath(workspaceFile).catch(() => workspaceFile));

/** Reads a regular file that is really inside the folder, wherever links in its path lead. */
async function readInside(folder: string, name: string, most: number): Promise<Result<Buffer>> {
  try {
    const [root, file] = await Promise.all([realpath(folder), realpath(join(folder, name))]);
    const way = relative(root, file);
    if (way === '' || way === '..' || way.startsWith(`..${sep}`) || join(root, way) !== file)
      return fail('profile-outside', 'It is a link that leads out of the folder of the workspace.');
    const read = await readRegular(file, most);
    if (read.ok) return read;
    if (read.error.code === 'file-not-regular')
      return fail('file-not-regular', 'It is a folder, pipe or device, not a file.');
    if (read.error.code === 'file-too-big')
      return fail('file-too-big', `It holds more than ${most / 1024} KiB, which no profile has.`);
    return read;
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return fail('file-missing', 'There is no such file.');
    return fileFailure(error, name);
  }
}

/**
 * Copies the profiles that a text names to where a workspace is to be saved, as they are. A file that stands there
 * with another content is never replaced: code `profile-exists`. One that can't be read is left out.
 */
export async function copyProfileFiles(from: string, to: string, text: string): Promise<Result<void>> {
  const [source, target] = [await folderOf(from), await folderOf(to)];
  if (source === target) return ok(undefined);
  const { MAX_PROFILE_BYTES } = await import('../../../shared/profile/read.ts');
  const copies: { readonly file: string; readonly content: Buffer }[] = [];
  for (const name of namedProfiles(text)) {
    const read = await readInside(source, name, MAX_PROFILE_BYTES);
    if (!read.ok) continue;
    const file = join(target, name);
    const there = await readRegular(file, MAX_PROFILE_BYTES);
    if (there.ok && there.value.equals(read.value)) continue;
    if (there.ok || there.error.code !== 'file-missing')
      return fail(
        'profile-exists',
        `${file} exists already and is another file. Choose another folder, or move that file away.`,
      );
    copies.push({ file, content: read.value });
  }
  for (const { file, content } of copies) {
    try {
      await mkdir(dirname(file), { recursive: true });
    } catch (error) {
      return fileFailure(error, dirname(file));
    }
    const written = await writeWorkspace(file, content.toString('utf8'), null);
    if (!written.ok) return written;
  }
  return ok(undefined);
}

/**
 * Writes a new profile beside the workspace file: `KIND.profile.yaml`, or with a number where such a file exists, which
 * is never replaced.
 */
export async function writeNewProfile(
  workspaceFile: string,
  kind: string,
  text: string,
): Promise<Result<{ readonly name: string; readonly file: string }>> {
  const folder = await folderOf(workspaceFile);
  for (let number = 1; ; number++) {
    const name = `${kind}${number === 1 ? '' : `-${number}`}.profile.yaml`;
    const file = join(folder, name);
    const written = await writeWorkspace(file, text, null);
    if (written.ok) return ok({ name: `./${name}`, file });
    if (written.error.code !== 'workspace-exists' || number >= MOST_NUMBERS) return written;
  }
}

const MOST_NUMBERS = 99;

/** A profile beside the workspace file, as text, with what `replaceProfile` needs. */
export interface ProfileText {
  readonly file: string;
  readonly text: string;
  readonly sha256: string;
}

/** Reads one of the profiles that a workspace names. */
export async function readProfileText(workspaceFile: string, name: string): Promise<Result<ProfileText>> {
  const folder = await folderOf(workspaceFile);
  const { MAX_PROFILE_BYTES } = await import('../../../shared/profile/read.ts');
  const read = await readInside(folder, name, MAX_PROFILE_BYTES);
  if (!read.ok) return read;
  const sha256 = createHash('sha256').update(read.value).digest('hex');
  return ok({ file: join(folder, name), text: read.value.toString('utf8'), sha256 });
}

/** Writes another text into a profile, unless somebody has changed it since it was read. */
export const replaceProfile = ({ file, sha256 }: ProfileText, text: string): Promise<Result<unknown>> =>
  writeWorkspace(file, text, sha256);

/**
 * Calls `onChange` some time after one of these files may have changed, or come or gone. Stops when the signal aborts.
 * A folder that can't be watched is left out; a change there is noticed when the workspace is read again.
 */
export async function watchProfileFiles(
  workspaceFile: string,
  names: readonly string[],
  onChange: () => void,
  signal: AbortSignal,
): Promise<void> {
  const root = await folderOf(workspaceFile);
  if (signal.aborted) return;
  let timer: NodeJS.Timeout | undefined;
  const soon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (!signal.aborted) onChange();
    }, DEBOUNCE_MS);
    timer.unref();
  };
  const files = names.map((name) => join(root, name));
  for (const folder of new Set(files.map((file) => dirname(file)))) {
    const here = new Set(files.filter((file) => dirname(file) === folder).map((file) => basename(file)));
    try {
      watch(folder, { signal, persistent: false }, (_event, name) => {
        // Some systems give no file name. In that case it may be one of these.
        if (name === null || here.has(name)) soon();
      }).on('error', soon);
    } catch {
      // There is no such folder, or the system has no watch left.
    }
  }
  signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
}

const DEBOUNCE_MS = 120;
