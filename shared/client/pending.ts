import type { ProviderTraits } from '../catalog/types.ts';

/** Stands for a value that the provider makes, until it was taken back. Letters and hyphens, so that it fits everywhere. */
const standIn = (what: string, provider: string): string =>
  `${what}-from-${provider.replace(/[^A-Za-z0-9]+/g, '-').toLowerCase()}`;

/** The client id until it was taken back. */
export const pendingClientId = (provider: string): string => standIn('client-id', provider);

/** The client secret until it was taken back. */
export const pendingSecret = (provider: string): string => standIn('secret', provider);

/** What the provider makes of a client with this method; the rest is made here. */
export const madeByProvider = (
  traits: Pick<ProviderTraits, 'client_id_by' | 'secret_by'>,
  method: string,
): readonly ('client_id' | 'client_secret')[] => [
  ...(traits.client_id_by === 'provider' ? (['client_id'] as const) : []),
  ...(traits.secret_by === 'provider' && method !== 'none' ? (['client_secret'] as const) : []),
];
