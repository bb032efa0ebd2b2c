import { builtInProvider, PROVIDER_PROFILE_KINDS } from '../../profile/built-in.ts';
import type { ProviderProfile } from '../../profile/provider-schema.ts';
import type { ProfileValue } from '../../profile/schema.ts';
import { partsOf } from '../../profile/template.ts';
import { choicesOf } from '../../profile/value.ts';
import { kindsInTree } from '../doctor/provider-tree.ts';
import type { Environment } from '../doctor/settings/environment.ts';
import { child, itemsOf, type Node, type Place, textAt, textsOf } from '../doctor/tree.ts';
import { type FoundClient, type FoundProvider, foundAt, type Leftover } from './found.ts';
import { secretText } from './secret-text.ts';

/** What stands under one key of a provider's profile. */
interface Told {
  readonly value: string | readonly string[];
  readonly at: Place;
}

/** A client as the keys of a profile have it, by those keys. */
interface Declared {
  readonly at: Place;
  readonly keys: ReadonlyMap<string, Told>;
  /** Names in the file that the profile doesn't have. */
  readonly other: readonly { readonly name: string; readonly at: Place }[];
}

/**
 * Clients that are declared in a file or an environment, for those providers whose profile says in which keys. Providers
 * whose clients are only made on a screen have no such file.
 */
export function declaredProviders(
  trees: readonly Node[],
  environments: readonly Environment[],
): FoundProvider[] {
  return PROVIDER_PROFILE_KINDS.flatMap((kind): FoundProvider[] => {
    const profile = builtInProvider(kind)!;
    return profile.targets.flatMap((target): FoundProvider[] => {
      if (!('keys' in target)) return [];
      const declared =
        'env' in target
          ? environments.flatMap((one) => inEnvironment(target.keys, one))
          : trees
              .filter((tree) => kindsInTree(tree).includes(kind))
              .flatMap((tree) => inTree(target.keys, tree));
      const clients = declared.flatMap((one) => clientOf(one, target.keys, profile) ?? []);
      const [first] = clients;
      return first === undefined
        ? []
        : [{ file: first.file, line: first.line, entry: { kind }, clients, secrets: [], leftovers: [] }];
    });
  });
}

/** One client of each id that is part of the names of variables. */
function inEnvironment(keys: Readonly<Record<string, ProfileValue>>, { variables }: Environment): Declared[] {
  const names = Object.keys(keys).flatMap((key) => {
    const [before, after, ...more] = key.split(/\{[^{}]*\}/);
    return after === undefined || more.length > 0 ? [] : [{ key, before: before!, after }];
  });
  const found = new Map<string, { at: Place; keys: Map<string, Told> }>();
  for (const { name, value, at, dynamic } of variables) {
    const known = names.find(
      ({ before, after }) =>
        name.length > before.length + after.length && name.startsWith(before) && name.endsWith(after),
    );
    if (known === undefined) continue;
    const id = name.slice(known.before.length, name.length - known.after.length);
    const client = found.get(id) ?? { at, keys: new Map() };
    found.set(id, client);
    if (!dynamic) client.keys.set(known.key, { value, at });
    client.keys.set('id', { value: id, at: client.at });
  }
  // A single name may be that of something else.
  return [...found.values()].flatMap((one) => (one.keys.size > 2 ? [{ ...one, other: [] }] : []));
}

/** One client of each item of the list in which the profile writes one. */
function inTree(keys: Readonly<Record<string, ProfileValue>>, tree: Node): Declared[] {
  const paths = Object.keys(keys).map((key) => key.split('/'));
  const [list] = paths[0]!;
  const known = new Set(paths.map((path) => path[2]!));
  return itemsOf(child(tree, list!)).flatMap((item): Declared[] => {
    if (item.type !== 'map') return [];
    const told = new Map<string, Told>();
    for (const [, , key] of paths) {
      const node = child(item, key!);
      const text = textAt(node);
      if (node !== undefined)
        told.set(`${list}/0/${key}`, {
          value: node.type === 'list' ? textsOf(node) : (text ?? ''),
          at: node,
        });
    }
    const other = item.entries.flatMap(({ key, at }) => (known.has(key) ? [] : [{ name: key, at }]));
    return [{ at: item, keys: told, other }];
  });
}

function clientOf(
  { at, keys: told, other }: Declared,
  keys: Readonly<Record<string, ProfileValue>>,
  profile: ProviderProfile,
): FoundClient | undefined {
  const values = new Map<string, Told>();
  const holds = new Set<string>();
  for (const [key, one] of told)
    for (const { value, when } of choicesOf(keys[key] ?? '')) {
      const part = typeof value === 'string' ? partsOf(value)[0] : undefined;
      if (part !== undefined) values.set(part.name, listed(one, part.filters));
      else if (String(value) === one.value)
        for (const each of when ?? []) if (typeof each === 'string') holds.add(each);
    }
  const text = (name: string): string | undefined => {
    const value = values.get(name)?.value;
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const list = (name: string): readonly string[] | undefined => {
    const value = values.get(name)?.value;
    return value === undefined || typeof value === 'string' ? undefined : value;
  };
  const id = told.get('id')?.value;
  const client_id = text('client_id') ?? (typeof id === 'string' ? id : undefined);
  if (client_id === undefined) return undefined;
  const isPublic = holds.has('client.public') || text('method') === 'none';
  const secret = values.get('client_secret');
  const kept = secret === undefined || isPublic ? undefined : secretText(String(secret.value));
  const method = text('method');
  const name = text('app.name');
  const uri = text('app.url');
  return {
    ...foundAt(at),
    client_id,
    ...(name === undefined ? {} : { client_name: name }),
    ...(uri === undefined ? {} : { client_uri: uri }),
    redirect_uris: list('callbacks') ?? [],
    ...(isPublic
      ? { token_endpoint_auth_method: 'none' }
      : method === undefined
        ? {}
        : { token_endpoint_auth_method: method }),
    ...(list('groups') === undefined ? {} : { groups: list('groups')! }),
    ...(holds.has('consent.never') ? { consent: 'never' } : {}),
    ...(kept?.form === 'clear' && secret !== undefined
      ? { secret: { ...foundAt(secret.at), form: 'clear' as const, value: kept.value } }
      : {}),
    leftovers: [
      ...(kept?.form === 'neither' && secret !== undefined
        ? [{ ...foundAt(secret.at), what: 'client_secret', why: kept.why }]
        : []),
      ...other.map(
        (one): Leftover => ({
          ...foundAt(one.at),
          what: one.name,
          why: `A workspace can’t say this; it stays in ${profile.name}’s own file.`,
        }),
      ),
    ],
  };
}

/** A text that holds a list, as the list. */
const listed = (told: Told, filters: readonly (readonly [string, string?])[]): Told => {
  const sign = filters.some(([filter]) => filter === 'comma') ? /\s*,\s*/ : undefined;
  return sign === undefined || typeof told.value !== 'string'
    ? told
    : { ...told, value: told.value.split(sign).filter((one) => one !== '') };
};
