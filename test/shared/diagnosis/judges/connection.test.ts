import { describe, expect, it } from 'vitest';
import type {
  Answer,
  CertificateEvidence,
  Evidence,
  NetworkFailure,
  TlsEvidence,
} from '../../../../shared/diagnosis/evidence.ts';
import type { FindingCode } from '../../../../shared/diagnosis/findings.ts';
import {
  judgeClock,
  judgeConnection,
  judgePlainHttp,
  mayBePlain,
} from '../../../../shared/diagnosis/judges/connection.ts';
import {
  announcing,
  answer,
  DOCUMENT,
  evidence,
  expected,
  failure,
  ISSUER,
  NOW,
  noAnswer,
  TARGET,
  targetOf,
  told,
} from '../evidence.ts';

const DAY = 86_400_000;
const day = (time: number) => new Date(time).toISOString().slice(0, 10);
const leaf: CertificateEvidence = {
  subject: 'CN=auth.example.com',
  issuer: 'CN=Some CA',
  names: ['auth.example.com'],
  not_before: NOW * 1000 - 30 * DAY,
  not_after: NOW * 1000 + 60 * DAY,
  self_signed: false,
  ca_issuers: true,
  fingerprint: 'ab',
};
const secure = (more: Partial<TlsEvidence> = {}): TlsEvidence => ({
  host: 'auth.example.com',
  port: 443,
  protocol: 'TLSv1.3',
  chain: [leaf],
  name_matches: true,
  valid_now: 'yes',
  trusted_by: 'public',
  ...more,
});
const network = {
  host: 'auth.example.com',
  port: 443,
  addresses: [{ address: '192.0.2.10', scope: 'public' }],
} as const;
const read = announcing(DOCUMENT);
const tried = (kind: NetworkFailure['kind'], code?: string): Partial<Evidence> => ({
  discovery: { answer: noAnswer(kind, code), redirects: [], redirect_loop: false },
});
const judge = (...parts: Partial<Evidence>[]) =>
  judgeConnection('S2', evidence({ network }, ...parts), TARGET);

