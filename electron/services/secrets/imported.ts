import { secretsToCompare } from '../../../shared/existing/doctor/doctor.ts';
import type { Reading } from '../../../shared/existing/doctor/reading.ts';
import { type Imported, type ImportOptions, importReading } from '../../../shared/existing/import/import.ts';
import type { Failure, Result } from '../../../shared/result.ts';
import type { SecretBag, SecretPurpose } from '../../../shared/secrets.ts';
import type { Workspace } from '../../../shared/workspace/types.ts';
import { collectSecrets } from './bag.ts';
import { verifyDigest } from './digest.ts';
import { indexStored, type SecretStore } from './store.ts';

/** So many pairs are compared: each takes a tenth of a second or more. */
const MOST_COMPARED = 200;

/**
 * Compares the clear secrets of these files with their digests. What costs too much is left open.
 *
 * @param before answers that are known already
 */
export async function comparer(
  reading: Reading,
  signal?: AbortSignal,
  before?: (clear: string, digest: string) => boolean | undefined,
): Promise<(clear: string, digest: string) => boolean | undefined> {
  const answers = new Map<string, boolean>();
  const keyOf = (clear: string, digest: string): string => JSON.stringify([clear, digest]);
  for (const { clear, digest } of secretsToCompare(reading).slice(0, MOST_COMPARED)) {
    if (answers.has(keyOf(clear, digest))) continue;
    const known = before?.(clear, digest);
    if (known !== undefined) {
      answers.set(keyOf(clear, digest), known);
      continue;
    }
    const fits = await verifyDigest(digest, clear, signal);
    if (fits.ok) answers.set(keyOf(clear, digest), fits.value);
  }
  return (clear, digest) => answers.get(keyOf(clear, digest));
}

/** Reads files, with their secrets compared. */
export const importCompared = async (
  reading: Reading,
  options: Omit<ImportOptions, 'matches'>,
  signal?: AbortSignal,
): Promise<Imported> => importReading(reading, { ...options, matches: await comparer(reading, signal) });

/**
 * What of these apps is not kept, after the store failed, as a sentence that says what is written and what isn't.
 * `where` is what has the entries.
 */
export async function notKept(
  workspace: Workspace,
  imported: Imported,
  apps: readonly string[],
  store: SecretStore,
  failure: Failure,
  where: string,
): Promise<string> {
  const listed = await store.list(workspace.id);
  const stored = listed.ok ? indexStored(listed.value) : undefined;
  const without = apps.filter((app) =>
    imported.secrets.some(({ owner, purpose }) => owner === app && stored?.(app, purpose) === undefined),
  );
  return `${where} has ${apps.join(', ')} now. Not kept yet: the secrets of ${without.join(', ')}. ${failure.message}`;
}

/**
 * Puts the secrets that were found into the store, for those of these apps of whose secret anything is known: where only
 * the digest is, no new secret is made later. Codes: those of `collectSecrets`.
 */
export async function keepImported(
  workspace: Workspace,
  imported: Imported,
  apps: readonly string[],
  store: SecretStore,
): Promise<Result<SecretBag>> {
  const provided = new Map<string, Map<SecretPurpose, string>>();
  for (const { owner, purpose, value } of imported.secrets) {
    const known = provided.get(owner) ?? new Map<SecretPurpose, string>();
    provided.set(owner, known.set(purpose, value));
  }
  const known = apps.filter(
    (app) => provided.get(app)?.has('client_secret') || provided.get(app)?.has('client_secret_digest'),
  );
  return collectSecrets(workspace, known, store, provided);
}
