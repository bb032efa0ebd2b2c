import { describe, expect, it } from 'vitest';
import { readAppList } from '../../../shared/diagnosis/app-list.ts';
import { makeTarget } from '../../../shared/diagnosis/target.ts';
import { builtInProfile, PROFILE_KINDS } from '../../../shared/profile/built-in.ts';
import { connect } from '../../helpers/app-connection.ts';
import { timeOf } from '../../helpers/processor-time.ts';

const SECRET = 'plantedSecretQ7vX2mK9rT4wZ8';
const AUTH = 'https://auth.example.com/authorize';
const query = 'client_id=abc&redirect_uri=URI&response_type=code&scope=openid+email&state=plantedState';

/** Where an app of this kind is asked, and how its answer is read. */
function listOf(kind: string, version?: string, settings: Record<string, string | boolean> = {}) {
  const connection = connect(
    { kind, url: 'https://app.example.com', ...(version === undefined ? {} : { version }), settings },
    { kind: 'authelia', url: 'https://auth.example.com', version: '4.39' },
  );
  const { app, client } = makeTarget(connection, { has_client_secret: true });
  return { list: app.login_list!, callback: client.redirect_uris[0]! };
}

const memos = (name: Record<string, string>) => ({
  ...name,
  type: 'OAUTH2',
  identifierFilter: '',
  config: {
    oauth2Config: {
      clientId: 'abc',
      clientSecret: SECRET,
      authUrl: AUTH,
      tokenUrl: 'http://authelia:9091/token',
      userInfoUrl: 'https://auth.example.com/userinfo',
      scopes: ['openid', 'profile'],
      fieldMapping: { identifier: 'preferred_username', displayName: '', email: '', avatarUrl: '' },
    },
  },
});
const MEMOS = {
  found_in: 'settings',
  endpoint: AUTH,
  token_endpoint: 'http://authelia:9091/token',
  userinfo_endpoint: 'https://auth.example.com/userinfo',
  client_id: 'abc',
  scopes: ['openid', 'profile'],
};
const nextAuth = (id: string) => ({
  credentials: {
    id: 'credentials',
    name: 'Credentials',
    type: 'credentials',
    signinUrl: 'x',
    callbackUrl: 'y',
  },
  [id]: {
    id,
    name: 'Authelia',
    type: 'oauth',
    signinUrl: 'z',
    callbackUrl: `http://web:3000/callback/${id}`,
  },
});
const nextAuthOff = { credentials: { id: 'credentials', name: 'Credentials', type: 'credentials' } };

/**
 * What each app answers a visitor, as its source makes it: with the login through a provider, and without. The
 * secret stands where the program itself writes it.
 */
