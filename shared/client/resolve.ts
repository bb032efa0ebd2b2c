import { traitsAt } from '../catalog/fact.ts';
import type { AppDefinition, ProviderDefinition } from '../catalog/types.ts';
import { type KnownVersions, resolveVersion } from '../version.ts';
import type { AppEntry, ProviderEntry } from '../workspace/types.ts';
import type { ResolvedApp, ResolvedProvider } from './types.ts';
import { normaliseUrl } from './url.ts';

/** Returns everything that follows from the version of this provider. */
export function resolveProvider(
  id: string,
  entry: ProviderEntry,
  definition: ProviderDefinition,
): ResolvedProvider {
  const version = resolveVersion(entry.version, definition.versions);
  return { id, entry, definition, version, traits: traitsAt(definition.traits, version.effective) };
}

/** Returns false for a kind that means any app or provider: it has no releases of its own. */
export const isProduct = (definition: {
  readonly versions: KnownVersions;
  readonly profile?: unknown;
}): boolean => definition.profile !== undefined || definition.versions.lines.length > 1;

/** Returns everything that follows from the version and the settings of this app. */
export function resolveApp(id: string, entry: AppEntry, product: AppDefinition): ResolvedApp {
  // If the kind means any app, use the name that the user gave this one.
  const definition = isProduct(product) ? product : { ...product, name: entry.client_name ?? id };
  const version = resolveVersion(entry.version, definition.versions);
  const known = traitsAt(definition.traits, version.effective);
  const traits = {
    ...known,
    value: { ...known.value, ...definition.override?.(entry, known.value, version.effective) },
  };
  return {
    id,
    entry,
    definition,
    version,
    traits,
    url: normaliseUrl(entry.url)?.url ?? entry.url,
    slug: entry.slug ?? id,
  };
}
