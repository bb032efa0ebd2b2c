import { ok, type Result } from '../../shared/result.ts';
import type { Workspace } from '../../shared/workspace/types.ts';
import { openKeychain } from '../services/secrets/keychain.ts';

/** So long the keychain may ask a person for its password; what is compared with the ids can be told without them. */
const TIMEOUT_MS = 20_000;

/**
 * The client ids that the keychain has of a workspace, by app or further client. No secret is read, and the keychain
 * isn't opened where the file states every id.
 */
export async function storedClientIds(workspace: Workspace): Promise<Result<Record<string, string>>> {
  const ids: Record<string, string> = {};
  if (Object.values(workspace.apps).every(({ client_id }) => client_id !== undefined)) return ok(ids);
  const store = await openKeychain({ timeoutMs: TIMEOUT_MS });
  if (!store.ok) return store;
  const names = await store.value.list(workspace.id);
  if (!names.ok) return names;
  for (const name of names.value) {
    if (name.purpose !== 'client_id') continue;
    const id = await store.value.get(name);
    if (!id.ok) return id;
    if (id.value !== undefined) ids[name.owner] = id.value;
  }
  return ok(ids);
}
