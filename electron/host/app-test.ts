import { recognise } from '../../shared/catalog/providers/recognise.ts';
import { deriveConnection } from '../../shared/client/derive.ts';
import type { Connection } from '../../shared/client/types.ts';
import { makeReport } from '../../shared/diagnosis/report.ts';
import type { TestRecord } from '../../shared/host/testing.ts';
import { ok, type Result } from '../../shared/result.ts';
import { type Basis, sameInputs } from '../../shared/standing/inputs.ts';
import type { RunOutcome } from '../services/login/outcome.ts';
import { caDigest } from '../services/network/trust.ts';
import { indexStored, type SecretStore } from '../services/secrets/store.ts';
import { noteAnswer } from './answers.ts';
import { claimRows } from './claim-rows.ts';
import type { HostParts } from './parts.ts';
import { readClientIds } from './rendering.ts';
import { fromStore, type SecretFailure } from './secret-access.ts';
import { basisOf } from './standings.ts';
import { testBasis } from './test-memory.ts';
import type { OpenWorkspace } from './workspaces.ts';

/** One app ready to be tested: its connection, its secret and the basis of the result. */
export interface AppTest {
  readonly open: OpenWorkspace;
  readonly connection: Connection;
  readonly secrets: { readonly client_secret?: string };
  readonly basis: Basis;
}

/**
 * Collects what a check or a login of one app needs. Registers the app first if it uses the practice
 * provider.
 */
export async function prepareTest(
  parts: HostParts,
  open: OpenWorkspace,
  app: string,
): Promise<Result<AppTest, SecretFailure>> {
  const opened = await parts.secrets.store();
  if (!opened.ok) return opened;
  const store: SecretStore = opened.value;
  const { workspace } = open;
  const stored = fromStore(await store.list(workspace.id));
  if (!stored.ok) return stored;
  const ids = fromStore(await readClientIds(workspace, store, indexStored(stored.value), [app]));
  if (!ids.ok) return ids;
  const secret = fromStore(
    await store.get({ workspace: workspace.id, owner: app, purpose: 'client_secret' }),
  );
  if (!secret.ok) return secret;
  const connection = deriveConnection(workspace, app, ids.value[app] ?? app, undefined, undefined, ids.value);
  const isPublic = connection.client.token_endpoint_auth_method === 'none';
  if (open.practice) await parts.practice.register(workspace, store);
  return ok({
    open,
    connection,
    secrets: isPublic || secret.value === undefined ? {} : { client_secret: secret.value },
    basis: testBasis(connection, stored.value, await caDigest(connection.provider.entry.ca_file)),
  });
}

/** Judges a run, stores the result and returns it as a record for the screens. */
export async function finishTest(
  parts: HostParts,
  test: AppTest,
  kind: TestRecord['kind'],
  outcome: RunOutcome,
): Promise<TestRecord> {
  const at = parts.now().toISOString();
  const { workspace } = test.open;
  const answer = outcome.evidence.discovery?.answer;
  if (answer !== undefined && answer.failure === undefined) {
    const { id, entry } = test.connection.provider;
    const document = outcome.evidence.discovery?.document;
    const version = document && recognise(document)?.version;
    await noteAnswer(parts, workspace.id, id, entry.url, version);
  }
  const record = {
    app: test.connection.app.id,
    kind,
    at,
    duration_ms: outcome.timings.total_ms,
    report: makeReport(outcome.checks, test.connection),
    claims: kind === 'login' ? claimRows(test.connection.claims, outcome.evidence) : [],
  };
  await parts.tests.remember(workspace, test.basis, record);
  return { ...record, outdated: await changedSince(parts, test) };
}

/** True if something that the result depends on has changed while the test ran. */
async function changedSince(parts: HostParts, test: AppTest): Promise<boolean> {
  const now = parts.workspaces.get(test.open.handle);
  if (!now.ok) return true;
  const basis = await basisOf(parts, now.value, test.connection.app.id);
  return basis === undefined || !sameInputs(test.basis, basis);
}
