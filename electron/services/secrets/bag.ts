import { createHmac, randomBytes } from 'node:crypto';
import { pendingClientId } from '../../../shared/client/pending.ts';
import type { Connection } from '../../../shared/client/types.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import type {
  ClientSecrets,
  ProviderSecrets,
  SecretBag,
  SecretName,
  SecretPurpose,
} from '../../../shared/secrets.ts';
import type { Workspace } from '../../../shared/workspace/types.ts';
import {
  appSecretOf,
  fixedIdOf,
  furtherOf,
  isPublic,
  isToldDigest,
  madeByTheProvider,
  noSuchApp,
  ownSecretsOf,
} from './apps.ts';
import { digestClientSecret, verifyDigest } from './digest.ts';
import {
  type ClientSecretOptions,
  generateClientId,
  generateClientSecret,
  generateHmacSecret,
  generateSigningKey,
} from './generate.ts';
import { judge, type StdinSecrets } from './stdin.ts';
import type { SecretStore } from './store.ts';

export { finishRotation, rotateSecret, undoRotation } from './rotation.ts';
export { parseStdinSecrets, type StdinSecrets } from './stdin.ts';

export interface CollectOptions {
  /** How new client secrets are generated. */
  readonly clientSecret?: ClientSecretOptions;
  /** Told of each value that was neither provided nor stored. Digests don't count: they follow from a secret. */
  readonly onMade?: (name: SecretName) => void;
  /** Rejects with the signal's reason when it is aborted. What was made by then stays in the store. */
  readonly signal?: AbortSignal | undefined;
  /** Told how many apps are done. */
  readonly onProgress?: ((done: number) => void) | undefined;
}

/**
 * Returns all secrets needed to render these apps and their providers: the provided value, else the stored
 * one, else a new one. Provided and new values are stored. Where only the digest of a secret is known, no new one is made,
 * because the app has the one that belongs to it. A `client_id` in the workspace file takes
 * precedence over a stored one. Public clients have no secret. The provider's own secrets are only for an
 * Authelia that is set up from scratch.
 *
 * Codes: those of the store, `no-such-app`, `client-id-conflict`, `public-client`, `digest-mismatch`, those
 * of `verifyDigest` for a provided digest.
 */
export async function collectSecrets(
  workspace: Workspace,
  apps: readonly string[],
  store: SecretStore,
  provided: StdinSecrets = new Map(),
  options: CollectOptions = {},
): Promise<Result<SecretBag>> {
  const source: Source = { workspace, store, provided, options };
  const unknown = apps.find((app) => !Object.hasOwn(workspace.apps, app));
  if (unknown !== undefined) return noSuchApp(workspace, unknown);
  // Looking and making are one step: of two programs, both would make a secret and each would use its own.
  return store.exclusive(workspace.id, () => collect(source, apps));
}

async function collect(source: Source, apps: readonly string[]): Promise<Result<SecretBag>> {
  const { signal, onProgress } = source.options;
  const clients: Record<string, ClientSecrets> = {};
  let done = 0;
  const step = (): void => {
    done += 1;
    onProgress?.(done);
  };
  const groups = Array.from({ length: Math.ceil(apps.length / GROUP) }, (_, index) =>
    apps.slice(index * GROUP, (index + 1) * GROUP),
  );
  // Of two groups, one can be stored while the other is hashed.
  const collected = await atOnce(groups, 2, (group) => collectClients(source, group, step), signal);
  for (const group of collected) {
    if (!group.ok) return group;
    Object.assign(clients, group.value);
  }

  const providers: Record<string, ProviderSecrets> = {};
  for (const id of new Set(apps.map((app) => source.workspace.apps[app]!.provider))) {
    const secrets = await collectProvider(source, id);
    if (!secrets.ok) return secrets;
    if (secrets.value) providers[id] = secrets.value;
  }
  return ok({ clients, providers });
}

/**
 * So many apps are stored together: the list of names is written with each group, and grows with every app. Few
 * enough that little is made again after a program was killed.
 */
const GROUP = 32;

interface Source {
  readonly workspace: Workspace;
  readonly store: SecretStore;
  readonly provided: StdinSecrets;
  readonly options: CollectOptions;
}

