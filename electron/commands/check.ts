import { deriveConnections } from '../../shared/client/derive.ts';
import { obstacleOf } from '../../shared/client/notices.ts';
import type { Connection } from '../../shared/client/types.ts';
import { containerProbe } from '../../shared/diagnosis/container-probe.ts';
import { makeReport, reportToJson, reportToText } from '../../shared/diagnosis/report.ts';
import type { Report } from '../../shared/diagnosis/types.ts';
import { environmentOf } from '../../shared/render/environment.ts';
import { verdict } from '../../shared/standing/verdict.ts';
import { runCheck } from '../services/login/check.ts';
import { chooseApps, EXIT, loadWorkspace, readOptions, refuse, writeNotices } from './common.ts';
import { noteFile } from './id-of-file.ts';
import { knownSecrets } from './known-secrets.ts';
import { exitOf, terminal, writeWithheld } from './reporting.ts';
import { SECRETS_OPTIONS } from './secret-source.ts';

/** The options that the command reads. */
export const OPTIONS = {
  app: { type: 'string', multiple: true },
  ca: { type: 'string' },
  'trust-host': { type: 'string', multiple: true },
  json: { type: 'boolean' },
  'container-command': { type: 'boolean' },
  ...SECRETS_OPTIONS,
} as const;

/** `latchkey check`: runs all checks that need no person. */
export async function run(args: readonly string[]): Promise<number> {
  const options = readOptions('check', args, OPTIONS);
  if (!options.ok) return refuse(options.error);
  const { values, positionals } = options.value;
  const [path, ...rest] = positionals;
  if (path === undefined || rest.length > 0) {
    return refuse({
      code: 'wrong-use',
      message: 'check needs one workspace file. See latchkey check --help.',
    });
  }
  const workspace = await loadWorkspace(path);
  if (!workspace.ok) return refuse(workspace.error);
  const apps = chooseApps(workspace.value, values.app);
  if (!apps.ok) return refuse(apps.error);
  if (apps.value.length === 0) {
    return refuse({
      code: 'no-apps',
      message: 'The workspace has no app yet, so there is nothing to check.',
    });
  }

  const drafts = deriveConnections(workspace.value, {}, apps.value);
  for (const draft of drafts) {
    const obstacle = obstacleOf(draft);
    if (obstacle) writeNotices(draft.app.id, [obstacle]);
  }
  const testable = drafts.filter((draft) => !obstacleOf(draft)).map((draft) => draft.app.id);
  if (testable.length === 0) return EXIT.failed;

  if (values['container-command']) {
    for (const draft of drafts) writeContainerCommand(draft);
    return EXIT.well;
  }
  await noteFile(path, workspace.value, values.secrets);
  const known = await knownSecrets(workspace.value, testable, values.secrets);
  if (!known.ok) return refuse(known.error);
  const controller = new AbortController();
  process.once('SIGINT', () => controller.abort());

  const ids = Object.fromEntries(Object.entries(known.value).map(([key, { client_id }]) => [key, client_id]));
  const reports: { app: string; report: Report }[] = [];
  for (const app of testable) {
    const [connection] = deriveConnections(workspace.value, ids, [app]);
    const outcome = await runCheck(
      connection!,
      { client_secret: known.value[app]!.client_secret },
      { caFile: values.ca, trustHosts: values['trust-host'], signal: controller.signal, askApp: true },
    );
    if (!outcome.ok) return refuse(outcome.error);
    writeWithheld(app, outcome.value);
    const report = makeReport(outcome.value.checks, connection!);
    reports.push({ app, report });
    if (!values.json) {
      process.stdout.write(
        `${apps.value.length > 1 ? `${app}\n` : ''}${reportToText(report, { ...terminal(), verdict: verdict('check', report) })}\n`,
      );
    }
    if (controller.signal.aborted) {
      process.stderr.write('Stopped; the checks that had not run are inconclusive.\n');
      break;
    }
  }
  if (values.json) process.stdout.write(`${JSON.stringify(jsonOf(reports), null, 2)}\n`);
  return testable.length < drafts.length ? EXIT.failed : exitOf(reports.map(({ report }) => report));
}

/** Writes the read-only command that shows the network as the app's container sees it. */
function writeContainerCommand(connection: Connection): void {
  const probe = containerProbe(connection, environmentOf(connection));
  if (!probe) return;
  process.stderr.write(
    `${[`${connection.app.id}: ${probe.explanation}`, connection.app.definition.no_shell ?? []].flat().join(' ')} Give what it prints to latchkey explain.\n`,
  );
  process.stdout.write(`${probe.command}\n`);
}

/**
 * For one app its report. For several apps one list of their checks and diagnoses, each with its app's id,
 * and the worst result.
 */
function jsonOf(reports: readonly { readonly app: string; readonly report: Report }[]): object {
  const parts = reports.map(({ app, report }) => ({ app, json: reportToJson(report) }));
  const worst = (['fail', 'inconclusive', 'warn', 'pass'] as const).find((status) =>
    reports.some(({ report }) => report.result === status),
  );
  return {
    result: worst ?? 'inconclusive',
    checks: parts.flatMap(({ app, json }) => json.checks.map((check) => ({ app, ...check }))),
    diagnoses: parts.flatMap(({ app, json }) => json.diagnoses.map((diagnosis) => ({ app, ...diagnosis }))),
  };
}
