import { deriveConnection } from '../../../shared/client/derive.ts';
import { clientsOf } from '../../../shared/client/further.ts';
import { listedTogether } from '../../../shared/client/listed-together.ts';
import { hasNoSso, obstacleOf } from '../../../shared/client/notices.ts';
import { madeByProvider } from '../../../shared/client/pending.ts';
import { rotationSteps } from '../../../shared/client/rotation.ts';
import type { Connection } from '../../../shared/client/types.ts';
import type { CopyTarget, PagePurpose, SecretEntry, SecretsStatus } from '../../../shared/host/secrets.ts';
import { linesToText } from '../../../shared/render/text/deliverable.ts';
import { ok, type Result } from '../../../shared/result.ts';
import type { SecretPurpose } from '../../../shared/secrets.ts';
import type { Workspace } from '../../../shared/workspace/types.ts';
import { clientOf, fixedIdOf, furtherKeys, ownSecretsOf } from '../../services/secrets/apps.ts';
import {
  collectSecrets,
  finishRotation,
  forgetSecrets,
  provideSecret,
  rotateSecret,
  undoRotation,
} from '../../services/secrets/bag.ts';
import { indexStored, type SecretStore } from '../../services/secrets/store.ts';
import { noSuchApp, refuse, translate } from '../failures.ts';
import type { CallHandlers } from '../gate.ts';
import type { HostParts } from '../parts.ts';
import { renderForReal } from '../rendering.ts';
import { fromStore, noSuchSecret, refuseCopy, type SecretFailure, secretFailure } from '../secret-access.ts';

type Names =
  | 'secrets.status'
  | 'secrets.generate'
  | 'secrets.provide'
  | 'secrets.copy'
  | 'secrets.reveal'
  | 'secrets.rotate'
  | 'secrets.undo-rotation'
  | 'secrets.finish-rotation'
  | 'secrets.forget';

export const CLEARS_AFTER_S = 60;
export const HIDES_AFTER_S = 30;

