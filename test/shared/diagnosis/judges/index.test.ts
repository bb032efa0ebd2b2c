import { describe, expect, it } from 'vitest';
import { CHECKS, type CheckId, HEADLESS_CHECKS, LOGIN_CHECKS } from '../../../../shared/diagnosis/checks.ts';
import type { Evidence } from '../../../../shared/diagnosis/evidence.ts';
import { FINDING_CODES, type FindingCode } from '../../../../shared/diagnosis/findings.ts';
import { judgeCheckRun, judgeLoginRun, linkCauses } from '../../../../shared/diagnosis/judges/index.ts';
import type { Check, Finding } from '../../../../shared/diagnosis/types.ts';
import {
  APP_URI,
  announcing,
  answer,
  attempt,
  CLAIMS,
  DOCUMENT,
  evidence,
  failure,
  NOW,
  noAnswer,
  PARTS,
  probe,
  REQUEST,
  TARGET,
  targetOf,
  told,
} from '../evidence.ts';
import { check, finding } from '../setups.ts';

const IDS = Object.keys(CHECKS) as CheckId[];
const open = (id: CheckId, findings: readonly Finding[] = []): Check =>
  check(id, findings, { status: 'inconclusive' });
const broken = (id: CheckId): Check => check(id, [finding('callback-error')]);
const rootOf = (checks: readonly Check[], id: CheckId, echo?: boolean) =>
  linkCauses(checks, echo).find((one) => one.id === id)?.because_of;

/** What must have worked before a check has something to look at; the nearest reason first. */
const WAITS: Readonly<Record<CheckId, string>> = {
  S1: '',
  P2: 'S1',
  P1: 'P2 S1',
  P3: 'P2 S1',
  P4: 'P1 P2 S1',
  P5: 'P1 P2 S1',
  P6: 'S5 P1 S3 P2 S2 S1',
  P7: 'P6 S5 P1 S3 P2 S2 S1',
  P8: 'P6 P7 S5 P1 S3 P2 S2 S1',
  P9: 'P8 P6 P7 S5 P1 S3 P2 S2 S1',
  P10: 'P6 P7 S5 P1 S3 P2 S2 S1',
  P11: 'P10 P6 P7 S5 P1 S3 P2 S2 S1',
  P12: 'P1 S3 P2 S2 S1',
  P13: 'P6 S5 P1 S3 P2 S2 S1',
  P14: '',
  S2: 'S1',
  S3: 'S2 S1',
  S4: 'S3 S2 S1',
  S5: 'S3 S2 S1',
  S6: 'S5 S3 S2 S1',
  S7: 'S2 P2 S1',
  S8: 'S5 S3 S2 S1',
  S9: 'S8 S5 S3 S2 S1',
  S10: 'S9 S8 S5 S3 S2 S1',
  S11: 'S10 S9 S6 S8 S5 S3 S2 S1',
  S12: 'S11 S10 S9 S6 S8 S5 S3 S2 S1',
  S13: 'S11 S10 S9 S6 S8 S5 S3 S2 S1',
  S14: 'S11 S10 S9 S6 S8 S5 S3 S2 S1',
  S15: 'S10 S9 S8 S5 S3 S2 S1',
  S16: 'S10 S9 S8 S5 S3 S2 S1',
  S17: 'S15 S11 S10 S9 S6 S8 S5 S3 S2 S1',
  S20: 'S15 S11 S10 S9 S6 S8 S5 S3 S2 S1',
  S18: 'S10 S9 S8 S5 S3 S2 S1',
  S19: 'S3 S2 S1',
};

