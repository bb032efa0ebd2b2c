import { newestPatch } from '../catalog/newest-patch.ts';
import type { Connection } from '../client/types.ts';
import { holds } from '../profile/condition.ts';
import type { ProfileApi, ProfileFind, ProfileTarget, ProfileThing } from '../profile/schema.ts';
import { fill } from '../profile/template.ts';
import { providerScope } from '../render/profiled/provider.ts';
import { holdingOf, type Scope, scopeOf, sentence, valuesOf } from '../render/profiled/scope.ts';
import type { SecretBag } from '../secrets.ts';
import { treeOf } from '../targets/tree.ts';
import type { FilledValue } from '../targets/values.ts';
import { atLeast } from '../version.ts';
import { authentikApi, authentikNoWay } from './authentik.ts';
import { type JsonObject, pathOf } from './compare.ts';
import type { ApplySide, Find, KeyUse, ListEntry, NoWay, Place, Thing, ThingRequest } from './things.ts';

type KnownApi = Exclude<ProfileApi, { none: string }>;
type Definition = Connection['provider']['definition'] | Connection['app']['definition'];

/** The API that takes one side of a connection, or why there is none, in a sentence. */
function apiOf(connection: Connection, side: 'provider' | 'app'): KnownApi | string {
  const { provider, app } = connection;
  const { definition, version } = side === 'provider' ? provider : app;
  const api = definition.profile?.api;
  if (api === undefined) return `Latchkey knows no API of ${definition.name} for this.`;
  if ('none' in api) return api.none;
  // A line of a provider counts as its newest patch.
  const at = side === 'provider' ? newestPatch(version.effective) : version.effective;
  if (api.since !== undefined && !atLeast(at, api.since))
    return `${definition.name} ${version.effective} is older than ${api.since}, from which on its API is known.`;
  if (api.before !== undefined && atLeast(at, api.before))
    return `${definition.name} ${version.effective} is newer than what is known of its API.`;
  return (api.things === undefined ? authentikNoWay(connection) : undefined) ?? api;
}

/** Why one side of a connection takes nothing through its product's API; undefined if it does. */
export function noWay(connection: Connection, side: 'provider' | 'app'): string | undefined {
  const api = apiOf(connection, side);
  return typeof api === 'string' ? api : undefined;
}

/**
 * What one side of a connection takes through its product's API, or why it takes nothing.
 *
 * @param bag the secrets of the app: values stand in `wanted` as they are, and `secrets` says where
 */
export function applySide(
  connection: Connection,
  side: 'provider' | 'app',
  bag: SecretBag,
): ApplySide | NoWay {
  const { provider, app } = connection;
  const definition = side === 'provider' ? provider.definition : app.definition;
  const version = side === 'provider' ? provider.version.effective : app.version.effective;
  const api = apiOf(connection, side);
  if (typeof api === 'string')
    return {
      side,
      app: connection.key,
      product: definition.name,
      why: `${definition.name} takes nothing from Latchkey itself: use its files or its steps. ${api}`,
    };
  const clients = bag.clients[connection.key];
  const secret = connection.client.token_endpoint_auth_method === 'none' ? undefined : clients?.client_secret;
  const { targets, scope } =
    side === 'provider'
      ? {
          targets: provider.definition.profile!.targets,
          scope: providerScope(provider.definition.profile!, connection, secret) as Scope,
        }
      : {
          targets: app.definition.profile!.targets,
          scope: scopeOf(app.definition.profile!, connection, secret ?? '') as Scope,
        };
  const parts =
    api.things === undefined
      ? authentikApi(connection, secret)
      : {
          finds: (api.finds ?? [])
            .filter((one) => holds(one, scope.at))
            .flatMap((one) => findsOf(one, scope)),
          things: api.things
            .filter((one) => holds(one, scope.at))
            .map((one) => thingOf(withoutIdleKeys(one, api.finds ?? [], scope), targets, scope)),
        };
  const origin = new URL(side === 'provider' ? provider.entry.url : app.url).origin;
  return {
    side,
    app: connection.key,
    owner: side === 'provider' ? provider.id : app.id,
    product: definition.name,
    version: String(version),
    origin,
    token: {
      right: api.token.right,
      ...(api.token.reads === undefined ? {} : { reads: api.token.reads }),
      how: api.token.how,
      header: api.token.header ?? 'Authorization: Bearer {token}',
      ...(api.token.headers === undefined ? {} : { headers: api.token.headers }),
      ...(api.token.encoded === undefined ? {} : { encoded: api.token.encoded }),
      ...(api.token.by_client === undefined ? {} : { by_client: address(api.token.by_client, scope) }),
    },
    ...parts,
    things: withAbsent(parts.things),
    client_id: connection.client.client_id,
    ...(api.clients === undefined
      ? {}
      : { clients: api.clients.map((one) => ({ ...one, url: address(one.url, scope) })) }),
    leaves: [
      ...unseenApi(definition, api),
      ...holdingOf(api.leaves ?? [], scope).flatMap((one) => sentence(one, scope) ?? []),
    ],
  };
}

