import { describe, expect, it } from 'vitest';
import { appPage, providerPage, sameAddress, withScheme } from '../../../shared/addresses/pasted.ts';
import { parseWorkspace } from '../../../shared/workspace/parse.ts';
import { FIRST_KINDS } from '../../helpers/first-apps.ts';
import { timeOf } from '../../helpers/processor-time.ts';

type Pasted = readonly [kind: string, pasted: string, root: string];

/** What people copied from the address bar as the provider's address, and what belongs there. */
const PROVIDERS: readonly Pasted[] = [
  // authentik: login, administration, issuers, endpoints, also below a path
  [
    'authentik',
    'https://sso.example.com/if/flow/default-authentication-flow/?next=%2F',
    'https://sso.example.com',
  ],
  ['authentik', 'https://sso.example.com/if/flow/default-authentication-flow/', 'https://sso.example.com'],
  ['authentik', 'https://sso.example.com/if/flow/default-invalidation-flow/', 'https://sso.example.com'],
  ['authentik', 'https://sso.example.com/flows/-/default/authentication/?next=/', 'https://sso.example.com'],
  ['authentik', 'https://sso.example.com/if/admin/', 'https://sso.example.com'],
  ['authentik', 'https://sso.example.com/if/admin/#/core/providers/7', 'https://sso.example.com'],
  [
    'authentik',
    'https://sso.example.com/if/admin/#/core/applications;%7B%22createWizard%22%3Atrue%7D',
    'https://sso.example.com',
  ],
  ['authentik', 'https://sso.example.com/if/user/#/library', 'https://sso.example.com'],
  ['authentik', 'https://sso.example.com/if/session-end/romm/', 'https://sso.example.com'],
  ['authentik', 'https://sso.example.com/application/o/romm/', 'https://sso.example.com'],
  ['authentik', 'https://sso.example.com/application/o/romm', 'https://sso.example.com'],
  [
    'authentik',
    'https://sso.example.com/application/o/romm/.well-known/openid-configuration',
    'https://sso.example.com',
  ],
  ['authentik', 'https://sso.example.com/application/o/romm/jwks/', 'https://sso.example.com'],
  ['authentik', 'https://sso.example.com/application/o/romm/end-session/', 'https://sso.example.com'],
  ['authentik', 'https://sso.example.com/application/o/authorize/?client_id=x', 'https://sso.example.com'],
  ['authentik', 'https://sso.example.com/application/o/token/', 'https://sso.example.com'],
  ['authentik', 'https://sso.example.com/api/v3/root/config/', 'https://sso.example.com'],
  ['authentik', 'https://sso.example.com/source/oauth/login/google/', 'https://sso.example.com'],
  [
    'authentik',
    'https://sso.example.com/outpost.goauthentik.io/start?rd=https://app',
    'https://sso.example.com',
  ],
  ['authentik', 'https://example.com/ak/if/flow/default-authentication-flow/', 'https://example.com/ak'],
  ['authentik', 'https://example.com:9443/ak/application/o/memos/', 'https://example.com:9443/ak'],
  ['authentik', 'http://192.168.1.5:9000/if/admin/#/identity/users', 'http://192.168.1.5:9000'],
  // Authelia: portal, consent, endpoints, documents
  [
    'authelia',
    'https://auth.example.com/?rd=https%3A%2F%2Fapp.example.com%2F&rm=GET',
    'https://auth.example.com',
  ],
  ['authelia', 'https://auth.example.com/?flow=openid_connect&flow_id=0f7c', 'https://auth.example.com'],
  [
    'authelia',
    'https://auth.example.com/consent/openid/decision?flow=openid_connect&flow_id=1',
    'https://auth.example.com',
  ],
  ['authelia', 'https://auth.example.com/consent?consent_id=1', 'https://auth.example.com'],
  ['authelia', 'https://auth.example.com/2fa/one-time-password', 'https://auth.example.com'],
  ['authelia', 'https://auth.example.com/authenticated', 'https://auth.example.com'],
  ['authelia', 'https://auth.example.com/settings/two-factor-authentication', 'https://auth.example.com'],
  ['authelia', 'https://auth.example.com/reset-password/step1', 'https://auth.example.com'],
  ['authelia', 'https://auth.example.com/logout?rd=https://x', 'https://auth.example.com'],
  ['authelia', 'https://auth.example.com/api/oidc/authorization?client_id=memos', 'https://auth.example.com'],
  ['authelia', 'https://auth.example.com/api/oidc/token', 'https://auth.example.com'],
  ['authelia', 'https://auth.example.com/api/health', 'https://auth.example.com'],
  ['authelia', 'https://auth.example.com/jwks.json', 'https://auth.example.com'],
  ['authelia', 'https://auth.example.com/.well-known/openid-configuration', 'https://auth.example.com'],
  ['authelia', 'https://auth.example.com/.well-known/oauth-authorization-server', 'https://auth.example.com'],
  [
    'authelia',
    'https://example.com/authelia/.well-known/openid-configuration',
    'https://example.com/authelia',
  ],
  ['authelia', 'https://example.com/authelia/consent/openid/login', 'https://example.com/authelia'],
  // Any other provider: the issuer
  ['oidc', 'https://id.example.com/realms/home/account/', 'https://id.example.com/realms/home'],
  [
    'oidc',
    'https://id.example.com/realms/home/account/#/security/signing-in',
    'https://id.example.com/realms/home',
  ],
  [
    'oidc',
    'https://id.example.com/realms/home/protocol/openid-connect/auth?client_id=a',
    'https://id.example.com/realms/home',
  ],
  [
    'oidc',
    'https://id.example.com/realms/home/protocol/openid-connect/token',
    'https://id.example.com/realms/home',
  ],
  [
    'oidc',
    'https://id.example.com/realms/home/login-actions/authenticate?session_code=x',
    'https://id.example.com/realms/home',
  ],
  [
    'oidc',
    'https://id.example.com/realms/home/.well-known/openid-configuration',
    'https://id.example.com/realms/home',
  ],
  ['oidc', 'https://id.example.com/auth/realms/home/account', 'https://id.example.com/auth/realms/home'],
  [
    'oidc',
    'https://id.example.com/admin/master/console/#/home/clients',
    'https://id.example.com/realms/home',
  ],
  ['oidc', 'https://id.example.com/auth/admin/home/console/', 'https://id.example.com/auth/realms/home'],
  ['oidc', 'https://id.example.com/admin/realms/home/clients', 'https://id.example.com/realms/home'],
  ['oidc', 'https://id.example.com/settings/admin/oidc-clients', 'https://id.example.com'],
  ['oidc', 'https://id.example.com/.well-known/openid-configuration', 'https://id.example.com'],
  [
    'oidc',
    'https://sso.example.com/application/o/romm/.well-known/openid-configuration',
    'https://sso.example.com/application/o/romm/',
  ],
  ['oidc', 'https://sso.example.com/if/flow/default-authentication-flow/', 'https://sso.example.com'],
  ['oidc', 'https://auth.example.com/api/oidc/authorization', 'https://auth.example.com'],
  // The page of another product than the chosen one
  ['authelia', 'https://sso.example.com/if/admin/', 'https://sso.example.com'],
  ['authelia', 'https://sso.example.com/application/o/romm/', 'https://sso.example.com'],
  ['authentik', 'https://auth.example.com/api/oidc/token', 'https://auth.example.com'],
  ['authentik', 'https://id.example.com/realms/home/account', 'https://id.example.com/realms/home'],
];

