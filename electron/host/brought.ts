import { randomBytes } from 'node:crypto';
import { clientRows } from '../../shared/existing/bring/clients.ts';
import { EXAMPLE } from '../../shared/existing/bring/example.ts';
import { fileStates } from '../../shared/existing/bring/files.ts';
import { isOfFile, shownFindings } from '../../shared/existing/bring/findings.ts';
import { linesAround, shownText } from '../../shared/existing/bring/lines.ts';
import { examine } from '../../shared/existing/doctor/doctor.ts';
import { type Fixed, fixed, SAFE, type Wanted } from '../../shared/existing/doctor/fix.ts';
import {
  type GivenFile,
  type Known,
  type Reading,
  readExisting,
} from '../../shared/existing/doctor/reading.ts';
import type { Finding } from '../../shared/existing/doctor/rule.ts';
import { type Imported, importReading } from '../../shared/existing/import/import.ts';
import type { DiffLine } from '../../shared/existing/merge/diff.ts';
import type { Brought } from '../../shared/host/bring.ts';
import { SECRET_MASK } from '../../shared/host/deliverables.ts';
import { versionsByKind } from '../../shared/workspace/versions-by-kind.ts';
import type { ExistingFile } from '../services/files/merge-files.ts';
import { comparer } from '../services/secrets/imported.ts';
import { withoutDigests } from './shown-diff.ts';
import type { OpenWorkspace } from './workspaces.ts';

export { readableProducts } from '../../shared/existing/bring/files.ts';
export { addImported } from '../../shared/existing/import/into.ts';
export { readBrought } from '../services/files/brought-files.ts';
export { undoMerge, writeExisting } from '../services/files/merge-files.ts';
export { keepImported, notKept } from '../services/secrets/imported.ts';
export { EXAMPLE };

/** A file that was brought, as it was and as it is with the mends that were made. Its text may hold secrets. */
export interface KeptFile extends GivenFile {
  /** The text without any mend. */
  readonly given: string;
  /** How many places of it were changed. */
  readonly mended: number;
  /** Where it is, if the host has read it itself. */
  readonly disk?: ExistingFile;
  /** The copy of it that was made when it was written. */
  readonly backup?: string;
}

/** A file that could not be read at all, and why. */
export interface Unreadable {
  readonly name: string;
  readonly message: string;
}

/** Files that were brought, with their secrets. Kept in memory until others come or they are taken over. */
export interface Kept {
  readonly id: string;
  readonly example: boolean;
  readonly files: readonly KeptFile[];
  readonly unreadable: readonly Unreadable[];
  /** The files before each mend, so that it can be taken back. */
  readonly past: readonly (readonly KeptFile[])[];
  /** The versions that the workspace says. */
  readonly known: Known;
  readonly reading: Reading;
  readonly findings: readonly Finding[];
  readonly matches: (clear: string, digest: string) => boolean | undefined;
  readonly url?: string;
}

/** What is brought: the rest follows from it. */
export type Bringing = Pick<Kept, 'example' | 'files' | 'unreadable' | 'past'> & {
  readonly url?: string | undefined;
  /** What was known before, so that no secret is compared twice. */
  readonly matches?: Kept['matches'] | undefined;
};

/** Files that nothing was done with yet. */
export const fresh = (files: readonly (GivenFile & Pick<KeptFile, 'disk'>)[]): readonly KeptFile[] =>
  files.map((file) => ({ ...file, given: file.text, mended: 0 }));

/** Reads and examines files. Nothing is written. */
export async function keptOf({ workspace }: OpenWorkspace, bringing: Bringing): Promise<Kept> {
  const { example, unreadable, past, url } = bringing;
  const files = apart(bringing.files);
  const known = { workspace: versionsByKind(workspace) };
  const reading = readExisting(files, known);
  const matches = await comparer(reading, undefined, bringing.matches);
  return {
    id: randomBytes(12).toString('hex'),
    example,
    files,
    unreadable,
    past,
    known,
    reading,
    findings: examine(reading, matches),
    matches,
    ...(url === undefined ? {} : { url }),
  };
}

/** The files with names of their own: two folders may each have a compose.yml. */
function apart(files: readonly KeptFile[]): readonly KeptFile[] {
  const taken = new Set<string>();
  return files.map((file) => {
    let { name } = file;
    for (let number = 2; taken.has(name); number++) name = `${number}/${file.name}`;
    taken.add(name);
    return name === file.name ? file : { ...file, name };
  });
}

/** What they make of this workspace. */
export const importedOf = (
  { reading, matches, url }: Pick<Kept, 'reading' | 'matches' | 'url'>,
  { workspace }: OpenWorkspace,
): Imported =>
  importReading(reading, {
    matches,
    into: workspace,
    ...(url === undefined ? {} : { url }),
    ...(workspace.own_kinds === undefined ? {} : { own: workspace.own_kinds }),
  });

