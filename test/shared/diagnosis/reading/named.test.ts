import { describe, expect, test } from 'vitest';
import { explain } from '../../../../shared/diagnosis/explain.ts';
import { missingClaims, sentRedirect } from '../../../../shared/diagnosis/reading/named.ts';

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
