import { randomUUID } from 'node:crypto';
import { applySide } from '../../shared/apply/side.ts';
import { isNoWay } from '../../shared/apply/things.ts';
import { type GivenFile, readExisting } from '../../shared/existing/doctor/reading.ts';
import type { Imported } from '../../shared/existing/import/import.ts';
import { addImported, asWorkspace, newWorkspaceText } from '../../shared/existing/import/into.ts';
import { askingFor } from '../../shared/existing/import/live.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import { parseWorkspace } from '../../shared/workspace/parse.ts';
import type { Workspace } from '../../shared/workspace/types.ts';
import { openApi } from '../services/apply/api.ts';
import { readClients } from '../services/apply/live-clients.ts';
import { readProfileFiles } from '../services/files/profile-files.ts';
import { readWorkspace, writeWorkspace } from '../services/files/workspace-store.ts';
import { importCompared, keepImported, notKept } from '../services/secrets/imported.ts';
import { indexStored } from '../services/secrets/store.ts';
import { openTokens } from './api-tokens.ts';
import { EXIT, loadWorkspace, readOptions, refuse, tell } from './common.ts';
import { readGiven } from './given-files.ts';
import { noteFile } from './id-of-file.ts';
import { describeProblems } from './problems.ts';
import { openSource, SECRETS_OPTIONS } from './secret-source.ts';

/** The options that the command reads. */
export const OPTIONS = {
  workspace: { type: 'string' },
  url: { type: 'string' },
  provider: { type: 'string' },
  token: { type: 'string' },
  'keep-token': { type: 'boolean' },
  ca: { type: 'string' },
  json: { type: 'boolean' },
  ...SECRETS_OPTIONS,
} as const;

/** `latchkey import`: makes entries of a workspace from the files that a person has. */
export async function run(args: readonly string[]): Promise<number> {
  const options = readOptions('import', args, OPTIONS);
  if (!options.ok) return refuse(options.error);
  const { values, positionals } = options.value;
  if (values.provider !== undefined) {
    if (positionals.length > 0 || values.workspace === undefined)
      return refuse({
        code: 'wrong-use',
        message:
          'import --provider asks the provider of a workspace itself: name that by --workspace, and no files. See latchkey import --help.',
      });
    const answers = await askProvider(values.workspace, values.provider, values);
    return answers.ok
      ? takeOver(answers.value.files, values.workspace, { ...values, url: answers.value.url })
      : refuse(answers.error);
  }
  if (positionals.length === 0) {
    return refuse({
      code: 'wrong-use',
      message: 'import needs one file or more. See latchkey import --help.',
    });
  }
  if (values.secrets === 'stdin') {
    return refuse({
      code: 'wrong-use',
      message:
        'import takes the secrets from the files: --secrets keychain keeps them, --secrets memory doesn’t.',
    });
  }
  const files = await readGiven(positionals);
  if (!files.ok) return refuse(files.error);
  return values.workspace === undefined
    ? preview(files.value, values)
    : takeOver(files.value, values.workspace, values);
}

/** All clients of a provider of the workspace, as its API answers them. */
async function askProvider(
  path: string,
  id: string,
  { token, secrets, ca, 'keep-token': keep }: Given & AskGiven,
): Promise<Result<{ readonly url: string; readonly files: readonly GivenFile[] }>> {
  const loaded = await loadWorkspace(path, true);
  if (!loaded.ok) return loaded;
  const workspace = loaded.value;
  const provider = Object.hasOwn(workspace.providers, id) ? workspace.providers[id] : undefined;
  if (provider === undefined)
    return fail(
      'no-such-provider',
      `The workspace has no provider ${JSON.stringify(id)}. It has: ${Object.keys(workspace.providers).join(', ')}.`,
    );
  const side = applySide(askingFor(id, provider, workspace.own_kinds), 'provider', {
    clients: {},
    providers: {},
  });
  if (isNoWay(side)) return fail('no-live-clients', side.why);
  if (side.clients === undefined)
    return fail(
      'no-live-clients',
      `Latchkey can’t read the clients of ${side.product} through its API: give import its files.`,
    );
  const source = await openSource(workspace, secrets);
  if (!source.ok) return source;
  const tokens = await openTokens(workspace.id, token, source.value, keep === true);
  if (!tokens.ok) return tokens;
  const given = await tokens.value(side);
  if (!given.ok) return given;
  const api = await openApi(side, { token: given.value, secrets: [], caFile: ca ?? provider.ca_file });
  if (!api.ok) return api;
  try {
    const files = await readClients(side, api.value);
    return files.ok ? ok({ url: provider.url, files: files.value }) : files;
  } finally {
    await api.value.close();
  }
}

