import { fail, ok, type Result } from '../../../shared/result.ts';

/** A parsed digest: what to compute, and the expected result. Parameters are within {@link LIMITS}. */
export type ParsedDigest =
  | {
      readonly kind: 'pbkdf2';
      readonly hash: string;
      readonly iterations: number;
      readonly salt: Buffer;
      readonly key: Buffer;
    }
  | {
      readonly kind: 'argon2';
      readonly variant: 'argon2i' | 'argon2d' | 'argon2id';
      /** KiB. */
      readonly memory: number;
      readonly passes: number;
      readonly lanes: number;
      readonly salt: Buffer;
      readonly key: Buffer;
    }
  | {
      readonly kind: 'scrypt';
      /** N = 2^ln. */
      readonly ln: number;
      readonly r: number;
      readonly p: number;
      readonly salt: Buffer;
      readonly key: Buffer;
    }
  | {
      readonly kind: 'bcrypt';
      readonly cost: number;
      /** Salt and key in bcrypt's own base64 variant: 22 and 31 characters. */
      readonly salt: string;
      readonly key: string;
      /** `$bcrypt-sha256$`: HMAC-SHA256 is applied to the password first. */
      readonly sha256: boolean;
    }
  | {
      readonly kind: 'sha-crypt';
      readonly hash: 'sha256' | 'sha512';
      readonly rounds: number;
      readonly salt: string;
      readonly key: string;
    };

/**
 * The maximum cost of a digest. A digest comes from a file that anyone may have written, so a more expensive
 * one is rejected before any work is done. This limits memory and time.
 */
export const LIMITS = {
  digestLength: 1024,
  pbkdf2Iterations: 5_000_000,
  /** KiB: 256 MiB. */
  argon2Memory: 262_144,
  /** KiB times passes. */
  argon2Work: 2_097_152,
  argon2Lanes: 64,
  /** Bytes: 128 · r · N, and as much for 128 · r · p. */
  scryptMemory: 268_435_456,
  scryptLanes: 16,
  bcryptCost: 15,
  shaCryptRounds: 1_000_000,
} as const;

const HASHES: Readonly<Record<string, { readonly name: string; readonly size: number }>> = {
  pbkdf2: { name: 'sha1', size: 20 },
  'pbkdf2-sha1': { name: 'sha1', size: 20 },
  'pbkdf2-sha224': { name: 'sha224', size: 28 },
  'pbkdf2-sha256': { name: 'sha256', size: 32 },
  'pbkdf2-sha384': { name: 'sha384', size: 48 },
  'pbkdf2-sha512': { name: 'sha512', size: 64 },
};

/**
 * Parses a digest in modular crypt format (the layouts that Authelia writes and reads). Codes:
 * `digest-malformed`, `digest-unsupported`, `digest-too-costly`, `digest-is-plaintext`.
 */
export function parseDigest(text: string): Result<ParsedDigest> {
  if (text.length > LIMITS.digestLength) return malformed('It is longer than any digest.');
  if (!text.startsWith('$') || text.startsWith('$plaintext$')) {
    return fail(
      'digest-is-plaintext',
      'The provider’s configuration holds the client secret in clear text where a digest belongs. Replace it with the digest.',
    );
  }
  const parts = text.split('$').slice(1);
  const name = parts[0]!;
  if (Object.hasOwn(HASHES, name)) return parsePbkdf2(name, parts);
  switch (name) {
    case 'argon2i':
    case 'argon2d':
    case 'argon2id':
      return parseArgon2(name, parts);
    case 'scrypt':
      return parseScrypt(parts);
    case '2a':
    case '2b':
    case '2y':
      return parseBcrypt(parts);
    case 'bcrypt-sha256':
      return parseBcryptSha256(parts);
    case '5':
    case '6':
      return parseShaCrypt(name, parts);
    default:
      return fail(
        'digest-unsupported',
        'The digest is of a kind that can’t be checked here. Known are pbkdf2, argon2, scrypt, bcrypt, sha256-crypt and sha512-crypt; for a client secret use pbkdf2-sha512.',
      );
  }
}

function parsePbkdf2(name: string, parts: readonly string[]): Result<ParsedDigest> {
  const hash = HASHES[name]!;
  const iterations = positive(parts[1]);
  const salt = adapted(parts[2]);
  const key = adapted(parts[3]);
  if (parts.length !== 4 || iterations === undefined || !salt || !key) {
    return malformed(`It should read $${name}$iterations$salt$key.`);
  }
  // For a longer key, each further block costs all iterations again.
  const work = iterations * Math.ceil(key.length / hash.size);
  if (work > LIMITS.pbkdf2Iterations) return tooCostly();
  return ok({ kind: 'pbkdf2', hash: hash.name, iterations, salt, key });
}

function parseArgon2(
  variant: 'argon2i' | 'argon2d' | 'argon2id',
  parts: readonly string[],
): Result<ParsedDigest> {
  const shape = `It should read $${variant}$v=19$m=memory,t=passes,p=lanes$salt$key.`;
  if (parts.length === 4 || (parts.length === 5 && parts[1] === 'v=16')) {
    return fail(
      'digest-unsupported',
      'The digest is of an old version of argon2 (before v=19) and can’t be checked here. Make a new one.',
    );
  }
  const numbers = named(parts[2], ['m', 't', 'p']);
  const salt = standard(parts[3]);
  const key = standard(parts[4]);
  if (parts.length !== 5 || parts[1] !== 'v=19' || !numbers || !salt || !key) return malformed(shape);
  const [memory, passes, lanes] = numbers as [number, number, number];
  if (salt.length < 8 || key.length < 4 || memory < 8 * lanes) return malformed(shape);
  if (memory > LIMITS.argon2Memory || memory * passes > LIMITS.argon2Work || lanes > LIMITS.argon2Lanes) {
    return tooCostly();
  }
  return ok({ kind: 'argon2', variant, memory, passes, lanes, salt, key });
}

