import { describe, expect, it } from 'vitest';
import type { Evidence, IdTokenEvidence, SignatureEvidence } from '../../../../shared/diagnosis/evidence.ts';
import {
  judgeAtHash,
  judgeIdentity,
  judgeSignature,
  judgeTimes,
} from '../../../../shared/diagnosis/judges/id-token.ts';
import type { EvidenceValue } from '../../../../shared/diagnosis/types.ts';
import { announcing, DOCUMENT, evidence, expected, ISSUER, NOW, TARGET, told } from '../evidence.ts';

const CLIENT = TARGET.client.client_id;
type Claims = Readonly<Record<string, EvidenceValue>>;
const CLAIMS: Claims = { iss: ISSUER, aud: CLIENT, sub: 'ada', iat: NOW, exp: NOW + 3600 };
const without = (...names: readonly string[]): Claims =>
  Object.fromEntries(Object.entries(CLAIMS).filter(([name]) => !names.includes(name)));

const token = (more: Partial<IdTokenEvidence> = {}): IdTokenEvidence => ({
  parts: 3,
  malformed: false,
  header: { alg: 'RS256', kid: '1', typ: 'JWT' },
  claims: CLAIMS,
  signature: { result: 'valid', candidates: 1, refetched: false },
  nonce: 'equal',
  at_hash: 'equal',
  received_at: NOW,
  ...more,
});
const having = (more: Partial<IdTokenEvidence>, ...parts: Partial<Evidence>[]) =>
  evidence({ id_token: token(more) }, ...parts);

describe.each([
  ['S11', (seen: Evidence) => judgeSignature(seen, TARGET)],
  ['S12', (seen: Evidence) => judgeIdentity(seen, TARGET)],
  ['S13', judgeTimes],
  ['S14', judgeAtHash],
] as const)('%s', (id, judge) => {
  it('is open without a token', () => {
    expect(told(judge(evidence()))).toEqual(expected('inconclusive'));
    expect(judge(evidence())).toMatchObject({ id, summary: expect.stringContaining('no ID token') });
  });

  it('does not read what is no signed token', () => {
    for (const more of [{ malformed: true }, { parts: 5 }, { parts: 2 }]) {
      const check = judge(having(more));
      if (id === 'S11') continue;
      expect(told(check)).toEqual(expected('inconclusive'));
      expect(check.summary).toContain('can’t be read');
    }
  });
});

