import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { digestClientSecret, verifyDigest } from '../../../../electron/services/secrets/digest.ts';
import { LIMITS, parseDigest } from '../../../../electron/services/secrets/digest-format.ts';
import vectors from './fixtures/digests.json' with { type: 'json' };

/** While it is set, the thread that hashes answers as if its time were over. */
const tooSlow = vi.hoisted(() => ({ now: false }));
vi.mock('../../../../electron/services/secrets/hash-worker.ts', async (load) => {
  const real = await load<typeof import('../../../../electron/services/secrets/hash-worker.ts')>();
  const runHashJob: typeof real.runHashJob = async (...args) =>
    tooSlow.now ? undefined : real.runHashJob(...args);
  return { ...real, runHashJob };
});

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

  it('makes this digest, today as ever: the salt by HKDF, the key by PBKDF2, as Python computes them', async () => {
    expect(await digestClientSecret('insecure_sécret', 'lab/memos')).toBe(
      '$pbkdf2-sha512$310000$mugMcYW/Sc2.moM92u5u0g$bYxDhlqb32ec6pOiwNIv0pAxQRICMrGeCB5/U4h4eFL1Kg1gzzTgwX69tfMLBAEl.oWDCGV3m73SHM.HJ.wclw',
    );
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

  it('verifies an empty secret with bcrypt, as libxcrypt made it', async () => {
    const digest = '$2b$04$abcdefghijklmnopqrstuubyCG3zY1GIXMyxfivm.ClDiInHzxjiq';
    expect(await verified(digest, '')).toBe(true);
    expect(await verified(digest, ' ')).toBe(false);
  });

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

describe('what is given up', () => {
  const cheap = vectors.find(({ digest }) => digest.startsWith('$pbkdf2-sha512$'))!.digest;
  it('a secret of more than 1024 bytes', async () => {
    expect(await verified(cheap, 'é'.repeat(512))).toBe(false);
    expect(await verifyDigest(cheap, `${'é'.repeat(512)}x`)).toEqual({
      ok: false,
      error: {
        code: 'secret-too-long',
        message: 'The secret has more than 1024 bytes. Is it a whole file?',
      },
    });
  });

  it.each(['$argon2id', '$2b', '$6'])('a digest of %s that takes too long', async (start) => {
    tooSlow.now = true;
    const { digest, secret } = vectors.find((vector) => vector.digest.startsWith(start))!;
    expect(await verifyDigest(digest, secret)).toEqual({
      ok: false,
      error: {
        code: 'digest-too-slow',
        message: 'Checking the digest took too long on this computer and was given up.',
      },
    });
    tooSlow.now = false;
  });

  it('a digest that nobody waits for any more', async () => {
    const signal = AbortSignal.abort(new Error('gone'));
    await expect(verifyDigest(cheap, 'x', signal)).rejects.toThrow('gone');
    await expect(digestClientSecret('x', 'lab/memos', signal)).rejects.toThrow('gone');
  });
});
