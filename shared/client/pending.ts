import type { ProviderTraits } from '../catalog/types.ts';
import type { SecretBag } from '../secrets.ts';
import type { Connection } from './types.ts';

/** Stands for a value that the provider makes, until it was taken back. Letters and hyphens, so that it fits everywhere. */
const standIn = (what: string, provider: string): string =>
  `${what}-from-${provider.replace(/[^A-Za-z0-9]+/g, '-').toLowerCase()}`;

/** The client id until it was taken back. Of a further client with its key, because each has another one. */
export const pendingClientId = (provider: string, further?: string): string =>
  standIn(further === undefined ? 'client-id' : `client-id-of-${further.replace('_', '-')}`, provider);

/** The client secret until it was taken back. */
export const pendingSecret = (provider: string): string => standIn('secret', provider);

/** The client secret of which only the digest is known: the app has it already. Letters and hyphens, so that it fits everywhere. */
export const KEPT_SECRET = 'the-secret-that-the-app-has-already';

/**
 * True if the client's own id is known: a connection that was derived without one has the app's id in its place, and
 * one that the provider still has to make a text. The ids of further clients follow from it.
 */
export const isClientIdKnown = ({ app, provider, client }: Connection): boolean =>
  app.entry.client_id !== undefined ||
  (client.client_id !== app.id && client.client_id !== pendingClientId(provider.definition.name));

/** True for a client of whose secret only the digest is known. */
export const hasOnlyDigest = ({ key }: Connection, { clients }: SecretBag): boolean =>
  clients[key]?.client_secret === undefined && clients[key]?.client_secret_digest !== undefined;

/** What the provider makes of a client with this method; the rest is made here. */
export const madeByProvider = (
  traits: Pick<ProviderTraits, 'client_id_by' | 'secret_by'>,
  method: string,
): readonly ('client_id' | 'client_secret')[] => [
  ...(traits.client_id_by === 'provider' ? (['client_id'] as const) : []),
  ...(traits.secret_by === 'provider' && method !== 'none' ? (['client_secret'] as const) : []),
];

/**
 * What the provider still has to make, or the person to leave as it is, as a sentence; undefined if nothing is missing. Until then another text stands
 * for it in the app's files.
 */
export function awaited(connection: Connection, { clients }: SecretBag): string | undefined {
  const { app, provider, further_clients } = connection;
  const name = provider.definition.name;
  const all = [connection, ...further_clients].flatMap(({ key, used_by, client }) =>
    madeByProvider(provider.traits.value, client.token_endpoint_auth_method).filter((one) =>
      one === 'client_id'
        ? client.client_id === pendingClientId(name, used_by === undefined ? undefined : key)
        : clients[key]?.client_secret === undefined,
    ),
  );
  const missing = (['client_id', 'client_secret'] as const).filter((one) => all.includes(one));
  if (missing.length === 0)
    return [connection, ...further_clients].some((one) => hasOnlyDigest(one, { clients, providers: {} }))
      ? `Only the digest of its client secret is known. ${name} keeps that digest, so the secret of ${app.id} stays the one that it has: where its files say “${KEPT_SECRET}”, leave what stands there. To change it, bring a new secret along.`
      : undefined;
  const what = missing.map((one) => (one === 'client_id' ? 'client id' : 'client secret')).join(' and ');
  const it = missing.length === 1 ? 'it' : 'them';
  return `${name} makes the ${what}: do its side first, bring ${it} along, and export again. Until then ${missing.length === 1 ? 'a text stands' : 'texts stand'} for ${it} in the files of ${app.id}.`;
}
