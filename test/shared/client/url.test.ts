import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isLoopbackHost, isSecureContext, normaliseUrl, redirectUri } from '../../../shared/client/url.ts';

describe('normaliseUrl', () => {
  test.each([
    ['https://Games.Example.COM', 'https://games.example.com', ['the host in lower case']],
    ['https://games.example.com/', 'https://games.example.com', ['no slash at the end']],
    [
      'https://games.example.com:443/romm/',
      'https://games.example.com/romm',
      ['the default port left out', 'no slash at the end'],
    ],
    ['http://games.example.com:80', 'http://games.example.com', ['the default port left out']],
    ['https://games.example.com:8443', 'https://games.example.com:8443', []],
    ['http://[2001:DB8::1]:8080', 'http://[2001:db8::1]:8080', ['the host in lower case']],
    [
      'https://spiele.müller.example',
      'https://spiele.xn--mller-kva.example',
      ['the host as browsers send it (spiele.xn--mller-kva.example)'],
    ],
    ['https://example.com/Sub/Path', 'https://example.com/Sub/Path', []],
  ])('%s', (typed, url, changes) => {
    expect(normaliseUrl(typed)).toMatchObject({ url, changes });
  });

  test.each([
    'games.example.com',
    'ftp://x.example',
    'https://u:p@x.example',
    'https://x.example/?a=b',
    'https://x.example/#a',
    '',
    'javascript:alert(1)',
  ])('refuses %s', (typed) => expect(normaliseUrl(typed)).toBeUndefined());

  test('is stable, never ends in a slash, and never throws', () => {
    fc.assert(
      fc.property(fc.oneof(fc.webUrl(), fc.string()), (typed) => {
        const once = normaliseUrl(typed);
        if (!once) return;
        expect(once.url.endsWith('/')).toBe(false);
        expect(normaliseUrl(once.url)).toMatchObject({ url: once.url, changes: [] });
      }),
    );
  });
});

describe('redirectUri', () => {
  const base = normaliseUrl('https://example.com/notes/')!;
  test('joins a path below the sub-path', () => {
    expect(redirectUri(base, '/auth/callback')).toBe('https://example.com/notes/auth/callback');
    expect(redirectUri(base, 'auth/callback')).toBe('https://example.com/notes/auth/callback');
  });
  test('leaves an absolute URI as it is', () => {
    expect(redirectUri(base, 'app.immich:///oauth-callback')).toBe('app.immich:///oauth-callback');
    expect(redirectUri(base, 'https://example.com/auth/callback')).toBe('https://example.com/auth/callback');
  });
});

describe('loopback and secure contexts', () => {
  test.each(['localhost', 'app.localhost', '127.0.0.1', '127.9.9.9', '[::1]', 'LOCALHOST', 'localhost.'])(
    '%s is this machine',
    (host) => expect(isLoopbackHost(host)).toBe(true),
  );
  test.each([
    'localhost.example.com',
    '127.evil.example',
    '127.0.0.1.evil.example',
    '127.0.0',
    '127.0.0.256',
    '128.0.0.1',
    '[::2]',
    '10.0.0.1',
    'nas.local',
  ])('%s is not', (host) => expect(isLoopbackHost(host)).toBe(false));
  test('https or this machine', () => {
    expect(isSecureContext(normaliseUrl('https://x.example')!)).toBe(true);
    expect(isSecureContext(normaliseUrl('http://localhost:5230')!)).toBe(true);
    expect(isSecureContext(normaliseUrl('http://nas.local:5230')!)).toBe(false);
  });
});
