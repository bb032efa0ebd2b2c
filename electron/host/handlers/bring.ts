import type { Imported } from '../../../shared/existing/import/import.ts';
import { MAX_BROUGHT_FILES } from '../../../shared/host/limits.ts';
import { ok } from '../../../shared/result.ts';
import type { SecretStore } from '../../services/secrets/store.ts';
import type { Bringing, Kept } from '../brought.ts';
import { refuse, translate } from '../failures.ts';
import type { CallHandlers } from '../gate.ts';
import type { HostParts } from '../parts.ts';
import { refuseCopy } from '../secret-access.ts';
import { type OpenWorkspace, viewOf } from '../workspaces.ts';

type Names = Extract<keyof CallHandlers, `bring.${string}`>;

interface Waiting {
  readonly brought: string;
  readonly imported: Imported;
  readonly apps: readonly string[];
}

/** The rules and readers are many, so they are loaded when the first files come. */
const load = () => import('../brought.ts');

export function bringHandlers(parts: HostParts): Pick<CallHandlers, Names> {
  /** What was taken over without all of its secrets. */
  const waiting = new Map<string, Waiting>();
  const keep = async (handle: string, one: Waiting, open: OpenWorkspace, store: SecretStore) => {
    const { keepImported, notKept } = await load();
    const { imported, apps } = one;
    const stored = await keepImported(open.workspace, imported, apps, store);
    if (stored.ok) {
      waiting.delete(handle);
      return ok(viewOf(open));
    }
    waiting.set(handle, one);
    const told = await notKept(open.workspace, imported, apps, store, stored.error, 'The workspace');
    return refuse('secrets-not-kept', told, stored.error.detail);
  };
  /** Reads and examines it, keeps it, and says what it is. */
  const answer = async (open: OpenWorkspace, bringing: Bringing) => {
    const { importedOf, keptOf, viewOfBrought } = await load();
    const kept = await keptOf(open, bringing);
    parts.brought.keep(open.handle, kept);
    return ok(viewOfBrought(kept, importedOf(kept, open)));
  };
  const reach = (handle: string, brought: string) => {
    const open = parts.workspaces.get(handle);
    if (!open.ok) return open;
    const kept = parts.brought.of(handle);
    return kept?.id === brought ? ok({ open: open.value, kept }) : gone;
  };
  /** What comes to the files that are there already, or stands alone. */
  const joined = async (
    open: OpenWorkspace,
    to: string | undefined,
    more: Pick<Bringing, 'files' | 'unreadable'> & { readonly url?: string | undefined },
  ) => {
    const before = parts.brought.of(open.handle);
    if (to !== undefined && before?.id !== to) return gone;
    const base: Partial<Kept> = to === undefined || before?.example ? {} : (before ?? {});
    return answer(open, {
      example: false,
      files: [...(base.files ?? []), ...more.files].slice(0, MAX_BROUGHT_FILES),
      unreadable: [...(base.unreadable ?? []), ...more.unreadable],
      // What was mended before can't be taken back any more: there are other files now.
      past: [],
      url: more.url ?? base.url,
      matches: base.matches,
    });
  };
  return {
    'bring.readable': async () => ok(await readable()),

    'bring.read': async ({ handle, files, url, to }) => {
      const open = parts.workspaces.get(handle);
      if (!open.ok) return open;
      const { fresh } = await load();
      return joined(open.value, to, { files: fresh(files), unreadable: [], url });
    },

    'bring.choose': async ({ handle, what, to }) => {
      const open = parts.workspaces.get(handle);
      if (!open.ok) return open;
      const { platform } = parts;
      if (platform.paths !== 'dialog') return refuse('not-here', 'Here the page sends the files.');
      const folder = what === 'folder' ? await platform.askForFolder() : undefined;
      const named =
        what === 'dropped'
          ? platform.takeDropped()
          : what === 'files'
            ? ((await platform.askForFiles()) ?? [])
            : folder === undefined
              ? []
              : [folder];
      if (named.length === 0) return refuse('cancelled', 'Nothing was chosen.');
      const { fresh, readBrought } = await load();
      const { files, unreadable } = await readBrought(named, MAX_BROUGHT_FILES);
      return joined(open.value, to, {
        files: fresh(files.map((disk) => ({ name: baseName(disk.name), text: disk.text, disk }))),
        unreadable,
      });
    },

    'bring.example': async ({ handle }) => {
      const open = parts.workspaces.get(handle);
      if (!open.ok) return open;
      const { EXAMPLE, fresh } = await load();
      return answer(open.value, { example: true, files: fresh(EXAMPLE), unreadable: [], past: [] });
    },

    'bring.without': async ({ handle, brought, index }) => {
      const at = reach(handle, brought);
      if (!at.ok) return at;
      const { open, kept } = at.value;
      const count = kept.files.length;
      return answer(open, {
        ...kept,
        files: kept.files.filter((_, place) => place !== index),
        unreadable: kept.unreadable.filter((_, place) => count + place !== index),
        past: [],
      });
    },

    'bring.again': async ({ handle, brought, url }) => {
      const at = reach(handle, brought);
      return at.ok ? answer(at.value.open, { ...at.value.kept, url }) : at;
    },

    'bring.mend': async ({ handle, brought, which }) => {
      const at = reach(handle, brought);
      if (!at.ok) return at;
      const { open, kept } = at.value;
      if (which.how === 'undo') {
        const before = kept.past.at(-1);
        return before === undefined
          ? nothingToMend
          : answer(open, { ...kept, files: before, past: kept.past.slice(0, -1) });
      }
      const files = (await load()).mended(kept, which.how === 'safe' ? 'safe' : which.finding);
      return files === undefined
        ? nothingToMend
        : answer(open, { ...kept, files, past: [...kept.past, kept.files] });
    },

    'bring.mended': async ({ handle, brought, index }) => {
      const at = reach(handle, brought);
      if (!at.ok) return at;
      const file = at.value.kept.files[index];
      if (file === undefined || file.text === file.given) return gone;
      const handed = await parts.platform.handOver({
        name: baseName(file.name),
        type: 'text/plain; charset=utf-8',
        bytes: Buffer.from(file.text),
      });
      return handed.ok ? handed : translate(handed.error, ['cancelled'], 'write-failed');
    },

    'bring.write': async ({ handle, brought }) => {
      const at = reach(handle, brought);
      if (!at.ok) return at;
      const { open, kept } = at.value;
      const { changedFiles, readBrought, writeExisting } = await load();
      const changes = changedFiles(kept).flatMap(([index, { text, disk }]) =>
        disk === undefined ? [] : [{ index, file: disk, text }],
      );
      if (changes.length === 0) return nothingToMend;
      const written = await writeExisting(changes, parts.folder);
      if (!written.ok)
        return written.error.code === 'existing-changed'
          ? refuse('changed-meanwhile', written.error.message)
          : translate(written.error, [], 'write-failed');
      const files = [...kept.files];
      for (const [place, { index, file, text }] of changes.entries()) {
        const now = await readBrought([file.name], 1);
        files[index] = {
          ...files[index]!,
          given: text,
          mended: 0,
          disk: now.files[0] ?? file,
          backup: written.value[place]!.backup,
        };
      }
      return answer(open, { ...kept, files, past: [] });
    },

    'bring.restore': async ({ handle, brought }) => {
      const at = reach(handle, brought);
      if (!at.ok) return at;
      const { open, kept } = at.value;
      const { fresh, readBrought, undoMerge } = await load();
      const files = [...kept.files];
      let count = 0;
      for (const [index, { name, disk, backup }] of kept.files.entries()) {
        if (disk === undefined || backup === undefined) continue;
        const undone = await undoMerge(disk.name, parts.folder, disk.sha256);
        if (!undone.ok)
          return translate(
            undone.error,
            [],
            undone.error.code === 'existing-changed'
              ? 'changed-meanwhile'
              : undone.error.code.startsWith('merge-')
                ? 'nothing-to-undo'
                : 'write-failed',
          );
        count += 1;
        const now = await readBrought([disk.name], 1);
        const [read] = now.files;
        if (read !== undefined) files[index] = fresh([{ name, text: read.text, disk: read }])[0]!;
      }
      return count === 0
        ? refuse('nothing-to-undo', 'Nothing of these files was written.')
        : answer(open, { ...kept, files, past: [] });
    },

    'bring.take': async ({ handle, revision, brought, apps }) => {
      const at = reach(handle, brought);
      if (!at.ok) return at;
      const { open, kept } = at.value;
      if (kept.example) return gone;
      const { addImported, importedOf } = await load();
      const imported = importedOf(kept, open);
      const chosen = new Set(imported.apps.filter(({ id }) => apps.includes(id)).map(({ id }) => id));
      if (chosen.size === 0) return gone;
      const hasSecret = imported.secrets.some(
        ({ owner, purpose }) =>
          (purpose === 'client_secret' || purpose === 'client_secret_digest') && chosen.has(owner),
      );
      const copy = hasSecret ? refuseCopy(open) : undefined;
      if (copy) return copy;
      // Opened first, so that a locked keychain stops it before anything is written.
      const store = hasSecret ? await parts.secrets.store() : undefined;
      if (store !== undefined && !store.ok) return store;
      const edited = await parts.workspaces.edit(handle, revision, (text) =>
        addImported(text, imported, chosen),
      );
      if (!edited.ok) {
        return translate(
          edited.error,
          ['not-open', 'conflict', 'invalid', 'unreadable', 'write-failed'],
          'write-failed',
        );
      }
      parts.brought.forget(handle);
      return store?.ok
        ? keep(handle, { brought, imported, apps: [...chosen] }, edited.value, store.value)
        : ok(viewOf(edited.value));
    },

    'bring.keep': async ({ handle, brought }) => {
      const open = parts.workspaces.get(handle);
      if (!open.ok) return open;
      const one = waiting.get(handle);
      if (one?.brought !== brought) return gone;
      const copy = refuseCopy(open.value);
      if (copy) return copy;
      const store = await parts.secrets.store();
      return store.ok ? keep(handle, one, open.value, store.value) : store;
    },
  };
}

async function readable() {
  const { readableProducts } = await load();
  const { providers, apps } = readableProducts();
  return { providers: [...providers], apps: [...apps] };
}

/** The last part of a name, whatever system it is from. */
const baseName = (name: string): string => name.split(/[\\/]/).at(-1)!;

const gone = refuse('no-such-files', 'These files are not at hand any more. Bring them again.');
const nothingToMend = refuse(
  'nothing-to-mend',
  'Nothing can be changed here without leading to another mistake.',
);
