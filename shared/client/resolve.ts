import { APPS } from '../catalog/apps/index.ts';
import { traitsAt } from '../catalog/fact.ts';
import { PROVIDERS } from '../catalog/providers/index.ts';
import { type KnownVersions, resolveVersion } from '../version.ts';
import type { AppEntry, ProviderEntry } from '../workspace/types.ts';
import type { ResolvedApp, ResolvedProvider } from './types.ts';
import { normaliseUrl } from './url.ts';

/** Everything the version of this provider implies. */
export function resolveProvider(id: string, entry: ProviderEntry): ResolvedProvider {
  const definition = PROVIDERS[entry.kind];
  const version = resolveVersion(entry.version, definition.versions);
  return { id, entry, definition, version, traits: traitsAt(definition.traits, version.effective) };
}

/** False for a kind that stands for any app or provider: it has no releases of its own. */
export const isProduct = (definition: { readonly versions: KnownVersions }): boolean =>
  definition.versions.lines.length > 1;

/** Everything the version and the settings of this app imply. */
export function resolveApp(id: string, entry: AppEntry): ResolvedApp {
  const product = APPS[entry.kind];
  // A kind that stands for any app is called by what the user calls this one.
  const definition = isProduct(product) ? product : { ...product, name: entry.client_name ?? id };
  const version = resolveVersion(entry.version, definition.versions);
  const known = traitsAt(definition.traits, version.effective);
  const traits = { ...known, value: { ...known.value, ...definition.override?.(entry, known.value) } };
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
