import { appOf } from '../catalog/apps/index.ts';
import { providerOf } from '../catalog/providers/index.ts';
import type { Notice } from '../catalog/types.ts';
import { own } from '../own.ts';
import type { Workspace } from '../workspace/types.ts';
import { deriveConnection } from './derive.ts';
import { clientsOf } from './further.ts';
import type { Connection } from './types.ts';

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
      return entry && providerOf(entry.kind, workspace.own_providers).one_list_of_clients ? [provider] : [];
    }),
  );
  return Object.entries(workspace.apps).flatMap(([id, { provider }]) =>
    named.has(id) || lists.has(provider) ? [id] : [],
  );
}

/**
 * Why the clients of these apps can't be written: their list would lack one, or a client would be there twice.
 */
export const hindranceOf = (workspace: Workspace, apps: readonly string[]): Notice | undefined =>
  incompleteList(workspace, apps) ?? repeatedClient(workspace, apps);

/**
 * Why the list that has the clients of these apps can't be written: one of its clients belongs to an app that no
 * profile describes just now. Left out, its people could no longer sign in.
 */
function incompleteList(workspace: Workspace, apps: readonly string[]): Notice | undefined {
  for (const id of listedTogether(workspace, apps)) {
    const notice = deriveConnection(workspace, id, id).notices.find(
      ({ code }) => code === 'app-profile-missing',
    );
    if (notice) return { ...notice, message: `${id}: ${notice.message}` };
  }
  return undefined;
}

/**
 * Two clients of one provider with the same id, or the same slug: a program whose id is fixed in two apps, or an id that
 * the workspace states for another. Ids that are made have a random part.
 */
function repeatedClient(workspace: Workspace, apps: readonly string[]): Notice | undefined {
  const named = new Set(apps);
  const providers = new Set(apps.flatMap((app) => own(workspace.apps, app)?.provider ?? []));
  const seen = new Map<string, Connection>();
  const several = Object.values(workspace.apps).some(
    ({ kind }) => appOf(kind, workspace.own_kinds).furtherClients !== undefined,
  );
  // Without programs of their own, each app has one client, and the workspace's own check is enough.
  if (!several) return undefined;
  for (const [id, entry] of Object.entries(workspace.apps)) {
    if (!providers.has(entry.provider)) continue;
    // No id holds such a character, so an id that will be made is never taken for a stated one.
    const connection = deriveConnection(workspace, id, `${id}\u0000`);
    for (const one of clientsOf(connection)) {
      for (const [what, value] of [
        ['client id', one.client.client_id],
        ['slug', one.app.slug],
      ] as const) {
        const place = JSON.stringify([entry.provider, what, value]);
        const other = seen.get(place);
        seen.set(place, one);
        if (other === undefined || !(named.has(id) || named.has(other.app.id))) continue;
        if (other.used_by === undefined && one.used_by === undefined) continue;
        return {
          code: 'client-twice',
          severity: 'error',
          side: 'provider',
          path: `apps.${id}`,
          message: `${inWords(other)} and ${inWords(one)} would both have the ${what} ${value} at ${connection.provider.definition.name}, which knows one client of that name.`,
          fix: 'Leave the program out of one of them by its setting, state another client_id or slug, or use another provider for it.',
        };
      }
    }
  }
  return undefined;
}

const inWords = ({ app, used_by }: Connection): string =>
  used_by === undefined ? `“${app.id}”` : `the ${used_by} of “${app.id}”`;