/** The things with what their addresses say of them: one that can be made, and all that is read where it is. */
function withAbsent(things: readonly Thing[]): readonly Thing[] {
  const ofOne = new Set(
    things.flatMap(({ make, read: { url, list, where } }) =>
      make !== undefined && list === undefined && Object.keys(where).length === 0 ? [url] : [],
    ),
  );
  return things.map((one) =>
    ofOne.has(one.read.url) ? { ...one, read: { ...one.read, absent: true } } : one,
  );
}

/** What to do where the API was read, and nobody has seen it answer: what is unsure is said before it is used. */
function unseenApi({ name, profile }: Definition, api: KnownApi): readonly string[] {
  const certainty = api.source === undefined ? undefined : profile?.sources[api.source]?.certainty;
  if (certainty === undefined || certainty === 'ran') return [];
  const from = certainty === 'code' ? 'source code' : 'documentation';
  return [
    `Look at ${name}’s own screen whether it became so: how its API answers is known from its ${from}, and was not seen.`,
  ];
}

/** The thing without the keys of what is not looked up, such as a group where none is named. */
function withoutIdleKeys(thing: ProfileThing, finds: readonly ProfileFind[], scope: Scope): ProfileThing {
  if (thing.keys === undefined) return thing;
  const idle = finds.filter((one) => !holds(one, scope.at)).map(({ id }) => id);
  const keys = Object.entries(thing.keys).filter(
    ([, of]) => !idle.includes(typeof of === 'string' ? of : of.list),
  );
  return { ...thing, keys: Object.fromEntries(keys) };
}

/** One for each entry of a list, where it says so. */
function findsOf(one: ProfileFind, scope: Scope): Find[] {
  const listed = one.each === undefined ? undefined : fill(one.each, scope.lookup);
  const entries = one.each === undefined ? [undefined] : [listed ?? []].flat();
  return entries.map((entry): Find => {
    const of: Scope = {
      ...scope,
      lookup: (name, stated) => (name === 'each' ? entry : scope.lookup(name, stated)),
    };
    return {
      id: one.id,
      title: sentence(one.title, of) ?? one.title,
      read: {
        url: address(one.url, of),
        ...(one.list === undefined ? {} : { list: one.list }),
        where: whereOf(one.where, of),
      },
      key: one.key,
      lacks: sentence(one.lacks, of) ?? one.lacks,
      without: one.without ?? 'stop',
    };
  });
}

const whereOf = (where: Readonly<Record<Place, string>>, scope: Scope) =>
  Object.fromEntries(Object.entries(where).map(([place, text]) => [place, sentence(text, scope) ?? '']));

