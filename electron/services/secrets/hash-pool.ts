import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';

/** PBKDF2 over one password. */
export interface Pbkdf2Job {
  readonly password: Uint8Array;
  readonly salt: Uint8Array;
  readonly iterations: number;
  readonly length: number;
  readonly hash: string;
}

/** Passed as text, so that the threads need no file on disk, from the sources as from a package. */
const CODE = `
const { parentPort } = require('node:worker_threads');
const { pbkdf2Sync } = require('node:crypto');
parentPort.on('message', ({ password, salt, iterations, length, hash }) =>
  parentPort.postMessage(new Uint8Array(pbkdf2Sync(password, salt, iterations, length, hash))));
`;

/** A thread without work ends after this time, and frees its memory. */
const IDLE_MS = 3_000;

interface Waiting {
  readonly job: Pbkdf2Job;
  readonly signal: AbortSignal | undefined;
  readonly resolve: (key: Uint8Array) => void;
  readonly reject: (error: unknown) => void;
}

interface Thread {
  readonly worker: Worker;
  idle: NodeJS.Timeout | undefined;
}

/**
 * Threads of its own for hashing, as many as the machine has processors for this program. Node's own threads
 * are only four, and files wait for them too. A thread gets one job at a time and nothing is left of it
 * afterwards; jobs are done in the order they came. The password goes to the thread as a message, never as an
 * argument.
 */
export class HashPool {
  readonly #most: number;
  readonly #free: Thread[] = [];
  readonly #queue: Waiting[] = [];
  #threads = 0;

  constructor(most = availableParallelism()) {
    this.#most = Math.max(1, most);
  }

  /** How many threads there are now. */
  get threads(): number {
    return this.#threads;
  }

  /** Rejects with the signal's reason if it is aborted before the job has begun. */
  pbkdf2(job: Pbkdf2Job, signal?: AbortSignal): Promise<Uint8Array> {
    return new Promise((resolve, reject) => {
      this.#queue.push({ job, signal, resolve, reject });
      this.#next();
    });
  }

  #next(): void {
    while (this.#queue.length > 0) {
      const thread = this.#free.pop() ?? (this.#threads < this.#most ? this.#start() : undefined);
      if (thread === undefined) return;
      this.#run(thread, this.#queue.shift()!);
    }
  }

  #run(thread: Thread, { job, signal, resolve, reject }: Waiting): void {
    if (signal?.aborted) {
      this.#release(thread);
      reject(signal.reason);
      return;
    }
    const { worker } = thread;
    clearTimeout(thread.idle);
    const done = (key: Uint8Array): void => {
      worker.off('error', gone).off('exit', gone);
      this.#release(thread);
      resolve(key);
      this.#next();
    };
    const gone = (error: unknown): void => {
      worker.off('message', done).off('error', gone).off('exit', gone);
      reject(error instanceof Error ? error : new Error('The hashing thread ended without an answer.'));
      void worker.terminate();
      this.#threads -= 1;
      this.#next();
    };
    // A thread at work keeps the program running, an idle one does not.
    worker.ref();
    worker.once('message', done).once('error', gone).once('exit', gone);
    worker.postMessage(job);
  }

  #start(): Thread {
    this.#threads += 1;
    const worker = new Worker(CODE, { eval: true, execArgv: [], env: {} });
    return { worker, idle: undefined };
  }

  #release(thread: Thread): void {
    thread.worker.unref();
    thread.idle = setTimeout(() => {
      this.#free.splice(this.#free.indexOf(thread), 1);
      this.#threads -= 1;
      void thread.worker.terminate();
    }, IDLE_MS);
    thread.idle.unref();
    this.#free.push(thread);
  }
}

/** The one pool of this program. */
export const hashPool = new HashPool();
