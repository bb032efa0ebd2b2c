import { describe, expect, it } from 'vitest';
import type { Evidence, IdTokenEvidence } from '../../../../shared/diagnosis/evidence.ts';
import { judgeLogout, judgeRefresh } from '../../../../shared/diagnosis/judges/session.ts';
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

describe('the refresh token', () => {
  const target = targetOf('other', 'romm', { app: { scopes: ['openid', 'offline_access'] } });
  const id_token = { claims: { iss: ISSUER, sub: 'ada' } } as unknown as IdTokenEvidence;
  const judge = (refresh: Evidence['refresh'], more: Partial<Evidence> = { id_token }) =>
    judgeRefresh(evidence(refresh ? { refresh } : {}, more), target);

  it('is no concern of an app that asks for none', () => {
    expect(judgeRefresh(evidence({ refresh: { offered: false } }), TARGET)).toBeUndefined();
  });

  it('was not asked for, or not tried', () => {
    for (const refresh of [undefined, { offered: true }, { offered: true, answer: noAnswer('timeout') }]) {
      expect(told(judge(refresh))).toEqual(expected('inconclusive'));
    }
    expect(judge({ offered: true, answer: noAnswer('timeout') })?.summary).toBe(failure('timeout').message);
    expect(judge(undefined)?.summary).toContain('No tokens');
    expect(judge({ offered: true })?.summary).toContain('not tried');
  });

  it('did not come', () => {
    const check = judge({ offered: false });
    expect(told(check)).toEqual(
      expected('warn', [['warn refresh-token-missing', { scope: 'offline_access' }]]),
    );
    expect(check?.summary).toContain('no refresh token came');
  });

  it('came and is refused', () => {
    const check = judge({ offered: true, answer: answer({ status: 400, error: 'invalid_grant' }) });
    expect(told(check)).toEqual(
      expected('warn', [
        [
          'warn refresh-token-missing',
          {
            url: ISSUER,
            status: 400,
            content_type: 'application/json',
            error: 'invalid_grant',
            scope: 'offline_access',
          },
        ],
      ]),
    );
    expect(check).toMatchObject({
      evidence: { status: 400, error: 'invalid_grant' },
      summary: expect.stringContaining('doesn’t take it'),
    });
  });

  const works = { offered: true, answer: answer() };

  it.each([
    [
      'the answer',
      { answer: answer({ repeated_members: ['id_token'] }) },
      'the answer to the refresh',
      'id_token',
    ],
    ['the token', { answer: answer(), repeated_members: ['sub'] }, 'the refreshed ID token', 'sub'],
  ] as const)('says something twice in %s', (_, refresh, where, member) => {
    const check = judge({ offered: true, claims: { iss: ISSUER, sub: 'ada' }, ...refresh });
    expect(told(check)).toEqual(expected('fail', [['fail member-repeated', { where, members: [member] }]]));
    expect(check?.summary).toContain('twice');
  });

  it.each([
    ['works', { iss: ISSUER, sub: 'ada' }, []],
    ['is another person’s', { iss: ISSUER, sub: 'eve' }, [['fail refresh-changed-subject', {}]]],
    [
      'is another provider’s',
      { iss: 'https://x.example', sub: 'ada' },
      [['fail refresh-changed-issuer', { expected: ISSUER, actual: 'https://x.example' }]],
    ],
    [
      'names no provider',
      { sub: 'ada' },
      [['fail refresh-changed-issuer', { expected: ISSUER, actual: null }]],
    ],
    ['names nobody', { iss: ISSUER }, [['fail refresh-changed-subject', {}]]],
  ] as const)('%s', (_, claims, findings) => {
    const check = judge({ ...works, claims });
    expect(told(check)).toEqual({
      status: findings.length > 0 ? 'fail' : 'pass',
      findings,
      proofs: ['refresh-works'],
    });
    expect(check?.evidence).toEqual({ id_token: true });
    expect(check?.summary).toContain(findings.length > 0 ? 'else' : 'works');
  });

  it('works without an ID token, before or after', () => {
    expect(told(judge(works))).toEqual(expected('pass', [], ['refresh-works']));
    expect(judge(works)?.evidence).toEqual({ id_token: false });
    expect(told(judge({ ...works, claims: { sub: 'eve' } }, {})).status).toBe('pass');
  });
});

describe('logout', () => {
  const target = targetOf('authelia', 'romm', { app: { settings: { rp_initiated_logout: true } } });
  const judge = (...parts: Partial<Evidence>[]) => judgeLogout(evidence(...parts), target);

  it('is no concern of an app that signs out alone', () => {
    expect(judgeLogout(evidence(announcing(DOCUMENT)), TARGET)).toBeUndefined();
  });

  it('has an address, or none, or nothing was read', () => {
    const endpoint = `${ISSUER}/end`;
    expect(told(judge(announcing(DOCUMENT), { logout: { endpoint } }))).toEqual(
      expected('pass', [], ['logout-announced']),
    );
    expect(judge(announcing(DOCUMENT), { logout: { endpoint } })).toMatchObject({
      evidence: { endpoint },
      summary: expect.stringContaining('announces where'),
    });
    for (const logout of [{}, undefined]) {
      const check = judge(announcing(DOCUMENT), logout ? { logout } : {});
      expect(told(check)).toEqual(
        expected('fail', [['fail logout-endpoint-missing', { endpoint: 'end_session_endpoint' }]]),
      );
      expect(check?.summary).toContain('no address');
    }
    expect(told(judge())).toEqual(expected('inconclusive'));
  });
});
