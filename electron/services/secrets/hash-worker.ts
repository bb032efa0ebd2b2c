import { Worker } from 'node:worker_threads';
import argon2Source from 'hash-wasm/dist/argon2.umd.min.js?raw';
import bcryptSource from 'hash-wasm/dist/bcrypt.umd.min.js?raw';

/**
 * A computation that is too long for the event loop. The input is bytes. The result is the key: raw bytes, or
 * crypt's text form.
 */
export type HashJob =
  | {
      readonly kind: 'argon2';
      readonly variant: 'argon2i' | 'argon2d' | 'argon2id';
      readonly password: Uint8Array;
      readonly salt: Uint8Array;
      readonly memory: number;
      readonly passes: number;
      readonly lanes: number;
      readonly length: number;
    }
  | {
      readonly kind: 'bcrypt';
      readonly password: Uint8Array;
      readonly salt: Uint8Array;
      readonly cost: number;
    }
  | {
      readonly kind: 'sha-crypt';
      readonly hash: 'sha256' | 'sha512';
      readonly password: Uint8Array;
      readonly salt: Uint8Array;
      readonly rounds: number;
    };

/**
 * The worker's code is passed as text and includes the library's own file. The worker then needs no file on
 * disk, so it starts the same way from the sources in tests, from the bundle, and from a packaged archive.
 */
const LIBRARY: Readonly<Record<HashJob['kind'], string>> = {
  argon2: argon2Source,
  bcrypt: bcryptSource,
  'sha-crypt': '',
};

const WORK: Readonly<Record<HashJob['kind'], string>> = {
  argon2: `async (job) => library[job.variant]({
    password: job.password, salt: job.salt, memorySize: job.memory, iterations: job.passes,
    parallelism: job.lanes, hashLength: job.length, outputType: 'binary' })`,
  // bcrypt's key has 24 bytes, but its text form keeps only 23.
  bcrypt: `async (job) => (await library.bcrypt({
    password: job.password, salt: job.salt, costFactor: job.cost, outputType: 'binary' })).subarray(0, 23)`,
  // Ulrich Drepper, "Unix crypt using SHA-256 and SHA-512" (2007), steps 1 to 22.
  'sha-crypt': `async ({ hash, password, salt, rounds }) => {
    const { createHash } = require('node:crypto');
    const size = hash === 'sha512' ? 64 : 32;
    const digest = (...parts) => { const h = createHash(hash); for (const part of parts) h.update(part); return h.digest(); };
    const fill = (block, length) => Buffer.alloc(length, block);
    const b = digest(password, salt, password);
    const a = createHash(hash).update(password).update(salt).update(fill(b, password.length));
    for (let n = password.length; n > 0; n = Math.floor(n / 2)) a.update(n % 2 === 1 ? b : password);
    let c = a.digest();
    const dp = createHash(hash);
    for (let i = 0; i < password.length; i += 1) dp.update(password);
    const p = password.length === 0 ? Buffer.alloc(0) : fill(dp.digest(), password.length);
    const ds = createHash(hash);
    for (let i = 0; i < 16 + c[0]; i += 1) ds.update(salt);
    const dsBytes = ds.digest();
    const s = salt.length === 0 ? Buffer.alloc(0) : fill(dsBytes, salt.length);
    for (let i = 0; i < rounds; i += 1) {
      const h = createHash(hash).update(i % 2 === 1 ? p : c);
      if (i % 3 !== 0) h.update(s);
      if (i % 7 !== 0) h.update(p);
      c = h.update(i % 2 === 1 ? c : p).digest();
    }
    return c.subarray(0, size);
  }`,
};

const code = (kind: HashJob['kind']): string => `
const { parentPort, workerData } = require('node:worker_threads');
const library = ((module, exports) => { ${LIBRARY[kind]}
; return module.exports; })(...((module) => [module, module.exports])({ exports: {} }));
(${WORK[kind]})(workerData).then((key) => parentPort.postMessage(new Uint8Array(key)));
`;

let last: Promise<unknown> = Promise.resolve();

/**
 * Runs the computation on its own thread, which ends with the job and frees its memory. Runs one job at a
 * time, so that several digests together don't use more memory than one is allowed to use.
 *
 * @returns the key, or undefined if it took longer than `timeoutMs`
 */
export function runHashJob(job: HashJob, timeoutMs = 60_000): Promise<Uint8Array | undefined> {
  const turn = last.then(() => runNow(job, timeoutMs));
  last = turn.catch(() => {});
  return turn;
}

function runNow(job: HashJob, timeoutMs: number): Promise<Uint8Array | undefined> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(code(job.kind), { eval: true, workerData: job, execArgv: [], env: {} });
    const timer = setTimeout(() => {
      resolve(undefined);
      void worker.terminate();
    }, timeoutMs);
    worker.once('message', (key: Uint8Array) => {
      resolve(key);
      void worker.terminate();
    });
    // The error's own text is about the job, which holds the secret.
    worker.once('error', () => reject(new Error('The hashing thread failed.')));
    worker.once('exit', () => {
      clearTimeout(timer);
      reject(new Error('The hashing thread ended without an answer.'));
    });
  });
}
