import { describe, expect, it } from 'vitest';
import { appKindView } from '../../../electron/host/catalog-view.ts';
import { glanceAt, knownAt } from '../../../renderer/wizard/known-at.ts';
import { appOf } from '../../../shared/catalog/apps/index.ts';
import { deriveConnection } from '../../../shared/client/derive.ts';
import type { AppKindView } from '../../../shared/host/connection.ts';
import { builtInProfile, PROFILE_KINDS } from '../../../shared/profile/built-in.ts';

/** Before an address is known, a screen says the same as the connection does once there is one. */
describe.each([...PROFILE_KINDS])('%s', (kind) => {
  const definition = appOf(kind);
  const view = appKindView(definition);
  const { lines, patches = [] } = definition.versions;
  const versions = [undefined, ...lines, ...patches, `${lines.at(-1)}.99`, '0.0.1', '9999.1'];
  const editions = [undefined, ...(definition.editions ?? []).map(({ id }) => id)];
  const cases = versions.flatMap((version) => editions.map((edition) => ({ version, edition })));

  it.each(cases)('reads and comes back alike at $version $edition', ({ version, edition }) => {
    const url = 'https://app.example.com';
    const connection = deriveConnection(
      {
        latchkey: 1,
        id: 'test',
        providers: { oidc: { kind: 'oidc', url: 'https://id.example.com' } },
        apps: {
          it: {
            kind,
            url,
            provider: 'oidc',
            ...(version === undefined ? {} : { version }),
            ...(edition === undefined ? {} : { edition }),
          },
        },
      },
      'it',
      'client',
    );
    const glance = glanceAt(view, version, edition)!;
    expect(glance.reads).toEqual(connection.claims.map(({ claim }) => claim));
    const back = definition.redirectPaths(connection.app.entry, 'oidc', connection.app.version.effective);
    const below = back
      .filter((path) => !path.startsWith(`${url}:`))
      .map((path) => path.replace(url, '') || '/');
    const paths = [...new Set(below)];
    expect(glance.way_back).toHaveLength(paths.length);
    // How the provider is called in it is left open.
    for (const [at, path] of glance.way_back.entries()) {
      const [start = '', end = ''] = path.split('…');
      expect([paths[at]!.startsWith(start), paths[at]!.endsWith(end)]).toEqual([true, true]);
      if (!path.includes('…')) expect(paths[at]).toBe(path);
    }
    expect(glance.set_by.length).toBeGreaterThan(0);
  });

  it('says which of its versions were looked at, and only what stands in its profile', () => {
    const { at, version, with: other = '' } = builtInProfile(kind)!.tested;
    for (const one of at ?? []) expect(`${version} ${other}`).toContain(one);
    // A version that is named for an app and not read as one would be shown for every version.
    if (view.known!.at.length === 0) expect(version).toMatch(/^pull request/);
  });

  it('says at each version how it stands to what was looked at', () => {
    for (const { version } of cases) {
      const known = knownAt(view, version);
      if (known.is !== 'this') continue;
      const meant = version ?? view.versions.released;
      expect(`${known.looked}.`.startsWith(`${meant}.`) || `${meant}.`.startsWith(`${known.looked}.`)).toBe(
        true,
      );
    }
  });
});

it('says the ways that count as an app is set up, not those that a setting would choose', () => {
  const ways = (kind: string) => glanceAt(appKindView(appOf(kind)), undefined, undefined)!.set_by;
  // Immich reads a file only where IMMICH_CONFIG_FILE is set, and Gitea takes a command in place of its screen.
  expect(ways('immich')).toEqual(['screen']);
  expect(ways('gitea')).not.toContain('command');
});

describe('how a version stands to those that were looked at', () => {
  const kind = (at: readonly string[]): AppKindView => ({
    ...appKindView(appOf('custom')),
    versions: { lines: ['1.0', '2.0', '3.2'], released: '3.2' },
    known: { how: 'code', version: at.join(' and '), date: '2026-11-26', at: [...at] },
  });
  it.each([
    [['1.4.0', '3.2.2'], '3.2', { is: 'this', looked: '3.2.2' }],
    [['1.4.0', '3.2.2'], undefined, { is: 'this', looked: '3.2.2' }],
    [['1.4.0', '3.2.2'], '', { is: 'this', looked: '3.2.2' }],
    [['1.4.0', '3.2.2'], '2.0', { is: 'between', older: '1.4.0', newer: '3.2.2' }],
    [['1.4.0', '3.2.2'], '1.0', { is: 'beyond', looked: '1.4.0', from: 'newer' }],
    [['1.4.0', '3.2.2'], '3.2.5', { is: 'beyond', looked: '3.2.2', from: 'older' }],
    [['1.4.0', '3.2.2'], '4.0', { is: 'beyond', looked: '3.2.2', from: 'older' }],
    [['3.2'], '3.2.0', { is: 'this', looked: '3.2' }],
    [['3.2.2'], 'latest', { is: 'this', looked: '3.2.2' }],
    [[], '3.2', { is: 'unversioned' }],
  ] as const)('%j at %s', (at, version, stands) => {
    expect(knownAt(kind(at), version)).toEqual(stands);
  });
});
