import { createHash, randomBytes } from 'node:crypto';
import { constants, type FileHandle, lstat, mkdir, open, readdir, rmdir, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type Failure, fail, ok, type Result } from '../../../shared/result.ts';
import { errnoOf, fileFailure } from './errors.ts';
import { lifeOf, markProcess, type ProcessMark } from './process-life.ts';
import { inTurn, type Turn } from './turns.ts';

/**
 * A lock across processes, held by a living process.
 *
 * A lock is a folder. Whoever wants it puts a claim into it, a file whose name nobody else ever uses, and
 * then lists the folder. It has the lock once it sees no other living claim. Of two that claim, the later
 * listing contains both claims, so two can never hold the lock. If both see each other, both step back.
 * Whoever found the lock taken draws a ticket, and the earliest ticket tries next, so that nobody waits for
 * ever; the tickets have no part in the safety.
 *
 * A claim of a dead process doesn't count, and anyone may remove it: as names are unique, nobody can remove
 * a living claim by mistake. Whether a process lives is asked, never guessed from times: on Linux by process
 * id and start time, elsewhere by a lock of the system on the claim itself (`O_EXLOCK`), which ends with the
 * process. Times only order the tickets and limit the waiting.
 */
export interface Hold {
  /** Lets another process, e.g. a helper, hold the lock too: it stays locked until that has ended as well. */
  share(pid: number): Promise<void>;
}

export interface LockOptions {
  /** How long to wait for others, in milliseconds. Default 15 s. */
  readonly patienceMs?: number;
}

const held = new WeakMap<Turn, HeldLock>();

/** The lock of a file: a hidden folder beside it, which exists only while the lock is wanted. */
export function lockBeside(file: string): string {
  // Lower case, because the names `A.yaml` and `a.yaml` may be one file.
  const name = createHash('sha256').update(basename(file).toLowerCase()).digest('hex').slice(0, 16);
  return join(dirname(file), `.latchkey-${name}.lock`);
}

/**
 * Runs `work` while no other process and no other work of this process has the lock. Work that already has it
 * may ask for it again.
 *
 * @param place the folder of the lock; its parent must exist
 * @param refused the result if the lock can't be had: `lock-busy`, or a failure of the file system
 */
export function withLock<T>(
  place: string,
  work: (hold: Hold) => Promise<T>,
  refused: (failure: Failure) => T,
  options: LockOptions = {},
): Promise<T> {
  return inTurn(place, async (turn) => {
    const outer = held.get(turn);
    if (outer) return work(outer);
    const lock = await acquire(place, options.patienceMs ?? 15_000);
    if (!lock.ok) return refused(lock.error);
    held.set(turn, lock.value);
    try {
      return await work(lock.value);
    } finally {
      held.delete(turn);
      await lock.value.release();
    }
  });
}

interface Claim {
  readonly name: string;
  withdraw(): Promise<void>;
}

class HeldLock implements Hold {
  readonly #place: string;
  readonly #claims: Claim[];
  readonly #shared = new Set<number>();

  constructor(place: string, claim: Claim) {
    this.#place = place;
    this.#claims = [claim];
  }

