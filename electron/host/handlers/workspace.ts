import type { RecentWorkspace } from '../../../shared/host/session.ts';
import type { WorkspaceView } from '../../../shared/host/workspace.ts';
import { ok, type Result } from '../../../shared/result.ts';
import { WORKSPACE_ENDING } from '../../../shared/workspace/file-name.ts';
import { copyJournal } from '../../services/apply/journal-file.ts';
import { refuse } from '../failures.ts';
import type { CallHandlers, StreamHandlers } from '../gate.ts';
import type { HostParts } from '../parts.ts';
import { readTypedPath, withEnding } from '../typed-path.ts';
import { applyChange } from '../workspace-edit.ts';
import { nameOf, type OpenWorkspace, viewOf } from '../workspaces.ts';

type Names =
  | 'workspace.new'
  | 'workspace.open'
  | 'workspace.open-recent'
  | 'workspace.forget-recent'
  | 'workspace.current'
  | 'workspace.lines'
  | 'workspace.update'
  | 'workspace.describe'
  | 'workspace.described'
  | 'workspace.own-id'
  | 'workspace.reload'
  | 'workspace.save-as'
  | 'workspace.close'
  | 'progress.get'
  | 'progress.set';

/**
 * Limits for one value and for the number of keys. Progress is only for field texts and the wizard's
 * position.
 */
const MAX_PROGRESS = { characters: 100_000, keys: 200 } as const;

export const workspaceHandlers = (parts: HostParts): Pick<CallHandlers, Names> => ({
  'workspace.new': async ({ name }) => shown(await parts.workspaces.create(name)),

  'workspace.open': async ({ path }) => {
    const file = parts.platform.paths === 'dialog' ? await parts.platform.askForWorkspace() : undefined;
    if (parts.platform.paths === 'dialog') return file === undefined ? CLOSED : openFile(parts, file);
    const typed = readTypedPath(path);
    return typed.ok ? openFile(parts, typed.value) : typed;
  },

  'workspace.open-recent': async ({ path }) =>
    (await parts.app.isRecent(path))
      ? openFile(parts, path)
      : refuse('not-recent', 'This file is not in the list any more. Open it by its path.'),

  'workspace.forget-recent': async ({ path }) => {
    const recent = await parts.app.forgetRecent(path);
    announceRecent(parts, recent);
    return ok({ recent });
  },

  'workspace.current': async ({ handle }) => shown(parts.workspaces.get(handle)),

  'workspace.lines': async ({ handle, change }) => {
    const open = parts.workspaces.get(handle);
    if (!open.ok) return open;
    const text = applyChange(open.value.text, open.value.workspace, change);
    if (!text.ok) return refuse('invalid', text.error.message, text.error.detail);
    // Loaded when it is needed: it knows every form of a secret.
    const { shownChange } = await import('../shown-diff.ts');
    return ok(shownChange(open.value.text, text.value));
  },

  'workspace.update': async ({ handle, revision, change }) => {
    const edited = await parts.workspaces.edit(handle, revision, (text, workspace) =>
      applyChange(text, workspace, change),
    );
    // A person does not know a draft's file; only the list of recent files leads back to it.
    if (edited.ok && edited.value.draft) await remember(parts, edited.value);
    return shown(edited);
  },

  'workspace.described': async ({ handle, kind }) => {
    const open = parts.workspaces.get(handle);
    if (!open.ok) return open;
    const { saidBefore } = await import('../described.ts');
    const before = await saidBefore(kind, open.value);
    return before.ok ? ok({ description: before.value.description }) : before;
  },

  'workspace.describe': async ({ handle, revision, description, again }) => {
    const open = parts.workspaces.get(handle);
    if (!open.ok) return open;
    // Loaded when it is needed: it brings the whole schema of profiles.
    const { profileOf, saidBefore } = await import('../described.ts');
    const written = profileOf(description, open.value, parts.now(), again);
    if (!written.ok) return written;
    const { kind, text } = written.value;
    if (again !== undefined) {
      const before = await saidBefore(again, open.value);
      if (!before.ok) return before;
      const changed = await parts.workspaces.replaceProfile(handle, revision, before.value.written, text);
      return changed.ok ? ok({ view: viewOf(changed.value), kind }) : changed;
    }
    const edited = await parts.workspaces.addProfile(handle, revision, kind, text);
    if (!edited.ok) return edited;
    if (edited.value.draft) await remember(parts, edited.value);
    return ok({ view: viewOf(edited.value), kind });
  },

  'workspace.own-id': async ({ handle }) => shown(await parts.workspaces.giveOwnId(handle)),

  'workspace.reload': async ({ handle }) => shown(await parts.workspaces.reload(handle)),

  'workspace.save-as': async ({ handle, path }) => {
    const open = parts.workspaces.get(handle);
    if (!open.ok) return open;
    const dialog = parts.platform.paths === 'dialog';
    const chosen = dialog
      ? await parts.platform.askWhereToSave(`${nameOf(open.value) || 'home'}${WORKSPACE_ENDING}`)
      : undefined;
    if (dialog && chosen === undefined) return CLOSED;
    const target = dialog ? ok(chosen!) : readTypedPath(path);
    if (!target.ok) return target;
    const before = open.value;
    // The system's dialog has already asked whether to replace the file.
    const saved = await parts.workspaces.saveAs(handle, withEnding(target.value), dialog);
    if (!saved.ok) return saved;
    if (before.draft) await parts.app.forgetRecent(before.file);
    await copyJournal(before.file, saved.value.file);
    await remember(parts, saved.value);
    return shown(saved);
  },

  'workspace.close': async ({ handle }) => {
    const open = parts.workspaces.get(handle);
    if (!open.ok) return open;
    if (open.value.practice) await parts.practice.stop();
    parts.tokens.drop(open.value.workspace.id);
    const { progress } = await parts.stateOf(open.value.workspace.id).read();
    const closed = await parts.workspaces.close(handle, Object.keys(progress).length > 0);
    if (!closed.ok) return closed;
    if (closed.value.removed && (await parts.app.isRecent(open.value.file)))
      announceRecent(parts, await parts.app.forgetRecent(open.value.file));
    return ok({});
  },

  'progress.get': async ({ handle, key }) => {
    const open = parts.workspaces.get(handle);
    if (!open.ok) return open;
    const { progress } = await parts.stateOf(open.value.workspace.id).read();
    return ok({ value: Object.hasOwn(progress, key) ? (progress[key] ?? null) : null });
  },

  'progress.set': async ({ handle, key, value }) => {
    const open = parts.workspaces.get(handle);
    if (!open.ok) return open;
    const state = parts.stateOf(open.value.workspace.id);
    const size = value === null ? 0 : JSON.stringify(value).length;
    const known = Object.keys((await state.read()).progress);
    if (size > MAX_PROGRESS.characters || (!known.includes(key) && known.length >= MAX_PROGRESS.keys))
      return refuse('too-big', 'This is more than the wizard keeps.');
    const kept = await state.update((now) => {
      const { [key]: _former, ...others } = now.progress;
      return { ...now, progress: value === null ? others : { ...others, [key]: value } };
    });
    if (!kept.ok) return kept;
    // A person does not know a draft's file; only the list of recent files leads back to it.
    const { draft, file } = open.value;
    if (value !== null && draft && !(await parts.app.isRecent(file))) await remember(parts, open.value);
    return ok({});
  },
});

