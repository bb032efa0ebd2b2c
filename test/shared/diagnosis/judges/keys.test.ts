import { describe, expect, it } from 'vitest';
import type { Answer, Evidence, KeyEvidence } from '../../../../shared/diagnosis/evidence.ts';
import { fitsAlg, judgeKeys } from '../../../../shared/diagnosis/judges/keys.ts';
import type { Finding } from '../../../../shared/diagnosis/types.ts';
import {
  announcing,
  answer,
  DOCUMENT,
  evidence,
  expected,
  failure,
  noAnswer,
  TARGET,
  told,
} from '../evidence.ts';

const URL_OF_KEYS = `${DOCUMENT['issuer']}/k`;
const key = (more: Partial<KeyEvidence> = {}): KeyEvidence => ({
  kid: '1',
  kty: 'RSA',
  alg: 'RS256',
  use: 'sig',
  bits: 2048,
  private_members: [],
  usable: true,
  ...more,
});
const without = (...names: (keyof KeyEvidence)[]): KeyEvidence =>
  Object.fromEntries(
    Object.entries(key()).filter(([name]) => !names.includes(name as keyof KeyEvidence)),
  ) as unknown as KeyEvidence;

const published = (
  keys: readonly KeyEvidence[],
  given: Partial<Answer> = {},
  algs: readonly string[] | null = ['RS256'],
): Evidence => {
  const { id_token_signing_alg_values_supported: _, ...document } = DOCUMENT;
  return evidence(
    announcing(algs ? { ...document, id_token_signing_alg_values_supported: algs } : document),
    { jwks: { answer: answer({ url: URL_OF_KEYS, ...given }), has_keys_member: true, keys } },
  );
};
const judge = (seen: Evidence) => judgeKeys('S6', seen, TARGET);
const judged = (...given: Parameters<typeof published>) => told(judge(published(...given)));

describe('a key fits an algorithm', () => {
  /** RFC 7518 §3.1 and §6, RFC 8037, RFC 8812, RFC 9864: what each algorithm is verified with. */
  const KEYS: Readonly<Record<string, Pick<KeyEvidence, 'kty' | 'crv'>>> = {
    rsa: { kty: 'RSA' },
    p256: { kty: 'EC', crv: 'P-256' },
    p384: { kty: 'EC', crv: 'P-384' },
    p521: { kty: 'EC', crv: 'P-521' },
    k256: { kty: 'EC', crv: 'secp256k1' },
    ed25519: { kty: 'OKP', crv: 'Ed25519' },
    ed448: { kty: 'OKP', crv: 'Ed448' },
    secret: { kty: 'oct' },
    nameless: { kty: 'EC' },
  };
  const FITS: Readonly<Record<string, readonly string[]>> = {
    RS256: ['rsa'],
    RS384: ['rsa'],
    RS512: ['rsa'],
    PS256: ['rsa'],
    PS384: ['rsa'],
    PS512: ['rsa'],
    ES256: ['p256'],
    ES384: ['p384'],
    ES512: ['p521'],
    ES256K: ['k256'],
    EdDSA: ['ed25519', 'ed448'],
    Ed25519: ['ed25519'],
    // None of these is verified with a published key.
    HS256: [],
    none: [],
    RS2567: [],
    XRS256: [],
    RS255: [],
    '': [],
  };
  it.each(Object.entries(FITS))('%s: %j, and no other', (alg, fitting) => {
    const found = Object.entries(KEYS).filter(([, one]) =>
      fitsAlg({ ...one, private_members: [], usable: true }, alg),
    );
    expect(found.map(([name]) => name)).toEqual(fitting);
  });

  it('only if its type is the curve’s, and it is not for something else', () => {
    expect(fitsAlg(key({ kty: 'RSA', crv: 'P-256', alg: 'ES256' }), 'ES256')).toBe(false);
    expect(fitsAlg(key(), 'RS256')).toBe(true);
    expect(fitsAlg(key({ use: 'enc' }), 'RS256')).toBe(false);
    expect(fitsAlg(key({ alg: 'RS512' }), 'RS256')).toBe(false);
    expect(fitsAlg(without('use', 'alg'), 'RS256')).toBe(true);
  });
});

