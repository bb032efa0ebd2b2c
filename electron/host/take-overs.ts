import { differingFields } from '../../shared/apply/fields.ts';
import { applySide } from '../../shared/apply/side.ts';
import { type ApplySide, isNoWay } from '../../shared/apply/things.ts';
import { deriveConnection } from '../../shared/client/derive.ts';
import type { LiveClient, LiveDifference } from '../../shared/existing/import/live.ts';
import type { TakeOver } from '../../shared/host/apply.ts';
import type { AppEntry, Workspace } from '../../shared/workspace/types.ts';

/**
 * What the workspace can take over of a client as its provider holds it, each key with the values of the product that
 * follow from it: those that the side would have otherwise with the key as it is there.
 */
export function takeOvers(
  workspace: Workspace,
  { app, client_id }: Pick<ApplySide, 'app' | 'client_id'>,
  live: LiveClient | undefined,
): TakeOver[] {
  const now = sideOf(workspace, app, client_id);
  return (live?.differences ?? []).map((one) => {
    const then = sideOf(withLive(workspace, app, one), app, client_id);
    return {
      key: one.key,
      stated: one.stated ?? null,
      live: one.live ?? null,
      fields: now === undefined || then === undefined ? [] : [...differingFields(now, then)],
    };
  });
}

function withLive(workspace: Workspace, app: string, { key, live }: LiveDifference): Workspace {
  const { [key]: _, ...rest } = workspace.apps[app]!;
  const entry = (live === undefined ? rest : { ...rest, [key]: live }) as AppEntry;
  return { ...workspace, apps: { ...workspace.apps, [app]: entry } };
}

/** Without the secrets, which no key of an entry changes. */
function sideOf(workspace: Workspace, app: string, client_id: string): ApplySide | undefined {
  const side = applySide(deriveConnection(workspace, app, client_id), 'provider', {
    clients: {},
    providers: {},
  });
  return isNoWay(side) ? undefined : side;
}
