import { describe, expect, test } from 'vitest';
import { deriveConnection, deriveConnections } from '../../../shared/client/derive.ts';
import { hasNoSso } from '../../../shared/client/notices.ts';
import type { AppEntry, ProviderEntry, Workspace } from '../../../shared/workspace/types.ts';

const AUTHELIA: ProviderEntry = { kind: 'authelia', url: 'https://auth.example.com', version: '4.39' };
const AUTHENTIK: ProviderEntry = { kind: 'authentik', url: 'https://sso.example.com', version: '2026.5' };

const app = (kind: AppEntry['kind'], more: Partial<AppEntry> = {}): AppEntry => ({
  kind,
  url: `https://${kind}.example.com`,
  provider: 'home',
  ...(kind === 'kestra' ? { edition: 'enterprise' } : {}),
  ...more,
});

function connect(provider: ProviderEntry, entry: AppEntry, client_id = 'abc123') {
  const workspace: Workspace = {
    latchkey: 1,
    id: 'test',
    providers: { home: provider },
    apps: { it: entry },
  };
  return deriveConnection(workspace, 'it', client_id);
}
const codes = (connection: ReturnType<typeof connect>) => connection.notices.map((notice) => notice.code);

describe('redirect URIs', () => {
  test.each([
    ['memos', {}, ['https://memos.example.com/auth/callback']],
    ['romm', {}, ['https://romm.example.com/api/oauth/openid']],
    ['romm', { url: 'https://Example.com:443/games/' }, ['https://example.com/games/api/oauth/openid']],
    ['romm', { url: 'http://[::1]:8080' }, ['http://[::1]:8080/api/oauth/openid']],
    [
      'romm',
      { url: 'https://spiele.müller.example' },
      ['https://spiele.xn--mller-kva.example/api/oauth/openid'],
    ],
    ['kestra', {}, ['https://kestra.example.com/oauth/callback/authelia']],
    ['kestra', { settings: { client_key: 'sso' } }, ['https://kestra.example.com/oauth/callback/sso']],
    [
      'custom',
      { settings: { redirect_paths: ['/cb', 'x.app:///cb'] } },
      ['https://custom.example.com/cb', 'x.app:///cb'],
    ],
    ['memos', { redirect_uris: ['https://a.example/x'] }, ['https://a.example/x']],
  ] as const)('%s %j', (kind, more, expected) => {
    expect(connect(AUTHELIA, app(kind, more)).client.redirect_uris).toEqual(expected);
  });

  test.each(['memos', 'romm', 'kestra', 'custom'] as const)(
    'an address that is none gives %s no redirect URI, and no PKCE that depends on it',
    (kind) => {
      for (const url of [
        '',
        'memos',
        'https://',
        'ftp://memos.example.com',
        'https://a:b@memos.example.com',
      ]) {
        const connection = connect(AUTHELIA, app(kind, { url }));
        expect(connection.client.redirect_uris).toEqual([]);
        if (kind === 'memos') expect(connection.pkce.app_uses).toBe(false);
      }
    },
  );

  test('Memos takes its origin from the browser, so a sub-path is not part of it', () => {
    const connection = connect(AUTHELIA, app('memos', { url: 'https://example.com/notes' }));
    expect(connection.client.redirect_uris).toEqual(['https://example.com/auth/callback']);
  });

  test('what was changed is told', () => {
    const notice = connect(AUTHELIA, app('romm', { url: 'https://Games.example.com' })).notices.find(
      (candidate) => candidate.code === 'redirect-uri-normalised',
    );
    expect(notice?.message).toContain('lower case');
    expect(codes(connect(AUTHELIA, app('romm')))).not.toContain('redirect-uri-normalised');
  });
});

describe('token endpoint method and PKCE', () => {
  test('each app is registered with the method it uses', () => {
    expect(connect(AUTHELIA, app('memos')).client.token_endpoint_auth_method).toBe('client_secret_post');
    expect(connect(AUTHELIA, app('romm')).client.token_endpoint_auth_method).toBe('client_secret_basic');
    expect(connect(AUTHELIA, app('kestra')).client.token_endpoint_auth_method).toBe('client_secret_basic');
  });

  test('a method the app does not use is an error where the provider enforces it, and only there', () => {
    const wrong = { token_endpoint_auth_method: 'client_secret_post' } as const;
    expect(codes(connect(AUTHELIA, app('romm', wrong)))).toContain('auth-method-differs');
    expect(codes(connect(AUTHENTIK, app('romm', wrong)))).not.toContain('auth-method-differs');
  });

  test.each([
    ['0.25', 'https://m.example.com', false],
    ['0.26', 'https://m.example.com', true],
    ['0.30', 'http://nas.local:5230', false],
    ['0.30', 'http://localhost:5230', true],
  ])('Memos %s at %s: PKCE %s', (version, url, uses) => {
    const { pkce } = connect(AUTHELIA, app('memos', { version, url }));
    expect(pkce).toEqual({ app_uses: uses, require: uses });
  });

  test('PKCE demanded of an app that does not send it can’t work', () => {
    expect(codes(connect(AUTHELIA, app('romm', { require_pkce: true })))).toContain(
      'pkce-required-but-not-sent',
    );
    expect(connect(AUTHENTIK, app('kestra')).pkce.require).toBe(false);
  });
});

