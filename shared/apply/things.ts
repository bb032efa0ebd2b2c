import type { Connection } from '../client/types.ts';
import { holds } from '../profile/condition.ts';
import type { ProfileApi, ProfileTarget } from '../profile/schema.ts';
import { providerScope } from '../render/profiled/provider.ts';
import { holdingOf, type Scope, scopeOf, sentence, valuesOf } from '../render/profiled/scope.ts';
import type { SecretBag } from '../secrets.ts';
import { type Tree, treeOf } from '../targets/tree.ts';
import type { FilledValue } from '../targets/values.ts';
import { atLeast } from '../version.ts';
import { pathOf, type ShownSecrets } from './compare.ts';

/** Where in an answer something stands: names with a dot between them, `*` for each entry. */
export type Place = string;

/** One request, complete but for the keys of things that are only known once they are there: `:client`. */
export interface ThingRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: string;
  /** What is sent is one entry of a list that stands at `url` and is sent as a whole; nothing sent: the list without it. */
  readonly entry?: ListEntry;
}

/** One entry of a list within an answer. */
export interface ListEntry {
  /** Where the list stands, with slashes. */
  readonly at: string;
  /** Which entry it is. */
  readonly where: Readonly<Record<Place, string>>;
  /** What an entry doesn't show stays with its place, so that only the last can be removed. */
  readonly by_place?: true;
}

/** One thing that a product shall hold, such as a client, filled in from a profile's `api`. */
export interface Thing {
  readonly id: string;
  readonly title: string;
  readonly read: {
    readonly url: string;
    readonly list?: Place;
    readonly where: Readonly<Record<Place, string>>;
  };
  readonly key?: Place;
  readonly make?: ThingRequest;
  readonly change?: ThingRequest & { readonly whole: boolean | readonly string[] };
  readonly remove?: ThingRequest;
  readonly wanted: Tree;
  /** The paths in `wanted`, with slashes, that hold a secret. */
  readonly secrets: readonly string[];
  /** Paths that no request changes. */
  readonly fixed?: readonly string[];
  /** Paths that have to be there also where they are empty. */
  readonly stated?: readonly string[];
  /** Absent: a secret is never answered. */
  readonly shows_secrets?: ShownSecrets;
  /** Others of its kind stand beside it, as a client's secrets do where it may have two. */
  readonly beside?: true;
  /** It was made by an earlier run, and is to be there no more once this other thing is there. */
  readonly former?: string;
}

/** Where the access token comes from and goes. */
export interface TokenNeed {
  readonly right: string;
  readonly how: string;
  /** `Authorization: Bearer {token}` */
  readonly header: string;
  /** Further headers of every request. */
  readonly headers?: Readonly<Record<string, string>>;
  /** What is asked for is `NAME:PASSWORD`, for HTTP Basic. */
  readonly encoded?: 'basic';
  /** What is asked for is `ID:SECRET`, for which this address gives a token. */
  readonly by_client?: string;
}

/** One side of one app, as it is applied through a product's API. */
export interface ApplySide {
  readonly side: 'provider' | 'app';
  /** The app's key in the workspace. */
  readonly app: string;
  /** Whose API it is: the id of the provider, or of the app. */
  readonly owner: string;
  /** The product, by its own name, and the version that is written for. */
  readonly product: string;
  readonly version: string;
  /** The only origin that a request or a token goes to. */
  readonly origin: string;
  readonly token: TokenNeed;
  readonly things: readonly Thing[];
  /** What stays to be done by hand, as sentences. */
  readonly leaves: readonly string[];
}

/** Why a side can't be applied, and what to do instead. */
export interface NoWay {
  readonly side: 'provider' | 'app';
  readonly app: string;
  readonly product: string;
  readonly why: string;
}

type KnownApi = Exclude<ProfileApi, { none: string }>;

/** The API that takes one side of a connection, or why there is none, in a sentence. */
function apiOf({ provider, app }: Connection, side: 'provider' | 'app'): KnownApi | string {
  const { definition, version } = side === 'provider' ? provider : app;
  const api = definition.profile?.api;
  if (api === undefined)
    return `Latchkey knows no API of ${definition.name} for this: use its files or its steps.`;
  if ('none' in api)
    return `${definition.name} takes nothing from Latchkey itself: use its files or its steps. ${api.none}`;
  if (api.since !== undefined && !atLeast(version.effective, api.since))
    return `${definition.name} ${version.effective} is older than ${api.since}, from which on its API is known: use its files or its steps.`;
  return api;
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
  if (typeof api === 'string') return { side, app: connection.key, product: definition.name, why: api };
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
  const things = api.things.filter((one) => holds(one, scope.at)).map((one) => thingOf(one, targets, scope));
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
      how: api.token.how,
      header: api.token.header ?? 'Authorization: Bearer {token}',
      ...(api.token.headers === undefined ? {} : { headers: api.token.headers }),
      ...(api.token.encoded === undefined ? {} : { encoded: api.token.encoded }),
      ...(api.token.by_client === undefined ? {} : { by_client: address(api.token.by_client, scope) }),
    },
    things,
    leaves: holdingOf(api.leaves ?? [], scope).flatMap((one) => sentence(one, scope) ?? []),
  };
}

export const isNoWay = (one: ApplySide | NoWay): one is NoWay => 'why' in one;

function thingOf(one: ProfileApi['things'][number], targets: readonly ProfileTarget[], scope: Scope): Thing {
  const values = bodyOf(one, targets, scope);
  const wanted = treeOf(values);
  const request = (method: ThingRequest['method'], url: string): ThingRequest => ({
    method,
    url: address(url, scope),
  });
  const where = {
    ...Object.fromEntries(
      Object.entries(one.read.where ?? {}).map(([place, text]) => [place, sentence(text, scope) ?? '']),
    ),
    ...beginning(one.read.begins, wanted),
  };
  const list = one.read.list ?? (one.entry && `${one.entry.at.replaceAll('/', '.')}.*`);
  return {
    id: one.id,
    title: sentence(one.title, scope) ?? one.title,
    read: { url: address(one.read.url, scope), ...(list === undefined ? {} : { list }), where },
    ...(one.key === undefined ? {} : { key: one.key }),
    ...(one.make === undefined ? {} : { make: request(one.make.http, one.make.url) }),
    ...(one.change === undefined
      ? {}
      : { change: { ...request(one.change.http, one.change.url), whole: one.change.whole ?? false } }),
    ...(one.remove === undefined ? {} : { remove: request('DELETE', one.remove) }),
    ...(one.entry === undefined ? {} : asEntry(request(one.entry.http, one.entry.url), one.entry, where)),
    ...(one.fixed === undefined ? {} : { fixed: one.fixed }),
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
  { at, by_place }: NonNullable<ProfileApi['things'][number]['entry']>,
  where: ListEntry['where'],
) {
  const entry = { at, where, ...(by_place === undefined ? {} : { by_place }) };
  const whole = { ...request, entry };
  return { make: whole, change: { ...whole, whole: true }, remove: whole };
}

/** The few letters by which a product shows which secret is meant. */
function beginning(begins: ProfileApi['things'][number]['read']['begins'], wanted: Tree) {
  if (begins === undefined) return {};
  const value = wanted[begins.of];
  return { [begins.at]: typeof value === 'string' ? value.slice(0, begins.letters) : '' };
}

/** The values of the thing: its own, or those of the target that it is as. */
function bodyOf(
  { as, body }: ProfileApi['things'][number],
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
