import { hash } from 'node:crypto';
import { type AccessRecords, nextRecords, withLosses } from '../../shared/client/access-loss.ts';
import { deriveConnection, deriveConnections } from '../../shared/client/derive.ts';
import { clientsOf } from '../../shared/client/further.ts';
import { listedTogether } from '../../shared/client/listed-together.ts';
import { hasNoSso, obstacleOf } from '../../shared/client/notices.ts';
import { pendingClientId } from '../../shared/client/pending.ts';
import type { Connection } from '../../shared/client/types.ts';
import { groupBy } from '../../shared/group-by.ts';
import { SECRET_MASK } from '../../shared/host/deliverables.ts';
import { own } from '../../shared/own.ts';
import { renderApp } from '../../shared/render/app.ts';
import { renderProvider } from '../../shared/render/provider.ts';
import { isClient, renderInParts } from '../../shared/render/render.ts';
import { keepParts, type Reuse } from '../../shared/render/reuse.ts';
import { noteOf } from '../../shared/render/text/deliverable.ts';
import type { Deliverable, FileDeliverable, GuideStep, Line } from '../../shared/render/types.ts';
import { ok, type Result } from '../../shared/result.ts';
import type { ClientSecrets, ProviderSecrets, SecretBag, SecretPurpose } from '../../shared/secrets.ts';
import type { PlannedStep } from '../../shared/standing/apply-plan.ts';
import type { Workspace } from '../../shared/workspace/types.ts';
import { inSlices } from '../services/export/in-slices.ts';
import { furtherKeys, madeByTheProvider } from '../services/secrets/apps.ts';
import { collectSecrets } from '../services/secrets/bag.ts';
import {
  indexStored,
  type SecretStore,
  type StoredIndex,
  type StoredSecret,
} from '../services/secrets/store.ts';
import { fromStore, type SecretFailure } from './secret-access.ts';

/** Digests of texts in which a stand-in is at the place of each secret. */
interface Digests {
  /**
   * A digest of the text that changes when a secret in it changes, although it is not made from the secret.
   */
  digest(text: string): string;
  /** The beginning of the {@link digest} of each line, joined by line breaks. */
  lineDigests(block: readonly Line[]): string;
}

/** Deliverables without secrets, and what is needed to notice that a secret has changed. */
export interface MaskedRendering extends Digests {
  readonly connections: readonly Connection[];
  readonly deliverables: readonly Deliverable[];
  readonly stored: StoredIndex;
  /** True if the app has a client id, in the workspace or in the secret store. */
  known(app: string): boolean;
  /** The text with masked secrets, as screens may show it. */
  show(text: string): string;
}

/** Renders for the screens, and renders again only what has changed since. */
export interface Renderings {
  /**
   * Renders with a placeholder of letters and digits for each secret, so that quoting is the same as in the
   * real file, then replaces the placeholders by the mask. Reads no secret. Holds every app whose client
   * stands in one list with those of `wanted`, whether it has secrets yet or not.
   */
  masked(
    workspace: Workspace,
    store: SecretStore,
    wanted: readonly string[],
  ): Promise<Result<MaskedRendering, SecretFailure>>;
  /** What there is to apply for each app, without the texts: for a look at many apps at once. */
  outlines(workspace: Workspace, store: SecretStore): Promise<Result<Outlines, SecretFailure>>;
}

/** A step of a guide with its name. */
export type OutlinedStep = PlannedStep & Pick<GuideStep, 'title' | 'short'>;

/** What is needed of a deliverable to say whether it was applied. */
export interface Outline {
  readonly path: string;
  readonly kind: Deliverable['kind'];
  readonly side: Deliverable['side'];
  readonly form: Deliverable['form'];
  /** Absent: it is for all apps of the provider. */
  readonly app?: string | undefined;
  readonly title: string;
  /** Of a guide. */
  readonly steps: readonly OutlinedStep[];
  /** {@link stepDigest} of this step, or without one the `file` of {@link fileDigests}. */
  digest(step?: string): string;
}

export interface Outlines {
  /** Of every app of the workspace, in the order of the file. */
  readonly connections: readonly Connection[];
  readonly stored: StoredIndex;
  /** The client ids that exist, by app. */
  readonly clientIds: Readonly<Record<string, string>>;
  /** What only this app has. Made when it is asked for; the same list as long as nothing in it has changed. */
  own(connection: Connection): readonly Outline[];
  /** What this app shares with the other apps of its provider: one list for all of them. */
  shared(connection: Connection): readonly Outline[];
}

