import { PROVIDERS } from '../catalog/providers/index.ts';
import type { Workspace } from '../workspace/types.ts';

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
      return entry && PROVIDERS[entry.kind].one_list_of_clients ? [provider] : [];
    }),
  );
  return Object.entries(workspace.apps).flatMap(([id, { provider }]) =>
    named.has(id) || lists.has(provider) ? [id] : [],
  );
}