export const workspaceStreams = (parts: HostParts): Pick<StreamHandlers, 'workspace.watch'> => ({
  'workspace.watch': async ({ handle }, emit, { signal }) => {
    const events = parts.workspaces.events(handle);
    if (!events.ok) return events;
    events.value.listen(emit, signal);
    await events.value.ended(signal);
    return ok(undefined);
  },
});

/** Opens a file and adds it to the list of recent files. */
export async function openFile(parts: HostParts, file: string) {
  const opened = await parts.workspaces.open(file);
  if (!opened.ok) return opened;
  await remember(parts, opened.value);
  return ok(viewOf(opened.value));
}

/** Puts a workspace at the top of the recent files. */
export async function remember(parts: HostParts, open: OpenWorkspace): Promise<void> {
  if (open.practice) return;
  const recent = await parts.app.noteRecent(open.file, nameOf(open), parts.now().toISOString());
  if (!open.draft) parts.platform.noteRecent(open.file);
  announceRecent(parts, recent);
}

/** Shows a changed list of recent files in the pages and in the menu. */
export function announceRecent(parts: HostParts, recent: RecentWorkspace[]): void {
  parts.session.send({ type: 'recent', recent });
  parts.platform.showRecent(recent);
}

const CLOSED = refuse('cancelled', 'Nothing was chosen.');

const shown = <E>(opened: Result<OpenWorkspace, E>): Result<WorkspaceView, E> =>
  opened.ok ? ok(viewOf(opened.value)) : opened;
