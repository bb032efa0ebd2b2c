import type { ProviderEntry } from '../workspace/types.ts';

/**
 * Whether the provider has clients already, or undefined if nobody knows (and for a provider for which it makes
 * no difference). What is stated counts. Else `answers` is the sign: a provider that answers with OpenID Connect
 * metadata has clients, because such a product does not start its OpenID Connect part without any.
 *
 * @param oneList it reads its clients from one list, and a complete block of ours would replace that list
 */
export const chosenSetup = (
  oneList: boolean,
  stated: ProviderEntry['setup'],
  answers: boolean,
): 'new' | 'existing' | undefined => (oneList ? (stated ?? (answers ? 'existing' : undefined)) : undefined);
