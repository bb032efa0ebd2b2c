import { randomBytes } from 'node:crypto';
import { MAX_MERGED } from '../../../shared/host/limits.ts';
import type { MergedView } from '../../../shared/host/merge.ts';
import { ok } from '../../../shared/result.ts';
import { noSuchApp, refuse, translate } from '../failures.ts';
import type { CallHandlers } from '../gate.ts';
import type { MergeWish } from '../merging.ts';
import type { HostParts } from '../parts.ts';
import { readTypedPath } from '../typed-path.ts';
import type { WorkspaceState } from '../workspace-state.ts';
import type { OpenWorkspace } from '../workspaces.ts';

type Names = 'merge.choose' | 'merge.again' | 'merge.write' | 'merge.take' | 'merge.undo' | 'merge.merged';
type Written = WorkspaceState['merged'][string][number];

/** A person undoes the last few at most. */
const MOST_WRITTEN = 40;

/** The readers and writers of all forms are many, so they are loaded when a person wants the first merge. */
const load = () => import('../merging.ts');

export const mergeHandlers = (parts: HostParts): Pick<CallHandlers, Names> => {
  const reach = (handle: string, app: string) => {
    const open = parts.workspaces.get(handle);
    if (!open.ok) return open;
    return Object.hasOwn(open.value.workspace.apps, app) ? open : noSuchApp(app);
  };

  /** Plans it, keeps what names it, and says what it would do. */
  const show = async (
    open: OpenWorkspace,
    wish: Pick<MergeWish, 'app' | 'side' | 'named' | 'texts' | 'options'>,
  ) => {
    const store = await parts.secrets.store();
    if (!store.ok) return store;
    const { planMerge, viewOfMerge } = await load();
    const { app, side, named, texts, options } = wish;
    // Also kept if it is refused: the person may mend the file and ask again.
    const kept = {
      merge: randomBytes(12).toString('hex'),
      named,
      ...(texts === undefined ? {} : { texts }),
      options,
    };
    const place = { handle: open.handle, app, side };
    parts.merges.keep(place, kept);
    const planned = await planMerge({ ...wish, workspace: open.workspace, store: store.value });
    if (!planned.ok) return planned;
    parts.merges.keep(place, { ...kept, fingerprint: planned.value.fingerprint });
    const view = await viewOfMerge(kept.merge, planned.value, options);
    return view.ok ? view : refuse('file-refused', view.error.message);
  };

  const mergedOf = async (open: OpenWorkspace, app: string): Promise<MergedView> => {
    const { merged } = await parts.stateOf(open.workspace.id).read();
    const written = Object.hasOwn(merged, app) ? merged[app]! : [];
    if (written.length === 0) return [];
    const { canUndoMerge } = await load();
    const views: MergedView = [];
    for (const { side, path, backup, sha256, at, sources } of newest(written)) {
      const can = await canUndoMerge(path, parts.folder, sha256);
      // Undone already, by the command line.
      if (!can.ok && can.error.code === 'merge-nothing-to-undo') continue;
      views.push({ side, path, backup, at, sources, state: can.ok ? 'undoable' : stateOf(can.error.code) });
    }
    return views;
  };

  return {
    'merge.choose': async ({ handle, app, side, what, paths, texts }) => {
      const open = reach(handle, app);
      if (!open.ok) return open;
      const named: string[] = [];
      const options = { rename: false, keys: false };
      if (what === 'texts') {
        if (texts === undefined) return NOTHING;
        return show(open.value, { app, side, named, texts, options });
      }
      if (what === 'dropped') {
        named.push(...parts.platform.takeDropped().slice(0, MAX_MERGED));
        if (named.length === 0) return NOTHING;
      } else if (parts.platform.paths === 'dialog') {
        const folder = what === 'folder' ? await parts.platform.askForFolder() : undefined;
        const files = what === 'files' ? await parts.platform.askForFiles() : undefined;
        named.push(...(folder === undefined ? (files ?? []) : [folder]));
        if (named.length === 0) return refuse('cancelled', 'Nothing was chosen.');
      } else {
        for (const typed of paths ?? ['']) {
          const read = readTypedPath(typed);
          if (!read.ok) return read;
          named.push(read.value);
        }
      }
      return show(open.value, { app, side, named, options });
    },

    'merge.again': async ({ handle, app, side, ...options }) => {
      const open = reach(handle, app);
      if (!open.ok) return open;
      const { merged } = await parts.stateOf(open.value.workspace.id).read();
      const before = Object.hasOwn(merged, app)
        ? merged[app]!.findLast((one) => one.side === side)
        : undefined;
      const from = parts.merges.of({ handle, app, side }) ?? before;
      if (from === undefined) return NOTHING;
      const { named, texts } = { texts: undefined, ...from };
      return show(open.value, { app, side, named, ...(texts === undefined ? {} : { texts }), options });
    },

    'merge.write': async ({ handle, app, side, merge }) => {
      const open = reach(handle, app);
      if (!open.ok) return open;
      const kept = parts.merges.of({ handle, app, side });
      if (kept?.merge !== merge || kept.fingerprint === undefined) return CHANGED;
      if (kept.texts !== undefined) return NOTHING;
      const store = await parts.secrets.store();
      if (!store.ok) return store;
      const { workspace } = open.value;
      const { planMerge, writeExisting } = await load();
      const { named, options } = kept;
      // Nothing of it was kept but what tells whether it is still the same.
      const planned = await planMerge({ workspace, store: store.value, app, side, named, options });
      if (!planned.ok) return planned;
      const { files, plan, fingerprint } = planned.value;
      if (fingerprint !== kept.fingerprint) return CHANGED;
      const changes = plan.files.flatMap(({ edits, mark, after }, index) => {
        const file = files[index]!;
        return edits.length === 0 || file.realPath === undefined ? [] : [{ file, text: mark + after }];
      });
      if (changes.length === 0) return ok({ merged: await mergedOf(open.value, app) });
      const written = await writeExisting(changes, parts.folder);
      if (!written.ok)
        return written.error.code === 'existing-changed'
          ? CHANGED
          : translate(written.error, [], 'write-failed');
      const at = parts.now().toISOString();
      const fresh = written.value.map(
        ({ name, backup, sha256 }): Written => ({
          side,
          path: name,
          named: [...named],
          sources: [...plan.sources],
          backup,
          sha256,
          at,
        }),
      );
      const noted = await parts.stateOf(workspace.id).update((state) => {
        const before = Object.hasOwn(state.merged, app) ? state.merged[app]! : [];
        return { ...state, merged: { ...state.merged, [app]: [...before, ...fresh].slice(-MOST_WRITTEN) } };
      });
      return noted.ok ? ok({ merged: await mergedOf(open.value, app) }) : noted;
    },

    'merge.take': async ({ handle, app, side, merge, index }) => {
      const open = reach(handle, app);
      if (!open.ok) return open;
      const store = await parts.secrets.store();
      if (!store.ok) return store;
      const { mergedText } = await load();
      const kept = parts.merges.of({ handle, app, side });
      const wish = { workspace: open.value.workspace, store: store.value, app, side };
      const merged = await mergedText(wish, kept, merge, index);
      if (!merged.ok) return merged;
      if (merged.value === undefined) return CHANGED;
      const handed = await parts.platform.handOver({
        name: merged.value.name.split(/[\\/]/).at(-1)!,
        type: 'text/plain; charset=utf-8',
        bytes: Buffer.from(merged.value.text),
      });
      return handed.ok ? handed : translate(handed.error, ['cancelled'], 'write-failed');
    },

    'merge.undo': async ({ handle, app, side, file }) => {
      const open = reach(handle, app);
      if (!open.ok) return open;
      const notes = parts.stateOf(open.value.workspace.id);
      const { merged } = await notes.read();
      const written = Object.hasOwn(merged, app) ? merged[app]! : [];
      const one = written.findLast(({ side: of, path }) => of === side && path === file);
      if (one === undefined)
        return refuse('nothing-to-undo', 'Latchkey has changed nothing in this file that could be undone.');
      const { undoMerge } = await load();
      const undone = await undoMerge(one.path, parts.folder, one.sha256);
      if (!undone.ok) {
        const { code, message } = undone.error;
        if (code === 'merge-nothing-to-undo' || code === 'merge-backup-gone')
          return refuse('nothing-to-undo', message);
        if (code === 'existing-changed' || code === 'merge-followed')
          return refuse('changed-meanwhile', message);
        return translate(undone.error, [], 'write-failed');
      }
      const noted = await notes.update((state) => ({
        ...state,
        merged: {
          ...state.merged,
          [app]: (state.merged[app] ?? []).filter(
            ({ path, sha256, at }) => path !== one.path || sha256 !== one.sha256 || at !== one.at,
          ),
        },
      }));
      return noted.ok ? ok({ merged: await mergedOf(open.value, app) }) : noted;
    },

    'merge.merged': async ({ handle, app }) => {
      const open = reach(handle, app);
      return open.ok ? ok({ merged: await mergedOf(open.value, app) }) : open;
    },
  };
};

const NOTHING = refuse('no-files-chosen', 'Choose the files first.');

const CHANGED = refuse(
  'changed-meanwhile',
  'The files or the app have changed since this was shown, so nothing was written. Look at it again.',
);

/** The last merge of each file. */
const newest = (written: readonly Written[]): readonly Written[] =>
  written.filter(
    ({ side, path }, index) =>
      written.findLastIndex((one) => one.side === side && one.path === path) === index,
  );

const stateOf = (code: string): MergedView[number]['state'] =>
  code === 'merge-followed' ? 'followed' : code === 'existing-changed' ? 'changed' : 'gone';
