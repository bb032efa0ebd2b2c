import { deriveConnections } from '../../shared/client/derive.ts';
import { obstacleOf } from '../../shared/client/notices.ts';
import { awaited } from '../../shared/client/pending.ts';
import { mergeApp } from '../../shared/existing/merge/app.ts';
import {
  type AutheliaOptions,
  lacksKeys,
  mergeAuthelia,
  secretsById,
} from '../../shared/existing/merge/authelia.ts';
import { planAuthelia } from '../../shared/existing/merge/authelia-plan.ts';
import { HIDDEN_NEW, unifiedDiff } from '../../shared/existing/merge/diff.ts';
import type { ByHand, Merged } from '../../shared/existing/merge/merged.ts';
import { appSecrets, yamlSecrets } from '../../shared/existing/merge/yaml-secrets.ts';
import { renderApp } from '../../shared/render/app.ts';
import { renderProvider } from '../../shared/render/provider.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import type { SecretBag, SecretName } from '../../shared/secrets.ts';
import { shellLine } from '../../shared/shell.ts';
import type { Span } from '../../shared/workspace/secret-looks.ts';
import type { Workspace } from '../../shared/workspace/types.ts';
import { dataFolder } from '../services/files/data-folder.ts';
import {
  type ExistingFile,
  readExisting,
  undoMerge,
  variablesBeside,
  type WrittenFile,
  writeExisting,
} from '../services/files/merge-files.ts';
import { collectSecrets } from '../services/secrets/bag.ts';
import { verifyDigest } from '../services/secrets/digest.ts';
import { chooseApps, complain, EXIT, loadWorkspace, readOptions, refuse, writeNotices } from './common.ts';
import { noteFile } from './id-of-file.ts';
import { tellOfNew } from './made-anew.ts';
import { openSource, SECRETS_OPTIONS } from './secret-source.ts';

/** The options that the command reads. */
export const OPTIONS = {
  provider: { type: 'string' },
  into: { type: 'string', multiple: true },
  app: { type: 'string', multiple: true },
  rename: { type: 'boolean' },
  keys: { type: 'boolean' },
  service: { type: 'string' },
  write: { type: 'boolean' },
  undo: { type: 'string' },
  json: { type: 'boolean' },
  ...SECRETS_OPTIONS,
} as const;

type Values = Extract<ReturnType<typeof readOptions<typeof OPTIONS>>, { ok: true }>['value']['values'];

/** `latchkey merge`: puts what Latchkey writes into files that people have already. */
export async function run(args: readonly string[]): Promise<number> {
  const options = readOptions('merge', args, OPTIONS);
  if (!options.ok) return refuse(options.error);
  const { values, positionals } = options.value;
  if (values.undo !== undefined) return undo(values.undo, values, positionals);
  const [path, ...more] = positionals;
  const named = [...(values.into ?? []), ...more];
  if (path === undefined || named.length === 0 || values.into === undefined)
    return refuse(wrongUse('merge needs a workspace file and --into FILE.'));
  if (values.provider === undefined && values.app?.length !== 1)
    return refuse(wrongUse('merge needs --provider ID, or one --app ID whose own files these are.'));
  const workspace = await loadWorkspace(path, values.secrets !== 'memory');
  if (!workspace.ok) return refuse(workspace.error);
  await noteFile(path, workspace.value, values.secrets);
  const { provider } = values;
  const apps =
    provider === undefined
      ? chooseApps(workspace.value, values.app)
      : appsOf(workspace.value, provider, values.app);
  if (!apps.ok) return refuse(apps.error);
  const files = await readExisting(named);
  if (!files.ok) return refuse(files.error);
  const isAuthelia = provider !== undefined && workspace.value.providers[provider]!.kind === 'authelia';
  if (!isAuthelia && apps.value.length !== 1)
    return refuse(wrongUse(`Only in Authelia’s files all clients stand together; name one app with --app.`));
  const merged = isAuthelia
    ? await mergeProvider(workspace.value, provider, apps.value, files.value, values)
    : await mergeSide(
        workspace.value,
        apps.value[0]!,
        provider === undefined ? 'app' : 'provider',
        files.value,
        values,
      );
  if (!merged.ok) return merged.error.code === 'cannot-merge' ? EXIT.failed : refuse(merged.error);
  return report(merged.value, files.value, values);
}

/** What is merged, and where the secrets of a text are, which nobody may see. */
interface Hidden extends Merged {
  readonly secretsIn: (text: string) => readonly Span[];
}

const wrongUse = (message: string) => ({
  code: 'wrong-use',
  message: `${message} See latchkey merge --help.`,
});

