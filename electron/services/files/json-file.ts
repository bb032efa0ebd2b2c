import { mkdir, rename, stat } from 'node:fs/promises';
import path from 'node:path';
import type { z } from 'zod';
import { fail, ok, type Result } from '../../../shared/result.ts';
import { writeFileAtomic } from './atomic.ts';
import { errnoOf } from './errors.ts';
import { lockBeside, withLock } from './lock.ts';
import { readRegular } from './regular.ts';

/** Far more than Latchkey's notes ever hold. */
const MAX_FILE = 64 * 1024 * 1024;

/** A small file of Latchkey that is always read and written as a whole. */
export interface JsonFile<T> {
  read(): Promise<T>;
  /** Simultaneous changes run one after the other, also those of another program. Fails with `write-failed`. */
  update(change: (now: T) => T): Promise<Result<T, WriteFailure>>;
}

export interface WriteFailure {
  readonly code: 'write-failed';
  readonly message: string;
  readonly detail?: string;
}

/**
 * Opens a JSON file in Latchkey's data folder, mode 0600. Uses `empty` if the file is missing or does not
 * match the schema. An unreadable file is renamed to `….unreadable` when the file is next written, so that
 * nothing is lost.
 */
export function openJsonFile<T>(file: string, schema: z.ZodType<T>, empty: T): JsonFile<T> {
  let last: { readonly stamp: string; readonly value: T } | undefined;

  const load = async (): Promise<{ value: T; broken: boolean }> => {
    const before = await stampOf(file);
    // Checking a large file takes long, so it is done only if the file is another one.
    if (before !== undefined && before === last?.stamp) return { value: last.value, broken: false };
    try {
      const read = await readRegular(file, MAX_FILE);
      if (!read.ok) return { value: empty, broken: read.error.code !== 'file-missing' };
      const parsed = schema.safeParse(JSON.parse(read.value.toString('utf8')));
      if (!parsed.success) return { value: empty, broken: true };
      // Not kept if the file was replaced while it was read.
      last =
        before !== undefined && before === (await stampOf(file))
          ? { stamp: before, value: parsed.data }
          : undefined;
      return { value: parsed.data, broken: false };
    } catch {
      return { value: empty, broken: true };
    }
  };

  const update = async (change: (now: T) => T): Promise<Result<T, WriteFailure>> => {
    const { value, broken } = await load();
    const next = change(value);
    if (next === value && !broken) return ok(value);
    try {
      if (broken) await rename(file, `${file}.unreadable`);
    } catch (error) {
      return unwritten(file, errnoOf(error));
    }
    const written = await writeFileAtomic(file, `${JSON.stringify(next)}\n`, { mode: 0o600 });
    return written.ok ? ok(next) : unwritten(file, written.error.code);
  };

  return {
    read: async () => (await load()).value,
    async update(change) {
      try {
        await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
      } catch (error) {
        return unwritten(file, errnoOf(error));
      }
      // Reading and writing are one step, because a second Latchkey may change the file too.
      return withLock(
        lockBeside(file),
        () => update(change),
        (failure) => unwritten(file, failure.code),
      );
    },
  };
}

/**
 * Tells one state of a file from another: every write makes a new file, so its number and times change even
 * if its size does not. Undefined if there is no file.
 */
async function stampOf(file: string): Promise<string | undefined> {
  try {
    const { ino, size, mtimeNs, ctimeNs } = await stat(file, { bigint: true });
    return [ino, size, mtimeNs, ctimeNs].join();
  } catch {
    return undefined;
  }
}

const unwritten = (file: string, why: string | undefined) =>
  fail(
    'write-failed',
    `Latchkey can’t keep its notes in ${path.dirname(file)}. Check that the folder is writable and the disk is not full.`,
    why,
  ) as { readonly ok: false; readonly error: WriteFailure };
