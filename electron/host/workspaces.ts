import { hash, randomBytes, randomUUID } from 'node:crypto';
import { mkdir, unlink } from 'node:fs/promises';
import path from 'node:path';
import { ownApps } from '../../shared/catalog/apps/index.ts';
import { ownProviders } from '../../shared/catalog/providers/index.ts';
import type { WorkspaceEvent, WorkspaceView } from '../../shared/host/workspace.ts';
import type { HostFailure } from '../../shared/host.ts';
import { type Failure, ok, type Result } from '../../shared/result.ts';
import { newWorkspace } from '../../shared/workspace/defaults.ts';
import { addProfile } from '../../shared/workspace/edit.ts';
import { WORKSPACE_ENDING } from '../../shared/workspace/file-name.ts';
import { lacksId, withId } from '../../shared/workspace/own-id.ts';
import { namedProfiles, type ProfileFiles } from '../../shared/workspace/own-profiles.ts';
import { type ParsedWorkspace, parseWorkspace, parseWorkspaceBytes } from '../../shared/workspace/parse.ts';
import { isMissingId, type WorkspaceProblem } from '../../shared/workspace/problem.ts';
import { stringifyWorkspace } from '../../shared/workspace/stringify.ts';
import type { Workspace } from '../../shared/workspace/types.ts';
import { backUp } from '../services/files/backup.ts';
import type { IdFiles } from '../services/files/id-file.ts';
import {
  copyProfileFiles,
  type ProfileText,
  readProfileFiles,
  replaceProfile,
  watchProfileFiles,
  writeNewProfile,
} from '../services/files/profile-files.ts';
import { suggestedFolder } from '../services/files/suggested-folder.ts';
import {
  readWorkspace,
  type StoredWorkspace,
  type WatchedWorkspace,
  watchWorkspace,
  writeWorkspace,
} from '../services/files/workspace-store.ts';
import { type Broadcast, createBroadcast } from './broadcast.ts';
import { appKindView, providerKindView } from './catalog-view.ts';
import { refuse } from './failures.ts';
import { problemLines, problemView } from './problems.ts';

/** A workspace that is open in this host, with its last valid content. */
export interface OpenWorkspace {
  readonly handle: string;
  readonly file: string;
  /** True if the workspace is in Latchkey's own folder because no file was chosen for it yet. */
  readonly draft: boolean;
  readonly practice: boolean;
  readonly text: string;
  /** SHA-256 of the file that contains `text`. */
  readonly sha256: string;
  /** Changes with the file, and with the profiles that it names. */
  readonly revision: string;
  readonly workspace: Workspace;
  /** Problems of the text, or of the file if it can't be read any more. */
  readonly problems: readonly WorkspaceProblem[];
  /** True while the file on disk can't be read; it is not overwritten then. */
  readonly unreadable: boolean;
  /** The profiles that the text names, as they were last read. */
  readonly profiles: ProfileFiles;
  /** The file that has the same id and had it first, so that both share their secrets. */
  readonly copyOf: string | undefined;
}

type NotOpen = HostFailure<'not-open'>;

