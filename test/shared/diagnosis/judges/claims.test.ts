import { describe, expect, it } from 'vitest';
import type { ClaimPlan } from '../../../../shared/client/types.ts';
import type { Evidence, IdTokenEvidence, TokenEvidence } from '../../../../shared/diagnosis/evidence.ts';
import { judgeClaims, judgeScopes } from '../../../../shared/diagnosis/judges/claims.ts';
import type { CheckStatus, EvidenceValue } from '../../../../shared/diagnosis/types.ts';
import {
  announcing,
  answer,
  DOCUMENT,
  type Document,
  evidence,
  expected,
  TARGET,
  told,
} from '../evidence.ts';

type Claims = Readonly<Record<string, EvidenceValue>>;
const plan = (more: Partial<ClaimPlan> = {}): ClaimPlan => ({
  ...TARGET.claims[0]!,
  claim: 'email',
  scope: 'email',
  level: 'required',
  type: 'string',
  read_from: 'id_token',
  provided_in: [],
  remedy: 'none',
  ...more,
});
const id_token = (claims: Claims, more: Partial<IdTokenEvidence> = {}): Partial<Evidence> => ({
  id_token: { parts: 3, malformed: false, claims, ...more } as IdTokenEvidence,
});
const userinfo = (claims: Claims): Partial<Evidence> => ({ userinfo: { answer: answer(), claims } });
const target = (...claims: readonly ClaimPlan[]) => ({ ...TARGET, claims });
const app = TARGET.app.name;

