import { describe, expect, test } from 'vitest';
import { explain } from '../../../../shared/diagnosis/explain.ts';

/** A cause that is claimed, and not only guessed at. */
const CLAIMED = 0.5;

/** What apps and libraries say of the person who signed in, of the client and of the login as a whole, in words of nobody. */
const RIGHT: readonly (readonly [cause: string, text: string])[] = [
  ['registration-closed', 'stopped after the provider: Signing up is disabled'],
  ['registration-closed', 'Its page says “You need an invitation to join this organization”'],
  [
    'registration-closed',
    'They are stuck on a page that says "Signing up is disabled". If I open registration for a minute their account is made.',
  ],
  ['role-wrong', 'The login works, but each time I come in by OIDC my user is no admin any more'],
  [
    'empty-key-set',
    'Caused by: 0: Failed to get the document 1: Failed to parse server response 2: missing field `keys` at line 1 column 2',
  ],
  [
    'encrypted-id-token',
    '[debug]: ID token {"idToken":"eyJhbGciOiJSU0EtT0FFUC0yNTYiLCJlbmMiOiJBMjU2R0NNIn0.kX3Z9w.b1Qe.9s8D.Zm9v"}',
  ],
  [
    'idp-advertises-wrong-self',
    'authorization_endpoint | "http://login.example.org:3000/auth"\nissuer | "https://login.example.org/"',
  ],
  ['admin-locked-out', 'whatever is typed, the page answers: Password auth is not allowed.'],
  [
    'account-collision',
    'the name is taken: this server does not allow linking an upstream account to an existing account',
  ],
  [
    'account-collision',
    'After the SSO login there is a second bee@id.example.net under Users, a user which I have not made.',
  ],
  ['role-wrong', 'ERROR no roles in user claims'],
  [
    'secret-not-url-encoded',
    'The login ends with invalid_client. The client secret has signs such as : and + in it, and with curl it is taken.',
  ],
  [
    'untrusted-certificate',
    'Pressing the OAuth button, the server complains that it will not take the certificate of our own CA.',
  ],
  [
    'forward-auth-in-front',
    'With OIDC I pass two logins now, first the forward auth of the proxy, then that of the app.',
  ],
  [
    'forward-auth-in-front',
    'The Android app shows no login form.\n{"level":"info","msg":"Access to https://books.example.org/status (method GET) is not authorized to user <anonymous>, responding with status code 401 with location redirect to https://auth.example.org/?rd=x"}',
  ],
  [
    'idp-advertises-wrong-self',
    'INFO GET https://auth.example.com/realms/home/.well-known/openid-configuration: 200\nERROR GET https://0.0.0.0/realms/home/protocol/openid-connect/certs: Connection refused',
  ],
  ['not-in-this-edition', 'WARN ada may not sign in: OIDC requires an enterprise plan'],
  ['redirect-differs-at-token', 'token request refused: Incorrect redirect_uri'],
  ['issuer-mismatch', 'sign-in stopped, the iss claim is absent'],
  ['identifier-claim-missing', 'there was no such thing: user identifier not found in the ID token'],
  ['userinfo-empty-or-wrong-url', 'asking userinfo: expected 200 OK, got: 302 Found'],
  ['issuer-plain-http', 'the settings were refused: the authority must use https'],
  ['openid-scope-missing', 'userinfo answered 403: error="insufficient_scope"'],
  ['sso-switched-off', 'It happens when I sign in.\nOIDC not configured'],
  ['signing-algorithm', 'warn: sign-in stopped {"reason":"invalid algorithm","strategy":"openid"}'],
  ['token-answer-odd', 'sign-in stopped: empty response from the token endpoint'],
  ['id-token-unreadable', 'refused: invalid serialized JWS/JWE, its part delimiters are missing'],
  ['claim-not-released', 'getting the user info: expected string, received undefined'],
  ['code-refused', 'its log says CODE_TO_TOKEN_ERROR with the error invalid_code'],
  ['claim-not-released', 'ERROR person 7f3a has no e-mail address, which this wiki needs'],
  ['claim-not-released', 'could not sign in: email is null'],
  ['claim-not-released', 'ValidationError: profile is not complete: email cannot be blank'],
  ['identifier-claim-missing', 'login stopped: the username attribute was empty'],
  ['identifier-claim-missing', 'no member of that name in the token to be used as the username'],
  ['registration-closed', 'ERROR sign-in refused, no matching account for ada@example.net'],
  ['registration-closed', 'linked user could not be found'],
  ['account-collision', "sorry, user name 'ada' exists already"],
  ['redirect-not-registered', 'Sorry: that callback URL is not among those of the application'],
  ['secret-wrong-or-swapped', '{"error":"unauthorized_client","error_description":"Invalid client_secret"}'],
  ['empty-key-set', "File jwt.py: return answer['keys']: KeyError: 'keys'"],
  ['scope-not-allowed', 'this application may not have it: specified scope is not permitted'],
  ['signing-key-not-published', "the server didn't find a publicKey with that kid"],
  [
    'certificate-wrong-name',
    "TLS: certificate subject name 'proxy' does not match target hostname 'sso.example.net'",
  ],
  ['registration-closed', 'ERROR this user does not exist here'],
  ['state-cookie-lost', 'sign-in stopped: the session is missing'],
  ['metadata-incomplete', 'the settings of the provider are incomplete, TokenEndpoint is missing'],
  ['id-token-signature-wrong', 'sign-in failed: {:error, {:invalid_jwt, "verification failed"}}'],
  ['client-unknown', '{"error":"invalid_client","error_description":"That application: client not found"}'],
  ['client-unknown', 'the relying party is not registered here'],
  ['sso-switched-off', 'Single sign-on is not configured on this server'],
  ['sso-switched-off', 'Error: the OIDC client was used and is not initialized'],
  [
    'two-methods-at-once',
    'token request refused: more than one set of client credentials: client credentials were sent two times, multiple client credentials',
  ],
  ['claim-of-wrong-type', 'json: cannot unmarshal array into Go struct field Claims.locale of type string'],
  ['discovery-path-wrong', "discover: TypeError: string indices must be integers, not 'str'"],
  ['issuer-not-well-formed', 'Get "/.well-known/openid-configuration": unsupported protocol scheme ""'],
  [
    'issuer-not-well-formed',
    'discovery failed: java.net.MalformedURLException: no protocol: auth.example.net',
  ],
];

