import { describe, expect, test } from 'vitest';
import { explain } from '../../../../shared/diagnosis/explain.ts';

const first = (text: string): string | undefined => explain(text)[0]?.id;
/** A cause that is claimed, and not only guessed at. */
const CLAIMED = 0.5;
const claimed = (text: string): readonly string[] =>
  explain(text)
    .filter(({ confidence }) => confidence >= CLAIMED)
    .map(({ id }) => id);

describe('what apps say of accounts, in words of nobody', () => {
  test.each([
    ['registration-closed', '{"detail":"Account creation is turned off on this server"}'],
    ['registration-closed', 'the sign-in ended with: automatic user creation is not enabled'],
    ['registration-closed', 'ERROR oidc: user ada has not been provisioned'],
    ['registration-closed', 'no user profile for 7f3a, ask your administrator'],
    ['registration-closed', 'SSO failed because signup is closed'],
    [
      'account-collision',
      'The login by OpenID creates a second account, the existing account is not linked.',
    ],
    ['identifier-claim-missing', 'ERROR can not get username from the token'],
  ])('%s: %s', (cause, text) => {
    expect(first(text)).toBe(cause);
  });
  test.each([
    'dynamic client registration is disabled',
    'The sign-up form is disabled for passwords.',
    'If registration is disabled, an administrator makes the accounts.',
    'linking the existing account worked',
  ])('nothing: %s', (text) => {
    expect(claimed(text)).toEqual([]);
  });
});

describe('what people tell of the settings', () => {
  test.each([
    ['environment-not-loaded', 'The OIDC login is not offered, my env vars are not picked up.'],
    ['environment-not-loaded', 'It looks as if the .env file is ignored by the container.'],
    ['sso-switched-off', 'All is entered, but the OIDC button does not appear on the login page.'],
    [
      'loop-after-callback',
      'Keycloak takes me back, and the wiki drops me at the login page without logging me in.',
    ],
  ])('%s: %s', (cause, text) => {
    expect(first(text)).toBe(cause);
  });
});

describe('providers in their own words', () => {
  test.each([
    [
      'redirect-not-registered',
      `{"status":"error","msg":"Redirect URI: https://wiki.example.net/cb doesn't exist in the allowed Redirect URI list"}`,
    ],
    ['redirect-not-registered', '重定向 URI：https://wiki.example.net/cb在许可跳转列表中未找到'],
    [
      'redirect-not-registered',
      'Invalid redirect: https://wiki.example.net/cb does not match one of the registered values: [https://wiki.example.net/]',
    ],
    ['stale-browser-state', '{"code":9,"message":"Errors.AuthRequest.UserAgentNotCorresponding"}'],
    [
      'login-not-finished',
      'GET /callback?error=temporarily_unavailable&error_description=authentication_expired&state=abcdefghijkl',
    ],
    [
      'denied-by-policy',
      "AADSTS650051: Using application 'Wiki' is currently not supported for your organization",
    ],
    [
      'secret-not-url-encoded',
      'invalid_request: The client credentials in the HTTP authorization header could not be parsed. Either the scheme was missing, the scheme was invalid, or the value had malformed data.',
    ],
    ['container-cannot-reach-idp', 'discovery of the provider: socket.gaierror: [Errno -3] Try again'],
    [
      'container-cannot-reach-idp',
      'could not get the provider: dial tcp [2001:db8::1]:443: connect: cannot assign requested address',
    ],
    [
      'userinfo-empty-or-wrong-url',
      'failed to get user from the provider: Get "": unsupported protocol scheme ""',
    ],
    ['no-id-token', "File auth.py: claims = token['userinfo']\nKeyError: 'userinfo'"],
    [
      'id-token-unreadable',
      'oidc_proto_parse_idtoken: cjose_jws_import failed: invalid argument [file: jws.c]',
    ],
  ])('%s: %s', (cause, text) => {
    expect(first(text)).toBe(cause);
  });

  test('a callback that must be of the same origin is no word of a provider', () => {
    expect(claimed('{"message":"Invalid callback URL - must be same-origin"}')).toEqual([]);
  });

  test('a log that ends before the login does says nothing of what comes', () => {
    expect(
      claimed(
        'time="2026-07-02T08:30:22Z" level=debug msg="Authorization Request with id \'7a35\' on client with id \'wiki\' is being processed"\ntime="2026-07-02T08:30:27Z" level=debug msg="Successful 1FA authentication attempt made by user \'ada\'"',
      ),
    ).toEqual([]);
  });
});
