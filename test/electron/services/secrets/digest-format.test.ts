import { describe, expect, it } from 'vitest';
import { LIMITS, parseDigest, toAdapted } from '../../../../electron/services/secrets/digest-format.ts';

/** Base64 of so many zero bytes, without padding. */
const zeros = (bytes: number) => Buffer.alloc(bytes).toString('base64').replace(/=+$/, '');
const SALT = zeros(16);
const SALT22 = 'saltsaltsaltsaltsalt./';
const KEY31 = 'keykeykeykeykeykeykeykeykeykey9';
const [KEY43, KEY86] = [`${'k./'.repeat(14)}Z`, `${'k./'.repeat(28)}Z9`];

const answer = (digest: string) => {
  const parsed = parseDigest(digest);
  return parsed.ok ? parsed.value : [parsed.error.code, parsed.error.message];
};

describe('a digest that can be checked', () => {
  const pbkdf2 = { kind: 'pbkdf2', iterations: 310_000, salt: Buffer.alloc(16) };
  const argon2 = { kind: 'argon2', memory: 65_536, passes: 3, lanes: 4 };
  const bcrypt = { kind: 'bcrypt', cost: 12, salt: SALT22, key: KEY31, sha256: false };
  const sha256 = { kind: 'sha-crypt', hash: 'sha256', rounds: 5000, salt: 'salt', key: KEY43 };
  const known = [
    ...(
      [
        ['pbkdf2', 'sha1', 20],
        ['pbkdf2-sha1', 'sha1', 20],
        ['pbkdf2-sha224', 'sha224', 28],
        ['pbkdf2-sha256', 'sha256', 32],
        ['pbkdf2-sha384', 'sha384', 48],
        ['pbkdf2-sha512', 'sha512', 64],
      ] as const
    ).map(([name, hash, size]) => [
      `$${name}$310000$${SALT}$${zeros(size)}`,
      { ...pbkdf2, hash, key: Buffer.alloc(size) },
    ]),
    [
      '$pbkdf2-sha512$1$..//$././',
      {
        ...{ kind: 'pbkdf2', hash: 'sha512', iterations: 1 },
        ...{ salt: Buffer.from('++//', 'base64'), key: Buffer.from('+/+/', 'base64') },
      },
    ],
    ...['argon2i', 'argon2d', 'argon2id'].map((variant) => [
      `$${variant}$v=19$m=65536,t=3,p=4$c2Fs+HNh/HQ$AAAAAA`,
      { ...argon2, variant, salt: Buffer.from('c2Fs+HNh/HQ', 'base64'), key: Buffer.alloc(4) },
    ]),
    [
      '$scrypt$ln=16,r=8,p=1$AAA$AAAA',
      { kind: 'scrypt', ln: 16, r: 8, p: 1, salt: Buffer.alloc(2), key: Buffer.alloc(3) },
    ],
    ...['2a', '2b', '2y'].map((name) => [`$${name}$12$${SALT22}${KEY31}`, bcrypt]),
    [`$bcrypt-sha256$v=2,t=2b,r=9$${SALT22}$${KEY31}`, { ...bcrypt, cost: 9, sha256: true }],
    [`$bcrypt-sha256$v=2,t=2b,r=12$${SALT22}$${KEY31}`, { ...bcrypt, sha256: true }],
    [`$5$salt$${KEY43}`, sha256],
    [`$5$rounds=50000$salt$${KEY43}`, { ...sha256, rounds: 50_000 }],
    [`$5$rounds=1$salt$${KEY43}`, { ...sha256, rounds: 1000 }],
    [`$5$$${KEY43}`, { ...sha256, salt: '' }],
    [`$5$xrounds=50000$${KEY43}`, { ...sha256, salt: 'xrounds=50000' }],
    [`$5$rounds=50000x$${KEY43}`, { ...sha256, salt: 'rounds=50000x' }],
    [`$6$seventeencharacter$${KEY86}`, { ...sha256, hash: 'sha512', salt: 'seventeencharact', key: KEY86 }],
  ] as [string, object][];
  it.each(known)('%s', (digest, parsed) => {
    expect(answer(digest)).toEqual(parsed);
  });
});

