import { createHash } from 'node:crypto';
import { readFile, readlink } from 'node:fs/promises';
import { hostname } from 'node:os';

/**
 * A process on Linux, told apart from every other one: a process id is used again, but never with the same
 * start time on the same run of the same system.
 */
export interface ProcessMark {
  readonly pid: number;
  /** In clock ticks since the system started (proc(5), `starttime`). */
  readonly start: string;
  /** The process id namespace: in a container, the same number is another process. */
  readonly space: string;
  /** The run of the system: changes with every start. */
  readonly boot: string;
  readonly machine: string;
}

/** What is known of a process. `unknown`: it belongs to a container or machine that can't be looked into. */
export type Life = 'alive' | 'dead' | 'unknown';

interface Surroundings {
  readonly space: string;
  readonly boot: string;
  readonly machine: string;
}
let surroundings: Promise<Surroundings> | undefined;

/** Identifies a running process, by default this one. Undefined if there is none (any more). */
export async function markProcess(pid = process.pid): Promise<ProcessMark | undefined> {
  const stat = await readStat(pid);
  return stat && !isGone(stat) ? { pid, start: stat.start, ...(await here()) } : undefined;
}

/** Says whether exactly this process is still running. Never guesses from times. */
export async function lifeOf(mark: ProcessMark): Promise<Life> {
  const { space, boot, machine } = await here();
  // The machine was started again since; on another machine nothing can be said.
  if (mark.boot !== boot) return mark.machine === machine ? 'dead' : 'unknown';
  if (mark.space !== space) return 'unknown';
  const stat = await readStat(mark.pid);
  return stat === undefined || stat.start !== mark.start || isGone(stat) ? 'dead' : 'alive';
}

interface Stat {
  readonly state: string;
  readonly threads: number;
  readonly start: string;
}

async function readStat(pid: number): Promise<Stat | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  // The second field is the program's name in brackets and may itself contain blanks and brackets.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return { state: fields[0] ?? '', threads: Number(fields[17]), start: fields[19] ?? '' };
}

/** A zombie does nothing any more, unless other threads of it are still at work. */
const isGone = ({ state, threads }: Stat): boolean => (state === 'Z' || state === 'X') && !(threads > 1);

function here(): Promise<Surroundings> {
  surroundings ??= (async () => ({
    space: /\d+/.exec(await readlink('/proc/self/ns/pid').catch(() => ''))?.[0] ?? '0',
    boot: short(await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '')),
    machine: short(await readFile('/etc/machine-id', 'utf8').catch(() => hostname())),
  }))();
  return surroundings;
}

const short = (text: string): string => createHash('sha256').update(text.trim()).digest('hex').slice(0, 12);
