import { createHash, createPublicKey } from 'node:crypto';
import { compactVerify, importJWK, type JWK } from 'jose';
import type { KeyEvidence, SignatureEvidence } from '../../../shared/diagnosis/evidence.ts';
import { fitsAlg } from '../../../shared/diagnosis/judges/keys.ts';
import { printable } from '../../../shared/diagnosis/printable.ts';
import { repeatedMembers } from '../../../shared/diagnosis/repeated-members.ts';
import type { EvidenceValue } from '../../../shared/diagnosis/types.ts';

const PRIVATE_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];
const PUBLIC_MEMBERS = ['kty', 'n', 'e', 'crv', 'x', 'y'];
/** More keys than any real provider has. Further keys are ignored. */
const MAX_KEYS = 100;

/** A published key: the details that may be shown, and the key itself without its private members. */
export interface PublishedKey {
  readonly evidence: KeyEvidence;
  readonly jwk: JWK;
}

/**
 * Reads the `keys` of a key set. Skips entries that are not objects. `show` makes foreign text safe to show, at
 * most that many characters of it.
 */
export function readKeys(
  keys: unknown,
  show: (text: string, limit: number) => string = printable,
): readonly PublishedKey[] {
  const text = (value: unknown): string | undefined =>
    typeof value === 'string' ? show(value, 100) : undefined;
  if (!Array.isArray(keys)) return [];
  return keys.slice(0, MAX_KEYS).flatMap((raw: unknown) => {
    if (raw === null || typeof raw !== 'object' || Array.isArray(raw)) return [];
    const key = raw as Record<string, unknown>;
    const jwk = Object.fromEntries(
      PUBLIC_MEMBERS.filter((name) => Object.hasOwn(key, name)).map((name) => [name, key[name]]),
    ) as JWK;
    const bits = keyBits(jwk);
    const optional = {
      kid: text(key['kid']),
      alg: text(key['alg']),
      use: text(key['use']),
      crv: text(key['crv']),
    };
    return [
      {
        jwk,
        evidence: {
          kty: text(key['kty']) ?? '',
          ...Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined)),
          ...(bits === undefined ? {} : { bits }),
          private_members: PRIVATE_MEMBERS.filter((name) => Object.hasOwn(key, name)),
          usable: bits !== undefined,
        },
      },
    ];
  });
}

/** Returns the size of a public key in bits, or undefined if it can't be imported. */
function keyBits(jwk: JWK): number | undefined {
  try {
    const key = createPublicKey({ key: jwk as never, format: 'jwk' });
    const details = key.asymmetricKeyDetails;
    if (details?.modulusLength !== undefined) return details.modulusLength;
    return (
      { 'P-256': 256, secp256k1: 256, 'P-384': 384, 'P-521': 521, Ed25519: 256, Ed448: 456 }[jwk.crv ?? ''] ??
      0
    );
  } catch {
    return undefined;
  }
}

/** The decoded parts of a JWT, not verified. */
export interface DecodedJwt {
  readonly parts: number;
  readonly malformed: boolean;
  readonly header: Readonly<Record<string, EvidenceValue>>;
  readonly claims: Readonly<Record<string, EvidenceValue>>;
  /** Names that occur twice in the header or the claims (RFC 7515 §4, RFC 7519 §4). */
  readonly repeated: readonly string[];
}

interface DecodedPart {
  readonly members: Record<string, EvidenceValue>;
  readonly repeated: readonly string[];
}

