import { join } from 'node:path';
import type { AccessRecords } from '../../../shared/client/access-loss.ts';
import type { RenderedFile } from '../../../shared/render/types.ts';
import { type Failure, fail, ok, type Result } from '../../../shared/result.ts';
import { readRegular } from '../files/regular.ts';
import {
  entriesOf,
  type ManifestEntry,
  manifestText,
  parseAccess,
  parseManifest,
  sha256,
} from './manifest.ts';
import { inspectTarget, JOURNAL_NAME, MANIFEST_NAME } from './paths.ts';

export interface ExportOptions {
  /** Overwrites files that Latchkey didn't write or that were changed by hand, after a backup. */
  readonly force: boolean;
  /** Keeps files of an earlier export that are not in this one. Used when only some apps are exported. */
  readonly keepUnlisted?: boolean;
  /** Rejects with the signal's reason when it is aborted; everything is then as before. */
  readonly signal?: AbortSignal | undefined;
  /** Told how many files were looked at, or written under their temporary names. */
  readonly onProgress?: ((what: 'compared' | 'written', done: number, total: number) => void) | undefined;
  /** Told when the new files are about to take their places, which is not stopped any more. May throw. */
  readonly onChangeOver?: (() => void) | undefined;
  /** Who may sign in to each app now; see {@link readFormerAccess}. Absent: as recorded before. */
  readonly access?: AccessRecords;
}

/**
 * Only the owner may read secrets. The same applies to digests, and to the manifest, whose hashes are some: they
 * would allow guessing weak secrets.
 */
export const PRIVATE = 0o600;
const PUBLIC = 0o644;

/** The beginning of a digest in crypt's form, also with its dollar signs doubled or escaped. */
const DIGEST =
  /(?:\$|\\x24){1,2}(?:pbkdf2|argon2|bcrypt|scrypt|sha\d|plaintext|base64|2[abxy]?|5|6)[\w-]*(?:\$|\\x24)/i;

/** The permission bits of a deliverable. Its text decides, so that no file with a digest can be forgotten. */
export const modeOf = ({ secret, content }: RenderedFile): number =>
  secret || DIGEST.test(content) ? PRIVATE : PUBLIC;

/** Far more than any file that Latchkey writes. */
const MAX_FILE = 64 * 1024 * 1024;

export interface Target {
  readonly full: string;
  readonly content: string;
  readonly mode: number;
}
export interface FileTarget extends Target {
  readonly path: string;
  readonly secret: boolean;
  readonly state: 'new' | 'replaced' | 'same';
  /** Permission bits of the existing file. */
  readonly modeNow?: number;
}
export interface Plan {
  readonly targets: readonly FileTarget[];
  /** Full paths of files to move away. */
  readonly stale: readonly string[];
  readonly manifest: Target & { readonly differs: boolean; readonly foreign: boolean };
}

/** Checks everything before anything is written. */
export async function planExport(
  root: string,
  files: readonly RenderedFile[],
  options: ExportOptions,
): Promise<Result<Plan>> {
  const entries = entriesOf(files);
  const listed = new Set(entries.map(({ path }) => path));
  const former = await readList(root, MANIFEST_NAME);
  if (!former.ok) return former;
  const journal = await readList(root, JOURNAL_NAME);
  if (!journal.ok) return journal;
  const known = new Set(
    [...(former.value.entries ?? []), ...(journal.value.entries ?? [])].map(
      (entry) => `${entry.path}\n${entry.sha256}`,
    ),
  );

  const targets: FileTarget[] = [];
  const inTheWay: string[] = [];
  for (const [index, file] of files.entries()) {
    options.signal?.throwIfAborted();
    options.onProgress?.('compared', index, files.length);
    const full = join(root, ...file.path.split('/'));
    const there = await inspectTarget(root, file.path);
    if (!there.ok) return there;
    const base = {
      full,
      path: file.path,
      secret: file.secret,
      content: file.content,
      mode: modeOf(file),
    };
    if (!there.value) {
      targets.push({ ...base, state: 'new' });
      continue;
    }
    const read = await readBytes(full);
    if (!read.ok) return read;
    const same = read.value.equals(Buffer.from(file.content, 'utf8'));
    if (!same && !known.has(`${file.path}\n${sha256(read.value)}`)) inTheWay.push(file.path);
    targets.push({ ...base, state: same ? 'same' : 'replaced', modeNow: there.value.mode });
  }

  const unlisted = [...(former.value.entries ?? []), ...(journal.value.entries ?? [])].filter(
    ({ path }) => !listed.has(path),
  );
  const listedBefore = new Set(former.value.entries);
  const stale: string[] = [];
  const carried: ManifestEntry[] = [];
  // If a path is in both lists, the entry of the previous manifest wins over the journal of a killed run.
  for (const entry of new Map(unlisted.reverse().map((one) => [one.path, one])).values()) {
    const there = await inspectTarget(root, entry.path);
    // If the file has since become a symlink or a folder, it is not moved.
    if (!there.ok || !there.value) continue;
    if (!listedBefore.has(entry) && !(await holds(root, entry))) continue;
    if (options.keepUnlisted) carried.push(entry);
    else stale.push(join(root, ...entry.path.split('/')));
  }

  const formerAccess = parseAccess(former.value.text ?? '');
  const access =
    options.access === undefined
      ? formerAccess
      : { ...(options.keepUnlisted ? formerAccess : {}), ...options.access };
  const content = manifestText([...entries, ...carried], access);
  const foreign = former.value.text !== undefined && former.value.entries === undefined;
  if (foreign) inTheWay.push(MANIFEST_NAME);
  if (inTheWay.length > 0 && !options.force) return changedByHand(root, inTheWay);
  return ok({
    targets,
    stale,
    manifest: {
      full: join(root, MANIFEST_NAME),
      content,
      mode: PRIVATE,
      differs: former.value.text !== content,
      foreign,
    },
  });
}

/**
 * Reads who could sign in to each app when files were last written into this folder. Nothing if there are none,
 * or if they can't be read: the export itself then says why.
 */
export async function readFormerAccess(root: string): Promise<AccessRecords> {
  const former = await readList(root, MANIFEST_NAME);
  return former.ok ? parseAccess(former.value.text ?? '') : {};
}

/** Checks that a file has the listed hash. A killed run may not have written it. */
async function holds(root: string, entry: ManifestEntry): Promise<boolean> {
  const read = await readBytes(join(root, ...entry.path.split('/')));
  return read.ok && sha256(read.value) === entry.sha256;
}

async function readList(
  root: string,
  name: string,
): Promise<Result<{ readonly text?: string; readonly entries?: readonly ManifestEntry[] }>> {
  const there = await inspectTarget(root, name);
  if (!there.ok) return there;
  if (!there.value) return ok({});
  const read = await readBytes(join(root, name));
  if (!read.ok) return read;
  const text = read.value.toString('utf8');
  const entries = parseManifest(text);
  return ok(entries ? { text, entries } : { text });
}

/** Reads a file in the folder of an export. */
export const readBytes = (path: string): Promise<Result<Buffer>> => readRegular(path, MAX_FILE);

function changedByHand(
  root: string,
  paths: readonly string[],
): { readonly ok: false; readonly error: Failure } {
  const one = paths.length === 1;
  return fail(
    'changed-by-hand',
    `${one ? 'A file' : `${paths.length} files`} in ${root} ${one ? 'was' : 'were'} not written by Latchkey or ${one ? 'was' : 'were'} changed since, so nothing was written. Choose another folder, or force it: ${one ? 'the file is' : 'the files are'} kept as a backup first.`,
    paths.join('\n'),
  );
}