/** How many workspaces are remembered at a time. */
const MOST_KEPT = 4;

/** What is remembered of a workspace. It holds placeholders and masked texts, no secrets. */
interface Kept {
  readonly connections: Map<string, { readonly key: string; readonly connection: Connection }>;
  readonly clientIds: ClientIdMemory;
  readonly parts: Reuse;
  readonly standIns: WeakMap<Connection, StandIns>;
  readonly outlines: WeakMap<Connection, Times & { readonly own: readonly Outline[] }>;
  /** The secret that each stand-in is for. */
  readonly secrets: Map<string, StandInOf>;
  /** Digests of texts of the deliverables that are shared, as they were last looked at. */
  texts: ReadonlyMap<string, string>;
  /** Digests of lines, and of what times the secrets in them were. */
  readonly blocks: WeakMap<readonly Line[], Times & { readonly digests: string }>;
}

export function createRenderings(): Renderings {
  const workspaces = new Map<string, Kept>();
  const keptOf = (id: string): Kept => {
    const kept = workspaces.get(id) ?? {
      connections: new Map(),
      clientIds: new Map(),
      parts: keepParts(),
      standIns: new WeakMap(),
      outlines: new WeakMap(),
      secrets: new Map(),
      texts: new Map(),
      blocks: new WeakMap(),
    };
    // The least recently used one is the first of the map.
    workspaces.delete(id);
    workspaces.set(id, kept);
    for (const oldest of workspaces.keys()) {
      if (workspaces.size <= MOST_KEPT) break;
      workspaces.delete(oldest);
    }
    return kept;
  };
  /** What both ways of rendering begin with, for these apps. */
  const prepare = async (workspace: Workspace, store: SecretStore, apps: readonly string[]) => {
    const listed = fromStore(await store.list(workspace.id));
    if (!listed.ok) return listed;
    const stored = indexStored(listed.value);
    const kept = keptOf(workspace.id);
    const ids = fromStore(await readClientIds(workspace, store, stored, undefined, kept.clientIds));
    if (!ids.ok) return ids;
    const connections = unchangedOrDerived(kept.connections, workspace, ids.value, apps);
    return ok({ kept, stored, ids: ids.value, connections });
  };
  return {
    masked: async (workspace, store, wanted) => {
      const prepared = await prepare(workspace, store, listedTogether(workspace, wanted));
      if (!prepared.ok) return prepared;
      const { kept, stored, ids, connections } = prepared.value;
      const secrets = standInsFor(kept, connections);
      const deliverables = await inSlices(renderInParts(connections, secrets, wanted, kept.parts));
      return ok({
        connections,
        deliverables,
        stored,
        known: (app) => Object.hasOwn(ids, app),
        show: (text) => text.replace(STAND_IN, SECRET_MASK),
        ...digestsOf(kept, stored),
      });
    },
    outlines: async (workspace, store) => {
      const prepared = await prepare(workspace, store, Object.keys(workspace.apps));
      if (!prepared.ok) return prepared;
      const { kept, stored, ids, connections } = prepared.value;
      const secrets = standInsFor(kept, connections);
      const clients = groupBy(
        connections.filter((one) => one.provider.definition.one_list_of_clients && isClient(one)),
        ({ provider }) => provider.id,
      );
      const shared = new Map<string, readonly Outline[]>();
      const digest = rememberTexts(kept, digestsOf(kept, stored));
      return ok({
        connections,
        stored,
        clientIds: ids,
        own(connection) {
          const before = kept.outlines.get(connection);
          if (before && sameTimes(stored, before)) return before.own;
          const { of } = standInsOf(kept, connection);
          const known = of.flatMap(([owner, purpose]) => stored(owner, purpose) ?? []);
          const own = ownOutlines(kept, connection, indexStored(known));
          kept.outlines.set(connection, { own, of, times: of.map((secret) => timeOf(stored, secret)) });
          return own;
        },
        shared({ provider: { id } }) {
          const known = shared.get(id);
          if (known !== undefined) return known;
          const digests = { ...digestsOf(kept, stored), digest };
          const made = renderProvider(clients.get(id) ?? [], secrets, kept.parts).map((one) => ({
            ...outlineOf(one),
            digest: (step?: string) => digestOf(digests, one, step),
          }));
          shared.set(id, made);
          return made;
        },
      });
    },
  };
}