describe('the signature', () => {
  const algs = (list: readonly string[] | undefined) => {
    const { id_token_signing_alg_values_supported: _, ...rest } = DOCUMENT;
    return announcing(list ? { ...rest, id_token_signing_alg_values_supported: list } : rest);
  };
  const sign = (result: SignatureEvidence['result'], more: Partial<SignatureEvidence> = {}) => ({
    signature: { result, candidates: 1, refetched: false, ...more },
  });
  const judge = (more: Partial<IdTokenEvidence>, list: readonly string[] | undefined = ['RS256']) =>
    judgeSignature(having(more, algs(list)), TARGET);
  const about = (alg: string, more = {}) => ({
    alg,
    kid: '1',
    expected: 'RS256',
    actual: alg,
    announced: ['RS256'],
    ...more,
  });
  const header = (alg: string) => ({ header: { alg, kid: '1' } });
  const seen = ['signature-valid'] as const;

  it('is right', () => {
    const check = judge({});
    expect(told(check)).toEqual(expected('pass', [], seen));
    expect(check.summary).toContain('Signed with RS256');
    expect(check.evidence).toEqual({
      alg: 'RS256',
      kid: '1',
      typ: 'JWT',
      parts: 3,
      signature: 'valid',
      candidates: 1,
      keys_fetched_again: false,
    });
    expect(told(judgeSignature(having({}), TARGET))).toEqual(expected('pass', [], seen));
  });

  it.each([
    ['invalid', 'id-token-signature-wrong'],
    ['no-key', 'id-token-key-not-found'],
    ['alg-none', 'id-token-alg-none'],
  ] as const)('is %s', (result, code) => {
    const check = judge(sign(result));
    expect(told(check)).toEqual(expected('fail', [[`fail ${code}`, about('RS256')]]));
    expect(check.summary).toContain('can’t be trusted');
  });

  it.each(['unsupported', 'not-checked'] as const)('is %s, so nothing is known', (result) => {
    const check = judge(sign(result));
    expect(told(check)).toEqual(expected('inconclusive'));
    expect(check.summary).toContain('couldn’t be checked');
  });

  it('is hidden by encryption', () => {
    expect(told(judge({ parts: 5, malformed: true, ...sign('not-checked') }))).toEqual(
      expected('fail', [['fail id-token-encrypted', { ...about('RS256'), parts: 5 }]]),
    );
  });

  it.each([
    [{ malformed: true }, 3],
    [{ parts: 2, malformed: true }, 2],
    [{ header: { kid: '1' } }, 3],
    [{ header: { alg: 256 } }, 3],
  ] as const)('is that of no token: %j', (more, parts) => {
    expect(told(judge({ ...more, ...sign('not-checked') }))).toEqual(
      expected('fail', [['fail id-token-malformed', { parts }]]),
    );
  });

  it('is of a token that says something twice', () => {
    expect(told(judge({ repeated_members: ['sub'] }))).toEqual(
      expected('fail', [['fail member-repeated', { where: 'the ID token', members: ['sub'] }]], seen),
    );
  });

  it('is made with the secret, where a key is expected', () => {
    expect(told(judge({ ...header('HS256'), ...sign('not-checked') }))).toEqual(
      expected('fail', [['fail id-token-symmetric', about('HS256')]]),
    );
    // A client that is registered for it gets it, and its signature has no key id.
    const target = { ...TARGET, client: { ...TARGET.client, id_token_alg: 'HS256' } };
    const check = judgeSignature(having({ header: { alg: 'HS256' } }, algs(['HS256'])), target);
    expect(told(check)).toEqual(expected('pass', [], seen));
    // Another one with the secret is not the same.
    expect(told(judgeSignature(having(header('HS384'), algs(['HS384'])), target)).findings).toEqual([
      [
        'warn id-token-alg-unexpected',
        { alg: 'HS384', kid: '1', expected: 'HS256', actual: 'HS384', announced: ['HS384'] },
      ],
    ]);
  });

  it('is of another algorithm', () => {
    expect(told(judge(header('ES256'), ['RS256', 'ES256']))).toEqual(
      expected(
        'warn',
        [['warn id-token-alg-unexpected', about('ES256', { announced: ['RS256', 'ES256'] })]],
        seen,
      ),
    );
    expect(judge(header('ES256'), ['RS256', 'ES256']).summary).toContain('Signed with ES256');
    expect(told(judge(header('ES256'))).findings).toEqual([
      ['fail id-token-alg-unannounced', about('ES256')],
      ['warn id-token-alg-unexpected', about('ES256')],
    ]);
    expect(
      told(judgeSignature(having(header('ES256'), algs(undefined)), TARGET)).findings.map(([code]) => code),
    ).toEqual(['warn id-token-alg-unexpected']);
  });

  it('is none, which is told once', () => {
    expect(told(judge({ header: { alg: 'none' }, ...sign('alg-none') }, ['none']))).toEqual(
      expected('fail', [
        ['fail id-token-alg-none', { alg: 'none', expected: 'RS256', actual: 'none', announced: ['none'] }],
      ]),
    );
  });

  it('may be none for others', () => {
    expect(told(judge({}, ['RS256', 'none']))).toEqual(
      expected('pass', [['info id-token-alg-none', { announced: ['RS256', 'none'] }]], seen),
    );
  });

  it('names no key', () => {
    const { kid: _, ...rest } = about('RS256');
    for (const kid of [{}, { kid: 7 }]) {
      expect(told(judge({ header: { alg: 'RS256', ...kid }, ...sign('valid', { candidates: 2 }) }))).toEqual(
        expected('warn', [['warn id-token-kid-missing', { ...rest, candidates: 2 }]], seen),
      );
    }
    // That none was found is the reason then.
    expect(
      told(judge({ header: { alg: 'RS256' }, ...sign('no-key') })).findings.map(([code]) => code),
    ).toEqual(['fail id-token-key-not-found']);
  });
});

