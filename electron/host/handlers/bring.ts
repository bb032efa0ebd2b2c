import { randomBytes } from 'node:crypto';
import type { Imported } from '../../../shared/existing/import/import.ts';
import { ok } from '../../../shared/result.ts';
import type { SecretStore } from '../../services/secrets/store.ts';
import type { Kept } from '../brought.ts';
import { refuse, translate } from '../failures.ts';
import type { CallHandlers } from '../gate.ts';
import type { HostParts } from '../parts.ts';
import { refuseCopy } from '../secret-access.ts';
import { type OpenWorkspace, viewOf } from '../workspaces.ts';

type Names = 'bring.read' | 'bring.again' | 'bring.mend' | 'bring.mended' | 'bring.take' | 'bring.keep';

interface Waiting {
  readonly brought: string;
  readonly imported: Imported;
  readonly apps: readonly string[];
}

/** The rules and readers are many, so they are loaded when the first files come. */
const load = () => import('../brought.ts');

export function bringHandlers(parts: HostParts): Pick<CallHandlers, Names> {
  const kept = new Map<string, Kept>();
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
  const answer = async (open: OpenWorkspace, one: Kept) => {
    const { importedOf, viewOfBrought } = await load();
    kept.set(open.handle, one);
    return ok(viewOfBrought(one, importedOf(one, open)));
  };
  return {
    'bring.read': async ({ handle, files, url }) => {
      const open = parts.workspaces.get(handle);
      if (!open.ok) return open;
      const { apart, comparer, readExisting, versionsByKind } = await load();
      const named = apart(files);
      const known = { workspace: versionsByKind(open.value.workspace) };
      const reading = readExisting(named, known);
      const matches = await comparer(reading);
      const id = randomBytes(12).toString('hex');
      return answer(open.value, {
        id,
        files: named,
        known,
        reading,
        matches,
        ...(url === undefined ? {} : { url }),
      });
    },

    'bring.again': async ({ handle, brought, url }) => {
      const open = parts.workspaces.get(handle);
      if (!open.ok) return open;
      const one = kept.get(handle);
      return one?.id === brought ? answer(open.value, { ...one, url }) : gone;
    },

    'bring.mend': async ({ handle, brought }) => {
      const open = parts.workspaces.get(handle);
      if (!open.ok) return open;
      const one = kept.get(handle);
      return one?.id === brought ? ok((await load()).viewOfMends(one)) : gone;
    },

    'bring.mended': async ({ handle, brought, index }) => {
      const open = parts.workspaces.get(handle);
      if (!open.ok) return open;
      const one = kept.get(handle);
      const merged = one?.id === brought ? (await load()).mendedFiles(one)[index] : undefined;
      if (merged === undefined) return gone;
      const handed = await parts.platform.handOver({
        name: merged.name.split('/').at(-1)!,
        type: 'text/plain; charset=utf-8',
        bytes: Buffer.from(merged.mark + merged.after),
      });
      return handed.ok ? handed : translate(handed.error, ['cancelled'], 'write-failed');
    },

    'bring.take': async ({ handle, revision, brought, apps }) => {
      const open = parts.workspaces.get(handle);
      if (!open.ok) return open;
      const one = kept.get(handle);
      if (one?.id !== brought) return gone;
      const { addImported, importedOf } = await load();
      const imported = importedOf(one, open.value);
      const chosen = new Set(imported.apps.filter(({ id }) => apps.includes(id)).map(({ id }) => id));
      if (chosen.size === 0) return gone;
      const hasSecret = imported.secrets.some(
        ({ owner, purpose }) =>
          (purpose === 'client_secret' || purpose === 'client_secret_digest') && chosen.has(owner),
      );
      const copy = hasSecret ? refuseCopy(open.value) : undefined;
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
      kept.delete(handle);
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

const gone = refuse('no-such-files', 'These files are not at hand any more. Bring them again.');
