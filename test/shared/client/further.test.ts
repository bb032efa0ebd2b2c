import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { withLosses } from '../../../shared/client/access-loss.ts';
import { deriveConnection, deriveConnections } from '../../../shared/client/derive.ts';
import { clientsOf } from '../../../shared/client/further.ts';
import { hindranceOf } from '../../../shared/client/listed-together.ts';
import { obstacleOf } from '../../../shared/client/notices.ts';
import type { Connection } from '../../../shared/client/types.ts';
import { builtInProvider, PROVIDER_PROFILE_KINDS } from '../../../shared/profile/built-in.ts';
import { readAppProfile } from '../../../shared/profile/read.ts';
import { brokenPromises } from '../../../shared/render/profiled/prove.ts';
import { recoverySheet } from '../../../shared/render/recovery-sheet.ts';
import { removalSteps } from '../../../shared/render/removal.ts';
import { filesOf, renderDeliverables } from '../../../shared/render/render.ts';
import type { Deliverable } from '../../../shared/render/types.ts';
import type { AppEntry, ProviderEntry, Workspace } from '../../../shared/workspace/types.ts';
import { allText } from '../../helpers/deliverables.ts';
import { TOWER, TOWER_TEXT, towers } from '../../helpers/several-clients.ts';
import { bagFor, fileAt, guideAt, secretOf, textOf } from '../render/provider-support.ts';

/** Apps with several clients, at every provider there is. */

const PROVIDERS: readonly Partial<ProviderEntry>[] = [
  { kind: 'authelia', url: 'https://auth.example.com', version: '4.39' },
  { kind: 'authelia', url: 'https://auth.example.com', version: '4.38', setup: 'existing' },
  { kind: 'authentik', url: 'https://ak.example.com', version: '2025.12' },
  { kind: 'authentik', url: 'https://ak.example.com', version: '2026.8' },
  { kind: 'oidc', url: 'https://id.example.com' },
  ...PROVIDER_PROFILE_KINDS.map((kind) => ({ kind, url: builtInProvider(kind)!.url.example })),
];
const APPS: readonly Partial<AppEntry>[] = [{ kind: TOWER.kind }, { kind: 'opencloud' }, { kind: 'argo-cd' }];
const CASES = PROVIDERS.flatMap((provider) => APPS.map((app) => ({ provider, app })));
const named = ({ provider, app }: (typeof CASES)[number]) =>
  `${app.kind} at ${provider.kind} ${provider.version ?? ''}`;

const GROUPS = ['family'];
const derived = (workspace: Workspace): Connection[] =>
  deriveConnections(
    workspace,
    Object.fromEntries(Object.keys(workspace.apps).map((id) => [id, `${id}Client`])),
  );
const rendered = (connections: readonly Connection[]): Deliverable[] =>
  renderDeliverables(connections, bagFor(connections));
const theirs = (deliverables: readonly Deliverable[]): Deliverable[] =>
  deliverables.filter(({ side, kind }) => side === 'provider' && kind !== 'readme');