/**
 * The secrets of a group of apps. New ids and secrets are stored before the digests are made, which takes long:
 * whoever stops meanwhile loses none that a digest could have been shown for.
 */
async function collectClients(
  source: Source,
  apps: readonly string[],
  onDone: () => void,
): Promise<Result<Record<string, ClientSecrets>>> {
  const mains = await Promise.all(apps.map((app) => findClient(source, app)));
  // The ids of further clients follow from the app's own.
  const furthers = apps.flatMap((app, index) => {
    const main = mains[index]!;
    return main.ok ? furtherOf(source.workspace, app, main.value.id.value) : [];
  });
  const owners = [...apps, ...furthers.map(({ key }) => key)];
  const found = [...mains, ...(await Promise.all(furthers.map((one) => findFurther(source, one))))];
  const kept = await keep(
    source,
    found.flatMap((one) => (one.ok ? [one.value.id, one.value.secret, one.value.own] : [])),
  );
  if (!kept.ok) return kept;
  const clients: Record<string, ClientSecrets> = {};
  const digests: Found[] = [];
  const results = await Promise.all(
    found.map(async (client, index): Promise<Result<void>> => {
      if (!client.ok) return client;
      const app = owners[index]!;
      const { id, secret, own: appSecret } = client.value;
      const client_id = id.value;
      const own: { -readonly [key in keyof ClientSecrets]: ClientSecrets[key] } = { client_id };
      clients[app] = own;
      if (appSecret !== undefined) own.app_secret = appSecret.value;
      if (client.value.digest !== undefined) {
        own.client_secret_digest = client.value.digest.value;
        digests.push(client.value.digest);
      } else if (secret !== undefined) {
        own.client_secret = secret.value;
        if (isToldDigest(source.workspace, app)) {
          const digest = await findDigest(source, app, client_id, secret.value);
          if (!digest.ok) return digest;
          own.client_secret_digest = digest.value.value;
          digests.push(digest.value);
        }
      }
      if (index < apps.length) onDone();
      return ok(undefined);
    }),
  );
  const digested = await keep(source, digests);
  return results.find((one) => !one.ok) ?? (digested.ok ? ok(clients) : digested);
}

/** A value, and where it comes from. Without an origin it is stored as it is. */
interface Found extends SecretName {
  readonly value: string;
  readonly origin?: 'generated' | 'provided';
}

interface FoundClient {
  readonly id: Found;
  readonly secret: Found | undefined;
  /** The digest, where nothing else of the secret is known. */
  readonly digest?: Found;
  /** The secret that only the app has. */
  readonly own: Found | undefined;
}

/**
 * The client id and the secret, which a public client has not. What the provider makes is never made here: until it
 * was taken back, another text stands for the id, and there is no secret.
 */
async function findClient(source: Source, app: string): Promise<Result<FoundClient>> {
  const { workspace, provided } = source;
  const { client_id } = workspace.apps[app]!;
  const theirs = madeByTheProvider(workspace, app);
  const givenId = provided.get(app)?.get('client_id');
  if (client_id !== undefined && givenId !== undefined && givenId !== client_id) {
    return fail(
      'client-id-conflict',
      `The workspace file and the provided secrets name different client ids for ${app}. Take one of them out.`,
    );
  }
  const id =
    client_id !== undefined
      ? ok({ workspace: workspace.id, owner: app, purpose: 'client_id' as const, value: client_id })
      : theirs.made.includes('client_id')
        ? await found(source, app, 'client_id')
        : await find(source, app, 'client_id', () => theirs.fit(generateClientId(app)));
  if (!id.ok) return id;
  const client = id.value ?? {
    workspace: workspace.id,
    owner: app,
    purpose: 'client_id' as const,
    value: pendingClientId(theirs.provider),
  };
  const needed = appSecretOf(workspace, app);
  const own = needed
    ? await find(source, app, 'app_secret', () => generateClientSecret({ length: needed.length }))
    : ok(undefined);
  if (!own.ok) return own;
  if (isPublic(workspace, app)) {
    if (provided.get(app)?.has('client_secret')) return publicClient(app);
    return ok({ id: client, secret: undefined, own: own.value });
  }
  const secret = await findSecret(source, app, theirs.made);
  return secret.ok ? ok({ id: client, own: own.value, ...secret.value }) : secret;
}