interface AskGiven {
  readonly token?: string | undefined;
  readonly 'keep-token'?: boolean | undefined;
  readonly ca?: string | undefined;
}

interface Given {
  readonly url?: string | undefined;
  readonly json?: boolean | undefined;
  readonly secrets?: string | undefined;
}

async function preview(files: readonly GivenFile[], { url, json }: Given): Promise<number> {
  const imported = await importCompared(readExisting(files), url === undefined ? {} : { url });
  if (json) process.stdout.write(`${JSON.stringify(toJson(imported), null, 2)}\n`);
  else {
    if (imported.apps.length > 0) process.stdout.write(newWorkspaceText(imported, randomUUID()));
    tell(report(imported));
  }
  return imported.apps.length > 0 ? EXIT.well : EXIT.inconclusive;
}

/** Writes the entries into the file, which is made if it isn't there, and then keeps the secrets. */
async function takeOver(files: readonly GivenFile[], path: string, given: Given): Promise<number> {
  const { url, json, secrets } = given;
  const before = await existing(path);
  if (!before.ok) return refuse(before.error);
  const into = before.value?.workspace;
  const imported = await importCompared(readExisting(files), {
    ...(url === undefined ? {} : { url }),
    ...(into === undefined ? {} : { into, ...(into.own_kinds === undefined ? {} : { own: into.own_kinds }) }),
  });
  if (imported.apps.length === 0 && into !== undefined && imported.there.length > 0)
    return keepAgain(path, into, imported, secrets);
  if (imported.apps.length === 0) {
    tell(report(imported));
    return refuse({ code: 'nothing-found', message: `Nothing was found that could be added to ${path}.` });
  }
  const text =
    before.value === undefined
      ? ok(newWorkspaceText(imported, randomUUID()))
      : addImported(before.value.text, imported);
  if (!text.ok) return refuse(text.error);
  const parsed = parseWorkspace(text.value, await readProfileFiles(path, text.value));
  if (!parsed.ok) {
    return refuse({
      code: 'workspace-invalid',
      message: 'What was found makes no valid workspace, so nothing was written.',
      detail: describeProblems(path, parsed.problems),
    });
  }
  const source = await openSource(parsed.workspace, secrets);
  if (!source.ok) return refuse(source.error);
  const written = await writeWorkspace(path, text.value, before.value?.sha256 ?? null);
  if (!written.ok) return refuse(written.error);
  await noteFile(path, parsed.workspace, secrets);
  const ids = imported.apps.map(({ id }) => id);
  const kept = await keepImported(parsed.workspace, imported, ids, source.value.store);
  if (!kept.ok) {
    const { store } = source.value;
    const message = await notKept(parsed.workspace, imported, ids, store, kept.error, path);
    return refuse({
      ...kept.error,
      message: `${message} Then run the same command again: it keeps what is missing, and adds nothing twice.`,
    });
  }
  if (json) process.stdout.write(`${JSON.stringify(toJson(imported), null, 2)}\n`);
  else
    process.stdout.write(
      `${path}: ${ids.length} ${ids.length === 1 ? 'app' : 'apps'} added (${ids.join(', ')}).\n`,
    );
  const clear = Object.keys(kept.value.clients).length;
  if (clear > 0 && source.value.store.kind !== 'memory')
    tell(
      `latchkey: ${clear} client ${clear === 1 ? 'secret is' : 'secrets are'} kept in the ${source.value.store.label}.\n`,
    );
  tell(report(imported));
  return EXIT.well;
}

