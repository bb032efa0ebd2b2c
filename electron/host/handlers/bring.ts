import { randomBytes } from 'node:crypto';
import { examine } from '../../../shared/existing/doctor/doctor.ts';
import { type GivenFile, readExisting } from '../../../shared/existing/doctor/reading.ts';
import { toldOf } from '../../../shared/existing/doctor/rule.ts';
import { type Imported, importFiles } from '../../../shared/existing/import/import.ts';
import { addImported } from '../../../shared/existing/import/into.ts';
import type { Brought } from '../../../shared/host/bring.ts';
import { ok } from '../../../shared/result.ts';
import { comparer, keepImported } from '../../services/secrets/imported.ts';
import { refuse, translate } from '../failures.ts';
import type { CallHandlers } from '../gate.ts';
import type { HostParts } from '../parts.ts';
import { refuseCopy, secretFailure } from '../secret-access.ts';
import { type OpenWorkspace, viewOf } from '../workspaces.ts';

type Names = 'bring.read' | 'bring.again' | 'bring.take';

/** Files that were brought, with their secrets. Kept in memory until others come or they are taken over. */
interface Kept {
  readonly id: string;
  readonly files: readonly GivenFile[];
  readonly matches: (clear: string, digest: string) => boolean | undefined;
  readonly url?: string;
}

export function bringHandlers(parts: HostParts): Pick<CallHandlers, Names> {
  const kept = new Map<string, Kept>();
  const answer = (open: OpenWorkspace, one: Kept) => {
    kept.set(open.handle, one);
    return ok(viewOfBrought(one, importedOf(one, open)));
  };
  return {
    'bring.read': async ({ handle, files, url }) => {
      const open = parts.workspaces.get(handle);
      if (!open.ok) return open;
      const matches = await comparer(files);
      const id = randomBytes(12).toString('hex');
      return answer(open.value, { id, files, matches, ...(url === undefined ? {} : { url }) });
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

const importedOf = ({ files, matches, url }: Kept, { workspace }: OpenWorkspace): Imported =>
  importFiles(files, {
    matches,
    into: workspace,
    ...(url === undefined ? {} : { url }),
    ...(workspace.own_kinds === undefined ? {} : { own: workspace.own_kinds }),
  });

/** What the page sees: no value of a secret. */
function viewOfBrought({ id, files, matches }: Kept, imported: Imported): Brought {
  const has = new Set(
    imported.secrets.flatMap(({ owner, purpose }) => (purpose === 'client_secret' ? [owner] : [])),
  );
  return {
    brought: id,
    files: files.map(({ name }) => name),
    findings: examine(readExisting(files), matches).map(toldOf),
    providers: imported.providers.map(({ id: provider, entry, known, file, line }) => ({
      id: provider,
      kind: entry.kind,
      url: entry.url,
      known,
      file,
      line,
    })),
    apps: imported.apps.map(({ id: app, entry, client, by, perhaps }) => ({
      id: app,
      kind: entry.kind,
      url: entry.url,
      client_id: client.client_id,
      provider: entry.provider,
      by,
      perhaps: [...perhaps],
      file: client.file,
      line: client.line,
      secret:
        client.token_endpoint_auth_method === 'none'
          ? 'public'
          : has.has(app)
            ? 'found'
            : imported.digest_only.includes(app)
              ? 'digest'
              : 'none',
    })),
    missing: [...imported.missing],
    needs_url: imported.needs_url,
    leftovers: [...imported.leftovers],
  };
}
