import { describe, expect, it } from 'vitest';
import { explain } from '../../../../shared/diagnosis/explain.ts';
import { CHAINS, ROOTS, SYMPTOMS } from './chains.ts';

const first = (text: string) => explain(text)[0]?.id ?? 'nothing';
const causes = ROOTS.map(([expected, root]) => ({ expected: expected.split(' '), root }));

it.each(causes)('$root says what is wrong', ({ expected, root }) => {
  expect(expected).toContain(first(root));
});

describe('what is wrong comes before what stands beside it', () => {
  it.each(SYMPTOMS)('%s', (symptom) => {
    for (const { expected, root } of causes)
      for (const text of [`${symptom}\n${root}`, `${root}\n${symptom}`])
        expect([text, expected]).toEqual([text, expect.arrayContaining([first(text)])]);
  });
});

describe('the innermost error of a chain comes before those around it', () => {
  it.each(Object.entries(CHAINS))('as %s writes it', (_, chain) => {
    for (const { expected, root } of causes) {
      const text = chain(root);
      expect([text, expected]).toEqual([text, expect.arrayContaining([first(text)])]);
    }
  });
});

describe('a certificate that is refused comes before the connection that was closed for it', () => {
  it.each([
    '0A000086:SSL routines:tls_post_process_server_certificate:certificate verify failed:ssl/statem/statem_clnt.c:2104:',
    'tls: failed to verify certificate: x509: certificate signed by unknown authority',
    'SSL certificate problem: unable to get local issuer certificate',
  ])('%s', (said) => {
    for (const closed of ['error getting response: Connection reset by peer', 'Error: socket hang up', 'EOF'])
      expect(
        first(
          `$ get https://id.example.com/.well-known/openid-configuration\nConnecting to id.example.com\n${said}\n${closed}`,
        ),
      ).toBe('untrusted-certificate');
  });
});

describe('a code in the answer of an endpoint', () => {
  const answered = (path: string, code: string) =>
    `[E 2026-11-26 20:01:02.123 App oauth2:389] Error fetching 401 GET https://id.example.com${path}: {\n  "error": "${code}",\n  "error_description": "OAuth2 authentication required"\n}`;
  it.each(['access_denied', 'login_required'])('is about that endpoint: %s', (code) => {
    expect(first(answered('/oauth/userinfo', code))).toBe('userinfo-refused');
  });

  it('is about the login elsewhere', () => {
    expect(first('GET /callback?error=access_denied&state=abcdefghijkl')).toBe('denied-by-policy');
  });
});

it('reads the levels of logrus', () => {
  const text = (level: string) =>
    `${level}[0004] x509: certificate signed by unknown authority  client=notes`;
  expect(explain(text('DEBU')).filter(({ confidence }) => confidence >= 0.5)).toEqual([]);
  expect(explain(text('INFO')).filter(({ confidence }) => confidence >= 0.66)).toEqual([]);
  for (const level of ['ERRO', 'FATA', 'PANI']) expect(first(text(level))).toBe('untrusted-certificate');
});
