import { createHash } from 'node:crypto';
import type { TestRecord } from '../../shared/host/testing.ts';
import type { Workspace } from '../../shared/workspace/types.ts';
import type { JsonFile } from '../services/files/json-file.ts';
import type { StoredSecret } from '../services/secrets/store.ts';
import type { WorkspaceState } from './workspace-state.ts';

type Kept = WorkspaceState['tests'][string][number];

/**
 * The last results of each app. Values of claims stay in memory; the file only says that they were received.
 */
export interface TestMemory {
  remember(workspace: Workspace, basis: string, record: Omit<TestRecord, 'outdated'>): Promise<TestRecord>;
  /** Newest first. */
  history(workspace: Workspace, app: string, basis: string): Promise<TestRecord[]>;
  forget(workspace: Workspace, apps: readonly string[]): Promise<void>;
}

const MOST = 10;

export function openTestMemory(stateOf: (id: string) => JsonFile<WorkspaceState>): TestMemory {
  const full = new Map<string, Kept>();
  const keyOf = (workspace: Workspace, { app, kind, at }: Pick<Kept, 'app' | 'kind' | 'at'>) =>
    JSON.stringify([workspace.id, app, kind, at]);

  return {
    async remember(workspace, basis, record) {
      const kept: Kept = { ...record, basis };
      full.set(keyOf(workspace, kept), kept);
      // If the result can't be saved, it is still shown, but it is lost at the next start.
      await stateOf(workspace.id).update((now) => {
        const former = Object.hasOwn(now.tests, record.app) ? now.tests[record.app]! : [];
        const tests = [withoutValues(kept), ...former].slice(0, MOST);
        return { ...now, tests: { ...now.tests, [record.app]: tests } };
      });
      return { ...record, outdated: false };
    },

    async history(workspace, app, basis) {
      const { tests } = await stateOf(workspace.id).read();
      const kept = Object.hasOwn(tests, app) ? tests[app]! : [];
      return kept.map((one) => {
        const { basis: then, ...record } = full.get(keyOf(workspace, one)) ?? one;
        return { ...record, outdated: then !== basis };
      });
    },

    async forget(workspace, apps) {
      await stateOf(workspace.id).update((now) => ({
        ...now,
        tests: Object.fromEntries(Object.entries(now.tests).filter(([app]) => !apps.includes(app))),
      }));
    },
  };
}

/**
 * A digest of what a result depends on: the entries of the app and its provider and when its secrets were
 * set.
 */
export function testBasis(workspace: Workspace, app: string, stored: readonly StoredSecret[]): string {
  const entry = workspace.apps[app];
  const provider = entry && workspace.providers[entry.provider];
  const secrets = stored
    .filter(({ owner, purpose }) => owner === app && (purpose === 'client_id' || purpose === 'client_secret'))
    .map(({ purpose, changedAt }) => [purpose, changedAt]);
  return createHash('sha256')
    .update(JSON.stringify([entry, provider, secrets]))
    .digest('hex');
}

const withoutValues = (record: Kept): Kept => ({
  ...record,
  claims: record.claims.map((row) => ({
    ...row,
    id_token: row.id_token === null ? null : '…',
    userinfo: row.userinfo === null ? null : '…',
  })),
});