describe.each(CASES.map((one) => [named(one), one] as const))('%s', (_name, { provider, app }) => {
  const connections = derived(towers(provider, { app: { ...app, groups: GROUPS } }));
  const deliverables = rendered(connections);
  const all = connections.flatMap(clientsOf);

  it('has several clients, each with an id, a key and files of its own', () => {
    expect(all.length).toBeGreaterThan(1);
    for (const of of [
      all.map(({ key }) => key),
      all.map(({ app: { slug } }) => slug),
      all.map(({ client }) => client.client_name),
    ])
      expect(new Set(of).size).toBe(of.length);
    // What the provider makes has the same stand-in until it was taken back.
    if (connections[0]!.provider.traits.value.client_id_by === 'us') {
      const ids = all.map(({ client }) => client.client_id);
      expect(new Set(ids).size).toBe(ids.length);
    }
    const paths = deliverables.flatMap(filesOf).map(({ path }) => path);
    expect(new Set(paths).size).toBe(paths.length);
    for (const one of deliverables) if (one.app !== undefined) expect(one.app).toBe('app');
  });

  it('names each client, its addresses and the groups on the provider’s side', () => {
    const text = theirs(deliverables).map(allText).join('\n').replaceAll('\\', '');
    for (const { client, provider: at } of all) {
      if (at.traits.value.client_id_by === 'us') expect(text).toContain(client.client_id);
      for (const uri of client.redirect_uris) expect(text).toContain(uri.replace(/\/$/, ''));
    }
    for (const group of GROUPS) expect(text).toContain(group);
  });

  it('shows each secret in secret deliverables only, and a public client’s nowhere', () => {
    for (const { key, client } of all) {
      const holding = deliverables.filter((one) => allText(one).includes(secretOf(key)));
      for (const one of holding) expect([one.path, one.secret]).toEqual([one.path, true]);
      if (client.token_endpoint_auth_method === 'none') expect(holding).toEqual([]);
      else expect(holding.some(({ side }) => side === 'app')).toBe(true);
    }
  });

  it('is rendered the same twice, and is taken apart client by client', () => {
    expect(rendered(connections)).toEqual(deliverables);
    const steps = removalSteps(connections[0]!, deliverables, true);
    expect(steps.map(({ id }) => id).slice(2)).toEqual(all.map(({ key }) => `remove-${key}-at-provider`));
    const sheet = recoverySheet(connections, 'keychain', 'today');
    for (const { client } of all) expect(sheet).toContain(client.client_id);
    expect(sheet).not.toContain('ClearSecret');
  });

  it('says of a narrowed access in every guide of a client', () => {
    const [losing] = withLosses(connections, {
      app: {
        provider: 'home',
        policy: 'two_factor',
        groups: GROUPS,
        before: { policy: 'two_factor', groups: [] },
      },
    });
    const guides = theirs(rendered([losing!])).filter(({ form }) => form === 'guide');
    for (const one of guides) {
      if (one.form !== 'guide') continue;
      expect(one.steps.map(({ id }) => id)).toContain('access-narrowed');
    }
  });
});

describe('further clients', () => {
  const [connection] = derived(towers());

  it('have ids of letters and digits that follow from the app’s, unless the program’s is fixed or one is known', () => {
    expect(clientsOf(connection!).map(({ client }) => client.client_id)).toEqual([
      'towerClient',
      'towerClientcli',
      'towerClientworker',
      'ExampleTowerPhone',
    ]);
    const known = deriveConnection(towers(), 'tower', 'x', undefined, undefined, {
      tower_cli: 'argocd-cli',
      tower_phone: 'never',
    });
    expect(known.further_clients.map(({ client }) => client.client_id)).toEqual([
      'argocd-cli',
      'xworker',
      'ExampleTowerPhone',
    ]);
  });

  it('come and go with versions and settings', () => {
    const keys = (app: Partial<AppEntry>) => {
      const [{ further_clients, unwanted_clients }] = derived(towers({}, { tower: app })) as [Connection];
      return [further_clients.map(({ key }) => key), unwanted_clients.map(({ key }) => key)];
    };
    expect(keys({ version: '1.0' })).toEqual([['tower_cli', 'tower_phone'], ['tower_worker']]);
    expect(keys({ settings: { phone: false } })).toEqual([['tower_cli', 'tower_worker'], ['tower_phone']]);
  });

  it('keep the app’s own login untouched: what stands beside the app is about its own client', () => {
    const changed = derived(
      towers(
        {},
        { tower: { client_id: 'mine', redirect_uris: ['https://x.example.com/cb'], scopes: ['openid'] } },
      ),
    )[0]!;
    expect(changed.further_clients.map(({ client }) => [client.redirect_uris, client.scopes])).toEqual(
      connection!.further_clients.map(({ client }) => [
        client.redirect_uris,
        client.scopes.filter((scope) => client.client_id.endsWith('cli') || scope === 'openid'),
      ]),
    );
    expect(obstacleOf(changed)).toBeUndefined();
  });

  it('share the policy of their app at Authelia, and have claims policies of their own', () => {
    const connections = derived(towers({ version: '4.39' }, { tower: { groups: GROUPS } }));
    const { oidc } = parse(
      textOf(fileAt(rendered(connections), 'home/authelia-oidc.yml')),
    ).identity_providers;
    expect(Object.keys(oidc.authorization_policies)).toEqual(['tower-groups']);
    expect(oidc.clients.map((one: { authorization_policy: string }) => one.authorization_policy)).toEqual(
      Array(4).fill('tower-groups'),
    );
    expect(oidc.clients.map((one: { claims_policy: string }) => one.claims_policy)).toEqual(
      Object.keys(oidc.claims_policies),
    );
    expect(oidc.clients.map((one: { public: boolean }) => one.public)).toEqual([false, true, false, true]);
  });

  it('that are not wanted are named where they may be left', () => {
    for (const provider of PROVIDERS) {
      const connections = derived(towers(provider, { tower: { settings: { phone: false } } }));
      const guide = provider.kind === 'authelia' ? 'home/authelia-guide.md' : `home/tower-guide.md`;
      const step = guideAt(rendered(connections), guide).steps.find(({ id }) => id === 'unwanted-clients');
      expect(
        step?.fields.map(({ value }) => value),
        provider.kind,
      ).toEqual(['ExampleTowerPhone']);
      const without = derived(towers(provider));
      expect(guideAt(rendered(without), guide).steps.some(({ id }) => id === 'unwanted-clients')).toBe(false);
    }
  });

  it('get tokens of another issuer where each client has one, and it is said', () => {
    for (const provider of PROVIDERS) {
      const [one] = derived(towers(provider, { tower: { groups: GROUPS } }));
      const issuers = new Set(clientsOf(one!).map(({ provider_metadata }) => provider_metadata.issuer));
      expect(one!.notices.some(({ code }) => code === 'further-client-of-another-issuer')).toBe(
        issuers.size > 1,
      );
    }
    expect(
      derived(towers({ kind: 'authentik', url: 'https://ak.example.com' }))[0]!.notices.map(
        ({ code }) => code,
      ),
    ).toContain('further-client-of-another-issuer');
  });

  it('with a fixed id can’t be had where the provider makes the ids', () => {
    for (const provider of PROVIDERS) {
      const [one] = derived(towers(provider, { tower: { groups: GROUPS } }));
      expect(one!.notices.some(({ code }) => code === 'further-client-fixed-id')).toBe(
        one!.provider.traits.value.client_id_by === 'provider',
      );
    }
  });
});

