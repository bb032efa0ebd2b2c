import { atLeast } from '../../../version.ts';
import { meant, nearest } from '../../../workspace/nearest.ts';
import { isNameLike } from '../../../workspace/problem.ts';
import { renamed, together, valued, withKey, without } from '../mend.ts';
import type { Hit, Mend, Rule } from '../rule.ts';
import {
  child,
  type Entry,
  entryOf,
  isDynamic,
  isEmpty,
  itemsOf,
  type MapNode,
  mapsOf,
  type Node,
  textAt,
} from '../tree.ts';
import { type AutheliaConfiguration, isClientLike } from './configuration.ts';
import {
  KEYS,
  type Known,
  MAIN_KEYS,
  RENAMED_CLIENT_KEYS,
  RENAMED_PROVIDER_KEYS,
  TOP_KEYS,
  type Wanted,
} from './keys.ts';
import { S } from './sources.ts';
import { type KeyedMap, keyedMaps, PLACE_WORDS, placeOf } from './walk.ts';

type Config = AutheliaConfiguration;

/** A key of a file for a message: what looks like a value is not repeated. */
const named = (key: string): string => (isNameLike(key) ? key : '…');

const renamedAt = ({ place }: KeyedMap): ReadonlyMap<string, string> =>
  place === 'client' ? RENAMED_CLIENT_KEYS : place === 'oidc' ? RENAMED_PROVIDER_KEYS : new Map();

const maps = ({ files }: Config): readonly KeyedMap[] => files.flatMap(({ root }) => keyedMaps(root));

const fits = (node: Node, wants: Wanted): boolean =>
  wants === 'map' ? node.type === 'map' : wants === 'list' ? node.type === 'list' : node.type === 'scalar';

type Strange = 'misplaced' | 'misspelt' | 'unknown';

/** What is wrong with a key that doesn't belong into a map. */
function strange(found: KeyedMap, key: string, value: Node): { how: Strange; right?: string } | undefined {
  const known: ReadonlyMap<string, Known> = KEYS[found.place];
  const renamed = renamedAt(found);
  if (known.has(key) || renamed.has(key) || key === '') return undefined;
  const elsewhere = placeOf(key);
  const belongs = elsewhere === undefined ? undefined : KEYS[elsewhere].get(key);
  if (belongs !== undefined && fits(value, belongs.wants))
    return { how: 'misplaced', right: PLACE_WORDS[elsewhere!] };
  const right = nearest(key, [...known.keys()]);
  if (right !== undefined) return { how: 'misspelt', right };
  return {
    how: elsewhere === undefined ? 'unknown' : 'misplaced',
    ...(elsewhere === undefined ? {} : { right: PLACE_WORDS[elsewhere] }),
  };
}

const keysThatAre = (how: Strange) =>
  function* (config: Config): Generator<Hit> {
    for (const found of maps(config))
      for (const { key, at, value } of found.map.entries) {
        const wrong = strange(found, key, value);
        if (wrong?.how !== how) continue;
        const right = how === 'misspelt' ? meant(key, [...KEYS[found.place].keys()]) : undefined;
        const wants = right === undefined ? undefined : KEYS[found.place].get(right)?.wants;
        yield {
          at,
          with: { key: named(key), right: wrong.right, where: PLACE_WORDS[found.place] },
          ...(wants !== undefined && fits(value, wants) ? renamed({ at }, right) : {}),
        };
      }
  };

const DURATION =
  /^\d+\s*(?:y|M|w|d|h|m|s|ms|(?:year|month|week|day|hour|minute|second|millisecond)s?)?(?:\s*(?:\s+and\s+)?\d+\s*(?:y|M|w|d|h|m|s|ms|(?:year|month|week|day|hour|minute|second|millisecond)s?))*$/;

/** The words that other readers of YAML take for true and false. */
const flagOf = (text: string | undefined): boolean | undefined =>
  /^(?:yes|y|on)$/i.test(text ?? '') ? true : /^(?:no|n|off)$/i.test(text ?? '') ? false : undefined;