describe.each(Object.entries(WAITS) as [CheckId, string][])('%s, which saw nothing', (id, list) => {
  const waits = list.split(' ').filter(Boolean) as CheckId[];
  it('has its reason in what failed before, the nearest first, and in nothing else', () => {
    for (const other of IDS.filter((one) => one !== id)) {
      const expected = waits.includes(other) ? other : undefined;
      expect(rootOf([broken(other), open(id)], id), other).toBe(expected);
      // A check that stayed open for a reason of its own is one too, but one that failed comes first.
      const own = open(other, [finding('probe-says-nothing', {}, 'info')]);
      expect(rootOf([own, open(id)], id), other).toBe(expected);
      expect(rootOf([check(other), open(id)], id), other).toBeUndefined();
      expect(rootOf([check(other, [finding('clock-off', {}, 'warn')]), open(id)], id), other).toBeUndefined();
      const far = waits.at(-1);
      if (far !== undefined && far !== other) {
        expect(rootOf([broken(far), own, open(id)], id), other).toBe(far);
      }
    }
    for (const [at, near] of waits.entries()) {
      for (const far of waits.slice(at + 1))
        expect(rootOf([broken(far), broken(near), open(id)], id), `${near} ${far}`).toBe(near);
    }
  });

  it('is its own reason if it saw something, or passed', () => {
    for (const far of waits) {
      for (const code of ['probe-says-nothing', 'pkce-probe-unknown'] as const)
        expect(rootOf([broken(far), open(id, [finding(code, {}, 'info')])], id)).toBeUndefined();
      expect(rootOf([broken(far), open(id, [finding('clock-unknown', {}, 'info')])], id)).toBe(far);
      expect(rootOf([broken(far), check(id)], id)).toBeUndefined();
      expect(rootOf([broken(far), broken(id)], id)).toBeUndefined();
    }
  });
});

it('the reason is the first one, not a step in between', () => {
  const chain = [broken('S3'), open('S5'), open('S8'), open('S9'), open('S10'), open('S11'), open('S12')];
  for (const one of linkCauses(chain).slice(1)) expect(one.because_of).toBe('S3');
  // A failure that repeats another passes on its reason.
  const repeated = [
    check('S4', [finding('issuer-differs-by-host')]),
    check('S5', [finding('endpoint-on-private-host', {}, 'warn')]),
    check('S10', [finding('token-unreachable')]),
    open('S11'),
  ];
  expect(linkCauses(repeated).map((one) => one.because_of)).toEqual([undefined, 'S4', 'S4', 'S4']);
  expect(linkCauses(repeated)[0]).toBe(repeated[0]);
  expect(linkCauses(repeated)[1]).toEqual({ ...repeated[1], because_of: 'S4' });
});

