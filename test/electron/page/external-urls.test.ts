import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { externalUrl } from '../../../electron/page/external-urls.ts';
import { isLoopbackHost } from '../../../shared/client/url.ts';

const opened = (text: string) => {
  const result = externalUrl(text);
  return result.ok ? result.value : undefined;
};

describe('addresses that are opened outside', () => {
  it.each([
    ['https://auth.example.com', 'https://auth.example.com/'],
    ['HTTPS://Auth.Example.com/if/admin/#/core', 'https://auth.example.com/if/admin/#/core'],
    ['http://127.0.0.1:8080/x', 'http://127.0.0.1:8080/x'],
    ['http://localhost:5230', 'http://localhost:5230/'],
    ['http://[::1]:5230/', 'http://[::1]:5230/'],
    ['http://memos.localhost/', 'http://memos.localhost/'],
    // The URL parser normalizes every spelling of an IPv4 address.
    ['http://0x7f.1/', 'http://127.0.0.1/'],
  ])('%s', (text, url) => expect(opened(text)).toBe(url));

  it.each([
    'http://auth.example.com/',
    'http://127.0.0.1.evil.example/',
    'http://localhost.evil.example/',
    'http://notlocalhost/',
    'http://[::2]/',
    'http://0.0.0.0/',
    'http://10.0.0.1/',
    'file:///etc/passwd',
    'file://127.0.0.1/share',
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    ' https://auth.example.com',
    'https://auth.example.com/\n',
    'java\tscript:alert(1)',
    'https://user@auth.example.com/',
    'https://auth.example.com:secret@evil.example/',
    'https:\\\\evil.example',
    'data:text/html,x',
    'vbscript:x',
    'ms-msdt:/id',
    'smb://host/share',
    'mailto:a@example.com',
    '//evil.example',
    '/etc/passwd',
    'C:\\Windows\\System32\\calc.exe',
    'https://',
    'https://a b/',
    '',
    `https://auth.example.com/${'a'.repeat(8_000)}`,
  ])('refuses %j', (text) => {
    const result = externalUrl(text);
    expect(result.ok).toBe(false);
    if (!result.ok) expect(result.error.code).toBe('url-refused');
  });

  it.each([
    ['http://10.0.0.1:81/x', /only https addresses, and http ones on this machine/, '10.0.0.1:81'],
    ['ftp://auth.example.com/', /only https addresses/, 'ftp:'],
    ['https://:secret@auth.example.com/', /user name or password/, undefined],
    ['https://user@auth.example.com/', /user name or password/, undefined],
    ['//evil.example', /not a complete address/, undefined],
    ['https://a b/', /blanks or control characters/, undefined],
    [`https://auth.example.com/${'a'.repeat(7_976)}`, /too long to be opened/, '8001 characters'],
  ])('says of %j why it is refused', (text, message, detail) => {
    const result = externalUrl(text);
    expect(result.ok ? result : [result.error.message, result.error.detail]).toEqual([
      expect.stringMatching(message),
      detail,
    ]);
  });

  it('takes an address of 8,000 characters', () => {
    const longest = `https://auth.example.com/${'a'.repeat(7_975)}`;
    expect(opened(longest)).toBe(longest);
  });

  it('lets through nothing but https and http on this machine, whatever it is given', () => {
    const scheme = fc.constantFrom('http', 'https', 'file', 'javascript', 'app', 'ftp', 'HTTP', 'ht\ttp');
    const text = fc.oneof(
      fc.string(),
      fc.webUrl(),
      fc.tuple(scheme, fc.string()).map(([s, rest]) => `${s}:${rest}`),
    );
    fc.assert(
      fc.property(text, (candidate) => {
        const url = opened(candidate);
        if (url === undefined) return;
        const parsed = new URL(url);
        expect(parsed.username + parsed.password).toBe('');
        expect(
          parsed.protocol === 'https:' || (parsed.protocol === 'http:' && isLoopbackHost(parsed.hostname)),
        ).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