/** The secret; the digest alone, if nothing else is known; else a new one, unless the provider makes it. */
async function findSecret(
  source: Source,
  key: string,
  made: readonly string[],
): Promise<Result<Pick<FoundClient, 'secret' | 'digest'>>> {
  const known = await found(source, key, 'client_secret');
  if (!known.ok) return known;
  if (known.value !== undefined || made.includes('client_secret')) return ok({ secret: known.value });
  if (isToldDigest(source.workspace, key)) {
    const digest = await found(source, key, 'client_secret_digest');
    if (!digest.ok) return digest;
    if (digest.value !== undefined) return ok({ secret: undefined, digest: digest.value });
  }
  const { options, workspace } = source;
  const value = generateClientSecret(options.clientSecret);
  return ok({
    secret: { workspace: workspace.id, owner: key, purpose: 'client_secret', value, origin: 'generated' },
  });
}

/**
 * The id and the secret of a further client. An id that follows from the app's own is not kept: only one that was
 * provided, or that the provider made, is.
 */
async function findFurther(source: Source, one: Connection): Promise<Result<FoundClient>> {
  const { workspace, provided } = source;
  const { key, app, client } = one;
  const { made } = madeByTheProvider(workspace, key);
  const fixed = fixedIdOf(one);
  const given = provided.get(key)?.get('client_id');
  if (fixed !== undefined && given !== undefined && given !== fixed)
    return fail(
      'client-id-conflict',
      `The ${one.used_by} of ${app.id} always has the client id ${fixed}, and the provided secrets name another one for ${key}. Take it out.`,
    );
  const known = fixed === undefined ? await found(source, key, 'client_id') : ok(undefined);
  if (!known.ok) return known;
  const id = known.value ?? {
    workspace: workspace.id,
    owner: key,
    purpose: 'client_id' as const,
    value: client.client_id,
  };
  if (client.token_endpoint_auth_method === 'none') {
    if (provided.get(key)?.has('client_secret')) return publicClient(key);
    return ok({ id, secret: undefined, own: undefined });
  }
  const secret = await findSecret(source, key, made);
  return secret.ok ? ok({ id, own: undefined, ...secret.value }) : secret;
}

const publicClient = (key: string) =>
  fail(
    'public-client',
    `${key} is a public client (token_endpoint_auth_method none) and has no secret. Take its client_secret out, or choose another method.`,
  );

async function collectProvider(source: Source, id: string): Promise<Result<ProviderSecrets | undefined>> {
  if (ownSecretsOf(source.workspace, id).length === 0) return ok(undefined);
  const hmac = await find(source, id, 'hmac_secret', generateHmacSecret);
  if (!hmac.ok) return hmac;
  const key = await find(source, id, 'jwks_key', () => generateSigningKey({ kty: 'RSA' }));
  if (!key.ok) return key;
  const kept = await keep(source, [hmac.value, key.value]);
  return kept.ok ? ok({ hmac_secret: hmac.value.value, jwks_key: key.value.value }) : kept;
}

/** Finds the provided value, else the stored one, else makes a new one. Stores nothing. */
async function find(
  source: Source,
  owner: string,
  purpose: SecretPurpose,
  make: () => string | Promise<string>,
): Promise<Result<Found>> {
  const known = await found(source, owner, purpose);
  if (!known.ok) return known;
  if (known.value !== undefined) return ok(known.value);
  return ok({
    workspace: source.workspace.id,
    owner,
    purpose,
    value: await make(),
    origin: 'generated',
  });
}

/** Finds the provided value, else the stored one. */
async function found(
  { workspace, store, provided }: Source,
  owner: string,
  purpose: SecretPurpose,
): Promise<Result<Found | undefined>> {
  const name: SecretName = { workspace: workspace.id, owner, purpose };
  const stored = await store.get(name);
  if (!stored.ok) return stored;
  const given = provided.get(owner)?.get(purpose);
  const value = given ?? stored.value;
  if (value === undefined) return ok(undefined);
  return ok(value === stored.value ? { ...name, value } : { ...name, value, origin: 'provided' });
}