describe('a failure that only repeats another', () => {
  const DIFFERS = FINDING_CODES.filter((code) => code.startsWith('issuer-differs-'));
  const ELSEWHERE = DIFFERS.filter((code) => /scheme|host|port/.test(code));
  const AT: readonly FindingCode[] = [
    'endpoint-plain-http',
    'endpoint-on-other-host',
    'endpoint-on-private-host',
  ];
  const SENT: readonly FindingCode[] = [...AT, 'endpoint-scheme-refused'];
  /** The check, what it found, the check that it repeats, and what that one found. */
  const REPEATS: readonly (readonly [CheckId, readonly FindingCode[], CheckId, readonly FindingCode[]])[] = [
    // A provider that names itself by another address names its endpoints by it.
    ['S5', AT, 'S4', ELSEWHERE],
    ['P1', AT, 'P4', ELSEWHERE],
    // The issuer is missing in one and the same document.
    ['S3', ['metadata-endpoint-missing'], 'S4', ['metadata-endpoint-missing']],
    ['P1', ['metadata-endpoint-missing'], 'P4', ['metadata-endpoint-missing']],
    // The token names the issuer that the document names.
    ['S12', ['id-token-iss-wrong'], 'S4', DIFFERS],
    // The clock is off.
    [
      'S13',
      ['id-token-expired', 'id-token-iat-in-future', 'id-token-not-yet-valid', 'id-token-iat-too-old'],
      'S7',
      ['clock-off'],
    ],
    // Without a key the provider signs with the secret.
    ['S11', ['id-token-symmetric', 'id-token-alg-unannounced'], 'S6', ['jwks-empty', 'jwks-no-usable-key']],
    [
      'S11',
      ['id-token-key-not-found'],
      'S6',
      [
        'jwks-empty',
        'jwks-no-usable-key',
        'jwks-unreachable',
        'jwks-not-json',
        'jwks-too-big',
        'endpoint-scheme-refused',
        'rate-limited',
      ],
    ],
    // The scope that brings the claim was not granted, or userinfo gave nothing.
    ['S17', ['claim-missing'], 'S16', ['scope-not-granted']],
    [
      'S17',
      ['claim-only-in-id-token', 'claim-missing'],
      'S15',
      ['userinfo-refused', 'userinfo-html', 'userinfo-empty', 'userinfo-not-json'],
    ],
    // An address that can't be right can't be reached.
    ...(['S6', 'S10', 'S15'] as const).map(
      (id) =>
        [
          id,
          [
            'jwks-unreachable',
            'token-unreachable',
            'token-timed-out',
            'userinfo-unreachable',
            'endpoint-scheme-refused',
          ],
          'S5',
          SENT,
        ] as const,
    ),
    ['P5', ['jwks-unreachable', 'endpoint-scheme-refused'], 'P1', SENT],
    // Written endpoints were derived from the stated issuer, and announced ones from the host that is announced.
    ...(['S4', 'P4'] as const).map(
      (of) => ['P12', ['endpoint-differs', 'endpoint-differs-by-host'], of, DIFFERS] as const,
    ),
    ...(['S5', 'P1'] as const).map(
      (of) =>
        [
          'P12',
          ['endpoint-differs-by-host'],
          of,
          ['endpoint-on-private-host', 'endpoint-plain-http'],
        ] as const,
    ),
    // Nobody knows the client.
    ['S9', ['client-unknown', 'callback-error'], 'P6', ['client-unknown']],
    ['S10', ['token-client-refused', 'secret-refused'], 'P6', ['client-unknown']],
    ['P8', ['secret-refused'], 'P6', ['client-unknown']],
  ];
  const repeats = (id: CheckId, code: FindingCode, of: CheckId, root: FindingCode) =>
    REPEATS.some(
      ([one, codes, other, roots]) =>
        one === id && other === of && codes.includes(code) && roots.includes(root),
    );

  it.each(REPEATS)('%s %j repeats %s %j, and nothing else', (id, codes, of, roots) => {
    const link = (code: FindingCode, root: FindingCode) =>
      rootOf([check(of, [finding(root)]), check(id, [finding(code)])], id);
    for (const code of FINDING_CODES) {
      expect(link(code, roots[0]!), code).toBe(repeats(id, code, of, roots[0]!) ? of : undefined);
      expect(link(codes[0]!, code), code).toBe(repeats(id, codes[0]!, of, code) ? of : undefined);
    }
    for (const code of codes) for (const root of roots) expect(link(code, root), `${code} ${root}`).toBe(of);
  });

  it.each(REPEATS)(
    '%s %j: all that it found, and not what the other only noted',
    (id, [code], of, [root]) => {
      const of_ = (findings: readonly Finding[], roots: readonly Finding[]) =>
        rootOf([check(of, roots), check(id, findings)], id);
      const note = finding('clock-unknown', {}, 'info');
      const warn = finding('clock-off', {}, 'warn');
      const other = finding('callback-in-fragment');
      expect(of_([note, finding(code!), warn], [note, finding(root!, {}, 'warn')])).toBe(of);
      expect(of_([finding(code!, {}, 'warn')], [finding(root!), other])).toBe(of);
      expect(of_([finding(code!), other], [finding(root!)])).toBeUndefined();
      expect(of_([finding(code!, {}, 'warn'), warn], [finding(root!)])).toBeUndefined();
      expect(of_([finding(code!)], [finding(root!, {}, 'info')])).toBeUndefined();
      expect(of_([finding(code!)], [])).toBeUndefined();
      expect(rootOf([check(id, [finding(code!)])], id)).toBeUndefined();
      const elsewhere = IDS.find(
        (one) => one !== id && !REPEATS.some(([follower]) => follower === one) && one !== of,
      )!;
      expect(
        rootOf([check(of, [finding(root!)]), check(elsewhere, [finding(code!)])], elsewhere),
      ).toBeUndefined();
    },
  );

  it('is one by itself if the token names neither of two issuers', () => {
    const checks = [
      check('S4', [finding('issuer-differs-by-slash')]),
      check('S12', [finding('id-token-iss-wrong')]),
    ];
    expect(rootOf(checks, 'S12', true)).toBe('S4');
    expect(rootOf(checks, 'S12', false)).toBeUndefined();
    // It is about this one alone.
    const clock = [check('S7', [finding('clock-off')]), check('S13', [finding('id-token-expired')])];
    expect(rootOf(clock, 'S13', false)).toBe('S7');
    // Both would tell of the clocks: it is told once, by their own check.
    const told = linkCauses(clock.map((one) => ({ ...one, summary: 'About the clock.' })));
    expect(told.map(({ summary }) => summary)).toEqual(['About the clock.', 'The token’s times are wrong.']);
  });
});

