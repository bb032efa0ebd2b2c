import type { AppEntry, ProviderEntry, Workspace } from '../../workspace/types.ts';
import { type GivenFile, readExisting } from '../doctor/reading.ts';
import { deriveFor, methodOf, stated, testRedirect } from './entry.ts';
import type { FoundClient } from './found.ts';
import { foundProviders } from './import.ts';
import { LIVE_KEYS, type LiveKey } from './live-keys.ts';

/** One key that a provider has otherwise than the workspace. Undefined: what follows by itself. */
export interface LiveDifference {
  readonly key: LiveKey;
  readonly stated: AppEntry[LiveKey];
  readonly live: AppEntry[LiveKey];
}

/** A client as its provider holds it, beside the entry of its app. */
export interface LiveClient {
  readonly differences: readonly LiveDifference[];
  /** Keys that the provider doesn't say anything of, so that nothing is known. */
  readonly unsaid: readonly LiveKey[];
}

/**
 * Where a client, as the provider answers it, is not as the entry of its app states it. Undefined: it is not among those
 * that were answered.
 *
 * @param answers what the provider answered when it was asked for its clients
 * @param client_id the client id that the app has
 */
export function liveDifferences(
  answers: readonly GivenFile[],
  { apps, providers, own_kinds }: Workspace,
  app: string,
  client_id: string,
): LiveClient | undefined {
  const entry = apps[app]!;
  const provider = { id: entry.provider, entry: providers[entry.provider]! };
  const client = foundProviders(readExisting(answers))
    .filter((one) => one.entry.kind === provider.entry.kind)
    .flatMap((one) => one.clients)
    .find((one) => one.client_id === client_id);
  if (client === undefined) return undefined;
  const test = entry.test_redirect_uri ?? testRedirect(client);
  const uris = client.redirect_uris.filter((uri) => uri !== test);
  const method = methodOf(client);
  const bare: { -readonly [Key in keyof AppEntry]: AppEntry[Key] } = { ...entry };
  for (const key of LIVE_KEYS) delete bare[key];
  // Whether PKCE is demanded follows from the method, too.
  const derived = deriveFor(
    app,
    method === undefined ? bare : { ...bare, token_endpoint_auth_method: method },
    provider,
    own_kinds,
  );
  const live: Partial<AppEntry> = stated(client, uris, derived, own_kinds);
  return {
    differences: LIVE_KEYS.filter((key) => isSaid(client, key, uris)).flatMap((key) =>
      sameValue(live[key], entry[key]) ? [] : [{ key, stated: entry[key], live: live[key] }],
    ),
    unsaid: LIVE_KEYS.filter((key) => !isSaid(client, key, uris)),
  };
}

/** What a provider doesn't say of a client is not known, so nothing follows from it. */
const isSaid = (client: FoundClient, key: LiveKey, uris: readonly string[]): boolean =>
  key === 'redirect_uris'
    ? uris.length > 0
    : key === 'token_endpoint_auth_method'
      ? methodOf(client) !== undefined
      : client[key] !== undefined;

const sameValue = (a: AppEntry[LiveKey], b: AppEntry[LiveKey]): boolean =>
  Array.isArray(a) && Array.isArray(b) ? a.length === b.length && a.every((one) => b.includes(one)) : a === b;

/** An app that stands for none, to ask a provider that has none yet. */
export const askingFor = (id: string, entry: ProviderEntry, own_kinds: Workspace['own_kinds']) =>
  deriveFor(
    'asking',
    { kind: 'custom', url: 'https://asking.invalid', provider: id, client_id: 'asking' },
    { id, entry },
    own_kinds,
  );
