import { noWay } from '../../shared/apply/side.ts';
import { providerOf as definitionOf } from '../../shared/catalog/providers/index.ts';
import { deriveConnections } from '../../shared/client/derive.ts';
import { hasNoSso } from '../../shared/client/notices.ts';
import type { Connection } from '../../shared/client/types.ts';
import type { ProviderView } from '../../shared/host/provider.ts';
import type { AppOverview, TestRecord } from '../../shared/host/testing.ts';
import type { Basis } from '../../shared/standing/inputs.ts';
import { type Applied, standingOf } from '../../shared/standing/standing.ts';
import type { ProviderKind, Workspace } from '../../shared/workspace/types.ts';
import { inSlices } from '../services/export/in-slices.ts';
import { caDigest } from '../services/network/trust.ts';
import { indexStored, type StoredIndex, type StoredSecret } from '../services/secrets/store.ts';
import { answerOf } from './answers.ts';
import { appliedAtProvider, appliedOf, sharedSteps } from './deliverable-views.ts';
import type { HostParts } from './parts.ts';
import { type Outlines, readClientIds } from './rendering.ts';
import { testBasis } from './test-memory.ts';
import type { WorkspaceState } from './workspace-state.ts';
import type { OpenWorkspace } from './workspaces.ts';

/** What is stored of a workspace's secrets, as far as it can be read without asking a person to unlock them. */
interface Stored {
  readonly entries: readonly StoredSecret[];
  readonly clientIds: Readonly<Record<string, string>>;
}

async function storedOf(parts: HostParts, { workspace }: OpenWorkspace, app: string): Promise<Stored> {
  const store = parts.secrets.opened;
  const entries = await store?.list(workspace.id);
  if (store === undefined || !entries?.ok) return { entries: [], clientIds: {} };
  const ids = await readClientIds(workspace, store, indexStored(entries.value), [app]);
  return { entries: entries.value, clientIds: ids.ok ? ids.value : {} };
}

/** What a test of this app would depend on now; undefined if the workspace no longer has it. */
export async function basisOf(
  parts: HostParts,
  open: OpenWorkspace,
  app: string,
): Promise<Basis | undefined> {
  if (!Object.hasOwn(open.workspace.apps, app)) return undefined;
  const { entries, clientIds } = await storedOf(parts, open, app);
  const [connection] = deriveConnections(open.workspace, clientIds, [app]);
  return testBasis(connection!, entries, await caDigest(connection!.provider.entry.ca_file));
}

/** The results of one app, newest first. Does not ask a person to unlock the keychain. */
export async function historyOf(parts: HostParts, open: OpenWorkspace, app: string): Promise<TestRecord[]> {
  const basis = await basisOf(parts, open, app);
  const state = await parts.stateOf(open.workspace.id).read();
  return basis === undefined ? [] : parts.tests.history(state, open.workspace, app, () => basis);
}

/** How these apps stand: what was applied, what was tested with the inputs that count now, what was seen. */
export const standingsOf = async (
  parts: HostParts,
  open: OpenWorkspace,
  apps: readonly string[],
): Promise<AppOverview[]> => standingsIn(parts, open, await lookAt(parts, open, apps));

/** One provider: its last answer, what there is to do there, and how the apps stand that it serves. */
export async function providerOf(parts: HostParts, open: OpenWorkspace, id: string): Promise<ProviderView> {
  const { workspace, revision } = open;
  const look = await lookAt(parts, open, appsAt(workspace, id));
  const { known, state } = look;
  const byId = new Map(look.connections.map((one) => [one.app.id, one]));
  const [first] = look.connections;
  return {
    revision,
    answered: answerOf(state, id, workspace.providers[id]!),
    comparable: first !== undefined && noWay(first, 'provider') === undefined,
    adoptable: answersClients(workspace.providers[id]!.kind, workspace.own_providers),
    shared: known && first ? sharedSteps(known, first, state) : [],
    apps: (await standingsIn(parts, open, look)).map((one) => ({
      ...one,
      at_provider: known
        ? appliedAtProvider(known, byId.get(one.id)!, state, one.drift)
        : { ...NOTHING, seen: false },
    })),
  };
}

