import { deriveConnection } from '../../../shared/client/derive.ts';
import { obstacleOf } from '../../../shared/client/notices.ts';
import { CHECKS } from '../../../shared/diagnosis/checks.ts';
import type { Check } from '../../../shared/diagnosis/types.ts';
import { ok } from '../../../shared/result.ts';
import { finishTest, prepareTest } from '../app-test.ts';
import { noSuchApp } from '../failures.ts';
import type { StreamHandlers } from '../gate.ts';
import type { HostParts } from '../parts.ts';

export const checkStreams = (parts: HostParts): Pick<StreamHandlers, 'check.run'> => ({
  'check.run': async ({ handle, apps, trust_hosts }, emit, { signal }) => {
    const open = parts.workspaces.get(handle);
    if (!open.ok) return open;
    const { workspace } = open.value;
    const unknown = apps.find((app) => !Object.hasOwn(workspace.apps, app));
    if (unknown !== undefined) return noSuchApp(unknown);
    const { checksFor, runCheck } = await import('../../services/login/check.ts');
    for (const app of new Set(apps)) {
      if (signal.aborted) break;
      const connection = deriveConnection(workspace, app, app);
      const obstacle = obstacleOf(connection);
      if (obstacle) {
        emit({ type: 'failed', app, code: obstacle.code, message: obstacle.message });
        continue;
      }
      const test = await prepareTest(parts, open.value, app);
      if (!test.ok) return test;
      const planned = checksFor(test.value.connection, { askApp: true });
      emit({ type: 'planned', app, checks: planned.map((id) => ({ id, ...CHECKS[id] })) });
      const told = new Map<string, string>();
      const tell = (checks: readonly Check[]) => {
        for (const check of checks) {
          const text = JSON.stringify(check);
          if (signal.aborted || told.get(check.id) === text) continue;
          told.set(check.id, text);
          emit({ type: 'check', app, check });
        }
      };
      const outcome = await runCheck(test.value.connection, test.value.secrets, {
        signal,
        trustHosts: trust_hosts,
        askApp: true,
        onChecks: tell,
      });
      if (signal.aborted) break;
      if (!outcome.ok) {
        emit({ type: 'failed', app, code: outcome.error.code, message: outcome.error.message });
        continue;
      }
      tell(outcome.value.checks);
      emit({ type: 'report', app, record: await finishTest(parts, test.value, 'check', outcome.value) });
    }
    return ok(undefined);
  },
});
