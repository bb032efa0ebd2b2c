import { examine } from '../../shared/existing/doctor/doctor.ts';
import type { Reading } from '../../shared/existing/doctor/reading.ts';
import { toldOf } from '../../shared/existing/doctor/rule.ts';
import { type Imported, importReading } from '../../shared/existing/import/import.ts';
import type { Brought } from '../../shared/host/bring.ts';
import type { OpenWorkspace } from './workspaces.ts';

export { readExisting } from '../../shared/existing/doctor/reading.ts';
export { addImported } from '../../shared/existing/import/into.ts';
export { comparer, keepImported, notKept } from '../services/secrets/imported.ts';

/** Files that were brought, with their secrets. Kept in memory until others come or they are taken over. */
export interface Kept {
  readonly id: string;
  readonly names: readonly string[];
  readonly reading: Reading;
  readonly matches: (clear: string, digest: string) => boolean | undefined;
  readonly url?: string;
}

/** What they make of this workspace. */
export const importedOf = ({ reading, matches, url }: Kept, { workspace }: OpenWorkspace): Imported =>
  importReading(reading, {
    matches,
    into: workspace,
    ...(url === undefined ? {} : { url }),
    ...(workspace.own_kinds === undefined ? {} : { own: workspace.own_kinds }),
  });

/** What the page sees: no value of a secret. */
export function viewOfBrought({ id, names, reading, matches }: Kept, imported: Imported): Brought {
  const has = new Set(
    imported.secrets.flatMap(({ owner, purpose }) => (purpose === 'client_secret' ? [owner] : [])),
  );
  return {
    brought: id,
    files: [...names],
    findings: examine(reading, matches).map(toldOf),
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