async function undo(file: string, { json }: Values, positionals: readonly string[]): Promise<number> {
  if (positionals.length > 0) return refuse(wrongUse('merge --undo takes one file and nothing else.'));
  const undone = await undoMerge(file, dataFolder());
  if (!undone.ok) return refuse(undone.error);
  process.stdout.write(
    json
      ? `${JSON.stringify({ result: 'undone', file, from: undone.value }, null, 2)}\n`
      : `${file}: as it was before the last merge, from ${undone.value}. Restart the program that reads it.\n`,
  );
  return EXIT.well;
}

/** The apps of the provider that are named, or all of them. */
function appsOf(
  workspace: Workspace,
  provider: string,
  named: readonly string[] | undefined,
): Result<readonly string[]> {
  if (!Object.hasOwn(workspace.providers, provider)) {
    return fail(
      'unknown-provider',
      `The workspace has no provider “${provider}”; it has ${Object.keys(workspace.providers).join(', ')}.`,
    );
  }
  const apps = chooseApps(workspace, named);
  if (!apps.ok) return apps;
  const other = (named ?? []).find((id) => workspace.apps[id]!.provider !== provider);
  if (other !== undefined)
    return fail(
      'wrong-use',
      `The app “${other}” signs in at ${workspace.apps[other]!.provider}, not at ${provider}.`,
    );
  return ok(apps.value.filter((id) => workspace.apps[id]!.provider === provider));
}

const CANNOT = { ok: false, error: { code: 'cannot-merge', message: 'An app can’t be set up.' } } as const;

async function mergeProvider(
  stated: Workspace,
  provider: string,
  apps: readonly string[],
  files: readonly ExistingFile[],
  values: Values,
): Promise<Result<Hidden>> {
  const options: AutheliaOptions = {
    rename: values.rename === true,
    keys: values.keys === true,
    environment: await variablesBeside(files, 'AUTHELIA_'),
    fitting: new Map(),
  };
  const lacking = lacksKeys(files, options);
  if (!lacking.ok) return lacking;
  // What the files hold decides whether keys have to be made, not what the workspace says of it.
  const workspace: Workspace = {
    ...stated,
    providers: {
      ...stated.providers,
      [provider]: { ...stated.providers[provider]!, setup: lacking.value ? 'new' : 'existing' },
    },
  };
  const drafts = deriveConnections(workspace, {}).filter(({ app }) => apps.includes(app.id));
  const without = drafts.filter((draft) => obstacleOf(draft));
  for (const draft of without) writeNotices(draft.app.id, [obstacleOf(draft)!]);
  const possible = drafts.filter((draft) => !obstacleOf(draft)).map(({ app }) => app.id);
  if (possible.length === 0) return CANNOT;
  const bag = await secretsFor(workspace, possible, values);
  if (!bag.ok) return bag;
  const ids = Object.fromEntries(
    Object.entries(bag.value.clients).map(([id, { client_id }]) => [id, client_id]),
  );
  const connections = deriveConnections(workspace, ids).filter(({ app }) => possible.includes(app.id));
  for (const { app, notices } of connections)
    writeNotices(
      app.id,
      notices.filter(({ side }) => side !== 'app'),
    );
  const fitting = await fittingDigests(files, bag.value);
  const merged = mergeAuthelia(files, planAuthelia(connections, bag.value), { ...options, fitting });
  return merged.ok ? ok({ ...merged.value, secretsIn: yamlSecrets }) : merged;
}

/** One side of an app: each file gets what belongs into one of its form. */
async function mergeSide(
  workspace: Workspace,
  app: string,
  side: 'app' | 'provider',
  files: readonly ExistingFile[],
  values: Values,
): Promise<Result<Hidden>> {
  const draft = deriveConnections(workspace, {}).find((one) => one.app.id === app)!;
  const obstacle = obstacleOf(draft);
  if (obstacle) {
    writeNotices(app, [obstacle]);
    return CANNOT;
  }
  const bag = await secretsFor(workspace, [app], values);
  if (!bag.ok) return bag;
  const ids = Object.fromEntries(
    Object.entries(bag.value.clients).map(([id, { client_id }]) => [id, client_id]),
  );
  const connection = deriveConnections(workspace, ids).find((one) => one.app.id === app)!;
  const what = awaited(connection, bag.value);
  if (what !== undefined) process.stderr.write(`latchkey: ${app}: NOT READY YET: ${what}\n`);
  writeNotices(
    app,
    connection.notices.filter((notice) => notice.side === side),
  );
  const rendered =
    side === 'app' ? renderApp(connection, bag.value) : renderProvider([connection], bag.value);
  const deliverables = rendered.filter((one) => one.form === 'file');
  const known = Object.values(bag.value.clients).flatMap(({ client_secret, app_secret }) =>
    [client_secret, app_secret].filter((one) => one !== undefined),
  );
  const all: Merged[] = [];
  for (const file of files) {
    const merged = mergeApp(file, app, deliverables, values.service);
    if (!merged.ok) return merged;
    all.push(merged.value);
  }
  return ok({
    files: all.flatMap((one) => one.files),
    byHand: all.flatMap((one) => one.byHand.map((hand) => withoutSecrets(hand, known))),
    notes: all.flatMap((one) => one.notes),
    secretsIn: (text) => appSecrets(text, known),
  });
}

