import { isMap, isScalar, isSeq, parseDocument } from 'yaml';
import { compareVersions } from '../../../shared/version.ts';

/**
 * A model of authentik's blueprint importer, as far as our files use it: entries are applied one after the
 * other onto what is there, in one transaction. Facts from authentik/blueprints/v1/importer.py and common.py
 * (2025.12, 2026.5), authentik/policies/api/bindings.py and authentik/policies/models.py.
 *
 * - an entry changes the attributes that it lists, and leaves the others alone
 * - identifiers are joined by AND; the first object that fits is the one; `null` is a value like any other
 * - attributes that this version doesn't know are ignored
 * - what identifies may look through a reference (`provider__oauth2provider__client_id`); that is not written
 * - `absent` deletes the object if there is one; what refers to it goes with it, but an application loses its provider
 * - a binding needs exactly one of policy, group and user among the attributes of its entry
 * - a refused entry is printed with its tags resolved again, without the blueprint: `!KeyOf` can't be resolved
 *   then, and the import ends without any message
 */
export interface Row {
  readonly pk: number;
  readonly model: string;
  // biome-ignore lint/suspicious/noExplicitAny: a column can hold anything
  [field: string]: any;
}

export type Imported = { readonly ok: true } | { readonly ok: false; readonly message: string };

class Tag {
  readonly name: string;
  readonly value: unknown;
  constructor(name: string, value: unknown) {
    this.name = name;
    this.value = value;
  }
}

class Refused extends Error {}

export const POLICY = 'authentik_policies.policy';
export const BINDING = 'authentik_policies.policybinding';
export const APPLICATION = 'authentik_core.application';
export const PROVIDER = 'authentik_providers_oauth2.oauth2provider';
export const GROUP = 'authentik_core.group';
const EXPRESSION = 'authentik_policies_expression.expressionpolicy';
const FLOW = 'authentik_flows.flow';

/** Models that are found under the name of what they inherit from. */
const IS_A: Readonly<Record<string, string>> = { [EXPRESSION]: POLICY, 'test.policy': POLICY };

interface Model {
  readonly unique: readonly string[];
  readonly required: readonly string[];
  /** Must not be null or hold null. */
  readonly notNull: readonly string[];
  readonly defaults: Readonly<Record<string, unknown>>;
  /** Attributes that older versions don't have. */
  readonly since?: Readonly<Record<string, string>>;
}

const NONE: Model = { unique: [], required: [], notNull: [], defaults: {} };
const MODELS: Readonly<Record<string, Model>> = {
  [PROVIDER]: {
    unique: ['name', 'client_id'],
    required: ['name', 'authorization_flow', 'invalidation_flow', 'redirect_uris'],
    notNull: ['authorization_flow', 'invalidation_flow', 'property_mappings'],
    defaults: {
      access_code_validity: 'minutes=1',
      access_token_validity: 'hours=1',
      grant_types: [],
      property_mappings: [],
      signing_key: null,
      encryption_key: null,
    },
    since: { grant_types: '2026.5' },
  },
  [APPLICATION]: {
    unique: ['slug', 'provider'],
    required: ['name', 'slug'],
    notNull: ['name', 'slug'],
    defaults: { policy_engine_mode: 'any', provider: null },
  },
  [BINDING]: {
    unique: [],
    required: ['target', 'order'],
    notNull: ['target', 'order', 'negate', 'enabled', 'failure_result'],
    defaults: {
      policy: null,
      group: null,
      user: null,
      negate: false,
      enabled: true,
      failure_result: false,
      timeout: 30,
    },
  },
  [GROUP]: { ...NONE, unique: ['name'], required: ['name'] },
  [EXPRESSION]: { unique: ['name'], required: ['name', 'expression'], notNull: ['expression'], defaults: {} },
  'authentik_flows.flowstagebinding': {
    unique: [],
    required: ['target', 'stage', 'order'],
    notNull: ['target', 'stage'],
    defaults: {},
  },
};

export class Authentik {
  rows: Row[] = [];
  readonly version: string;
  private last = 0;

