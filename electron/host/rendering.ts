import { createHash } from 'node:crypto';
import { deriveConnections } from '../../shared/client/derive.ts';
import { listedTogether } from '../../shared/client/listed-together.ts';
import { hasNoSso } from '../../shared/client/notices.ts';
import type { Connection } from '../../shared/client/types.ts';
import { SECRET_MASK } from '../../shared/host/deliverables.ts';
import { renderDeliverables } from '../../shared/render/render.ts';
import type { Deliverable, FileDeliverable, GuideDeliverable, GuideStep } from '../../shared/render/types.ts';
import { ok, type Result } from '../../shared/result.ts';
import type { ClientSecrets, ProviderSecrets, SecretBag } from '../../shared/secrets.ts';
import type { Workspace } from '../../shared/workspace/types.ts';
import { collectSecrets } from '../services/secrets/bag.ts';
import type { SecretStore, StoredSecret } from '../services/secrets/store.ts';
import { fromStore, type SecretFailure } from './secret-access.ts';

/** Deliverables without secrets, and what is needed to notice that a secret has changed. */
export interface MaskedRendering {
  readonly connections: readonly Connection[];
  readonly deliverables: readonly Deliverable[];
  /** True if the app has a client id, in the workspace or in the secret store. */
  known(app: string): boolean;
  /** The text with masked secrets, as screens may show it. */
  show(text: string): string;
  /**
   * A digest of the text that changes when a secret in it changes, although it is not made from the secret.
   */
  digest(text: string): string;
}

/**
 * Renders with a placeholder of letters and digits for each secret, so that quoting is the same as in the
 * real file, then replaces the placeholders by the mask. Reads no secret. Holds every app whose client stands
 * in one list with those of `wanted`, whether it has secrets yet or not.
 */
export async function renderMasked(
  workspace: Workspace,
  store: SecretStore,
  wanted: readonly string[],
): Promise<Result<MaskedRendering, SecretFailure>> {
  const stored = fromStore(await store.list(workspace.id));
  if (!stored.ok) return stored;
  const ids = fromStore(await readClientIds(workspace, store, stored.value));
  if (!ids.ok) return ids;
  const connections = deriveConnections(workspace, ids.value, listedTogether(workspace, wanted));
  const marks = new Map<string, string>();
  const stand = (owner: string, purpose: string): string => {
    const mark = `Zq9LatchkeyStandIn${String(marks.size).padStart(4, '0')}qZ`;
    const changed = stored.value.find(
      (entry) => entry.owner === owner && entry.purpose === purpose,
    )?.changedAt;
    marks.set(mark, `${owner}/${purpose}@${changed ?? ''}`);
    return mark;
  };
  const deliverables = renderDeliverables(connections, standIns(connections, stand), wanted);
  const marked = /Zq9LatchkeyStandIn\d{4}qZ/g;
  return ok({
    connections,
    deliverables,
    known: (app) => Object.hasOwn(ids.value, app),
    show: (text) => text.replace(marked, SECRET_MASK),
    digest: (text) => sha256(text.replace(marked, (mark) => marks.get(mark) ?? mark)),
  });
}

function standIns(
  connections: readonly Connection[],
  stand: (owner: string, purpose: string) => string,
): SecretBag {
  const clients: Record<string, ClientSecrets> = {};
  const providers: Record<string, ProviderSecrets> = {};
  for (const { app, provider, client } of connections) {
    const { client_id } = client;
    const secret = client.token_endpoint_auth_method === 'none' ? undefined : stand(app.id, 'client_secret');
    clients[app.id] =
      secret === undefined
        ? { client_id }
        : {
            client_id,
            client_secret: secret,
            client_secret_digest: `$pbkdf2-sha512$310000$${secret}$${secret}`,
          };
    if (provider.entry.kind === 'authelia' && provider.entry.setup !== 'existing')
      providers[provider.id] ??= {
        hmac_secret: stand(provider.id, 'hmac_secret'),
        jwks_key: `-----BEGIN PRIVATE KEY-----\n${stand(provider.id, 'jwks_key')}\n-----END PRIVATE KEY-----\n`,
      };
  }
  return { clients, providers };
}

/** Reads the client ids of all apps that have one. They are not secret but are stored with the secrets. */
export async function readClientIds(
  workspace: Workspace,
  store: SecretStore,
  stored: readonly StoredSecret[],
): Promise<Result<Record<string, string>>> {
  const ids: Record<string, string> = {};
  for (const [app, entry] of Object.entries(workspace.apps)) {
    if (entry.client_id !== undefined) ids[app] = entry.client_id;
    else if (stored.some(({ owner, purpose }) => owner === app && purpose === 'client_id')) {
      const id = await store.get({ workspace: workspace.id, owner: app, purpose: 'client_id' });
      if (!id.ok) return id;
      if (id.value !== undefined) ids[app] = id.value;
    }
  }
  return ok(ids);
}

/**
 * Renders with the real secrets, for writing and copying. Generates and stores missing secrets of `wanted` and
 * of every app whose client stands in one list with theirs. Also fails like `collectSecrets`.
 */
export async function renderForReal(
  workspace: Workspace,
  store: SecretStore,
  wanted: readonly string[],
): Promise<Result<{ deliverables: Deliverable[]; connections: Connection[] }>> {
  const stored = await store.list(workspace.id);
  if (!stored.ok) return stored;
  const known = await readClientIds(workspace, store, stored.value);
  if (!known.ok) return known;
  const apps = listedTogether(workspace, wanted);
  const withSso = deriveConnections(workspace, known.value, apps)
    .filter((connection) => !hasNoSso(connection))
    .map((connection) => connection.app.id);
  const bag = await collectSecrets(workspace, withSso, store);
  if (!bag.ok) return bag;
  const ids = Object.fromEntries(
    Object.entries(bag.value.clients).map(([app, { client_id }]) => [app, client_id]),
  );
  const connections = deriveConnections(workspace, { ...known.value, ...ids }, apps);
  return ok({ deliverables: renderDeliverables(connections, bag.value, wanted), connections });
}

/** One digest for each line and one for the whole file. */
export function fileDigests(
  masked: MaskedRendering,
  file: FileDeliverable,
): { lines: string[]; file: string } {
  const lines = file.lines.map(({ text }) => masked.digest(text).slice(0, 16));
  return { lines, file: sha256(lines.join('\n')) };
}

/** A digest that changes when the values a person enters in this step change. */
export const stepDigest = (masked: MaskedRendering, step: GuideStep): string =>
  sha256(JSON.stringify([step.where, step.fields.map(({ label, value }) => [label, masked.digest(value)])]));

export const isGuide = (deliverable: Deliverable): deliverable is GuideDeliverable =>
  deliverable.form === 'guide';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