/** The same words where nothing is wrong with a login. */
const WELL: readonly string[] = [
  'the license of the SSO library is the Apache license',
  'OIDC login of ada, license check passed',
  'email address of the sender is missing in the template',
  'level=info msg="verification email was sent without an attachment"',
  'column email is required by the schema since migration 12',
  'username ada taken, password field is required in the form',
  'service account could not be found, made a new one',
  'SSO is configured and enabled',
  'callback URL of the application is https://wiki.example.net/cb',
  'client secret: at least 32 characters, others are invalid',
  'variable is not defined in this scope',
  'unknown claims of the scope profile were left out',
  'no session yet, starting a new session',
  'ldap: this user does not exist, asking the next directory',
  'database role of the user does not exist, creating it',
  "Content-Security-Policy: default-src 'self'; form-action 'self' https://auth.example.net",
  'skipping LDAP, since it is not configured',
  'client wiki found in the store',
  'supported authentication methods: multiple client authentication methods are supported',
  'redis: client not found in the pool',
  // Anybody who is not signed in leaves such a line in the log of a portal.
  `time="2026-01-12T09:14:01Z" level=info msg="Access to https://books.example.org/ (method GET) is not authorized to user <anonymous>, responding with status code 302 with location redirect to https://auth.example.org/?rd=x" method=GET path=/api/authz/forward-auth user_agent="Mozilla/5.0 (Linux; Android 14; Mobile)"
time="2026-01-12T09:20:11Z" level=debug msg="Authorization Request with id 'a' on client with id 'grafana' is being processed" method=GET path=/api/oidc/authorization`,
  'authjs.session-token=eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2Q0JDLUhTNTEyIn0..b1Qe.9s8D.Zm9v',
  'id_token=eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhZGEifQ.c2lnbmF0dXJl was taken',
  'docker client does not exist in this image',
];

describe('who signs in, with which client, and whether the login is set up', () => {
  test.each(RIGHT)('%s: %s', (cause, text) => {
    const [first] = explain(text);
    expect(first?.id).toBe(cause);
    expect(first!.confidence).toBeGreaterThanOrEqual(CLAIMED);
  });

  test.each(WELL)('nothing: %s', (text) => {
    expect(explain(text).filter(({ confidence }) => confidence >= CLAIMED)).toEqual([]);
  });

  test('names the claim whose type is wrong, and what came', () => {
    const [first] = explain(
      'json: cannot unmarshal string into Go struct field UserInfo.groups of type []string',
    );
    expect(first).toMatchObject({ id: 'claim-of-wrong-type', fix: { setting: 'groups', current: 'string' } });
  });
});