describe('a connection that was made', () => {
  const dates = { not_before: day(leaf.not_before), not_after: day(leaf.not_after) };
  const about = {
    host: 'auth.example.com',
    port: 443,
    certificate: leaf.subject,
    issuer: leaf.issuer,
    names: leaf.names,
    ...dates,
  };

  it('with a trusted certificate passes, and shows both', () => {
    const check = judge(read, { tls: secure(), network: { ...network, proxy: 'proxy.example' } });
    expect(told(check)).toEqual(expected('pass', [], ['provider-reached']));
    expect(check).toMatchObject({ id: 'S2', summary: expect.stringContaining(`until ${dates.not_after}`) });
    expect(check.evidence).toEqual({
      host: 'auth.example.com',
      port: 443,
      addresses: ['192.0.2.10'],
      proxy: 'proxy.example',
      protocol: 'TLSv1.3',
      chain_length: 1,
      trusted_by: 'public',
      certificate: leaf.subject,
      issued_by: leaf.issuer,
      names: leaf.names,
      ...dates,
    });
  });

  it('without encryption says so', () => {
    const check = judge(read);
    expect(told(check)).toEqual(expected('pass', [], ['provider-reached']));
    expect(check.summary).toContain('without encryption');
    expect(check.evidence).toEqual({ host: 'auth.example.com', port: 443, addresses: ['192.0.2.10'] });
  });

  it('whose certificate can’t be shown is still one', () => {
    expect(told(judge(read, { tls: secure({ chain: [] }) }))).toEqual(
      expected('pass', [], ['provider-reached']),
    );
    expect(judge(read, { tls: secure({ chain: [] }) }).summary).toContain('unknown');
  });

  /** Each is judged on its own, because an error of the chain would hide the others. */
  const FAULTS: readonly (readonly [FindingCode, Partial<TlsEvidence>, string])[] = [
    ['tls-wrong-name', { name_matches: false }, 'another name'],
    ['tls-expired', { valid_now: 'expired' }, 'expired'],
    ['tls-not-yet-valid', { valid_now: 'not-yet' }, 'not valid yet'],
    ['tls-self-signed', { chain_problem: 'self-signed' }, 'signed by itself'],
    ['tls-unknown-ca', { chain_problem: 'unknown-ca' }, 'authority is not known'],
    ['tls-missing-intermediate', { chain_problem: 'missing-intermediate' }, 'between'],
  ];
  it.each(FAULTS)('%s', (code, fault, says) => {
    const target = targetOf('authelia', 'romm', { provider: { ca_file: '/etc/ca.pem' } });
    const tls = secure({ ...fault, trusted_by: 'nobody', chain_error: 'E' });
    const check = judgeConnection('P2', evidence({ network }, read, { tls }), target);
    expect(check.id).toBe('P2');
    const name = code === 'tls-wrong-name' ? { expected: 'auth.example.com' } : {};
    const data = { ...about, code: 'E', ca_file: '/etc/ca.pem', ...name };
    expect(told(check)).toEqual(expected('fail', [[`fail ${code}`, data]], ['provider-reached']));
    expect(check.summary).toContain(says);
    expect(check.evidence).toMatchObject({ chain_error: 'E', trusted_by: 'nobody' });
  });

  it('is told of all that is wrong with its certificate', () => {
    const tls = secure({
      name_matches: false,
      valid_now: 'expired',
      chain_problem: 'self-signed',
      chain: [],
    });
    expect(told(judge(read, { tls }))).toEqual(
      expected(
        'fail',
        [
          ['fail tls-wrong-name', { host: 'auth.example.com', port: 443, expected: 'auth.example.com' }],
          ['fail tls-expired', { host: 'auth.example.com', port: 443 }],
          ['fail tls-self-signed', { host: 'auth.example.com', port: 443 }],
        ],
        ['provider-reached'],
      ),
    );
  });

  const ends = (ms: number) => secure({ chain: [{ ...leaf, not_after: NOW * 1000 + ms }] });
  it.each([
    ['in 14 days', ends(14 * DAY), []],
    ['a second sooner', ends(14 * DAY - 1000), [['tls-expires-soon', { days: 13 }]]],
    ['today', ends(1000), [['tls-expires-soon', { days: 0 }]]],
    [
      'trusted by this machine',
      secure({ trusted_by: 'system' }),
      [['tls-private-ca', { trusted_by: 'system' }]],
    ],
    ['trusted by the file', secure({ trusted_by: 'own' }), [['tls-private-ca', { trusted_by: 'own' }]]],
    ['trusted by nobody', secure({ trusted_by: 'nobody' }), []],
  ] as const)('%s', (_, tls, findings) => {
    expect(told(judge(read, { tls }))).toEqual({
      status: findings.length > 0 ? 'warn' : 'pass',
      findings: findings.map(([code, data]) => [
        `warn ${code}`,
        { ...about, not_after: day(tls.chain[0]!.not_after), ...data },
      ]),
      proofs: ['provider-reached'],
    });
    expect(judge(read, { tls }).summary).toContain('trusted until');
    // What was not asked for, or given up, is not good apart from a warning.
    expect(told(judge({ tls })).status).toBe('inconclusive');
    expect(told(judge({ tls }, tried('cancelled'))).status).toBe('inconclusive');
  });

  it('of a certificate that is refused nothing else is warned of', () => {
    const tls = secure({ ...ends(DAY), name_matches: false, trusted_by: 'own' });
    expect(told(judge(read, { tls })).findings.map(([code]) => code)).toEqual(['fail tls-wrong-name']);
  });
});

describe('a name that is not found', () => {
  const dataOf = (app_not_found?: string) =>
    judgeConnection(
      'S2',
      evidence({
        network: {
          ...network,
          failure: failure('dns', 'ENOTFOUND'),
          ...(app_not_found === undefined ? {} : { app_not_found }),
        },
      }),
      TARGET,
    ).findings[0]?.data;

  it('says that the app’s was looked up here and not found either, and says nothing of one that was', () => {
    expect(dataOf('notes.example.com')).toMatchObject({ app_host: 'notes.example.com' });
    expect(dataOf()).not.toHaveProperty('app_host');
  });
});