export const secretHandlers = (parts: HostParts): Pick<CallHandlers, Names> => {
  /** Returns the workspace and the store, or a failure. */
  const reach = async (handle: string) => {
    const open = parts.workspaces.get(handle);
    if (!open.ok) return open;
    const store = await parts.secrets.store();
    return store.ok ? ok({ workspace: open.value.workspace, store: store.value }) : store;
  };
  /** What a person wants on the clipboard. A file that was brought needs no keychain. */
  const valueToCopy = async (handle: string, target: CopyTarget) => {
    if (target.kind === 'mended') {
      const kept = parts.brought.of(handle);
      const file = kept?.id === target.brought ? kept.files[target.index] : undefined;
      return file === undefined ? GONE : ok(file.text);
    }
    const at = await reach(handle);
    return at.ok ? secretValue(parts, handle, at.value.workspace, at.value.store, target) : at;
  };
  /** The same, but also fails if there is no such app. */
  const reachApp = async (handle: string, app: string) => {
    const open = parts.workspaces.get(handle);
    if (!open.ok) return open;
    return Object.hasOwn(open.value.workspace.apps, app) ? reach(handle) : noSuchApp(app);
  };
  /** Also fails if the secrets belong to another file. */
  const reachToChange = async (handle: string) => {
    const open = parts.workspaces.get(handle);
    if (!open.ok) return open;
    return refuseCopy(open.value) ?? reach(handle);
  };
  const statusOf = (workspace: Workspace, store: SecretStore, app?: string) =>
    secretsStatus(parts, workspace, store, app);

  return {
    'secrets.status': async ({ handle, app }) => {
      const at = await (app === undefined ? reach(handle) : reachApp(handle, app));
      return at.ok ? statusOf(at.value.workspace, at.value.store, app) : at;
    },

    'secrets.generate': async ({ handle, app }) => {
      const at = await reachApp(handle, app);
      if (!at.ok) return at;
      const { workspace, store } = at.value;
      if (!hasNoSso(deriveConnection(workspace, app, app))) {
        const made = await collectSecrets(workspace, listedWithSso(workspace, app), store);
        if (!made.ok)
          return translate(made.error, ['no-such-app', 'keychain-locked'], 'keychain-unavailable');
      }
      return statusOf(workspace, store, app);
    },

    'secrets.provide': async ({ handle, owner, purpose, value }) => {
      const at = await reachToChange(handle);
      if (!at.ok) return at;
      const { workspace, store } = at.value;
      const client = clientOf(workspace, owner);
      if (client === undefined && !Object.hasOwn(workspace.providers, owner)) return noSuchApp(owner);
      if (!purposesOf(workspace, owner).includes(purpose))
        return refuse('secret-unfit', `${owner} has no such secret to bring along.`);
      const kept = await provideSecret(store, { workspace: workspace.id, owner, purpose }, value);
      if (!kept.ok) {
        if (!kept.error.code.startsWith('secret-')) return { ok: false, error: secretFailure(kept.error) };
        return refuse('secret-unfit', kept.error.message, kept.error.detail);
      }
      return statusOf(workspace, store, client?.app.id);
    },

    'secrets.copy': async ({ handle, target }) => {
      const found = await valueToCopy(handle, target);
      if (!found.ok) return found;
      const done = await parts.platform.copySecret(found.value);
      return ok(
        done
          ? { by: 'host', clears_after_s: CLEARS_AFTER_S }
          : { by: 'page', value: found.value, clears_after_s: CLEARS_AFTER_S },
      );
    },

    'secrets.reveal': async ({ handle, owner, purpose }) => {
      const at = await reach(handle);
      if (!at.ok) return at;
      const value = fromStore(await at.value.store.get({ workspace: at.value.workspace.id, owner, purpose }));
      if (!value.ok) return value;
      if (value.value === undefined) return noSuchSecret('secret of that name');
      return ok({ value: value.value, hide_after_s: HIDES_AFTER_S });
    },

    'secrets.rotate': async ({ handle, app }) => {
      const known = await reachApp(handle, app);
      if (!known.ok) return known;
      const at = await reachToChange(handle);
      if (!at.ok) return at;
      const done = await rotateSecret(at.value.store, at.value.workspace, app);
      if (!done.ok)
        return translate(
          done.error,
          ['no-such-app', 'already-rotating', 'nothing-to-rotate', 'keychain-locked'],
          'keychain-unavailable',
        );
      return statusOf(at.value.workspace, at.value.store, app);
    },
    'secrets.undo-rotation': async ({ handle, app }) => {
      const at = await reachToChange(handle);
      if (!at.ok) return at;
      const done = Object.hasOwn(at.value.workspace.apps, app)
        ? await undoRotation(at.value.store, at.value.workspace, app)
        : refuse('not-rotating', `The workspace has no app “${app}” any more.`);
      if (!done.ok) return translate(done.error, ['not-rotating', 'keychain-locked'], 'keychain-unavailable');
      return statusOf(at.value.workspace, at.value.store, app);
    },
    'secrets.finish-rotation': async ({ handle, app }) => {
      const at = await reachToChange(handle);
      if (!at.ok) return at;
      const done = Object.hasOwn(at.value.workspace.apps, app)
        ? await finishRotation(at.value.store, at.value.workspace, app)
        : refuse('not-rotating', `The workspace has no app “${app}” any more.`);
      if (!done.ok) return translate(done.error, ['not-rotating', 'keychain-locked'], 'keychain-unavailable');
      return statusOf(at.value.workspace, at.value.store, app);
    },

    'secrets.forget': async ({ handle, owner }) => {
      const at = await reachToChange(handle);
      if (!at.ok) return at;
      const gone = fromStore(await forgetSecrets(at.value.store, at.value.workspace, [owner]));
      if (!gone.ok) return gone;
      return statusOf(at.value.workspace, at.value.store);
    },
  };
};

const ABOUT: Readonly<Record<PagePurpose, string>> = {
  client_id: 'Names the app at the provider. Both sides have it; it is no secret, only kept beside them.',
  client_secret: 'A password of the app itself, by which the provider knows it. Both sides have it.',
  client_secret_digest:
    'A hash of the client secret. Authelia checks the secret with it, and nobody can read the secret from it.',
  client_secret_previous:
    'The client secret before the last rotation, kept until both sides have the new one.',
  app_secret: 'What the app protects its own logins with. Only the app has it.',
  hmac_secret: 'What Authelia protects its own tokens with. Only Authelia has it.',
  jwks_key: 'The key Authelia signs logins with. Only Authelia has it; apps check against its public half.',
};