describe('the claims of an app', () => {
  const judge = (one: ClaimPlan, ...parts: Partial<Evidence>[]) =>
    judgeClaims(evidence(...parts), target(one));
  /** What is told of one claim that the app reads from the ID token. */
  const of = (more: Partial<ClaimPlan>, claims: Claims, other: Claims = {}, document?: Document) =>
    judge(plan(more), id_token(claims), userinfo(other), document ? announcing(document) : {});
  const about = (more: Partial<ClaimPlan>, actual: EvidenceValue, rest = {}) => ({
    claim: 'email',
    scope: 'email',
    read_from: 'id_token',
    expected: 'string',
    level: 'required',
    remedy: 'none',
    ...Object.fromEntries(
      Object.entries(more).filter(([name]) =>
        ['claim', 'scope', 'read_from', 'level', 'remedy'].includes(name),
      ),
    ),
    ...(more.type ? { expected: more.type } : {}),
    actual,
    ...rest,
  });
  const seen = ['claims-found'] as const;
  const OPTIONAL = { level: 'optional' } as const;
  const VERIFIED = { claim: 'email_verified', type: 'boolean', rule: 'verified' } as const;

  it('are found, and shown with their types, not with their values', () => {
    const check = of({}, { email: 'a@example.org' }, { email: 7 });
    expect(told(check)).toEqual(expected('pass', [], seen));
    expect(check.summary).toBe(`${app} finds every claim it needs.`);
    expect(check.evidence).toEqual({
      read_from: TARGET.app.claims_from,
      claims: [
        { claim: 'email', level: 'required', read_from: 'id_token', id_token: 'string', userinfo: 'number' },
      ],
    });
  });

  it('are none', () => {
    const none = (...parts: Partial<Evidence>[]) => judgeClaims(evidence(...parts), target());
    for (const check of [none(id_token({})), none(userinfo({}))]) {
      expect(told(check)).toEqual(expected('pass', [], seen));
      expect(check.summary).toContain('no claim but');
    }
    // Nobody has signed in, so nothing was seen.
    expect(told(none())).toEqual(expected('inconclusive'));
  });

  it('can’t be read', () => {
    const both = [plan(), plan({ read_from: 'userinfo' })];
    const all = (...parts: Partial<Evidence>[]) => judgeClaims(evidence(...parts), target(...both));
    for (const parts of [
      [],
      [id_token({ email: 'a' }, { malformed: true })],
      [id_token({ email: 'a' }, { parts: 5 })],
      [{ userinfo: { answer: answer() } }],
    ]) {
      expect(told(all(...parts))).toEqual(expected('inconclusive'));
      expect(all(...parts).summary).toContain('nothing to read');
    }
    expect(judge(plan({ read_from: 'userinfo' }), id_token({ email: 'a' })).summary).toContain(
      'nothing to read',
    );
    expect(told(judge(plan({ read_from: 'userinfo' }), id_token({ email: 'a' })))).toEqual(
      expected('inconclusive'),
    );
    // One place is there: what is found stays, and the rest is open.
    expect(told(all(id_token({ email: 'a' })))).toEqual(expected('inconclusive'));
    expect(all(id_token({ email: 'a' })).evidence['claims']).toHaveLength(1);
    expect(told(all(userinfo({}))).findings.map(([code]) => code)).toEqual(['fail claim-missing']);
  });

  describe.each([
    ['required', 'fail'],
    ['optional', 'warn'],
  ] as const)('%s', (level, severity) => {
    it.each([
      ['id_token', 'claim-only-in-userinfo', 'userinfo'],
      ['userinfo', 'claim-only-in-id-token', 'id_token'],
    ] as const)('in %s: %s', (read_from, code, found_in) => {
      for (const [absent, actual] of [
        [{}, 'missing'],
        [{ email: null }, 'null'],
      ] as const) {
        const there = { email: 'a@example.org' };
        const check = judge(
          plan({ level, read_from }),
          id_token(read_from === 'id_token' ? absent : there),
          userinfo(read_from === 'userinfo' ? absent : there),
        );
        expect(told(check)).toEqual(
          expected(
            severity,
            [[`${severity} ${code}`, about({ level, read_from }, actual, { found_in })]],
            seen,
          ),
        );
      }
    });

    it('nowhere', () => {
      const missing = level === 'required' ? 'fail' : 'info';
      const status = level === 'required' ? 'fail' : 'pass';
      for (const [claims, actual] of [
        [{}, 'missing'],
        [{ email: null }, 'null'],
      ] as const) {
        expect(told(of({ level }, claims, claims))).toEqual(
          expected(status, [[`${missing} claim-missing`, about({ level }, actual)]], seen),
        );
      }
      for (const announced of [true, false]) {
        const document = { ...DOCUMENT, claims_supported: announced ? ['email'] : [] };
        expect(told(of({ level }, {}, {}, document)).findings).toEqual([
          [`${missing} claim-missing`, about({ level }, 'missing', { announced })],
        ]);
      }
    });

    it.each([
      ['string', 'a', 'string', undefined],
      ['string', ' ', 'empty', 'claim-empty'],
      ['string', 7, 'number', 'claim-wrong-type'],
      ['string', true, 'boolean', 'claim-wrong-type'],
      ['string', ['a'], 'array', 'claim-wrong-type'],
      ['string', { a: 1 }, 'object', 'claim-wrong-type'],
      ['boolean', false, 'boolean', undefined],
      ['boolean', 'true', 'string', 'claim-wrong-type'],
      ['boolean', '', 'empty', 'claim-empty'],
      ['array', ['a'], 'array', undefined],
      ['array', 'a', 'string', 'claim-wrong-type'],
    ] as const)('as %s: %j', (type, value, actual, code) => {
      expect(told(of({ level, type }, { email: value }))).toEqual(
        expected(
          code ? severity : 'pass',
          code ? [[`${severity} ${code}`, about({ level, type }, actual)]] : [],
          seen,
        ),
      );
    });

    it('as an empty list, which only a required one may not be', () => {
      expect(told(of({ level, type: 'array' }, { email: [] })).findings).toEqual(
        level === 'required' ? [['fail claim-empty', about({ level, type: 'array' }, 'array')]] : [],
      );
    });

    it('as a verified address', () => {
      const wanted = { ...VERIFIED, level };
      const judged = (claims: Claims, other: Claims = {}, supported?: readonly string[]) =>
        told(of(wanted, claims, other, supported ? { ...DOCUMENT, claims_supported: supported } : undefined));
      const data = (actual: EvidenceValue, rest = {}) => about({ ...wanted, type: 'boolean' }, actual, rest);
      expect(judged({ email_verified: true })).toEqual(expected('pass', [], seen));
      expect(judged({ email_verified: false }).findings).toEqual([
        ['fail email-not-verified', data(false, { expected: true })],
      ]);
      for (const [value, actual] of [
        ['true', 'string'],
        [1, 'number'],
        ['', 'empty'],
      ] as const)
        expect(judged({ email_verified: value }).findings).toEqual([
          ['fail email-not-verified', data(actual, { expected: true })],
        ]);
      expect(judged({}, { email_verified: true }).findings[0]![0]).toBe(`${severity} claim-only-in-userinfo`);
      // An app reads a claim that is announced and absent as “not verified”.
      expect(judged({}, {}, ['email_verified']).findings).toEqual([
        ['fail claim-missing', data('missing', { announced: true })],
      ]);
      const absent = level === 'required' ? 'fail' : 'info';
      expect(judged({}, {}, ['email']).findings).toEqual([
        [`${absent} claim-missing`, data('missing', { announced: false })],
      ]);
      expect(judged({}).findings).toEqual([[`${absent} claim-missing`, data('missing')]]);
    });
  });

  it('say that an address is not verified, to an app that does not insist', () => {
    const loose = { claim: 'email_verified', type: 'boolean', ...OPTIONAL } as const;
    expect(told(of(loose, { email_verified: false }))).toEqual(
      expected('warn', [['warn email-not-verified', about(loose, false, { expected: true })]], seen),
    );
    expect(told(of(loose, { email_verified: true })).findings).toEqual([]);
    expect(told(of({ ...loose, claim: 'admin' }, { admin: false })).findings).toEqual([]);
  });

  describe('that its own settings accept', () => {
    const anyOf = (...any_of: readonly string[]) =>
      ({ claim: 'groups', type: 'array', accepts: { any_of }, accepts_by: 'OIDC_ROLE' }) as const;
    const refused = (accepts: readonly string[] | string, spelt?: string) => ({
      claim: 'groups',
      read_from: 'id_token',
      setting: 'OIDC_ROLE',
      expected: accepts,
      ...(spelt === undefined ? {} : { spelt }),
    });

    /** As Python's `in`: an element of a list, or a part of a text. */
    it.each([
      [['a', 'b'], ['b'], 'pass', undefined],
      [['a', 'b'], ['c', 'b'], 'pass', undefined],
      [['a', 'b'], ['c'], 'fail', undefined],
      [['a', 'b'], ['A', 'x'], 'fail', 'A'],
      [['Admins'], ['x', 'admins', 'ADMINS'], 'fail', 'admins'],
      [['a'], [], 'fail', undefined],
      [['a'], [7], 'fail', undefined],
    ] as const)('%j, which is %j: %s', (any_of, value, status, spelt) => {
      const check = of({ ...anyOf(...any_of), level: 'optional' }, { groups: value });
      expect(told(check)).toEqual(
        expected(
          status,
          status === 'pass' ? [] : [['fail claim-value-not-accepted', refused(any_of, spelt)]],
          seen,
        ),
      );
      if (status === 'fail') expect(check.summary).toContain('accept none of the values in groups');
    });

    it('in a text, or in anything else', () => {
      const text = (value: EvidenceValue) =>
        told(of({ ...anyOf('min'), type: 'string' }, { groups: value })).findings.map(([code, data]) => [
          code,
          data['spelt'],
        ]);
      expect(text('admins')).toEqual([]);
      expect(text('MIN')).toEqual([['fail claim-value-not-accepted', 'MIN']]);
      expect(text('users')).toEqual([['fail claim-value-not-accepted', undefined]]);
      expect(text(7)).toEqual([
        ['fail claim-wrong-type', undefined],
        ['fail claim-value-not-accepted', undefined],
      ]);
    });

    it('in a list that may have been cut off', () => {
      const many = (n: number) => Array.from({ length: n }, (_, at) => `group-${at}`);
      expect(told(of(anyOf('x'), { groups: many(200) }))).toEqual(expected('inconclusive'));
      expect(told(of(anyOf('x'), { groups: many(199) })).status).toBe('fail');
      expect(told(of(anyOf('group-7'), { groups: many(200) })).status).toBe('pass');
      expect(told(of({ ...anyOf('x'), type: 'string' }, { groups: 'g'.repeat(200) })).status).toBe('fail');
    });

    it('is not asked of a value that is not there', () => {
      for (const claims of [{}, { groups: null }] as const)
        expect(told(of(anyOf('x'), claims)).findings.map(([code]) => code)).toEqual(['fail claim-missing']);
    });

    const matches = (pattern: string, value: EvidenceValue): CheckStatus =>
      told(of({ accepts: { pattern }, accepts_by: 'OIDC_ROLE' }, { email: value })).status;
    /** Go's regular expressions (RE2), as far as they mean the same here. */
    it.each([
      ['^a', 'abc', 'pass'],
      ['^a', 'bca', 'fail'],
      ['b', 'abc', 'pass'],
      ['', 'abc', 'pass'],
      ['(?i)^A', 'abc', 'pass'],
      ['(?s)a.b', 'a\nb', 'pass'],
      ['a.b', 'a\nb', 'fail'],
      ['(?is)A.B', 'a\nb', 'pass'],
      ['a(?i)B', 'ab', 'inconclusive'],
      ['^(a|b)$', 'b', 'pass'],
      ['^(ab)?$', 'ab', 'pass'],
      ['a+b*c?d{1}', 'abcd', 'pass'],
      ['^[a-z.]+@example\\.org$', 'ada@example.org', 'pass'],
      ['^a{2}$', 'aa', 'pass'],
    ] as const)('by %s: %j: %s', (pattern, value, status) => {
      expect(matches(pattern, value)).toBe(status);
    });

    it.each([
      ['other flags', '(?m)^a'],
      ['a group without a number', '(?:a)'],
      ['the ends of a text', '\\Aabc\\z'],
      ['the end of a text', 'abc\\z'],
      ['a class of Unicode', '\\pL'],
      ['no class of Unicode', '\\PN'],
      ['a quoted part', '\\Qabc\\E'],
      ['one byte', '\\C'],
      ['a grapheme', '\\X'],
      ['a named class', '[[:alpha:]]'],
      ['a repetition of a repetition', 'a+*'],
      ['a group that is repeated', '(abc)+'],
      ['a group that is repeated', '(abc)*'],
      ['a group that is repeated', '(abc){1}'],
      // Each of these would take for ever here, and is linear in Go.
      ['a group that is repeated, inside a group', '((a+))+$'],
      ['a choice that is repeated', '(a|a)*$'],
      ['many repetitions', '.*.*.*.*.*b$'],
      ['many options', `${'a?'.repeat(60)}b`],
      ['many numbers', 'a{0,99}a{0,99}a{0,99}a{0,99}a{0,99}b'],
      ['a flag twice', '(?ii)a'],
      ['three flags', '(?isi)a'],
      ['no pattern', '(abc'],
      ['a long one', 'a'.repeat(201)],
    ])('is not known: %s', (_, pattern) => {
      expect(matches(pattern, 'abc')).toBe('inconclusive');
      expect(matches(pattern, 'a'.repeat(200))).toBe('inconclusive');
    });

    it('is not known of a long text, or of something else', () => {
      expect(matches('a{0}'.padEnd(200, 'a'), 'a'.repeat(200))).toBe('pass');
      expect(matches('b', 'a'.repeat(200))).toBe('fail');
      expect(matches('b', 'a'.repeat(201))).toBe('inconclusive');
      // It has the wrong type, which is told by itself.
      expect(
        told(of({ accepts: { pattern: 'b' } }, { email: ['b'] })).findings.map(([code]) => code),
      ).toEqual(['fail claim-wrong-type']);
    });

    it('is not asked of a value of another type', () => {
      expect(
        told(of({ accepts: { pattern: 'b' } }, { email: ['a'] })).findings.map(([code]) => code),
      ).toEqual(['fail claim-wrong-type']);
    });

    it('by a pattern is told with it', () => {
      expect(
        told(of({ accepts: { pattern: 'X' }, accepts_by: 'OIDC_ROLE', claim: 'groups' }, { groups: 'x' }))
          .findings,
      ).toEqual([['fail claim-value-not-accepted', refused('X')]]);
    });
  });

  it('that are missing are named beside those that are refused', () => {
    const groups = plan({ claim: 'groups', type: 'array', accepts: { any_of: ['x'] } });
    const check = judgeClaims(
      evidence(id_token({ groups: ['y'], name: 1 })),
      target(plan(), groups, plan({ claim: 'name', level: 'optional' })),
    );
    expect(check.summary).toBe(`${app} would not find what it needs: email, groups.`);
    const odd = judgeClaims(evidence(id_token({ groups: 7 })), target(groups));
    expect(odd.summary).toContain('accept none of the values in groups');
    // A warning is no reason why somebody does not get in.
    const warned = judgeClaims(
      evidence(id_token({ name: 1 })),
      target(plan({ claim: 'name', level: 'optional' })),
    );
    expect(warned).toMatchObject({ status: 'warn', summary: `${app} finds every claim it needs.` });
  });
});