/** The same for apps. */
const APPS: readonly Pasted[] = [
  ['memos', 'https://memos.example.com/auth', 'https://memos.example.com'],
  ['memos', 'https://memos.example.com/auth/callback?code=a&state=b', 'https://memos.example.com'],
  ['memos', 'https://memos.example.com/auth/signup', 'https://memos.example.com'],
  ['memos', 'https://memos.example.com/setting#sso', 'https://memos.example.com'],
  ['memos', 'https://memos.example.com/explore', 'https://memos.example.com'],
  ['memos', 'https://memos.example.com/memos/4PbXzFxvGL', 'https://memos.example.com'],
  ['memos', 'https://memos.example.com/u/steven', 'https://memos.example.com'],
  ['memos', 'http://192.168.1.7:5230/auth', 'http://192.168.1.7:5230'],
  ['romm', 'https://romm.example.com/login?next=/', 'https://romm.example.com'],
  ['romm', 'https://romm.example.com/api/oauth/openid', 'https://romm.example.com'],
  ['romm', 'https://romm.example.com/api/login/openid', 'https://romm.example.com'],
  ['romm', 'https://romm.example.com/platform/12', 'https://romm.example.com'],
  ['romm', 'https://romm.example.com/user-interface', 'https://romm.example.com'],
  ['romm', 'https://romm.example.com/user/1', 'https://romm.example.com'],
  ['romm', 'https://romm.example.com/api/heartbeat', 'https://romm.example.com'],
  ['romm', 'https://romm.example.com/setup', 'https://romm.example.com'],
  ['kestra', 'https://kestra.example.com/ui/main/dashboards', 'https://kestra.example.com'],
  ['kestra', 'https://kestra.example.com/ui/login', 'https://kestra.example.com'],
  ['kestra', 'https://kestra.example.com/ui/', 'https://kestra.example.com'],
  ['kestra', 'https://kestra.example.com/oauth/login/authelia', 'https://kestra.example.com'],
  ['kestra', 'https://example.com/kestra/oauth/callback/authelia', 'https://example.com/kestra'],
  ['kestra', 'https://example.com/kestra/ui/main/settings', 'https://example.com/kestra'],
  ['custom', 'https://git.example.com/user/login', 'https://git.example.com'],
  ['custom', 'https://wiki.example.com/login', 'https://wiki.example.com'],
  ['custom', 'https://kitchen.example.com/signin', 'https://kitchen.example.com'],
  ['custom', 'https://grafana.example.com/login/generic_oauth/callback', 'https://grafana.example.com'],
  ['custom', 'https://x.example.com/api/oauth/callback', 'https://x.example.com'],
  ['custom', 'https://example.com/app/oauth2/callback?x=1', 'https://example.com/app'],
  ['custom', 'https://x.example.com/settings/profile', 'https://x.example.com'],
];