/** The span of before 4.38 below its new key; one of several at a time, because each changes the same map. */
function movedToLifespans(map: MapNode, { key, at, value }: Entry, now: string): Mend {
  const name = /^lifespans\.(.+)$/.exec(now)?.[1];
  const text = textAt(value);
  if (name === undefined || text === undefined) return {};
  const there = entryOf(map, 'lifespans');
  const span = value.type === 'scalar' && typeof value.value === 'number' ? value.value : text;
  if (there === undefined) return together(withKey(map, 'lifespans', { [name]: span }), without(at));
  return entryOf(there.value, name) === undefined && key !== ''
    ? together(withKey(there.value, name, span), without(at))
    : {};
}

/** Values whose form isn't what Authelia can read there. */
const valuesThatWant = (...wanted: readonly Wanted[]) =>
  function* (config: Config): Generator<Hit> {
    for (const { map, place } of maps(config))
      for (const { key, at, value } of map.entries) {
        const wants = KEYS[place].get(key)?.wants;
        if (wants === undefined || !wanted.includes(wants) || isEmpty(value) || isDynamic(value)) continue;
        const text = textAt(value);
        const wrong =
          wants === 'list'
            ? value.type === 'map'
            : wants === 'map'
              ? value.type !== 'map'
              : text === undefined ||
                (wants === 'flag' && !/^(?:1|t|T|TRUE|true|True|0|f|F|FALSE|false|False)$/.test(text)) ||
                (wants === 'number' && !/^-?\d+$/.test(text)) ||
                (wants === 'duration' && !DURATION.test(text));
        if (wrong) yield { at, with: { key }, ...(wants === 'flag' ? valued(value, flagOf(text)) : {}) };
      }
  };

/** The lists that stand in more than one file: only the last one counts. */
function* splitLists({ files }: Config, ...path: readonly string[]): Generator<Hit> {
  const having = files.flatMap(({ root }) => {
    const list = child(root, ...path);
    return isEmpty(list)
      ? []
      : [{ list: list!, at: entryOf(child(root, ...path.slice(0, -1)), path.at(-1)!)?.at ?? list! }];
  });
  const last = having.at(-1);
  for (const { at } of having.slice(0, -1))
    yield { at, with: { key: path.join('.'), file: at.file.name, other: last!.list.file.name } };
}

/** Maps of a file in which a key stands twice, each with the second place. */
function* doubled(root: Node): Generator<{ key: string; at: Hit['at']; map: Node }> {
  for (const map of mapsOf(root)) {
    const seen = new Set<string>();
    for (const { key, at } of map.entries) {
      if (seen.has(key)) yield { key, at, map };
      seen.add(key);
    }
  }
}

const beginsClient = (key: string): boolean => key === 'client_id' || key === 'id';

const hiddenIn = function* (node: Node): Generator<Node> {
  if (node.type === 'list') {
    for (const item of node.items)
      if (item.type === 'map' && isClientLike(item)) yield item;
      else yield* hiddenIn(item);
  } else if (node.type === 'map' && isClientLike(node)) yield node;
};

