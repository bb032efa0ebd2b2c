import { describe, expect, test } from 'vitest';
import { explain } from '../../../../shared/diagnosis/explain.ts';
import { KEYS } from '../../../../shared/diagnosis/reading/keys.ts';

/** A cause that is claimed, and not only guessed at. */
const CLAIMED = 0.5;
const first = (text: string): string | undefined => explain(text)[0]?.id;
const claimed = (text: string): readonly string[] =>
  explain(text)
    .filter(({ confidence }) => confidence >= CLAIMED)
    .map(({ id }) => id);

describe('an error that only wraps another one is decided by what else the text says', () => {
  const WRAPPERS = [
    '{"message":"Failed to discover OpenID provider: Request failed","object":"error"}',
    "System.InvalidOperationException: IDX20803: Unable to obtain configuration from: 'https://sso.example.net/.well-known/openid-configuration'.",
    "System.IO.IOException: IDX20804: Unable to retrieve document from: 'https://sso.example.net/.well-known/openid-configuration'.",
    '[error] Metadata load failed for issuer https://sso.example.net. Error Details: {configuration_load_failed,{failed_connect,[{inet,[inet],closed}]}}',
  ];
  const BESIDE: readonly (readonly [says: string, cause: string])[] = [
    ['It runs on the second server, as the first one does.', 'container-cannot-reach-idp'],
    ['Both of them have certificates of our internal CA.', 'untrusted-certificate'],
    ['I guess that it is a certificate problem.', 'untrusted-certificate'],
    ['We made a self-signed certificate for the login server.', 'untrusted-certificate'],
    ['This host needs the corporate proxy to get out.', 'container-cannot-reach-idp'],
  ];
  const cases = WRAPPERS.flatMap((wrapper) =>
    BESIDE.flatMap(([says, cause]) =>
      [`${says}\n\n${wrapper}`, `${wrapper}\n\n${says}`].map((text) => [cause, text] as const),
    ),
  );
  test.each(cases)('%s: %s', (cause, text) => {
    expect(first(text)).toBe(cause);
  });

  test.each(BESIDE)('alone it says nothing: %s', (says) => {
    expect(explain(says)).toEqual([]);
    expect(explain(`${says}\nINFO ada signed in with OpenID Connect`)).toEqual([]);
  });

  test('what stands behind it comes first', () => {
    expect(
      first(
        "IDX20803: Unable to obtain configuration from: 'https://sso.example.net/.well-known/openid-configuration'.\n ---> System.Security.Authentication.AuthenticationException: The remote certificate is invalid because of errors in the certificate chain: UntrustedRoot",
      ),
    ).toBe('untrusted-certificate');
  });
});

describe('what is checked as an ID token is, and is none', () => {
  const COMPLAINTS = [
    'has an invalid signature',
    'could not be verified, the signature is invalid',
    'was refused: audience mismatch',
    'is expired',
    'was refused: issuer mismatch',
    'is unsigned, which is not allowed',
  ];
  const OTHERS = [
    'the request object of the client',
    'the client assertion',
    'the logout token',
    'the DPoP proof',
    'the software statement',
    'the SAML assertion',
  ];
  const OF_ID_TOKEN = [
    'id-token-signature-wrong',
    'id-token-for-another-client',
    'id-token-times',
    'issuer-mismatch',
    'id-token-unsigned',
    'signing-algorithm',
  ];
  test.each(OTHERS.flatMap((name) => COMPLAINTS.map((complaint) => [`error: ${name} ${complaint}`])))(
    '%s',
    (text) => {
      expect(claimed(text).filter((id) => OF_ID_TOKEN.includes(id))).toEqual([]);
    },
  );
  test.each(COMPLAINTS.map((complaint) => [`error: the id_token ${complaint}`]))('%s', (text) => {
    expect(claimed(text)).not.toEqual([]);
  });
});

describe('a refresh is no login', () => {
  test.each([
    'could not refresh expired OAuth token: oauth2: "invalid_grant" "Token is not active"',
    'error: failed to refresh access token: invalid_grant',
    'the refresh token is no longer valid (invalid_grant)',
    'warn: refresh token was revoked',
    'type="REFRESH_TOKEN_ERROR", realmId="r", clientId="notes", userId="null", ipAddress="10.0.0.2", error="invalid_token"',
  ])('%s', (text) => {
    expect(first(text)).toBe('refresh-refused');
  });
});

describe('the name of a thing in a list says nothing of it', () => {
  const topics = KEYS.filter(({ topic }) => topic).map(({ all }) => all.join(' '));
  test('there are such names', () => {
    expect(topics.length).toBeGreaterThan(15);
  });
  test.each(topics)('%s', (name) => {
    expect(
      claimed(
        `These are the settings of the app:\n- Client ID: notes\n- ${name}\nopenid\n- Scopes: openid email`,
      ),
    ).toEqual([]);
  });
});