/** Roots: nothing is to be said of them. */
const ROOTS: readonly (readonly [string, string])[] = [
  ['authentik', 'https://sso.example.com'],
  ['authentik', 'https://sso.example.com/'],
  ['authentik', 'https://example.com/ak/'],
  ['authelia', 'https://auth.example.com'],
  ['authelia', 'https://example.com/authelia'],
  ['oidc', 'https://id.example.com'],
  ['oidc', 'https://id.example.com/realms/home'],
  ['oidc', 'https://id.example.com/realms/settings'],
  ['oidc', 'https://sso.example.com/application/o/romm/'],
  ['oidc', 'https://sso.example.com/application/o/romm'],
  ['oidc', 'https://kanidm.example.com/oauth2/openid/romm'],
  ['oidc', 'https://example.com/dex'],
  ['oidc', 'https://accounts.google.com'],
  ['oidc', 'https://login.example.com/tenant/v2.0'],
  ['oidc', 'https://id.example.com/settings'],
];
const APP_ROOTS: readonly (readonly [string, string])[] = [
  ['memos', 'https://memos.example.com/'],
  ['memos', 'https://example.com/notes'],
  ['romm', 'https://romm.example.com'],
  ['romm', 'https://example.com/romm/'],
  ['kestra', 'https://example.com/kestra'],
  ['custom', 'https://example.com/photos'],
  ['custom', 'https://login-app.example.com'],
  ['custom', 'https://example.com/auth-demo'],
];

const doc = (provider: { kind: string; url: string }, app: Record<string, unknown>) =>
  JSON.stringify({
    latchkey: 1,
    id: 'pasted',
    providers: { idp: provider },
    apps: { app: { provider: 'idp', ...app } },
  });
const PLAIN_APP = { kind: 'memos', url: 'https://notes.example.org' };
const urlProblems = (text: string, path: string) =>
  parseWorkspace(text).problems.filter((one) => one.path.join('.') === path);