/** All open workspaces. Handles are random and valid as long as the host runs. */
export interface Workspaces {
  create(name: string | undefined): Promise<Result<OpenWorkspace, HostFailure<'write-failed'>>>;
  /**
   * Creates the sample workspace of the practice provider: a draft that is not listed in the recent files.
   */
  createPractice(workspace: Workspace): Promise<Result<OpenWorkspace, HostFailure<'write-failed'>>>;
  /** Opens a file, or returns it if it is already open. Codes `not-found`, `unreadable`, `invalid`. */
  open(file: string): Promise<Result<OpenWorkspace, HostFailure<'not-found' | 'unreadable' | 'invalid'>>>;
  get(handle: string): Result<OpenWorkspace, NotOpen>;
  all(): readonly OpenWorkspace[];
  /** Changes the text if `revision` is current. Codes `conflict`, `invalid`, `unreadable`, `write-failed`. */
  edit(
    handle: string,
    revision: string,
    change: (text: string, workspace: Workspace) => Result<string>,
  ): Promise<
    Result<OpenWorkspace, NotOpen | HostFailure<'conflict' | 'invalid' | 'unreadable' | 'write-failed'>>
  >;
  /**
   * Writes a new profile beside the workspace file, never over another file, and names it in the workspace. Codes as
   * for `edit`.
   */
  addProfile(handle: string, revision: string, kind: string, profile: string): ReturnType<Workspaces['edit']>;
  /** Writes another text into a profile of the workspace, unless it was changed since it was read. Codes as for `edit`. */
  replaceProfile(
    handle: string,
    revision: string,
    written: ProfileText,
    profile: string,
  ): ReturnType<Workspaces['edit']>;
  /** Gives a copy of another workspace file an id of its own. Its secrets are made anew. */
  giveOwnId(
    handle: string,
  ): Promise<Result<OpenWorkspace, NotOpen | HostFailure<'conflict' | 'unreadable' | 'write-failed'>>>;
  /** Reads the file again. */
  reload(
    handle: string,
  ): Promise<Result<OpenWorkspace, NotOpen | HostFailure<'not-found' | 'unreadable' | 'invalid'>>>;
  /**
   * Saves to another file and uses that from now on. `replace`: a person agreed to replace it; it is backed
   * up.
   */
  saveAs(
    handle: string,
    file: string,
    replace: boolean,
  ): Promise<Result<OpenWorkspace, NotOpen | HostFailure<'exists' | 'folder-not-found' | 'write-failed'>>>;
  /** Closes a workspace. Removes a draft in which nothing was begun, or `begun` says that something was. */
  close(handle: string, begun?: boolean): Promise<Result<{ readonly removed: boolean }, NotOpen>>;
  events(handle: string): Result<Broadcast<WorkspaceEvent>, NotOpen>;
  closeAll(): void;
}

interface Slot {
  now: OpenWorkspace;
  readonly events: Broadcast<WorkspaceEvent>;
  watching: AbortController;
  watched: WatchedWorkspace | undefined;
  /** The profiles that are watched, and how to stop. */
  profiles: { readonly names: string; readonly watching: AbortController };
  turn: Promise<unknown>;
  /** True while the file is missing. */
  missing: boolean;
}

/**
 * @param folder the folder for drafts
 * @param ids remembers which file each workspace id belongs to
 */