const healthy = Object.values(PARTS);
const clock = [{ exchange: 0, origin: 'https://auth.example.com', offset_ms: 0, error_ms: 500 }];
const authorize = [probe('good', 'back'), probe('unknown-client', 'error-page')];
const byId = (checks: readonly Check[]) => Object.fromEntries(checks.map((one) => [one.id, one]));

describe('a run without a login', () => {
  const run = (...more: Partial<Evidence>[]) =>
    judgeCheckRun(
      evidence(
        ...healthy,
        {
          clock,
          authorize,
          token_attempts: [attempt('right', 'accepted'), attempt('wrong-on-purpose', 'refused')],
        },
        ...more,
      ),
      TARGET,
    );
  const redirected = { plain_http: answer({ status: 301, location: TARGET.discovery_url }) };

  it('makes its checks in their order, each with its proof', () => {
    const checks = run(redirected);
    // RomM has no program with a client of its own.
    expect(checks.map((one) => one.id)).toEqual(HEADLESS_CHECKS.filter((id) => !['P13', 'P14'].includes(id)));
    for (const one of checks) {
      told(one);
      expect(one.status, one.id).toBe(one.id === 'P10' ? 'inconclusive' : 'pass');
      expect(one.because_of, one.id).toBeUndefined();
    }
    expect(run().map((one) => one.id)).toEqual(
      HEADLESS_CHECKS.filter((id) => !['P3', 'P13', 'P14'].includes(id)),
    );
  });

  it('names one reason for all that could not be seen', () => {
    const none = { answer: noAnswer('refused', 'ECONNREFUSED'), redirects: [], redirect_loop: false };
    const checks = judgeCheckRun(evidence({ network: PARTS['network']!.network!, discovery: none }), TARGET);
    for (const one of checks) {
      told(one);
      expect(one.because_of, one.id).toBe(['S1', 'P2'].includes(one.id) ? undefined : 'P2');
    }
    expect(byId(checks)['P2']?.summary).toBe(failure('refused').message);
  });

  it('names the redirect URI as the reason why the rest is not known', () => {
    const checks = byId(
      run({
        authorize: [
          probe('good', 'error-page', { blames: 'redirect-uri' }),
          probe('unknown-client', 'error-page'),
        ],
      }),
    );
    expect(checks['P7']).toMatchObject({
      status: 'fail',
      findings: [{ code: 'redirect-uri-not-registered' }],
    });
    expect(checks['P7']?.findings[0]?.data['expected']).toBe(APP_URI);
  });
});