describe('two clients of one provider', () => {
  it('never have the same id: it is refused before anything is written', () => {
    const twice = towers({}, { one: {}, two: {} });
    expect(hindranceOf(twice, ['one'])?.message).toContain('ExampleTowerPhone');
    expect(
      hindranceOf(towers({}, { one: {}, two: { settings: { phone: false } } }), ['one']),
    ).toBeUndefined();
    expect(hindranceOf(towers({}, { one: {}, two: { client_id: 'x' } }), ['two'])?.code).toBe('client-twice');
    // A stated id that another app's client would get.
    const stated = towers(
      {},
      { one: { client_id: 'x', settings: { phone: false } }, two: { kind: 'memos', client_id: 'xcli' } },
    );
    expect(hindranceOf(stated, ['two'])?.message).toContain('xcli');
    // The ids that will be made have a random part, whatever the apps are called.
    const close = towers({}, { tower: { settings: { phone: false } }, towercli: { kind: 'memos' } });
    expect(hindranceOf(close, ['tower', 'towercli'])).toBeUndefined();
    // A slug that somebody chose, at authentik.
    const slug = towers(
      { kind: 'authentik', url: 'https://ak.example.com' },
      { tower: {}, memos: { kind: 'memos', slug: 'tower_cli' } },
    );
    expect(hindranceOf(slug, ['memos'])?.message).toContain('tower_cli');
  });

  it('at different providers may have it', () => {
    const workspace = towers({}, { one: {}, two: { provider: 'other' } });
    const other = {
      ...workspace,
      providers: { ...workspace.providers, other: { kind: 'oidc', url: 'https://id.example.com' } },
    };
    expect(hindranceOf(other, ['one', 'two'])).toBeUndefined();
  });

  it('differ in any workspace that is not refused, and no secret stands in what is not secret', () => {
    const app = fc.record({
      kind: fc.constantFrom(TOWER.kind, 'opencloud', 'argo-cd', 'memos'),
      id: fc.constantFrom('a', 'acli', 'aworker', 'b', 'opencloud'),
      client_id: fc.option(fc.constantFrom('a', 'acli', 'OpenCloudDesktop', 'x', 'xcli'), { nil: undefined }),
      off: fc.boolean(),
    });
    fc.assert(
      fc.property(
        fc.constantFrom(...PROVIDERS),
        fc.uniqueArray(app, { minLength: 1, maxLength: 4, selector: ({ id }) => id }),
        (provider, apps) => {
          const workspace = towers(
            provider,
            Object.fromEntries(
              apps.map(({ id, kind, client_id, off }) => [
                id,
                {
                  kind,
                  ...(client_id === undefined ? {} : { client_id }),
                  ...(off && kind !== 'memos'
                    ? {
                        settings: {
                          [kind === 'opencloud' ? 'programs' : kind === 'argo-cd' ? 'command_line' : 'phone']:
                            false,
                        },
                      }
                    : {}),
                },
              ]),
            ),
          );
          const stated = apps.flatMap(({ client_id }) => client_id ?? []);
          // Two stated ones are an error of the file itself.
          if (new Set(stated).size !== stated.length) return;
          const refused = hindranceOf(workspace, Object.keys(workspace.apps));
          const connections = deriveConnections(
            workspace,
            Object.fromEntries(Object.keys(workspace.apps).map((id) => [id, `${id}R4nd0m`])),
          );
          const all = connections.flatMap(clientsOf);
          const ids = all
            .map(({ client }) => client.client_id)
            .filter((id) => !id.startsWith('client-id-from'));
          expect(refused === undefined).toBe(new Set(ids).size === ids.length);
          if (refused !== undefined) return;
          const deliverables = rendered(connections);
          for (const one of deliverables) if (!one.secret) expect(allText(one)).not.toMatch(/ClearSecretOf/);
          const paths = deliverables.flatMap(filesOf).map(({ path }) => path);
          expect(new Set(paths).size).toBe(paths.length);
        },
      ),
      { numRuns: 120 },
    );
  });
});