  async share(pid: number): Promise<void> {
    if (this.#shared.has(pid)) return;
    this.#shared.add(pid);
    const mark = process.platform === 'linux' ? await markProcess(pid) : undefined;
    const claim = mark && (await stake(this.#place, nameFor(mark)));
    if (claim?.ok && claim.value) this.#claims.push(claim.value);
  }

  async release(): Promise<void> {
    // Its own claim goes last, so that the folder is never free while a claim of it is left.
    for (const claim of [...this.#claims].reverse()) await claim.withdraw();
    await rmdir(this.#place).catch(() => {});
  }
}

async function acquire(place: string, patienceMs: number): Promise<Result<HeldLock>> {
  const end = performance.now() + patienceMs;
  const name = nameFor(process.platform === 'linux' ? await markProcess() : undefined);
  const first = await attempt(place, name, (seen) => seen.claims.length + seen.tickets.length === 0);
  if (!first.ok) return first;
  if (first.value) return ok(first.value);

  const ticket = await stake(place, `${TICKET}${name}`);
  if (!ticket.ok) return ticket;
  try {
    for (let round = 0; ; round += 1) {
      await pause(round);
      const seen = await look(place, name);
      if (!seen.ok) return seen;
      const { claims, tickets } = seen.value;
      if (performance.now() > end) return busy(place, [...claims, ...tickets]);
      if (claims.length > 0 || tickets.some((other) => other < `${TICKET}${name}`)) continue;
      const had = await attempt(place, name, (others) => others.claims.length === 0);
      if (!had.ok) return had;
      if (had.value) return ok(had.value);
    }
  } finally {
    await ticket.value?.withdraw();
    await rmdir(place).catch(() => {});
  }
}

/** Claims the lock, and withdraws the claim if others are in the way. Undefined: they are. */
async function attempt(
  place: string,
  name: string,
  isFree: (others: Seen) => boolean,
): Promise<Result<HeldLock | undefined>> {
  const claim = await stake(place, name);
  if (!claim.ok) return claim;
  if (!claim.value) return ok(undefined);
  const others = await look(place, name);
  if (others.ok && isFree(others.value)) return ok(new HeldLock(place, claim.value));
  await claim.value.withdraw();
  await rmdir(place).catch(() => {});
  return others.ok ? ok(undefined) : others;
}

/**
 * Puts a claim into the folder. Undefined inside the result: the folder belongs to somebody else at the
 * moment.
 */
async function stake(place: string, name: string): Promise<Result<Claim | undefined>> {
  const file = join(place, name);
  for (let attempt = 0; ; attempt += 1) {
    try {
      await mkdir(place);
    } catch (error) {
      if (errnoOf(error) !== 'EEXIST') return fileFailure(error, dirname(place));
      const found = await lstat(place).catch(() => undefined);
      if (found && !found.isDirectory()) return fileFailure({ code: 'EEXIST' }, place);
    }
    try {
      const handle = await open(
        file,
        constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | EXLOCK,
        0o600,
      );
      // Where the system's lock shows that the claim is alive, the file stays open.
      if (EXLOCK === 0) await handle.close();
      return ok({ name, withdraw: () => withdraw(file, EXLOCK === 0 ? undefined : handle) });
    } catch (error) {
      const errno = errnoOf(error);
      // Another process has just removed the empty folder.
      if (errno === 'ENOENT' && attempt < 1000) continue;
      if (errno === 'EACCES' || errno === 'EPERM') return ok(undefined);
      return fileFailure(error, place);
    }
  }
}

async function withdraw(file: string, handle: FileHandle | undefined): Promise<void> {
  // Removed before it is let go, where the system allows that: then nobody finds it without its lock.
  const gone = await unlink(file).then(
    () => true,
    () => false,
  );
  await handle?.close().catch(() => {});
  if (!gone) await unlink(file).catch(() => {});
}

interface Seen {
  readonly claims: readonly string[];
  readonly tickets: readonly string[];
}

/** The claims and tickets of others whose process lives or may live. Removes those of dead processes. */
async function look(place: string, own: string): Promise<Result<Seen>> {
  const seen = { claims: [] as string[], tickets: [] as string[] };
  let names: string[];
  try {
    names = await readdir(place);
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return ok(seen);
    // The folder belongs to another user, who is at work here.
    if (errnoOf(error) === 'EACCES') return ok({ claims: [''], tickets: [] });
    return fileFailure(error, place);
  }
  for (const name of names) {
    if (name.endsWith(own) || !CLAIM.test(name)) continue;
    if (!(await isAlive(place, name))) await unlink(join(place, name)).catch(() => {});
    else if (name.startsWith(TICKET)) seen.tickets.push(name);
    else seen.claims.push(name);
  }
  return ok(seen);
}

async function isAlive(place: string, name: string): Promise<boolean> {
  const mark = markIn(name);
  if (mark) return process.platform !== 'linux' || (await lifeOf(mark)) !== 'dead';
  if (EXLOCK === 0) return true;
  try {
    const handle = await open(join(place, name), constants.O_WRONLY | NONBLOCK | EXLOCK);
    await handle.close();
    return false;
  } catch (error) {
    return errnoOf(error) !== 'ENOENT';
  }
}

/**
 * Opens a file with a lock of the system, released when the process ends however it ends. BSD and macOS:
 * `O_EXLOCK` in fcntl.h. Windows: libuv's `UV_FS_O_EXLOCK`, which opens without sharing. Linux has none.
 */
const EXLOCK: number = process.platform === 'win32' ? 0x1000_0000 : process.platform === 'linux' ? 0 : 0x20;
const NONBLOCK = constants.O_NONBLOCK ?? 0;

const TICKET = 'w';
const CLAIM = /^w?\d{14}-[0-9a-f]{16}(?:-(\d+)-(\d+)-(\d+)-([0-9a-f]+)-([0-9a-f]+))?$/;

/** The name of a claim: the time, so that claims have an order; a random part; on Linux, whose it is. */
function nameFor(mark: ProcessMark | undefined): string {
  const unique = `${String(Date.now()).padStart(14, '0')}-${randomBytes(8).toString('hex')}`;
  return mark ? [unique, mark.pid, mark.start, mark.space, mark.boot, mark.machine].join('-') : unique;
}

function markIn(name: string): ProcessMark | undefined {
  const [, pid, start, space, boot, machine] = CLAIM.exec(name) ?? [];
  return pid === undefined
    ? undefined
    : { pid: Number(pid), start: start!, space: space!, boot: boot!, machine: machine! };
}

function busy(place: string, others: readonly string[]): Result<never> {
  const pid = others.map(markIn).find((mark) => mark !== undefined)?.pid;
  return fail(
    'lock-busy',
    `Another Latchkey${pid === undefined ? '' : ` (process ${pid})`} is at work here and doesn’t finish. Wait for it or close it, then try again.`,
    `If none is running, on no machine and in no container that uses this folder, delete ${place}.`,
  );
}

const pause = (round: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, 2 + Math.random() * Math.min(40, 2 + round / 8)));