describe('a login', () => {
  const run = (target = TARGET, ...more: Partial<Evidence>[]) =>
    judgeLoginRun(
      evidence(
        ...healthy,
        { run: 'login', clock, request: REQUEST, token_attempts: [attempt('right', 'accepted', 'real')] },
        { userinfo: { answer: answer(), claims: CLAIMS } },
        ...more,
      ),
      target,
    );
  const all = targetOf('authelia', 'romm', {
    app: {
      scopes: ['openid', 'offline_access'],
      settings: { rp_initiated_logout: true, role_claim: 'groups', role_viewer: '*' },
    },
  });
  const session = {
    refresh: { offered: true, answer: answer(), claims: CLAIMS },
    logout: { endpoint: 'https://auth.example.com/e' },
  };

  it('makes its checks in their order, each with its proof', () => {
    const claims = { ...CLAIMS, groups: ['people'] };
    const seen = {
      id_token: { ...PARTS['id_token']!.id_token!, claims },
      userinfo: { answer: answer(), claims },
    };
    const request = { ...REQUEST, scopes: all.client.scopes };
    const checks = run(all, session, { authorize, request, ...seen });
    expect(checks.map((one) => one.id)).toEqual(LOGIN_CHECKS);
    for (const one of checks) {
      told(one);
      expect(one.status, `${one.id} ${one.summary}`).toBe('pass');
    }
  });

  it('leaves out what does not apply, and what was not asked', () => {
    const rest = LOGIN_CHECKS.filter((id) => !['P6', 'P7', 'S18', 'S19', 'S20'].includes(id));
    expect(run().map((one) => one.id)).toEqual(rest);
    expect(run(TARGET, { authorize: [probe('test-redirect', 'back')] }).map((one) => one.id)).toEqual(rest);
    expect(
      run(TARGET, { authorize: [probe('test-redirect', 'back'), probe('good', 'back')] }).map(
        (one) => one.id,
      ),
    ).toEqual(LOGIN_CHECKS.filter((id) => !['S18', 'S19', 'S20'].includes(id)));
  });

  it('compares with the second opinion', () => {
    const refused = byId(run(TARGET, { library: { verdict: 'refused' } }));
    expect(refused['S12']).toMatchObject({ status: 'warn', findings: [{ code: 'library-disagrees' }] });
  });

  it('tells a wrong issuer once, if the token names the announced one', () => {
    const document = { ...DOCUMENT, issuer: 'https://auth.example.com/' };
    const token = (iss: string): Partial<Evidence> => ({
      id_token: { ...PARTS['id_token']!.id_token!, claims: { ...CLAIMS, iss } },
    });
    const reason = (iss: string) => byId(run(TARGET, announcing(document), token(iss)))['S12']?.because_of;
    expect(reason('https://auth.example.com/')).toBe('S4');
    expect(reason('https://x.example')).toBeUndefined();
    expect(byId(run(TARGET, token('https://x.example')))['S12']).toMatchObject({ status: 'fail' });
  });

  it('names one reason for all that could not be seen', () => {
    const silent = judgeLoginRun(
      evidence(PARTS['network']!, PARTS['document']!, PARTS['keys']!, {
        clock,
        request: REQUEST,
        started_at: NOW,
      }),
      all,
    );
    const because = Object.fromEntries(
      silent.filter((one) => one.because_of).map((one) => [one.id, one.because_of]),
    );
    for (const one of silent) told(one);
    expect(because).toEqual(
      Object.fromEntries(
        ['S10', 'S11', 'S12', 'S13', 'S14', 'S15', 'S16', 'S17', 'S18', 'S20'].map((id) => [id, 'S9']),
      ),
    );
    const missing = { answer: answer({ status: 404 }), redirects: [], redirect_loop: false };
    const lost = judgeLoginRun(evidence(PARTS['network']!, { discovery: missing }), all);
    expect(byId(lost)).toMatchObject({
      S3: { status: 'fail' },
      S9: { because_of: 'S3' },
      S17: { because_of: 'S3' },
    });
    const nothing = judgeLoginRun(evidence(), all);
    expect(nothing.map((one) => one.because_of)).toEqual(
      nothing.map((one) => (['S1', 'S2'].includes(one.id) ? undefined : 'S2')),
    );
  });
});