/**
 * Only the outlines are kept of an app's own deliverables. The texts are not: they would fill the memory, as would
 * anything in `stored` beyond the secrets of this connection.
 */
function ownOutlines(kept: Kept, connection: Connection, stored: StoredIndex): readonly Outline[] {
  const secrets = standInsFor(kept, [connection]);
  const render = (): Deliverable[] => [
    ...(connection.provider.definition.one_list_of_clients || !isClient(connection)
      ? []
      : renderProvider([connection], secrets)),
    ...renderApp(connection, secrets),
  ];
  const digests = digestsOf(kept, stored);
  /** By path and step. Made when one is asked for. */
  let known: ReadonlyMap<string, string> | undefined;
  const digest = (path: string, step: string | undefined): string => {
    known ??= new Map(
      render().flatMap((one): [string, string][] =>
        one.form === 'file'
          ? [[keyOf(one.path, undefined), digestOf(digests, one, undefined)]]
          : one.steps.map(({ id }) => [keyOf(one.path, id), digestOf(digests, one, id)]),
      ),
    );
    return known.get(keyOf(path, step)) ?? '';
  };
  return render()
    .map(outlineOf)
    .map((one) => ({ ...one, digest: (step) => digest(one.path, step) }));
}

const keyOf = (path: string, step: string | undefined): string => JSON.stringify([path, step]);

const outlineOf = (deliverable: Deliverable): Omit<Outline, 'digest'> => {
  const { path, kind, side, form, app, title } = deliverable;
  // Not the lines, which may not have been put together yet.
  const steps =
    deliverable.form === 'guide'
      ? deliverable.steps.map(({ id, by, after, title, short }) => ({
          id,
          by,
          after,
          title,
          ...(short === undefined ? {} : { short }),
        }))
      : [];
  return { path, kind, side, form, app, title, steps };
};

function digestOf(digests: Digests, deliverable: Deliverable, id: string | undefined): string {
  if (deliverable.form === 'file') return sha256(joinedDigests(digests, deliverable));
  const step = deliverable.steps.find((one) => one.id === id);
  return step === undefined ? '' : stepDigest(digests, step);
}

/** Digests of what is rendered with stand-ins. Each counts as the time at which its secret was stored. */
function digestsOf(kept: Kept, stored: StoredIndex): Digests {
  const digest = (text: string): string =>
    sha256(
      text.replace(STAND_IN, (mark) => {
        const secret = kept.secrets.get(mark);
        return secret === undefined ? mark : `${secret.join('/')}@${timeOf(stored, secret)}`;
      }),
    );
  return {
    digest,
    lineDigests(block) {
      const before = kept.blocks.get(block);
      if (before && sameTimes(stored, before)) return before.digests;
      const marks = new Set(block.flatMap(({ text }) => text.match(STAND_IN) ?? []));
      const of = [...marks].flatMap((mark) => {
        const secret = kept.secrets.get(mark);
        return secret === undefined ? [] : [secret];
      });
      const digests = block.map(({ text }) => digest(text).slice(0, 16)).join('\n');
      kept.blocks.set(block, { digests, of, times: of.map((secret) => timeOf(stored, secret)) });
      return digests;
    },
  };
}

/** When these secrets were stored, as far as they are. */
interface Times {
  readonly of: readonly StandInOf[];
  readonly times: readonly string[];
}

const timeOf = (stored: StoredIndex, [owner, purpose]: StandInOf): string =>
  stored(owner, purpose)?.changedAt ?? '';

const sameTimes = (stored: StoredIndex, { of, times }: Times): boolean =>
  of.every((secret, index) => timeOf(stored, secret) === times[index]);

/** A shared guide names a thousand apps. Remembers what its texts were digested to, as long as they are used. */
function rememberTexts(kept: Kept, { digest }: Digests): Digests['digest'] {
  const before = kept.texts;
  const now = new Map<string, string>();
  kept.texts = now;
  return (text) => {
    if (text.search(STAND_IN) >= 0) return digest(text);
    const made = now.get(text) ?? before.get(text) ?? digest(text);
    now.set(text, made);
    return made;
  };
}

