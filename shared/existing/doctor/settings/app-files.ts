import type { ProfileJson } from '../../../profile/schema.ts';
import type { ReadEntry } from '../../../targets/reading.ts';
import type { KnownApp } from '../known-app.ts';
import type { Place, ReadFile } from '../tree.ts';
import { type AppSide, keysOf } from './app-side.ts';
import type { ProfileTargetKey, Written } from './said.ts';

/** Files that are neither settings nor YAML, whatever stands in them: programs, pages, scripts. */
const NO_SETTINGS =
  /\.(?:[cm]?[jt]sx?|go|rs|java|kt|cs|c|h|cpp|bash|ps1|md|rst|html?|css|svg|sql|tf|hcl|nix|jsonnet)$/i;

export const isNoSettings = (name: string): boolean => NO_SETTINGS.test(name);

/** What stands in a file of an app under each name that the profile has, and the names beside those. */
export function keysInFile(
  app: KnownApp,
  file: ReadFile,
  entries: readonly ReadEntry[],
): Pick<AppSide, 'written' | 'others'> {
  const byPath = new Map<string, ReadEntry | undefined>();
  for (const entry of entries) {
    const path = entry.path.map(step).join('/');
    // What stands in two entries of a list is nobody's for certain.
    byPath.set(path, byPath.has(path) && path.includes(ANY) ? undefined : entry);
  }
  const keys = leavesOf(app);
  const written = keys.flatMap((key): Written[] => {
    const entry = byPath.get(key.name);
    return entry === undefined ? [] : [{ name: key.name, ...statedAt(file, entry), key }];
  });
  return { written, others: othersIn(keys, file, byPath, written) };
}

/** The place of an entry in a list, whichever it is. */
const ANY = '#';

const step = (one: string | number): string => (typeof one === 'number' ? ANY : one);

/** The keys of an app's files, and instead of one that holds a tree the keys in it. */
function leavesOf(app: KnownApp): readonly ProfileTargetKey[] {
  const found = new Map<string, ProfileTargetKey>();
  const add = (name: string, form: ProfileJson, key: ProfileTargetKey): void => {
    if (typeof form === 'object') {
      for (const [inner, one] of Object.entries(form))
        add(`${name}/${Array.isArray(form) ? ANY : inner}`, one as ProfileJson, key);
      return;
    }
    const known = found.get(name);
    found.set(name, { ...key, name, forms: [...new Set([...(known?.forms ?? []), form])] });
  };
  for (const key of keysOf(app, 'file')) for (const form of key.forms) add(key.name, form, key);
  return [...found.values()];
}

const statedAt = (file: ReadFile, { value, span, interpolates, tag }: ReadEntry) => ({
  at: { file, start: span.offset },
  value: typeof value === 'object' ? '' : String(value),
  dynamic: typeof value === 'object' || interpolates !== undefined || tag !== undefined,
});

/** The keys beside those of the profile, which may be one of them, misspelt. */
function othersIn(
  keys: readonly ProfileTargetKey[],
  file: ReadFile,
  all: ReadonlyMap<string, ReadEntry | undefined>,
  written: readonly Written[],
): NonNullable<AppSide['others']> {
  const known = new Set(keys.map(({ name }) => name));
  const parents = new Set(written.map(({ name }) => parentOf(name)));
  const names = new Map<string, Place>();
  for (const [path, entry] of all) {
    // A list of values stands below its key, too.
    const name = path.replace(/(?:\/#)+$/, '');
    if (entry === undefined || known.has(path) || known.has(name) || !parents.has(parentOf(name))) continue;
    if (!names.has(name)) names.set(name, { file, start: entry.key.offset });
  }
  return { known: [...known], names: [...names].map(([name, at]) => ({ name, at })) };
}

const parentOf = (name: string): string => name.slice(0, name.lastIndexOf('/') + 1);
