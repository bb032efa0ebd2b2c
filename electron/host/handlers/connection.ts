import { deriveConnection } from '../../../shared/client/derive.ts';
import type { Connection } from '../../../shared/client/types.ts';
import { ok } from '../../../shared/result.ts';
import { parseWorkspace } from '../../../shared/workspace/parse.ts';
import { stringifyWorkspace } from '../../../shared/workspace/stringify.ts';
import type { AppEntry, ProviderEntry, Workspace } from '../../../shared/workspace/types.ts';
import { furtherKeys } from '../../services/secrets/apps.ts';
import { connectionView } from '../connection-view.ts';
import { noSuchApp } from '../failures.ts';
import type { CallHandlers } from '../gate.ts';
import type { HostParts } from '../parts.ts';
import { placelessProblem, problemView } from '../problems.ts';

export const connectionHandlers = (parts: HostParts): Pick<CallHandlers, 'connection.derive'> => ({
  'connection.derive': async ({ handle, app, draft }) => {
    const open = parts.workspaces.get(handle);
    if (!open.ok) return open;
    const { workspace, problems, profiles } = open.value;
    if (draft === undefined) {
      if (!Object.hasOwn(workspace.apps, app)) return noSuchApp(app);
      const connection = await derived(parts, workspace, app);
      return ok({ connection: connectionView(workspace, connection), problems: problems.map(problemView) });
    }
    if (draft.app === undefined && !Object.hasOwn(workspace.apps, app)) return noSuchApp(app);
    // Uses the rules for files, so that a screen never accepts what is invalid in a file.
    const parsed = parseWorkspace(
      stringifyWorkspace(withDraft(workspace, app, draft.provider, draft.app)),
      profiles,
    );
    const about = parsed.problems.map(placelessProblem);
    if (!parsed.ok) return ok({ connection: null, problems: about });
    const connection = await derived(parts, parsed.workspace, app);
    return ok({ connection: connectionView(parsed.workspace, connection), problems: about });
  },
});

function withDraft(
  workspace: Workspace,
  appId: string,
  provider: { readonly id: string; readonly entry: ProviderEntry } | undefined,
  app: AppEntry | undefined,
): Workspace {
  return {
    ...workspace,
    providers: provider ? { ...workspace.providers, [provider.id]: provider.entry } : workspace.providers,
    apps: app ? { ...workspace.apps, [appId]: app } : workspace.apps,
  };
}

/** The connection with the client ids that can be read without asking a person to unlock the keychain. */
async function derived(parts: HostParts, workspace: Workspace, app: string): Promise<Connection> {
  const ids: Record<string, string> = {};
  for (const owner of [app, ...furtherKeys(workspace, app)]) {
    const kept = await parts.secrets.opened?.get({ workspace: workspace.id, owner, purpose: 'client_id' });
    if (kept?.ok && kept.value !== undefined) ids[owner] = kept.value;
  }
  return deriveConnection(workspace, app, ids[app] ?? app, undefined, undefined, ids);
}