/** The kinds of secrets that an owner has, in the order of the screens. */
function purposesOf(workspace: Workspace, owner: string): PagePurpose[] {
  const provider = Object.hasOwn(workspace.providers, owner) ? workspace.providers[owner] : undefined;
  if (provider !== undefined && !Object.hasOwn(workspace.apps, owner))
    return [...ownSecretsOf(workspace, owner)];
  const connection = clientOf(workspace, owner)!;
  const own = connection.app.definition.app_secret;
  return [
    // The id of a further client follows from the app's own, unless the provider makes it.
    ...(connection.used_by === undefined || madeBy(connection, 'client_id') ? (['client_id'] as const) : []),
    'client_secret',
    ...(connection.provider.definition.told_digest ? (['client_secret_digest'] as const) : []),
    ...(own === undefined || connection.used_by !== undefined ? [] : (['app_secret'] as const)),
  ];
}

/** The provider, if it makes this value itself, and where the person reads it there. */
function madeBy(connection: Connection, purpose: SecretPurpose): SecretEntry['made_by'] {
  const { provider, client } = connection;
  // The program has this id, whoever makes the others.
  if (purpose === 'client_id' && fixedIdOf(connection) !== undefined) return undefined;
  const { definition, traits } = provider;
  const made = madeByProvider(traits.value, client.token_endpoint_auth_method).find((one) => one === purpose);
  return made === undefined
    ? undefined
    : { name: definition.name, where: definition.profile?.take?.[made] ?? '' };
}

function rotatingOf({ provider }: Connection): NonNullable<SecretsStatus['rotating']> {
  const { clients, rotate: how } = provider.definition.profile ?? {};
  return {
    steps: [...rotationSteps(provider.traits.value)],
    ...(clients === undefined ? {} : { where: clients.where }),
    ...(how === undefined ? {} : { how }),
  };
}

/** The state of the secrets of one app and its provider, or of the whole workspace. Contains no values. */
export async function secretsStatus(
  parts: HostParts,
  workspace: Workspace,
  store: SecretStore,
  app?: string,
): Promise<Result<SecretsStatus, SecretFailure>> {
  const stored = fromStore(await store.list(workspace.id));
  if (!stored.ok) return stored;
  const find = indexStored(stored.value);

  const entryOf = (
    owner: string,
    side: 'app' | 'provider',
    purpose: PagePurpose,
    needed: boolean,
    made_by?: NonNullable<SecretEntry['made_by']>,
    used_by?: string,
  ): SecretEntry => {
    const one = find(owner, purpose);
    const given = purpose === 'client_id' ? workspace.apps[owner]?.client_id : undefined;
    const present = one !== undefined || given !== undefined;
    const onlyDigest =
      purpose === 'client_secret' && needed && !present && find(owner, 'client_secret_digest') !== undefined;
    return {
      owner,
      owner_side: side,
      purpose,
      state: !needed ? 'not-needed' : present ? 'present' : 'missing',
      ...(given !== undefined
        ? { origin: 'provided' as const }
        : one === undefined || one.origin === 'found'
          ? {}
          : { origin: one.origin }),
      ...(one === undefined ? {} : { changed_at: one.changedAt }),
      about: ABOUT[purpose],
      ...(made_by === undefined ? {} : { made_by }),
      ...(onlyDigest ? { only_digest: true as const } : {}),
      ...(used_by === undefined ? {} : { used_by }),
    };
  };

  const apps = app === undefined ? Object.keys(workspace.apps) : [app];
  const providers = new Set(apps.map((id) => workspace.apps[id]!.provider));
  const entries = [
    ...apps.flatMap((id) => {
      const main = deriveConnection(workspace, id, id);
      const without = hasNoSso(main);
      return clientsOf(main).flatMap((connection) => {
        const isPublic = connection.client.token_endpoint_auth_method === 'none';
        return purposesOf(workspace, connection.key).map((purpose) =>
          entryOf(
            connection.key,
            'app',
            purpose,
            !without && (purpose === 'client_id' || purpose === 'app_secret' || !isPublic),
            madeBy(connection, purpose),
            connection.used_by,
          ),
        );
      });
    }),
    ...[...providers].flatMap((id) =>
      purposesOf(workspace, id).map((purpose) => entryOf(id, 'provider', purpose, true)),
    ),
  ];
  const rotations = apps.flatMap((id) => {
    for (const key of [id, ...furtherKeys(workspace, id)]) {
      const previous = find(key, 'client_secret_previous');
      if (previous !== undefined)
        return [{ app: id, started_at: find(key, 'client_secret')?.changedAt ?? previous.changedAt }];
    }
    return [];
  });
  const has = (id: string, purpose: SecretPurpose) =>
    find(id, purpose) !== undefined ||
    (purpose === 'client_secret' && find(id, 'client_secret_digest') !== undefined) ||
    (purpose === 'client_id' && workspace.apps[id]!.client_id !== undefined) ||
    (purpose === 'client_secret' &&
      deriveConnection(workspace, id, id).client.token_endpoint_auth_method === 'none');
  const others =
    app === undefined
      ? []
      : listedWithSso(workspace, app).filter(
          (id) => id !== app && !(has(id, 'client_id') && has(id, 'client_secret')),
        );
  return ok({
    store: await parts.secrets.status(),
    entries,
    rotations,
    ...(app === undefined ? {} : { rotating: rotatingOf(deriveConnection(workspace, app, app)) }),
    ...(others.length === 0 ? {} : { others_missing: others }),
  });
}