describe('the scopes', () => {
  const asked = ['openid', 'profile', 'email'];
  const judge = (
    scope: string | undefined,
    {
      scopes = asked,
      has_id_token = true,
      supported,
    }: { scopes?: readonly string[]; has_id_token?: boolean; supported?: readonly string[] } = {},
    claims: Claims = {},
    ...plans: ClaimPlan[]
  ) =>
    judgeScopes(
      evidence(
        {
          token: {
            has_access_token: true,
            has_id_token,
            ...(scope === undefined ? {} : { scope }),
          } as TokenEvidence,
          request: { scopes } as unknown as NonNullable<Evidence['request']>,
        },
        id_token(claims),
        supported ? announcing({ ...DOCUMENT, scopes_supported: supported }) : {},
      ),
      target(...plans),
    );
  const seen = ['scopes-granted'] as const;

  it('are granted as asked', () => {
    const check = judge('openid  profile\temail extra');
    expect(told(check)).toEqual(expected('pass', [], seen));
    expect(check.summary).toContain('Every scope');
    expect(check.evidence).toEqual({ asked, granted: ['openid', 'profile', 'email', 'extra'], stated: true });
    expect(judge('openid', { supported: ['a'] }).evidence).toMatchObject({ announced: ['a'] });
  });

  it('are granted as asked if nothing is said (RFC 6749 §5.1)', () => {
    const check = judge(undefined);
    expect(told(check)).toEqual(expected('pass', [], seen));
    expect(check.evidence).toEqual({ asked, granted: asked, stated: false });
    expect(judge('').evidence).toMatchObject({ granted: [] });
  });

  const row = (
    severity: 'fail' | 'warn' | 'info',
    scope: string,
    claims: readonly string[] = [],
    granted = ['openid', 'profile'],
  ) => [`${severity} scope-not-granted`, { scope, claims, granted, expected: asked }] as const;
  const NEEDED = plan();
  const WISHED = plan({ claim: 'nickname', level: 'optional' });

  it('are dropped', () => {
    const check = judge('openid profile');
    expect(told(check)).toEqual(expected('warn', [row('warn', 'email')], seen));
    expect(check.summary).toContain('fewer scopes');
  });

  it('are dropped, and a claim that the app needs is missing', () => {
    const of = (claims: Claims, ...plans: ClaimPlan[]) => told(judge('openid profile', {}, claims, ...plans));
    for (const claims of [{}, { email: null }])
      expect(of(claims, NEEDED, WISHED)).toEqual(expected('fail', [row('fail', 'email', ['email'])], seen));
    // One that it can do without, or of another scope, is no failure.
    expect(of({}, WISHED)).toEqual(expected('warn', [row('warn', 'email')], seen));
    expect(of({}, plan({ scope: 'profile' })).findings).toEqual([row('warn', 'email')]);
    expect(of({ email: 'a' }, NEEDED, WISHED).findings).toEqual([row('warn', 'email')]);
    expect(of({ email: 'a', nickname: 'a' }, NEEDED, WISHED)).toEqual(
      expected('pass', [row('info', 'email')], seen),
    );
    const all = { email: 'a', nickname: 'a' };
    expect(judge('openid profile', {}, all, NEEDED, WISHED).summary).toContain('Every scope');
    expect(of(all, NEEDED, plan({ scope: 'profile', claim: 'name' })).findings).toEqual([
      row('info', 'email'),
    ]);
    expect(of({ nickname: 'a' }, plan({ read_from: 'userinfo', claim: 'nickname' })).findings).toEqual([
      row('fail', 'email', ['nickname']),
    ]);
  });

  it('of which openid shows by itself', () => {
    expect(told(judge('profile email')).findings).toEqual([]);
    expect(told(judge('profile email', { has_id_token: false })).findings).toEqual([
      row('warn', 'openid', [], ['profile', 'email']),
    ]);
    expect(told(judge('openid email')).findings).toEqual([row('warn', 'profile', [], ['openid', 'email'])]);
  });

  it('that are not announced are noted if they were not granted', () => {
    const supported = ['openid', 'profile'];
    const check = judge('openid', { supported });
    expect(told(check).findings).toEqual([
      row('warn', 'profile', [], ['openid']),
      row('warn', 'email', [], ['openid']),
      ['info scope-not-announced', { scope: 'email', scopes: ['email'], announced: supported }],
    ]);
    expect(told(judge('openid profile email', { supported })).findings).toEqual([]);
    expect(told(judge('openid profile', { supported: [...supported, 'email'] })).findings).toEqual([
      row('warn', 'email'),
    ]);
    const noted = judge('', { scopes: ['openid'], supported });
    expect(noted).toMatchObject({ status: 'pass', summary: expect.stringContaining('Every scope') });
  });

  it('were not granted, because nothing was', () => {
    const request = { scopes: asked } as unknown as NonNullable<Evidence['request']>;
    const token = { has_access_token: true } as TokenEvidence;
    for (const parts of [
      [],
      [{ request }],
      [{ token }],
      [{ request, token: { ...token, has_access_token: false } }],
    ]) {
      expect(told(judgeScopes(evidence(...parts), TARGET))).toEqual(expected('inconclusive'));
    }
  });
});
