import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isSecretName, redactText, redactUrl } from '../../../shared/diagnosis/redact.ts';

const LETTERS = 'abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';
/** Random values like those of products; the short ones like those of people. */
const secret = fc.string({
  unit: fc.constantFrom(...LETTERS),
  minLength: 8,
  maxLength: 72,
});
/** Also with the unreserved characters of RFC 3986, which include those of base64url. */
const token = fc.string({
  unit: fc.constantFrom(...LETTERS, '-', '_', '.', '~'),
  minLength: 10,
  maxLength: 80,
});

const PLACES: readonly ((value: string) => string)[] = [
  (v) => `https://app.example.com/cb?code=${v}&state=abc`,
  (v) => `https://app.example.com/cb?state=x&code=${v}`,
  // The beginning of the address was not copied.
  (v) => `code=${v}&state=abc`,
  (v) => `https://app.example.com/cb#access_token=${v}&token_type=Bearer`,
  (v) => `/login?rd=https%3A%2F%2Fa.example%2Fcb%3Fcode%3D${v}%26iss%3Dx`,
  (v) => `/login?rd=https%253A%252F%252Fa.example%252Fcb%253Fcode%253D${v}%2526iss`,
  (v) => `OIDC_CLIENT_SECRET=${v}`,
  (v) => `OIDC_CLIENT_SECRET="${v}"`,
  (v) => `      - OIDC_CLIENT_SECRET='${v}'`,
  (v) => `client_secret: '${v}'`,
  (v) => `clientSecret: ${v}`,
  (v) => `client-secret: ${v}`,
  (v) => `{"client_secret":"${v}"}`,
  (v) => `{"a":"{\\"refresh_token\\":\\"${v}\\",\\"b\\":1}"}`,
  (v) => `{'access_token': '${v}', 'expires_in': 3600}`,
  (v) => `Authorization: Bearer ${v}`,
  (v) => `authorization: Basic ${v}`,
  (v) => `> Cookie: authelia_session=${v}; other=1`,
  (v) => `Set-Cookie: session=${v}; Path=/; HttpOnly`,
  (v) => `code_verifier=${v}`,
  (v) => `nonce=${v}`,
  (v) => `session_secret=${v} hmac_secret=${v}`,
  (v) => `https://user:${v}@auth.example.com/`,
  (v) => `$pbkdf2-sha512$310000$${v}$${v}`,
  (v) => `$argon2id$v=19$m=65536,t=3,p=4$${v}$${v}`,
  (v) => `level=info msg="got authelia_ac_${v} for client"`,
  (v) => `-----BEGIN PRIVATE KEY-----\n${v}\n${v}\n-----END PRIVATE KEY-----`,
  (v) => `id_token_hint=${v}`,
  (v) => `password = ${v}`,
];

describe('redactText', () => {
  test('takes out a planted secret wherever it stands', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...PLACES),
        fc.oneof(secret, token),
        fc.string(),
        (place, value, around) => {
          // Skip text that happens to contain the beginning or end of the secret, such as “toString”.
          fc.pre(!around.includes(value.slice(0, 8)) && !around.includes(value.slice(-8)));
          const safe = redactText(`${around}\n${place(value)}\nmore text`);
          expect(safe).not.toContain(value);
          // No longer part of the secret may remain either.
          expect(safe).not.toContain(value.slice(0, 8));
          expect(safe).not.toContain(value.slice(-8));
        },
      ),
      { numRuns: 3000 },
    );
  });

  test('takes out long random values without a name', () => {
    const random = fc
      .string({ unit: fc.constantFrom(...LETTERS), minLength: 40, maxLength: 128 })
      .filter((value) => (value.match(/[0-9]/g) ?? []).length >= 4);
    fc.assert(
      fc.property(random, (value) => {
        expect(redactText(`odd ${value} here`)).toBe('odd [redacted] here');
      }),
    );
  });

  test('leaves what a person needs to read', () => {
    for (const text of [
      "The 'redirect_uri' parameter does not match any of the OAuth 2.0 Client's pre-registered 'redirect_uris'.",
      "determined to be using 'token_endpoint_auth_method' method 'client_secret_post'",
      'token_endpoint_auth_method: client_secret_basic',
      'oauth2: cannot fetch token: 403 Forbidden',
      'mismatching_state: CSRF Warning! State not equal in request and response.',
      'connect ECONNREFUSED 172.18.0.5:443 code: "ECONNREFUSED"',
      'https://auth.example.com/.well-known/openid-configuration',
      'Post "https://auth.example.com/api/oidc/token": dial tcp: i/o timeout',
      'code=404 status code: 200',
      'scope=openid profile email client_id=romm',
    ]) {
      expect(redactText(text)).toBe(text);
    }
  });

  test('is its own fixed point, and never throws', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 400 }), (text) => {
        const once = redactText(text);
        expect(redactText(once)).toBe(once);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('redactUrl', () => {
  test('keeps what tells, drops what is secret, changes no byte of the rest', () => {
    expect(
      redactUrl(
        'https://auth.example.com/api/oidc/authorization?client_id=romm&redirect_uri=https%3A%2F%2Fromm.example.com%2Fapi%2Foauth%2Fopenid&state=S3cretState1&nonce=N0nceValue11&scope=openid+email',
      ),
    ).toBe(
      'https://auth.example.com/api/oidc/authorization?client_id=romm&redirect_uri=https://romm.example.com/api/oauth/openid&state=[redacted]&nonce=[redacted]&scope=openid email',
    );
    expect(redactUrl('https://auth.example.com')).toBe('https://auth.example.com');
    expect(redactUrl('https://auth.example.com/')).toBe('https://auth.example.com/');
    expect(redactUrl('HTTPS://Auth.Example.com:443/X')).toBe('HTTPS://Auth.Example.com:443/X');
    expect(redactUrl('https://u:p4ssw0rd@a.example/x?y=1#z')).toBe(
      'https://a.example/x?y=[redacted]#[redacted]',
    );
  });

  test('no value of an unknown parameter survives', () => {
    fc.assert(
      fc.property(secret, fc.constantFrom('code', 'x', 'flow_id', 'rd', 'token', 'q'), (value, name) => {
        expect(redactUrl(`https://a.example/p?${name}=${value}`)).not.toContain(value);
      }),
    );
  });
});

test('names', () => {
  for (const name of [
    'OIDC_CLIENT_SECRET',
    'clientSecret',
    'hmac-secret',
    'code',
    'state',
    'ID_TOKEN',
    'DB_PASSWORD',
  ])
    expect(isSecretName(name), name).toBe(true);
  for (const name of [
    'token_endpoint_auth_method',
    'code_challenge_method',
    'scope',
    'client_id',
    'status_code',
    'error',
  ])
    expect(isSecretName(name), name).toBe(false);
});
