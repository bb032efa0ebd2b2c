import { createHmac, randomBytes } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { fail, ok, type Result } from '../../../shared/result.ts';
import type {
  ClientSecrets,
  ProviderSecrets,
  SecretBag,
  SecretName,
  SecretPurpose,
} from '../../../shared/secrets.ts';
import type { Workspace } from '../../../shared/workspace/types.ts';
import { isPublic, noSuchApp } from './apps.ts';
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
 * one, else a new one. Provided and new values are stored. A `client_id` in the workspace file takes
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
  const clients: Record<string, ClientSecrets> = {};
  const collected = await atOnce(apps, (app) => collectClient(source, app), source.options);
  for (const [index, client] of collected.entries()) {
    if (!client.ok) return client;
    clients[apps[index]!] = client.value;
  }

  const providers: Record<string, ProviderSecrets> = {};
  for (const id of new Set(apps.map((app) => source.workspace.apps[app]!.provider))) {
    const secrets = await collectProvider(source, id);
    if (!secrets.ok) return secrets;
    if (secrets.value) providers[id] = secrets.value;
  }
  return ok({ clients, providers });
}

interface Source {
  readonly workspace: Workspace;
  readonly store: SecretStore;
  readonly provided: StdinSecrets;
  readonly options: CollectOptions;
}

async function collectClient(source: Source, app: string): Promise<Result<ClientSecrets>> {
  const { workspace, provided, options } = source;
  const entry = workspace.apps[app]!;
  const givenId = provided.get(app)?.get('client_id');
  if (entry.client_id !== undefined && givenId !== undefined && givenId !== entry.client_id) {
    return fail(
      'client-id-conflict',
      `The workspace file and the provided secrets name different client ids for ${app}. Take one of them out.`,
    );
  }
  const id =
    entry.client_id !== undefined
      ? ok(entry.client_id)
      : await obtain(source, app, 'client_id', () => generateClientId(app));
  if (!id.ok) return id;
  const client_id = id.value;

  if (isPublic(workspace, app)) {
    if (provided.get(app)?.has('client_secret')) {
      return fail(
        'public-client',
        `${app} is a public client (token_endpoint_auth_method none) and has no secret. Take its client_secret out, or choose another method.`,
      );
    }
    return ok({ client_id });
  }
  const secret = await obtain(source, app, 'client_secret', () => generateClientSecret(options.clientSecret));
  if (!secret.ok) return secret;
  if (workspace.providers[entry.provider]?.kind !== 'authelia')
    return ok({ client_id, client_secret: secret.value });

  const digest = await obtainDigest(source, app, client_id, secret.value);
  if (!digest.ok) return digest;
  return ok({ client_id, client_secret: secret.value, client_secret_digest: digest.value });
}

async function collectProvider(source: Source, id: string): Promise<Result<ProviderSecrets | undefined>> {
  const provider = source.workspace.providers[id];
  if (provider?.kind !== 'authelia' || provider.setup === 'existing') return ok(undefined);
  const hmac = await obtain(source, id, 'hmac_secret', generateHmacSecret);
  if (!hmac.ok) return hmac;
  const key = await obtain(source, id, 'jwks_key', () => generateSigningKey({ kty: 'RSA' }));
  if (!key.ok) return key;
  return ok({ hmac_secret: hmac.value, jwks_key: key.value });
}

/** Returns the provided value, else the stored one, else a new one. Stores provided and new values. */
async function obtain(
  { workspace, store, provided, options }: Source,
  owner: string,
  purpose: SecretPurpose,
  make: () => string | Promise<string>,
): Promise<Result<string>> {
  const name: SecretName = { workspace: workspace.id, owner, purpose };
  const stored = await store.get(name);
  if (!stored.ok) return stored;
  const given = provided.get(owner)?.get(purpose);
  const value = given ?? stored.value ?? (await make());
  if (value === stored.value) return ok(value);
  const kept = await store.set(name, value, given === undefined ? 'generated' : 'provided');
  if (kept.ok && given === undefined) options.onMade?.(name);
  return kept.ok ? ok(value) : kept;
}

/** Returns the stored digest if it matches the secret. A provided digest must match. */
async function obtainDigest(
  source: Source,
  app: string,
  clientId: string,
  secret: string,
): Promise<Result<string>> {
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
    return obtain(source, app, 'client_secret_digest', () => given);
  }
  const stored = await store.get(name);
  if (!stored.ok) return stored;
  if (stored.value !== undefined) {
    const fits = await fitsSecret(stored.value, secret);
    if (fits.ok && fits.value) return ok(stored.value);
  }
  const digest = await digestClientSecret(secret, `${workspace.id}/${clientId}`, source.options.signal);
  remember(digest, secret);
  const kept = await store.set(name, digest);
  return kept.ok ? ok(digest) : kept;
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

/**
 * Runs several items at a time and keeps their order: enough to keep every hashing thread busy while others
 * wait for the store, and few enough to limit the values in memory.
 */
async function atOnce<T, R>(
  items: readonly T[],
  work: (item: T) => Promise<R>,
  { signal, onProgress }: CollectOptions,
): Promise<R[]> {
  const results: R[] = new Array(items.length);
  const queue = items.entries();
  let done = 0;
  const worker = async (): Promise<void> => {
    for (const [index, item] of queue) {
      signal?.throwIfAborted();
      results[index] = await work(item);
      done += 1;
      onProgress?.(done);
    }
  };
  let stopped = (): void => {};
  const stop = new Promise<never>((_resolve, reject) => {
    stopped = () => reject(signal?.reason);
    signal?.addEventListener('abort', stopped, { once: true });
  });
  stop.catch(() => {});
  try {
    const workers = Array.from({ length: Math.max(8, 2 * availableParallelism()) }, worker);
    await Promise.race([Promise.all(workers), stop]);
  } finally {
    signal?.removeEventListener('abort', stopped);
  }
  return results;
}
