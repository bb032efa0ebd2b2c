import { describe, expect, it } from 'vitest';
import { addressScope, literalScope, mayReach } from '../../../../electron/services/network/addresses.ts';
import { proxyFor } from '../../../../electron/services/network/proxy.ts';

describe('where an address is', () => {
  it.each([
    ['8.8.8.8', 'public'],
    ['10.1.2.3', 'private'],
    ['172.16.0.1', 'private'],
    ['172.32.0.1', 'public'],
    ['192.168.1.10', 'private'],
    ['100.100.1.1', 'private'],
    ['127.0.0.53', 'loopback'],
    ['0.0.0.0', 'loopback'],
    ['169.254.169.254', 'link-local'],
    ['224.0.0.1', 'link-local'],
    ['::1', 'loopback'],
    ['::', 'loopback'],
    ['fd00::1', 'private'],
    ['fe80::1%eth0', 'link-local'],
    ['2606:4700::1111', 'public'],
    ['::ffff:192.168.1.1', 'private'],
    ['::ffff:7f00:1', 'loopback'],
    ['0:0:0:0:0:ffff:a9fe:a9fe', 'link-local'],
    ['64:ff9b::10.0.0.1', 'private'],
  ])('%s is %s', (address, scope) => {
    expect(addressScope(address)).toBe(scope);
  });

  it('knows literal names', () => {
    expect(literalScope('localhost')).toBe('loopback');
    expect(literalScope('a.localhost')).toBe('loopback');
    expect(literalScope('[::1]')).toBe('loopback');
    expect(literalScope('auth.example.com')).toBeUndefined();
  });

  it('lets a provider name addresses no further inside than its own', () => {
    const scopes = ['public', 'private', 'loopback', 'link-local'] as const;
    const allowed = scopes.flatMap((from) =>
      scopes.filter((to) => mayReach(from, to)).map((to) => `${from}>${to}`),
    );
    expect(allowed).toEqual([
      'public>public',
      'private>public',
      'private>private',
      'loopback>public',
      'loopback>private',
      'loopback>loopback',
      'link-local>public',
      'link-local>private',
    ]);
  });
});

describe('the proxy for a URL', () => {
  const env = {
    HTTPS_PROXY: 'http://proxy.lan:3128',
    no_proxy: 'internal.example, .corp.example,10.0.0.5:8443',
  };
  it.each([
    ['https://auth.example.com/', 'http://proxy.lan:3128'],
    ['http://auth.example.com/', undefined],
    ['https://internal.example/', undefined],
    ['https://sub.internal.example/', undefined],
    ['https://notinternal.example/', 'http://proxy.lan:3128'],
    ['https://a.corp.example/', undefined],
    ['https://10.0.0.5:8443/', undefined],
    ['https://10.0.0.5/', 'http://proxy.lan:3128'],
    ['https://127.0.0.1/', undefined],
    ['https://localhost/', undefined],
    ['https://[::1]/', undefined],
  ])('%s: %s', (url, proxy) => {
    expect(proxyFor(new URL(url), env)).toBe(proxy);
  });

  it('reads lower case first, all_proxy last, and no_proxy=*', () => {
    const url = new URL('https://a.example');
    expect(proxyFor(url, { https_proxy: 'http://one', HTTPS_PROXY: 'http://two' })).toBe('http://one');
    expect(proxyFor(url, { ALL_PROXY: 'three:8080' })).toBe('http://three:8080');
    expect(proxyFor(url, { https_proxy: 'http://one', NO_PROXY: '*' })).toBeUndefined();
    expect(proxyFor(url, { https_proxy: 'socks5://one' })).toBeUndefined();
  });
});
