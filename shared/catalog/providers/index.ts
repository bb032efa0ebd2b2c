import { builtInProvider } from '../../profile/built-in.ts';
import { PROVIDER_KINDS } from '../../workspace/kinds.ts';
import type { ProviderKind } from '../../workspace/types.ts';
import type { ProviderDefinition } from '../types.ts';
import { oidc } from './oidc.ts';
import { providerFromProfile } from './profiled.ts';

const made = new Map<ProviderKind, ProviderDefinition>();

/** The provider of a kind. Throws for a kind that there isn't, because a workspace with one was refused before. */
export function providerOf(kind: ProviderKind): ProviderDefinition {
  if (kind === 'oidc') return oidc;
  const known = made.get(kind);
  if (known) return known;
  const profile = builtInProvider(kind);
  if (!profile) throw new Error(`There is no kind of provider “${kind}”.`);
  const definition = providerFromProfile(profile);
  made.set(kind, definition);
  return definition;
}

/** Every provider that Latchkey knows; any other one is last. */
export const allProviders = (): readonly ProviderDefinition[] => PROVIDER_KINDS.map(providerOf);
