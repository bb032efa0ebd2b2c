import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { collectSecrets } from '../../../electron/services/secrets/bag.ts';
import { generateHmacSecret, generateSigningKey } from '../../../electron/services/secrets/generate.ts';
import { openMemoryStore } from '../../../electron/services/secrets/store.ts';
import { allApps, appOf } from '../../../shared/catalog/apps/index.ts';
import { deriveConnections } from '../../../shared/client/derive.ts';
import type { Connection } from '../../../shared/client/types.ts';
import { builtInProfile } from '../../../shared/profile/built-in.ts';
import { renderAutheliaProvider } from '../../../shared/render/authelia/provider.ts';
import { casesOf, trialsOf } from '../../../shared/render/profiled/prove.ts';
import { isClient } from '../../../shared/render/render.ts';
import type { SecretBag } from '../../../shared/secrets.ts';
import type { AppEntry, AppKind, Workspace } from '../../../shared/workspace/types.ts';
import differences from '../../fixtures/authelia-guide-differences.json' with { type: 'json' };
import { bagFor, connect, fileAt, textOf } from '../../shared/render/provider-support.ts';
import type { Running } from '../process.ts';
import { interopPart } from '../results.ts';
import { check, findings, login, type Setup, statuses, told } from '../run.ts';
import { autheliaVersion, makePlace, type Place, signIn, startAuthelia, validate, whyNot } from './server.ts';

const KINDS = allApps()
  .map(({ kind }) => kind)
  .filter((kind) => kind !== 'custom');

/** What adds lines to Authelia's side, beside what an app itself can be set to. */
const MORE: readonly Partial<AppEntry>[] = [
  {},
  {
    groups: ['family'],
    policy: 'two_factor',
    consent: '4w',
    test_redirect_uri: 'http://127.0.0.1:53682/callback',
  },
];

/** The redirect URI of an app that makes it itself, as if it had been read there. */
function knownLater(kind: AppKind, entry: Partial<AppEntry>): Partial<AppEntry> {
  const app = appOf(kind);
  const whole = { kind, url: 'https://app.example.com', provider: 'home', ...entry } as AppEntry;
  const later = app.laterRedirect?.(whole, entry.version ?? app.versions.lines.at(-1)!);
  return later === undefined || entry.redirect_uris !== undefined ? {} : { redirect_uris: [later.example] };
}

/** An app at each of its versions; one with a profile also with each of its settings in turn. */
function entriesOf(kind: AppKind): Partial<AppEntry>[] {
  const profile = builtInProfile(kind);
  const entries = profile
    ? trialsOf(profile, casesOf(profile, Number.POSITIVE_INFINITY))
        .map(({ connection }) => connection)
        .filter(({ provider }) => provider.entry.kind === 'authelia')
        .map(({ app }) => app.entry)
    : appOf(kind).versions.lines.map((version) => {
        const edition = appOf(kind).editions?.find((one) => one.supported)?.id;
        return { kind, version, ...(edition === undefined ? {} : { edition }) };
      });
  return entries.map(({ provider: _, ...entry }: Partial<AppEntry>) => ({
    ...entry,
    ...knownLater(kind, entry),
  }));
}

/** All of that for these apps, as one workspace. */
function workspaceOf(kinds: readonly AppKind[], more: Partial<AppEntry>): Connection[] {
  const entries = kinds.flatMap((kind) =>
    entriesOf(kind).map((entry, index) => [`${kind.slice(0, 30)}-${index}`, { ...entry, ...more }] as const),
  );
  return onceEach(connect({ version: '4.39' }, Object.fromEntries(entries)).filter(isClient));
}

/** A program whose id is fixed is a client of one app only; a workspace with it twice is refused. */
function onceEach(connections: readonly Connection[]): Connection[] {
  const seen = new Set<string>();
  return connections.map((connection) => ({
    ...connection,
    further_clients: connection.further_clients.filter(({ client }) => {
      const isNew = !seen.has(client.client_id);
      seen.add(client.client_id);
      return isNew;
    }),
  }));
}

interopPart(
  {
    part: 4,
    program: 'Authelia: every app',
    proved: `authelia config validate takes the rendered block for ${KINDS.length} apps at each of their versions and with each of their settings, alone and all in one workspace.`,
    version: () => autheliaVersion() ?? '',
    skip: whyNot(),
  },
  () => {
    let place: Place;
    let bagOf: (connections: readonly Connection[]) => ReturnType<typeof bagFor>;
    beforeAll(async () => {
      place = await makePlace();
      const home = { hmac_secret: generateHmacSecret(), jwks_key: await generateSigningKey({ kty: 'RSA' }) };
      bagOf = (connections) => ({ ...bagFor(connections), providers: { home } });
    });
    afterAll(() => place?.remove());

    /** Nothing is said about a block, except about scopes of which a notice of ours says the same. */
    async function judge(name: string, connections: readonly Connection[]): Promise<void> {
      expect(connections.length, name).toBeGreaterThan(0);
      const block = fileAt(renderAutheliaProvider(connections, bagOf(connections)), 'home/authelia-oidc.yml');
      const rendered = join(place.folder, `${name}.yml`);
      writeFileSync(rendered, textOf(block), { mode: 0o600 });
      const { output } = await validate(place, rendered);
      const said = output.split('\n').filter((line) => /identity_providers|oidc/i.test(line));
      const unknown = said.map((line) => /client '([^']+)'.*the unknown values/.exec(line)?.[1] ?? line);
      expect(unknown.sort(), name).toEqual(
        connections
          .filter(({ notices }) => notices.some(({ code }) => code === 'scope-unknown-to-provider'))
          .map(({ client }) => client.client_id)
          .sort(),
      );
      expect(output).toContain(
        `parsed and loaded ${unknown.length === 0 ? 'successfully' : 'with warnings'}`,
      );
    }

    it.each(KINDS)('%s alone', async (kind) => {
      for (const more of MORE) await judge(kind, workspaceOf([kind], more));
    });

    it('all in one workspace', async () => {
      for (const more of MORE) await judge('all', workspaceOf(KINDS, more));
    });
  },
);