/** Rules about where keys stand and how files are joined. */
export const STRUCTURE: readonly Rule<Config>[] = [
  {
    id: 'authelia-client-key-renamed',
    severity: 'warning',
    since: '4.38',
    says: 'The key {key} of a client is called {now} since 4.38. Authelia still takes the old name and warns at each start.',
    fix: 'Write {now} in place of {key}.',
    source: S.renamed,
    mends: 'always',
    *find(config) {
      for (const { map, place } of maps(config))
        if (place === 'client')
          for (const { key, at } of map.entries) {
            const now = RENAMED_CLIENT_KEYS.get(key);
            if (now !== undefined && entryOf(map, now) === undefined)
              yield { at, with: { key, now }, ...renamed({ at }, now) };
          }
    },
  },
  {
    id: 'authelia-provider-key-renamed',
    severity: 'warning',
    since: '4.38',
    says: 'The key {key} is called {now} since 4.38. Authelia still takes the old name and warns at each start; no login fails because of it.',
    fix: 'Move its value to {now}.',
    source: S.renamed,
    mends: 'if it is a span',
    *find(config) {
      for (const { map, place } of maps(config))
        if (place === 'oidc')
          for (const { key, at, value } of map.entries) {
            const now = RENAMED_PROVIDER_KEYS.get(key);
            if (now === undefined || (now === 'jwks' && entryOf(map, 'jwks'))) continue;
            yield { at, with: { key, now }, ...movedToLifespans(map, { key, at, value }, now) };
          }
    },
  },
  {
    id: 'authelia-old-and-new-key',
    severity: 'warning',
    since: '4.38',
    says: 'The client has {key} and {now}, which are the same setting. Only {now} counts.',
    fix: 'Take {key} out.',
    source: S.renamed,
    mends: 'if the old key isn’t the first of its client',
    *find(config) {
      for (const { map, place } of maps(config))
        if (place === 'client')
          for (const { key, at } of map.entries) {
            const now = RENAMED_CLIENT_KEYS.get(key);
            if (now !== undefined && entryOf(map, now)) yield { at, with: { key, now }, ...without(at) };
          }
    },
  },
  {
    id: 'authelia-key-too-new',
    severity: 'error',
    says: 'The key {key} exists since Authelia {since}, and this one is {version}. It doesn’t start: “configuration key not expected”.',
    fix: 'Update Authelia to {since}, or take the key out.',
    source: S.keys,
    *find(config) {
      const { version } = config;
      if (version === undefined) return;
      for (const { map, place } of maps(config))
        for (const { key, at } of map.entries) {
          const since = KEYS[place].get(key)?.since;
          if (since !== undefined && !atLeast(version, since)) yield { at, with: { key, since, version } };
        }
    },
  },
  {
    id: 'authelia-key-misspelt',
    severity: 'error',
    says: 'There is no key {key} in {where}. Authelia doesn’t start: “configuration key not expected”.',
    fix: 'Write {right}, if that is meant.',
    source: S.run,
    mends: 'if one key alone is meant',
    find: keysThatAre('misspelt'),
  },
  {
    id: 'authelia-key-unknown',
    severity: 'error',
    says: 'There is no key {key} in {where}. Authelia doesn’t start: “configuration key not expected”.',
    fix: 'Take it out.',
    source: S.run,
    find: keysThatAre('unknown'),
  },
  {
    id: 'authelia-key-misplaced',
    severity: 'error',
    says: 'The key {key} doesn’t belong into {where}: it stands at the wrong indentation. Authelia doesn’t start, or doesn’t see what is below it.',
    fix: 'Move it into {right}.',
    source: S.run,
    find: keysThatAre('misplaced'),
  },
  {
    id: 'authelia-top-key-misspelt',
    severity: 'error',
    says: 'Authelia has no outermost key {key}, and doesn’t start: “configuration key not expected”.',
    fix: 'Write {right}, if that is meant.',
    source: S.keys,
    mends: 'if one key alone is meant',
    *find({ files }) {
      for (const { root } of files) {
        if (root.type !== 'map' || !root.entries.some(({ key }) => MAIN_KEYS.includes(key))) continue;
        for (const { key, at } of root.entries) {
          const right = TOP_KEYS.includes(key) ? undefined : nearest(key, TOP_KEYS);
          if (right !== undefined)
            yield { at, with: { key: named(key), right }, ...renamed({ at }, meant(key, TOP_KEYS)) };
        }
      }
    },
  },
  {
    id: 'authelia-key-twice',
    severity: 'error',
    says: 'The key {key} stands twice in the same map. Authelia can’t read the file and starts without all of it.',
    fix: 'Put both together under one key.',
    source: S.run,
    *find({ files }) {
      for (const { root } of files)
        for (const { key, at, map } of doubled(root))
          if (!(beginsClient(key) && isClientLike(map))) yield { at, with: { key: named(key) } };
    },
  },
  {
    id: 'authelia-client-without-dash',
    severity: 'error',
    says: 'A second {key} stands in the same client: the next client begins here and has no dash in front of it.',
    fix: 'Write “- {key}: …”, at the indentation of the other dashes.',
    source: S.run,
    *find({ files }) {
      for (const { root } of files)
        for (const { key, at, map } of doubled(root))
          if (beginsClient(key) && isClientLike(map)) yield { at, with: { key } };
    },
  },
  {
    id: 'authelia-client-hidden',
    severity: 'error',
    says: 'A client stands inside another list or client, because it is indented too far. Authelia doesn’t see it as a client.',
    fix: 'Indent its dash like the dashes of the other entries of clients.',
    source: S.keys,
    *find({ files }) {
      for (const { root } of files)
        for (const item of itemsOf(child(root, 'identity_providers', 'oidc', 'clients'))) {
          if (item.type === 'list') for (const hidden of hiddenIn(item)) yield { at: hidden };
          if (item.type === 'map')
            for (const { value } of item.entries) for (const hidden of hiddenIn(value)) yield { at: hidden };
        }
    },
  },
  {
    id: 'authelia-client-not-a-map',
    severity: 'error',
    says: 'An entry of clients is a single text and not a client.',
    fix: 'Write the keys of the client below its dash: client_id, client_secret, redirect_uris.',
    source: S.decoding,
    *find({ files }) {
      for (const { root } of files) {
        const clients = child(root, 'identity_providers', 'oidc', 'clients');
        if (clients?.type === 'list')
          for (const item of clients.items) if (item.type === 'scalar' && !item.dynamic) yield { at: item };
      }
    },
  },
  {
    id: 'authelia-clients-in-two-files',
    severity: 'error',
    says: 'The clients in {file} are lost: {other} has clients, too, and Authelia takes a list whole from the last file that has it. It says nothing about that.',
    fix: 'Put all clients into one file.',
    source: S.files,
    find: (config) => splitLists(config, 'identity_providers', 'oidc', 'clients'),
  },
  {
    id: 'authelia-list-in-two-files',
    severity: 'warning',
    says: 'The list {key} in {file} is lost: {other} has it, too, and Authelia takes a list whole from the last file that has it.',
    fix: 'Put the whole list into one file.',
    source: S.files,
    *find(config) {
      yield* splitLists(config, 'identity_providers', 'oidc', 'jwks');
      yield* splitLists(config, 'session', 'cookies');
      yield* splitLists(config, 'access_control', 'rules');
    },
  },
  {
    id: 'authelia-no-clients',
    severity: 'error',
    says: 'The OpenID Connect part has no client, and Authelia doesn’t start so. If the clients stand in another file, that file has to be loaded, too.',
    fix: 'Add at least one client, or take identity_providers.oidc out.',
    source: S.validator,
    *find({ oidc, complete, root }) {
      if (oidc?.type !== 'map' || isDynamic(oidc)) return;
      const clients = entryOf(oidc, 'clients');
      const outside = entryOf(child(root, 'identity_providers'), 'clients');
      if (outside !== undefined || !isEmpty(clients?.value)) return;
      if (clients !== undefined || complete) yield { at: clients?.at ?? oidc };
    },
  },
  {
    id: 'authelia-wrong-list',
    severity: 'error',
    says: '{key} has to be a list; here it is a map.',
    fix: 'Put a dash in front of each entry.',
    source: S.decoding,
    find: valuesThatWant('list'),
  },
  {
    id: 'authelia-wrong-map',
    severity: 'error',
    says: '{key} has to hold keys of its own; here stands a single value or a list.',
    fix: 'Write its keys below it, without dashes.',
    source: S.decoding,
    find: valuesThatWant('map'),
  },
  {
    id: 'authelia-wrong-flag',
    severity: 'error',
    says: '{key} has to be true or false. Authelia doesn’t read words such as yes and on.',
    fix: 'Write true or false.',
    source: S.decoding,
    mends: 'if it is yes, no, on or off',
    find: valuesThatWant('flag'),
  },
  {
    id: 'authelia-wrong-value',
    severity: 'error',
    says: '{key} doesn’t have the form that Authelia reads there.',
    fix: 'Write one text, a whole number, or a duration such as 1h or 7d, as the key wants it.',
    source: S.decoding,
    find: valuesThatWant('text', 'number', 'duration'),
  },
];
