import { own } from '../../own.ts';
import { builtInProvider } from '../../profile/built-in.ts';
import type { ProviderProfile } from '../../profile/provider-schema.ts';
import { PROVIDER_KINDS } from '../../workspace/kinds.ts';
import type { OwnProviders, ProviderKind } from '../../workspace/types.ts';
import type { ProviderDefinition } from '../types.ts';
import { oidc } from './oidc.ts';
import { providerFromProfile } from './profiled.ts';

/** Made once for each profile. */
const made = new WeakMap<ProviderProfile, ProviderDefinition>();

/**
 * The provider of a kind: Latchkey's own, or one that a workspace's own profiles describe. Throws for a kind that there
 * isn't, because a workspace with one was refused before.
 */
export function providerOf(kind: ProviderKind, ownProviders: OwnProviders = {}): ProviderDefinition {
  if (kind === 'oidc') return oidc;
  const builtIn = builtInProvider(kind);
  const profile = builtIn ?? own(ownProviders, kind);
  if (!profile) throw new Error(`There is no kind of provider “${kind}”.`);
  const known = made.get(profile);
  if (known) return known;
  const definition = providerFromProfile(profile, builtIn === undefined);
  made.set(profile, definition);
  return definition;
}

/** Every provider that Latchkey knows; any other one is last. */
export const allProviders = (): readonly ProviderDefinition[] =>
  PROVIDER_KINDS.map((kind) => providerOf(kind));

/** The providers that only this workspace has, by its profiles. */
export const ownProviders = ({ own_providers = {} }: { readonly own_providers?: OwnProviders }) =>
  Object.keys(own_providers).map((kind) => providerOf(kind, own_providers));