describe('a damaged digest', () => {
  const key64 = zeros(64);
  const damaged = (shape: string, digests: readonly string[]) =>
    digests.map((digest) => [digest, shape] as const);
  it.each([
    ...damaged('It should read $pbkdf2-sha512$iterations$salt$key.', [
      '$pbkdf2-sha512',
      `$pbkdf2-sha512$310000$${SALT}`,
      `$pbkdf2-sha512$310000$${SALT}$${key64}$`,
      `$pbkdf2-sha512$310000$$${key64}`,
      `$pbkdf2-sha512$310000$${SALT}$`,
      ...['', '0', '01', '-1', '1.5', '1e5', 'x1', '1x', '12345678901'].map(
        (iterations) => `$pbkdf2-sha512$${iterations}$${SALT}$${key64}`,
      ),
      // Not as this format writes base64: its own letters, padding, a length or end that no bytes have.
      ...['+AAA', 'AAA=', 'AAAA!', '!AAAA', 'A-_A', 'A', 'AAAAA', 'AB', 'AAB'].flatMap((text) => [
        `$pbkdf2-sha512$310000$${text}$${key64}`,
        `$pbkdf2-sha512$310000$${SALT}$${text}`,
      ]),
    ]),
    ...damaged('It should read $argon2id$v=19$m=memory,t=passes,p=lanes$salt$key.', [
      '$argon2id',
      '$argon2id$v=19$m=65536,t=3,p=4$c2FsdHNhbHQ$AAAAAA$',
      '$argon2id$v=16$m=65536,t=3,p=4$c2FsdHNhbHQ$AAAAAA$',
      '$argon2id$v=18$m=65536,t=3,p=4$c2FsdHNhbHQ$AAAAAA',
      '$argon2id$v=19$m=65536,t=3,p=4$c2FsdHNhbHQ$',
      '$argon2id$v=19$m=65536,t=3,p=4$$AAAAAA',
      '$argon2id$v=19$m=65536,t=3,p=4$c2Fs.HNhbHQ$AAAAAA',
      // A salt of 7 bytes, a key of 3, less memory than the lanes need.
      `$argon2id$v=19$m=65536,t=3,p=4$${zeros(7)}$AAAAAA`,
      '$argon2id$v=19$m=65536,t=3,p=4$c2FsdHNhbHQ$AAAA',
      '$argon2id$v=19$m=31,t=3,p=4$c2FsdHNhbHQ$AAAAAA',
      ...[
        ...['m=65536,t=3', 'm=65536,t=3,p=4,d=1', 't=3,m=65536,p=4', 'm=0,t=3,p=4', 'm=65536,t=0,p=4'],
        ...['m=65536,t=3,p=0', 'm65536,t=3,p=4', 'x=65536,t=3,p=4', 'xm=65536,t=3,p=4', 'm=65536,t=3,4p='],
      ].map((numbers) => `$argon2id$v=19$${numbers}$c2FsdHNhbHQ$AAAAAA`),
    ]),
    ...damaged('It should read $scrypt$ln=16,r=8,p=1$salt$key.', [
      '$scrypt',
      '$scrypt$ln=16,r=8,p=1$AAAA',
      '$scrypt$ln=16,r=8,p=1$AAAA$AAAA$',
      '$scrypt$ln=16,r=8$AAAA$AAAA',
      '$scrypt$r=8,ln=16,p=1$AAAA$AAAA',
      '$scrypt$ln=16,r=8,p=x$AAAA$AAAA',
      '$scrypt$ln=16,r=8,p=1$$AAAA',
      '$scrypt$ln=16,r=8,p=1$AAAA$',
      '$scrypt$ln=16,r=8,p=1$A.AA$AAAA',
    ]),
    ...damaged('It should read $2b$12$ and 53 characters.', [
      '$2b',
      '$2b$12',
      `$2b$12$${SALT22}${KEY31}x`,
      `$2b$12$${SALT22}${KEY31.slice(1)}`,
      `$2b$12$${SALT22}+${KEY31.slice(1)}`,
      `$2b$12$+${SALT22.slice(1)}${KEY31}`,
      `$2b$12$${SALT22}$${KEY31}`,
      `$2b$12$${SALT22}${KEY31}$`,
      ...['', '4', '012', 'x12', '1x'].map((cost) => `$2b$${cost}$${SALT22}${KEY31}`),
    ]),
    ...damaged('It should read $bcrypt-sha256$v=2,t=2b,r=12$salt$key.', [
      '$bcrypt-sha256',
      `$bcrypt-sha256$v=2,t=2b,r=12$${SALT22}${KEY31}`,
      `$bcrypt-sha256$v=2,t=2b,r=12$${SALT22}$${KEY31}x`,
      `$bcrypt-sha256$v=2,t=2b,r=12$${SALT22}x$${KEY31}`,
      `$bcrypt-sha256$v=2,t=2b,r=12$${SALT22}$${KEY31}$`,
      `$bcrypt-sha256$v=2,t=2b,r=12$+${SALT22.slice(1)}$${KEY31}`,
      `$bcrypt-sha256$v=2,t=2b,r=12$${SALT22}$+${KEY31.slice(1)}`,
      ...['v=1,t=2b,r=12', 'xv=2,t=2b,r=12', 'v=2,t=2b,r=', 'v=2,t=2b,r=012', 'v=2,t=2b,r=xx'].map(
        (head) => `$bcrypt-sha256$${head}$${SALT22}$${KEY31}`,
      ),
    ]),
    ...damaged('The cost of bcrypt is between 4 and 31.', [
      ...['00', '03', '32', '99'].map((cost) => `$2b$${cost}$${SALT22}${KEY31}`),
      `$bcrypt-sha256$v=2,t=2b,r=3$${SALT22}$${KEY31}`,
    ]),
    ...damaged('It should read $5$rounds=50000$salt$ and 43 characters.', [
      '$5',
      '$5$rounds=5000',
      `$5$rounds=5000$${KEY43}`,
      `$5$salt$${KEY43}$`,
      `$5$salt$${KEY43}x`,
      `$5$salt$${KEY86}`,
      `$5$salt$+${KEY43.slice(1)}`,
      `$5$salt$${KEY43.slice(1)}+`,
      `$5$rounds=12345678901$salt$${KEY43}`,
      `$5$rounds=$salt$${KEY43}`,
    ]),
    ...damaged('It should read $6$rounds=50000$salt$ and 86 characters.', [`$6$salt$${KEY43}`, '$6$salt']),
    ...damaged('It is longer than any digest.', [`$pbkdf2-sha512$1$${'A'.repeat(921)}$${zeros(64)}`]),
  ])('%s: %s', (digest, shape) => {
    expect(answer(digest)).toEqual([
      'digest-malformed',
      `The digest is damaged or cut off. ${shape} Was a $ eaten on the way? Put it in single quotes.`,
    ]);
  });
});