describe('the key set can’t be read', () => {
  const about = { url: URL_OF_KEYS, status: 200, content_type: 'application/json', endpoint: 'jwks_uri' };
  const none = { url: DOCUMENT['issuer'] as string, endpoint: 'jwks_uri' };
  it.each([
    ['it is not there', { status: 404 }, 'jwks-unreachable', { ...about, status: 404 }, '404'],
    ['the server fails', { status: 500 }, 'jwks-unreachable', { ...about, status: 500 }, '500'],
    ['too many requests', { status: 429 }, 'rate-limited', { ...about, status: 429 }, 'fewer requests'],
    ['too big', { body: 'too-big' }, 'jwks-too-big', about, '1 MiB'],
    [
      'a page',
      { body: 'html', content_type: 'text/html' },
      'jwks-not-json',
      { ...about, content_type: 'text/html' },
      'no JSON',
    ],
    ['refused', noAnswer('refused'), 'jwks-unreachable', { ...none, code: 'REFUSED' }, 'It failed: refused.'],
    [
      'ftp',
      noAnswer('scheme-refused'),
      'endpoint-scheme-refused',
      { ...none, code: 'SCHEME-REFUSED' },
      'It failed',
    ],
  ] as const)('%s', (_, given, code, data, says) => {
    const check = judge(published([key()], given));
    expect(told(check)).toEqual(expected('fail', [[`fail ${code}`, data]]));
    expect(check.summary).toContain(says);
    expect(check.evidence).toMatchObject({ url: data.url });
  });

  it.each([
    ['an empty list', { has_keys_member: true, keys: [] }],
    ['no list', { has_keys_member: false, keys: [] }],
    ['a list elsewhere', { has_keys_member: false, keys: [key()] }],
  ] as const)('%s: no key', (_, given) => {
    const seen = evidence(announcing(DOCUMENT), {
      jwks: { answer: answer({ url: URL_OF_KEYS }), ...given },
    });
    expect(told(judge(seen))).toEqual(
      expected('fail', [['fail jwks-empty', { ...about, announced: ['RS256'] }]]),
    );
    expect(judge(seen).summary).toContain('no key');
  });

  it.each(['cancelled', 'budget'] as const)(
    'nothing is concluded from a request that was not made: %s',
    (kind) => {
      const check = judge(published([], noAnswer(kind)));
      expect(told(check)).toEqual(expected('inconclusive'));
      expect(check.summary).toBe(failure(kind).message);
    },
  );

  it('nothing is concluded if they were not asked for, and it is said why', () => {
    expect(told(judge(evidence()))).toEqual(expected('inconclusive'));
    expect(judge(evidence()).summary).toContain('No address');
    expect(judge(evidence(announcing(DOCUMENT))).summary).toContain('not asked');
  });
});