describe('claims against where the provider puts them', () => {
  test('RomM reads the ID token, Authelia 4.39 leaves them out: a claims policy; 4.38 needs none', () => {
    expect(connect(AUTHELIA, app('romm')).id_token_claims).toEqual(
      expect.arrayContaining(['email', 'email_verified', 'preferred_username']),
    );
    expect(connect({ ...AUTHELIA, version: '4.38' }, app('romm')).id_token_claims).toEqual([]);
  });
  test('Memos asks userinfo, so nothing is needed', () => {
    expect(connect(AUTHELIA, app('memos')).id_token_claims).toEqual([]);
  });
  test('authentik says email_verified: false since 2025.10, and RomM minds', () => {
    expect(connect(AUTHENTIK, app('romm')).needs_verified_email).toBe(true);
    expect(connect({ ...AUTHENTIK, version: '2025.8' }, app('romm')).needs_verified_email).toBe(false);
    expect(connect(AUTHENTIK, app('memos')).needs_verified_email).toBe(false);
  });
  test('RomM’s role claim becomes a scope', () => {
    const roles = { settings: { role_claim: 'groups', role_admin: 'admins', role_viewer: '*' } };
    expect(connect(AUTHELIA, app('romm', roles)).client.scopes).toEqual([
      'openid',
      'profile',
      'email',
      'groups',
    ]);
    expect(connect(AUTHELIA, app('romm', roles)).id_token_claims).toContain('groups');
    expect(codes(connect(AUTHELIA, app('romm', { settings: { role_claim: 'roles' } })))).toContain(
      'scope-unknown-to-provider',
    );
  });
});

