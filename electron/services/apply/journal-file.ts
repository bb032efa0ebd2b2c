import { z } from 'zod';
import { type Journal, JournalSchema, NO_JOURNAL } from '../../../shared/apply/journal.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import { writeFileAtomic } from '../files/atomic.ts';
import { lockBeside, withLock } from '../files/lock.ts';
import { readRegular } from '../files/regular.ts';

const MAX_FILE = 16 << 20;

/** The journal of a workspace file: what was applied from it, without secrets, in a file beside it. */
export const journalFile = (workspace: string): string => `${workspace}.applied.json`;

/** Codes: those of `readRegular`, `apply-journal-broken`. A file that is missing is an empty journal. */
export async function readJournal(workspace: string): Promise<Result<Journal>> {
  const file = journalFile(workspace);
  const read = await readRegular(file, MAX_FILE);
  if (!read.ok) return read.error.code === 'file-missing' ? ok(NO_JOURNAL) : read;
  try {
    const parsed = JournalSchema.safeParse(JSON.parse(read.value.toString('utf8')));
    if (parsed.success) return ok(parsed.data);
    return broken(file, z.prettifyError(parsed.error));
  } catch (error) {
    return broken(file, String(error));
  }
}

const broken = (file: string, detail: string) =>
  fail(
    'apply-journal-broken',
    `${file} says what Latchkey applied, and it can’t be read. Mend it, or move it away: then nothing that was applied before can be taken back.`,
    detail,
  );

export const writeJournal = async (workspace: string, journal: Journal): Promise<Result<void>> => {
  const written = await writeFileAtomic(journalFile(workspace), `${JSON.stringify(journal, null, 2)}\n`, {
    mode: 0o600,
  });
  return written.ok ? ok(undefined) : written;
};

/** Runs work that nobody else applies from the same workspace beside. Codes: `apply-busy`, those of a lock. */
export const withJournal = <T>(workspace: string, work: () => Promise<Result<T>>): Promise<Result<T>> =>
  withLock(lockBeside(journalFile(workspace)), work, (failure) =>
    failure.code === 'lock-busy'
      ? fail(
          'apply-busy',
          `Another Latchkey is applying from ${workspace}. Wait until it has ended.`,
          failure.detail,
        )
      : fail(
          failure.code,
          `What is applied is noted in ${journalFile(workspace)} before anything is sent, and that can’t be written. ${failure.message}`,
          failure.detail,
        ),
  );

/** A workspace that is saved to another file takes along what takes back what was applied from it. */
export async function copyJournal(from: string, to: string): Promise<Result<void>> {
  if (from === to) return ok(undefined);
  const journal = await readJournal(from);
  if (!journal.ok || journal.value.runs.length === 0) return ok(undefined);
  return withJournal(to, async () => {
    const there = await readJournal(to);
    if (!there.ok) return there;
    const { runs } = journal.value;
    const others = there.value.runs.filter((one) => !runs.some(({ id }) => id === one.id));
    return writeJournal(to, { ...journal.value, runs: [...others, ...runs] });
  });
}
