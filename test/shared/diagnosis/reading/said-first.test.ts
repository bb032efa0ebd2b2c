import { describe, expect, test } from 'vitest';
import { explain } from '../../../../shared/diagnosis/explain.ts';

/** Addresses whose form alone is suspicious, and the cause that it points to. */
const ADDRESSES: readonly (readonly [address: string, cause: string])[] = [
  [
    'http://id.example.net/authorize?response_type=code&client_id=wiki&scope=openid&state=xyz&redirect_uri=http%3A%2F%2Fwiki.example.net%2Fcb',
    'weak-state',
  ],
  [
    'https://id.example.net/authorize?response_type=code&client_id=wiki&state=0123456789abcdef&scope=email&redirect_uri=https%3A%2F%2Fwiki.example.net%2Fcb',
    'openid-scope-missing',
  ],
  [
    'https://id.example.net/authorize?response_type=code&client_id=wiki&state=0123456789abcdef&scope=openid&redirect_uri=http%3A%2F%2Flocalhost%3A3000%2Fcb',
    'internal-address-leaks',
  ],
];

/** What a program says, and the cause that comes first then. */
const SAID: readonly (readonly [said: string, cause: string])[] = [
  ['The redirect_uri is not registered for this client.', 'redirect-not-registered'],
  ['error: unauthorized_client, the client was not found', 'client-unknown'],
  ['Error: PKCE code challenge is required', 'pkce-required'],
];

describe('what is said comes before what an address looks like', () => {
  for (const [address, byForm] of ADDRESSES) {
    test(`alone it points to ${byForm}`, () => expect(explain(address)[0]?.id).toBe(byForm));
    test.each(SAID)(`${byForm}: %s`, (said, cause) => {
      for (const text of [`${said}\n\nThe request was:\n${address}`, `${address}\n\n${said}`])
        expect(explain(text)[0]?.id, text).toBe(cause);
    });
  }
});

/** Messages of an app that only say what it was doing, and what a library says beside it, before or after. */
const OUTER = ['Audiobookshelf shows “Error in callback”', 'Audiobookshelf: Error in callback'];
const INNER: readonly (readonly [said: string, cause: string])[] = [
  ['Error: getaddrinfo ENOTFOUND id.example.net', 'container-cannot-reach-idp'],
  [
    'RPError: unexpected iss value, expected https://a.example.net/, got: https://a.example.net',
    'issuer-mismatch',
  ],
  ['Error: self-signed certificate in certificate chain', 'untrusted-certificate'],
];

describe('what went wrong comes before what an app was doing', () => {
  for (const outer of OUTER)
    test.each(INNER)(`${outer}, %s`, (said, cause) => {
      for (const text of [`${outer}\n\nIn the log:\n${said}`, `${said}\n\n${outer}`])
        expect(explain(text)[0]?.id, text).toBe(cause);
    });
});