describe('the error behind a sentence', () => {
  test.each([
    [
      'provider-failing',
      'Argo CD: Failed to query provider "https://auth.example.net/api": 502 Bad Gateway: ',
    ],
    [
      'container-cannot-reach-idp',
      '{"level":"error","service":"opencloud","error":"failed to verify access token: Get \\"https://auth.example.net/.well-known/openid-configuration\\": dial tcp 10.1.2.3:443: connect: network is unreachable"}',
    ],
  ])('is the cause: %s', (cause, text) => {
    expect(explain(text)[0]?.id).toBe(cause);
  });

  test('comes before a page that only says that the login failed', () => {
    const [first, ...others] = explain(
      'Login failed. Failed to exchange token\nError: {"error":"invalid_client","error_description":"Invalid client secret"}',
    );
    expect(first?.id).toBe('secret-wrong-or-swapped');
    expect(others.map(({ id }) => id)).not.toContain('secret-wrong-or-swapped');
  });
});

describe('what a message goes on with in further lines', () => {
  test('names the server that was asked', () => {
    const [first] = explain(
      'discovery stopped:\nSSL certificate problem: unable to get local issuer certificate\nfor https://sso.example.net/.well-known/openid-configuration',
    );
    expect(first?.id).toBe('untrusted-certificate');
    expect(first!.cause).toContain('sso.example.net');
  });

  test('names the scope that came back with a refusal', () => {
    const [first] = explain(
      'https://wiki.example.net/cb?error=invalid_scope&error_description=requested%20scope%20is%20not%20allowed&scope=groups',
    );
    expect(first?.id).toBe('scope-not-allowed');
    expect(JSON.stringify(first)).toContain('groups');
  });
});

describe('a redirect URI that a person speaks of', () => {
  test.each([
    'The domain is https://wiki.example.net, but it sends the callback url as `http://wiki.example.net/cb`.',
    'redirect uri is http://wiki.example.net/cb instead of https',
  ])('is named, and mended at the proxy: %s', (text) => {
    const [first] = explain(text);
    expect(first).toMatchObject({ id: 'redirect-downgraded-to-http', side: 'proxy' });
    expect(JSON.stringify(first)).toContain('http://wiki.example.net/cb');
  });

  test.each([
    'redirect uri: http://localhost:8000/cb, not https',
    'The callback URL is http://wiki.lan/cb and the login works.',
    'redirect_uri=https://wiki.example.net/cb instead of http',
  ])('is well: %s', (text) => {
    expect(explain(text).map(({ id }) => id)).not.toContain('redirect-downgraded-to-http');
  });
});

describe('a form that the browser blocks', () => {
  test.each([
    [
      'app',
      "Refused to send form data to 'https://sso.example.net/' because it violates the following Content Security Policy directive: \"form-action 'self'\".",
      "'self' https://sso.example.net",
    ],
    [
      'provider',
      "Sending form data to 'https://sso.example.net/oauth2/authorize' violates the following Content Security Policy directive: \"form-action 'self'\". The request has been blocked.",
      undefined,
    ],
  ])('is mended at the page with the form: %s', (side, text, value) => {
    const [first] = explain(text);
    expect(first).toMatchObject({ id: 'browser-blocks-form', side });
    expect(first!.fix.value).toBe(value);
  });
});

describe('what only lines for debugging say', () => {
  const TRACE = '{"level":20,"msg":"[sso] user does not exist, and registration is disabled"}';

  test('is a guess, and no claim', () => {
    const [first] = explain(TRACE);
    expect(first?.id).toBe('registration-closed');
    expect(first!.confidence).toBeLessThan(0.5);
  });

  test('is not heard beside an error', () => {
    const found = explain(`${TRACE}\n{"level":50,"msg":"token endpoint: 502 Bad Gateway"}`);
    expect(found.map(({ id }) => id)).not.toContain('registration-closed');
  });
});

describe('configuration beside an error', () => {
  test('is no part of its sentence', () => {
    const found = explain(
      'ERROR token refused: the id does not match the session\noidc:\n  issuer: "https://auth.example.net"\n  client_id: wiki',
    );
    expect(found.map(({ id }) => id)).not.toContain('issuer-mismatch');
  });
});
