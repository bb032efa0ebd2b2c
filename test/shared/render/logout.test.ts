import { describe, expect, it } from 'vitest';
import { appOf } from '../../../shared/catalog/apps/index.ts';
import { builtInProfile, PROFILE_KINDS } from '../../../shared/profile/built-in.ts';
import { casesOf, trialsOf } from '../../../shared/render/profiled/prove.ts';
import { renderProvider } from '../../../shared/render/provider.ts';
import type { ProviderEntry } from '../../../shared/workspace/types.ts';
import { bagFor, connect, field, fileAt, guideAt, read, textOf } from './provider-support.ts';

/** Where sessions end and where an app begins in the provider's list: stated in profiles, registered at the provider. */

const side = (provider: Partial<ProviderEntry>, kind: string, settings: Record<string, boolean> = {}) => {
  const connections = connect(provider, {
    app: {
      kind,
      version: appOf(kind).versions.lines.at(-1)!,
      ...(Object.keys(settings).length > 0 && { settings }),
    },
  });
  return renderProvider(connections, bagFor(connections));
};

function blueprint(version: string, kind: string, settings: Record<string, boolean> = {}) {
  const deliverables = side({ kind: 'authentik', version }, kind, settings);
  const { entries } = read(textOf(fileAt(deliverables, 'home/app-blueprint.yaml')));
  /** All attributes that the entries of a model set, one after the other. */
  const of = (model: string) =>
    Object.assign(
      {},
      ...entries
        .filter((one: { model: string }) => one.model === model)
        .map(({ attrs }: { attrs?: object }) => attrs),
    );
  return {
    provider: of('authentik_providers_oauth2.oauth2provider'),
    application: of('authentik_core.application'),
    guide: guideAt(deliverables, 'home/app-guide.md'),
  };
}

const logoutEntries = (version: string, kind: string, settings?: Record<string, boolean>): string[] =>
  blueprint(version, kind, settings)
    .provider.redirect_uris.filter(
      (one: { redirect_uri_type?: string }) => one.redirect_uri_type === 'logout',
    )
    .map(({ url }: { url: string }) => url);

describe('at authentik', () => {
  it('the way back after a logout is registered from 2026.5, where it has a type of its own', () => {
    const back = 'https://app.example.com/signout-callback-oidc';
    expect(logoutEntries('2026.8', 'kavita')).toEqual([back]);
    expect(logoutEntries('2026.5', 'kavita')).toEqual([back]);
    for (const version of ['2025.12', '2026.2']) {
      expect(logoutEntries(version, 'kavita')).toEqual([]);
      expect(JSON.stringify(blueprint(version, 'kavita').provider.redirect_uris)).not.toContain(back);
    }
    const { guide } = blueprint('2026.8', 'kavita');
    expect(field(guide, 'authentik-provider', 'Redirect URIs/Origins (RegEx): Strict, Post Logout')).toBe(
      back,
    );
  });

  it('follows what the workspace chose', () => {
    expect(logoutEntries('2026.8', 'grafana')).toEqual([]);
    expect(logoutEntries('2026.8', 'grafana', { sign_out: true })).toEqual(['https://app.example.com/login']);
  });

  it.each([
    ['kavita', 'https://app.example.com/signout-oidc', 'frontchannel', 'Front-channel'],
    ['immich', 'https://app.example.com/api/oauth/backchannel-logout', 'backchannel', 'Back-channel'],
    ['opencloud', 'https://app.example.com/backchannel_logout', 'backchannel', 'Back-channel'],
  ])('tells %s of the end of a session, from 2025.10', (kind, uri, method, label) => {
    for (const version of ['2025.10', '2026.8']) {
      const { provider, guide } = blueprint(version, kind);
      expect([provider.logout_uri, provider.logout_method]).toEqual([uri, method]);
      expect(field(guide, 'authentik-provider', 'Logout URI')).toBe(uri);
      expect(field(guide, 'authentik-provider', 'Logout Method')).toBe(label);
    }
    const { provider, guide } = blueprint('2025.8', kind);
    expect(Object.keys(provider).filter((key) => key.startsWith('logout'))).toEqual([]);
    expect(field(guide, 'authentik-provider', 'Logout URI')).toBeUndefined();
  });

  it('the list of apps opens the page that the profile names', () => {
    const { application, guide } = blueprint('2026.8', 'immich');
    const launch = 'https://app.example.com/auth/login?autoLaunch=1';
    expect(application.meta_launch_url).toBe(launch);
    expect(field(guide, 'authentik-application', 'UI Settings › Launch URL')).toBe(launch);
    expect(blueprint('2026.8', 'grafana').application.meta_launch_url).toBe('https://app.example.com');
  });
});