/** The files with all safe mends, or with the one of a finding. Undefined if nothing changes. */
export function mended(kept: Kept, which: 'safe' | number): readonly KeptFile[] | undefined {
  const wanted = which === 'safe' ? SAFE : only(kept.findings[which]);
  if (wanted === undefined) return undefined;
  const { changes }: Fixed = fixed(kept.files, kept.matches, kept.known, wanted);
  if (changes.length === 0) return undefined;
  const byIndex = new Map(changes.map(({ index, merged }) => [index, merged]));
  return kept.files.map((file, index) => {
    const merged = byIndex.get(index);
    return merged === undefined
      ? file
      : { ...file, text: merged.mark + merged.after, mended: file.mended + merged.edits.length };
  });
}

/** This finding alone, and nothing that shows only once it is mended. */
const only = (one: Finding | undefined): Wanted | undefined =>
  one === undefined
    ? undefined
    : {
        also: false,
        is: ({ rule, file, line, message }) =>
          rule === one.rule && file === one.file && line === one.line && message === one.message,
      };

/** The files that are no longer as they were brought, by their place. */
export const changedFiles = ({ files }: Kept): readonly (readonly [number, KeptFile])[] =>
  [...files.entries()].filter(([, { text, given }]) => text !== given);

/** What the page sees: no value of a secret. */
export function viewOfBrought(kept: Kept, imported: Imported): Brought {
  const { id, example, files, unreadable, past, reading, findings } = kept;
  const secrets = [
    ...imported.secrets.map(({ value }) => value),
    ...reading.sides.flatMap(({ said }) => said['client_secret']?.value ?? []),
  ];
  const shown = new Map(
    files.map(({ name, text }) => [name, shownText(text.replace(/^\ufeff/, ''), secrets)]),
  );
  const rows = new Map(clientRows(imported, findings, shown).map((row) => [row.id, row]));
  const conflicts = new Set<unknown>(imported.conflicts);
  const clashes = new Set(imported.conflicts.flatMap(({ app, why }) => (app ? [`${app}: ${why}`] : [])));
  const states = fileStates(
    files.map(({ name }) => name),
    reading,
    findings,
  );
  return {
    brought: id,
    ...(example ? { example } : {}),
    files: [
      ...states.map(({ name, state, products, faults }, index) => {
        const { mended: changes, disk, backup } = files[index]!;
        return {
          name,
          state,
          products: [...products],
          faults: faults.map(({ rule, line, message, fix }) => ({
            ...(WHOLE.has(rule) ? {} : { line }),
            message,
            fix,
            lines: WHOLE.has(rule) ? [] : linesAround(shown.get(name)!, line, 1, SECRET_MASK).map(safely),
          })),
          mended: changes,
          place: disk === undefined ? ('page' as const) : ('disk' as const),
          ...(backup === undefined ? {} : { backup }),
        };
      }),
      ...unreadable.map(({ name, message }) => ({
        name,
        state: 'broken' as const,
        products: [],
        faults: [{ message, fix: '', lines: [] }],
        mended: 0,
        place: 'page' as const,
      })),
    ],
    findings: shownFindings(findings, shown, SECRET_MASK).flatMap(
      ({ finding, lines, mend, source }, index) => {
        if (isOfFile(finding)) return [];
        const { rule, severity, file, line, message, fix, choice, assumes } = finding;
        return {
          index,
          rule,
          severity,
          file,
          line,
          message,
          fix,
          lines: lines.map(safely),
          ...(mend === undefined ? {} : { mend }),
          ...(mend === 'choice' && choice !== undefined ? { choice } : {}),
          ...(source === undefined ? {} : { source }),
          ...(assumes === undefined ? {} : { assumes }),
        };
      },
    ),
    can_undo: past.length > 0,
    providers: imported.providers.map(({ id: provider, entry, known, file, line }) => ({
      id: provider,
      kind: entry.kind,
      url: entry.url,
      known,
      file,
      line,
    })),
    apps: imported.apps.map(({ id: app, entry, client, by, perhaps }) => {
      const { seen, files: from, secret, findings: count, gravity } = rows.get(app)!;
      return {
        id: app,
        kind: entry.kind,
        url: entry.url,
        client_id: client.client_id,
        provider: entry.provider,
        by,
        perhaps: [...perhaps],
        file: client.file,
        line: client.line,
        secret,
        seen,
        files: [...from],
        findings: count,
        ...(gravity === undefined ? {} : { gravity }),
      };
    }),
    conflicts: imported.conflicts.map(({ file, line, what, why }) => ({ file, line, what, why })),
    missing: imported.missing.filter((one) => !clashes.has(one)),
    needs_url: imported.needs_url,
    leftovers: imported.leftovers.filter((one) => !conflicts.has(one)),
  };
}

/** Rules that are about a file as a whole, so that none of its lines says more. */
const WHOLE: ReadonlySet<string> = new Set([
  'file-too-big',
  'file-too-much',
  'file-template',
  'file-empty',
  'file-not-recognised',
]);

/** A line without what a secret can be found by. */
const safely = (line: DiffLine): DiffLine => ({ ...line, text: withoutDigests(line.text) });