describe('the most that a digest may cost', () => {
  const argon2 = (m: number, t: number, p: number) =>
    `$argon2id$v=19$m=${m},t=${t},p=${p}$c2FsdHNhbHQ$AAAAAA`;
  const scrypt = (ln: number, r: number, p: number) => `$scrypt$ln=${ln},r=${r},p=${p}$AAAA$AAAA`;
  const pbkdf2 = (iterations: number, key: number) => `$pbkdf2-sha512$${iterations}$${SALT}$${zeros(key)}`;
  it.each([
    ['iterations of pbkdf2', pbkdf2(5_000_000, 64), pbkdf2(5_000_001, 64)],
    ['blocks of pbkdf2', pbkdf2(2_500_000, 65), pbkdf2(2_500_001, 65)],
    ['memory of argon2', argon2(262_144, 8, 1), argon2(262_145, 1, 1)],
    ['passes of argon2', argon2(8, 262_144, 1), argon2(8, 262_145, 1)],
    ['lanes of argon2', argon2(512, 1, 64), argon2(520, 1, 65)],
    ['memory of scrypt by N', scrypt(18, 8, 1), scrypt(19, 8, 1)],
    ['memory of scrypt by r', scrypt(20, 2, 1), scrypt(20, 3, 1)],
    ['memory of scrypt by r and p', scrypt(1, 131_072, 16), scrypt(1, 131_073, 16)],
    ['N of scrypt beyond numbers', scrypt(21, 1, 1), scrypt(9_999_999_999, 1, 1)],
    ['lanes of scrypt', scrypt(4, 8, 16), scrypt(4, 8, 17)],
    ['cost of bcrypt', `$2b$15$${SALT22}${KEY31}`, `$2b$16$${SALT22}${KEY31}`],
    ['cost of bcrypt, by its own limit', `$2b$04$${SALT22}${KEY31}`, `$2b$31$${SALT22}${KEY31}`],
    ['rounds of sha-crypt', `$5$rounds=1000000$s$${KEY43}`, `$5$rounds=1000001$s$${KEY43}`],
  ])('%s', (_, most, more) => {
    expect(parseDigest(most)).toMatchObject({ ok: true });
    expect(answer(more)).toEqual([
      'digest-too-costly',
      'The digest asks for more memory or time than any product’s settings do, so it isn’t checked. Make a new one with pbkdf2-sha512 and 310000 iterations.',
    ]);
  });

  it('a digest may be as long as this, and is at least as expensive as argon2 needs', () => {
    const longest = `$pbkdf2-sha512$1$${'A'.repeat(920)}$${zeros(64)}`;
    expect(longest.length).toBe(LIMITS.digestLength);
    expect(parseDigest(longest).ok).toBe(true);
    expect(parseDigest(argon2(32, 1, 4)).ok).toBe(true);
  });
});

