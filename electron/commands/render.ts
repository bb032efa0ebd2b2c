import { resolve } from 'node:path';
import {
  changedSince,
  describeLoss,
  lossRemark,
  nextRecords,
  withLosses,
} from '../../shared/client/access-loss.ts';
import { deriveConnections } from '../../shared/client/derive.ts';
import { hindranceOf } from '../../shared/client/listed-together.ts';
import { hasNoSso, obstacleOf, stoppedBy } from '../../shared/client/notices.ts';
import { awaited } from '../../shared/client/pending.ts';
import type { Connection } from '../../shared/client/types.ts';
import { filesOf, renderInParts } from '../../shared/render/render.ts';
import type { SecretName } from '../../shared/secrets.ts';
import { exportFiles } from '../services/export/export.ts';
import { inSlices } from '../services/export/in-slices.ts';
import { readFormerAccess } from '../services/export/plan.ts';
import { collectSecrets } from '../services/secrets/bag.ts';
import { checkOwnSecret } from '../services/secrets/generate.ts';
import { withAnnounced } from './announced.ts';
import {
  chooseApps,
  complain,
  EXIT,
  loadWorkspace,
  readOptions,
  refuse,
  writeAllNotices,
  writeNotices,
} from './common.ts';
import { noteFile } from './id-of-file.ts';
import { type Interruptible, interruptible } from './interrupt.ts';
import { tellOfNew } from './made-anew.ts';
import { createProgress, type Progress } from './progress.ts';
import { openSource, SECRETS_OPTIONS } from './secret-source.ts';

/** The options that the command reads. */
export const OPTIONS = {
  out: { type: 'string' },
  app: { type: 'string', multiple: true },
  force: { type: 'boolean' },
  discover: { type: 'boolean' },
  ca: { type: 'string' },
  ...SECRETS_OPTIONS,
} as const;

/** `latchkey render`: writes every deliverable of the workspace into a folder. */
export const run = (args: readonly string[]): Promise<number> =>
  interruptible((how) => {
    const progress = createProgress();
    return render(args, how, progress).finally(progress.end);
  });

async function render(
  args: readonly string[],
  { signal, finish }: Interruptible,
  progress: Progress,
): Promise<number> {
  const options = readOptions('render', args, OPTIONS);
  if (!options.ok) return refuse(options.error);
  const { values, positionals } = options.value;
  const [path, ...rest] = positionals;
  if (path === undefined || rest.length > 0) return refuse(missing('one workspace file'));
  const { out } = values;
  if (!out) return refuse(missing('--out DIR'));

  const stated = await loadWorkspace(path, values.secrets !== 'memory');
  if (!stated.ok) return refuse(stated.error);
  await noteFile(path, stated.value, values.secrets);
  const apps = chooseApps(stated.value, values.app);
  if (!apps.ok) return refuse(apps.error);
  const workspace = values.discover
    ? await withAnnounced(stated.value, apps.value, { caFile: values.ca, signal })
    : stated.value;

  // Reports apps that can't be set up before any secret is generated or file written. Files for an app that
  // only waits for its redirect URI would look finished, so nothing is written then.
  const drafts = deriveConnections(workspace, {});
  const named = new Set(apps.value);
  const without = drafts.filter((draft) => named.has(draft.app.id) && obstacleOf(draft));
  for (const draft of without) writeNotices(draft.app.id, [obstacleOf(draft)!]);
  const stopped = stoppedBy(without);
  if (stopped !== undefined) {
    complain({ code: 'app-not-ready', message: `${stopped} For one: --app ID.` });
    return EXIT.failed;
  }
  if (apps.value.length > 0 && without.length === apps.value.length) {
    complain({
      code: 'app-edition-without-sso',
      message: 'Nothing was written: no app here has a login through a provider.',
    });
    return EXIT.failed;
  }
  const incomplete = hindranceOf(workspace, apps.value);
  if (incomplete) {
    complain({ code: incomplete.code, message: `${incomplete.message} ${incomplete.fix ?? ''}`.trim() });
    return EXIT.failed;
  }

  const withSso = drafts.filter((draft) => !obstacleOf(draft)).map((draft) => draft.app.id);
  const source = await openSource(workspace, values.secrets);
  if (!source.ok) return refuse(source.error);
  // Secrets and files are one step: otherwise another program could replace a secret between the two.
  const written = await source.value.store.exclusive(workspace.id, async () => {
    const made: SecretName[] = [];
    const bag = await collectSecrets(workspace, withSso, source.value.store, source.value.provided, {
      onMade: (name) => made.push(name),
      signal,
      onProgress: (done) => progress.step('Secrets of apps', done, withSso.length),
    });
    progress.end();
    tellOfNew(made, source.value.store);
    if (!bag.ok) return bag;
    const clientIds = Object.fromEntries(
      Object.entries(bag.value.clients).map(([id, secrets]) => [id, secrets.client_id]),
    );
    const connections = deriveConnections(workspace, clientIds);
    for (const connection of connections) {
      const what = named.has(connection.app.id) ? awaited(connection, bag.value) : undefined;
      if (what !== undefined)
        process.stderr.write(`latchkey: ${connection.app.id}: NOT READY YET: ${what}\n`);
    }
    const chosen = connections.filter((connection) => named.has(connection.app.id) && !hasNoSso(connection));
    writeAllNotices(chosen);
    const former = await readFormerAccess(resolve(out));
    const access = nextRecords(former, chosen);
    const all = withLosses(connections, { ...former, ...access });
    tellOfLosses(all.filter((connection) => changedSince(former, connection)));
    if (values.secrets === 'stdin') {
      for (const { app } of chosen) warnOfSecret(app.id, bag.value.clients[app.id]?.client_secret);
    }
    const deliverables = await inSlices(renderInParts(all, bag.value, apps.value), {
      signal,
      onStep: (done) => progress.step('Apps rendered', done, apps.value.length),
    });
    return exportFiles(resolve(out), deliverables.flatMap(filesOf), {
      force: values.force === true,
      keepUnlisted: apps.value.length < Object.keys(workspace.apps).length,
      access,
      signal,
      onProgress: (what, done, total) => progress.step(`Files ${what}`, done, total),
      onChangeOver: finish,
    });
  });
  progress.end();
  if (!written.ok) return refuse(written.error);
  const { changed, unchanged, backups } = written.value;
  process.stdout.write(
    `${out}: ${changed.length} written, ${unchanged.length} unchanged${backups.length > 0 ? `, ${backups.length} kept as backup` : ''}. Begin with README.md there.\n`,
  );
  return EXIT.well;
}

/** Says who loses access by this run. */
function tellOfLosses(connections: readonly Connection[]): void {
  for (const connection of connections) {
    const { app, access_loss } = connection;
    if (access_loss !== undefined)
      process.stderr.write(`${app.id}: warning: ${describeLoss(access_loss)}\n  ${lossRemark(connection)}\n`);
  }
}

/** Warns about problems of a client secret that the user supplied. Never prints the value. */
function warnOfSecret(appId: string, secret: string | undefined): void {
  for (const finding of secret === undefined ? [] : checkOwnSecret(secret)) {
    if (finding.severity !== 'error') {
      process.stderr.write(
        `${appId}: ${finding.severity}: The client secret from stdin: ${finding.message}\n`,
      );
    }
  }
}

const missing = (what: string) => ({
  code: 'wrong-use',
  message: `render needs ${what}. See latchkey render --help.`,
});
