import { createPrivateKey } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  checkOwnSecret,
  generateClientId,
  generateClientSecret,
  generateHmacSecret,
  generateJwtSecret,
  generateSessionSecret,
  generateSigningKey,
  generateStorageEncryptionKey,
  readSigningKey,
} from '../../../../electron/services/secrets/generate.ts';

const codes = (value: string) => checkOwnSecret(value).map((finding) => finding.code);

describe('generated secrets', () => {
  it('are 64 letters and digits unless asked otherwise', () => {
    for (const make of [
      generateClientSecret,
      generateHmacSecret,
      generateStorageEncryptionKey,
      generateSessionSecret,
      generateJwtSecret,
    ]) {
      expect(make()).toMatch(/^[A-Za-z0-9]{64}$/);
    }
    expect(generateClientSecret({ length: 72, charset: 'rfc3986' })).toMatch(/^[A-Za-z0-9\-._~]{72}$/);
  });

  it('use every character of the set, about equally often', () => {
    for (const [charset, size] of [
      ['alphanumeric', 62],
      ['rfc3986', 66],
    ] as const) {
      const counts = new Map<string, number>();
      for (let round = 0; round < 800; round += 1) {
        for (const character of generateClientSecret({ length: 64, charset })) {
          counts.set(character, (counts.get(character) ?? 0) + 1);
        }
      }
      expect(counts.size).toBe(size);
      // Chi-squared: a value above mean + 6 standard deviations has a probability below one in a hundred
      // million.
      const expected = (800 * 64) / size;
      const chi = [...counts.values()].reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
      expect(chi).toBeLessThan(size - 1 + 6 * Math.sqrt(2 * (size - 1)));
    }
  });

  it('never repeat, and never raise a finding of our own', () => {
    const made = Array.from({ length: 500 }, () => generateClientSecret());
    expect(new Set(made).size).toBe(500);
    for (const secret of made) expect(checkOwnSecret(secret)).toEqual([]);
  });

  it('are refused in lengths that make no sense', () => {
    for (const length of [0, 31, 257, 40.5, Number.NaN]) {
      expect(() => generateClientSecret({ length })).toThrow(RangeError);
    }
  });

  it('name client ids after the app, in letters and digits only', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z][a-z0-9-]{0,39}$/), (app) => {
        const id = generateClientId(app);
        expect(id).toMatch(/^[A-Za-z0-9]+$/);
        expect(id.startsWith(app.replaceAll('-', ''))).toBe(true);
        expect(id).toHaveLength(app.replaceAll('-', '').length + 12);
      }),
    );
    expect(generateClientId('memos')).not.toBe(generateClientId('memos'));
  });
});

describe('signing keys', () => {
  it.each([
    [{ kty: 'RSA' }, 'rsa', 2048],
    [{ kty: 'RSA', bits: 3072 }, 'rsa', 3072],
    [{ kty: 'EC', crv: 'P-256' }, 'ec', 'prime256v1'],
    [{ kty: 'EC', crv: 'P-384' }, 'ec', 'secp384r1'],
    [{ kty: 'EC', crv: 'P-521' }, 'ec', 'secp521r1'],
  ] as const)('makes %j as PKCS#8', async (spec, type, detail) => {
    let ticks = 0;
    const timer = setInterval(() => {
      ticks += 1;
    }, 1);
    const pem = await generateSigningKey(spec);
    clearInterval(timer);
    expect(pem).toMatch(/^-----BEGIN PRIVATE KEY-----\n[\s\S]+\n-----END PRIVATE KEY-----\n$/);
    const key = createPrivateKey(pem);
    expect(key.asymmetricKeyType).toBe(type);
    const { modulusLength, namedCurve } = key.asymmetricKeyDetails!;
    expect(modulusLength ?? namedCurve).toBe(detail);
    if (type === 'rsa') expect(ticks).toBeGreaterThan(0);
    expect(readSigningKey(pem).ok).toBe(type === 'rsa');
  });

  it('turns PKCS#1 into PKCS#8 and says what is wrong with anything else', async () => {
    const pem = await generateSigningKey({ kty: 'RSA' });
    const pkcs1 = createPrivateKey(pem).export({ type: 'pkcs1', format: 'pem' }).toString();
    expect(readSigningKey(pkcs1)).toEqual({ ok: true, pem });
    expect(readSigningKey(pem.trimEnd().replaceAll('\n', '\r\n'))).toEqual({ ok: true, pem });
    const locked = createPrivateKey(pem)
      .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' })
      .toString();
    expect(readSigningKey(locked)).toMatchObject({
      ok: false,
      problem: expect.stringContaining('passphrase'),
    });
    for (const text of ['', 'hunter2', pem.slice(0, 200), 'x'.repeat(100_000)]) {
      const read = readSigningKey(text);
      expect(read.ok).toBe(false);
      expect(JSON.stringify(read)).not.toContain('hunter2');
    }
  });
});

describe('a secret that someone brings along', () => {
  const good = 'Zk3vQ9xW7mB2nT5yR8uJ4pL6sD1fG0hA';

  it.each([
    ['', 'secret-empty'],
    [' \n', 'secret-empty'],
    ['$pbkdf2-sha512$310000$c8p78n7pUMln0jzvd4aK4Q$JNRB', 'secret-is-digest'],
    ['$argon2id$v=19$m=65536,t=3,p=4$abc$def', 'secret-is-digest'],
    [' $2b$12$abcdefghijklmnopqrstuv', 'secret-is-digest'],
    ['$6$rounds=50000$abc$def', 'secret-is-digest'],
    ['$scrypt$ln=16,r=8,p=1$a$b', 'secret-is-digest'],
    ['$bcrypt-sha256$v=2,t=2b,r=12$a$b', 'secret-is-digest'],
    ['$y$j9T$a$b', 'secret-is-digest'],
    [`$plaintext$${good}`, 'secret-is-marked-plain'],
    [`${good}\n`, 'secret-line-break'],
    [`${good}\u0000`, 'secret-line-break'],
    [`${good} `, 'secret-blank'],
    [`${good}\u00a0`, 'secret-blank'],
    [`"${good}"`, 'secret-quotes'],
    [`“${good}”`, 'secret-quotes'],
    [`${good}$x`, 'secret-dollar'],
    [`${good}+/=`, 'secret-reserved-characters'],
    [`${good}é`, 'secret-reserved-characters'],
    [`${good}~`, 'secret-not-alphanumeric'],
    ['Zk3vQ9xW7mB2', 'secret-too-short'],
    [good.repeat(40), 'secret-too-long'],
  ])('%j is %s', (value, code) => {
    expect(codes(value)).toEqual([code]);
  });

  it('has nothing against letters and digits', () => expect(codes(good)).toEqual([]));

  it('names every mistake, and never the value', () => {
    const value = `'pass word$+'`;
    expect(codes(value).sort()).toEqual(
      [
        'secret-blank',
        'secret-quotes',
        'secret-dollar',
        'secret-reserved-characters',
        'secret-too-short',
      ].sort(),
    );
    fc.assert(
      fc.property(fc.string({ minLength: 12 }), (text) => {
        for (const finding of checkOwnSecret(text)) {
          if (text.trim().length >= 12) expect(finding.message).not.toContain(text.trim());
        }
      }),
    );
  });
});
