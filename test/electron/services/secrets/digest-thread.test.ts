import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { digestClientSecret, verifyDigest } from '../../../../electron/services/secrets/digest.ts';
import { bundle } from '../bundle.ts';
import vectors from './fixtures/digests.json' with { type: 'json' };

describe('the event loop', () => {
  /** Counts the ticks of a 5 ms interval while the work runs: a blocked event loop wouldn't tick at all. */
  const ticksDuring = async (work: () => Promise<unknown>) => {
    let ticks = 0;
    const timer = setInterval(() => {
      ticks += 1;
    }, 5);
    const began = performance.now();
    await work();
    clearInterval(timer);
    return { ticks, lasted: performance.now() - began };
  };

  it.each([
    ['our own digest', () => digestClientSecret('secret', 'lab/memos')],
    ...['$argon2id$v=19$m=65536', '$2b$10', '$6$rounds=50000', '$scrypt$ln=16'].map((start) => {
      const vector = vectors.find(({ digest }) => digest.startsWith(start))!;
      return [`verifying ${start}`, () => verifyDigest(vector.digest, vector.secret)] as const;
    }),
  ] as const)('keeps turning during %s', async (_, work) => {
    const { ticks, lasted } = await ticksDuring(work);
    expect(lasted).toBeGreaterThan(20);
    // A fifth of the ticks of an idle machine: this machine may be busy, but the loop must never be blocked.
    expect(ticks).toBeGreaterThan(lasted / 5 / 5 - 1);
    expect(ticks).toBeGreaterThan(0);
  });
});

describe('the bundle', () => {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-bundle-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('hashes alike when bundled, with no library beside it', async () => {
    const file = await bundle('electron/services/secrets/digest.ts', folder);
    const wanted = ['argon2id', '2b', '6', 'scrypt', 'pbkdf2-sha512'].map(
      (name) => vectors.find(({ digest }) => digest.startsWith(`$${name}$`))!,
    );
    const script = `
      import { verifyDigest } from ${JSON.stringify(file)};
      for (const { digest, secret } of ${JSON.stringify(wanted)}) {
        console.log(JSON.stringify([await verifyDigest(digest, secret), await verifyDigest(digest, 'no')]));
      }`;
    const out = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
      cwd: folder,
      encoding: 'utf8',
      timeout: 25_000,
    });
    const yesNo = JSON.stringify([
      { ok: true, value: true },
      { ok: true, value: false },
    ]);
    expect(out.trim().split('\n')).toEqual(wanted.map(() => yesNo));
  });
});
