import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import {
  atHash,
  decodeJwt,
  readKeys,
  verifySignature,
} from '../../../../electron/services/login/jwt-evidence.ts';

const none = async () => [];
async function signed(alg: string, header: Record<string, unknown> = {}) {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  const jwk: JWK = { ...(await exportJWK(publicKey)), kid: 'one', use: 'sig', alg };
  const token = await new SignJWT({ sub: 'x' })
    .setProtectedHeader({ alg, kid: 'one', ...header })
    .sign(privateKey);
  return { token, jwk, private: await exportJWK(privateKey) };
}

describe('verifying a signature', () => {
  it.each(['RS256', 'PS384', 'ES256', 'ES384', 'EdDSA'])('takes %s by the key of that id', async (alg) => {
    const { token, jwk } = await signed(alg);
    const other = await signed(alg);
    const keys = readKeys([{ ...other.jwk, kid: 'two' }, jwk]);
    expect(await verifySignature(token, decodeJwt(token), keys, undefined, none)).toEqual({
      result: 'valid',
      candidates: 1,
      refetched: false,
    });
    const wrong = readKeys([{ ...other.jwk, kid: 'one' }]);
    expect((await verifySignature(token, decodeJwt(token), wrong, undefined, none)).result).toBe('invalid');
  });

  it('tries every fitting key where none is named', async () => {
    const right = await signed('RS256', { kid: undefined });
    const other = await signed('RS256');
    const keys = readKeys([other.jwk, { ...right.jwk, kid: 'x' }, { ...right.jwk, use: 'enc' }]);
    expect(await verifySignature(right.token, decodeJwt(right.token), keys, undefined, none)).toMatchObject({
      result: 'valid',
      candidates: 2,
    });
  });

  it('fetches once more for an unknown id', async () => {
    const { token, jwk } = await signed('ES256');
    let asked = 0;
    const refetch = async () => {
      asked++;
      return readKeys([jwk]);
    };
    expect(await verifySignature(token, decodeJwt(token), [], undefined, refetch)).toMatchObject({
      result: 'valid',
      refetched: true,
    });
    expect(asked).toBe(1);
    expect((await verifySignature(token, decodeJwt(token), [], undefined, none)).result).toBe('no-key');
  });

  it('takes HS256 only by the secret, and never a public key for one', async () => {
    const secret = 'a-secret-of-32-characters-or-more!';
    const token = await new SignJWT({ sub: 'x' })
      .setProtectedHeader({ alg: 'HS256' })
      .sign(new TextEncoder().encode(secret));
    const verify = (given: string | undefined) => verifySignature(token, decodeJwt(token), [], given, none);
    expect((await verify(secret)).result).toBe('valid');
    expect((await verify('another-secret-of-32-characters!!!')).result).toBe('invalid');
    expect((await verify(undefined)).result).toBe('no-key');
  });

  it('never takes alg none', async () => {
    for (const alg of ['none', 'None', 'nOnE']) {
      const token = `${Buffer.from(JSON.stringify({ alg })).toString('base64url')}.e30.`;
      expect((await verifySignature(token, decodeJwt(token), [], 'secret', none)).result).toBe('alg-none');
    }
  });
});

describe('reading what is not trusted', () => {
  it('keeps no private member of a published key', async () => {
    const { private: key } = await signed('RS256');
    const [read] = readKeys([{ ...key, kid: 'k' }]);
    expect(read?.evidence.private_members).toEqual(expect.arrayContaining(['d', 'p', 'q']));
    expect(JSON.stringify(read)).not.toContain(key.d);
    expect(read?.evidence).toMatchObject({ kid: 'k', kty: 'RSA', bits: 2048, usable: true });
  });

  it('takes any text for a token and any value for a key set', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(fc.base64String(), { maxLength: 6 }).map((p) => p.join('.')),
        ),
        (text) => {
          const decoded = decodeJwt(text);
          expect(decoded.parts).toBe(text.split('.').length);
        },
      ),
      { numRuns: 300 },
    );
    fc.assert(
      fc.property(fc.anything(), (value) => {
        for (const key of readKeys(value)) expect(key.evidence.usable).toBe(key.evidence.bits !== undefined);
      }),
      { numRuns: 300 },
    );
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom('kty', 'n', 'e', 'x', 'y', 'crv', 'd', 'k'), fc.anything()),
        (key) => {
          expect(readKeys([key])).toHaveLength(1);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('a name that comes twice', () => {
  const part = (json: string) => Buffer.from(json).toString('base64url');

  it.each([
    ['{"alg":"none","alg":"RS256"}', '{"sub":"a"}', ['alg']],
    ['{"alg":"RS256"}', '{"sub":"a","sub":"b"}', ['sub']],
    ['{"alg":"RS256"}', '{"sub":"a","s\\u0075b":"a"}', ['sub']],
    ['{"alg":"RS256"}', '{"address":{"country":"x","country":"y"}}', ['address.country']],
    ['{"alg":"RS256","alg":"RS256"}', '{"alg":1,"alg":2,"aud":1,"aud":2}', ['alg', 'aud']],
    ['{"alg":"RS256"}', '{"sub":"sub","alg":"alg"}', []],
  ])('is found in %s %s', (header, claims, names) => {
    const decoded = decodeJwt(`${part(header)}.${part(claims)}.${part('x')}`);
    expect([decoded.malformed, decoded.repeated]).toEqual([false, names]);
  });
});

describe('at_hash', () => {
  it('is half of the hash that the algorithm names', () => {
    const half = (hash: string, bytes: number) =>
      createHash(hash).update('token').digest().subarray(0, bytes).toString('base64url');
    expect(atHash('token', 'RS256', undefined)).toBe(half('sha256', 16));
    expect(atHash('token', 'ES384', undefined)).toBe(half('sha384', 24));
    expect(atHash('token', 'EdDSA', 'Ed25519')).toBe(half('sha512', 32));
    expect(atHash('token', 'EdDSA', 'Ed448')).toBeUndefined();
    expect(atHash('token', 'odd', undefined)).toBeUndefined();
  });
});
