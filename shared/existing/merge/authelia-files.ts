import { isMap, isScalar, isSeq, type ParsedNode, type YAMLMap } from 'yaml';
import { fail, ok, type Result } from '../../result.ts';
import { lineOf } from './edits.ts';
import { mapAt, placeOf, reach, twiceIn } from './yaml-plan.ts';
import {
  asMap,
  type FileText,
  followed,
  isNothing,
  lookUp,
  readSource,
  type YamlSource,
} from './yaml-source.ts';

export const OIDC = ['identity_providers', 'oidc'] as const;
export const CLIENTS = [...OIDC, 'clients'] as const;

/** Names of a client's keys before 4.38. Authelia maps them itself, with a warning, until 5.0. */
const OLD_NAMES: ReadonlyMap<string, string> = new Map([
  ['client_id', 'id'],
  ['client_secret', 'secret'],
  ['client_name', 'description'],
  ['sector_identifier_uri', 'sector_identifier'],
  ['userinfo_signed_response_alg', 'userinfo_signing_algorithm'],
]);

export const oldName = (key: string): string | undefined => OLD_NAMES.get(key);
export const oldNames = (): Iterable<readonly [name: string, old: string]> => OLD_NAMES;

/** Reads all files of an Authelia. */
export function readAll(files: readonly FileText[]): Result<readonly YamlSource[]> {
  const sources: YamlSource[] = [];
  for (const file of files) {
    const source = readSource(file, true);
    if (!source.ok) return source;
    const { contents } = source.value.document;
    if (!isNothing(contents) && !isMap(contents)) {
      return fail(
        'existing-not-authelia',
        `${file.name} is not a configuration of Authelia: it doesn’t begin with keys.`,
      );
    }
    const unfit = duplicateIn(source.value) ?? dottedIn(source.value);
    if (unfit) return unfit;
    sources.push(source.value);
  }
  return ok(sources);
}

/** Authelia refuses a file in which a key stands twice, and we might edit the wrong one of the two. */
function duplicateIn(source: YamlSource): Result<never> | undefined {
  const root = source.document.contents;
  const oidc = mapAt(source, OIDC);
  const maps = [
    asMap(root),
    mapAt(source, OIDC.slice(0, 1)),
    oidc,
    mapAt(source, [...OIDC, 'claims_policies']),
    mapAt(source, [...OIDC, 'authorization_policies']),
    ...clientsOf(source).map(({ map }) => map),
  ];
  for (const map of maps) {
    const twice = map && twiceIn(source, map);
    if (twice === undefined) continue;
    const { name, lines } = twice;
    return fail(
      'existing-duplicate',
      `${source.name}: “${name}” stands twice in one map, in line ${lines[0]} and in line ${lines[1]}. Authelia doesn’t start with such a file. Join the two first.`,
    );
  }
  return undefined;
}

/** What is edited below each part of the way. */
const EDITED: readonly (readonly string[])[] = [
  [OIDC[0]],
  [OIDC[1]],
  ['clients', 'jwks', 'cors', 'claims_policies', 'authorization_policies'],
];

/** Authelia takes a key with dots for a path of keys: what stands there twice would then not be seen. */
function dottedIn(source: YamlSource): Result<never> | undefined {
  for (const [depth, edited] of EDITED.entries()) {
    const map = asMap(depth === 0 ? source.document.contents : reach(source, OIDC.slice(0, depth)).value);
    for (const { key } of map?.items ?? []) {
      const name = isScalar(key) ? String(key.value) : '';
      if (!edited.some((one) => name.startsWith(`${one}.`))) continue;
      return fail(
        'existing-dotted',
        `${source.name}, line ${lineOf(source.text, (key as ParsedNode).range[0])}: “${name}” is written with dots, so what stands there can’t be told apart from what stands in maps. Write it as maps in one another first.`,
      );
    }
  }
  return undefined;
}

/** A client as it stands in a file. */
export interface ExistingClient {
  readonly map: YAMLMap;
  readonly index: number;
  /** The item of the list: an alias, if the client stands elsewhere. */
  readonly item: ParsedNode;
}

export function clientsOf(source: YamlSource): ExistingClient[] {
  const { value } = reach(source, CLIENTS);
  if (!isSeq(value)) return [];
  return value.items.flatMap((item, index) => {
    const map = asMap(followed(source, item));
    return map === undefined ? [] : [{ map, index, item: item as ParsedNode }];
  });
}

/** A single value of a client, by its name or by that of before 4.38. */
export function textOf(source: YamlSource, { map }: ExistingClient, key: string): string | undefined {
  const old = oldName(key);
  const looked = lookUp(source, map, key) ?? (old === undefined ? undefined : lookUp(source, map, old));
  const node = followed(source, looked?.value);
  return isScalar(node) && node.value !== null ? String(node.value) : undefined;
}

/** The last file that has the path, also without a value: that one counts for Authelia. */
export function lastWith(sources: readonly YamlSource[], path: readonly string[]): number | undefined {
  const index = sources.findLastIndex((source) => reach(source, path).found === path.length);
  return index < 0 ? undefined : index;
}

/** The file into which something new at this path belongs. */
export function fileFor(sources: readonly YamlSource[], path: readonly string[]): number {
  for (const way of [path, CLIENTS, OIDC, OIDC.slice(0, 1)]) {
    const file = lastWith(sources, way);
    if (file !== undefined) return file;
  }
  return 0;
}

/** A later file in which a map on the way is empty: for Authelia it replaces what earlier files have there. */
export function droppedByLater(sources: readonly YamlSource[]): Result<never> | undefined {
  for (const path of [OIDC.slice(0, 1), OIDC]) {
    const file = lastWith(sources, path);
    if (file === undefined) continue;
    const { value, pair, blocked } = reach(sources[file]!, path);
    const earlier = sources.slice(0, file).find((source) => mapAt(source, path));
    if (isMap(value) || pair === undefined || earlier === undefined) continue;
    return fail(
      'existing-overridden',
      `${placeOf(sources[file]!, blocked ?? pair.key.range[0])}: “${path.join('.')}” is empty here. Authelia loads this file after ${earlier.name}, so it drops what stands there. Take the line out first.`,
    );
  }
  return undefined;
}

/** Says of each list that stands in more than one file that only the last one counts. */
export function listsInSeveral(sources: readonly YamlSource[]): string[] {
  return ['clients', 'jwks'].flatMap((key) => {
    const path = [...OIDC, key];
    const having = sources.filter((source) => reach(source, path).found === path.length);
    const last = having.at(-1);
    if (having.length < 2 || last === undefined) return [];
    const places = having.map((source) => placeOf(source, reach(source, path).pair?.key.range[0] ?? 0));
    return [
      `“${key}” stands in several files (${places.join('; ')}). Authelia takes the list of ${last.name} alone and ignores the others without a word, so that one is edited. Move the entries of the others into it.`,
    ];
  });
}