/**
 * The connections of these apps. An app whose entry, provider and client id are the same as before gets the
 * same object as before, which is how its rendered parts are found again.
 */
function unchangedOrDerived(
  before: Kept['connections'],
  workspace: Workspace,
  ids: Readonly<Record<string, string>>,
  apps: readonly string[],
): Connection[] {
  const { id, name, providers } = workspace;
  const shared = new Map(
    Object.entries(providers).map(([provider, entry]) => [
      provider,
      JSON.stringify([id, name, provider, entry, own(workspace.own_providers ?? {}, entry.kind)]),
    ]),
  );
  for (const app of before.keys()) if (!Object.hasOwn(workspace.apps, app)) before.delete(app);
  return apps.map((app) => {
    const entry = workspace.apps[app]!;
    const client_id = ids[app] ?? app;
    const described = own(workspace.own_kinds ?? {}, entry.kind);
    const further = Object.entries(ids).filter(([key]) => key.startsWith(`${app}_`));
    const key = `${JSON.stringify([app, entry, client_id, described, further])} ${shared.get(entry.provider)}`;
    const known = before.get(app);
    if (known?.key === key) return known.connection;
    const connection = deriveConnection(workspace, app, client_id, undefined, undefined, ids);
    before.set(app, { key, connection });
    return connection;
  });
}

const STAND_IN = /Zq9LatchkeyStandIn[0-9a-f]{16}qZ/g;

/** Always the same for the same owner and purpose, so that rendered parts with it can be kept. */
const standIn = (owner: string, purpose: SecretPurpose): string =>
  `Zq9LatchkeyStandIn${sha256(`${owner}/${purpose}`).slice(0, 16)}qZ`;

/** What stands at the place of the secrets in what is rendered for one connection. */
interface StandIns {
  /** By key: those of the app's own client and of its further ones. */
  readonly clients: Readonly<Record<string, ClientSecrets>>;
  /** Only of an Authelia that is set up from scratch. */
  readonly provider: ProviderSecrets | undefined;
  /** The secrets that they stand for. */
  readonly of: readonly StandInOf[];
}
type StandInOf = readonly [owner: string, purpose: SecretPurpose];

function standInsOf(kept: Kept, connection: Connection): StandIns {
  const before = kept.standIns.get(connection);
  if (before !== undefined) return before;
  const of: StandInOf[] = [];
  const stand = (...secret: StandInOf): string => {
    const mark = standIn(...secret);
    kept.secrets.set(mark, secret);
    of.push(secret);
    return mark;
  };
  const { app, provider } = connection;
  const own = app.definition.app_secret === undefined ? {} : { app_secret: stand(app.id, 'app_secret') };
  const clientStandIns = ({ key, client: { client_id, token_endpoint_auth_method } }: Connection) => {
    const more = key === app.id ? own : {};
    if (token_endpoint_auth_method === 'none') return { client_id, ...more };
    const secret = stand(key, 'client_secret');
    return {
      client_id,
      ...more,
      client_secret: secret,
      client_secret_digest: `$pbkdf2-sha512$310000$${secret}$${secret}`,
    };
  };
  const made: StandIns = {
    clients: Object.fromEntries(clientsOf(connection).map((one) => [one.key, clientStandIns(one)])),
    provider:
      provider.definition.own_secrets.length > 0 && provider.entry.setup !== 'existing'
        ? {
            hmac_secret: stand(provider.id, 'hmac_secret'),
            jwks_key: `-----BEGIN PRIVATE KEY-----\n${stand(provider.id, 'jwks_key')}\n-----END PRIVATE KEY-----\n`,
          }
        : undefined,
    of,
  };
  kept.standIns.set(connection, made);
  return made;
}

function standInsFor(kept: Kept, connections: readonly Connection[]): SecretBag {
  const clients: Record<string, ClientSecrets> = {};
  const providers: Record<string, ProviderSecrets> = {};
  for (const connection of connections) {
    const { clients: own, provider } = standInsOf(kept, connection);
    Object.assign(clients, own);
    if (provider !== undefined) providers[connection.provider.id] ??= provider;
  }
  return { clients, providers };
}

/** Client ids as they were read, by app. They are not secret. */
type ClientIdMemory = Map<string, { readonly changedAt: string; readonly id: string }>;