describe('a profile with clients', () => {
  const flaws = (change: (text: string) => string): string[] => {
    const read = readAppProfile(change(TOWER_TEXT));
    return read.ok ? [] : read.problems.map(({ message }) => message);
  };

  it('keeps its promises', () => {
    expect(brokenPromises(TOWER)).toEqual([]);
  });

  it.each([
    [
      'a variable of a client that there is not',
      (text: string) => text.replace('{clients.cli.client_id}', '{clients.app.client_id}'),
      /There is no client “app”/,
    ],
    [
      'the secret of a public client',
      (text: string) => text.replace('{clients.cli.client_id}', '{clients.cli.client_secret}'),
      /is public and has no secret/,
    ],
    [
      'a secret in a sentence',
      (text: string) => text.replace("'{app.url} shows the button.'", "'{clients.worker.client_secret}'"),
      /secret may not stand here/,
    ],
    [
      'a callback at another host',
      (text: string) => text.replace("'tower://phone.example'", "'https://evil.example/cb'"),
      /not the app’s own/,
    ],
    [
      'a loopback callback of the app itself',
      (text: string) => text.replace('callbacks: [/oidc/callback]', "callbacks: ['http://127.0.0.1/cb']"),
      /not the app’s own/,
    ],
    [
      'two clients with one id',
      (text: string) =>
        text.replace('    title: command line\n', '    title: command line\n    id: ExampleTowerPhone\n'),
      /has the same id/,
    ],
    [
      'a source that there is not',
      (text: string) => text.replace('    title: worker\n', '    title: worker\n    source: nowhere\n'),
      /There is no source “nowhere”/,
    ],
    [
      'a variable that is not known yet',
      (text: string) => text.replace('id: ExampleTowerPhone', "id: '{client_id}x'"),
      /is not known here yet/,
    ],
  ])('is refused with %s', (_what, change, said) => {
    expect(flaws(change).join('\n')).toMatch(said);
  });

  it('is told when a target lacks a secret or an id of a client', () => {
    const without = (name: string) => {
      const read = readAppProfile(TOWER_TEXT.replace(new RegExp(`^ *${name}:.*\\n`, 'm'), ''));
      return read.ok ? brokenPromises(read.profile).join('\n') : '';
    };
    expect(without('OIDC_WORKER_CLIENT_SECRET')).toContain('No target hands the secret of the worker over');
    expect(without('OIDC_CLI_CLIENT_ID')).toContain('No target hands the client id of the command line over');
    expect(without('OIDC_PHONE_CLIENT_ID')).toBe('');
  });
});