export function openWorkspaces(folder: string, ids: IdFiles): Workspaces {
  const slots = new Map<string, Slot>();
  const notOpen = refuse(
    'not-open',
    'This workspace is not open any more. Open it again from the start page.',
  );

  const add = async (
    stored: StoredWorkspace,
    kind: { practice: boolean },
  ): Promise<Result<OpenWorkspace, HostFailure<'invalid'>>> => {
    const { parsed, profiles } = await readingOf(stored);
    if (!parsed.ok) return invalid(parsed);
    // Each practice workspace has the same id, and no file that a person could copy.
    const copyOf = kind.practice ? undefined : await ownerOf(parsed.workspace.id, stored.realPath);
    const handle = randomBytes(12).toString('base64url');
    const slot: Slot = {
      now: {
        handle,
        file: stored.path,
        draft: path.dirname(stored.path) === folder,
        practice: kind.practice,
        unreadable: false,
        copyOf,
        ...contentOf(stored.bytes, stored.sha256, parsed, profiles),
      },
      events: createBroadcast(),
      watching: new AbortController(),
      watched: undefined,
      profiles: { names: '', watching: new AbortController() },
      turn: Promise.resolve(),
      missing: false,
    };
    slots.set(handle, slot);
    await watchSlot(slot);
    return ok(slot.now);
  };

  const ownerOf = async (id: string, realPath: string): Promise<string | undefined> => {
    const standing = await ids.standing(id, realPath);
    return standing.kind === 'copy' ? standing.of : undefined;
  };

  /** Takes what is stored, and finds out whether it is a copy, which may have changed with it. */
  const takeStored = async (
    slot: Slot,
    stored: StoredWorkspace,
    by: 'file' | 'window' = 'file',
  ): Promise<ParsedWorkspace> => {
    const { parsed, profiles } = await readingOf(stored);
    const copyOf = parsed.ok ? await ownerOf(parsed.workspace.id, stored.realPath) : undefined;
    takeParsed(slot, stored, parsed, profiles, copyOf, by);
    await watchProfiles(slot);
    return parsed;
  };

  /** Watches the profiles that the workspace names now, if they are others than before. */
  const watchProfiles = async (slot: Slot): Promise<void> => {
    const { file, text } = slot.now;
    const named = namedProfiles(text);
    const names = JSON.stringify([file, named]);
    if (names === slot.profiles.names) return;
    slot.profiles.watching.abort();
    const watching = new AbortController();
    slot.profiles = { names, watching };
    if (named.length === 0) return;
    await watchProfileFiles(
      file,
      named,
      () => {
        void inTurn(slot, async () => {
          if (watching.signal.aborted) return;
          const stored = await readWorkspace(slot.now.file);
          if (stored.ok) await takeStored(slot, stored.value);
        });
      },
      watching.signal,
    );
  };

  const watchSlot = async (slot: Slot): Promise<void> => {
    slot.watching.abort();
    const watching = new AbortController();
    slot.watching = watching;
    const { file, sha256 } = slot.now;
    const watched = await watchWorkspace(
      file,
      () => {
        void inTurn(slot, async () => {
          if (watching.signal.aborted) return;
          // The watcher's event may be older than this host's last write, so the file is read again.
          const stored = await readWorkspace(slot.now.file);
          if (stored.ok) await takeStored(slot, stored.value);
          else if (stored.error.code === 'file-missing') {
            slot.missing = true;
            slot.events.send({ type: 'gone' });
          } else markUnreadable(slot, []);
        });
      },
      watching.signal,
      sha256,
    );
    // If the folder can't be watched, changes by other programs are noticed at the next write.
    slot.watched = watched.ok ? watched.value : undefined;
    await watchProfiles(slot);
  };

  const edit: Workspaces['edit'] = async (handle, revision, change) => {
    const slot = slots.get(handle);
    if (!slot) return notOpen;
    return inTurn(slot, async () => {
      if (slot.now.unreadable) return unreadableFile(slot.now);
      if (revision !== slot.now.revision) return conflict;
      const changed = change(slot.now.text, slot.now.workspace);
      if (!changed.ok) return refuse('invalid', changed.error.message, changed.error.detail);
      const profiles = await readProfileFiles(slot.now.file, changed.value);
      const parsed = parseWorkspace(changed.value, profiles);
      if (!parsed.ok) return invalid(parsed);
      const written = await writeWorkspace(slot.now.file, changed.value, slot.now.sha256);
      if (!written.ok) {
        if (written.error.code !== 'workspace-changed-on-disk') return unwritten(written.error);
        const stored = await readWorkspace(slot.now.file);
        if (stored.ok) await takeStored(slot, stored.value);
        return conflict;
      }
      slot.watched?.noteOwnWrite(written.value.sha256);
      const { id } = slot.now.workspace;
      const copyOf =
        parsed.workspace.id === id
          ? slot.now.copyOf
          : await ownerOf(parsed.workspace.id, written.value.realPath);
      slot.now = {
        ...slot.now,
        copyOf,
        ...contentOf(changed.value, written.value.sha256, parsed, profiles),
      };
      await watchProfiles(slot);
      slot.events.send({ type: 'changed', by: 'window', view: viewOf(slot.now) });
      return ok(slot.now);
    });
  };

  const makeDraft = async (
    workspace: Workspace,
    practice: boolean,
  ): Promise<Result<OpenWorkspace, HostFailure<'write-failed'>>> => {
    const file = path.join(folder, `${workspace.id}${WORKSPACE_ENDING}`);
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 });
    } catch {
      return refuse(
        'write-failed',
        `Latchkey can’t make its folder ${folder}. Check that its parent is writable.`,
      );
    }
    const written = await writeWorkspace(file, stringifyWorkspace(workspace));
    if (!written.ok) return unwritten(written.error);
    const stored = await readWorkspace(file);
    if (!stored.ok) return unwritten(stored.error);
    const added = await add(stored.value, { practice });
    return added.ok ? added : unwritten(added.error);
  };

  return {
    create: (name) => makeDraft(newWorkspace(randomUUID(), name?.trim() || undefined), false),
    createPractice: (workspace) => makeDraft(workspace, true),

    async open(file) {
      const stored = await readWithId(file);
      if (!stored.ok) {
        const code = stored.error.code === 'file-missing' ? ('not-found' as const) : ('unreadable' as const);
        return refuse(code, stored.error.message, stored.error.detail);
      }
      for (const slot of slots.values()) {
        if (slot.now.file !== stored.value.path) continue;
        // The workspace was opened again, so it becomes the newest one.
        slots.delete(slot.now.handle);
        slots.set(slot.now.handle, slot);
        return ok(slot.now);
      }
      return add(stored.value, { practice: false });
    },

    get(handle) {
      const slot = slots.get(handle);
      return slot ? ok(slot.now) : notOpen;
    },
    all: () => [...slots.values()].map(({ now }) => now).reverse(),
    edit,

    async addProfile(handle, revision, kind, profile) {
      const slot = slots.get(handle);
      if (!slot) return notOpen;
      const named = await writeNewProfile(slot.now.file, kind, profile);
      if (!named.ok) return unwritten(named.error);
      const edited = await edit(handle, revision, (text) => addProfile(text, named.value.name));
      if (!edited.ok) await unlink(named.value.file).catch(() => {});
      return edited;
    },

    async replaceProfile(handle, revision, before, profile) {
      const slot = slots.get(handle);
      if (!slot) return notOpen;
      return inTurn(slot, async () => {
        if (slot.now.unreadable) return unreadableFile(slot.now);
        if (revision !== slot.now.revision) return conflict;
        const replaced = await replaceProfile(before, profile);
        if (!replaced.ok)
          return replaced.error.code === 'workspace-changed-on-disk' ? conflict : unwritten(replaced.error);
        const stored = await readWorkspace(slot.now.file);
        if (!stored.ok) return refuse('unreadable', stored.error.message, stored.error.detail);
        const taken = await takeStored(slot, stored.value, 'window');
        return taken.ok ? ok(slot.now) : invalid(taken);
      });
    },

    async giveOwnId(handle) {
      const slot = slots.get(handle);
      if (!slot) return notOpen;
      if (slot.now.copyOf === undefined) return ok(slot.now);
      const edited = await edit(handle, slot.now.revision, (text) => withId(text, randomUUID()));
      return edited.ok || edited.error.code !== 'invalid'
        ? (edited as Result<OpenWorkspace, HostFailure<'conflict'>>)
        : unwritten(edited.error);
    },

    async reload(handle) {
      const slot = slots.get(handle);
      if (!slot) return notOpen;
      return inTurn(slot, async () => {
        const stored = await readWorkspace(slot.now.file);
        if (!stored.ok) {
          const code =
            stored.error.code === 'file-missing' ? ('not-found' as const) : ('unreadable' as const);
          return refuse(code, stored.error.message, stored.error.detail);
        }
        const taken = await takeStored(slot, stored.value);
        return taken.ok ? ok(slot.now) : invalid(taken);
      });
    },

    async saveAs(handle, file, replace) {
      const slot = slots.get(handle);
      if (!slot) return notOpen;
      return inTurn(slot, async () => {
        const target = path.resolve(file);
        const before = slot.now;
        // The one that the form suggests may not be there yet; any other may be misspelt. If it can't be made, the write says so.
        if (path.dirname(target) === suggestedFolder())
          await mkdir(suggestedFolder(), { recursive: true, mode: 0o700 }).catch(() => undefined);
        const there = await readWorkspace(target);
        if (target === before.file && there.ok) return ok(before);
        if (there.ok && !replace) return exists(target);
        const copied = await copyProfileFiles(before.file, target, before.text);
        if (!copied.ok)
          return copied.error.code === 'profile-exists'
            ? refuse('exists', copied.error.message)
            : noFolderOr(target, copied.error);
        if (there.ok) {
          const kept = await backUp(there.value.realPath);
          if (!kept.ok) return unwritten(kept.error);
        }
        const written = await writeWorkspace(target, before.text, there.ok ? there.value.sha256 : null);
        if (!written.ok) {
          if (written.error.code === 'workspace-exists') return exists(target);
          return noFolderOr(target, written.error);
        }
        slot.now = {
          ...before,
          file: target,
          draft: false,
          practice: before.practice,
          ...revisionOf(written.value.sha256, before.profiles),
          unreadable: false,
        };
        slot.missing = false;
        // The person goes on with this file, so the id and its secrets are its own. A copy stays one.
        if (before.copyOf === undefined) await ids.take(before.workspace.id, written.value.realPath);
        await watchSlot(slot);
        if (before.draft && before.file !== target) await removeDraft(before);
        slot.events.send({ type: 'changed', by: 'window', view: viewOf(slot.now) });
        return ok(slot.now);
      });
    },

    async close(handle, begun = false) {
      const slot = slots.get(handle);
      if (!slot) return notOpen;
      slots.delete(handle);
      slot.watching.abort();
      slot.profiles.watching.abort();
      slot.events.send({ type: 'closed' });
      slot.events.end();
      const { draft, practice, workspace } = slot.now;
      const empty = Object.keys(workspace.providers).length + Object.keys(workspace.apps).length === 0;
      const removed = draft && (practice || (empty && !begun));
      if (removed) await removeDraft(slot.now);
      return ok({ removed });
    },

    events(handle) {
      const slot = slots.get(handle);
      return slot ? ok(slot.events) : notOpen;
    },

    closeAll() {
      for (const slot of slots.values()) {
        slot.watching.abort();
        slot.profiles.watching.abort();
        slot.events.end();
        if (slot.now.practice && slot.now.draft) void unlink(slot.now.file).catch(() => {});
      }
      slots.clear();
    },
  };
}