/** How long after a change a value is read again, because times are known to the millisecond only. */
const SETTLED_AFTER_MS = 2_000;
/** So many values are asked for at the same time. */
const READ_AT_ONCE = 16;

/**
 * Reads the client ids of those apps that have one. They are not secret but are stored with the secrets. With
 * `memory`, only those that were stored anew are read again.
 */
export async function readClientIds(
  workspace: Workspace,
  store: SecretStore,
  stored: StoredIndex,
  apps: readonly string[] = Object.keys(workspace.apps),
  memory: ClientIdMemory = new Map(),
): Promise<Result<Record<string, string>>> {
  const ids: Record<string, string> = {};
  const toRead: StoredSecret[] = [];
  for (const app of apps) {
    const entry = workspace.apps[app]!;
    const kept = stored(app, 'client_id');
    if (entry.client_id !== undefined) ids[app] = entry.client_id;
    else if (kept !== undefined) {
      const before = memory.get(app);
      if (before?.changedAt === kept.changedAt) ids[app] = before.id;
      else toRead.push(kept);
    } else {
      // What the provider makes has a text in its place until it was brought along.
      const { made, provider } = madeByTheProvider(workspace, app);
      if (made.includes('client_id')) ids[app] = pendingClientId(provider);
    }
    for (const key of furtherKeys(workspace, app)) {
      const further = stored(key, 'client_id');
      const before = further && memory.get(key);
      if (further !== undefined && before?.changedAt === further.changedAt) ids[key] = before.id;
      else if (further !== undefined) toRead.push(further);
    }
  }
  for (let start = 0; start < toRead.length; start += READ_AT_ONCE) {
    const some = toRead.slice(start, start + READ_AT_ONCE);
    const now = Date.now();
    const values = await Promise.all(some.map((name) => store.get(name)));
    for (const [index, id] of values.entries()) {
      if (!id.ok) return id;
      if (id.value === undefined) continue;
      const { owner, changedAt } = some[index]!;
      ids[owner] = id.value;
      if (Date.parse(changedAt) + SETTLED_AFTER_MS < now) memory.set(owner, { changedAt, id: id.value });
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
  former: AccessRecords = {},
): Promise<Result<{ deliverables: Deliverable[]; connections: Connection[]; access: AccessRecords }>> {
  const stored = await store.list(workspace.id);
  if (!stored.ok) return stored;
  const known = await readClientIds(workspace, store, indexStored(stored.value));
  if (!known.ok) return known;
  const chosen = new Set(wanted);
  const apps = listedTogether(workspace, wanted);
  const withSso = deriveConnections(workspace, known.value, apps)
    .filter((connection) => chosen.has(connection.app.id) || !obstacleOf(connection))
    .filter((connection) => !hasNoSso(connection))
    .map((connection) => connection.app.id);
  const bag = await collectSecrets(workspace, withSso, store);
  if (!bag.ok) return bag;
  const ids = Object.fromEntries(
    Object.entries(bag.value.clients).map(([app, { client_id }]) => [app, client_id]),
  );
  const derived = deriveConnections(workspace, { ...known.value, ...ids }, apps);
  const access = nextRecords(
    former,
    derived.filter(({ app }) => chosen.has(app.id)),
  );
  const connections = withLosses(derived, { ...former, ...access });
  const deliverables = await inSlices(renderInParts(connections, bag.value, wanted));
  return ok({ deliverables, connections, access });
}

/** One digest for each line and one for the whole file. */
export function fileDigests(digests: Digests, file: FileDeliverable): { lines: string[]; file: string } {
  const joined = joinedDigests(digests, file);
  return { lines: joined.split('\n'), file: sha256(joined) };
}

const joinedDigests = (digests: Digests, file: FileDeliverable): string =>
  (file.blocks ?? [file.lines]).map(digests.lineDigests).join('\n');

/** A digest that changes when anything changes that a person reads, enters or opens in this step. */
export const stepDigest = (digests: Digests, { title, where, url, fields, ...said }: GuideStep): string =>
  sha256(
    JSON.stringify([
      [title, where, url ?? '', noteOf(said).note ?? ''].map((text) => digests.digest(text)),
      fields.map(({ label, value }) => [label, digests.digest(value)]),
    ]),
  );

const sha256 = (text: string): string => hash('sha256', text);