/** Keeps those secrets of apps that are in the workspace already which the store doesn't have, after it failed once. */
async function keepAgain(
  path: string,
  workspace: Workspace,
  imported: Imported,
  secrets: string | undefined,
): Promise<number> {
  tell(report(imported));
  const source = await openSource(workspace, secrets);
  if (!source.ok) return refuse(source.error);
  const { store } = source.value;
  const listed = await store.list(workspace.id);
  if (!listed.ok) return refuse(listed.error);
  const stored = indexStored(listed.value);
  const known = new Set(imported.secrets.map(({ owner }) => owner));
  const without = imported.there.filter(
    (app) =>
      known.has(app) &&
      stored(app, 'client_secret') === undefined &&
      stored(app, 'client_secret_digest') === undefined,
  );
  if (without.length === 0 || store.kind === 'memory')
    return refuse({ code: 'nothing-found', message: `Nothing was found that could be added to ${path}.` });
  const kept = await keepImported(workspace, imported, without, store);
  if (!kept.ok) return refuse(kept.error);
  process.stdout.write(`${path}: the secrets of ${without.join(', ')} are kept in the ${store.label}.\n`);
  return EXIT.well;
}

interface Before {
  readonly workspace: Workspace;
  readonly text: string;
  readonly sha256: string;
}

/** The workspace that is there, or undefined if there is no such file yet. */
async function existing(path: string): Promise<Result<Before | undefined>> {
  const read = await readWorkspace(path);
  if (!read.ok) return read.error.code === 'file-missing' ? ok(undefined) : read;
  const workspace = await loadWorkspace(path, true);
  if (!workspace.ok) return workspace;
  // It may have got an id just now.
  const again = await readWorkspace(path);
  if (!again.ok) return again;
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(again.value.bytes);
  return ok({ workspace: workspace.value, text, sha256: again.value.sha256 });
}

/** What programs get: everything but the values of secrets. */
const toJson = (imported: Imported) => ({
  ...asWorkspace(imported, ''),
  id: undefined,
  from: Object.fromEntries([
    ...imported.providers.map(({ id, file, line, known }) => [id, { file, line, known }]),
    ...imported.apps.map(({ id, client, reason, perhaps }) => [
      id,
      { file: client.file, line: client.line, reason, perhaps },
    ]),
  ]),
  secrets: imported.secrets.map(({ owner, purpose, file, line }) => ({ owner, purpose, file, line })),
  digest_only: imported.digest_only,
  missing: imported.missing,
  leftovers: imported.leftovers,
});

/** For a person: where each entry is from, and what was not taken over. */
function report({ apps, secrets, digest_only, leftovers, missing, needs_url }: Imported): string {
  const clear = new Set(
    secrets.flatMap(({ owner, purpose }) => (purpose === 'client_secret' ? [owner] : [])),
  );
  const lines = [
    ...apps.map(
      ({ id, client, reason, entry }) =>
        `${client.file}:${client.line}: ${id} (${entry.kind}). ${reason}${clear.has(id) ? ' Its secret was found.' : ''}`,
    ),
    ...digest_only.map(
      (id) =>
        `${id}: only the digest of its secret stands in these files. It is kept, so no new secret is made: the app keeps the one that it has. To have Latchkey write the app’s side whole, give the app’s own file, too, or the secret by --secrets stdin when you render.`,
    ),
    ...missing,
    ...(needs_url ? ['The option --url states the address of the provider.'] : []),
    ...leftovers.map(({ file, line, what, why }) => `${file}:${line}: not taken over: ${what}. ${why}`),
  ];
  return lines.map((line) => `${line}\n`).join('');
}
