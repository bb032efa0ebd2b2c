import { fail, ok, type Result } from '../../../shared/result.ts';
import type { SecretName } from '../../../shared/secrets.ts';
import type { Workspace } from '../../../shared/workspace/types.ts';
import { isPublic, madeByTheProvider, noSuchApp } from './apps.ts';
import { type ClientSecretOptions, generateClientSecret } from './generate.ts';
import type { SecretOrigin, SecretStore } from './store.ts';

/**
 * Gives the app a new client secret and keeps the previous one until {@link undoRotation} or
 * {@link finishRotation}. The previous one is stored first, so that neither is lost if this stops half-way.
 *
 * Codes: those of the store, `no-such-app`, `nothing-to-rotate`, `already-rotating`.
 */
export async function rotateSecret(
  store: SecretStore,
  workspace: Workspace,
  app: string,
  options: ClientSecretOptions = {},
): Promise<Result<void>> {
  if (!Object.hasOwn(workspace.apps, app)) return noSuchApp(workspace, app);
  return store.exclusive(workspace.id, () => rotate(store, workspace, app, options));
}

async function rotate(
  store: SecretStore,
  workspace: Workspace,
  app: string,
  options: ClientSecretOptions,
): Promise<Result<void>> {
  const { made, provider, rotate: how } = madeByTheProvider(workspace, app);
  if (made.includes('client_secret'))
    return fail(
      'nothing-to-rotate',
      `${provider} makes the client secret itself. ${how ?? `Make a new one there.`} Then bring it along: “Bring my own”, or latchkey render --secrets stdin.`,
    );
  const { current, previous } = namesOf(workspace, app);
  const now = await store.get(current);
  if (!now.ok) return now;
  if (now.value === undefined || isPublic(workspace, app)) {
    return fail(
      'nothing-to-rotate',
      `${app} has no client secret to replace. Render first, which makes one.`,
    );
  }
  const before = await store.get(previous);
  if (!before.ok) return before;
  if (before.value !== undefined && before.value !== now.value) {
    return fail(
      'already-rotating',
      `The secret before the last rotation of ${app} is still kept. Undo that rotation, or finish it once both sides have the new secret.`,
    );
  }
  const kept = await store.set(previous, now.value, await originOf(store, current));
  if (!kept.ok) return kept;
  return store.set(current, generateClientSecret(options), 'generated');
}

/** Restores the secret from before the rotation. Codes: those of the store, `no-such-app`, `not-rotating`. */
export async function undoRotation(
  store: SecretStore,
  workspace: Workspace,
  app: string,
): Promise<Result<void>> {
  if (!Object.hasOwn(workspace.apps, app)) return noSuchApp(workspace, app);
  return store.exclusive(workspace.id, async () => {
    const { current, previous } = namesOf(workspace, app);
    const before = await store.get(previous);
    if (!before.ok) return before;
    if (before.value === undefined) return notRotating(app);
    const back = await store.set(current, before.value, await originOf(store, previous));
    if (!back.ok) return back;
    const gone = await store.delete(previous);
    return gone.ok ? ok(undefined) : gone;
  });
}

/** Deletes the secret from before the rotation. Codes: those of the store, `no-such-app`, `not-rotating`. */
export async function finishRotation(
  store: SecretStore,
  workspace: Workspace,
  app: string,
): Promise<Result<void>> {
  if (!Object.hasOwn(workspace.apps, app)) return noSuchApp(workspace, app);
  const gone = await store.delete(namesOf(workspace, app).previous);
  if (!gone.ok) return gone;
  return gone.value ? ok(undefined) : notRotating(app);
}

const namesOf = (workspace: Workspace, app: string) => ({
  current: { workspace: workspace.id, owner: app, purpose: 'client_secret' } as const,
  previous: { workspace: workspace.id, owner: app, purpose: 'client_secret_previous' } as const,
});

async function originOf(store: SecretStore, name: SecretName): Promise<SecretOrigin> {
  const listed = await store.list(name.workspace);
  if (!listed.ok) return 'generated';
  return (
    listed.value.find(({ owner, purpose }) => owner === name.owner && purpose === name.purpose)?.origin ??
    'generated'
  );
}

const notRotating = (app: string) =>
  fail(
    'not-rotating',
    `No earlier secret of ${app} is kept, so there is nothing to bring back or let go of.`,
  );
