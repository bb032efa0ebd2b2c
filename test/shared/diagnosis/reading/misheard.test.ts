import { describe, expect, test } from 'vitest';
import { explain } from '../../../../shared/diagnosis/explain.ts';
import { pastedConfiguration } from '../../../../shared/existing/doctor/pasted.ts';

/** What a text was once taken for something else by, and the cause that it has. */
const HEARD: readonly (readonly [why: string, text: string, cause: string])[] = [
  // labstack/echo http_error.go, FastAPI and h3: an app's own status stands before what it was doing.
  [
    'an app’s own status is none of the provider',
    "code=500, message=failed to get userinfo, internal=invalid character '<' looking for beginning of value",
    'userinfo-empty-or-wrong-url',
  ],
  [
    'an address without a proxy is not downgraded',
    'Unregistered redirect_uri ("http://198.51.100.7:3000/cb").',
    'redirect-not-registered',
  ],
  [
    'a name without a port is',
    'Unregistered redirect_uri ("http://wiki.example.net/cb").',
    'redirect-downgraded-to-http',
  ],
  // Cloudflare's documentation of its 5xx errors.
  ...[520, 521, 522, 523, 524, 525, 526].map(
    (status) =>
      [
        'a status of Cloudflare is no wrong path',
        `could not discover the OIDC configuration: unexpected status "${status}"`,
        'provider-failing',
      ] as const,
  ),
  [
    'a callback without a code follows from a refusal',
    "missing field 'code'. The provider said: The OAuth 2.0 Client is not allowed to request scope 'groups'.",
    'scope-not-allowed',
  ],
  ['a callback without a code', "missing field 'code'", 'callback-malformed'],
  [
    'what was skipped was refused',
    'Error refreshing token, skipping: oauth2: "invalid_grant"',
    'refresh-refused',
  ],
  // keycloak TokenManager.java
  [
    'a token whose session ended',
    '{"error":"invalid_grant","error_description":"Token is not active"}',
    'refresh-refused',
  ],
  [
    'a claim that is missing or of another type',
    "claim 'email' is missing from the answer or not a string",
    'claim-not-released',
  ],
  // mod_auth_openidc proto.c, oauthlib errors.py
  ['a token answer', 'no "token_type" parameter found in the code response', 'token-answer-odd'],
  ['a token answer', '(missing_token_type) Missing token type parameter.', 'token-answer-odd'],
  // OpenSSL before 3 and since: x509_txt.c
  ...['self signed', 'self-signed'].map(
    (signed) =>
      [
        'a sentence of OpenSSL needs no word of trouble',
        `POST https://id.example.net/token: ${signed} certificate in certificate chain`,
        'untrusted-certificate',
      ] as const,
  ),
  [
    'a page that asks for a browser',
    'In the log of the login, userinfo got the challenge page of Cloudflare.',
    'blocked-by-waf',
  ],
  ['a scope', 'The provider says that the scope was malformed', 'scope-not-allowed'],
  // Go net/http client.go, requests sessions.py, follow-redirects index.js.
  ...['stopped after 10 redirects', 'Exceeded 30 redirects.', 'Maximum number of redirects exceeded'].map(
    (gaveUp) =>
      [
        'a circle of redirects',
        `Get "https://id.example.net/.well-known/openid-configuration": ${gaveUp}`,
        'discovery-redirected',
      ] as const,
  ),
  [
    'a request to the token endpoint',
    "token request failed: AADSTS900144: The request body must contain the following parameter: 'grant_type'.",
    'token-request-malformed',
  ],
  ['an access token may be no JWT', 'token contains an invalid number of segments', 'id-token-unreadable'],
  [
    'a port that nobody writes',
    'invalid redirect_uri: https://wiki.example.net:443/cb',
    'internal-address-leaks',
  ],
  [
    'two addresses held against each other',
    'The redirect URI is registered as https://wiki.example.net/cb but it receives http://wiki.example.net/cb',
    'redirect-downgraded-to-http',
  ],
  [
    'a callback made from the machine itself',
    'The public name is wiki.example.net but the redirect URI begins with http://localhost/',
    'internal-address-leaks',
  ],
];

describe('what was misheard', () => {
  test.each(HEARD)('%s: %s', (_, text, cause) => {
    expect(explain(text)[0]?.id).toBe(cause);
  });

  test('who says that the login works and only asks is told no cause', () => {
    const line = "ERROR Required claims not present. Expected: {'email'}";
    expect(explain(line)[0]?.confidence).toBeGreaterThan(0.5);
    expect(explain(`The login works fine, just wondering about this:\n${line}`)[0]?.confidence).toBeLessThan(
      0.5,
    );
    expect(
      explain(`The login works, but not for guests. Just wondering why:\n${line}`)[0]?.confidence,
    ).toBeGreaterThan(0.5);
  });

  test('a sentence below the lines of an env file is heard', () => {
    const pasted = pastedConfiguration(
      'OIDC_CLIENT_ID=wiki\nOIDC_ISSUER=https://id.example.net\n\n> Invalid callback URL, ask an admin to mend this',
    );
    expect(pasted?.log).toContain('Invalid callback URL');
    expect(pasted?.log).not.toContain('OIDC_ISSUER');
  });
});