describe('a connection that failed', () => {
  const at = { host: 'auth.example.com', port: 443, url: TARGET.discovery_url };
  const seen = { ...at, address: '192.0.2.10', addresses: ['192.0.2.10'] };

  it.each([
    ['dns', 'ENOTFOUND', 'dns-not-found'],
    ['refused', 'ECONNREFUSED', 'connection-refused'],
    ['unreachable', 'EHOSTUNREACH', 'connection-timed-out'],
    ['timeout', 'ETIMEDOUT', 'connection-timed-out'],
    ['tls', 'EPROTO', 'tls-not-spoken'],
    ['tls', 'ERR_SSL_WRONG_VERSION_NUMBER', 'tls-not-spoken'],
    ['tls', 'UNABLE_TO_GET_ISSUER_CERT', 'tls-unknown-ca'],
  ] as const)('%s %s is %s', (kind, code, finding) => {
    const check = judge(tried(kind, code));
    expect(told(check)).toEqual(expected('fail', [[`fail ${finding}`, { ...seen, code }]]));
    expect(check.summary).toBe(failure(kind).message);
    // The name was not found, or the handshake failed: the same, without a request.
    const asked = judgeConnection(
      'S2',
      evidence({ network: { ...network, proxy: 'p.example', failure: failure(kind, code) } }),
      TARGET,
    );
    expect(told(asked)).toEqual(
      expected('fail', [[`fail ${finding}`, { ...seen, code, proxy: 'p.example' }]]),
    );
  });

  it('without an address shows none', () => {
    const check = judgeConnection(
      'S2',
      evidence({ network: { ...network, addresses: [], failure: failure('dns', 'ENOTFOUND') } }),
      TARGET,
    );
    expect(told(check).findings).toEqual([
      ['fail dns-not-found', { ...at, code: 'ENOTFOUND', addresses: [] }],
    ]);
  });

  it('in the handshake does not speak TLS', () => {
    const tls = secure({ failure: failure('tls', 'X'), chain: [] });
    expect(told(judge({ tls }, tried('tls', 'X'))).findings).toEqual([
      ['fail tls-not-spoken', { ...seen, code: 'X' }],
    ]);
  });

  it.each([
    ['reset', 'connection-reset'],
    ['timeout', 'connection-timed-out'],
  ] as const)('in the handshake by a %s, and at the request too', (kind, code) => {
    const tls = secure({ failure: failure(kind, 'ECODE'), chain: [] });
    expect(told(judge({ tls }, tried('reset', 'ECONNRESET')))).toEqual(
      expected('fail', [[`fail ${code}`, { ...at, code: 'ECODE' }]]),
    );
    // The request got through, or was not made, so the second attempt says nothing.
    expect(told(judge({ tls })).findings).toEqual([]);
    expect(told(judge({ tls }, read)).findings).toEqual([]);
  });

  it('after the connection is not about the connection', () => {
    for (const kind of ['headers-too-big', 'bad-answer', 'budget'] as const) {
      expect(told(judge({ tls: secure() }, tried(kind)))).toEqual(expected('inconclusive'));
      const tls = secure({ failure: failure(kind), chain: [] });
      expect(told(judge({ tls }, tried(kind)))).toEqual(expected('inconclusive'));
    }
    expect(told(judge({ tls: secure() }, tried('reset'))).findings).toEqual([]);
  });

  it('by a reset without encryption is one', () => {
    expect(told(judge(tried('reset', 'ECONNRESET')))).toEqual(
      expected('fail', [['fail connection-reset', { ...at, code: 'ECONNRESET' }]]),
    );
    expect(told(judge(tried('bad-answer')))).toEqual(expected('inconclusive'));
  });

  it('whose certificate explains it is told by the certificate', () => {
    const tls = secure({ chain_problem: 'self-signed', trusted_by: 'nobody' });
    const check = judge({ tls }, tried('tls', 'DEPTH_ZERO_SELF_SIGNED_CERT'));
    expect(told(check).findings.map(([code]) => code)).toEqual(['fail tls-self-signed']);
    expect(check.summary).toBe(failure('tls').message);
  });

  it('beside a warning about the certificate is told', () => {
    const tls = secure({ trusted_by: 'own' });
    expect(told(judge({ tls }, tried('refused'))).findings.map(([code]) => code)).toEqual([
      'warn tls-private-ca',
      'fail connection-refused',
    ]);
  });

  it('that was not tried, or cancelled, is open', () => {
    expect(told(judge())).toEqual(expected('inconclusive'));
    expect(told(judge({ tls: secure() }))).toEqual(expected('inconclusive'));
    expect(told(judge({ tls: secure() }, tried('cancelled')))).toEqual(expected('inconclusive'));
    const check = judgeConnection('S2', evidence(), TARGET);
    expect(told(check)).toEqual(expected('inconclusive'));
    expect(check.summary).toContain('can’t be asked');
  });
});

