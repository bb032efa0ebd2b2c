import { CODED } from '../catalog/providers/coded.ts';
import { own } from '../own.ts';
import type { ProviderEntry, ProviderKind } from '../workspace/types.ts';

/**
 * True if it must be known whether the provider has clients already: it reads them from one list, and a complete
 * block of ours would replace that list. None that a profile describes does.
 */
export const asksSetup = (kind: ProviderKind): boolean => own(CODED, kind)?.one_list_of_clients === true;

/**
 * Whether the provider has clients already, or undefined if nobody knows (and for a provider for which it makes
 * no difference). What is stated counts. Else `answers` is the sign: a provider that answers with OpenID Connect
 * metadata has clients, because such a product does not start its OpenID Connect part without any.
 */
export const chosenSetup = (
  provider: { readonly kind: ProviderKind; readonly setup?: ProviderEntry['setup'] },
  answers: boolean,
): 'new' | 'existing' | undefined =>
  asksSetup(provider.kind) ? (provider.setup ?? (answers ? 'existing' : undefined)) : undefined;
