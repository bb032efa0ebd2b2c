import { describe, expect, it } from 'vitest';
import { deriveConnections } from '../../../../shared/client/derive.ts';
import { renderAuthentikProvider } from '../../../../shared/render/authentik/provider.ts';
import type { AppEntry } from '../../../../shared/workspace/types.ts';
import { VERSIONS } from '../../../helpers/authentik/edits.ts';
import { APPLICATION, Authentik, BINDING, PROVIDER } from '../../../helpers/authentik/importer.ts';
import { towers } from '../../../helpers/several-clients.ts';
import { bagFor, fileAt, textOf } from '../provider-support.ts';

/** The clients of one app in one blueprint, imported by the model of authentik’s importer. */

const GROUPS = ['family', 'friends'];

const blueprint = (version: string, app: Partial<AppEntry>): string => {
  const connections = deriveConnections(
    towers({ kind: 'authentik', url: 'https://ak.example.com', version }, { tower: app }),
    { tower: 'towerClient' },
  );
  return textOf(
    fileAt(renderAuthentikProvider(connections, bagFor(connections)), 'home/tower-blueprint.yaml'),
  );
};
const clientIds = (at: Authentik) =>
  at
    .all(PROVIDER)
    .map(({ client_id }) => client_id)
    .sort();

describe.each(VERSIONS)('at authentik %s, one import', (version) => {
  it('makes every client with an application that lets in whom the app lets in', () => {
    const at = new Authentik(version, GROUPS, []);
    expect(at.apply(blueprint(version, { groups: ['family'] }))).toEqual({ ok: true });
    expect(clientIds(at)).toEqual([
      'ExampleTowerPhone',
      'towerClient',
      'towerClientcli',
      'towerClientworker',
    ]);
    expect(
      at
        .all(APPLICATION)
        .map(({ slug }) => slug)
        .sort(),
    ).toEqual(['tower', 'tower_cli', 'tower_phone', 'tower_worker']);
    for (const { pk } of at.all(APPLICATION)) expect(at.all(BINDING, { target: pk })).toHaveLength(1);
    const types = at.all(PROVIDER).map(({ client_type }) => client_type);
    expect(types.filter((type) => type === 'public')).toHaveLength(2);
  });

  it('narrows the access to all of them', () => {
    const at = new Authentik(version, GROUPS, []);
    at.apply(blueprint(version, { groups: GROUPS }));
    for (const { pk } of at.all(APPLICATION)) expect(at.all(BINDING, { target: pk })).toHaveLength(2);
    expect(at.apply(blueprint(version, { groups: ['family'] }))).toEqual({ ok: true });
    const family = at.one('authentik_core.group', { name: 'family' })!.pk;
    for (const { pk } of at.all(APPLICATION))
      expect(at.all(BINDING, { target: pk }).map(({ group }) => group)).toEqual([family]);
  });

  it('takes away a client that is not wanted any more, and nothing that another app has', () => {
    const at = new Authentik(version, GROUPS, []);
    at.apply(blueprint(version, {}));
    const others = at.add(PROVIDER, { name: 'other', client_id: 'other' });
    at.add(APPLICATION, { name: 'other', slug: 'other', provider: others.pk });
    expect(at.apply(blueprint(version, { settings: { phone: false }, version: '1.0' }))).toEqual({
      ok: true,
    });
    expect(clientIds(at)).toEqual(['other', 'towerClient', 'towerClientcli']);
    expect(at.all(APPLICATION)).toHaveLength(3);
    // Wanted again, they are made again.
    expect(at.apply(blueprint(version, {}))).toEqual({ ok: true });
    expect(at.all(APPLICATION)).toHaveLength(5);
    // The same id at another app: only what is this app’s goes.
    const [phone] = at.all(PROVIDER, { client_id: 'ExampleTowerPhone' });
    const [application] = at.all(APPLICATION, { slug: 'tower_phone' });
    application!['slug'] = 'second_phone';
    at.apply(blueprint(version, { settings: { phone: false } }));
    expect(at.all(PROVIDER, { client_id: 'ExampleTowerPhone' })).toEqual([phone]);
  });
});
