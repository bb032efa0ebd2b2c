import { describe, expect, it } from 'vitest';
import { explain } from '../../../../shared/diagnosis/explain.ts';
import { connectionOf } from '../setups.ts';

/** A cause that is claimed, and not only guessed at. */
const claimed = (text: string) => explain(text).filter(({ confidence }) => confidence >= 0.5);

describe('what an app answered itself says nothing of the provider', () => {
  const paths = [
    '/login/generic_oauth',
    '/api/auth/token',
    '/sso/callback',
    '/auth/oidc/login',
    '/api/token',
  ];
  const lines: readonly ((path: string, status: number) => string)[] = [
    (path, status) =>
      `level=error msg="Request Completed" method=GET path=${path} status=${status} remote_addr=10.0.0.4 time_ms=3`,
    (path, status) => `{"level":"error","method":"POST","path":"${path}","status":${status},"ip":"10.0.0.4"}`,
    (path, status) => `ERROR 10.0.0.4 - "POST ${path} HTTP/1.1" ${status}`,
    (path, status) => `INFO:     10.0.0.4:5000 - "POST ${path} HTTP/1.1" ${status} Unauthorized`,
  ];
  it.each(
    lines.flatMap((line) => paths.flatMap((path) => [401, 500, 502].map((status) => line(path, status)))),
  )('%s', (text) => expect(claimed(text)).toEqual([]));

  it.each([
    'I got 500 after the login',
    'we always got 502 there, with OpenID',
    'users got 503 in the callback',
  ])('nor does what a person saw: %s', (text) => expect(claimed(text)).toEqual([]));

  it.each([
    ['OPError: expected 200 OK, got 502 from the token endpoint', 'provider-failing'],
    ['auth | 10.0.0.4 - "POST /api/oidc/token HTTP/1.1" 401 Unauthorized', 'secret-wrong-or-swapped'],
    ['id | 10.0.0.4 - "POST /application/o/token/ HTTP/1.1" 401 Unauthorized', 'secret-wrong-or-swapped'],
    ['10.0.0.4 - "GET /api/oidc/userinfo HTTP/1.1" 401 40', 'userinfo-refused'],
  ])('but what the provider answered does: %s', (text, cause) => expect(claimed(text)[0]?.id).toBe(cause));
});

describe('what a login of any kind leaves in a log', () => {
  it.each([
    '2026-11-27 07:00:01.5 | info     | OAuthService | Received OAuth callback: app.photos:///oauth-callback?code=abcdefghijkl&state=abcdefghijklmnop',
    'Starting the login with app.photos:///oauth-callback',
    'opening https://id.example.com/authorize?client_id=photos&response_type=code&scope=openid&state=abcdefghijklmnop&redirect_uri=app.photos%3A%2F%2F%2Foauth-callback',
    'http://localhost/wiki/login?code=abcdefghijklmnop&state=abcdefghijklmnop',
    'https://notes.example.com/cb?code=abcdefghijklmnop&state=admin',
    `level=debug msg="Authorization Request with id 'a1' on client with id 'notes' is being processed"\nlevel=debug msg="Authorization Request with id 'a1' on client with id 'notes' was successfully processed, proceeding to build Authorization Response"`,
  ])('is no failure: %s', (text) => expect(claimed(text)).toEqual([]));

  it.each([
    ['Redirect URI app.photos:///oauth-callback is invalid', 'mobile-callback'],
    [
      'https://id.example.com/authorize?client_id=photos&response_type=code&scope=openid&state=abcdefghijklmnop&redirect_uri=app.photos%3A%2F%2F%2Foauth-callback',
      'mobile-callback',
    ],
    [
      'Issuer https://id.example.com\nhttp://localhost/wiki/login?code=abcdefghijklmnop&state=abcdefghijklmnop',
      'internal-address-leaks',
    ],
    [
      `level=debug msg="Authorization Request with id 'a1' on client with id 'notes' was successfully processed, proceeding to build Authorization Response"\nlevel=debug msg="Check authorization of subject"`,
      'token-request-never-arrives',
    ],
  ])('is one with something beside it: %s', (text, cause) => expect(claimed(text)[0]?.id).toBe(cause));
});

describe('a certificate that a browser refuses', () => {
  const codes = [
    'ERR_CERT_AUTHORITY_INVALID',
    'ERR_CERT_INVALID',
    'SEC_ERROR_UNKNOWN_ISSUER',
    'MOZILLA_PKIX_ERROR_SELF_SIGNED_CERT',
    'SEC_ERROR_UNTRUSTED_ISSUER',
    'ERR_CERT_COMMON_NAME_INVALID',
    'SSL_ERROR_BAD_CERT_DOMAIN',
  ];
  const pages: readonly ((host: string, code: string) => string)[] = [
    (host, code) => `net::${code} at https://${host}/login`,
    (host, code) => `${host} uses an invalid security certificate.\nError code: ${code}`,
    (host, code) => `This server could not prove that it is ${host}; see more. NET::${code}`,
    (host, code) => `Firefox does not trust ${host} because of its certificate. ${code}`,
    (host, code) =>
      `Attackers might be trying to steal your information from ${host} (for example, passwords). ${code}`,
  ];
  const connection = connectionOf('authelia', 'memos');
  const hosts = [connection.app.url, connection.provider.entry.url].map((url) => new URL(url).host);

  it.each(codes.flatMap((code) => pages.flatMap((page) => hosts.map((host) => [page(host, code), host]))))(
    'is the proxy’s in front of the address that it shows: %s',
    (text, host) => {
      const [first] = explain(text!, { connections: [connection] });
      expect(first?.side).toBe('proxy');
      expect(`${first?.cause} ${first?.fix.value}`).toContain(host);
    },
  );

  it('is said of the product whose address it is', () => {
    const told = hosts.map((host) => explain(pages[0]!(host, codes[0]!), { connections: [connection] })[0]!);
    expect(told[0]!.cause).toContain('Memos');
    expect(told[1]!.cause).toContain('Authelia');
    expect(explain(codes[0]!)[0]).toMatchObject({ id: 'untrusted-certificate', side: 'proxy' });
  });

  it('is the app’s where a program says it', () => {
    expect(explain('x509: certificate signed by unknown authority')[0]).toMatchObject({ side: 'app' });
  });
});