  constructor(version: string, groups: readonly string[], policies: readonly string[]) {
    this.version = version;
    for (const slug of [
      'default-provider-authorization-implicit-consent',
      'default-provider-authorization-explicit-consent',
      'default-provider-invalidation-flow',
    ])
      this.add(FLOW, { slug });
    this.add('authentik_crypto.certificatekeypair', { name: 'authentik Self-signed Certificate' });
    for (const scope of ['openid', 'email', 'profile', 'offline_access', 'entitlements'])
      this.add('authentik_providers_oauth2.scopemapping', {
        managed: `goauthentik.io/providers/oauth2/scope-${scope}`,
        scope_name: scope,
      });
    for (const name of groups) this.add(GROUP, { name });
    for (const name of policies) this.add('test.policy', { name });
  }

  /** What somebody makes by hand. */
  add(model: string, fields: Readonly<Record<string, unknown>>): Row {
    this.last += 1;
    const row: Row = { ...structuredClone(MODELS[model]?.defaults ?? {}), ...fields, pk: this.last, model };
    this.rows.push(row);
    return row;
  }

  all(model: string, fields: Readonly<Record<string, unknown>> = {}): Row[] {
    const asked = Object.entries(fields);
    return this.rows.filter(
      (row) =>
        (row.model === model || IS_A[row.model] === model) &&
        asked.every(([key, value]) => same(this.read(row, key), value)),
    );
  }

  /** A field, or one of the provider that an application refers to, or of the application that refers to a provider. */
  private read(row: Row, key: string): unknown {
    if (key.startsWith('application__'))
      return this.all(APPLICATION, { provider: row.pk })[0]?.[key.slice('application__'.length)];
    const [field, through] = key.split('__oauth2provider__') as [string, string?];
    if (through === undefined) return row[field];
    return this.rows.find(({ pk }) => pk === row[field])?.[through];
  }

  one(model: string, fields: Readonly<Record<string, unknown>>): Row | undefined {
    return this.all(model, fields)[0];
  }

  apply(text: string): Imported {
    const before = { rows: structuredClone(this.rows), last: this.last };
    const entries = entriesOf(text);
    const made = new Map<string, number>();
    for (const entry of entries) {
      try {
        this.applyEntry(entry, made);
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        this.rows = before.rows;
        this.last = before.last;
        return {
          ok: false,
          message: holdsKeyOf(entry) ? '' : `Entry invalid: ${String(entry['id'])}: ${error.message}`,
        };
      }
    }
    return { ok: true };
  }

  /** What a serializer of its API does: the row, or what it refuses. */
  write(name: string, attrs: Readonly<Record<string, unknown>>, there?: Row): Row | string {
    try {
      this.validate(name, MODELS[name] ?? NONE, attrs, there);
    } catch (error) {
      if (error instanceof Refused) return error.message;
      throw error;
    }
    return Object.assign(there ?? this.add(name, {}), attrs);
  }

  private applyEntry(entry: Entry, made: Map<string, number>): void {
    const resolve = (value: unknown): unknown => this.resolve(value, made);
    const conditions = (resolve(entry['conditions'] ?? []) as unknown[]).every(Boolean);
    if (!conditions) return;
    const name = String(entry['model']);
    const model = MODELS[name] ?? NONE;
    const state = entry['state'] ?? 'present';
    const identifiers = resolve(entry['identifiers']) as Record<string, unknown>;
    const there = this.one(name, identifiers);
    const attrs = { ...(resolve(entry['attrs'] ?? {}) as Record<string, unknown>), ...written(identifiers) };
    if (state === 'absent') {
      if (there) this.delete(there.pk);
      return;
    }
    for (const [key, since] of Object.entries(model.since ?? {}))
      if (compareVersions(this.version, since) < 0) delete attrs[key];
    this.validate(name, model, attrs, there);
    if (there && state === 'created') return;
    const row = there ?? this.add(name, {});
    Object.assign(row, attrs);
    if (typeof entry['id'] === 'string') made.set(entry['id'], row.pk);
  }

