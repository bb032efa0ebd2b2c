import { createHash } from 'node:crypto';
import type { Connection } from '../../shared/client/types.ts';
import type { TestRecord } from '../../shared/host/testing.ts';
import { type Basis, sameInputs, testInputs } from '../../shared/standing/inputs.ts';
import type { Said } from '../../shared/standing/standing.ts';
import type { Workspace } from '../../shared/workspace/types.ts';
import type { JsonFile } from '../services/files/json-file.ts';
import type { StoredSecret } from '../services/secrets/store.ts';
import type { WorkspaceState } from './workspace-state.ts';

type Kept = WorkspaceState['tests'][string][number];

/**
 * The last results of each app. Values of claims stay in memory; the file only says that they were received.
 */
export interface TestMemory {
  remember(workspace: Workspace, basis: Basis, record: Omit<TestRecord, 'outdated'>): Promise<void>;
  /** Newest first. Those that were not made with `now` are outdated. */
  history(state: WorkspaceState, workspace: Workspace, app: string, now: () => Basis): TestRecord[];
  /** What a person said of the app itself, when it was set up as `basis` says. */
  say(workspace: Workspace, app: string, basis: Basis, worked: boolean, at: string): Promise<void>;
  /** What was said last; outdated if it was said of something else than `now`. */
  said(state: WorkspaceState, app: string, now: () => Basis): Said | undefined;
  forget(workspace: Workspace, apps: readonly string[]): Promise<void>;
}

const MOST = 10;

export function openTestMemory(stateOf: (id: string) => JsonFile<WorkspaceState>): TestMemory {
  const full = new Map<string, Kept>();
  const keyOf = (workspace: Workspace, { app, kind, at }: Pick<Kept, 'app' | 'kind' | 'at'>) =>
    JSON.stringify([workspace.id, app, kind, at]);

  return {
    async remember(workspace, basis, record) {
      const kept: Kept = {
        ...record,
        basis: basis.digest,
        ...(basis.test_redirect_uri === undefined ? {} : { test_redirect_uri: basis.test_redirect_uri }),
      };
      full.set(keyOf(workspace, kept), kept);
      // If the result can't be saved, it is still shown, but it is lost at the next start.
      await stateOf(workspace.id).update((now) => {
        const former = Object.hasOwn(now.tests, record.app) ? now.tests[record.app]! : [];
        const tests = [withoutValues(kept), ...former].slice(0, MOST);
        return { ...now, tests: { ...now.tests, [record.app]: tests } };
      });
    },

    history({ tests }, workspace, app, now) {
      const kept = Object.hasOwn(tests, app) ? tests[app]! : [];
      if (kept.length === 0) return [];
      const current = now();
      return kept.map((one) => {
        const { basis, test_redirect_uri, ...record } = full.get(keyOf(workspace, one)) ?? one;
        return { ...record, outdated: !sameInputs({ digest: basis, test_redirect_uri }, current) };
      });
    },

    async say(workspace, app, { digest, test_redirect_uri }, worked, at) {
      const one = {
        at,
        worked,
        basis: digest,
        ...(test_redirect_uri === undefined ? {} : { test_redirect_uri }),
      };
      await stateOf(workspace.id).update((now) => ({ ...now, said: { ...now.said, [app]: one } }));
    },

    said({ said }, app, now) {
      const kept = Object.hasOwn(said, app) ? said[app] : undefined;
      if (kept === undefined) return undefined;
      const { at, worked, basis, test_redirect_uri } = kept;
      return { at, worked, outdated: !sameInputs({ digest: basis, test_redirect_uri }, now()) };
    },

    async forget(workspace, apps) {
      const without = <T>(kept: Readonly<Record<string, T>>) =>
        Object.fromEntries(Object.entries(kept).filter(([app]) => !apps.includes(app)));
      await stateOf(workspace.id).update((now) => ({
        ...now,
        tests: without(now.tests),
        said: without(now.said),
      }));
    },
  };
}

/**
 * What a test of this connection depends on, with the secrets that are stored for its app and a digest of its
 * provider's CA file (`caDigest`).
 */
export function testBasis(
  connection: Connection,
  stored: readonly StoredSecret[],
  ca: string | undefined,
): Basis {
  const secrets = stored
    .filter(
      ({ owner, purpose }) =>
        owner === connection.app.id && (purpose === 'client_id' || purpose === 'client_secret'),
    )
    .map(({ purpose, changedAt }) => ({ purpose, changed_at: changedAt }));
  const digest = createHash('sha256')
    .update(testInputs(connection, secrets, ca))
    .digest('hex');
  const { test_redirect_uri } = connection;
  return test_redirect_uri === undefined ? { digest } : { digest, test_redirect_uri };
}

const withoutValues = (record: Kept): Kept => ({
  ...record,
  claims: record.claims.map((row) => ({
    ...row,
    id_token: row.id_token === null ? null : '…',
    userinfo: row.userinfo === null ? null : '…',
  })),
});