function decodePart(part: string): DecodedPart | undefined {
  if (!/^[\w-]+$/.test(part) || part.length > 262_144) return undefined;
  const json = Buffer.from(part, 'base64url').toString('utf8');
  // Claims with so many brackets are an attack on code that walks through them.
  if ((json.match(/[[{]/g)?.length ?? 0) > 1000) return undefined;
  try {
    const value: unknown = JSON.parse(json);
    return value !== null && typeof value === 'object' && !Array.isArray(value)
      ? { members: value as Record<string, EvidenceValue>, repeated: repeatedMembers(json) }
      : undefined;
  } catch {
    return undefined;
  }
}

export function decodeJwt(token: string): DecodedJwt {
  const parts = token.split('.');
  const header = decodePart(parts[0] ?? '');
  const claims = parts.length === 3 ? decodePart(parts[1] ?? '') : undefined;
  return {
    parts: parts.length,
    malformed:
      header === undefined ||
      (parts.length === 3 && claims === undefined) ||
      (parts.length !== 3 && parts.length !== 5),
    header: header?.members ?? {},
    claims: claims?.members ?? {},
    repeated: [...new Set([header, claims].flatMap((part) => part?.repeated ?? []))],
  };
}

type Attempt = 'valid' | 'invalid' | 'unsupported';

async function verifyWith(token: string, key: JWK | Uint8Array, alg: string): Promise<Attempt> {
  try {
    const imported = key instanceof Uint8Array ? key : await importJWK({ ...key, alg }, alg);
    await compactVerify(token, imported, { algorithms: [alg] });
    return 'valid';
  } catch (error) {
    return (error as { code?: string }).code === 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED'
      ? 'invalid'
      : 'unsupported';
  }
}

/**
 * Verifies a signature with the published keys, or with the client secret for `HS…`. With a `kid`, only keys
 * with that id are tried; if there is none, `refetch` loads the key set once more (Core §10.1.1). Without a
 * `kid`, every suitable key is tried.
 */
export async function verifySignature(
  token: string,
  decoded: DecodedJwt,
  keys: readonly PublishedKey[],
  secret: string | undefined,
  refetch: () => Promise<readonly PublishedKey[]>,
): Promise<SignatureEvidence> {
  const alg = decoded.header['alg'];
  const none = { candidates: 0, refetched: false };
  if (decoded.parts !== 3 || decoded.malformed || typeof alg !== 'string')
    return { result: 'not-checked', ...none };
  if (alg.toLowerCase() === 'none') return { result: 'alg-none', ...none };
  if (/^HS(256|384|512)$/.test(alg)) {
    if (secret === undefined) return { result: 'no-key', ...none };
    return {
      result: await verifyWith(token, new TextEncoder().encode(secret), alg),
      candidates: 1,
      refetched: false,
    };
  }
  const kid = typeof decoded.header['kid'] === 'string' ? decoded.header['kid'] : undefined;
  const fitting = (all: readonly PublishedKey[]) =>
    all.filter((key) => fitsAlg(key.evidence, alg) && (kid === undefined || key.evidence.kid === kid));
  let candidates = fitting(keys);
  let refetched = false;
  if (candidates.length === 0) {
    candidates = fitting(await refetch());
    refetched = true;
  }
  if (candidates.length === 0) return { result: 'no-key', ...none, refetched };
  const results: Attempt[] = [];
  for (const candidate of candidates) results.push(await verifyWith(token, candidate.jwk, alg));
  const result = (['valid', 'invalid', 'unsupported'] as const).find((one) => results.includes(one))!;
  return { result, candidates: candidates.length, refetched };
}

const HASHES: Readonly<Record<string, string>> = { '256': 'sha256', '384': 'sha384', '512': 'sha512' };

/**
 * Computes `at_hash` for an access token (Core §3.1.3.6). Returns undefined if it is not defined for the
 * algorithm.
 */
export function atHash(accessToken: string, alg: string, curve: string | undefined): string | undefined {
  const hash =
    alg === 'EdDSA' || alg === 'Ed25519' ? (curve === 'Ed448' ? undefined : 'sha512') : HASHES[alg.slice(-3)];
  if (hash === undefined) return undefined;
  const digest = createHash(hash).update(accessToken).digest();
  return digest.subarray(0, digest.length / 2).toString('base64url');
}
