import { createHash } from 'node:crypto';
import type { Notice } from '../../shared/catalog/types.ts';
import { noticeOnScreen } from '../../shared/client/on-screen.ts';
import { servicesOf } from '../../shared/existing/merge/app.ts';
import { NEW_VALUE } from '../../shared/existing/merge/authelia.ts';
import { HIDDEN_NEW, unifiedDiff } from '../../shared/existing/merge/diff.ts';
import type { MergedFile } from '../../shared/existing/merge/merged.ts';
import { SECRET_MASK } from '../../shared/host/deliverables.ts';
import type { MergeSide, MergeView } from '../../shared/host/merge.ts';
import { type Failure, ok, type Result } from '../../shared/result.ts';
import { secretSpans } from '../../shared/workspace/secret-looks.ts';
import type { Workspace } from '../../shared/workspace/types.ts';
import { nextBackup } from '../services/files/backup.ts';
import { type ExistingFile, readExisting } from '../services/files/merge-files.ts';
import {
  type MergeOptions,
  type PlannedMerge,
  planAutheliaMerge,
  planSideMerge,
} from '../services/merge/plan.ts';
import { collectSecrets } from '../services/secrets/bag.ts';
import type { SecretStore } from '../services/secrets/store.ts';
import { refuse } from './failures.ts';
import { shownDiff, withoutDigests } from './shown-diff.ts';
import type { MergedFrom, ShownMerge } from './shown-merges.ts';

export { canUndoMerge, undoMerge, writeExisting } from '../services/files/merge-files.ts';

/** What is merged, for one side of one app. */
export interface MergeWish extends MergedFrom {
  readonly workspace: Workspace;
  readonly store: SecretStore;
  readonly app: string;
  readonly side: MergeSide;
  readonly options: MergeOptions;
}

/** A file that is merged into: on the disk, or only its text. */
type HostFile = ExistingFile | { readonly name: string; readonly text: string; readonly realPath?: never };

/** A plan, with the files it is for. It holds secrets, so it is made anew for each call and never kept. */
export interface HostMerge {
  readonly files: readonly HostFile[];
  readonly plan: PlannedMerge;
  readonly notices: readonly Notice[];
  readonly awaited: string | undefined;
  /** Changes with anything in the files, or in what they get. */
  readonly fingerprint: string;
}

