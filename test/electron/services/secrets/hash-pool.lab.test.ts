import { pbkdf2Sync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HashPool, type Pbkdf2Job } from '../../../../electron/services/secrets/hash-pool.ts';

const job = (password: string, more: Partial<Pbkdf2Job> = {}): Pbkdf2Job => ({
  password: Buffer.from(password, 'utf8'),
  salt: Buffer.from('salt'),
  iterations: 1000,
  length: 64,
  hash: 'sha512',
  ...more,
});
const byHand = ({ password, salt, iterations, length, hash }: Pbkdf2Job) =>
  pbkdf2Sync(password, salt, iterations, length, hash).toString('hex');
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

describe('the hashing threads', () => {
  it('compute what Node computes, each job its own, however many come at once', async () => {
    const pool = new HashPool(3);
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            password: fc.uint8Array({ maxLength: 80 }),
            salt: fc.uint8Array({ minLength: 1, maxLength: 40 }),
            iterations: fc.integer({ min: 1, max: 300 }),
            length: fc.integer({ min: 1, max: 130 }),
            hash: fc.constantFrom('sha1', 'sha256', 'sha384', 'sha512'),
          }),
          { minLength: 1, maxLength: 20 },
        ),
        async (jobs) => {
          const keys = await Promise.all(jobs.map((one) => pool.pbkdf2(one)));
          expect(keys.map(hex)).toEqual(jobs.map(byHand));
        },
      ),
      { numRuns: 30 },
    );
  });

  it('are never more than allowed, and are used again', async () => {
    const pool = new HashPool(2);
    let most = 0;
    await Promise.all(
      Array.from({ length: 30 }, async (_, index) => {
        const key = pool.pbkdf2(job(`secret ${index}`));
        most = Math.max(most, pool.threads);
        await key;
        most = Math.max(most, pool.threads);
      }),
    );
    expect(most).toBe(2);
    expect(pool.threads).toBe(2);
  });

  it('end when there is nothing to do for a while', async () => {
    const pool = new HashPool(2);
    await Promise.all([pool.pbkdf2(job('a')), pool.pbkdf2(job('b'))]);
    await expect.poll(() => pool.threads, { timeout: 15_000 }).toBe(0);
    expect(hex(await pool.pbkdf2(job('c')))).toBe(byHand(job('c')));
  });

  it('go on after a job that can’t be done', async () => {
    const pool = new HashPool(1);
    const bad = pool.pbkdf2(job('a', { hash: 'no-such-hash' }));
    const good = pool.pbkdf2(job('b'));
    await expect(bad).rejects.toThrow();
    expect(hex(await good)).toBe(byHand(job('b')));
    expect(pool.threads).toBe(1);
  });

  it('do not begin a job that was stopped before, and lose no thread by it', async () => {
    const pool = new HashPool(1);
    const stop = new AbortController();
    const first = pool.pbkdf2(job('first', { iterations: 20_000 }));
    const stopped = [1, 2, 3].map((index) => pool.pbkdf2(job(`${index}`), stop.signal));
    const last = pool.pbkdf2(job('last'));
    stop.abort(new Error('stopped'));
    for (const one of stopped) await expect(one).rejects.toThrow('stopped');
    expect(hex(await first)).toBe(byHand(job('first', { iterations: 20_000 })));
    expect(hex(await last)).toBe(byHand(job('last')));
    expect(pool.threads).toBe(1);
  });
});
