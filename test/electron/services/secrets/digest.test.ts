import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { digestClientSecret, verifyDigest } from '../../../../electron/services/secrets/digest.ts';
import { LIMITS, parseDigest } from '../../../../electron/services/secrets/digest-format.ts';
import { bundle } from '../bundle.ts';
import vectors from './fixtures/digests.json' with { type: 'json' };

/** Published in the documents that Latchkey is based on, so these are no secrets. */
const DOCUMENTED = [
  {
    secret: 'insecure_secret',
    digest:
      '$pbkdf2-sha512$310000$c8p78n7pUMln0jzvd4aK4Q$JNRBzwAo0ek5qKn50cFzzvE9RXV88h1wJn5KGiHrD0YKtZaR/nCb2CJPOsKaPK0hjf.9yHxzQGZziziccp6Yng',
  },
  {
    secret: '4n0DT~2f8HxSWXMWG7v7w04vT9bg3~GlppjgAeaN0B.N7s.f40abK1UQeRLgSY0fGYNOXr-t',
    digest:
      '$pbkdf2-sha512$310000$TUUA9RwCwfJ80DU6eQ5Vnw$szmkmnTcRtuOArWirCHCvA7lnWcRaPxWuNu7qEyjond2k3fQINfkjxbJ0vG6nUaUoqW5FoykkuBgNiDnGSY15Q',
  },
];

const verified = async (digest: string, secret: string) => {
  const result = await verifyDigest(digest, secret);
  return result.ok ? result.value : result.error.code;
};
const codeOf = (digest: string) => {
  const parsed = parseDigest(digest);
  return parsed.ok ? 'ok' : parsed.error.code;
};

describe('the digests of the documents', () => {
  it.each(DOCUMENTED)('verifies the digest of $secret', async ({ digest, secret }) => {
    expect(await verified(digest, secret)).toBe(true);
    expect(await verified(digest, `${secret} `)).toBe(false);
  });

  it('makes digests of the same layout', async () => {
    const ours = await digestClientSecret('insecure_secret', 'lab/memos');
    const layout = (digest: string) => {
      const [, name, iterations, salt, key] = digest.split('$');
      return { name, iterations, salt: salt!.length, key: key!.length };
    };
    for (const { digest } of DOCUMENTED) expect(layout(ours)).toEqual(layout(digest));
    expect(ours).toMatch(/^\$pbkdf2-sha512\$310000\$[A-Za-z0-9./]{22}\$[A-Za-z0-9./]{86}$/);
    expect(await verified(ours, 'insecure_secret')).toBe(true);
  });

  it('makes the same digest for the same client and secret, another for any other', async () => {
    const [first, again, otherClient, otherSecret] = await Promise.all([
      digestClientSecret('s1', 'lab/memos'),
      digestClientSecret('s1', 'lab/memos'),
      digestClientSecret('s1', 'lab/romm'),
      digestClientSecret('s2', 'lab/memos'),
    ]);
    expect(again).toBe(first);
    expect(new Set([first, otherClient, otherSecret]).size).toBe(3);
    expect(otherClient.split('$')[3]).not.toBe(first.split('$')[3]);
  });

  it('gives nothing of the secret away in the salt', async () => {
    const salts = await Promise.all(['a', 'b'].map((secret) => digestClientSecret(secret, 'lab/memos')));
    expect(salts[0]!.split('$')[3]).toBe(salts[1]!.split('$')[3]);
  });
});

describe('digests made by other programs', () => {
  it.each(vectors.map((vector, index) => ({ ...vector, index })))(
    'verifies number $index, by $by',
    async ({ digest, secret }) => {
      expect(await verified(digest, secret)).toBe(true);
      expect(await verified(digest, `y${secret.slice(1)}`)).toBe(false);
    },
  );

  it('covers every algorithm', () => {
    const names = new Set(vectors.map(({ digest }) => digest.split('$')[1]));
    expect([...names].sort()).toEqual(
      [
        ...['2a', '2b', '2y', '5', '6', 'argon2d', 'argon2i', 'argon2id', 'bcrypt-sha256', 'pbkdf2'],
        ...['pbkdf2-sha224', 'pbkdf2-sha256', 'pbkdf2-sha384', 'pbkdf2-sha512', 'scrypt'],
      ].sort(),
    );
  });
});