describe('what can’t work is said, with the way out', () => {
  test('a public client over http at Authelia', () => {
    const connection = connect(
      AUTHELIA,
      app('custom', {
        url: 'http://nas.local',
        token_endpoint_auth_method: 'none',
        settings: { redirect_paths: ['/cb'] },
      }),
    );
    const notice = connection.notices.find(
      (candidate) => candidate.code === 'http-redirect-with-public-client',
    );
    expect(notice).toMatchObject({ severity: 'error', fix: expect.stringContaining('https') });
  });
  test('an issuer that the app’s container can’t reach', () => {
    const local = { ...AUTHENTIK, url: 'http://localhost:9000' };
    expect(connect(local, app('kestra')).notices[0]).toMatchObject({
      code: 'issuer-unreachable-from-app',
      severity: 'error',
    });
    const internal = { settings: { internal_issuer: 'http://authentik:9000/application/o/it/' } };
    expect(codes(connect(AUTHENTIK, app('kestra', internal)))).toContain('issuer-unreachable-from-app');
  });
  test('Kestra’s open-source edition has no sign-on', () => {
    const connection = connect(AUTHELIA, app('kestra', { edition: 'open-source' }));
    expect(hasNoSso(connection)).toBe(true);
    expect(connection.notices[0]).toMatchObject({ code: 'app-edition-without-sso', severity: 'error' });
    expect(hasNoSso(connect(AUTHELIA, app('kestra')))).toBe(false);
  });
  test.each([
    ['4.37', 'version-too-old', 'error'],
    ['4.99', 'version-unknown', 'warning'],
  ])('Authelia %s', (version, code, severity) => {
    expect(connect({ ...AUTHELIA, version }, app('memos')).notices).toContainEqual(
      expect.objectContaining({ code, severity, path: 'providers.home.version' }),
    );
  });
  test('where no version is stated, the newest release is assumed, never a draft', () => {
    const { version: _, ...unstated } = AUTHENTIK;
    expect(connect(unstated, app('memos')).provider.version).toEqual({
      effective: '2026.8',
      status: 'not-stated',
    });
    expect(connect({ ...AUTHENTIK, version: '2026.11' }, app('memos')).provider.version.status).toBe('known');
  });
  test('what a provider refuses of a client', () => {
    expect(codes(connect(AUTHELIA, app('memos', { client_id: 'a b' })))).toContain('client-id-refused');
    expect(codes(connect(AUTHELIA, app('memos', { policy: 'deny' })))).toContain('policy-refused');
    expect(codes(connect(AUTHELIA, app('memos', { policy: 'mine', groups: ['family'] })))).toContain(
      'groups-not-applied',
    );
    for (const provider of [AUTHELIA, AUTHENTIK]) {
      expect(codes(connect(provider, app('memos', { policy: 'mine' })))).toContain('policy-has-to-exist');
      expect(codes(connect(provider, app('memos', { policy: 'one_factor' })))).not.toContain(
        'policy-has-to-exist',
      );
    }
    expect(codes(connect(AUTHENTIK, app('memos', { slug: 'token' })))).toContain('slug-reserved');
    expect(codes(connect(AUTHENTIK, app('memos')))).not.toContain('slug-reserved');
  });
  test('a version inside what is known goes without saying', () => {
    expect(
      codes(connect({ ...AUTHELIA, version: '4.39.20' }, app('memos', { version: '0.29.1' }))),
    ).not.toEqual(expect.arrayContaining([expect.stringMatching(/^version-/)]));
  });
  test.each([
    ['romm', '4.3', '4.3.2'],
    ['romm', '3.7', '3.7.1'],
    ['memos', '0.25', '0.25.3'],
  ] as const)('%s %s without its patch is told to count as .0', (kind, version, patch) => {
    expect(connect(AUTHELIA, app(kind, { version })).notices).toContainEqual(
      expect.objectContaining({ code: 'version-without-patch', fix: expect.stringContaining(patch) }),
    );
    for (const whole of [`${version}.0`, patch])
      expect(codes(connect(AUTHELIA, app(kind, { version: whole })))).not.toContain('version-without-patch');
  });
  test('a line whose patches are alike needs none', () => {
    expect(codes(connect(AUTHELIA, app('romm', { version: '5.2' })))).not.toContain('version-without-patch');
  });
  test('plain http is for any provider on this machine, and nowhere else', () => {
    const at = (url: string) => codes(connect({ kind: 'oidc', url }, app('memos')));
    expect(at('http://127.0.0.1:3000')).not.toContain('provider-needs-https');
    expect(at('http://id.example.com')).toContain('provider-needs-https');
    expect(codes(connect({ ...AUTHELIA, url: 'http://127.0.0.1:9091' }, app('memos')))).toContain(
      'provider-needs-https',
    );
  });
  test('a test address that is not on this machine', () => {
    const at = (test_redirect_uri: string) => codes(connect(AUTHELIA, app('romm', { test_redirect_uri })));
    expect(at('https://games.example.com/callback')).toContain('test-redirect-not-here');
    for (const here of [
      'http://127.0.0.1:8911/callback',
      'http://localhost:1/x',
      'http://[::1]:8911/callback',
    ])
      expect(at(here)).not.toContain('test-redirect-not-here');
  });
  test('a public client uses PKCE unless it is said that it can’t', () => {
    const open = {
      token_endpoint_auth_method: 'none',
      redirect_uris: ['https://spa.example.com/cb'],
    } as const;
    const silent = connect(AUTHELIA, app('custom', open));
    expect(silent.pkce).toEqual({ app_uses: true, require: true });
    expect(codes(silent)).not.toContain('public-client-without-pkce');
    const without = app('custom', { ...open, settings: { pkce: 'none' } });
    expect(connect(AUTHELIA, without).notices).toContainEqual(
      expect.objectContaining({ code: 'public-client-without-pkce', severity: 'error' }),
    );
    expect(connect(AUTHENTIK, without).notices).toContainEqual(
      expect.objectContaining({ code: 'public-client-without-pkce', severity: 'warning' }),
    );
  });
  test('an app of any kind is called by its client name, else by its id', () => {
    expect(connect(AUTHELIA, app('custom')).client.client_name).toBe('it');
    expect(connect(AUTHELIA, app('custom', { client_name: 'Wiki' })).app.definition.name).toBe('Wiki');
    expect(connect(AUTHELIA, app('memos', { client_name: 'Notes' })).app.definition.name).toBe('Memos');
  });
  test('errors come first, and every path begins at the top of the file', () => {
    const { notices } = connect(
      { ...AUTHELIA, version: '4.37' },
      app('romm', { settings: { autologin: true } }),
    );
    const rank = notices.map((notice) => ['error', 'warning', 'info'].indexOf(notice.severity));
    expect(rank).toEqual([...rank].sort());
    for (const { path } of notices) if (path) expect(path).toMatch(/^(apps\.it|providers\.home)\./);
  });
});

