import { providerOf } from '../catalog/providers/index.ts';
import type { Notice } from '../catalog/types.ts';
import type { Workspace } from '../workspace/types.ts';
import { deriveConnection } from './derive.ts';

/**
 * Returns the named apps and every other app whose client stands in the same list at the provider, in the
 * order of the file. Whoever writes such a list must have the secrets of all of them: a list that lacks one
 * locks that app out. Unknown names are left out.
 */
export function listedTogether(workspace: Workspace, apps: readonly string[]): string[] {
  const named = new Set(apps);
  const lists = new Set(
    apps.flatMap((app) => {
      const provider = Object.hasOwn(workspace.apps, app) ? workspace.apps[app]!.provider : undefined;
      const entry = provider === undefined ? undefined : workspace.providers[provider];
      return entry && providerOf(entry.kind).one_list_of_clients ? [provider] : [];
    }),
  );
  return Object.entries(workspace.apps).flatMap(([id, { provider }]) =>
    named.has(id) || lists.has(provider) ? [id] : [],
  );
}

/**
 * Why the list that has the clients of these apps can't be written: one of its clients belongs to an app that no
 * profile describes just now. Left out, its people could no longer sign in.
 */
export function incompleteList(workspace: Workspace, apps: readonly string[]): Notice | undefined {
  for (const id of listedTogether(workspace, apps)) {
    const notice = deriveConnection(workspace, id, id).notices.find(
      ({ code }) => code === 'app-profile-missing',
    );
    if (notice) return { ...notice, message: `${id}: ${notice.message}` };
  }
  return undefined;
}