/** This app and the others whose clients stand in one list with its own, without those that are no clients yet. */
const listedWithSso = (workspace: Workspace, app: string): string[] =>
  listedTogether(workspace, [app]).filter(
    (id) => id === app || !obstacleOf(deriveConnection(workspace, id, id)),
  );

const GONE = refuse(
  'no-such-deliverable',
  'This is not part of what there is to apply any more. Load the page again.',
);

/** Lines that a merge leaves to the person, as long as it is what the page shows. */
async function linesByHand(
  parts: HostParts,
  handle: string,
  workspace: Workspace,
  store: SecretStore,
  { app, side, merge, index }: Extract<CopyTarget, { kind: 'by-hand' }>,
) {
  const kept = parts.merges.of({ handle, app, side });
  if (kept?.merge !== merge || !Object.hasOwn(workspace.apps, app)) return GONE;
  const { planMerge } = await import('../merging.ts');
  const planned = await planMerge({ workspace, store, app, side, ...kept });
  if (!planned.ok || planned.value.fingerprint !== kept.fingerprint) return GONE;
  const lines = planned.value.plan.byHand[index]?.lines;
  return lines === undefined ? GONE : ok(`${lines.join('\n')}\n`);
}

/** A merged text, as long as it is what the page shows. */
async function mergedValue(
  parts: HostParts,
  handle: string,
  workspace: Workspace,
  store: SecretStore,
  { app, side, merge, file }: Extract<CopyTarget, { kind: 'merged' }>,
) {
  if (!Object.hasOwn(workspace.apps, app)) return GONE;
  const { mergedText } = await import('../merging.ts');
  const kept = parts.merges.of({ handle, app, side });
  const merged = await mergedText({ workspace, store, app, side }, kept, merge, file);
  return merged.ok && merged.value !== undefined ? ok(merged.value.text) : GONE;
}

/** The secret value that the page named. */
async function secretValue(
  parts: HostParts,
  handle: string,
  workspace: Workspace,
  store: SecretStore,
  target: Exclude<CopyTarget, { kind: 'mended' }>,
) {
  if (target.kind === 'secret') {
    const { owner, purpose } = target;
    const value = fromStore(await store.get({ workspace: workspace.id, owner, purpose }));
    if (!value.ok) return value;
    return value.value === undefined ? noSuchSecret('secret of that name') : ok(value.value);
  }
  if (target.kind === 'merged') return mergedValue(parts, handle, workspace, store, target);
  if (target.kind === 'by-hand') return linesByHand(parts, handle, workspace, store, target);
  const apps = await appsOfPath(parts, workspace, store, target.path);
  if (!apps.ok) return apps;
  const rendered = await renderForReal(workspace, store, apps.value);
  if (!rendered.ok) return translate(rendered.error, ['keychain-locked'], 'keychain-unavailable');
  const found = rendered.value.deliverables.find((one) => one.path === target.path);
  if (target.kind === 'file') return found?.form === 'file' ? ok(linesToText(found.lines)) : GONE;
  const step = found?.form === 'guide' ? found.steps.find(({ id }) => id === target.step) : undefined;
  const field = step?.fields[target.field];
  return field === undefined ? GONE : ok(field.value);
}

/**
 * The apps that have to be rendered for what has this path: only its own app, or all if it belongs to none.
 * Found without reading a secret.
 */
async function appsOfPath(
  parts: HostParts,
  workspace: Workspace,
  store: SecretStore,
  path: string,
): Promise<Result<readonly string[], SecretFailure>> {
  const all = Object.keys(workspace.apps);
  const outlines = await parts.renderings.outlines(workspace, store);
  if (!outlines.ok) return outlines;
  const owner = outlines.value.connections.find((one) =>
    outlines.value.own(one).some((outline) => outline.path === path),
  );
  return ok(owner === undefined ? all : [owner.app.id]);
}