describe('overrides and access', () => {
  test('the workspace’s own client_id wins over the stored one', () => {
    expect(connect(AUTHELIA, app('memos', { client_id: 'mine' })).client.client_id).toBe('mine');
    expect(connect(AUTHELIA, app('memos')).client.client_id).toBe('abc123');
  });
  test('two factors at Authelia unless stated, consent remembered for four weeks unless stated', () => {
    expect(connect(AUTHELIA, app('memos'))).toMatchObject({
      access: { policy: 'two_factor', groups: [] },
      consent: { mode: 'remembered', span: '4w' },
    });
    expect(
      connect(AUTHELIA, app('memos', { policy: 'one_factor', groups: ['family'], consent: '7d' })),
    ).toMatchObject({
      access: { policy: 'one_factor', groups: ['family'] },
      consent: { mode: 'remembered', seconds: 604_800 },
    });
  });
  test('offline_access brings the refresh grant', () => {
    expect(
      connect(AUTHELIA, app('memos', { scopes: ['openid', 'offline_access'] })).client.grant_types,
    ).toEqual(['authorization_code', 'refresh_token']);
  });
});

describe('the whole connection', () => {
  const workspace = (more: Partial<AppEntry> = {}, name?: string): Workspace => ({
    latchkey: 1,
    id: 'whole',
    ...(name === undefined ? {} : { name }),
    providers: { home: AUTHELIA, other: AUTHENTIK },
    apps: { it: app('custom', { redirect_uris: ['https://a.example/cb'], ...more }), two: app('romm') },
  });

  test('has a complete client, in the terms of RFC 7591', () => {
    const { client } = deriveConnection(workspace(), 'it', 'abc123');
    expect(client).toEqual({
      client_id: 'abc123',
      client_name: 'it',
      client_uri: 'https://custom.example.com',
      redirect_uris: ['https://a.example/cb'],
      token_endpoint_auth_method: 'client_secret_basic',
      grant_types: ['authorization_code'],
      response_types: ['code'],
      scopes: ['openid', 'profile', 'email'],
      id_token_signed_response_alg: 'RS256',
    });
  });

  test('has what is stated, and leaves out what is not', () => {
    const stated = deriveConnection(
      workspace(
        { access_token_signed_response_alg: 'RS256', test_redirect_uri: 'http://127.0.0.1:1/callback' },
        'Home',
      ),
      'it',
      'x',
    );
    expect(stated.client.access_token_signed_response_alg).toBe('RS256');
    expect(stated.test_redirect_uri).toBe('http://127.0.0.1:1/callback');
    expect(stated.workspace).toEqual({ id: 'whole', name: 'Home' });
    const bare = deriveConnection(workspace(), 'it', 'x');
    expect(Object.hasOwn(bare.client, 'access_token_signed_response_alg')).toBe(false);
    expect(Object.hasOwn(bare, 'test_redirect_uri')).toBe(false);
    expect(bare.workspace).toEqual({ id: 'whole' });
    expect(Object.hasOwn(bare.workspace, 'name')).toBe(false);
    expect(bare.access).toEqual({ policy: 'two_factor', groups: [] });
  });

  test('takes what can’t be read as a span of consent for “each time”', () => {
    expect(deriveConnection(workspace({ consent: 'now and then' }), 'it', 'x').consent).toEqual({
      mode: 'always',
    });
  });

  test('needs an app and its provider', () => {
    expect(() => deriveConnection(workspace(), 'nobody', 'x')).toThrow('No app “nobody” with a provider');
    expect(() => deriveConnection(workspace({ provider: 'nowhere' }), 'it', 'x')).toThrow('No app “it”');
  });

  test('is made for every app, in the order of the file, with its id where none is stored', () => {
    const all = deriveConnections(workspace(), { two: 'stored' });
    expect(all.map(({ app, client }) => [app.id, client.client_id])).toEqual([
      ['it', 'it'],
      ['two', 'stored'],
    ]);
    expect(deriveConnections(workspace(), {}, ['two']).map(({ app }) => app.id)).toEqual(['two']);
  });

  test.each<[AppEntry['kind'], Partial<AppEntry>, boolean]>([
    ['custom', {}, false],
    ['custom', { token_endpoint_auth_method: 'none' }, true],
    ['kestra', {}, true],
    ['memos', { version: '0.30' }, true],
    ['memos', { version: '0.30', url: 'http://memos.example.com' }, false],
    ['memos', { version: '0.30', url: 'http://localhost:5230' }, true],
    ['romm', { version: '5.2' }, false],
  ])('%s %j uses PKCE: %s', (kind, more, uses) => {
    expect(connect(AUTHELIA, app(kind, more)).pkce).toEqual({ app_uses: uses, require: uses });
    expect(connect(AUTHELIA, app(kind, { ...more, require_pkce: !uses })).pkce.require).toBe(!uses);
    // authentik can't enforce PKCE for one client.
    expect(connect(AUTHENTIK, app(kind, more)).pkce).toEqual({ app_uses: uses, require: false });
  });
});
