import { describe, expect, it } from 'vitest';
import type {
  Answer,
  Evidence,
  IdTokenEvidence,
  SignatureEvidence,
  TokenEvidence,
  UserinfoEvidence,
} from '../../../../shared/diagnosis/evidence.ts';
import { judgeUserinfo } from '../../../../shared/diagnosis/judges/userinfo.ts';
import type { EvidenceValue } from '../../../../shared/diagnosis/types.ts';
import {
  announcing,
  answer,
  DOCUMENT,
  evidence,
  expected,
  failure,
  ISSUER,
  noAnswer,
  TARGET,
  targetOf,
  told,
} from '../evidence.ts';

const URL_OF_USERINFO = `${ISSUER}/u`;
/** Memos reads userinfo, RomM the ID token. */
const MEMOS = targetOf('authelia', 'memos');
const CUSTOM = targetOf('authelia', 'memos', {
  app: {
    kind: 'custom',
    url: 'https://x.example',
    redirect_uris: ['https://x.example/cb'],
    settings: { claims_from: 'userinfo' },
  },
});
const id_token = (sub: EvidenceValue | undefined): Partial<Evidence> => ({
  id_token: { claims: sub === undefined ? {} : { sub } } as unknown as IdTokenEvidence,
});
const judge = (
  given: Partial<Answer>,
  claims: UserinfoEvidence['claims'] | undefined,
  parts: readonly Partial<Evidence>[] = [id_token('ada')],
  target = MEMOS,
  signed?: UserinfoEvidence['signed'],
) =>
  judgeUserinfo(
    evidence(
      {
        userinfo: {
          answer: answer({ url: URL_OF_USERINFO, ...given }),
          ...(claims ? { claims } : {}),
          ...(signed ? { signed } : {}),
        },
      },
      ...parts,
    ),
    target,
  )!;

describe('userinfo was not asked', () => {
  const asked = (has_access_token: boolean | undefined, document: typeof DOCUMENT, target = MEMOS) =>
    judgeUserinfo(
      evidence(
        announcing(document),
        has_access_token === undefined ? {} : { token: { has_access_token } as unknown as TokenEvidence },
      ),
      target,
    );
  const { userinfo_endpoint: _, ...none } = DOCUMENT;

  it('because there is no token to ask with', () => {
    for (const has of [undefined, false]) {
      expect(told(asked(has, none))).toEqual(expected('inconclusive'));
      expect(asked(has, none)?.summary).toContain('no access token');
    }
  });

  it('though there is one', () => {
    expect(told(asked(true, DOCUMENT))).toEqual(expected('inconclusive'));
    expect(asked(true, DOCUMENT)?.summary).toContain('not asked');
  });

  it('because there is none: the app that reads it can’t work, the others do', () => {
    expect(told(asked(true, none))).toEqual(
      expected('fail', [
        ['fail metadata-userinfo-missing', { missing: 'userinfo_endpoint', endpoint: 'userinfo_endpoint' }],
      ]),
    );
    expect(asked(true, none, TARGET)).toBeUndefined();
  });

  it.each(['cancelled', 'budget'] as const)('because the run ended: %s', (kind) => {
    const check = judge(noAnswer(kind), undefined);
    expect(told(check)).toEqual(expected('inconclusive'));
    expect(check.summary).toBe(failure(kind).message);
  });
});

describe('the same token as a form field', () => {
  const refused = { url: URL_OF_USERINFO, status: 401, body: 'json', error: 'invalid_token' } as const;
  const asField = (accepted: boolean, status: number) =>
    told(
      judgeUserinfo(
        evidence({ userinfo: { answer: answer(refused), as_field: { accepted, status } } }, id_token('ada')),
        MEMOS,
      )!,
    ).findings[0]![1];
  it('tells a header that was lost from a token that is refused', () => {
    expect(asField(true, 200)).toMatchObject({ nothing_arrived: true, as_field: 'accepted' });
    expect(asField(false, 401)).toMatchObject({ nothing_arrived: false, as_field: 'refused' });
  });
});

