import { cpSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fail, ok, type Result } from '../../../shared/result.ts';
import { errnoOf } from './errors.ts';

/**
 * The form of the files in the data folder: settings, recent files, notes about workspaces, drafts. Counted up
 * only when an older Latchkey could no longer read them.
 */
export const DATA_FORMAT = 1;

/** `from` a format to the next one. Works on the folder itself; a copy of it was made before. */
export type Migrations = Readonly<Record<number, (folder: string) => void>>;

const MIGRATIONS: Migrations = {};

/** Names the format and the version that wrote it. */
const MARK = 'format.json';
/** Not copied: what the browser engine keeps, the logs, and earlier copies. */
const LEFT_OUT = /^(?:window|logs|before-format-\d+)$/;

/**
 * Makes the data folder ready for this version, before anything in it is read. The files of an older format are
 * brought up to date, and a copy of them stays in `before-format-N`. A newer format is refused: writing it would
 * lose what this version doesn't know.
 *
 * Codes: `data-newer`, `data-not-updated`. A folder that can't be written is no failure here, because reading it
 * may do.
 *
 * @param version of Latchkey, for the sentence that an older one shows
 */
export function prepareDataFolder(
  folder: string,
  version: string,
  format = DATA_FORMAT,
  migrations: Migrations = MIGRATIONS,
): Result<undefined> {
  const found = readMark(folder);
  if (found.format > format)
    return fail(
      'data-newer',
      `The settings in ${folder} are those of a newer Latchkey (${found.version}). Update this one (${version}), or give it a folder of its own by the variable LATCHKEY_DATA.`,
    );
  try {
    if (found.format < format) update(folder, found.format, format, migrations);
    if (found.format < format || found.version !== version) writeMark(folder, format, version);
  } catch (error) {
    if (found.format === format) return ok(undefined);
    return fail(
      'data-not-updated',
      `The settings in ${folder} could not be brought up to date. Check that the folder can be written and the disk is not full, then start Latchkey again.`,
      errnoOf(error),
    );
  }
  return ok(undefined);
}

function update(folder: string, from: number, to: number, migrations: Migrations): void {
  const copy = path.join(folder, `before-format-${to}`);
  // What an interrupted start has copied may be half of it, and nothing was changed after it.
  if (readdirSync(folder).includes(path.basename(copy))) restore(folder, copy);
  else {
    const half = `${copy}.half`;
    rmSync(half, { recursive: true, force: true });
    mkdirSync(half, { recursive: true, mode: 0o700 });
    for (const name of readdirSync(folder))
      if (!LEFT_OUT.test(name) && !name.endsWith('.half'))
        cpSync(path.join(folder, name), path.join(half, name), { recursive: true, preserveTimestamps: true });
    renameSync(half, copy);
  }
  for (let format = from; format < to; format++) migrations[format]?.(folder);
}

/** Puts the copy's files back: an earlier start ended in the middle of bringing them up to date. */
function restore(folder: string, copy: string): void {
  for (const name of readdirSync(copy))
    cpSync(path.join(copy, name), path.join(folder, name), {
      recursive: true,
      force: true,
      preserveTimestamps: true,
    });
}

/** The folder of a version that wrote no mark is of the first format. */
function readMark(folder: string): { readonly format: number; readonly version: string } {
  try {
    const { format, version } = JSON.parse(readFileSync(path.join(folder, MARK), 'utf8')) as Record<
      string,
      unknown
    >;
    if (typeof format === 'number' && Number.isSafeInteger(format) && format > 0)
      return { format, version: typeof version === 'string' ? version.slice(0, 40) : 'unknown' };
  } catch {
    // Not there, or not readable: see below.
  }
  return { format: 1, version: '' };
}

function writeMark(folder: string, format: number, version: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = path.join(folder, MARK);
  writeFileSync(`${file}.new`, `${JSON.stringify({ format, version })}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}
