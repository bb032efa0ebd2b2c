import { fail, ok, type Result } from '../../../shared/result.ts';
import type { SecretName } from '../../../shared/secrets.ts';
import type { Workspace } from '../../../shared/workspace/types.ts';
import { keysWithSecret, madeByTheProvider, noSuchApp } from './apps.ts';
import { type ClientSecretOptions, generateClientSecret } from './generate.ts';
import type { SecretOrigin, SecretStore } from './store.ts';

/**
 * Gives every client of the app that has a secret a new one, and keeps the previous ones until {@link undoRotation} or
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
  const turning: { readonly key: string; readonly value: string }[] = [];
  // All are looked at before one is replaced.
  for (const key of keysWithSecret(workspace, app)) {
    const { made, provider, rotate: how, steps } = madeByTheProvider(workspace, key);
    if (made.includes('client_secret'))
      return fail(
        'nothing-to-rotate',
        steps.includes('add')
          ? `${provider} makes the client secret itself. ${how ?? 'Make a second one there, beside the former.'} Bring it along: “Bring my own”, or latchkey render --secrets stdin. Apply the app’s side, and test. Only then delete the former one at ${provider}, unless it runs out by itself.`
          : `${provider} makes the client secret itself. ${how ?? `Make a new one there.`} Then bring it along: “Bring my own”, or latchkey render --secrets stdin.`,
      );
    const { current, previous } = namesOf(workspace, key);
    const now = await store.get(current);
    if (!now.ok) return now;
    if (now.value === undefined) continue;
    const before = await store.get(previous);
    if (!before.ok) return before;
    if (before.value !== undefined && before.value !== now.value) {
      return fail(
        'already-rotating',
        `The secret before the last rotation of ${key} is still kept. Undo that rotation, or finish it once both sides have the new secret.`,
      );
    }
    turning.push({ key, value: now.value });
  }
  if (turning.length === 0)
    return fail(
      'nothing-to-rotate',
      `${app} has no client secret to replace. Render first, which makes one.`,
    );
  for (const { key, value } of turning) {
    const { current, previous } = namesOf(workspace, key);
    const kept = await store.set(previous, value, await originOf(store, current));
    if (!kept.ok) return kept;
    const made = await store.set(current, generateClientSecret(options), 'generated');
    if (!made.ok) return made;
  }
  return ok(undefined);
}

/** Restores the secrets from before the rotation. Codes: those of the store, `no-such-app`, `not-rotating`. */
export async function undoRotation(
  store: SecretStore,
  workspace: Workspace,
  app: string,
): Promise<Result<void>> {
  if (!Object.hasOwn(workspace.apps, app)) return noSuchApp(workspace, app);
  return store.exclusive(workspace.id, () =>
    forEachKept(workspace, app, async (current, previous) => {
      const before = await store.get(previous);
      if (!before.ok) return before;
      if (before.value === undefined) return ok(false);
      const back = await store.set(current, before.value, await originOf(store, previous));
      if (!back.ok) return back;
      const gone = await store.delete(previous);
      return gone.ok ? ok(true) : gone;
    }),
  );
}

/** Deletes the secrets from before the rotation. Codes: those of the store, `no-such-app`, `not-rotating`. */
export async function finishRotation(
  store: SecretStore,
  workspace: Workspace,
  app: string,
): Promise<Result<void>> {
  if (!Object.hasOwn(workspace.apps, app)) return noSuchApp(workspace, app);
  return forEachKept(workspace, app, (_current, previous) => store.delete(previous));
}

/** Ends the rotation of each client. An app that has become public may still keep a secret. */
async function forEachKept(
  workspace: Workspace,
  app: string,
  end: (current: SecretName, previous: SecretName) => Promise<Result<boolean>>,
): Promise<Result<void>> {
  let some = false;
  for (const key of new Set([app, ...keysWithSecret(workspace, app)])) {
    const { current, previous } = namesOf(workspace, key);
    const ended = await end(current, previous);
    if (!ended.ok) return ended;
    some ||= ended.value;
  }
  return some ? ok(undefined) : notRotating(app);
}

const namesOf = (workspace: Workspace, owner: string) => ({
  current: { workspace: workspace.id, owner, purpose: 'client_secret' } as const,
  previous: { workspace: workspace.id, owner, purpose: 'client_secret_previous' } as const,
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
