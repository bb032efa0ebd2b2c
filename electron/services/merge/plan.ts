import type { Notice } from '../../../shared/catalog/types.ts';
import { deriveConnections } from '../../../shared/client/derive.ts';
import { obstacleOf } from '../../../shared/client/notices.ts';
import { awaited } from '../../../shared/client/pending.ts';
import { mergeApp, renderedFor } from '../../../shared/existing/merge/app.ts';
import {
  type AutheliaOptions,
  lacksKeys,
  mergeAuthelia,
  secretsById,
} from '../../../shared/existing/merge/authelia.ts';
import { planAuthelia } from '../../../shared/existing/merge/authelia-plan.ts';
import type { ByHand, Merged } from '../../../shared/existing/merge/merged.ts';
import { appSecrets, yamlSecrets } from '../../../shared/existing/merge/yaml-secrets.ts';
import type { FileText } from '../../../shared/existing/merge/yaml-source.ts';
import { renderApp } from '../../../shared/render/app.ts';
import { renderProvider } from '../../../shared/render/provider.ts';
import { ok, type Result } from '../../../shared/result.ts';
import type { SecretBag } from '../../../shared/secrets.ts';
import type { Span } from '../../../shared/workspace/secret-looks.ts';
import type { Workspace } from '../../../shared/workspace/types.ts';
import { variablesBeside } from '../files/merge-files.ts';
import { verifyDigest } from '../secrets/digest.ts';

/** What is merged, and where the secrets of a text are, which nobody may see. */
export interface PlannedMerge extends Merged {
  /** The paths of the files of ours that say what is put in. */
  readonly sources: readonly string[];
  readonly secretsIn: (text: string) => readonly Span[];
  /** A text without the secrets of what is merged. */
  readonly withoutSecrets: (text: string, instead: string) => string;
}

/** A file that is merged into. Without a place on the disk nothing lies beside it. */
export interface MergedInto extends FileText {
  readonly realPath?: string;
}

export interface MergeOptions {
  readonly rename: boolean;
  readonly keys: boolean;
  /** The service of a compose file, if its name does not say it. */
  readonly service?: string | undefined;
}

/** What a merge asks of whoever wants it, and tells them. */
export interface MergeCaller {
  /** All secrets of these apps. */
  readonly secrets: (workspace: Workspace, apps: readonly string[]) => Promise<Result<SecretBag>>;
  readonly onNotices: (app: string, notices: readonly Notice[]) => void;
  /** What has to come from the provider before the app’s side is complete. */
  readonly onAwaited: (app: string, what: string) => void;
}

const CANNOT = { ok: false, error: { code: 'cannot-merge', message: 'An app can’t be set up.' } } as const;

/**
 * Plans what Authelia’s files get for these apps of its.
 *
 * Codes: `cannot-merge` if no app can be set up (the notices say why), those of `mergeAuthelia` and of the secrets.
 */
export async function planAutheliaMerge(
  stated: Workspace,
  provider: string,
  apps: readonly string[],
  files: readonly MergedInto[],
  { rename, keys }: MergeOptions,
  caller: MergeCaller,
): Promise<Result<PlannedMerge>> {
  const options: AutheliaOptions = {
    rename,
    keys,
    environment: await variablesBeside(
      files.flatMap(({ realPath }) => (realPath === undefined ? [] : [{ realPath }])),
      'AUTHELIA_',
    ),
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
  for (const draft of drafts) if (obstacleOf(draft)) caller.onNotices(draft.app.id, [obstacleOf(draft)!]);
  const possible = drafts.filter((draft) => !obstacleOf(draft)).map(({ app }) => app.id);
  if (possible.length === 0) return CANNOT;
  const bag = await caller.secrets(workspace, possible);
  if (!bag.ok) return bag;
  const connections = deriveConnections(workspace, idsOf(bag.value)).filter(({ app }) =>
    possible.includes(app.id),
  );
  for (const { app, notices } of connections)
    caller.onNotices(
      app.id,
      notices.filter(({ side }) => side !== 'app'),
    );
  const fitting = await fittingDigests(files, bag.value);
  const merged = mergeAuthelia(files, planAuthelia(connections, bag.value), { ...options, fitting });
  const sources = renderProvider(connections, bag.value).filter(({ kind }) => kind === 'authelia-config');
  if (!merged.ok) return merged;
  return ok({
    ...merged.value,
    sources: sources.map(({ path }) => path),
    secretsIn: yamlSecrets,
    withoutSecrets: hiding(secretsOf(bag.value)),
  });
}

/**
 * Plans what the files of one side of an app get: each file what belongs into one of its form.
 *
 * Codes: `cannot-merge` if the app can’t be set up (the notices say why), those of `mergeApp` and of the secrets.
 */
export async function planSideMerge(
  workspace: Workspace,
  app: string,
  side: 'app' | 'provider',
  files: readonly MergedInto[],
  { service }: MergeOptions,
  caller: MergeCaller,
): Promise<Result<PlannedMerge>> {
  const draft = deriveConnections(workspace, {}).find((one) => one.app.id === app)!;
  const obstacle = obstacleOf(draft);
  if (obstacle) {
    caller.onNotices(app, [obstacle]);
    return CANNOT;
  }
  const bag = await caller.secrets(workspace, [app]);
  if (!bag.ok) return bag;
  const connection = deriveConnections(workspace, idsOf(bag.value)).find((one) => one.app.id === app)!;
  const what = awaited(connection, bag.value);
  if (what !== undefined) caller.onAwaited(app, what);
  caller.onNotices(
    app,
    connection.notices.filter((notice) => notice.side === side),
  );
  const rendered =
    side === 'app' ? renderApp(connection, bag.value) : renderProvider([connection], bag.value);
  const deliverables = rendered.filter((one) => one.form === 'file');
  const known = secretsOf(bag.value);
  const all: Merged[] = [];
  for (const file of files) {
    const merged = mergeApp(file, app, deliverables, service);
    if (!merged.ok) return merged;
    all.push(merged.value);
  }
  return ok({
    files: all.flatMap((one) => one.files),
    byHand: all.flatMap((one) => one.byHand),
    notes: all.flatMap((one) => one.notes),
    sources: [...new Set(files.flatMap((file) => renderedFor(file, deliverables)?.path ?? []))],
    secretsIn: (text) => appSecrets(text, known),
    withoutSecrets: hiding(known),
  });
}

/** What is left to a person, with a text in the place of each secret. */
export const handsWithout = ({ byHand, withoutSecrets }: PlannedMerge, instead: string): readonly ByHand[] =>
  byHand.map((hand) => ({ ...hand, lines: hand.lines.map((line) => withoutSecrets(line, instead)) }));

const idsOf = ({ clients }: SecretBag): Record<string, string> =>
  Object.fromEntries(Object.entries(clients).map(([id, { client_id }]) => [id, client_id]));

const secretsOf = ({ clients }: SecretBag): readonly string[] =>
  Object.values(clients).flatMap(({ client_secret, app_secret }) =>
    [client_secret, app_secret].filter((one) => one !== undefined),
  );

const hiding =
  (secrets: readonly string[]) =>
  (text: string, instead: string): string =>
    secrets.reduce((shown, secret) => shown.replaceAll(secret, instead), text);

/** Digests that stand in the files already and are of the same secret: Authelia salts each one anew. */
async function fittingDigests(
  files: readonly MergedInto[],
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