it('knows at least 60 pasted addresses', () => {
  expect(PROVIDERS.length + APPS.length).toBeGreaterThanOrEqual(60);
  expect(new Set(APPS.map(([kind]) => kind))).toEqual(new Set(FIRST_KINDS));
  expect(new Set(PROVIDERS.map(([kind]) => kind))).toEqual(new Set(['authelia', 'authentik', 'oidc']));
});

describe('the address of a provider that a profile describes', () => {
  it.each([
    ['keycloak', 'https://id.example.com/realms/home/account', 'https://id.example.com/realms/home'],
    [
      'keycloak',
      'https://id.example.com/realms/home/.well-known/openid-configuration',
      'https://id.example.com/realms/home',
    ],
    ['pocket-id', 'https://id.example.com/settings/admin/oidc-clients', 'https://id.example.com'],
    [
      'kanidm',
      'https://idm.example.com/oauth2/openid/romm/.well-known/openid-configuration',
      'https://idm.example.com',
    ],
    ['rauthy', 'https://iam.example.com/auth/v1/', 'https://iam.example.com'],
    ['rauthy', 'https://iam.example.com/auth/v1/.well-known/openid-configuration', 'https://iam.example.com'],
    [
      'voidauth',
      'https://auth.example.com/oidc/.well-known/openid-configuration',
      'https://auth.example.com',
    ],
    ['tinyauth', 'https://auth.example.com/.well-known/openid-configuration', 'https://auth.example.com'],
    ['dex', 'https://id.example.com/dex/.well-known/openid-configuration', 'https://id.example.com/dex'],
  ])('%s: %s', (kind, pasted, root) => {
    const page = providerPage(pasted, kind);
    expect(page?.root).toBe(root);
    expect(page?.kind).toBeUndefined();
    expect(providerPage(root, kind)).toBeUndefined();
  });
});

describe('the address of a provider', () => {
  it.each(PROVIDERS)('%s: %s', (kind, pasted, root) => {
    const page = providerPage(pasted, kind);
    expect(page?.root).toBe(root);
    expect(providerPage(root, page?.kind ?? kind)).toBeUndefined();
    // The parser says one thing about it, and says the root.
    const problems = urlProblems(doc({ kind, url: pasted }, PLAIN_APP), 'providers.idp.url');
    expect(problems.map(({ severity }) => severity)).toEqual(['error']);
    expect(problems[0]!.suggestion).toContain(`Write ${root}`);
    // Written without its beginning, it is the same page.
    if (!pasted.startsWith('https://')) return;
    const bare = urlProblems(doc({ kind, url: pasted.slice(8) }, PLAIN_APP), 'providers.idp.url');
    expect(bare.map(({ suggestion }) => suggestion)).toEqual([problems[0]!.suggestion]);
  });

  it.each(ROOTS)('%s: %s is a root', (kind, root) => {
    expect(providerPage(root, kind)).toBeUndefined();
    expect(urlProblems(doc({ kind, url: root }, PLAIN_APP), 'providers.idp.url')).toEqual([]);
  });
});

