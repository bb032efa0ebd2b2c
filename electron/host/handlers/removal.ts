import { removalSteps } from '../../../shared/render/removal.ts';
import { ok } from '../../../shared/result.ts';
import type { WorkspacePath } from '../../../shared/workspace/edit.ts';
import type { Workspace } from '../../../shared/workspace/types.ts';
import { forgetSecrets } from '../../services/secrets/bag.ts';
import { isOf, openMemoryStore } from '../../services/secrets/store.ts';
import { stepView } from '../deliverable-views.ts';
import { refuse, translate } from '../failures.ts';
import type { CallHandlers } from '../gate.ts';
import type { HostParts } from '../parts.ts';
import { refuseCopy, secretFailure } from '../secret-access.ts';
import { removeEntries } from '../workspace-edit.ts';
import { viewOf } from '../workspaces.ts';

type Names = 'removal.plan' | 'removal.apply';
interface Target {
  readonly kind: 'app' | 'provider';
  readonly id: string;
}

export const removalHandlers = (parts: HostParts): Pick<CallHandlers, Names> => ({
  'removal.plan': async ({ handle, target }) => {
    const open = parts.workspaces.get(handle);
    if (!open.ok) return open;
    const { workspace } = open.value;
    const going = goingWith(workspace, target);
    if (going === undefined) return noSuchEntry;
    // Only names are needed, so a person is not asked to unlock the keychain to read a plan.
    const store = parts.secrets.opened ?? openMemoryStore();
    const masked = await parts.renderings.masked(workspace, store, going.apps);
    const stored = await store.list(workspace.id);
    const others = Object.entries(workspace.apps).filter(([id]) => !going.apps.includes(id));
    return ok({
      steps: masked.ok
        ? masked.value.connections
            .filter(({ app }) => going.apps.includes(app.id))
            .flatMap((connection) => {
              const last = !others.some(([, entry]) => entry.provider === connection.provider.id);
              return removalSteps(connection, masked.value.deliverables, last && target.kind === 'app');
            })
            .map((step) => stepView(masked.value, step))
        : [],
      apps: target.kind === 'provider' ? going.apps : [],
      secrets: stored.ok
        ? stored.value
            .filter(({ owner }) => isOf(owner, going.owners))
            .map(({ owner, purpose }) => ({ owner, purpose }))
        : [],
    });
  },

  'removal.apply': async ({ handle, revision, target, forget_secrets }) => {
    const open = parts.workspaces.get(handle);
    if (!open.ok) return open;
    const { workspace } = open.value;
    const going = goingWith(workspace, target);
    if (going === undefined) return noSuchEntry;
    const copy = forget_secrets ? refuseCopy(open.value) : undefined;
    if (copy) return copy;
    // Opened first, so that a locked keychain stops the removal before anything is removed.
    const store = forget_secrets ? await parts.secrets.store() : undefined;
    if (store !== undefined && !store.ok) return store;
    const applied = await ownPaths(parts, workspace, going.apps);
    const edited = await parts.workspaces.edit(handle, revision, (text) => removeEntries(text, going.paths));
    if (!edited.ok)
      return edited.error.code === 'invalid'
        ? translate(edited.error, [], 'write-failed')
        : translate(edited.error, ['not-open', 'conflict', 'unreadable', 'write-failed'], 'write-failed');
    await parts.tests.forget(workspace, going.apps);
    // If an app with the same id is added later, nothing must count as applied.
    await parts.stateOf(workspace.id).update((now) => ({
      ...now,
      ticks: Object.fromEntries(Object.entries(now.ticks).filter(([path]) => !applied.includes(path))),
    }));
    if (store?.ok) {
      const gone = await forgetSecrets(store.value, workspace, going.owners);
      if (!gone.ok) return { ok: false, error: secretFailure(gone.error) };
    }
    return ok(viewOf(edited.value));
  },
});

/** Paths of the deliverables that belong only to these apps. */
async function ownPaths(parts: HostParts, workspace: Workspace, apps: readonly string[]): Promise<string[]> {
  const masked = await parts.renderings.masked(workspace, parts.secrets.opened ?? openMemoryStore(), apps);
  if (!masked.ok) return [];
  return masked.value.deliverables.flatMap(({ app, path }) =>
    app !== undefined && apps.includes(app) ? [path] : [],
  );
}

/** Everything that is removed: only an app, or a provider with the apps that use it. Apps come first. */
function goingWith(workspace: Workspace, { kind, id }: Target) {
  const entries = kind === 'app' ? workspace.apps : workspace.providers;
  if (!Object.hasOwn(entries, id)) return undefined;
  const apps =
    kind === 'app'
      ? [id]
      : Object.entries(workspace.apps).flatMap(([app, entry]) => (entry.provider === id ? [app] : []));
  const paths: WorkspacePath[] = apps.map((app) => ['apps', app]);
  return {
    apps,
    owners: kind === 'app' ? apps : [...apps, id],
    paths: kind === 'app' ? paths : [...paths, ['providers', id] as WorkspacePath],
  };
}

const noSuchEntry = refuse('no-such-entry', 'The workspace has no such entry any more.');