describe('the claims about the login', () => {
  const judge = (claims: Claims, more: Partial<IdTokenEvidence> = {}) =>
    judgeIdentity(having({ claims, ...more }, announcing(DOCUMENT)), TARGET);
  const change = (more: Claims) => judge({ ...CLAIMS, ...more });
  const seen = ['token-for-this-login'] as const;

  it('are those of this login', () => {
    const check = judgeIdentity(
      having({ claims: { ...CLAIMS, azp: CLIENT } }, { library: { verdict: 'accepted', code: 'X' } }),
      TARGET,
    );
    expect(told(check)).toEqual(expected('pass', [], seen));
    expect(check.summary).toContain('for this client and this login');
    // The user's id is personal, so only its length is shown.
    expect(check.evidence).toEqual({
      iss: ISSUER,
      aud: CLIENT,
      azp: CLIENT,
      sub_length: 3,
      nonce: 'equal',
      library: 'accepted',
      library_code: 'X',
    });
    expect(judge(CLAIMS).summary).toContain('this login');
  });

  const OTHER = 'https://x.example';
  it.each([
    [
      { iss: OTHER },
      'fail',
      [['fail id-token-iss-wrong', { expected: ISSUER, actual: OTHER, announced: ISSUER }]],
    ],
    [{ aud: 'x' }, 'fail', [['fail id-token-aud-wrong', { expected: CLIENT, actual: 'x' }]]],
    [{ aud: ['x', 'y'] }, 'fail', [['fail id-token-aud-wrong', { expected: CLIENT, actual: ['x', 'y'] }]]],
    [
      { aud: { x: CLIENT } },
      'fail',
      [['fail id-token-aud-wrong', { expected: CLIENT, actual: { x: CLIENT } }]],
    ],
    [{ aud: [CLIENT] }, 'pass', []],
    [{ azp: 'x' }, 'fail', [['fail id-token-azp-wrong', { expected: CLIENT, actual: 'x' }]]],
    [
      { aud: [CLIENT, 'x'], azp: CLIENT },
      'warn',
      [['warn id-token-aud-stranger', { expected: CLIENT, actual: [CLIENT, 'x'], strangers: ['x'] }]],
    ],
    [
      { aud: ['x', CLIENT] },
      'fail',
      [
        ['fail id-token-aud-stranger', { expected: CLIENT, actual: ['x', CLIENT], strangers: ['x'] }],
        ['warn id-token-azp-missing', { expected: CLIENT }],
      ],
    ],
    [
      { aud: [CLIENT, 'x'], azp: 'x' },
      'fail',
      [
        ['fail id-token-aud-stranger', { expected: CLIENT, actual: [CLIENT, 'x'], strangers: ['x'] }],
        ['fail id-token-azp-wrong', { expected: CLIENT, actual: 'x' }],
      ],
    ],
    [{ sub: '' }, 'fail', [['fail id-token-sub-missing', {}]]],
    [{ sub: null }, 'fail', [['fail id-token-sub-missing', {}]]],
    [{ sub: 7 }, 'fail', [['fail id-token-sub-malformed', { type: 'number', length: null }]]],
    [{ sub: 'a'.repeat(255) }, 'pass', []],
    [{ sub: 'a'.repeat(256) }, 'fail', [['fail id-token-sub-malformed', { type: 'string', length: 256 }]]],
    // Core §2: ASCII.
    [{ sub: 'adä' }, 'fail', [['fail id-token-sub-malformed', { type: 'string', length: 3 }]]],
    [{ sub: 'äda' }, 'fail', [['fail id-token-sub-malformed', { type: 'string', length: 3 }]]],
    [{ exp: '1' }, 'fail', [['fail id-token-exp-missing', { actual: '1' }]]],
    [{ iat: '1' }, 'fail', [['fail id-token-iat-missing', { actual: '1' }]]],
    [{ exp: NOW + 60 }, 'pass', []],
    [{ exp: NOW + 59 }, 'warn', [['warn id-token-lifetime-odd', { seconds: 59 }]]],
    [{ exp: NOW + 86_400 }, 'pass', []],
    [{ exp: NOW + 86_401 }, 'warn', [['warn id-token-lifetime-odd', { seconds: 86_401 }]]],
  ] as const)('%j: %s', (more, status, findings) => {
    const check = change(more as Claims);
    expect(told(check)).toEqual({ status, findings, proofs: seen });
    expect(check.summary).toContain(status === 'fail' ? 'not what it must be' : 'is from this provider');
  });

  it.each([
    ['iss', 'id-token-iss-wrong', { expected: ISSUER, actual: null, announced: ISSUER }],
    ['aud', 'id-token-aud-wrong', { expected: CLIENT, actual: null }],
    ['sub', 'id-token-sub-missing', {}],
    ['exp', 'id-token-exp-missing', { actual: null }],
    ['iat', 'id-token-iat-missing', { actual: null }],
  ] as const)('lack %s', (name, code, data) => {
    expect(told(judge(without(name)))).toEqual(expected('fail', [[`fail ${code}`, data]], seen));
    expect(judge(without(name)).evidence).not.toHaveProperty(name);
  });

  it.each([
    ['differs', 'id-token-nonce-wrong'],
    ['missing', 'id-token-nonce-missing'],
  ] as const)('have a nonce that %s', (nonce, code) => {
    expect(told(judge(CLAIMS, { nonce }))).toEqual(expected('fail', [[`fail ${code}`, {}]], seen));
    expect(judge(CLAIMS, { nonce }).evidence).toMatchObject({ nonce });
  });

  it('hold a number that is none', () => {
    expect(told(change({ exp: Number.POSITIVE_INFINITY })).findings[0]?.[0]).toBe(
      'fail id-token-exp-missing',
    );
  });
});