describe('plain http', () => {
  const url = TARGET.discovery_url.replace('https:', 'http:');
  const judge = (plain_http: Answer) => judgePlainHttp(evidence({ plain_http }), TARGET);
  const sentTo = (location: string | undefined, status = 301) =>
    judge(answer({ url, status, ...(location === undefined ? {} : { location }) }));

  it.each([300, 301, 308, 399])('%d to the same address by https passes', (status) => {
    const check = sentTo(TARGET.discovery_url, status);
    expect(told(check)).toEqual(expected('pass', [], ['plain-http-redirected']));
    expect(check?.summary).toContain('to https');
    expect(check?.evidence).toMatchObject({ url, status, location: TARGET.discovery_url });
  });

  it.each([url, `${ISSUER.replace('auth', 'other')}/.well-known/openid-configuration`, `${ISSUER}/login`])(
    'to %s is another address',
    (location) => {
      const check = sentTo(location);
      expect(told(check)).toEqual(
        expected('warn', [
          ['warn http-redirect-differs', { expected: TARGET.discovery_url, actual: location, location }],
        ]),
      );
      expect(check?.summary).toContain('another address');
      expect(check?.evidence).toMatchObject({ location });
    },
  );

  it.each([
    [300, undefined],
    [301, undefined],
    [302, 'not an address'],
    [299 + 101, TARGET.discovery_url],
    [403, undefined],
    [500, undefined],
  ])('%d, to %s, is no answer without encryption', (status, location) => {
    const check = sentTo(location, status);
    expect(told(check)).toEqual(expected('pass', [], ['plain-http-refused']));
    expect(check?.summary).toContain(`refused (${status})`);
    expect(check?.evidence).toMatchObject({ status });
  });

  it.each([200, 204, 299])('%d without encryption is told', (status) => {
    const check = sentTo(undefined, status);
    expect(told(check)).toEqual(
      expected('warn', [['warn http-not-redirected', { url, expected: TARGET.discovery_url, status }]]),
    );
    expect(check?.summary).toContain('without encryption');
    expect(check?.evidence).toMatchObject({ status });
    expect(told(sentTo(TARGET.discovery_url, status)).status).toBe('warn');
  });

  it.each(['refused', 'timeout', 'unreachable', 'reset'] as const)('%s: the port is closed', (kind) => {
    const check = judge(noAnswer(kind));
    expect(told(check)).toEqual(expected('pass', [], ['plain-http-refused']));
    expect(check?.summary).toContain('closed');
    expect(check?.evidence).toMatchObject({ failure: kind.toUpperCase() });
  });

  it.each(['dns', 'budget', 'cancelled'] as const)('%s says nothing', (kind) => {
    expect(told(judge(noAnswer(kind)))).toEqual(expected('inconclusive'));
    expect(judge(noAnswer(kind))?.summary).toContain('couldn’t be asked');
  });

  it('is not judged where it was not asked, or nothing is known to compare with', () => {
    expect(judgePlainHttp(evidence(), TARGET)).toBeUndefined();
    expect(
      judgePlainHttp(evidence({ plain_http: answer() }), { ...TARGET, discovery_url: 'nowhere' }),
    ).toBeUndefined();
  });
});