/** Every app as it is by default, and as Authelia's guide sets it up, if that is another way. */
const AS_GUIDE = Object.entries(differences.set_up) as unknown as [AppKind, Partial<AppEntry>][];
/** The groups that the guides give a role by, so that the apps let the person in. */
const GROUPS = AS_GUIDE.flatMap(([kind, { settings = {} }]) =>
  (builtInProfile(kind)?.roles ?? []).flatMap(({ grants = [] }) =>
    grants.flatMap(({ by }) => settings[by] ?? []).filter((one) => typeof one === 'string'),
  ),
);
const LOGINS = [
  ...KINDS.map((kind) => ({ id: kind, entry: { kind } as Partial<AppEntry> })),
  ...AS_GUIDE.map(([kind, entry]) => ({
    id: `${kind}-as-guide`,
    // The ids of its programs are fixed, and the other one has them.
    entry:
      kind === 'opencloud'
        ? { kind, ...entry, settings: { ...entry.settings, programs: false } }
        : { kind, ...entry },
  })),
];

const clientIds = ({ clients }: SecretBag) =>
  Object.fromEntries(Object.entries(clients).map(([id, { client_id }]) => [id, client_id]));

interopPart(
  {
    part: 4,
    program: 'Authelia: the login of every app',
    proved: `With one block for all of them it signs in for ${KINDS.length} apps, for ${AS_GUIDE.length} also as its guide sets them up; check and login find nothing wrong.`,
    version: () => autheliaVersion() ?? '',
    skip: whyNot(),
  },
  () => {
    let place: Place;
    let bag: SecretBag;
    let authelia: Running;
    let workspace: Workspace;

    beforeAll(async () => {
      place = await makePlace(GROUPS);
      workspace = {
        latchkey: 1,
        id: 'every-app',
        providers: { home: { kind: 'authelia', url: place.url, version: '4.39.20' } },
        apps: Object.fromEntries(
          LOGINS.map(({ id, entry }) => {
            const edition = appOf(entry.kind!).editions?.find((one) => one.supported)?.id;
            return [
              id,
              {
                kind: entry.kind!,
                url: `https://${id}.example.com`,
                provider: 'home',
                policy: 'one_factor',
                consent: 'never',
                test_redirect_uri: 'http://127.0.0.1:8911/callback',
                ...(edition === undefined ? {} : { edition }),
                ...entry,
              },
            ];
          }),
        ),
      };
      // An app that makes its callback itself is a client only once that is written down.
      workspace = {
        ...workspace,
        apps: Object.fromEntries(
          deriveConnections(workspace, {}).map((one) => [
            one.app.id,
            isClient(one)
              ? one.app.entry
              : { ...one.app.entry, redirect_uris: [`${one.app.url}/made-by-the-app`] },
          ]),
        ),
      };
      const collected = await collectSecrets(workspace, Object.keys(workspace.apps), openMemoryStore());
      if (!collected.ok) throw new Error(collected.error.message);
      bag = collected.value;
      const connections = deriveConnections(workspace, clientIds(bag));
      expect(connections.filter((one) => !isClient(one)).map(({ app }) => app.id)).toEqual([]);
      const block = fileAt(renderAutheliaProvider(connections, bag), 'home/authelia-oidc.yml');
      const oidc = join(place.folder, 'oidc.yml');
      writeFileSync(oidc, textOf(block), { mode: 0o600 });
      authelia = await startAuthelia(place, oidc);
    }, 300_000);
    afterAll(async () => {
      await authelia?.stop();
      place?.remove();
    });

    it.each(LOGINS)('$id', async ({ id }) => {
      const [connection] = deriveConnections(workspace, clientIds(bag), [id]);
      const setup: Setup = {
        connection: connection!,
        secret: bag.clients[id]!.client_secret,
        caFile: place.caFile,
        person: (url) => signIn(place, url),
      };
      const checked = await check(setup);
      expect(findings(checked), told(checked)).toEqual(['P2 warn tls-private-ca']);
      // Whether PKCE would be missed shows only after signing in.
      expect(statuses(checked, 'inconclusive')).toEqual(connection!.pkce.app_uses ? [] : ['P10']);
      const signed = await login(setup);
      expect(findings(signed), told(signed)).toEqual(['S2 warn tls-private-ca']);
      expect(statuses(signed, 'inconclusive')).toEqual([]);
    });
  },
);
