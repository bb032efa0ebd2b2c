import type { AppSide } from '../doctor/settings/app-side.ts';
import type { FoundAt } from '../import/found.ts';
import type { Imported } from '../import/import.ts';
import { type Gravity, gravest } from './groups.ts';
import type { ShownText } from './lines.ts';

/** Lines of a file that are about one client, counted from 1, both ends included. */
export interface Lines {
  readonly file: string;
  readonly from: number;
  readonly to: number;
}

/** Which sides of a client stand in the files. */
export type Seen = 'both' | 'provider' | 'app';

/** What becomes of the secret of a client that is taken over. */
export type SecretFate =
  /** It stands in the files, and goes to the keychain. */
  | 'found'
  /** Only its digest does: that stays, and the app keeps the secret that it has. */
  | 'digest'
  /** The two sides have different ones. Neither is taken over. */
  | 'clash'
  /** It stands nowhere, so a new one is made. */
  | 'none'
  /** The client has none. */
  | 'public';

/** What one client of these files is, on both sides. */
export interface ClientRow {
  readonly id: string;
  readonly seen: Seen;
  /** The files that it was read from, the provider's first. */
  readonly files: readonly string[];
  readonly secret: SecretFate;
  /** How many findings lie in its lines, and how grave the worst is. */
  readonly findings: number;
  readonly gravity?: Gravity;
}

interface Found extends FoundAt {
  readonly severity: Gravity;
}

/**
 * The clients of these files: each with the files of both its sides, what becomes of its secret, and how many findings lie
 * in its lines.
 */
export function clientRows(
  imported: Imported,
  findings: readonly Found[],
  shown: ReadonlyMap<string, ShownText>,
): readonly ClientRow[] {
  const clear = new Set(
    imported.secrets.flatMap(({ owner, purpose }) => (purpose === 'client_secret' ? [owner] : [])),
  );
  const digest = new Set(imported.digest_only);
  const clash = new Set(imported.conflicts.flatMap(({ app }) => app ?? []));
  const inFile = new Map<string, number>();
  for (const sides of imported.sides.values())
    for (const name of new Set(sides.map(({ file }) => file.name)))
      inFile.set(name, (inFile.get(name) ?? 0) + 1);
  return imported.apps.map(({ id, client, by }): ClientRow => {
    const sides = imported.sides.get(id) ?? [];
    const ofProvider =
      by === 'files' && sides.some(({ file }) => file.name === client.file) ? undefined : client;
    const places: Lines[] = [
      ...(ofProvider === undefined ? [] : [entryLines(ofProvider, shown.get(ofProvider.file))]),
      ...sides.flatMap((side) =>
        sideLines(side, inFile.get(side.file.name) === 1, shown.get(side.file.name)),
      ),
    ];
    const own = findings.filter(({ file, line }) =>
      places.some((place) => place.file === file && place.from <= line && line <= place.to),
    );
    const gravity = gravest(own);
    return {
      id,
      seen: ofProvider === undefined ? 'app' : sides.length > 0 ? 'both' : 'provider',
      files: [...new Set(places.map(({ file }) => file))],
      secret:
        client.token_endpoint_auth_method === 'none'
          ? 'public'
          : clash.has(id)
            ? 'clash'
            : clear.has(id)
              ? 'found'
              : digest.has(id)
                ? 'digest'
                : 'none',
      findings: own.length,
      ...(gravity === undefined ? {} : { gravity }),
    };
  });
}

/**
 * The lines of an entry that begins at one: as long as what follows is indented deeper. That holds for YAML in blocks and for
 * JSON with line breaks; where all stands on one line, it is that line.
 */
export function entryLines({ file, line }: FoundAt, shown: ShownText | undefined): Lines {
  if (shown === undefined) return { file, from: line, to: line };
  const indent = indentOf(lineOf(shown, line));
  let to = line;
  for (let at = line + 1; at <= shown.starts.length; at++) {
    const text = lineOf(shown, at);
    if (text.trim() === '' || /^\s*#/.test(text)) continue;
    if (indentOf(text) <= indent) break;
    to = at;
  }
  return { file, from: line, to };
}

/** The lines of an app's own settings: the whole file if no other app is in it. */
function sideLines(side: AppSide, alone: boolean, shown: ShownText | undefined): Lines[] {
  const { file, said, written } = side;
  if (alone) return [{ file: file.name, from: 1, to: shown?.starts.length ?? Number.MAX_SAFE_INTEGER }];
  const lines = [...Object.values(said), ...written]
    .filter(({ at }) => at.file.name === file.name)
    .map(({ at }) => at.file.source.position(at.start).line);
  return lines.length === 0 ? [] : [{ file: file.name, from: Math.min(...lines), to: Math.max(...lines) }];
}

const lineOf = ({ text, starts }: ShownText, line: number): string =>
  text.slice(starts[line - 1], starts[line] ?? text.length);
const indentOf = (line: string): number => /^[ \t]*/.exec(line)![0].length;