describe('userinfo can’t be read', () => {
  const about = {
    url: URL_OF_USERINFO,
    status: 200,
    content_type: 'application/json',
    endpoint: 'userinfo_endpoint',
    nothing_arrived: false,
  };
  const NO_TOKEN = { error: 'invalid_token', error_description: 'No access token provided' };
  it.each([
    ['too many requests', { status: 429 }, 'rate-limited', {}],
    [
      'no access, and no reason: no token arrived',
      { status: 401, body: 'empty' },
      'userinfo-refused',
      { nothing_arrived: true },
    ],
    [
      'no access, in such words',
      { status: 401, ...NO_TOKEN },
      'userinfo-refused',
      { ...NO_TOKEN, nothing_arrived: true },
    ],
    [
      'no access, for another reason',
      { status: 401, error: 'invalid_token' },
      'userinfo-refused',
      { error: 'invalid_token' },
    ],
    [
      'no access, for another reason in words',
      { status: 401, error: 'invalid_token', error_description: 'It expired.' },
      'userinfo-refused',
      { error: 'invalid_token', error_description: 'It expired.' },
    ],
    ['no access, by a page', { status: 401, body: 'html' }, 'userinfo-refused', {}],
    [
      'not allowed',
      { status: 403, www_authenticate: 'Bearer' },
      'userinfo-refused',
      { www_authenticate: 'Bearer' },
    ],
    ['a failing server', { status: 500, body: 'html' }, 'userinfo-server-error', {}],
    ['not allowed, by a page', { status: 403, body: 'html' }, 'userinfo-refused', {}],
    ['a page', { body: 'html' }, 'userinfo-html', {}],
    ['a page that is not found', { status: 404, body: 'html' }, 'userinfo-html', {}],
    ['anything else', { status: 404 }, 'userinfo-refused', {}],
    ['another success', { status: 204, body: 'empty' }, 'userinfo-refused', {}],
    ['nothing', { body: 'empty' }, 'userinfo-empty', {}],
    ['encryption', { body: 'jwe' }, 'userinfo-encrypted', {}],
    ['a text', { body: 'text' }, 'userinfo-not-json', {}],
    ['a list', {}, 'userinfo-not-json', {}],
  ] as const)('%s', (_, given, code, more) => {
    const check = judge(given, undefined);
    const { status = 200 } = given as Partial<Answer>;
    expect(told(check)).toEqual(expected('fail', [[`fail ${code}`, { ...about, status, ...more }]]));
    expect(check.summary).toContain('can’t be used');
    expect(check.evidence).toMatchObject({ url: URL_OF_USERINFO, status, signed: false });
  });

  it.each([
    ['refused', 'userinfo-unreachable'],
    ['scheme-refused', 'endpoint-scheme-refused'],
  ] as const)('no answer: %s', (kind, code) => {
    expect(told(judge(noAnswer(kind), undefined))).toEqual(
      expected('fail', [
        [
          `fail ${code}`,
          { url: ISSUER, code: kind.toUpperCase(), endpoint: 'userinfo_endpoint', nothing_arrived: false },
        ],
      ]),
    );
  });
});