describe('a page of a proxy after the callback is not the provider’s answer', () => {
  test.each([
    ['header-too-big', 'The login works at authentik, then the callback shows a 502 Bad Gateway.'],
    ['header-too-big', 'I get error 502 once I am redirected back from the sign-in page.'],
    ['header-too-big', 'After logging in nginx says 502.'],
    ['provider-failing', 'ERROR token endpoint answered 502 Bad Gateway'],
    ['provider-failing', 'level=error msg="oidc callback" error="fetching the token: 502 Bad Gateway"'],
  ])('%s: %s', (cause, text) => {
    expect(first(text)).toBe(cause);
  });
});

describe('a proxy for outgoing requests is told of', () => {
  test.each([
    'HttpRequestException: Response status code does not indicate success: 407 (Proxy Authentication Required).',
    'discovery: Get "https://sso.example.net/.well-known/openid-configuration": proxyconnect tcp: dial tcp 10.0.0.9:3128: connect: connection refused',
    'curl: (56) CONNECT tunnel failed, response 403',
    'java.io.IOException: Unable to tunnel through proxy. Proxy returns "HTTP/1.1 407 Proxy Authentication Required"',
    'requests.exceptions.ProxyError: Cannot connect to proxy.',
  ])('%s', (text) => {
    const [told] = explain(text);
    expect(told?.id).toBe('container-cannot-reach-idp');
    expect(told?.title).toContain('proxy');
    expect(told?.fix.setting).toBe('NO_PROXY');
  });
});

describe('an app that asks its own machine', () => {
  test.each([
    "It runs in docker.\nUnable to retrieve document from: 'http://localhost:8080/.well-known/openid-configuration'",
    'docker compose up says: error fetching http://127.0.0.1:9000/application/o/notes/.well-known/openid-configuration',
  ])('%s', (text) => {
    const [told] = explain(text);
    expect(told?.id).toBe('container-cannot-reach-idp');
    expect(told?.cause).toMatch(/the container itself/);
  });
});

test.each(['localhost:99999', '127.0.0.999:8080', '127.999.1.1'])(
  'an address that is none ends nothing: %s',
  (host) => {
    const text = `docker: error fetching http://${host}/.well-known/openid-configuration`;
    expect(() => explain(text)).not.toThrow();
  },
);

describe('terms of Erlang, as it and Elixir print them', () => {
  test.each([
    ['keys-unreachable', '{jwks_load_failed,invalid_content_type}'],
    ['keys-unreachable', '{:jwks_load_failed, :invalid_content_type}'],
    ['issuer-plain-http', '{configuration_load_failed,{invalid_config_property,{uri_https,issuer}}}'],
    ['id-token-for-another-client', '{missing_claim,{<<"aud">>,<<"notes">>},#{<<"aud">> => <<"wiki">>}}'],
    ['id-token-for-another-client', '{:missing_claim, {"aud", "notes"}, %{"aud" => "wiki"}}'],
    ['signing-key-not-published', '{:error, {:no_matching_key_with_kid, "k1"}}'],
    ['wrong-secret-method', '{"code":"BAD_USERNAME_OR_PWD","message":"no_supported_auth_method"}'],
    [
      'ca-file-missing',
      '{failed_connect,[{inet,[inet],{options,incompatible,[{verify,verify_peer},{cacerts,undefined}]}}]}',
    ],
    ['pkce-not-announced', '{:error, :no_supported_code_challenge}'],
  ])('%s: %s', (cause, term) => {
    expect(first(`[error] Login failed. Error Details: ${term}`)).toBe(cause);
  });
});

describe('what an app does not make of the groups', () => {
  test.each([
    'The groups claim is ignored by the app.',
    'My admin role is not applied after the login.',
    'The user does not receive admin privileges, roles are not mapped.',
    "[SSO] Can't login. The user has groups that don't exist",
  ])('%s', (text) => {
    expect(first(text)).toBe('role-wrong');
  });
  test.each([
    'Docker groups are ignored.',
    'The database role does not exist, creating it.',
    'Files without a group are ignored.',
  ])('nothing: %s', (text) => {
    expect(claimed(text)).not.toContain('role-wrong');
  });
});

describe('numbers and sentences of apps on phones', () => {
  test.each([
    ['login-not-finished', 'The operation couldn’t be completed. (org.openid.appauth.general error -3.)'],
    ['login-not-finished', 'Error Domain=org.openid.appauth.general Code=-3 "(null)"'],
    ['code-refused', 'Error Domain=org.openid.appauth.oauth_token Code=-10 "invalid_grant: "'],
    ['scope-not-allowed', '(org.openid.appauth.oauth_authorization error -6.)'],
    [
      'login-not-finished',
      'net.openid.appauth.AuthorizationException: {"type":0,"code":1,"errorDescription":"User cancelled flow"}',
    ],
    [
      'public-versus-confidential',
      'The Android app says {"error":"invalid_client"} at the login. In the web browser it works.',
    ],
  ])('%s: %s', (cause, text) => {
    expect(first(text)).toBe(cause);
  });
});