/** Reads the files and plans what they get. */
export async function planMerge(wish: MergeWish) {
  const { workspace, store, app, side, named, texts, options } = wish;
  const files: Result<readonly HostFile[]> = texts === undefined ? await readExisting(named) : ok(texts);
  if (!files.ok) return refuse('file-refused', files.error.message);
  const notices: Notice[] = [];
  let awaited: string | undefined;
  let locked: Failure | undefined;
  const caller = {
    secrets: async (stated: Workspace, apps: readonly string[]) => {
      const bag = await collectSecrets(stated, apps, store);
      if (!bag.ok) locked = bag.error;
      return bag;
    },
    onNotices: (_app: string, list: readonly Notice[]) =>
      void notices.push(...list.map((one) => noticeOnScreen(one, []))),
    onAwaited: (_app: string, what: string) => {
      awaited = what;
    },
  };
  const { provider } = workspace.apps[app]!;
  const plan =
    side === 'provider' && workspace.providers[provider]!.kind === 'authelia'
      ? await planAutheliaMerge(workspace, provider, [app], files.value, options, caller)
      : await planSideMerge(workspace, app, side, files.value, options, caller);
  if (!plan.ok) return refusal(plan.error, locked, notices, files.value);
  const sums = plan.value.files.map(({ mark, after }, index) => [
    files.value[index]!.realPath ?? files.value[index]!.name,
    sha256(files.value[index]!.text),
    sha256(mark + after),
  ]);
  const hands = plan.value.byHand.map(({ file, line, lines }) => [file, line, lines]);
  return ok<HostMerge>({
    files: files.value,
    plan: plan.value,
    notices,
    awaited,
    fingerprint: sha256(JSON.stringify([sums, hands])),
  });
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** A merged text of which the page has sent the old one. Undefined: it is no longer what was shown. */
export async function mergedText(
  wish: Pick<MergeWish, 'workspace' | 'store' | 'app' | 'side'>,
  kept: ShownMerge | undefined,
  merge: string,
  index: number,
) {
  if (kept?.merge !== merge || kept.fingerprint === undefined || kept.texts === undefined)
    return ok(undefined);
  const planned = await planMerge({ ...wish, ...kept });
  if (!planned.ok) return planned;
  const merged = planned.value.plan.files[index];
  return ok(
    merged === undefined || planned.value.fingerprint !== kept.fingerprint
      ? undefined
      : { name: merged.name, text: merged.mark + merged.after },
  );
}

/** A failure of the plan, with a code of the contract. */
function refusal(
  error: Failure,
  locked: Failure | undefined,
  notices: readonly Notice[],
  files: readonly HostFile[],
) {
  if (error === locked) {
    const code = (['keychain-locked', 'keychain-unavailable'] as const).find((one) => one === error.code);
    return refuse(code ?? 'invalid', error.message, error.detail);
  }
  switch (error.code) {
    case 'cannot-merge':
      return refuse(
        'invalid',
        notices.map(({ message, fix }) => `${message} ${fix ?? ''}`.trim()).join('\n') || error.message,
      );
    case 'merge-which-service': {
      const services = files.map(servicesOf).find((names) => names.length > 0);
      return refuse('which-service', error.message, (services ?? []).join('\n'));
    }
    case 'merge-unsafe':
      return refuse('file-unsafe', error.message);
    case 'merge-unknown-file':
    case 'merge-no-form':
    case 'merge-env-file':
      return refuse('file-unfit', error.message);
    default:
      return refuse('file-refused', error.message);
  }
}

/** A sentence or line without secrets. */
function masked({ withoutSecrets }: PlannedMerge, text: string): string {
  let shown = '';
  let from = 0;
  for (const [start, end] of secretSpans(text)) {
    if (start < from) continue;
    shown += text.slice(from, start) + SECRET_MASK;
    from = end;
  }
  return withoutDigests(withoutSecrets(shown + text.slice(from), SECRET_MASK));
}

/** What the page sees: no value of a secret. */
export async function viewOfMerge(
  merge: string,
  { files, plan, notices, awaited }: HostMerge,
  { rename, keys, service }: MergeOptions,
): Promise<Result<MergeView>> {
  const views: MergeView['files'] = [];
  for (const [index, one] of plan.files.entries()) {
    const file = files[index]!;
    const view = await fileView(file, one, plan);
    if (!view.ok) return view;
    views.push(view.value);
  }
  return ok({
    merge,
    place: files.some(({ realPath }) => realPath !== undefined) ? 'disk' : 'page',
    files: views,
    by_hand: plan.byHand.map(({ file, line, where, reason, lines }) => {
      const shown = lines.map((text) => withoutDigests(plan.withoutSecrets(text, SECRET_MASK)));
      return {
        file,
        line,
        where,
        reason: masked(plan, reason),
        lines: shown,
        copy: lines.some((text) => text.includes(NEW_VALUE))
          ? 'none'
          : shown.some((text, at) => text !== lines[at])
            ? 'host'
            : 'page',
      };
    }),
    notes: plan.notes.filter((note) => !plan.offers?.has(note)).map((note) => masked(plan, note)),
    notices: [...notices],
    sources: [...plan.sources],
    offers: [...new Set(plan.offers?.values() ?? [])],
    options: { rename, keys, ...(service === undefined ? {} : { service }) },
    ...(awaited === undefined ? {} : { awaited }),
  });
}

async function fileView(
  file: HostFile,
  merged: MergedFile,
  plan: PlannedMerge,
): Promise<Result<MergeView['files'][number]>> {
  const diff = shownDiff(merged, plan.secretsIn);
  if (file.realPath === undefined) return ok({ path: file.name, ...diff, exposed: false });
  const backup = diff.hunks.length === 0 ? ok(undefined) : await nextBackup(file.realPath);
  if (!backup.ok) return backup;
  return ok({
    path: file.name,
    ...diff,
    ...(backup.value === undefined ? {} : { backup: backup.value }),
    exposed: file.isPublic && unifiedDiff(merged, plan.secretsIn).includes(HIDDEN_NEW),
  });
}