describe('userinfo', () => {
  const about = {
    url: URL_OF_USERINFO,
    status: 200,
    content_type: 'application/json',
    endpoint: 'userinfo_endpoint',
    nothing_arrived: false,
  };
  const seen = ['userinfo-same-user'] as const;

  it('is of the same user, and shows which claims came, not their values', () => {
    const check = judge({ www_authenticate: 'x' }, { sub: 'ada', email: 'a@example.org' });
    expect(told(check)).toEqual(expected('pass', [], seen));
    expect(check.summary).toContain('the same user');
    expect(check.evidence).toEqual({
      url: URL_OF_USERINFO,
      status: 200,
      content_type: 'application/json',
      size: 10,
      duration_ms: 5,
      www_authenticate: 'x',
      signed: false,
      claims: ['sub', 'email'],
    });
  });

  it.each([
    ['of another user', { sub: 'eve' }, 'ada', 'fail userinfo-sub-differs', {}, []],
    ['of nobody', {}, 'ada', 'fail userinfo-sub-missing', { shape: 'missing' }, []],
    ['of nobody', { sub: '' }, '', 'fail userinfo-sub-missing', { shape: 'empty' }, []],
    ['of a number', { sub: 7 }, 'ada', 'fail userinfo-sub-missing', { shape: 'number' }, []],
  ] as const)('is %s: %j', (_, claims, sub, code, more, proofs) => {
    const check = judge({}, claims, [id_token(sub)]);
    expect(told(check)).toEqual(expected('fail', [[code, { ...about, ...more }]], proofs));
  });

  it('is of a number, and there is no ID token', () => {
    expect(told(judge({}, { sub: 7 }, []))).toEqual(
      expected('fail', [['fail userinfo-sub-missing', { ...about, shape: 'number' }]]),
    );
  });

  it('can’t be compared where the ID token names nobody', () => {
    // What is wrong with the ID token is told there.
    for (const sub of ['', 7, null]) {
      expect(told(judge({}, { sub: 'ada' }, [id_token(sub)]))).toEqual(expected('inconclusive'));
    }
    for (const parts of [[], [id_token(undefined)]])
      expect(told(judge({}, { sub: 'ada' }, parts))).toEqual(expected('pass', [], seen));
  });

  it('says something twice', () => {
    const row = ['fail member-repeated', { where: 'userinfo', members: ['email'] }];
    expect(told(judge({ repeated_members: ['email'] }, { sub: 'ada' })).findings).toEqual([row]);
    const signed = {
      header: {},
      signature: { result: 'valid', candidates: 1, refetched: false },
      repeated_members: ['email'],
    } as const;
    expect(
      told(judge({ repeated_members: ['x'] }, { sub: 'ada' }, undefined, TARGET, signed)).findings[0],
    ).toEqual(row);
  });

  describe('as a signed token', () => {
    const signed = (result: SignatureEvidence['result'] = 'valid'): UserinfoEvidence['signed'] => ({
      header: { alg: 'RS256', kid: '1' },
      signature: { result, candidates: 1, refetched: false },
    });
    const of = (
      claims: NonNullable<UserinfoEvidence['claims']>,
      target = TARGET,
      result?: SignatureEvidence['result'],
    ) =>
      judge(
        { body: 'jwt' },
        { sub: 'ada', ...claims },
        [id_token('ada'), announcing(DOCUMENT)],
        target,
        signed(result),
      );
    const note = ['info userinfo-signed', { ...about, alg: 'RS256' }] as const;

    it('is read by no known app that reads it', () => {
      expect(told(of({}))).toEqual(expected('pass', [note], seen));
      expect(of({}).evidence).toMatchObject({ signed: true, signature: 'valid' });
      expect(told(of({}, MEMOS)).findings).toEqual([['fail userinfo-signed', note[1]]]);
      expect(CUSTOM.app.claims_from).toBe('userinfo');
      expect(of({}, CUSTOM).summary).toContain('the same user');
      expect(told(of({}, CUSTOM)).findings).toEqual([['warn userinfo-signed', note[1]]]);
    });

    it.each(['valid', 'unsupported', 'not-checked'] as const)('is not called wrong: %s', (result) => {
      expect(told(of({}, TARGET, result)).findings).toEqual([note]);
    });

    it.each(['invalid', 'alg-none', 'no-key'] as const)('has a wrong signature: %s', (result) => {
      expect(told(of({}, TARGET, result))).toEqual(
        expected(
          'fail',
          [note, ['fail userinfo-signature-wrong', { ...about, alg: 'RS256', kid: '1' }]],
          seen,
        ),
      );
    });

    it.each([
      [{ iss: ISSUER, aud: TARGET.client.client_id }, undefined],
      [{ aud: ['x', TARGET.client.client_id] }, undefined],
      [{ iss: 'https://x.example' }, { claim: 'iss', expected: ISSUER, actual: 'https://x.example' }],
      [{ iss: null }, { claim: 'iss', expected: ISSUER, actual: null }],
      [{ aud: 'x' }, { claim: 'aud', expected: TARGET.client.client_id, actual: 'x' }],
      [{ aud: ['x'] }, { claim: 'aud', expected: TARGET.client.client_id, actual: ['x'] }],
    ] as const)('names for whom and by whom it is: %j', (claims, wrong) => {
      expect(told(of(claims)).findings).toEqual(
        wrong ? [note, ['fail userinfo-claims-wrong', wrong]] : [note],
      );
    });

    it('names the issuer of the workspace where none is announced', () => {
      const check = judge({}, { sub: 'ada', iss: 'x' }, [id_token('ada')], TARGET, signed());
      expect(told(check).findings[1]![1]).toEqual({ claim: 'iss', expected: TARGET.issuer, actual: 'x' });
      const other = announcing({ ...DOCUMENT, issuer: 'x' });
      const same = judge({}, { sub: 'ada', iss: 'x' }, [id_token('ada'), other], TARGET, signed());
      expect(told(same).findings).toHaveLength(1);
    });
  });
});