describe('at any other provider', () => {
  const metadata = (kind: string) =>
    JSON.parse(textOf(fileAt(side({ kind: 'oidc' }, kind), 'home/app-client-metadata.json')));

  it('they are in the registration by the names of the standards', () => {
    expect(metadata('kavita')).toMatchObject({
      post_logout_redirect_uris: ['https://app.example.com/signout-callback-oidc'],
      frontchannel_logout_uri: 'https://app.example.com/signout-oidc',
    });
    expect(metadata('immich')).toMatchObject({
      client_uri: 'https://app.example.com',
      backchannel_logout_uri: 'https://app.example.com/api/oauth/backchannel-logout',
    });
    expect(Object.keys(metadata('memos')).filter((key) => key.includes('logout'))).toEqual([]);
  });

  it('they are in the guide', () => {
    const guide = guideAt(side({ kind: 'oidc' }, 'opencloud'), 'home/app-guide.md');
    expect(field(guide, 'oidc-register', 'post_logout_redirect_uris')).toBe('https://app.example.com/');
    expect(field(guide, 'oidc-register', 'backchannel_logout_uri')).toBe(
      'https://app.example.com/backchannel_logout',
    );
  });
});

it('leaves them out at Authelia, which has no place for them', () => {
  const all = side({ kind: 'authelia' }, 'kavita');
  expect(JSON.stringify(all)).not.toContain('signout');
});

it('takes each from its profile, as an address at the app', () => {
  const stated = PROFILE_KINDS.map((kind) => builtInProfile(kind)!).filter(
    ({ launch, logout }) => launch ?? logout,
  );
  expect(stated.length).toBeGreaterThan(10);
  for (const profile of stated) {
    const seen = new Set<string>();
    for (const { connection } of trialsOf(profile, casesOf(profile, Number.POSITIVE_INFINITY))) {
      const { client, launch_url } = connection;
      const found = {
        launch: launch_url,
        post: client.post_logout_redirect_uris?.[0],
        backchannel: client.backchannel_logout_uri,
        frontchannel: client.frontchannel_logout_uri,
      };
      for (const [way, uri] of Object.entries(found)) {
        if (uri === undefined) continue;
        seen.add(way);
        expect(new URL(uri).origin).toBe(new URL(connection.app.url).origin);
      }
    }
    const wanted = [
      ...(profile.launch === undefined ? [] : ['launch']),
      ...Object.keys(profile.logout ?? {}),
    ];
    expect([...seen].sort(), profile.kind).toEqual(wanted.sort());
  }
});

describe('at a provider that a profile describes', () => {
  const fileIn = (kind: string, name: string, app: string) =>
    JSON.parse(
      textOf(fileAt(side({ kind, url: 'https://id.example.com/realms/main' }, app), `home/app-${name}`)),
    );

  it('Pocket ID is told of both by its API', () => {
    const pocket = (app: string) =>
      JSON.parse(
        textOf(
          fileAt(side({ kind: 'pocket-id', url: 'https://id.example.com' }, app), 'home/app-request.json'),
        ),
      );
    expect(pocket('kavita').logoutCallbackURLs).toEqual(['https://app.example.com/signout-callback-oidc']);
    expect(pocket('immich').launchURL).toBe('https://app.example.com/auth/login?autoLaunch=1');
    expect(pocket('immich')).not.toHaveProperty('logoutCallbackURLs');
  });

  it('Keycloak is told where a session ends, and where the app begins', () => {
    const client = fileIn('keycloak', 'client.json', 'immich');
    expect(client.baseUrl).toBe('https://app.example.com/auth/login?autoLaunch=1');
    expect(client.attributes['backchannel.logout.url']).toBe(
      'https://app.example.com/api/oauth/backchannel-logout',
    );
    expect(fileIn('keycloak', 'client.json', 'kavita').attributes).not.toHaveProperty(
      'backchannel.logout.url',
    );
  });
});