/** A workspace in the form for the screens. */
export function viewOf(open: OpenWorkspace): WorkspaceView {
  return {
    handle: open.handle,
    revision: open.revision,
    workspace: withoutOwnKinds(open.workspace),
    own_apps: ownApps(open.workspace).map(appKindView),
    own_providers: ownProviders(open.workspace).map(providerKindView),
    path: open.draft ? null : open.file,
    name: nameOf(open),
    practice: open.practice,
    problems: open.problems.map(problemView),
    ...(open.copyOf === undefined ? {} : { copy_of: open.copyOf }),
  };
}

/** The workspace as it is in the file. */
const withoutOwnKinds = ({
  own_kinds: _kinds,
  own_providers: _providers,
  ...workspace
}: Workspace): Workspace => workspace;

/** What a stored file comes to, with the profiles beside it. */
async function readingOf(
  stored: StoredWorkspace,
): Promise<{ readonly parsed: ParsedWorkspace; readonly profiles: ProfileFiles }> {
  const profiles = await readProfileFiles(stored.realPath, new TextDecoder().decode(stored.bytes));
  return { parsed: parseWorkspaceBytes(stored.bytes, profiles), profiles };
}

/** Reads a file for the first time. A workspace without an id, such as an example, gets one. */
async function readWithId(file: string): Promise<Result<StoredWorkspace>> {
  const stored = await readWorkspace(file);
  if (!stored.ok) return stored;
  const text = new TextDecoder().decode(stored.value.bytes);
  if (!lacksId(text)) return stored;
  const named = withId(text, randomUUID());
  if (!named.ok || !parseWorkspace(named.value).ok) return stored;
  const written = await writeWorkspace(file, named.value, stored.value.sha256);
  // If another program was faster, the id is its.
  return written.ok || written.error.code === 'workspace-changed-on-disk' ? readWorkspace(file) : written;
}

