import { describe, expect, it } from 'vitest';
import { type CollectionTag, parseDocument, type ScalarTag, type YAMLSeq } from 'yaml';
import * as z from 'zod';
import { allApps, appOf } from '../../../../shared/catalog/apps/index.ts';
import { providerOf } from '../../../../shared/catalog/providers/index.ts';
import { clientsOf } from '../../../../shared/client/further.ts';
import { renderAuthentikProvider } from '../../../../shared/render/authentik/provider.ts';
import { isClient } from '../../../../shared/render/render.ts';
import type { FileDeliverable } from '../../../../shared/render/types.ts';
import { compareVersions } from '../../../../shared/version.ts';
import type { AppEntry } from '../../../../shared/workspace/types.ts';
import schema from '../../../fixtures/authentik-blueprint.schema.json' with { type: 'json' };
import { VERSIONS } from '../../../helpers/authentik/edits.ts';
import { APPLICATION, Authentik, PROVIDER } from '../../../helpers/authentik/importer.ts';
import { bagFor, connect, textOf } from '../provider-support.ts';

/** Every app’s blueprint, read by authentik’s own schema and applied by the model of its importer. */

interface Entry {
  readonly model: string;
  readonly id?: string;
  readonly conditions?: readonly unknown[];
  readonly attrs?: Readonly<Record<string, unknown>>;
}

/** The schema is of 2026.5.0-rc1. In 2026.11 secrets become a model of their own, which it can’t know. */
const READ = providerOf('authentik').versions.lines.filter(
  (version) => compareVersions(version, '2026.11') < 0,
);
/** Attributes that came after the schema. */
const NEWER: Readonly<Record<string, readonly string[]>> = {
  [PROVIDER]: ['grant_types'],
  [APPLICATION]: ['meta_hide'],
};

/** What a reference stands for: providers and users have numbers, everything else a UUID. */
const keyOf = (model: unknown): unknown =>
  model === PROVIDER || model === 'authentik_core.user' ? 1 : '00000000-0000-4000-8000-000000000000';

/** The entries as authentik has them when tags are resolved. What is null is not set, and the schema leaves it out. */
function entriesOf(text: string): readonly Entry[] {
  const models = new Map<string, string>();
  const tags: (ScalarTag | CollectionTag)[] = [
    { tag: '!KeyOf', resolve: (id: string) => keyOf(models.get(id)) },
    {
      tag: '!Find',
      collection: 'seq',
      resolve: (seq) => parseDocument(JSON.stringify(keyOf((seq as YAMLSeq).get(0)))).contents!,
    },
  ];
  for (const { id, model } of (parseDocument(text, { logLevel: 'error' }).toJS() as { entries: Entry[] })
    .entries)
    if (id !== undefined) models.set(id, model);
  const document = parseDocument(text, { customTags: tags, logLevel: 'warn' });
  expect([...document.errors, ...document.warnings]).toEqual([]);
  return (JSON.parse(JSON.stringify(document), (_, value) => value ?? undefined) as { entries: Entry[] })
    .entries;
}

const branches = new Map(
  schema.$defs.blueprint_entry.oneOf.map((branch) => [
    branch.properties.model.const,
    z.fromJSONSchema({ ...branch, $defs: schema.$defs } as never),
  ]),
);
const defined = schema.$defs as unknown as Readonly<Record<string, { readonly properties: object }>>;

/** What authentik's schema says against an entry. */
function complaints(entry: Entry): string[] {
  const branch = branches.get(entry.model);
  if (!branch) return [`${entry.model}: no such model`];
  const known = [...Object.keys(defined[`model_${entry.model}`]!.properties), ...(NEWER[entry.model] ?? [])];
  const unknown = Object.keys(entry.attrs ?? {}).filter((name) => !known.includes(name));
  // What a condition is resolved to counts by its truth.
  const { conditions } = entry;
  const read = branch.safeParse(conditions ? { ...entry, conditions: conditions.map(Boolean) } : entry);
  return [
    ...unknown.map((name) => `${entry.model}: no attribute ${name}`),
    ...(read.error?.issues ?? []).map(({ path, message }) => `${entry.model}: ${path.join('.')}: ${message}`),
  ];
}

const APPS = allApps().filter(({ kind }) => kind !== 'custom');
const GROUPS = ['family', 'friends'];
const GIVEN: readonly Partial<AppEntry>[] = [
  {},
  {
    consent: 'never',
    groups: GROUPS,
    policy: 'two_factor',
    test_redirect_uri: 'http://127.0.0.1:53682/callback',
  },
];

describe('authentik’s blueprint schema', () => {
  it('complains about what is not in it', () => {
    const provider = (attrs: Entry['attrs']) => ({
      model: PROVIDER,
      identifiers: { client_id: 'a' },
      attrs: attrs!,
    });
    const uri = { matching_mode: 'exactly', url: 'https://a.example.com' };
    expect(complaints(provider({ redirect_uris: [{ ...uri, matching_mode: 'strict' }] }))).toEqual([]);
    expect(complaints(provider({ redirect_uris: [uri] }))[0]).toContain(
      'attrs.redirect_uris.0.matching_mode',
    );
    expect(complaints(provider({ client_typ: 'public' }))).toEqual([`${PROVIDER}: no attribute client_typ`]);
    expect(complaints({ model: 'authentik_core.app' })).toEqual(['authentik_core.app: no such model']);
    expect(complaints({ model: APPLICATION })[0]).toContain('identifiers');
  });
});

describe.each(APPS.map(({ kind }) => kind))('%s at authentik', (kind) => {
  const edition = appOf(kind).editions?.find((one) => one.supported)?.id;
  const blueprintOf = (version: string, given: Partial<AppEntry>) => {
    const at = (more: Partial<AppEntry>) =>
      connect(
        { kind: 'authentik', url: 'https://ak.example.com', version },
        { app: { kind, ...(edition === undefined ? {} : { edition }), ...given, ...more } },
      );
    const known = at({});
    // An app that makes its callback itself is a client only once that is written down.
    const connections = known.every(isClient)
      ? known
      : at({ redirect_uris: ['https://app.example.com/made-by-the-app'] });
    expect(connections.map(isClient)).toEqual([true]);
    const file = renderAuthentikProvider(connections, bagFor(connections)).find(
      (one): one is FileDeliverable => one.kind === 'authentik-blueprint',
    );
    return { text: textOf(file!), count: clientsOf(connections[0]!).length };
  };

  it('is what the schema takes', () => {
    for (const version of READ)
      for (const given of GIVEN) {
        const { text, count } = blueprintOf(version, given);
        const entries = entriesOf(text);
        expect(entries.filter(({ model }) => model === PROVIDER)).toHaveLength(count);
        expect(entries.flatMap(complaints), version).toEqual([]);
      }
  });

  it('is imported, and a second import changes nothing', () => {
    for (const version of VERSIONS)
      for (const given of GIVEN) {
        const at = new Authentik(version, GROUPS, []);
        const { text, count } = blueprintOf(version, given);
        expect(at.apply(text), version).toEqual({ ok: true });
        expect([at.all(PROVIDER).length, at.all(APPLICATION).length], version).toEqual([count, count]);
        const rows = structuredClone(at.rows);
        expect(at.apply(text), version).toEqual({ ok: true });
        expect(at.rows, version).toEqual(rows);
      }
  });
});
