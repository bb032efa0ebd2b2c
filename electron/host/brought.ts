import { examine } from '../../shared/existing/doctor/doctor.ts';
import { fixed } from '../../shared/existing/doctor/fix.ts';
import type { GivenFile, Known, Reading } from '../../shared/existing/doctor/reading.ts';
import { toldOf } from '../../shared/existing/doctor/rule.ts';
import { type Imported, importReading } from '../../shared/existing/import/import.ts';
import type { MergedFile } from '../../shared/existing/merge/merged.ts';
import type { Brought, Mends } from '../../shared/host/bring.ts';
import { secretSpans } from '../../shared/workspace/secret-looks.ts';
import { shownDiff } from './shown-diff.ts';
import type { OpenWorkspace } from './workspaces.ts';

export { readExisting } from '../../shared/existing/doctor/reading.ts';
export { addImported } from '../../shared/existing/import/into.ts';
export { versionsByKind } from '../../shared/workspace/versions-by-kind.ts';
export { comparer, keepImported, notKept } from '../services/secrets/imported.ts';

/** Files that were brought, with their secrets. Kept in memory until others come or they are taken over. */
export interface Kept {
  readonly id: string;
  readonly files: readonly GivenFile[];
  /** The versions that the workspace says. */
  readonly known: Known;
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

/** The files with names of their own: two folders may each have a compose.yml. */
export const apart = (files: readonly GivenFile[]): readonly GivenFile[] =>
  files.map((file, index) => {
    const before = files.slice(0, index).filter(({ name }) => name === file.name).length;
    return before === 0 ? file : { ...file, name: `${before + 1}/${file.name}` };
  });

/** The files that certain mends change. */
export const mendedFiles = ({ files, matches, known }: Kept): readonly MergedFile[] =>
  fixed(files, matches, known).changes.map(({ merged }) => merged);

/** What those mends change, as the page sees it. */
export function viewOfMends({ files, matches, known, reading }: Kept): Mends {
  const { changes, left } = fixed(files, matches, known);
  return {
    files: changes.map(({ merged }) => ({ name: merged.name, ...shownDiff(merged, secretSpans) })),
    gone: examine(reading, matches).length - left.length,
  };
}

/** What the page sees: no value of a secret. */
export function viewOfBrought({ id, files, reading, matches }: Kept, imported: Imported): Brought {
  const has = new Set(
    imported.secrets.flatMap(({ owner, purpose }) => (purpose === 'client_secret' ? [owner] : [])),
  );
  return {
    brought: id,
    files: files.map(({ name }) => name),
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
