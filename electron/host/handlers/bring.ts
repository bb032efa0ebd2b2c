import { randomBytes } from 'node:crypto';
import { ok } from '../../../shared/result.ts';
import type { Kept } from '../brought.ts';
import { refuse, translate } from '../failures.ts';
import type { CallHandlers } from '../gate.ts';
import type { HostParts } from '../parts.ts';
import { refuseCopy, secretFailure } from '../secret-access.ts';
import { type OpenWorkspace, viewOf } from '../workspaces.ts';

type Names = 'bring.read' | 'bring.again' | 'bring.take';

/** The rules and readers are many, so they are loaded when the first files come. */
const load = () => import('../brought.ts');

export function bringHandlers(parts: HostParts): Pick<CallHandlers, Names> {
  const kept = new Map<string, Kept>();
  const answer = async (open: OpenWorkspace, one: Kept) => {
    const { importedOf, viewOfBrought } = await load();
    kept.set(open.handle, one);
    return ok(viewOfBrought(one, importedOf(one, open)));
  };
  return {
    'bring.read': async ({ handle, files, url }) => {
      const open = parts.workspaces.get(handle);
      if (!open.ok) return open;
      const { comparer, readExisting } = await load();
      const reading = readExisting(files);
      const matches = await comparer(reading);
      const id = randomBytes(12).toString('hex');
      const names = files.map(({ name }) => name);
      return answer(open.value, { id, names, reading, matches, ...(url === undefined ? {} : { url }) });
    },

    'bring.again': async ({ handle, brought, url }) => {
      const open = parts.workspaces.get(handle);
      if (!open.ok) return open;
      const one = kept.get(handle);
      return one?.id === brought ? answer(open.value, { ...one, url }) : gone;
    },

    'bring.take': async ({ handle, revision, brought, apps }) => {
      const open = parts.workspaces.get(handle);
      if (!open.ok) return open;
      const one = kept.get(handle);
      if (one?.id !== brought) return gone;
      const { addImported, importedOf, keepImported } = await load();
      const imported = importedOf(one, open.value);
      const chosen = new Set(imported.apps.filter(({ id }) => apps.includes(id)).map(({ id }) => id));
      if (chosen.size === 0) return gone;
      const hasSecret = imported.secrets.some(
        ({ owner, purpose }) => purpose === 'client_secret' && chosen.has(owner),
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
      if (store?.ok) {
        const stored = await keepImported(edited.value.workspace, imported, [...chosen], store.value);
        if (!stored.ok) return { ok: false, error: secretFailure(stored.error) };
      }
      return ok(viewOf(edited.value));
    },
  };
}

const gone = refuse('no-such-files', 'These files are not at hand any more. Bring them again.');