/** The name in the workspace, else the name of the file. */
export const nameOf = ({ workspace, draft, file }: OpenWorkspace): string =>
  workspace.name ?? (draft ? '' : path.basename(file).replace(/(\.latchkey)?(\.ya?ml)?$/i, ''));

/** Runs `work` after all earlier work on this workspace. */
function inTurn<T>(slot: Slot, work: () => Promise<T>): Promise<T> {
  const mine = slot.turn.then(work);
  slot.turn = mine.catch(() => undefined);
  return mine;
}

function takeParsed(
  slot: Slot,
  stored: StoredWorkspace,
  parsed: ParsedWorkspace,
  profiles: ProfileFiles,
  copyOf: string | undefined,
  by: 'file' | 'window',
): void {
  if (!parsed.ok) {
    markUnreadable(slot, parsed.problems);
    return;
  }
  const content = contentOf(stored.bytes, stored.sha256, parsed, profiles);
  const same = content.revision === slot.now.revision && !slot.now.unreadable && !slot.missing;
  slot.missing = false;
  slot.now = { ...slot.now, unreadable: false, copyOf, ...content };
  if (!same) slot.events.send({ type: 'changed', by, view: viewOf(slot.now) });
}

function markUnreadable(slot: Slot, problems: readonly WorkspaceProblem[]): void {
  slot.now = { ...slot.now, unreadable: true, problems };
  slot.events.send({ type: 'unreadable', problems: problems.map(problemView) });
}