describe('a key set', () => {
  const good = key();
  it('with a key for the announced algorithms passes, and shows its keys without private members', () => {
    expect(judged([good])).toEqual(expected('pass', [], ['keys-usable']));
    const check = judgeKeys('P5', published([good, key({ kid: '2' })]), TARGET);
    expect(check.id).toBe('P5');
    expect(check.summary).toContain('2 keys to verify');
    const { private_members: _, ...shown } = good;
    expect(check.evidence['keys']).toEqual([shown, { ...shown, kid: '2' }]);
    expect(check.evidence).toMatchObject({ url: URL_OF_KEYS, status: 200 });
  });

  const warn = (
    code: 'jwks-kid-missing' | 'jwks-duplicate-kid' | 'jwks-rsa-too-short',
    data: Finding['data'],
  ) => expected('warn', [[`warn ${code}`, data]], ['keys-usable']);
  const fail = (
    code: 'jwks-no-usable-key' | 'jwks-rsa-too-short' | 'jwks-private-key-published' | 'member-repeated',
    data: Finding['data'],
  ) => expected('fail', [[`fail ${code}`, data]], ['keys-usable']);
  const pass = expected('pass', [], ['keys-usable']);
  const unusable = (announced: readonly string[], keys: readonly string[] = ['RS256']) =>
    fail('jwks-no-usable-key', { announced, keys });
  const ES = {
    kid: '2',
    kty: 'EC',
    alg: 'ES256',
    crv: 'P-256',
    use: 'sig',
    private_members: [],
    usable: true,
  };

  it.each([
    ['a key that can’t be imported', [key({ usable: false })], ['RS256'], unusable(['RS256'])],
    ['a key for encryption', [key({ use: 'enc' })], ['RS256'], unusable(['RS256'])],
    ['a key without a use', [without('use')], ['RS256'], pass],
    ['a key of another algorithm', [key()], ['ES256'], unusable(['ES256'])],
    [
      'a key without an algorithm is told by its type',
      [without('alg')],
      ['ES256'],
      unusable(['ES256'], ['RSA']),
    ],
    ['a key for one of the announced', [key()], ['ES256', 'RS256'], pass],
    ['one of the keys fits', [{ ...ES }, key()], ['RS256'], pass],
    // Core §15.1: RS256 is what a provider has at least.
    ['nothing is announced', [key()], null, pass],
    ['nothing is announced, and there is no RSA key', [ES], null, unusable(['RS256'], ['ES256'])],
    // A secret and no signature need no key.
    ['only secrets are announced', [ES], ['HS256', 'none'], pass],
    ['only secrets are announced, and no key is usable', [key({ usable: false })], ['HS256'], unusable([])],
    [
      'only secrets are announced, and the key is for encryption',
      [key({ use: 'enc' })],
      ['HS256'],
      unusable([]),
    ],
    ['secrets are announced beside it', [key()], ['HS256', 'none', 'ES256'], unusable(['ES256'])],
    [
      '1024 bits',
      [key({ bits: 1024 })],
      ['RS256'],
      warn('jwks-rsa-too-short', { kid: '1', actual: 1024, expected: 2048 }),
    ],
    [
      '2047 bits',
      [key({ bits: 2047 })],
      ['RS256'],
      warn('jwks-rsa-too-short', { kid: '1', actual: 2047, expected: 2048 }),
    ],
    [
      '1023 bits',
      [key({ bits: 1023 })],
      ['RS256'],
      fail('jwks-rsa-too-short', { kid: '1', actual: 1023, expected: 2048 }),
    ],
    ['bits that are not known', [without('bits')], ['RS256'], pass],
    ['a curve of 256 bits', [key(), { ...ES, bits: 256 }], ['RS256'], pass],
    ['one key without an id', [without('kid')], ['RS256'], pass],
    [
      'two keys, one without an id',
      [key(), without('kid')],
      ['RS256'],
      warn('jwks-kid-missing', { keys: 2 }),
    ],
    [
      'two keys without an id',
      [without('kid'), without('kid')],
      ['RS256'],
      warn('jwks-kid-missing', { keys: 2 }),
    ],
    ['two keys with one id', [key(), key()], ['RS256'], warn('jwks-duplicate-kid', { kid: '1' })],
    [
      'private keys are public',
      [key(), key({ kid: '7', private_members: ['d', 'p'] })],
      ['RS256'],
      fail('jwks-private-key-published', { kid: '7', members: ['d', 'p'], keys: 1 }),
    ],
  ] as const)('%s', (_, keys, algs, then) => {
    const check = judge(published(keys as readonly KeyEvidence[], {}, algs as readonly string[] | null));
    expect(told(check)).toEqual(then);
    expect(check.summary).toContain(
      { pass: 'to verify', warn: 'odd', fail: 'can’t be used' }[then.status as 'pass'],
    );
  });

  it('is told of each fault that it has', () => {
    expect(judged([without('kid'), without('kid'), good, good]).findings).toEqual([
      ['warn jwks-kid-missing', { keys: 4 }],
      ['warn jwks-duplicate-kid', { kid: '1' }],
    ]);
  });

  it('that says something twice is not what an app would read', () => {
    expect(judged([good], { repeated_members: ['kid'] })).toEqual(
      fail('member-repeated', { where: 'the key set', members: ['kid'] }),
    );
  });
});