describe('the clock', () => {
  const sample = (offset_ms: number, error_ms = 500, origin = ISSUER) => ({
    exchange: 0,
    origin,
    offset_ms,
    error_ms,
  });
  const judge = (...clock: Evidence['clock'][number][]) => judgeClock(evidence({ clock }));
  const data = (seconds: number, host = 'auth.example.com') => ({ seconds, offset_s: seconds, host });

  it.each([
    ['5 s', 5500, 'pass', undefined, 'agree'],
    ['more than 5 s ahead', 5600, 'warn', 5.6, '5.6 s ahead of'],
    ['more than 5 s behind', -5600, 'warn', -5.6, '5.6 s behind'],
    ['300 s', 300_500, 'warn', 300.5, '300.5 s ahead'],
    ['more than 300 s', 300_600, 'fail', 300.6, 'ahead'],
    ['more than 300 s behind', -300_600, 'fail', -300.6, 'behind'],
    ['equal', 0, 'pass', undefined, 'agree'],
  ] as const)('%s, beyond what the measuring allows', (_, offset, status, seconds, says) => {
    const check = judge(sample(offset));
    expect(told(check)).toEqual({
      status,
      findings: seconds === undefined ? [] : [[`${status} clock-off`, data(seconds)]],
      proofs: ['clocks-agree'],
    });
    expect(check.summary).toContain(says);
    expect(check.evidence).toEqual({ offset_s: Math.round(offset / 100) / 10, error_s: 0.5, answers: 1 });
  });

  it('is told by the most exact answer', () => {
    expect(judge(sample(9000, 4000), sample(10_000, 300), sample(11_000, 2000)).evidence).toEqual({
      offset_s: 10,
      error_s: 0.3,
      answers: 3,
    });
    expect(judge(sample(10_000, 300), sample(9000, 4000)).evidence).toMatchObject({ offset_s: 10 });
  });

  it('one answer from a cache does not make it wrong', () => {
    // The most exact says an hour, the others say none; the middle counts.
    expect(judge(sample(0), sample(3_600_000, 100), sample(100)).evidence).toMatchObject({ offset_s: 0.1 });
    expect(judge(sample(-3_600_000, 100), sample(100), sample(0)).evidence).toMatchObject({ offset_s: 0 });
    expect(judge(sample(-2000), sample(2000, 100), sample(-2000)).evidence).toMatchObject({ offset_s: -2 });
    // Of two that are as exact, the first.
    expect(judge(sample(100), sample(200)).evidence).toMatchObject({ offset_s: 0.1 });
    // As far apart as both may be wrong: the most exact.
    expect(judge(sample(0, 500), sample(600, 100), sample(0, 500)).evidence).toMatchObject({ offset_s: 0.6 });
    expect(judge(sample(0, 500), sample(601, 100), sample(0, 500)).evidence).toMatchObject({ offset_s: 0 });
  });

  it('of a host that can’t be read shows it as it is', () => {
    expect(told(judge(sample(400_000, 500, 'x'))).findings).toEqual([['fail clock-off', data(400, 'x')]]);
  });

  it('without a usable time is open', () => {
    expect(told(judge())).toEqual(expected('inconclusive'));
    expect(judge().summary).toContain('Nothing was answered');
    const silent = {
      id: 0,
      purpose: 'discovery',
      at: 0,
      duration_ms: 1,
      request: { method: 'GET', url: ISSUER, headers: {} },
    } as const;
    const response = { status: 200, headers: {}, size: 0, sha256: '', truncated: false };
    expect(told(judgeClock(evidence({ exchanges: [silent] })))).toEqual(expected('inconclusive'));
    const answered = judgeClock(evidence({ exchanges: [silent, { ...silent, response }] }));
    expect(told(answered)).toEqual(expected('inconclusive', [['info clock-unknown', {}]]));
    expect(answered.summary).toContain('No answer');
  });
});

it.each([
  ['http://127.0.0.1:9091/x', true],
  ['http://localhost', true],
  ['http://auth.example.com', false],
  ['127.0.0.1', false],
])('%s may be plain: %s', (url, may) => {
  expect(mayBePlain(url)).toBe(may);
});
