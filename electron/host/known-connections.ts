import { deriveConnections } from '../../shared/client/derive.ts';
import type { Connection } from '../../shared/client/types.ts';
import { indexStored } from '../services/secrets/store.ts';
import type { HostParts } from './parts.ts';
import { readClientIds } from './rendering.ts';
import type { OpenWorkspace } from './workspaces.ts';

/**
 * Connections with the stored client ids, if these can be read without asking a person to unlock the
 * keychain.
 */
export async function knownConnections(
  parts: Pick<HostParts, 'secrets'>,
  { workspace }: OpenWorkspace,
  apps: readonly string[],
): Promise<Connection[]> {
  const store = parts.secrets.opened;
  const stored = await store?.list(workspace.id);
  const ids =
    store !== undefined && stored?.ok
      ? await readClientIds(workspace, store, indexStored(stored.value), apps)
      : undefined;
  return deriveConnections(workspace, ids?.ok ? ids.value : {}, apps);
}