describe('the times', () => {
  const clock = (seconds: number, error_ms = 500) => ({
    exchange: 0,
    origin: ISSUER,
    offset_ms: seconds * 1000,
    error_ms,
  });
  const judge = (claims: Claims, samples: Evidence['clock'] = []) =>
    judgeTimes(having({ claims }, { clock: samples }));
  const seen = ['times-fit'] as const;

  it('fit', () => {
    const check = judge({ ...CLAIMS, nbf: NOW });
    expect(told(check)).toEqual(expected('pass', [], seen));
    expect(check.summary).toBe('The token’s times fit.');
    expect(check.evidence).toEqual({
      exp: NOW + 3600,
      iat: NOW,
      nbf: NOW,
      now: NOW,
      tolerance_s: 30,
    });
    // Only where clocks were compared, anything is said of them.
    expect(judge(CLAIMS, [clock(0)]).evidence).toHaveProperty('offset_s', 0);
  });

  it.each([
    ['exp', -1, 'id-token-expired'],
    ['iat', 1, 'id-token-iat-in-future'],
    ['nbf', 1, 'id-token-not-yet-valid'],
  ] as const)('do not fit by %s, with 30 s of tolerance', (name, sign, code) => {
    const at = (late: number, samples: Evidence['clock'] = []) =>
      judge({ ...CLAIMS, [name]: NOW + sign * late }, samples);
    const row = (severity: string, late: number, offset_s?: number) => [
      `${severity} ${code}`,
      {
        actual: NOW + sign * late,
        expected: NOW,
        seconds: Math.round(late),
        ...(offset_s === undefined ? {} : { offset_s }),
      },
    ];
    expect(told(at(5)).findings).toEqual([]);
    expect(told(at(5.4))).toEqual({ status: 'warn', findings: [row('warn', 5.4)], proofs: seen });
    expect(at(30).summary).toContain('tolerance');
    expect(told(at(30))).toEqual({ status: 'warn', findings: [row('warn', 30)], proofs: seen });
    expect(told(at(31))).toEqual({ status: 'fail', findings: [row('fail', 31)], proofs: seen });
    expect(at(31).summary).toContain('times are wrong');

    // A clock that is known to be off by more than 5 s is told by itself.
    for (const off of [6, -6]) {
      expect(told(at(30, [clock(off)]))).toEqual({
        status: 'pass',
        findings: [row('info', 30, off)],
        proofs: seen,
      });
      expect(told(at(31, [clock(off)])).findings).toEqual([row('fail', 31, off)]);
      expect(at(31, [clock(off)]).summary).toContain('this machine’s clock');
    }
    expect(told(at(30, [clock(5)])).findings).toEqual([row('warn', 30, 5)]);
  });

  it('are told with the offset that is known best', () => {
    const offset = (...samples: Evidence['clock']) => judge(CLAIMS, samples).evidence['offset_s'];
    expect(offset(clock(9, 900), clock(7, 100), clock(8, 800))).toBe(7);
    expect(offset(clock(7, 100), clock(9, 900))).toBe(7);
    expect(offset(clock(7), clock(9))).toBe(7);
    expect(offset(clock(7.6))).toBe(8);
  });

  it('show a token that is not the answer to this login', () => {
    expect(told(judge({ ...CLAIMS, iat: NOW - 600 })).findings).toEqual([]);
    expect(told(judge({ ...CLAIMS, iat: NOW - 601 }, [clock(2)]))).toEqual(
      expected(
        'fail',
        [['fail id-token-iat-too-old', { actual: NOW - 601, expected: NOW, seconds: 601, offset_s: 2 }]],
        seen,
      ),
    );
    expect(told(judge({ ...CLAIMS, iat: NOW - 601.4 })).findings[0]![1]['seconds']).toBe(601);
  });

  it('are not there, so nothing fits', () => {
    expect(told(judge(without('iat', 'exp')))).toEqual(expected('inconclusive'));
    for (const name of ['iat', 'exp']) expect(told(judge(without(name))).status).toBe('pass');
    expect(told(judge({ ...CLAIMS, iat: '1', exp: '1', nbf: '1' })).status).toBe('inconclusive');
  });
});

describe('the hash of the access token', () => {
  it.each([
    ['equal', 'pass', ['at-hash-fits'], 'belongs to the access token'],
    ['absent', 'pass', ['at-hash-absent'], 'allowed'],
    ['not-computable', 'inconclusive', [], 'couldn’t be computed'],
    ['differs', 'fail', [], 'another access token'],
  ] as const)('%s: %s', (at_hash, status, proofs, says) => {
    const check = judgeAtHash(having({ at_hash }));
    expect(told(check)).toEqual(
      expected(status, at_hash === 'differs' ? [['fail at-hash-wrong', {}]] : [], proofs),
    );
    expect(check.summary).toContain(says);
    expect(check.evidence).toEqual({ at_hash });
  });
});