describe('the address of an app', () => {
  const provider = { kind: 'authelia', url: 'https://auth.example.org' };

  it.each(APPS)('%s: %s', (kind, pasted, root) => {
    const page = appPage(pasted, kind);
    expect(page?.root).toBe(root);
    expect(page?.sure).toBe(kind !== 'custom');
    const settings = kind === 'custom' ? { redirect_paths: ['/elsewhere'] } : {};
    const problems = urlProblems(
      doc(provider, { kind, url: pasted.split(/[?#]/)[0], settings }),
      'apps.app.url',
    );
    expect(problems.map(({ severity }) => severity)).toEqual([kind === 'custom' ? 'warning' : 'error']);
    expect(problems[0]!.suggestion).toContain(root);
  });

  it.each(APP_ROOTS)('%s: %s is a root', (kind, root) => {
    expect(appPage(root, kind)).toBeUndefined();
    expect(urlProblems(doc(provider, { kind, url: root }), 'apps.app.url')).toEqual([]);
  });

  it('is a callback page if the workspace states it as one', () => {
    expect(appPage('https://x.example.com/a/oidc/back', 'custom', ['/oidc/back'])).toEqual({
      page: 'callback',
      root: 'https://x.example.com/a',
      sure: true,
    });
  });

  it.each([
    ['https://auth.example.org'],
    ['https://AUTH.example.org:443/'],
    ['auth.example.org'],
    ['https://auth.example.org/?rd=https://x'],
    ['https://auth.example.org/consent/openid/decision'],
  ])('%s is the provider, not the app', (url) => {
    const problems = urlProblems(doc(provider, { kind: 'memos', url }), 'apps.app.url');
    expect(problems.map(({ code, severity }) => [code, severity])).toEqual([['same-address', 'error']]);
  });

  it('may share the host of its provider below another path', () => {
    const beside = doc(
      { kind: 'authelia', url: 'https://example.org/auth' },
      { kind: 'romm', url: 'https://example.org/romm' },
    );
    expect(parseWorkspace(beside).problems).toEqual([]);
  });
});

describe('a missing beginning', () => {
  it.each([
    ['auth.example.com', 'https://auth.example.com'],
    ['//auth.example.com', 'https://auth.example.com'],
    ['https:/auth.example.com', 'https://auth.example.com'],
    ['https//auth.example.com', 'https://auth.example.com'],
    ['http:auth.example.com', 'http://auth.example.com'],
    ['auth.example.com:8443/x', 'https://auth.example.com:8443/x'],
    ['  auth.example.com ', 'https://auth.example.com'],
    ['localhost:8080', 'http://localhost:8080'],
    ['127.0.0.1:5230/auth', 'http://127.0.0.1:5230/auth'],
    ['[fd00::1]:9091', 'https://[fd00::1]:9091'],
    ['192.168.1.5:9000', 'https://192.168.1.5:9000'],
  ])('%s', (typed, whole) => {
    expect(withScheme(typed)).toBe(whole);
  });

  it.each([
    '',
    ' ',
    'auth',
    '8080',
    'user:pw@auth.example.com',
    'a b.example.com',
    'https://x.example.com',
    'ftp://x.y',
    'kitchenowl:/signin/redirect',
    'C:\\x',
  ])('is not guessed for “%s”', (typed) => {
    expect(withScheme(typed)).toBeUndefined();
  });
});

describe('a redirect URI of a private-use scheme (RFC 8252 §7.1)', () => {
  const codes = (uri: string) =>
    parseWorkspace(
      doc(
        { kind: 'authelia', url: 'https://auth.example.org' },
        { kind: 'custom', url: 'https://k.example.org', redirect_uris: [uri] },
      ),
    ).problems.map(({ code }) => code);

  it.each([
    'kitchenowl:/signin/redirect',
    'com.example.app:/callback',
    'app.immich:///oauth-callback',
    'audiobookshelf://oauth',
    'x-app+2:/cb',
  ])('%s', (uri) => {
    expect(codes(uri)).toEqual([]);
  });

  it.each([
    'c:/callback',
    'javascript:/x',
    'file:/etc/x',
    'data:/x',
    'kitchenowl:signin',
    'localhost:8080/cb',
    'about:/x',
    '/callback',
    'host:8080/a',
  ])('%s is none', (uri) => {
    expect(codes(uri)).toHaveLength(1);
  });
});

it('compares addresses as browsers write them', () => {
  expect(sameAddress('https://A.example.com:443/', 'https://a.example.com')).toBe(true);
  expect(sameAddress('https://a.example.com/x', 'https://a.example.com')).toBe(false);
  expect(sameAddress('nothing', 'nothing')).toBe(false);
});

it('takes time in proportion to the length of what was pasted', () => {
  const work = (): void => {
    for (const kind of ['authelia', 'authentik', 'oidc', 'custom', 'memos'])
      for (const unit of ['/realms/', '/if/', '/auth/api/', '/?#', '/a'])
        for (const judge of [providerPage, appPage])
          judge(`https://a.example.com${unit.repeat(2000 / unit.length)}`, kind);
  };
  expect(timeOf(work, 1000)).toBeLessThan(1000);
});
