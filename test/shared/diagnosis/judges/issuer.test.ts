import { describe, expect, it } from 'vitest';
import {
  classifyDifference,
  firstDifference,
  judgeIssuerEquality,
  judgeIssuerForm,
} from '../../../../shared/diagnosis/judges/issuer.ts';
import { announcing, DOCUMENT, evidence, expected, ISSUER, TARGET, told } from '../evidence.ts';

describe('the issuer’s form', () => {
  const judge = (issuer: string) => judgeIssuerForm(evidence(), { ...TARGET, issuer });
  const good = expected('pass', [], ['issuer-well-formed']);

  it.each([
    [ISSUER, 'https'],
    ['HTTPS://Auth.Example.com', 'https'],
    ['https://auth.example.com:8443/realms/home', 'https'],
    ['https://127.0.0.1/', 'https'],
    ['https://1.2.3.4.example.com', 'https'],
    ['http://127.0.0.1:9091', 'this machine only'],
    ['http://[::1]:9091/', 'this machine only'],
  ])('%s is proper', (issuer, says) => {
    expect(told(judge(issuer))).toEqual(good);
    expect(judge(issuer).summary).toContain(says);
  });

  it.each([
    'auth.example.com',
    'ftp://auth.example.com',
    'https:auth.example.com',
    'x-https://auth.example.com',
    '',
  ])('“%s” is no address', (actual) => {
    expect(told(judge(actual))).toEqual(expected('fail', [['fail issuer-not-a-url', { actual }]]));
    expect(judge(actual)).toMatchObject({
      evidence: { issuer: actual },
      summary: expect.stringContaining('not a URL'),
    });
  });

  const QUERY = 'issuer-has-query-or-fragment';
  const IP = 'warn issuer-host-is-ip';
  it.each([
    [` ${ISSUER}`, 'warn', [['warn issuer-has-blanks', { expected: ISSUER }]]],
    [`${ISSUER}\n`, 'warn', [['warn issuer-has-blanks', { expected: ISSUER }]]],
    [`${ISSUER}/a b`, 'warn', [['warn issuer-has-blanks', { expected: `${ISSUER}/a b` }]]],
    [`${ISSUER}/x?y=1`, 'fail', [[`fail ${QUERY}`, { expected: `${ISSUER}/x` }]]],
    [`${ISSUER}/x#y`, 'fail', [[`fail ${QUERY}`, { expected: `${ISSUER}/x` }]]],
    [`${ISSUER}/?`, 'fail', [[`fail ${QUERY}`, { expected: `${ISSUER}/` }]]],
    [
      'http://auth.example.com:8080/x',
      'fail',
      [['fail issuer-plain-http', { expected: 'https://auth.example.com:8080/x', host: 'auth.example.com' }]],
    ],
    ['https://192.0.2.10', 'warn', [[IP, { host: '192.0.2.10' }]]],
    ['https://[2001:db8::1]/', 'warn', [[IP, { host: '[2001:db8::1]' }]]],
  ] as const)('%j: %s', (issuer, status, findings) => {
    expect(told(judge(issuer))).toEqual({
      status,
      findings: findings.map(([code, data]) => [code, { ...data, actual: issuer }]),
      proofs: ['issuer-well-formed'],
    });
    expect(judge(issuer).summary).toContain('flaw');
  });

  it('is shown with its length in bytes, as a file has it', () => {
    expect(judge('https://bücher.example').evidence).toEqual({ issuer: 'https://bücher.example', bytes: 23 });
  });
});

describe('two issuers', () => {
  it.each([
    ['https://a.example', 'https://a.example/', 'slash'],
    ['https://a.example/x//', 'https://a.example/x', 'slash'],
    ['https://a.example/x', 'https://a.example/x///', 'slash'],
    ['https://a.example/Home', 'https://a.example/home', 'case'],
    ['HTTPS://A.example/x', 'https://a.example/x', 'case'],
    ['https://a.example', 'https://b.example', 'host'],
    ['https://a.example', 'http://b.example:8080/x', 'host'],
    ['https://a.example', 'http://a.example', 'scheme'],
    ['https://a.example', 'http://a.example:443/x', 'scheme'],
    ['https://a.example', 'https://a.example:8443', 'port'],
    ['https://a.example:8443/x', 'https://a.example/y', 'port'],
    ['https://a.example/x', 'https://a.example:443/x', 'port'],
    ['https://a.example/x', 'https://a.example/y', 'path'],
    ['https://a.example', 'https://a.example/x', 'path'],
    ['https://a.example', 'authentik', 'path'],
    ['authentik', 'https://a.example', 'path'],
  ])('%s and %s differ by %s', (left, right, by) => {
    expect(classifyDifference(left, right)).toBe(`issuer-differs-by-${by}`);
  });

  it.each([
    ['abc', 'abd', 2],
    ['abc', 'ab', 2],
    ['ab', 'abc', 2],
    ['abc', 'abc', 3],
    ['', 'a', 0],
    ['ää', 'äö', 3],
  ])('%s and %s differ first at byte %d', (left, right, at) => {
    expect(firstDifference(left, right)).toBe(at);
  });
});

describe.each(['S4', 'P4'] as const)('%s: announced and configured issuer', (id) => {
  const judge = (document?: Parameters<typeof announcing>[0]) =>
    judgeIssuerEquality(id, evidence(document ? announcing(document) : {}), TARGET);
  const { issuer: _, ...nameless } = DOCUMENT;

  it('are equal', () => {
    expect(told(judge(DOCUMENT))).toEqual(expected('pass', [], ['issuer-equal']));
    expect(judge(DOCUMENT)).toMatchObject({ id, evidence: { expected: ISSUER, actual: ISSUER } });
  });

  it('differ, which shows both and the first different byte', () => {
    const seen = { expected: ISSUER, actual: `${ISSUER}/`, first_difference: 24 };
    const check = judge({ ...DOCUMENT, issuer: `${ISSUER}/` });
    expect(told(check)).toEqual(expected('fail', [['fail issuer-differs-by-slash', seen]]));
    expect(check.evidence).toEqual(seen);
    expect(check.summary).toContain(`${ISSUER}/, `);
  });

  it.each([
    ['none', nameless],
    ['no text', { ...DOCUMENT, issuer: 1 }],
  ] as const)('%s is named', (_name, document) => {
    const check = judge(document);
    expect(told(check)).toEqual(
      expected('fail', [
        ['fail metadata-endpoint-missing', { missing: 'issuer', endpoint: 'issuer', expected: ISSUER }],
      ]),
    );
    expect(check.evidence).toEqual({ expected: ISSUER });
    expect(check.summary).toContain('no issuer');
  });

  it('can’t be compared without a document', () => {
    expect(told(judge())).toEqual(expected('inconclusive'));
  });
});
