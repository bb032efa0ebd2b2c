import { removalSteps } from '../../../shared/render/removal.ts';
import { ok, type Result } from '../../../shared/result.ts';
import { addApp, addProvider, type WorkspacePath } from '../../../shared/workspace/edit.ts';
import type { Workspace } from '../../../shared/workspace/types.ts';
import { forgetSecrets } from '../../services/secrets/bag.ts';
import { isOf, type NewSecret, openMemoryStore, type SecretStore } from '../../services/secrets/store.ts';
import { stepView } from '../deliverable-views.ts';
import { refuse, translate } from '../failures.ts';
import type { CallHandlers } from '../gate.ts';
import type { HostParts } from '../parts.ts';
import { refuseCopy, secretFailure } from '../secret-access.ts';
import { removeEntries } from '../workspace-edit.ts';
import type { WorkspaceState } from '../workspace-state.ts';
import { type OpenWorkspace, viewOf } from '../workspaces.ts';

type Names = 'removal.plan' | 'removal.apply' | 'removal.undo';
interface Target {
  readonly kind: 'app' | 'provider';
  readonly id: string;
}

/** What was removed last, to bring it back. Holds secrets, so it is kept in memory only. */
interface Removed {
  readonly handle: string;
  readonly before: OpenWorkspace;
  /** The text of the file without it. */
  readonly after: string;
  readonly apps: readonly string[];
  readonly provider: string | undefined;
  readonly secrets: readonly NewSecret[];
  readonly state: Pick<WorkspaceState, 'ticks' | 'tests' | 'said'>;
}

export const removalHandlers = (parts: HostParts): Pick<CallHandlers, Names> => {
  let removed: Removed | undefined;
  return {
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
      // Read first, so that nothing goes that can't be brought back.
      const secrets = store?.ok ? await secretsOf(store.value, workspace.id, going.owners) : ok([]);
      if (!secrets.ok) return { ok: false, error: secretFailure(secrets.error) };
      const { ticks, tests, said } = await parts.stateOf(workspace.id).read();
      const applied = await ownPaths(parts, workspace, going.apps);
      const edited = await parts.workspaces.edit(handle, revision, (text) =>
        removeEntries(text, going.paths),
      );
      if (!edited.ok)
        return edited.error.code === 'invalid'
          ? translate(edited.error, [], 'write-failed')
          : translate(edited.error, ['not-open', 'conflict', 'unreadable', 'write-failed'], 'write-failed');
      removed = {
        handle,
        before: open.value,
        after: edited.value.text,
        apps: going.apps,
        provider: target.kind === 'provider' ? target.id : undefined,
        secrets: secrets.value,
        state: { ticks, tests, said },
      };
      await parts.tests.forget(workspace, going.apps);
      await parts.drifts.forget(workspace, going.apps);
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

    'removal.undo': async ({ handle, revision }) => {
      const open = parts.workspaces.get(handle);
      if (!open.ok) return open;
      const last = removed?.handle === handle ? removed : undefined;
      if (last === undefined)
        return refuse('nothing-to-undo', 'Nothing was removed here that could be brought back.');
      const copy = last.secrets.length > 0 ? refuseCopy(open.value) : undefined;
      if (copy) return copy;
      // Opened first, so that a locked keychain stops it before anything is written.
      const store = last.secrets.length > 0 ? await parts.secrets.store() : undefined;
      if (store !== undefined && !store.ok) return store;
      const edited = await parts.workspaces.edit(handle, revision, (text) =>
        text === last.after ? ok(last.before.text) : withEntries(text, last),
      );
      if (!edited.ok)
        return translate(
          edited.error,
          ['not-open', 'conflict', 'invalid', 'unreadable', 'write-failed'],
          'write-failed',
        );
      if (store?.ok) {
        const kept = await store.value.setAll(edited.value.workspace.id, last.secrets);
        if (!kept.ok) return { ok: false, error: secretFailure(kept.error) };
      }
      removed = undefined;
      // What was applied and tested before holds again; results are known by a digest of what they depend on.
      await parts.stateOf(edited.value.workspace.id).update((now) => ({
        ...now,
        ticks: { ...last.state.ticks, ...now.ticks },
        tests: { ...last.state.tests, ...now.tests },
        said: { ...last.state.said, ...now.said },
      }));
      return ok(viewOf(edited.value));
    },
  };
};

/** Everything that the store has of these owners, with its values. */
async function secretsOf(
  store: SecretStore,
  workspace: string,
  owners: readonly string[],
): Promise<Result<NewSecret[]>> {
  const listed = await store.list(workspace);
  if (!listed.ok) return listed;
  const secrets: NewSecret[] = [];
  for (const { owner, purpose, origin } of listed.value.filter((one) => isOf(one.owner, owners))) {
    const value = await store.get({ workspace, owner, purpose });
    if (!value.ok) return value;
    if (value.value !== undefined) secrets.push({ workspace, owner, purpose, value: value.value, origin });
  }
  return ok(secrets);
}

/** The text with the entries at its end: it was changed since they were removed. */
function withEntries(text: string, { before, apps, provider }: Removed): Result<string> {
  const { workspace } = before;
  let now: Result<string> =
    provider === undefined ? ok(text) : addProvider(text, provider, workspace.providers[provider]!);
  for (const app of apps) if (now.ok) now = addApp(now.value, app, workspace.apps[app]!);
  return now;
}

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
