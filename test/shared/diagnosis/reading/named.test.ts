import { describe, expect, test } from 'vitest';
import { explain } from '../../../../shared/diagnosis/explain.ts';
import {
  describedError,
  missingClaims,
  saidByHttp,
  sentRedirect,
} from '../../../../shared/diagnosis/reading/named.ts';

describe('the redirect URI that a text shows as sent', () => {
  test.each([
    ['WARN refused client_id=x redirect_uri=http://localhost:8080/cb', 'http://localhost:8080/cb'],
    [
      'https://sso.example.net/auth?redirect_uri=https%3A%2F%2Fwiki.example.net%2Fcb&state=abc',
      'https://wiki.example.net/cb',
    ],
    ['{"redirect_uri": "wiki://login"}', 'wiki://login'],
    [
      'the `redirect_uri` parameter of the address is set to `http://localhost:5300`, I think',
      'http://localhost:5300',
    ],
    // A host that somebody took out is one all the same.
    ['the request has `redirect_uri=https://<pod>:3000/cb`, which is odd', 'https://<pod>:3000/cb'],
    ['It sends the redirect_uri as "https://wiki.example.net/cb/" there', 'https://wiki.example.net/cb/'],
  ])('%s', (text, sent) => expect(sentRedirect(text)).toBe(sent));

  test.each([
    // What is set is not what was sent, and of two nobody knows which it was.
    'WIKI_REDIRECT_URI=https://wiki.example.net/cb',
    'redirect_uris: https://wiki.example.net/cb',
    'redirect_uri=https://a.example.net/cb redirect_uri=https://b.example.net/cb',
    'redirect_uri is missing',
    'the redirect_uri is wrong, as "https://wiki.example.net" has no path. See `https://docs.example.net`',
  ])('none: %s', (text) => expect(sentRedirect(text)).toBeUndefined());

  test('is named where a message only says that one was refused', () => {
    const [first] = explain(
      'https://sso.example.net/realms/home/protocol/openid-connect/auth?client_id=wiki&response_type=code&scope=openid&state=0123456789&redirect_uri=https%3A%2F%2Fwiki.example.net%2Fcb\nInvalid parameter: redirect_uri',
    );
    expect(first).toMatchObject({ id: 'redirect-keycloak', fix: { value: 'https://wiki.example.net/cb' } });
  });
});

describe('a redirect URI that a person says is sent by http', () => {
  test.each([
    'It tries to redirect to `http://wiki.example.net/cb`, registered is `https://wiki.example.net/cb`.',
    'Then it is redirecting to: http://wiki.example.net/cb though https://wiki.example.net/ is what I set',
    'The app redirects back to "http://wiki.example.net/cb" instead of https',
    'callback URL is http://wiki.example.net/cb, not https',
  ])('%s', (text) => expect(saidByHttp(text)).toBe('http://wiki.example.net/cb'));

  test.each([
    'It redirects to http://localhost:3000/cb and I have https://localhost:3000 as well',
    'It redirects to http://wiki.example.net/cb and that is all right in this network',
    'The proxy sends http://wiki.example.net on to https://wiki.example.net',
  ])('none: %s', (text) => expect(saidByHttp(text)).toBeUndefined());

  test('comes before the refusal that follows from it', () => {
    const [first] = explain(
      'redirect_uri mismatch at authentik. It is redirecting to: http://wiki.example.net/cb and the provider has https://wiki.example.net/cb',
    );
    expect(first).toMatchObject({ id: 'redirect-downgraded-to-http', side: 'proxy' });
  });
});

describe('the reason that a provider gives', () => {
  const REASON = 'Sector is not known here';
  test.each([
    `{"error":"invalid_request","error_description":"${REASON}","state":"0123456789"}`,
    `{\n  "error": "invalid_request",\n  "error_description": "${REASON}"\n}`,
    `error="invalid_request", error_description="${REASON}"`,
    `https://wiki.example.net/cb?error=invalid_request&error_description=${REASON.replaceAll(' ', '+')}&state=x`,
    `https://wiki.example.net/cb?error=invalid_request&error_description=${encodeURIComponent(REASON)}`,
    `{\\"error\\":\\"invalid_request\\",\\"error_description\\":\\"${REASON}\\"}`,
    `'error' => 'invalid_request', 'error_description' => '${REASON}'`,
    `oauth2: "invalid_request" "${REASON}"`,
    `OPError: invalid_request (${REASON})`,
    `OAuth error invalid_request: ${REASON}`,
  ])('%s', (text) => {
    expect(describedError(text)).toBe(REASON);
    const [first] = explain(text);
    // It is shown, and as nobody knows it, it is a guess.
    expect(first).toMatchObject({ id: 'authorization-refused' });
    expect(first!.confidence).toBeLessThan(0.5);
    expect(first!.cause).toContain(REASON);
  });

  test.each(['error=invalid_request', '"error_description": ""', 'error_description is missing'])(
    'none: %s',
    (text) => expect(describedError(text)).toBeUndefined(),
  );

  test('is not shown with a secret in it', () => {
    const planted = 'pL4ntedS3cretOfTheClient9xQ2';
    const [first] = explain(
      `{"error":"invalid_request","error_description":"Sector of client_secret=${planted} is not known"}`,
    );
    expect(JSON.stringify(first)).not.toContain(planted);
  });
});

describe('the claims that a program wanted and did not get', () => {
  test.each([
    ["Expected: {'mail', 'nick'} Actual: dict_keys(['mail', 'sub'])", ['nick']],
    ['required ["groups"], got ["sub", "email"]', ['groups']],
    ["needs ('sub', 'upn', 'mail') but received ('sub')", ['upn', 'mail']],
  ])('%s', (text, missing) => expect(missingClaims(text)).toEqual(missing));

  test.each(["Expected: {'mail'} Actual: {'mail', 'sub'}", "claims: ['sub']", 'expected groups, got none'])(
    'none: %s',
    (text) => expect(missingClaims(text)).toEqual([]),
  );

  test('are named with the cause', () => {
    const [first] = explain("Required claims not present. Expected: {'nick'} Actual: {'sub', 'mail'}");
    expect(first).toMatchObject({ id: 'claim-not-released' });
    expect(first?.title).toContain('nick');
  });
});

test('all scopes of a refusal are named, the last one in an address, too', () => {
  const [first] = explain(
    'https://wiki.example.net/cb?error=invalid_scope&error_description=Invalid+scopes%3A+openid+teams&state=0123456789',
  );
  expect(first?.id).toBe('scope-not-allowed');
  expect(JSON.stringify(first)).toContain('teams');
});

test('the server is named by a field of a log, without a scheme', () => {
  const [first] = explain(
    'ERR failed error="dial tcp 10.1.2.3:80: connection refused" url=sso.example.net/x',
  );
  expect(first?.cause).toContain('sso.example.net');
});

describe('two issuers that a person wrote down', () => {
  test.each([
    [
      '| `iss` of the token | `https://sso.example.net` |\n| `issuer` in the document | `https://sso.example.net/wiki` |',
    ],
    ['iss (in the JWT): https://sso.example.net\nissuer (in discovery): https://sso.example.net/wiki'],
  ])('%s', (text) => {
    const [first] = explain(text);
    expect(first).toMatchObject({ id: 'issuer-mismatch', side: 'provider' });
    expect(first?.cause).toContain('https://sso.example.net/wiki');
  });

  test('the same twice is none', () =>
    expect(
      explain('iss in the token: https://sso.example.net\nissuer in discovery: https://sso.example.net'),
    ).toEqual([]));
});
