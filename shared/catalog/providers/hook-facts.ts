import { builtInProvider } from '../../profile/built-in.ts';
import type { ProviderHook } from '../../profile/provider-schema.ts';
import type { Version } from '../../version.ts';
import { type Source, type TraitsAt, traitsAt } from '../fact.ts';
import { profileSource, table } from '../facts-of.ts';
import { newestPatch } from '../newest-patch.ts';

/** The profile that names a hook has the hook's name; it was checked when Latchkey was built. */
const profileOf = (hook: ProviderHook) => builtInProvider(hook)!;

/** A source of the profile that names this hook, for the reasons that the hook gives. */
export const hookSource = (hook: ProviderHook, id: string): Source => profileSource(profileOf(hook), id);

/** What its own compose file calls its container. */
export const hookContainer = (hook: ProviderHook): string => profileOf(hook).container?.name ?? hook;

/**
 * The profile's `dialect` at one version: the names and defaults that its hook writes. A line without a patch counts as
 * its newest patch.
 */
export function dialectAt<T extends object>(hook: ProviderHook, version: Version): TraitsAt<T> {
  const before = read.get(`${hook} ${version}`);
  if (before) return before as unknown as TraitsAt<T>;
  const { dialect = {} } = profileOf(hook);
  const facts = Object.fromEntries(
    Object.entries(dialect).map(([key, of]) => [key, table(of, (id) => profileSource(profileOf(hook), id))]),
  );
  const at = traitsAt(facts, newestPatch(version));
  read.set(`${hook} ${version}`, at);
  return at as unknown as TraitsAt<T>;
}

/** Asked for many times for each client. */
const read = new Map<string, ReturnType<typeof traitsAt>>();