describe('what is no digest, or none that is known', () => {
  const PLAIN =
    'The provider’s configuration holds the client secret in clear text where a digest belongs. Replace it with the digest.';
  const UNKNOWN =
    'The digest is of a kind that can’t be checked here. Known are pbkdf2, argon2, scrypt, bcrypt, sha256-crypt and sha512-crypt; for a client secret use pbkdf2-sha512.';
  const OLD =
    'The digest is of an old version of argon2 (before v=19) and can’t be checked here. Make a new one.';
  it.each([
    ['', 'digest-is-plaintext', PLAIN],
    ['insecure_secret', 'digest-is-plaintext', PLAIN],
    ['pbkdf2-sha512$1$AAAA$AAAA', 'digest-is-plaintext', PLAIN],
    ['$plaintext$insecure_secret', 'digest-is-plaintext', PLAIN],
    ['$', 'digest-unsupported', UNKNOWN],
    ['$plaintext', 'digest-unsupported', UNKNOWN],
    ['$2x$12$x', 'digest-unsupported', UNKNOWN],
    ['$pbkdf2-md5$1$AAAA$AAAA', 'digest-unsupported', UNKNOWN],
    ['$toString$1$AAAA$AAAA', 'digest-unsupported', UNKNOWN],
    ['$argon2id$m=65536,t=3,p=4$c2FsdHNhbHQ$AAAA', 'digest-unsupported', OLD],
    ['$argon2i$v=16$m=65536,t=3,p=4$c2FsdHNhbHQ$AAAA', 'digest-unsupported', OLD],
  ])('%j: %s', (text, code, message) => {
    expect(answer(text)).toEqual([code, message]);
  });
});

describe('base64 as passlib writes it', () => {
  it.each([
    [[], ''],
    [[0], 'AA'],
    [[0, 0], 'AAA'],
    [[0, 0, 0], 'AAAA'],
    [[251, 239, 190, 255, 255, 255], '....////'],
  ])('%j: %s', (bytes, text) => {
    expect(toAdapted(Buffer.from(bytes))).toBe(text);
  });
});