  private validate(
    name: string,
    model: Model,
    attrs: Readonly<Record<string, unknown>>,
    there: Row | undefined,
  ) {
    if (!there)
      for (const key of model.required) if (!(key in attrs)) throw new Refused(`${key} is required`);
    for (const key of model.notNull)
      if (key in attrs && (Array.isArray(attrs[key]) ? attrs[key].includes(null) : attrs[key] === null))
        throw new Refused(`${key} may not be null`);
    for (const key of model.unique) {
      const other = attrs[key] == null ? undefined : this.one(name, { [key]: attrs[key] });
      if (other && other !== there) throw new Refused(`${name} with this ${key} already exists`);
    }
    if (name !== BINDING) return;
    const set = ['policy', 'group', 'user'].filter((key) => attrs[key] != null).length;
    if (set !== 1) throw new Refused("exactly one of 'policy', 'group', 'user' must be set");
    const twin = this.one(BINDING, {
      policy: attrs['policy'],
      target: attrs['target'],
      order: attrs['order'],
    });
    if (attrs['policy'] != null && twin && twin !== there) throw new Refused('binding must be unique');
  }

  delete(pk: number): void {
    this.rows = this.rows.filter((row) => row.pk !== pk);
    for (const row of this.all(BINDING))
      if ([row['policy'], row['group'], row['user'], row['target']].includes(pk)) this.delete(row.pk);
    // authentik/core/models.py: on_delete=SET_DEFAULT.
    for (const row of this.all(APPLICATION, { provider: pk })) row['provider'] = null;
  }

  private resolve(value: unknown, made: ReadonlyMap<string, number>): unknown {
    const resolve = (one: unknown): unknown => this.resolve(one, made);
    if (value instanceof Tag) {
      if (value.name === '!KeyOf') {
        const pk = made.get(String(value.value));
        if (pk === undefined) throw new Refused(`KeyOf: no entry ${String(value.value)}`);
        return pk;
      }
      if (value.name !== '!Find') throw new Error(`No model of ${value.name}`);
      const [model, ...conditions] = resolve(value.value) as [string, ...[string, unknown][]];
      return this.one(model, Object.fromEntries(conditions))?.pk ?? null;
    }
    if (Array.isArray(value)) return value.map(resolve);
    if (typeof value === 'object' && value !== null)
      return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, resolve(one)]));
    return value;
  }
}

type Entry = Readonly<Record<string, unknown>>;

const written = (identifiers: Entry): Record<string, unknown> =>
  Object.fromEntries(Object.entries(identifiers).filter(([key]) => !key.includes('__') && key !== 'pk'));

let lastRead: { readonly text: string; readonly entries: readonly Entry[] } | undefined;

/** Reads a file once, however often it is imported. */
function entriesOf(text: string): readonly Entry[] {
  if (lastRead?.text === text) return lastRead.entries;
  const document = parseDocument(text, { logLevel: 'error' });
  if (document.errors.length > 0) throw document.errors[0];
  const { entries = [] } = plain(document.contents) as { readonly entries?: readonly Entry[] };
  lastRead = { text, entries };
  return entries;
}

const same = (a: unknown, b: unknown): boolean => (a ?? null) === (b ?? null);

function holdsKeyOf(value: unknown): boolean {
  if (value instanceof Tag) return value.name === '!KeyOf' || holdsKeyOf(value.value);
  if (typeof value !== 'object' || value === null) return false;
  return Object.values(value).some(holdsKeyOf);
}

/** The values of a document, with its tags. */
function plain(node: unknown): unknown {
  const { tag } = (node ?? {}) as { tag?: string };
  const bare = isMap(node)
    ? Object.fromEntries(
        node.items.map(({ key, value }) => [String(isScalar(key) ? key.value : key), plain(value)]),
      )
    : isSeq(node)
      ? node.items.map((one) => plain(one))
      : isScalar(node)
        ? node.value
        : null;
  return tag !== undefined && /^![A-Za-z]/.test(tag) ? new Tag(tag, bare) : bare;
}
