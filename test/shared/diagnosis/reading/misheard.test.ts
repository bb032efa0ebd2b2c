import { describe, expect, test } from 'vitest';
import { explain } from '../../../../shared/diagnosis/explain.ts';
import { pastedConfiguration } from '../../../../shared/existing/doctor/pasted.ts';

/** What a text was once taken for something else by, and the cause that it has. */
const HEARD: readonly (readonly [why: string, text: string, cause: string])[] = [
  [
    'a warning beside an error is not the cause',
    'tool/auth.py:38: ToolDeprecationWarning: the module is deprecated.\nERROR - Received OIDC callback with error: invalid_request Unsupported parameter.',
    'authorization-refused',
  ],
  [
    'an app’s own message counts where its values keep a library’s words from being heard',
    "[OIDC] Required claims not present. Expected: ['sub', 'nonce'] Actual: ['azp', 'jti']",
    'claim-not-released',
  ],
  [
    'beside the name of a method it is the secret that is invalid',
    'ERROR token endpoint, client_secret_basic: invalid client secret',
    'secret-wrong-or-swapped',
  ],
  [
    'a labelled address is no end of the sentence above it',
    'the page says: could not exchange the code for a token, the client secret may be wrong. undefined\nToken URL in the panel: https://id.example.net:4917/api/oidc/token',
    'secret-wrong-or-swapped',
  ],
  [
    'a redirect URI that is refused at the token endpoint began the login as another one',
    'ERROR redirect_uri_mismatch (Bad Request)\n    at Client.grant (/app/node_modules/openid-client/lib/client.js:1327:22)\n    at async Client.callback (/app/node_modules/openid-client/lib/client.js:476:24)',
    'redirect-differs-at-token',
  ],
  [
    'a warning alone is asked about',
    'tool/auth.py:38: ToolDeprecationWarning: the module is deprecated.',
    'only-a-warning',
  ],
  [
    'the address of the discovery document is no issuer',
    'issuer mismatch: expected "https://id.example.net/.well-known/openid-configuration" but got "https://id.example.net"',
    'endpoint-given-as-issuer',
  ],
  [
    'the page of an app after a login at the provider asks for no password',
    'I sign in at Authelia and come back to the app, which only shows "Invalid email or password".',
    'generic-wrapper',
  ],
  [
    'the page before any login does',
    'The page of the provider says "Invalid username or password" although they are right.',
    'password-refused',
  ],
  // Both of Authelia's forms. To register the method “none” would open the client to everyone.
  ...[
    "however the OAuth 2.0 client registration does not allow this method. The registered client with id 'a' is configured",
    "however the registered client with id 'a' is configured",
  ].map(
    (form) =>
      [
        'no secret is no way of sending one',
        `The request was determined to be using 'token_endpoint_auth_method' method 'none', ${form} to only support 'token_endpoint_auth_method' method 'client_secret_post'.`,
        'secret-not-sent',
      ] as const,
  ),
  [
    'a token endpoint that the browser’s own provider has',
    'failed to contact token endpoint: Request failed',
    'container-cannot-reach-idp',
  ],
  // Doorkeeper has 401 for both.
  [
    'a code says more than the status before it',
    'could not get a token from https://git.example.org/oauth/token: failed [401] {"error":"invalid_grant","error_description":"The provided authorization grant is invalid, expired, revoked, does not match the redirection URI used in the authorization request, or was issued to another client."}',
    'code-refused',
  ],
  ...['undefined', 'null', '$OIDC_CLIENT_ID', '%CLIENT_ID%'].map(
    (id) =>
      [
        'a client ID that was never filled in',
        `AADSTS700016: Application with identifier '${id}' was not found in the directory 'example'.`,
        'literal-quotes-or-misspelt-name',
      ] as const,
  ),
  [
    'where a browser is led is no issuer',
    'A login by OIDC returns me to https://https://wiki.example.org/api/auth/oidc/home/ and a 404',
    'loop-after-callback',
  ],
  [
    'a code says more than the sentence of an app around it',
    'Error redeeming code during OAuth2 callback: token exchange failed. Response: {"error":"invalid_grant","error_description":"Code not valid"}',
    'code-refused',
  ],
  [
    'no token, for the reason that the code says',
    '{"cause":"Invalid token response: invalid_client"}',
    'secret-wrong-or-swapped',
  ],
  [
    'a JWT where JSON belongs, below an app’s own sentence',
    'Error in callback: SyntaxError: Unexpected token \'e\', "eyJhbGciOi"... is not valid JSON',
    'userinfo-is-signed',
  ],
  [
    'a nonce of the state',
    '[OIDC] Nonce mismatch in the OIDC state parameter. Error: Invalid state parameter',
    'state-cookie-lost',
  ],
  ['an issuer with two schemes', 'OIDC issuer: https://https://auth.example.org', 'issuer-not-well-formed'],
  [
    'an API server without https',
    '--oidc-issuer-url=http://auth.example.org/application/o/kube/',
    'issuer-plain-http',
  ],
  [
    'a code in the words of Rust',
    'msg=400 Bad Request: Some(ErrorBody { error: InvalidGrant, error_description: None })',
    'code-refused',
  ],
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

/** What people tell, with the same told of something that is well. */
const TOLD: readonly (readonly [cause: string, ill: string, well: string])[] = [
  [
    'forward-auth-in-front',
    'Without forward auth the OIDC login is fine. As soon as I add forward auth in nginx I am sent to 10.0.0.7.',
    'Without forward auth the OIDC login is fine, so I left it at that.',
  ],
  [
    'untrusted-certificate',
    'When I enter the provider with its HTTP address the OpenID login works. With the HTTPS address OpenID login fails with “could not get a token”.',
    'When I enter the provider with its HTTP address the OpenID login works. With the HTTPS address OpenID login works, too.',
  ],
  [
    'compose-eats-dollar',
    'The secret is p4ss$wort in the .env file, and compose told me that the variable is not set.',
    'The secret is p4sswort in the .env file, and compose told me that the variable is not set.',
  ],
  [
    'redirect-downgraded-to-http',
    'The redirect URI that the provider is given is http://wiki.example.org:8080 instead of the right https://wiki.example.org, although the proxy has https.',
    'The redirect URI that the provider is given is https://wiki.example.org, and the page opens.',
  ],
  [
    'loop-after-callback',
    'SSO does not work behind a subpath: the callback is made without the subpath.',
    'SSO runs behind a subpath here, and the callback has the subpath.',
  ],
  [
    'role-wrong',
    'The OIDC login is fine, but the user is not added to the group that I made for it.',
    'The OIDC login is fine, and the user is in the group that I made for it.',
  ],
  [
    'account-collision',
    'I have an account and want to link it to Pocket ID. Each OIDC login just creates a new user.',
    'I have an account and linked it to Pocket ID by an OIDC login.',
  ],
  [
    'container-cannot-reach-idp',
    'Could not get the discovery document: HTTP error. The discovery URL opens in my browser.',
    'The discovery URL opens in my browser.',
  ],
];

describe('what people tell', () => {
  test.each(TOLD)('%s: %s', (cause, ill, well) => {
    expect(explain(ill)[0]).toMatchObject({ id: cause });
    expect(explain(ill)[0]!.confidence).toBeGreaterThanOrEqual(0.5);
    expect(explain(well).filter(({ confidence }) => confidence >= 0.5)).toEqual([]);
  });
});

/** Healthy texts, or texts about something else, in which a cause was seen. */
const NOTHING: readonly (readonly [why: string, text: string])[] = [
  [
    'a log with a warning of what will change',
    [
      '/srv/app/lib/python3.11/site-packages/tool/auth.py:38: ToolDeprecationWarning: the module is deprecated, please use another one.',
      ...Array.from(
        { length: 20 },
        (_, index) => `2026-01-02 03:04:${String(index + 10)},000 - INFO - request ${index} was answered 200`,
      ),
    ].join('\n'),
  ],
  [
    'a provider that makes its keys',
    'INFO [org.keycloak.keys.DefaultKeyManager] No keys found for realm=home and algorithm=RS256 for use=SIG. Generating keys.',
  ],
  [
    'a login of a phone, to the end',
    'The log of the proxy:\nhttps://auth.example.org/oauth2/auth?client_id=a&response_type=code&redirect_uri=notes%3A%2F%2Fcb\nnotes://cb?code=abcdefgh1234&state=abcdefgh1234\nand then an error 500 in another program',
  ],
  [
    'a note at the start of Authelia',
    `time="2026-01-02T03:04:05Z" level=warning msg="Configuration: access_control: no rules have been specified so the 'default_policy' of 'two_factor' is going to be applied to all requests"`,
  ],
];

describe('what is well', () => {
  test.each(NOTHING)('%s', (_, text) => {
    expect(explain(text).filter(({ confidence }) => confidence >= 0.5)).toEqual([]);
  });
});

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
