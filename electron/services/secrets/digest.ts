import { createHmac, hkdfSync, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { fail, ok, type Result } from '../../../shared/result.ts';
import { type ParsedDigest, parseDigest, toAdapted } from './digest-format.ts';
import { hashPool } from './hash-pool.ts';
import { runHashJob } from './hash-worker.ts';

const scryptAsync = promisify(scrypt) as (
  password: Buffer,
  salt: Buffer,
  length: number,
  options: { N: number; r: number; p: number; maxmem: number },
) => Promise<Buffer>;

/** Authelia's defaults for `pbkdf2 --variant sha512`: 310000 iterations, 16-byte salt, 64-byte key. */
export const CLIENT_DIGEST = { iterations: 310_000, saltBytes: 16, keyBytes: 64 } as const;

/**
 * In bytes. Longer than any client secret. Needed because the work of sha-crypt grows with the square of the
 * length.
 */
const SECRET_LIMIT = 1024;

/**
 * Returns the digest of a client secret as Authelia's `client_secret` expects it:
 * `$pbkdf2-sha512$310000$<salt>$<key>`.
 *
 * The same secret for the same client gives the same digest, so rendering twice gives the same bytes even if
 * nothing is stored (`--secrets stdin`). The salt is not random. It is derived from the names of the
 * workspace and the client. That is enough, because salts only have to differ between stored digests. The
 * secret is not part of the salt: otherwise an attacker could test a guess with one hash instead of 310000
 * iterations.
 *
 * @param owner identifies the client across all installations, for example `<workspace id>/<client_id>`
 * @param signal rejects if it is aborted before the work begins
 */
export async function digestClientSecret(
  secret: string,
  owner: string,
  signal?: AbortSignal,
): Promise<string> {
  const { iterations, saltBytes, keyBytes } = CLIENT_DIGEST;
  const salt = Buffer.from(hkdfSync('sha256', owner, 'latchkey', 'client secret digest, salt, 1', saltBytes));
  const password = Buffer.from(secret);
  const job = { password, salt, iterations, length: keyBytes, hash: 'sha512' };
  const key = Buffer.from(await hashPool.pbkdf2(job, signal));
  return `$pbkdf2-sha512$${iterations}$${toAdapted(salt)}$${toAdapted(key)}`;
}

/**
 * Checks whether a digest was made from this secret. Runs off the event loop and compares in constant time.
 * Rejects a digest that costs too much before doing any work.
 *
 * Codes: those of {@link parseDigest}, `secret-too-long`, `digest-too-slow`.
 */
export async function verifyDigest(
  digest: string,
  secret: string,
  signal?: AbortSignal,
): Promise<Result<boolean>> {
  const parsed = parseDigest(digest);
  if (!parsed.ok) return parsed;
  const password = Buffer.from(secret);
  if (password.length > SECRET_LIMIT) {
    return fail('secret-too-long', `The secret has more than ${SECRET_LIMIT} bytes. Is it a whole file?`);
  }
  const key = await computeKey(parsed.value, password, signal);
  if (key === undefined) {
    return fail('digest-too-slow', 'Checking the digest took too long on this computer and was given up.');
  }
  return ok(timingSafeEqual(key, expectedKey(parsed.value)));
}

async function computeKey(
  digest: ParsedDigest,
  password: Buffer,
  signal: AbortSignal | undefined,
): Promise<Uint8Array | undefined> {
  switch (digest.kind) {
    case 'pbkdf2': {
      const { salt, iterations, key, hash } = digest;
      return hashPool.pbkdf2({ password, salt, iterations, length: key.length, hash }, signal);
    }
    case 'scrypt': {
      const { ln, r, p, salt, key } = digest;
      const N = 2 ** ln;
      // The cost is within LIMITS already; Node's own limit is lower.
      return scryptAsync(password, salt, key.length, { N, r, p, maxmem: Number.MAX_SAFE_INTEGER });
    }
    case 'argon2': {
      const { kind, variant, memory, passes, lanes, salt, key } = digest;
      return runHashJob({ kind, variant, password, salt, memory, passes, lanes, length: key.length });
    }
    case 'bcrypt': {
      const { kind, cost, salt } = digest;
      const prepared = digest.sha256
        ? Buffer.from(createHmac('sha256', salt).update(password).digest('base64'))
        : // bcrypt ignores everything after 72 bytes.
          password.subarray(0, 72);
      // The library needs at least one byte. For bcrypt, an empty password is the NUL that ends every
      // password.
      const given = prepared.length === 0 ? Buffer.from([0]) : prepared;
      return runHashJob({ kind, cost, password: given, salt: fromBcrypt64(salt) });
    }
    case 'sha-crypt': {
      const { kind, hash, rounds, salt } = digest;
      const bytes = await runHashJob({ kind, hash, rounds, password, salt: Buffer.from(salt) });
      return bytes && Buffer.from(toCrypt64(bytes, hash));
    }
  }
}

/** The key that the digest states, as long as the one that {@link computeKey} returns. */
function expectedKey(digest: ParsedDigest): Buffer {
  switch (digest.kind) {
    case 'bcrypt':
      return fromBcrypt64(digest.key);
    case 'sha-crypt':
      return Buffer.from(digest.key);
    default:
      return digest.key;
  }
}

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const BCRYPT64 = './ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const CRYPT64 = './0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

function fromBcrypt64(text: string): Buffer {
  const standard = [...text].map((character) => BASE64[BCRYPT64.indexOf(character)]).join('');
  return Buffer.from(standard, 'base64');
}

/** Encodes bytes in the order that crypt uses: groups of three bytes, rotated in each group. */
function toCrypt64(bytes: Uint8Array, hash: 'sha256' | 'sha512'): string {
  const [third, rest, rotation] = hash === 'sha512' ? [21, [63], [0, 1, 2]] : [10, [31, 30], [0, 2, 1]];
  let text = '';
  const write = (value: number, characters: number): void => {
    for (let index = 0; index < characters; index += 1) text += CRYPT64[(value >> (6 * index)) & 63];
  };
  for (let group = 0; group < third; group += 1) {
    const at = (lane: number): number => bytes[group + third * lane]!;
    // sha512 uses the lane order 0 1 2, 1 2 0, 2 0 1. sha256 uses 0 1 2, 2 0 1, 1 2 0.
    const start = rotation[group % 3]!;
    write((at(start) << 16) | (at((start + 1) % 3) << 8) | at((start + 2) % 3), 4);
  }
  write(
    rest.length === 1 ? bytes[rest[0]!]! : (bytes[rest[0]!]! << 8) | bytes[rest[1]!]!,
    rest.length === 1 ? 2 : 3,
  );
  return text;
}