describe('hostile and damaged digests', () => {
  const salt = 'c8p78n7pUMln0jzvd4aK4Q';
  it.each([
    ['pbkdf2, iterations', `$pbkdf2-sha512$4000000000$${salt}$${'A'.repeat(86)}`],
    ['pbkdf2, a key of many blocks', `$pbkdf2-sha512$4900000$${salt}$${'A'.repeat(400)}`],
    ['argon2, memory', `$argon2id$v=19$m=4194304,t=1,p=1$${salt}$${'A'.repeat(43)}`.replace('AQ$', 'A$')],
    ['argon2, passes', '$argon2id$v=19$m=262144,t=999999,p=1$c2FsdHNhbHQ$AAAAAAAAAAAAAAAA'],
    ['argon2, lanes', '$argon2id$v=19$m=262144,t=1,p=9999$c2FsdHNhbHQ$AAAAAAAAAAAAAAAA'],
    ['scrypt, N', '$scrypt$ln=30,r=8,p=1$c2FsdHNhbHQ$AAAAAAAAAAAAAAAA'],
    ['scrypt, N beyond numbers', '$scrypt$ln=2000,r=8,p=1$c2FsdHNhbHQ$AAAAAAAAAAAAAAAA'],
    ['scrypt, p', '$scrypt$ln=4,r=8,p=99999$c2FsdHNhbHQ$AAAAAAAAAAAAAAAA'],
    ['bcrypt', `$2b$31$${'A'.repeat(53)}`],
    ['bcrypt-sha256', `$bcrypt-sha256$v=2,t=2b,r=31$${'A'.repeat(22)}$${'A'.repeat(31)}`],
    ['sha512-crypt', `$6$rounds=999999999$salt$${'A'.repeat(86)}`],
  ])('refuses %s before any work', async (_, digest) => {
    const began = performance.now();
    const code = await verified(digest, 'x');
    expect(['digest-too-costly', 'digest-malformed']).toContain(code);
    expect(performance.now() - began).toBeLessThan(500);
  });

  it('says which way a digest is damaged', () => {
    const whole = DOCUMENTED[0]!.digest;
    expect(codeOf(whole.slice(0, -1))).toBe('digest-malformed');
    expect(codeOf(whole.replace('$c8p', 'c8p'))).toBe('digest-malformed');
    expect(codeOf(`${whole}$more`)).toBe('digest-malformed');
    expect(codeOf('x'.repeat(LIMITS.digestLength + 1))).toBe('digest-malformed');
    expect(codeOf('insecure_secret')).toBe('digest-is-plaintext');
    expect(codeOf('$plaintext$insecure_secret')).toBe('digest-is-plaintext');
    expect(codeOf('$y$j9T$salt$hash')).toBe('digest-unsupported');
    expect(codeOf('$argon2id$m=65536,t=3,p=4$c2FsdHNhbHQ$AAAA')).toBe('digest-unsupported');
    expect(codeOf('$__proto__$1$2$3')).toBe('digest-unsupported');
    expect(codeOf('')).toBe('digest-is-plaintext');
  });

  it('never repeats the digest or the secret in a message', async () => {
    const result = await verifyDigest(`$pbkdf2-sha512$310000$${'Q'.repeat(22)}`, 'my-own-secret');
    expect(result.ok).toBe(false);
    expect(JSON.stringify(result)).not.toMatch(/QQQ|my-own-secret/);
    const long = await verifyDigest(DOCUMENTED[0]!.digest, 'z'.repeat(1025));
    expect(long).toMatchObject({ ok: false, error: { code: 'secret-too-long' } });
    expect(JSON.stringify(long)).not.toContain('zzz');
  });

  it('answers whatever it is given, and stays within its limits', () => {
    const field = fc.oneof(
      fc.string(),
      fc.constantFrom(...vectors.map(({ digest }) => digest), 'rounds=9', 'm=1,t=1,p=1', 'v=19', '2b'),
      fc.nat().map(String),
    );
    const hostile = fc.oneof(
      fc.string(),
      fc.array(field).map((fields) => `$${fields.join('$')}`),
      fc
        .tuple(
          fc.constantFrom(...vectors.map(({ digest }) => digest)),
          fc.nat(200),
          fc.string({ maxLength: 3 }),
        )
        .map(([digest, at, cut]) => digest.slice(0, at) + cut + digest.slice(at + 1)),
    );
    fc.assert(
      fc.property(hostile, (text) => {
        const parsed = parseDigest(text);
        if (!parsed.ok || parsed.value.kind !== 'pbkdf2') return;
        expect(parsed.value.iterations).toBeLessThanOrEqual(LIMITS.pbkdf2Iterations);
      }),
      { numRuns: 2000 },
    );
  });
});

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