const withoutSecrets = (hand: ByHand, known: readonly string[]): ByHand => ({
  ...hand,
  lines: hand.lines.map((line) =>
    known.reduce(
      (shown, secret) => shown.replaceAll(secret, '(the secret: latchkey render writes it)'),
      line,
    ),
  ),
});

async function secretsFor(
  workspace: Workspace,
  apps: readonly string[],
  values: Values,
): Promise<Result<SecretBag>> {
  const source = await openSource(workspace, values.secrets);
  if (!source.ok) return source;
  const { store, provided } = source.value;
  const made: SecretName[] = [];
  const bag = await store.exclusive(workspace.id, () =>
    collectSecrets(workspace, apps, store, provided, { onMade: (name) => made.push(name) }),
  );
  tellOfNew(made, store);
  return bag;
}

/** Digests that stand in the files already and are of the same secret: Authelia salts each one anew. */
async function fittingDigests(
  files: readonly ExistingFile[],
  { clients }: SecretBag,
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const fitting = new Map<string, ReadonlySet<string>>();
  const there = secretsById(files);
  for (const [app, { client_id, client_secret }] of Object.entries(clients)) {
    if (client_secret === undefined) continue;
    const found = new Set<string>();
    for (const digest of there.get(client_id) ?? []) {
      const verified = await verifyDigest(digest, client_secret);
      if (verified.ok && verified.value) found.add(digest);
    }
    fitting.set(app, found);
  }
  return fitting;
}

async function report(merged: Hidden, files: readonly ExistingFile[], values: Values): Promise<number> {
  const changed = merged.files.flatMap((file, index) =>
    file.edits.length === 0
      ? []
      : [{ file: files[index]!, merged: file, diff: unifiedDiff(file, merged.secretsIn) }],
  );
  const status = merged.byHand.length > 0 ? EXIT.failed : EXIT.well;
  let written: readonly WrittenFile[] = [];
  if (!values.json) {
    process.stdout.write(changed.map(({ diff }) => diff).join(''));
    process.stderr.write(merged.notes.map((note) => `latchkey: note: ${note}\n`).join(''));
    process.stderr.write(merged.byHand.map(handedOver).join(''));
  }
  if (values.write && changed.length > 0) {
    const done = await writeExisting(
      changed.map(({ file, merged: { mark, after } }) => ({ file, text: mark + after })),
      dataFolder(),
    );
    if (!done.ok) return refuse(done.error);
    written = done.value;
  }
  if (values.json) {
    const backups = new Map(written.map(({ name, backup }) => [name, backup]));
    const answer = {
      result: changed.length === 0 ? 'unchanged' : values.write ? 'written' : 'would-change',
      files: changed.map(({ file: { name }, diff }) => ({
        path: name,
        diff,
        ...(backups.has(name) ? { backup: backups.get(name) } : {}),
      })),
      by_hand: merged.byHand,
      notes: merged.notes,
    };
    process.stdout.write(`${JSON.stringify(answer, null, 2)}\n`);
    return status;
  }
  const names = changed.map(({ file: { name } }) => name).join(', ');
  for (const { file, diff } of changed)
    if (file.isPublic && diff.includes(HIDDEN_NEW))
      process.stderr.write(
        `latchkey: warning: ${file.name} gets a secret, and every user of this machine can read it. Take that right away: ${shellLine(['chmod', 'o-r', file.name])}\n`,
      );
  if (changed.length === 0)
    complain({
      code: 'unchanged',
      message:
        merged.byHand.length > 0
          ? 'Nothing was changed.'
          : 'Everything is there already; nothing has to be changed.',
    });
  else if (values.write)
    process.stderr.write(
      written
        .map(
          ({ name, backup }) =>
            `latchkey: ${name} was written; how it was before is in ${backup}. Restart the program that reads it. To undo it: latchkey merge --undo ${name}\n`,
        )
        .join(''),
    );
  else
    process.stderr.write(
      `latchkey: Nothing was written. Add --write to change ${names}; a backup is kept.\n`,
    );
  return status;
}

const handedOver = ({ app, file, line, where, reason, lines }: ByHand): string =>
  `latchkey: BY HAND${app === undefined ? '' : `, for ${app}`}: ${file}, line ${line} (${where}): ${reason}.\n${
    lines.length === 0 ? '' : `  It has to say there:\n${lines.map((one) => `    ${one}\n`).join('')}`
  }`;