function thingOf(one: ProfileThing, targets: readonly ProfileTarget[], scope: Scope): Thing {
  const values = bodyOf(one, targets, scope);
  const wanted = treeOf(values) as JsonObject;
  const request = (method: ThingRequest['method'], url: string): ThingRequest => ({
    method,
    url: address(url, scope),
  });
  const where = {
    ...whereOf(one.read.where ?? {}, scope),
    ...beginning(one.read.begins, wanted),
  };
  const list = one.read.list ?? (one.entry && `${one.entry.at.replaceAll('/', '.')}.*`);
  return {
    id: one.id,
    title: sentence(one.title, scope) ?? one.title,
    read: {
      url: address(one.read.url, scope),
      ...(list === undefined ? {} : { list }),
      where,
      ...(one.read.shows === undefined ? {} : { shows: one.read.shows }),
    },
    ...(one.key === undefined ? {} : { key: one.key }),
    ...(one.part_of === undefined ? {} : { part_of: one.part_of }),
    ...(one.keys === undefined
      ? {}
      : {
          keys: Object.entries(one.keys).map(
            ([name, of]): KeyUse =>
              typeof of === 'string'
                ? { path: name, of: [of], list: false }
                : { path: name, of: [of.list], list: true },
          ),
        }),
    ...(one.make === undefined ? {} : { make: request(one.make.http, one.make.url) }),
    ...(one.change === undefined
      ? {}
      : { change: { ...request(one.change.http, one.change.url), whole: one.change.whole ?? false } }),
    ...(one.remove === undefined ? {} : { remove: request('DELETE', one.remove) }),
    ...(one.entry === undefined ? {} : asEntry(request(one.entry.http, one.entry.url), one.entry, where)),
    ...(one.fixed === undefined ? {} : { fixed: one.fixed }),
    ...(one.includes === undefined ? {} : { includes: one.includes }),
    ...(one.stated === undefined ? {} : { stated: one.stated }),
    ...(one.secrets === undefined ? {} : { shows_secrets: one.secrets }),
    wanted,
    secrets: values.filter(({ secret }) => secret).map(({ path }) => pathOf(path)),
    ...(one.read.begins === undefined ? {} : { beside: true as const }),
  };
}

/** The one request that makes, changes and removes an entry of a list. */
function asEntry(
  request: ThingRequest,
  { at, by_place }: NonNullable<ProfileThing['entry']>,
  where: ListEntry['where'],
) {
  const entry = { at, where, ...(by_place === undefined ? {} : { by_place }) };
  const whole = { ...request, entry };
  return { make: whole, change: { ...whole, whole: true }, remove: whole };
}

/** The few letters by which a product shows which secret is meant. */
function beginning(begins: ProfileThing['read']['begins'], wanted: JsonObject) {
  if (begins === undefined) return {};
  const value = wanted[begins.of];
  return { [begins.at]: typeof value === 'string' ? value.slice(0, begins.letters) : '' };
}

/** The values of the thing: its own, or those of the target that it is as. */
function bodyOf(
  { as, body }: ProfileThing,
  targets: readonly ProfileTarget[],
  scope: Scope,
): readonly FilledValue[] {
  if (as === undefined) return valuesOf(body ?? {}, scope);
  const counting = targets.filter((one) => holds(one, scope.at));
  if ('file' in as) {
    const target = counting.find((one) => 'file' in one && one.file === as.file);
    return target !== undefined && 'file' in target ? valuesOf(target.keys, scope) : [];
  }
  const target = counting.filter((one) => 'http' in one)[as.http];
  return target !== undefined && 'http' in target ? valuesOf(target.body, scope) : [];
}

/** An address, each value in it as one step of its path or one value of its query. */
function address(template: string, scope: Scope): string {
  const [, base = '', rest = ''] = /^(\{[a-z.]+\})(.*)$/s.exec(template) ?? [];
  const start = (sentence(base, scope) ?? '').replace(/\/+$/, '');
  return start + rest.replace(/\{[^{}]+\}/g, (one) => encodeURIComponent(sentence(one, scope) ?? ''));
}
