import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isSecretName, redactCredentials, redactText, redactUrl } from '../../../shared/diagnosis/redact.ts';
import { isWordLike } from '../../../shared/diagnosis/word-like.ts';
import { timeOf } from '../../helpers/processor-time.ts';

/**
 * Lines in the form in which real programs write them: in one file those that must stay as they are, in the
 * other those with a secret, which stands in «».
 */
const lines = (name: string): readonly string[] =>
  readFileSync(path.join(import.meta.dirname, 'redaction', name), 'utf8')
    .split('\n')
    .filter((line) => line !== '');
/** Lines that belong together: a value may begin below its name. */
const HIDDEN = lines('hidden.txt').reduce<string[]>((all, line) => {
  if (/^\s+«/.test(line)) all.push(`${all.pop()}\n${line}`);
  else all.push(line.replaceAll('\\n', line.startsWith('-----') ? '\n' : '\\n'));
  return all;
}, []);
const STAYS = lines('stays.txt');
const redact = (line: string) => (/^https?:\S+$/.test(line) ? redactUrl(line) : redactText(line));
/** Without what an address has encoded. */
const plain = (line: string) => decodeURIComponent(line.replaceAll('+', ' '));

test('there are enough of both kinds', () => {
  expect(STAYS.length).toBeGreaterThanOrEqual(60);
  expect(HIDDEN.length).toBeGreaterThanOrEqual(60);
});

describe('must be hidden', () => {
  test.each(HIDDEN)('%s', (line) => {
    const secrets = [...line.matchAll(/«([^»]*)»/g)].map((match) => match[1]!);
    expect(secrets.length).toBeGreaterThan(0);
    const whole = line.replace(/[«»]/g, '');
    for (const safe of [redactText(whole), redact(whole), redactText(`first line\n${whole}\nlast line`)]) {
      const rest = line.replace(/«[^»]*»/g, '');
      for (const secret of secrets) {
        expect(safe).not.toContain(secret);
        for (const piece of secret.match(/[A-Za-z0-9]{6,}/g) ?? [])
          if (!rest.includes(piece)) expect(safe).not.toContain(piece);
      }
      // User and password of an address are left out without a mark.
      if (!whole.includes('@auth.')) expect(safe).toContain('[redacted]');
    }
  });
});

describe('must stay', () => {
  test.each(STAYS)('%s', (line) => {
    expect(redactText(line)).toBe(line);
    expect(plain(redact(line))).toBe(plain(line));
    expect(redactText(`first line\n${line}\nlast line`)).toBe(`first line\n${line}\nlast line`);
  });
});

/** `\n`, `\r` and `\t` as in programs; `{abx3}` is `ababab`. */
const written = (line: string) =>
  line
    .replace(/\{([^{}]+)x(\d+)\}/g, (_, text: string, times: string) => text.repeat(Number(times)))
    .replace(/\\([nrt])/g, (_, sign: 'n' | 'r' | 't') => ({ n: '\n', r: '\r', t: '\t' })[sign]);

/** Each line holds one rule at its edge: what stands in «» goes, and nothing beside it. */
test.each(lines('exact.txt'))('exactly: %s', (line) => {
  const text = written(line);
  const hidden = text.replace(/«[^»]*»/g, '[redacted]');
  expect(redactText(text.replace(/[«»]/g, ''))).toBe(hidden);
  if (hidden !== text) expect(redactText(hidden)).toBe(hidden);
});

test.each(lines('addresses.txt'))('exactly: %s', (line) => {
  const [address, shown] = written(line).split(' → ');
  expect(redactUrl(address!)).toBe(shown);
});

test('credentials go, and their scheme stays', () => {
  for (const scheme of ['Bearer', 'basic', 'DIGEST', 'DPoP'])
    expect(redactCredentials(`Authorization: ${scheme} abcdefghijk is refused`)).toBe(
      `Authorization: ${scheme} [redacted] is refused`,
    );
  const sentence = 'Basic authentication, bearer authorization.';
  expect(redactCredentials(sentence)).toBe(sentence);
});

test('names of secrets, however they are written', () => {
  for (const name of [
    ...[
      'code',
      'state',
      'nonce',
      'codeVerifier',
      'CODE_CHALLENGE',
      'idTokenHint',
      'logout-hint',
      'pass',
      'pwd',
    ],
    ...['Authorization', 'proxy-authorization', 'session.id', 'session_state', 'assertion', 'Bearer', 'jwt'],
    ...[
      'client_assertion',
      'device_code',
      'user_code',
      'SAMLResponse',
      'ticket',
      'otp',
      'secrets',
      'passwords',
    ],
    ...['passphrase', 'passphrases', 'credential', 'credentials'],
    // Harmless only as a whole.
    ...['my_no_secret', 'nosecret_token', 'x_prompt_token'],
  ])
    expect([name, isSecretName(name)]).toEqual([name, true]);
  for (const name of [
    'has_secret',
    'no-secret',
    'revocation_endpoint_token',
    '',
    'secretly',
    'passport',
    'encoding',
  ])
    expect([name, isSecretName(name)]).toEqual([name, false]);
});

test('what reaches to the end of a line is read once', () => {
  const text = 'authorization='.repeat(20_000);
  expect(redactText(text)).toBe('authorization=[redacted]');
  expect(timeOf(() => redactText(text), 1000)).toBeLessThan(1000);
});

describe('a run of letters and digits', () => {
  test.each([
    'DefaultOpenIdProviderMetadata',
    'SecurityTokenSignatureKeyNotFoundException',
    'ClientAuthenticationVerificationContextProvider',
    'identity_providers_oidc_authorization_policies',
    'pre_configured_consent_duration',
    'paperless-webserver-authentication-proxy',
    'oauth2ClientConfigurationProperties',
  ])('of words: %s', (name) => expect(isWordLike(name)).toBe(true));

  const random = (alphabet: string, length: number) =>
    fc.string({ unit: fc.constantFrom(...alphabet), minLength: length, maxLength: length });
  const LOWER = 'abcdefghijklmnopqrstuvwxyz';
  test.each([
    ['hex', '0123456789abcdef', 32],
    ['base32', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', 32],
    ['letters and digits', `${LOWER}${LOWER.toUpperCase()}0123456789`, 24],
    ['base64url', `${LOWER}${LOWER.toUpperCase()}0123456789-_`, 32],
    ['letters', `${LOWER}${LOWER.toUpperCase()}`, 40],
    ['small letters', LOWER, 40],
    ['small letters and digits', `${LOWER}0123456789`, 32],
  ])('at random is none: %s', (_, alphabet, length) => {
    let taken = 0;
    fc.assert(
      fc.property(random(alphabet, length), (value) => {
        if (isWordLike(value)) taken++;
      }),
      { numRuns: 2000 },
    );
    expect(taken).toBeLessThanOrEqual(20);
  });
});
