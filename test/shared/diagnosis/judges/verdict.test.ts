import { describe, expect, it } from 'vitest';
import { CHECKS, type CheckId } from '../../../../shared/diagnosis/checks.ts';
import type { NetworkFailure } from '../../../../shared/diagnosis/evidence.ts';
import {
  answerData,
  answerEvidence,
  conclude,
  connectionCode,
  count,
  failing,
  hostPort,
  isConnectionFailure,
  noting,
  repeatedFindings,
  untested,
  warning,
  withheld,
} from '../../../../shared/diagnosis/judges/verdict.ts';
import { answer, evidence, failure, noAnswer } from '../evidence.ts';

const KINDS: readonly NetworkFailure['kind'][] = [
  'dns',
  'refused',
  'reset',
  'timeout',
  'unreachable',
  'tls',
  'headers-too-big',
  'bad-answer',
  'scheme-refused',
  'address-refused',
  'budget',
  'cancelled',
];

describe('the status of a check', () => {
  const fail = failing('jwks-empty');
  const warn = warning('clock-off');
  const info = noting('clock-unknown');
  it.each([
    [[fail, warn], true, true, 'fail'],
    [[warn, fail], false, false, 'fail'],
    [[warn], true, true, 'inconclusive'],
    [[], true, true, 'inconclusive'],
    [[info, warn], true, false, 'warn'],
    [[warn], false, false, 'warn'],
    [[info], true, false, 'pass'],
    [[info], false, false, 'inconclusive'],
    [[], true, false, 'pass'],
    [[], false, false, 'inconclusive'],
  ] as const)('%j, proof %s, open %s: %s', (findings, seen, inconclusive, status) => {
    const check = conclude('S7', {
      summary: 'Seen.',
      findings,
      proofs: seen ? ['clocks-agree'] : [],
      inconclusive,
      evidence: { seen, absent: undefined },
    });
    expect(check).toEqual({
      id: 'S7',
      title: CHECKS.S7.title,
      light: CHECKS.S7.light,
      status,
      summary: 'Seen.',
      evidence: { seen },
      findings,
      // What stayed open proves nothing.
      ...(seen && !inconclusive ? { proofs: ['clocks-agree'] } : {}),
    });
  });

  it('needs nothing but a sentence, and is then open', () => {
    const open = { status: 'inconclusive', findings: [], evidence: {}, summary: 'Seen.' };
    for (const id of Object.keys(CHECKS) as CheckId[]) {
      const { title, light } = CHECKS[id];
      for (const check of [untested(id, 'Seen.'), conclude(id, { summary: 'Seen.' })])
        expect(check).toEqual({ id, title, light, ...open });
    }
    expect(conclude('S7', { summary: 'Seen.', proofs: ['clocks-agree'] }).status).toBe('pass');
  });
});

it('a finding has its severity, its code, and only values that are there', () => {
  expect(failing('jwks-empty', { url: 'x', status: undefined })).toStrictEqual({
    severity: 'fail',
    code: 'jwks-empty',
    data: { url: 'x' },
  });
  expect(warning('jwks-empty')).toStrictEqual({ severity: 'warn', code: 'jwks-empty', data: {} });
  expect(noting('jwks-empty', { at: null })).toStrictEqual({
    severity: 'info',
    code: 'jwks-empty',
    data: { at: null },
  });
});

it('names that occur twice are a failure, wherever they are', () => {
  expect(repeatedFindings('the key set', ['kid', 'use'])).toEqual([
    failing('member-repeated', { where: 'the key set', members: ['kid', 'use'] }),
  ]);
  expect(repeatedFindings('the key set', [])).toEqual([]);
  expect(repeatedFindings('the key set')).toEqual([]);
});

describe('an answer', () => {
  const full = answer({
    url: 'https://a.example/t',
    status: 400,
    location: 'https://b.example/',
    excerpt: 'Oops',
    error: 'invalid_request',
    error_description: 'No.',
    retry_after_s: 7,
    failure: failure('reset', 'ECONNRESET'),
  });
  const both = {
    url: 'https://a.example/t',
    status: 400,
    content_type: 'application/json',
    location: 'https://b.example/',
    excerpt: 'Oops',
    error: 'invalid_request',
    error_description: 'No.',
  };
  const known = (data: object) =>
    Object.fromEntries(Object.entries(data).filter(([, value]) => value !== undefined));

  it('is shown with all that was seen', () => {
    expect(answerEvidence(full)).toEqual({ ...both, size: 10, duration_ms: 5, failure: 'ECONNRESET' });
    expect(answerData(full)).toEqual({ ...both, retry_after_s: 7, code: 'ECONNRESET' });
  });

  it('that is none has no status and no type', () => {
    const none = answer({ status: 0, content_type: '' });
    expect(known(answerEvidence(none))).toEqual({ url: none.url, size: 10, duration_ms: 5 });
    expect(known(answerData(none))).toEqual({ url: none.url });
  });
});

describe('a failed request', () => {
  it('is about the connection only if it ended before any answer', () => {
    const found = (code?: string) => KINDS.filter((kind) => isConnectionFailure(failure(kind, code)));
    expect(found()).toEqual(['dns', 'refused', 'unreachable', 'tls']);
    for (const code of ['UND_ERR_CONNECT_TIMEOUT', 'ETIMEDOUT'])
      expect(found(code)).toEqual(['dns', 'refused', 'timeout', 'unreachable', 'tls']);
    // The connection stood, and the answer did not come.
    expect(found('UND_ERR_HEADERS_TIMEOUT')).toEqual(['dns', 'refused', 'unreachable', 'tls']);
  });

  it.each([
    ['dns', 'dns-not-found'],
    ['refused', 'connection-refused'],
    ['reset', 'connection-reset'],
    ['timeout', 'connection-timed-out'],
    ['unreachable', 'connection-timed-out'],
    ['address-refused', 'endpoint-on-private-host'],
    ['scheme-refused', 'endpoint-scheme-refused'],
  ] as const)('%s is %s', (kind, code) => {
    expect(connectionCode(noAnswer(kind).failure!)).toBe(code);
  });

  it('has no code of its own if it came later', () => {
    const known = ['dns', 'refused', 'reset', 'timeout', 'unreachable', 'address-refused', 'scheme-refused'];
    for (const kind of KINDS.filter((one) => !known.includes(one)))
      expect(connectionCode(failure(kind)), kind).toBeUndefined();
  });
});

it.each([
  ['https://a.example/x', { host: 'a.example', port: 443 }],
  ['http://a.example', { host: 'a.example', port: 80 }],
  ['https://a.example:8443', { host: 'a.example', port: 8443 }],
  ['a.example', undefined],
])('host and port of %s', (url, then) => {
  expect(hostPort(url)).toEqual(then);
});

it('a host that nobody has confirmed is named, and that nothing went there', () => {
  expect(withheld(evidence())).toBeUndefined();
  const told = withheld(evidence({ untrusted_host: 'evil.example' }));
  expect(told).toMatch(/^The .*evil\.example.*Nothing was sent.*\.$/);
});

it('counts as English does', () => {
  expect([0, 1, 2].map((n) => count(n, 'key'))).toEqual(['0 keys', '1 key', '2 keys']);
});