const answersClients = (kind: ProviderKind, own: Workspace['own_providers']): boolean => {
  const api = definitionOf(kind, own).profile?.api;
  return api !== undefined && 'clients' in api && api.clients !== undefined;
};

/** The apps that use this provider, in the order of the file. */
export const appsAt = ({ apps }: Workspace, provider: string): string[] =>
  Object.keys(apps).filter((app) => apps[app]!.provider === provider);

const NOTHING: Applied = { done: 0, changed: 0, total: 0 };

/** What is read once for all apps that are looked at. */
interface Look {
  readonly state: WorkspaceState;
  /** Undefined while the secrets can't be listed. */
  readonly known: Outlines | undefined;
  readonly connections: readonly Connection[];
}

async function lookAt(parts: HostParts, open: OpenWorkspace, apps: readonly string[]): Promise<Look> {
  const { workspace } = open;
  await parts.secrets.status();
  const state = await parts.stateOf(workspace.id).read();
  const store = parts.secrets.opened;
  const outlines = store && (await parts.renderings.outlines(workspace, store));
  const known = outlines?.ok ? outlines.value : undefined;
  const chosen = new Set(apps);
  const connections = (known?.connections ?? deriveConnections(workspace, {}, apps)).filter(({ app }) =>
    chosen.has(app.id),
  );
  return { state, known, connections };
}

async function standingsIn(
  parts: HostParts,
  { workspace }: OpenWorkspace,
  { state, known, connections }: Look,
): Promise<AppOverview[]> {
  // Read once for all apps of a provider.
  const digests = new Map(
    await Promise.all(
      [...new Set(connections.map(({ provider }) => provider.entry.ca_file))].map(
        async (file) => [file, await caDigest(file)] as const,
      ),
    ),
  );
  const standing = (connection: Connection): AppOverview => {
    const { id } = connection.app;
    const applied = known ? appliedOf(known, connection, state) : NOTHING;
    const secret = known ? secretState(connection, known.stored) : 'missing';
    const basis = () =>
      testBasis(connection, storedFor(id, known?.stored), digests.get(connection.provider.entry.ca_file));
    const results = parts.tests.history(state, workspace, id, basis);
    const said = parts.tests.said(state, id, basis);
    const drift = parts.drifts.of(state, workspace, id);
    return {
      id,
      applied,
      secret,
      standing: standingOf({ results, applied, secret, said }),
      ...(drift === undefined ? {} : { drift }),
    };
  };
  const standings: AppOverview[] = [];
  await inSlices(eachOf(connections, (connection) => standings.push(standing(connection))));
  return standings;
}

function* eachOf<T>(items: readonly T[], work: (item: T) => void): Generator<number, void, undefined> {
  for (const [index, item] of items.entries()) {
    work(item);
    yield index + 1;
  }
}

/** Whether the client secret of an app is there, and whether it is being changed. */
function secretState(connection: Connection, stored: StoredIndex): AppOverview['secret'] {
  const { id } = connection.app;
  if (stored(id, 'client_secret_previous') !== undefined) return 'rotating';
  if (hasNoSso(connection) || connection.client.token_endpoint_auth_method === 'none') return 'not-needed';
  // Where only the digest is known, the app has the secret already.
  return stored(id, 'client_secret') === undefined && stored(id, 'client_secret_digest') === undefined
    ? 'missing'
    : 'present';
}

/** What a test of an app depends on among the stored names. */
const storedFor = (app: string, stored: StoredIndex | undefined): StoredSecret[] =>
  (['client_id', 'client_secret'] as const).flatMap((purpose) => stored?.(app, purpose) ?? []);
