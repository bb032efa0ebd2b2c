import { HIDDEN_NEW, unifiedDiff } from '../../shared/existing/merge/diff.ts';
import type { ByHand } from '../../shared/existing/merge/merged.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import type { SecretBag, SecretName } from '../../shared/secrets.ts';
import { shellLine } from '../../shared/shell.ts';
import type { Workspace } from '../../shared/workspace/types.ts';
import { dataFolder } from '../services/files/data-folder.ts';
import {
  type ExistingFile,
  readExisting,
  undoMerge,
  type WrittenFile,
  writeExisting,
} from '../services/files/merge-files.ts';
import {
  handsWithout,
  type MergeCaller,
  type MergeOptions,
  type PlannedMerge,
  planAutheliaMerge,
  planSideMerge,
} from '../services/merge/plan.ts';
import { collectSecrets } from '../services/secrets/bag.ts';
import {
  chooseApps,
  complain,
  EXIT,
  loadWorkspace,
  readOptions,
  refuse,
  tell,
  writeNotices,
} from './common.ts';
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
  const { options: chosen, caller } = merging(values);
  const merged = isAuthelia
    ? await planAutheliaMerge(workspace.value, provider, apps.value, files.value, chosen, caller)
    : await planSideMerge(
        workspace.value,
        apps.value[0]!,
        provider === undefined ? 'app' : 'provider',
        files.value,
        chosen,
        caller,
      );
  if (!merged.ok) return merged.error.code === 'cannot-merge' ? EXIT.failed : refuse(merged.error);
  return report(merged.value, files.value, values);
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

function merging(values: Values): { readonly options: MergeOptions; readonly caller: MergeCaller } {
  return {
    options: { rename: values.rename === true, keys: values.keys === true, service: values.service },
    caller: {
      secrets: (workspace, apps) => secretsFor(workspace, apps, values),
      onNotices: writeNotices,
      onAwaited: (app, what) => tell(`latchkey: ${app}: NOT READY YET: ${what}\n`),
    },
  };
}

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

async function report(merged: PlannedMerge, files: readonly ExistingFile[], values: Values): Promise<number> {
  const changed = merged.files.flatMap((file, index) =>
    file.edits.length === 0
      ? []
      : [{ file: files[index]!, merged: file, diff: unifiedDiff(file, merged.secretsIn) }],
  );
  const byHand = handsWithout(merged, '(the secret: latchkey render writes it)');
  const status = byHand.length > 0 ? EXIT.failed : EXIT.well;
  let written: readonly WrittenFile[] = [];
  if (!values.json) {
    process.stdout.write(changed.map(({ diff }) => diff).join(''));
    tell(merged.notes.map((note) => `latchkey: note: ${note}\n`).join(''));
    tell(byHand.map(handedOver).join(''));
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
      by_hand: byHand,
      notes: merged.notes,
    };
    process.stdout.write(`${JSON.stringify(answer, null, 2)}\n`);
    return status;
  }
  const names = changed.map(({ file: { name } }) => name).join(', ');
  for (const { file, diff } of changed)
    if (file.isPublic && diff.includes(HIDDEN_NEW))
      tell(
        `latchkey: warning: ${file.name} gets a secret, and every user of this machine can read it. Take that right away: ${shellLine(['chmod', 'o-r', file.name])}\n`,
      );
  if (written.length > 0)
    for (const { file } of changed)
      if (file.hasOtherName)
        tell(
          `latchkey: warning: ${file.name} had another name (a hard link), which keeps the old text. Make that link anew.\n`,
        );
  if (changed.length === 0)
    complain({
      code: 'unchanged',
      message:
        byHand.length > 0
          ? 'Nothing was changed.'
          : 'Everything is there already; nothing has to be changed.',
    });
  else if (values.write)
    tell(
      written
        .map(
          ({ name, backup }) =>
            `latchkey: ${name} was written; how it was before is in ${backup}. Restart the program that reads it. To undo it: ${undoLine(name)}\n`,
        )
        .join(''),
    );
  else tell(`latchkey: Nothing was written. Add --write to change ${names}; a backup is kept.\n`);
  return status;
}

const undoLine = (name: string): string =>
  shellLine(['latchkey', 'merge', ...(name.startsWith('-') ? [`--undo=${name}`] : ['--undo', name])]);

const handedOver = ({ app, file, line, where, reason, lines }: ByHand): string =>
  `latchkey: BY HAND${app === undefined ? '' : `, for ${app}`}: ${file}, line ${line} (${where}): ${reason}.\n${
    lines.length === 0 ? '' : `  It has to say there:\n${lines.map((one) => `    ${one}\n`).join('')}`
  }`;
