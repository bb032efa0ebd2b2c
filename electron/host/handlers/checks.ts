import { deriveConnection } from '../../../shared/client/derive.ts';
import { obstacleOf } from '../../../shared/client/notices.ts';
import { CHECKS, HEADLESS_CHECKS } from '../../../shared/diagnosis/checks.ts';
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
    const { runCheck } = await import('../../services/login/check.ts');
    for (const app of new Set(apps)) {
      if (signal.aborted) break;
      const connection = deriveConnection(workspace, app, app);
      const obstacle = obstacleOf(connection);
      if (obstacle) {
        emit({ type: 'failed', app, code: obstacle.code, message: obstacle.message });
        continue;
      }
      emit({ type: 'planned', app, checks: HEADLESS_CHECKS.map((id) => ({ id, ...CHECKS[id] })) });
      const test = await prepareTest(parts, open.value, app);
      if (!test.ok) return test;
      const outcome = await runCheck(test.value.connection, test.value.secrets, {
        signal,
        trustHosts: trust_hosts,
        askApp: true,
      });
      if (signal.aborted) break;
      if (!outcome.ok) {
        emit({ type: 'failed', app, code: outcome.error.code, message: outcome.error.message });
        continue;
      }
      for (const check of outcome.value.checks) emit({ type: 'check', app, check });
      emit({ type: 'report', app, record: await finishTest(parts, test.value, 'check', outcome.value) });
    }
    return ok(undefined);
  },
});