const contentOf = (
  text: string | Uint8Array,
  sha256: string,
  { workspace, problems }: Extract<ParsedWorkspace, { ok: true }>,
  profiles: ProfileFiles,
) => ({
  text: typeof text === 'string' ? text : new TextDecoder().decode(text),
  ...revisionOf(sha256, profiles),
  workspace,
  problems,
  profiles,
});

const revisionOf = (sha256: string, profiles: ProfileFiles) => ({
  sha256,
  revision: profiles.size === 0 ? sha256 : hash('sha256', JSON.stringify([sha256, ...profiles])),
});

/** Removes the file of a draft, with the profiles that were described in it. */
async function removeDraft({ file, text }: OpenWorkspace): Promise<void> {
  for (const one of [file, ...namedProfiles(text).map((name) => path.join(path.dirname(file), name))])
    await unlink(one).catch(() => {});
}

const conflict = refuse(
  'conflict',
  'The workspace was changed meanwhile, so nothing was written. Look at the newest content and make your change again.',
);

function invalid(parsed: Extract<ParsedWorkspace, { ok: false }>) {
  const errors = parsed.problems.filter(({ severity }) => severity === 'error');
  // An id is made once the other mistakes are mended.
  const first = errors.find((problem) => !isMissingId(problem)) ?? errors[0];
  return refuse(
    'invalid',
    first ? `${first.message} ${first.suggestion}`.trim() : 'This is no workspace.',
    problemLines(parsed.problems),
  );
}

const unreadableFile = ({ file }: OpenWorkspace) =>
  refuse(
    'unreadable',
    `${file} can’t be read in its present form, so it is not overwritten. Correct it, or save under another name.`,
  );

const exists = (file: string) => refuse('exists', `${file} exists already. Choose another name, or open it.`);

const noFolderOr = (target: string, failure: Failure) =>
  failure.code === 'file-missing' || failure.code === 'folder-missing'
    ? refuse(
        'folder-not-found',
        `There is no folder ${path.dirname(target)}. Make it first, or choose another.`,
      )
    : unwritten(failure);

const unwritten = ({ message, detail }: { message: string; detail?: string }) =>
  refuse('write-failed', message, detail);
