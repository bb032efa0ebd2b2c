import { resolve } from 'node:path';
import { deriveConnections } from '../../shared/client/derive.ts';
import { hasNoSso } from '../../shared/client/notices.ts';
import { filesOf, renderDeliverables } from '../../shared/render/render.ts';
import { exportFiles } from '../services/export/export.ts';
import { checkOwnSecret } from '../services/secrets/generate.ts';
import {
  chooseApps,
  EXIT,
  loadWorkspace,
  readOptions,
  refuse,
  writeAllNotices,
  writeNotices,
} from './common.ts';
import { bagFor, SECRETS_OPTIONS } from './secret-source.ts';

/** `latchkey render`: writes every deliverable of the workspace into a folder. */
export async function run(args: readonly string[]): Promise<number> {
  const options = readOptions('render', args, {
    out: { type: 'string' },
    app: { type: 'string', multiple: true },
    force: { type: 'boolean' },
    ...SECRETS_OPTIONS,
  });
  if (!options.ok) return refuse(options.error);
  const { values, positionals } = options.value;
  const [path, ...rest] = positionals;
  if (path === undefined || rest.length > 0) return refuse(missing('one workspace file'));
  if (!values.out) return refuse(missing('--out DIR'));

  const workspace = await loadWorkspace(path);
  if (!workspace.ok) return refuse(workspace.error);
  const apps = chooseApps(workspace.value, values.app);
  if (!apps.ok) return refuse(apps.error);

  // Reports apps without single sign-on before any secret is generated or file written.
  const drafts = deriveConnections(workspace.value, {});
  const without = drafts.filter((draft) => apps.value.includes(draft.app.id) && hasNoSso(draft));
  for (const draft of without) writeNotices(draft.app.id, draft.notices.slice(0, 1));
  if (apps.value.length > 0 && without.length === apps.value.length) return EXIT.failed;

  const withSso = drafts.filter((draft) => !hasNoSso(draft)).map((draft) => draft.app.id);
  const bag = await bagFor(workspace.value, withSso, values.secrets);
  if (!bag.ok) return refuse(bag.error);
  const clientIds = Object.fromEntries(
    Object.entries(bag.value.clients).map(([id, secrets]) => [id, secrets.client_id]),
  );
  const connections = deriveConnections(workspace.value, clientIds);
  const chosen = connections.filter(
    (connection) => apps.value.includes(connection.app.id) && !hasNoSso(connection),
  );
  writeAllNotices(chosen);
  if (values.secrets === 'stdin') {
    for (const { app } of chosen) warnOfSecret(app.id, bag.value.clients[app.id]?.client_secret);
  }

  const deliverables = renderDeliverables(connections, bag.value, apps.value);
  const written = await exportFiles(resolve(values.out), deliverables.flatMap(filesOf), {
    force: values.force === true,
    keepUnlisted: apps.value.length < Object.keys(workspace.value.apps).length,
  });
  if (!written.ok) return refuse(written.error);
  const { changed, unchanged, backups } = written.value;
  process.stdout.write(
    `${values.out}: ${changed.length} written, ${unchanged.length} unchanged${backups.length > 0 ? `, ${backups.length} kept as backup` : ''}. Begin with README.md there.\n`,
  );
  return EXIT.well;
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
