import { deriveConnections } from '../../shared/client/derive.ts';
import { groupBy } from '../../shared/group-by.ts';
import type { AppOverview, TestRecord } from '../../shared/host/testing.ts';
import type { Basis } from '../../shared/standing/inputs.ts';
import { standingOf } from '../../shared/standing/standing.ts';
import type { StoredSecret } from '../services/secrets/store.ts';
import { countApplied } from './deliverable-views.ts';
import { secretsStatus } from './handlers/secrets.ts';
import type { HostParts } from './parts.ts';
import { readClientIds } from './rendering.ts';
import { testBasis } from './test-memory.ts';
import type { OpenWorkspace } from './workspaces.ts';

/** What is stored of a workspace's secrets, as far as it can be read without asking a person to unlock them. */
interface Stored {
  readonly entries: readonly StoredSecret[];
  readonly clientIds: Readonly<Record<string, string>>;
}

async function storedOf(parts: HostParts, { workspace }: OpenWorkspace): Promise<Stored> {
  const store = parts.secrets.opened;
  const entries = await store?.list(workspace.id);
  if (store === undefined || !entries?.ok) return { entries: [], clientIds: {} };
  const ids = await readClientIds(workspace, store, entries.value);
  return { entries: entries.value, clientIds: ids.ok ? ids.value : {} };
}

/** What a test of this app would depend on now; undefined if the workspace no longer has it. */
export async function basisOf(
  parts: HostParts,
  open: OpenWorkspace,
  app: string,
): Promise<Basis | undefined> {
  if (!Object.hasOwn(open.workspace.apps, app)) return undefined;
  const { entries, clientIds } = await storedOf(parts, open);
  const [connection] = deriveConnections(open.workspace, clientIds, [app]);
  return testBasis(connection!, entries);
}

/** The results of one app, newest first. Does not ask a person to unlock the keychain. */
export async function historyOf(parts: HostParts, open: OpenWorkspace, app: string): Promise<TestRecord[]> {
  const basis = await basisOf(parts, open, app);
  const state = await parts.stateOf(open.workspace.id).read();
  return basis === undefined ? [] : parts.tests.history(state, open.workspace, app, () => basis);
}

/** How these apps stand: what was applied, what was tested with the inputs that count now, what was seen. */
export async function standingsOf(
  parts: HostParts,
  open: OpenWorkspace,
  apps: readonly string[],
): Promise<AppOverview[]> {
  const { workspace } = open;
  await parts.secrets.status();
  const state = await parts.stateOf(workspace.id).read();
  const store = parts.secrets.opened;
  const masked = store && (await parts.renderings.masked(workspace, store, apps));
  const secrets = store && (await secretsStatus(parts, workspace, store));
  const stored = await store?.list(workspace.id);
  // Grouped once, so that the time for each app does not grow with the number of apps.
  const deliverables = masked?.ok ? masked.value.deliverables : [];
  const ofApp = groupBy(deliverables, ({ app }) => app);
  const ofProvider = groupBy(deliverables, ({ app, provider }) => (app === undefined ? provider : undefined));
  const count = masked?.ok ? countApplied(masked.value, state.ticks) : undefined;
  const secretOf = new Map(
    (secrets?.ok ? secrets.value.entries : []).flatMap(({ owner, purpose, state: is }) =>
      purpose === 'client_secret' ? [[owner, is]] : [],
    ),
  );
  const rotating = new Set(secrets?.ok ? secrets.value.rotations.map(({ app }) => app) : []);
  const storedOf = groupBy(stored?.ok ? stored.value : [], ({ owner }) => owner);
  const derived = new Map(
    (masked?.ok ? masked.value.connections : deriveConnections(workspace, {}, apps)).map((one) => [
      one.app.id,
      one,
    ]),
  );
  return apps.map((id) => {
    const connection = derived.get(id)!;
    const own = [...(ofProvider.get(connection.provider.id) ?? []), ...(ofApp.get(id) ?? [])];
    const applied = count?.(own) ?? { done: 0, changed: 0, total: 0 };
    const secret = rotating.has(id) ? ('rotating' as const) : (secretOf.get(id) ?? 'missing');
    const results = parts.tests.history(state, workspace, id, () =>
      testBasis(connection, storedOf.get(id) ?? []),
    );
    return { id, applied, secret, standing: standingOf({ results, applied, secret }) };
  });
}