/** Stores those values that are not stored yet. */
async function keep(
  { workspace, store, options }: Source,
  found: readonly (Found | undefined)[],
): Promise<Result<void>> {
  const fresh = found.flatMap((one) => (one?.origin === undefined ? [] : [{ ...one, origin: one.origin }]));
  if (fresh.length === 0) return ok(undefined);
  const kept = await store.setAll(workspace.id, fresh);
  if (!kept.ok) return kept;
  for (const { origin, value: _, ...name } of fresh)
    if (origin === 'generated' && name.purpose !== 'client_secret_digest') options.onMade?.(name);
  return kept;
}

/** Finds the stored digest if it matches the secret, else makes one. A provided digest must match. */
async function findDigest(
  source: Source,
  app: string,
  clientId: string,
  secret: string,
): Promise<Result<Found>> {
  const { workspace, store, provided } = source;
  const name: SecretName = { workspace: workspace.id, owner: app, purpose: 'client_secret_digest' };
  const given = provided.get(app)?.get('client_secret_digest');
  if (given !== undefined) {
    const fits = await fitsSecret(given, secret);
    if (!fits.ok) return fits;
    if (!fits.value) {
      return fail(
        'digest-mismatch',
        `The provided client_secret_digest of ${app} was not made from its client_secret. Leave the digest out, and Latchkey makes it.`,
      );
    }
    return find(source, app, 'client_secret_digest', () => given);
  }
  const stored = await store.get(name);
  if (!stored.ok) return stored;
  if (stored.value !== undefined) {
    const fits = await fitsSecret(stored.value, secret);
    if (fits.ok && fits.value) return ok({ ...name, value: stored.value });
  }
  const digest = await digestClientSecret(secret, `${workspace.id}/${clientId}`, source.options.signal);
  remember(digest, secret);
  return ok({ ...name, value: digest, origin: 'generated' });
}

/**
 * Pairs that were found to match in this process, so that frequent rendering hashes only once. Only a keyed
 * hash is kept.
 */
const fitting = new Set<string>();
const FITTING_LIMIT = 4096;
const fittingKey = randomBytes(32);
const pairOf = (digest: string, secret: string): string =>
  createHmac('sha256', fittingKey)
    .update(JSON.stringify([digest, secret]))
    .digest('base64');

function remember(digest: string, secret: string): void {
  if (fitting.size >= FITTING_LIMIT) fitting.clear();
  fitting.add(pairOf(digest, secret));
}

async function fitsSecret(digest: string, secret: string): Promise<Result<boolean>> {
  if (fitting.has(pairOf(digest, secret))) return ok(true);
  const verified = await verifyDigest(digest, secret);
  if (verified.ok && verified.value) remember(digest, secret);
  return verified;
}

/**
 * Stores a value that the user provides. Codes: those of the store, `secret-unfit`. The digest of a provided
 * client secret is created at the next rendering.
 */
export async function provideSecret(
  store: SecretStore,
  name: SecretName,
  value: string,
): Promise<Result<void>> {
  const judged = judge(name.owner, name.purpose, value);
  return judged.ok ? store.set(name, judged.value, 'provided') : judged;
}

/**
 * Removes the secrets of these owners, or of the whole workspace. This can't be undone.
 *
 * @returns how many entries there were
 */
export function forgetSecrets(
  store: SecretStore,
  workspace: Workspace,
  owners?: readonly string[],
): Promise<Result<number>> {
  return store.forget(workspace.id, owners);
}

/** Runs several items at a time and keeps their order. Rejects with the signal's reason when it is aborted. */
async function atOnce<T, R>(
  items: readonly T[],
  most: number,
  work: (item: T) => Promise<R>,
  signal: AbortSignal | undefined,
): Promise<R[]> {
  const results: R[] = new Array(items.length);
  const queue = items.entries();
  const worker = async (): Promise<void> => {
    for (const [index, item] of queue) {
      signal?.throwIfAborted();
      results[index] = await work(item);
    }
  };
  let stopped = (): void => {};
  const stop = new Promise<never>((_resolve, reject) => {
    stopped = () => reject(signal?.reason);
    signal?.addEventListener('abort', stopped, { once: true });
  });
  stop.catch(() => {});
  try {
    await Promise.race([Promise.all(Array.from({ length: most }, worker)), stop]);
  } finally {
    signal?.removeEventListener('abort', stopped);
  }
  return results;
}