const ANSWERS: readonly {
  kind: string;
  version?: string;
  settings?: Record<string, string | boolean>;
  asked: string;
  on: unknown;
  read: unknown;
  names?: readonly string[];
  /** `null`: it answers with an error then. */
  off: unknown;
}[] = [
  ...(['0.25.3', '0.30'] as const).map((version) => ({
    kind: 'memos',
    version,
    asked: '/api/v1/identity-providers',
    on: { identityProviders: [memos({ name: 'identity-providers/home', title: 'Home' })] },
    read: [MEMOS],
    names: ['Home'],
    off: { identityProviders: [] },
  })),
  ...(['0.22', '0.25.2'] as const).map((version) => ({
    kind: 'memos',
    version,
    asked: '/api/v1/identityProviders',
    on: { identityProviders: [memos({ name: 'identityProviders/1', title: 'Home' })] },
    read: [MEMOS],
    names: ['Home'],
    off: { identityProviders: [] },
  })),
  {
    kind: 'memos',
    version: '0.18',
    asked: '/api/v1/idp',
    on: [memos({ name: 'Home' })],
    read: [MEMOS],
    names: ['Home'],
    off: [],
  },
  {
    kind: 'vikunja',
    asked: '/api/v1/info',
    on: {
      version: 'v2.5.0',
      auth: {
        local: { enabled: true },
        openid_connect: {
          enabled: true,
          providers: [
            { name: 'Other', key: 'other', auth_url: 'https://x.example/a', client_id: 'x', scope: 'openid' },
            { name: 'Authelia', key: 'sso', auth_url: AUTH, client_id: 'abc', scope: 'openid profile email' },
          ],
        },
      },
    },
    read: [
      { found_in: 'settings', endpoint: AUTH, client_id: 'abc', scopes: ['openid', 'profile', 'email'] },
    ],
    names: ['Authelia'],
    off: { auth: { openid_connect: { enabled: false, providers: null } } },
  },
  {
    kind: 'immich',
    asked: '/api/oauth/authorize',
    on: {
      url: `${AUTH}?${query}&code_challenge=plantedChallenge&code_challenge_method=S256`,
      state: 'plantedState',
    },
    // The redirect URI is the one that was sent.
    read: [
      {
        found_in: 'json',
        endpoint: AUTH,
        client_id: 'abc',
        scopes: ['openid', 'email'],
        response_type: 'code',
        pkce: 'S256',
      },
    ],
    off: null,
  },
  {
    kind: 'karakeep',
    asked: '/api/auth/providers',
    on: nextAuth('custom'),
    read: [{ found_in: 'settings', redirect_uri: 'http://web:3000/callback/custom' }],
    names: ['Authelia'],
    off: nextAuthOff,
  },
  ...[
    { id: 'oidc' },
    { id: 'authelia', version: '2.6' },
    { id: 'authentik', settings: { preset: 'authentik' } },
  ].map(({ id, ...more }) => ({
    kind: 'linkwarden',
    ...more,
    asked: '/api/v1/auth/providers',
    on: nextAuth(id),
    read: [{ found_in: 'settings', redirect_uri: `http://web:3000/callback/${id}` }],
    names: ['Authelia'],
    off: nextAuthOff,
  })),
  {
    kind: 'homarr',
    asked: '/api/auth/providers',
    on: nextAuth('oidc'),
    read: [],
    names: ['Authelia'],
    off: nextAuthOff,
  },
  {
    kind: 'actual-budget',
    asked: '/account/login-methods',
    on: {
      status: 'ok',
      methods: [
        { method: 'password', active: 0, displayName: 'Password' },
        { method: 'openid', active: 1, displayName: 'OpenID' },
      ],
    },
    read: [],
    names: ['OpenID'],
    off: { status: 'ok', methods: [{ method: 'password', active: 1, displayName: 'Password' }] },
  },
  {
    kind: 'open-webui',
    asked: '/api/config',
    on: { status: true, oauth: { providers: { oidc: 'Authelia' }, auto_redirect: false } },
    read: [],
    names: ['Authelia'],
    off: { status: true, oauth: { providers: {} } },
  },
  {
    kind: 'mealie',
    asked: '/api/app/about',
    on: { production: true, enableOidc: true, oidcRedirect: false, oidcProviderName: 'Authelia' },
    read: [],
    names: ['Authelia'],
    off: { production: true, enableOidc: false, oidcRedirect: false, oidcProviderName: 'OAuth' },
  },
  {
    kind: 'arcane',
    asked: '/api/oidc/config',
    on: {
      clientId: 'abc',
      redirectUri: 'http://arcane:3552/auth/oidc/callback',
      issuerUrl: 'https://auth.example.com',
      authorizationEndpoint: '',
      tokenEndpoint: '',
      userinfoEndpoint: '',
      scopes: 'openid email profile',
    },
    read: [{ found_in: 'settings', client_id: 'abc', scopes: ['openid', 'email', 'profile'] }],
    off: { clientId: '', redirectUri: '', issuerUrl: '', scopes: 'openid email profile' },
  },
  {
    kind: 'opencloud',
    version: '4.0',
    asked: '/config.json',
    on: {
      server: 'https://app.example.com',
      openIdConnect: {
        metadata_url: 'https://auth.example.com/.well-known/openid-configuration',
        authority: 'https://auth.example.com',
        client_id: 'abc',
        response_type: 'code',
        scope: 'openid profile email offline_access',
      },
    },
    read: [
      { found_in: 'settings', client_id: 'abc', scopes: ['openid', 'profile', 'email', 'offline_access'] },
    ],
    off: null,
  },
  {
    kind: 'proxmox-ve',
    asked: '/api2/json/access/domains',
    on: {
      data: [
        { realm: 'pam', type: 'pam', comment: 'Linux' },
        { realm: 'authelia', type: 'openid', comment: 'Authelia' },
      ],
    },
    read: [],
    names: ['Authelia'],
    off: { data: [{ realm: 'pam', type: 'pam' }] },
  },
];

describe('what apps tell everyone of their providers', () => {
  it('has an answer here of every app that is asked', () => {
    const asked = PROFILE_KINDS.filter((kind) => builtInProfile(kind)!.login_list !== undefined);
    expect([...new Set(ANSWERS.map(({ kind }) => kind))].sort()).toEqual(asked);
  });

  it.each(ANSWERS)(
    '$kind $version: $asked',
    ({ kind, version, settings, asked, on, read, names = [], off }) => {
      const { list, callback } = listOf(kind, version, settings);
      expect(list.url).toBe(`https://app.example.com${asked}`);
      const answer = JSON.parse(
        JSON.stringify(on).replaceAll('URI', encodeURIComponent(callback)),
      ) as unknown;
      const told = readAppList(answer, list, list.url);
      expect(told).toEqual({ offers: true, names, requests: read });
      expect(JSON.stringify(told)).not.toContain('planted');
      if (off !== null)
        expect(readAppList(off, list, list.url)).toEqual({ offers: false, names: [], requests: [] });
      // Nothing follows from an answer of another form, such as that of another version.
      for (const other of [null, 'text', 1, true, { error: 'not found' }, { data: 1 }, ['x'], [1]]) {
        const { offers, requests } = readAppList(other, list, list.url);
        expect([offers, requests], JSON.stringify(other)).toEqual([undefined, []]);
      }
    },
  );

  it('sends only what the profile says, to an address of the app', () => {
    const sent = ANSWERS.map(({ kind, version, settings }) => listOf(kind, version, settings).list);
    expect(sent.flatMap(({ post }) => (post === undefined ? [] : [post]))).toEqual([
      { redirectUri: listOf('immich').callback },
    ]);
  });

  it('takes no longer for a hostile answer', () => {
    const { list } = listOf('memos');
    const long = 'x'.repeat(100_000);
    const entry = {
      type: 'OAUTH2',
      title: long,
      config: { oauth2Config: { clientId: long, authUrl: long } },
    };
    const json = { identityProviders: Array.from({ length: 10_000 }, () => entry) };
    expect(timeOf(() => readAppList(json, list, list.url), 300)).toBeLessThan(300);
    const told = readAppList(json, list, list.url);
    expect(told.requests.length).toBeLessThanOrEqual(20);
    expect(JSON.stringify(told).length).toBeLessThan(100_000);
  });
});