function parseScrypt(parts: readonly string[]): Result<ParsedDigest> {
  const numbers = named(parts[1], ['ln', 'r', 'p']);
  const salt = standard(parts[2]);
  const key = standard(parts[3]);
  if (parts.length !== 4 || !numbers || !salt || !key) {
    return malformed('It should read $scrypt$ln=16,r=8,p=1$salt$key.');
  }
  const [ln, r, p] = numbers as [number, number, number];
  if (p > LIMITS.scryptLanes || 128 * r * Math.max(2 ** ln, p) > LIMITS.scryptMemory) return tooCostly();
  return ok({ kind: 'scrypt', ln, r, p, salt, key });
}

function parseBcrypt(parts: readonly string[]): Result<ParsedDigest> {
  const fields = /^(\d\d)\$([./A-Za-z0-9]{22})([./A-Za-z0-9]{31})$/.exec(parts.slice(1).join('$'));
  if (!fields) return malformed('It should read $2b$12$ and 53 characters.');
  return bcryptWithin(Number(fields[1]), fields[2]!, fields[3]!, false);
}

function parseBcryptSha256(parts: readonly string[]): Result<ParsedDigest> {
  const fields = /^v=2,t=2b,r=(\d{1,2})\$([./A-Za-z0-9]{22})\$([./A-Za-z0-9]{31})$/.exec(
    parts.slice(1).join('$'),
  );
  if (!fields) return malformed('It should read $bcrypt-sha256$v=2,t=2b,r=12$salt$key.');
  return bcryptWithin(Number(fields[1]), fields[2]!, fields[3]!, true);
}

function bcryptWithin(cost: number, salt: string, key: string, sha256: boolean): Result<ParsedDigest> {
  if (cost < 4 || cost > 31) return malformed('The cost of bcrypt is between 4 and 31.');
  if (cost > LIMITS.bcryptCost) return tooCostly();
  return ok({ kind: 'bcrypt', cost, salt, key, sha256 });
}

function parseShaCrypt(name: '5' | '6', parts: readonly string[]): Result<ParsedDigest> {
  const rest = parts.slice(1);
  const stated = /^rounds=(\d{1,10})$/.exec(String(rest[0]));
  if (stated) rest.shift();
  const [salt, key] = rest as [string, string];
  const length = name === '6' ? 86 : 43;
  if (rest.length !== 2 || key.length !== length || !/^[./A-Za-z0-9]+$/.test(key)) {
    return malformed(`It should read $${name}$rounds=50000$salt$ and ${length} characters.`);
  }
  // The algorithm itself raises fewer than 1000 rounds to 1000, and cuts the salt after 16 characters.
  const rounds = Math.max(1000, stated ? Number(stated[1]) : 5000);
  if (rounds > LIMITS.shaCryptRounds) return tooCostly();
  return ok({
    kind: 'sha-crypt',
    hash: name === '6' ? 'sha512' : 'sha256',
    rounds,
    salt: salt.slice(0, 16),
    key,
  });
}

const unpadded = (bytes: Buffer): string => bytes.toString('base64').replaceAll('=', '');

/** Encodes base64 as passlib and Authelia write it for pbkdf2: `.` instead of `+`, no padding. */
export const toAdapted = (bytes: Buffer): string => unpadded(bytes).replaceAll('+', '.');

const adapted = (text: string | undefined): Buffer | undefined =>
  text?.includes('+') ? undefined : standard(text?.replaceAll('.', '+'));

/**
 * Decodes only text that encodes back to the same text, so that a shortened or extended digest isn't accepted
 * as another one.
 */
function standard(text: string | undefined): Buffer | undefined {
  if (text === undefined) return undefined;
  const bytes = Buffer.from(text, 'base64');
  return text !== '' && unpadded(bytes) === text ? bytes : undefined;
}

/** Parses `m=65536,t=3,p=4` in exactly this order. */
function named(text: string | undefined, names: readonly string[]): readonly number[] | undefined {
  const fields = String(text).split(',');
  if (fields.length !== names.length) return undefined;
  const numbers = names.map((name, index) => {
    const field = fields[index]!;
    return field.startsWith(`${name}=`) ? positive(field.slice(name.length + 1)) : undefined;
  });
  return numbers.every((number) => number !== undefined) ? numbers : undefined;
}

function positive(text: string | undefined): number | undefined {
  return /^[1-9]\d{0,9}$/.test(String(text)) ? Number(text) : undefined;
}

const malformed = (shape: string) =>
  fail(
    'digest-malformed',
    `The digest is damaged or cut off. ${shape} Was a $ eaten on the way? Put it in single quotes.`,
  );

const tooCostly = () =>
  fail(
    'digest-too-costly',
    'The digest asks for more memory or time than any product’s settings do, so it isn’t checked. Make a new one with pbkdf2-sha512 and 310000 iterations.',
  );
