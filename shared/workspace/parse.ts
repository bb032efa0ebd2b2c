import type { Document, ParsedNode } from 'yaml';
import { crossChecks } from './cross-checks.ts';
import { hiddenSpans } from './hidden-spans.ts';
import { type Issue, schemaIssues } from './issues.ts';
import { CURRENT_FORMAT, formatOf, migrate } from './migrations.ts';
import { NO_PROFILES, type OwnProfiles, ownProfiles, type ProfileFiles } from './own-profiles.ts';
import { type Place, placeOf, plainOf } from './plain.ts';
import { type Flaw, MAX_PROBLEMS, type WorkspaceProblem } from './problem.ts';
import { WorkspaceSchema } from './schema.ts';
import { SourceText } from './source-text.ts';
import type { Workspace } from './types.ts';
import { MAX_BYTES, readYaml, type YamlReading } from './yaml-reader.ts';

export type { WorkspaceProblem } from './problem.ts';

export type ParsedWorkspace =
  | {
      readonly ok: true;
      readonly workspace: Workspace;
      /** Warnings only. */
      readonly problems: readonly WorkspaceProblem[];
    }
  | {
      readonly ok: false;
      /**
       * Errors and warnings, in the order of the file. At most {@link MAX_PROBLEMS}, and one more that counts
       * the rest.
       */
      readonly problems: readonly WorkspaceProblem[];
    };

/**
 * Reads a workspace file from bytes, like {@link parseWorkspace}. Also reports a file that is too big or not
 * in UTF-8, and says what to do about it. A byte order mark at the beginning is skipped.
 */
export function parseWorkspaceBytes(
  bytes: Uint8Array,
  profiles: ProfileFiles = NO_PROFILES,
): ParsedWorkspace {
  if (bytes.length > MAX_BYTES) return whole(tooBig(bytes.length));
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    return whole({
      code: 'not-utf-8',
      message: 'The file is saved as UTF-16.',
      suggestion: 'Save it as UTF-8 in your editor.',
    });
  }
  try {
    return parseWorkspace(new TextDecoder('utf-8', { fatal: true }).decode(bytes), profiles);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return notUtf8(bytes);
  }
}

/**
 * Reads a workspace file. Reports every mistake at once, each with its place and what to write instead. Never
 * throws, for any text. Files of an older format are read as if migrated, with a warning.
 *
 * @param profiles the files that the text names (`namedProfiles`). One that is not among them is not in use, and a
 *   warning says so
 */
export function parseWorkspace(text: string, profiles: ProfileFiles = NO_PROFILES): ParsedWorkspace {
  if (text.length > MAX_BYTES) return whole(tooBig(text.length));
  const bare = text.startsWith('\ufeff') ? text.slice(1) : text;
  const reading = readYaml(bare);
  const source = new SourceText(bare, () => hiddenSpans(bare, reading.document));
  const { flaws, value, own } = flawsAndValue(source, reading, profiles);
  const problems = [...report(source, flaws), ...(own?.problems ?? [])];
  if (problems.some((problem) => problem.severity === 'error')) return { ok: false, problems };
  const workspace = WorkspaceSchema.parse(value);
  return {
    ok: true,
    workspace:
      workspace.profiles === undefined
        ? workspace
        : { ...workspace, own_kinds: own?.kinds ?? {}, own_providers: own?.providers ?? {} },
    problems,
  };
}

function flawsAndValue(
  source: SourceText,
  reading: YamlReading,
  profiles: ProfileFiles,
): { readonly flaws: readonly Flaw[]; readonly value?: unknown; readonly own?: OwnProfiles } {
  const { document } = reading;
  if (!document) return { flaws: reading.flaws.length > 0 ? reading.flaws : [empty(source.text.length)] };
  if (document.contents === null && reading.flaws.length === 0) return { flaws: [empty(source.text.length)] };
  const format = formatOf(document);
  if (format !== undefined && format > CURRENT_FORMAT) return { flaws: [newer(document, format)] };
  const flaws: Flaw[] = [];
  if (format !== undefined && format < CURRENT_FORMAT) {
    migrate(document, format);
    flaws.push(migrated(source.text.length));
  }
  const judged = judge(document, source.text, profiles);
  if (reading.flaws.length === 0) return { ...judged, flaws: [...flaws, ...judged.flaws] };
  // After a syntax error, the tree may differ from what the user meant; problems found before it are still
  // valid.
  const first = source.position(Math.min(...reading.flaws.map((flaw) => flaw.start))).line;
  const sound = judged.flaws.filter(
    (flaw) => !DEPENDS_ON_THE_REST.has(flaw.code) && source.position(flaw.start).line < first,
  );
  return { flaws: [...reading.flaws, ...sound] };
}

const OF_A_PAGE = new Set(['url-with-query', 'url-with-fragment', 'url-without-scheme']);

const DEPENDS_ON_THE_REST = new Set(['missing-key', 'unknown-provider', 'wrong-type', 'id-taken']);

function judge(
  document: Document<ParsedNode>,
  text: string,
  profiles: ProfileFiles,
): { flaws: readonly Flaw[]; value: unknown; own: OwnProfiles } {
  const plain = plainOf(document.contents, text.length);
  const value = withEmptyMaps(plain.value);
  const own = ownProfiles(isRecord(value) ? value['profiles'] : undefined, profiles);
  const crossed = crossChecks(value, own);
  // What to write instead of a page replaces what to mend in its address, which would lead to the page again.
  const pages = new Set(
    crossed
      .filter(({ code }) => code === 'bad-url' || code === 'same-address')
      .map((one) => pairKey(one.path, '')),
  );
  const issues: (Issue & { severity?: 'error' | 'warning' })[] = [
    ...schemaIssues(value).filter(({ code, path }) => !(OF_A_PAGE.has(code) && pages.has(pairKey(path, '')))),
    ...crossed,
  ];
  const meant = new Set(
    issues.flatMap((issue) => (issue.meant ? [pairKey(issue.path.slice(0, -1), issue.meant)] : [])),
  );
  const flaws = issues
    .filter((issue) => {
      if (issue.missing === undefined) return true;
      const path = [...issue.path, issue.missing];
      return !plain.spoilt(path) && !meant.has(pairKey(issue.path, issue.missing));
    })
    .slice(0, MAX_PROBLEMS * 4)
    .map((issue) => placed(issue, plain.place, text));
  return { flaws: [...plain.flaws, ...flaws], value, own };
}

function placed(issue: Issue & { severity?: 'error' | 'warning' }, root: Place, text: string): Flaw {
  const { place, exact } = placeOf(root, issue.path);
  const span = issue.about === 'key' || !exact ? (place.key ?? firstOf(place)) : place.value;
  const { code, path } = issue;
  // The lines below may be anything, so the message must not repeat them.
  const { start, end } = place.value;
  const { message, suggestion } =
    issue.about === 'value' && exact && place.children.size === 0 && /\n/.test(text.slice(start, end).trim())
      ? ONE_LINE
      : issue;
  return { code, severity: issue.severity ?? 'error', path, ...span, message, suggestion };
}

const ONE_LINE = {
  message: 'The value here goes on in the next line, and as a whole it is not understood.',
  suggestion: 'Write it on one line; look for a missing colon or quote below it.',
};

/** The root has no key, so its problems are shown at its beginning. */
function firstOf(place: Place): { start: number; end: number } {
  return { start: place.value.start, end: place.value.start + 1 };
}

/**
 * Reads `providers:` with nothing or only comments below it as an empty map: a workspace without providers
 * yet.
 */
function withEmptyMaps(value: unknown): unknown {
  if (!isRecord(value)) return value;
  for (const key of ['providers', 'apps'])
    if (value[key] === undefined || value[key] === null) value[key] = {};
  for (const [key, inner] of [
    ['providers', 'metadata'],
    ['apps', 'settings'],
  ] as const) {
    const entries = value[key];
    if (!isRecord(entries)) continue;
    for (const entry of Object.values(entries))
      if (isRecord(entry) && entry[inner] === null) delete entry[inner];
  }
  return value;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function pairKey(path: readonly (string | number)[], key: string): string {
  return JSON.stringify([...path, key]);
}

function report(source: SourceText, flaws: readonly Flaw[]): WorkspaceProblem[] {
  const sorted = [...flaws].sort((a, b) => a.start - b.start || a.end - b.end);
  const problems = sorted.slice(0, MAX_PROBLEMS).map((flaw) => source.problem(flaw));
  if (sorted.length <= MAX_PROBLEMS) return problems;
  const rest = sorted[MAX_PROBLEMS]!;
  problems.push(
    source.problem({
      ...rest,
      code: 'more-problems',
      severity: sorted.slice(MAX_PROBLEMS).some((flaw) => flaw.severity === 'error') ? 'error' : 'warning',
      message: 'There are more problems from here on.',
      suggestion: 'Mend the ones above first.',
    }),
  );
  return problems;
}

type Whole = Pick<Flaw, 'code' | 'message' | 'suggestion'>;

function whole(flaw: Whole): ParsedWorkspace {
  const place = { path: [], line: 1, column: 1, excerpt: '\n^' };
  return { ok: false, problems: [{ ...flaw, severity: 'error', ...place }] };
}

function tooBig(length: number): Whole {
  return {
    code: 'file-too-big',
    message: `The file has ${length.toLocaleString('en-GB')} bytes; a workspace has at most ${MAX_BYTES.toLocaleString('en-GB')}.`,
    suggestion: 'Check that this is the right file.',
  };
}

function empty(length: number): Flaw {
  return {
    code: 'empty-file',
    severity: 'error',
    path: [],
    start: 0,
    end: Math.min(1, length),
    message: 'The file is empty.',
    suggestion: 'Begin it with the lines latchkey: 1, id, providers and apps, or let Latchkey make one.',
  };
}

function migrated(length: number): Flaw {
  return {
    code: 'older-format',
    severity: 'warning',
    path: [],
    start: 0,
    end: Math.min(1, length),
    message: 'The file is of the format before latchkey: 1; it is read as if it had been brought up to date.',
    suggestion:
      'Save it with Latchkey, or write latchkey: 1 as its first line, url for issuer, and token_endpoint_auth_method for secret_method.',
  };
}

function newer(document: Document<ParsedNode>, format: number): Flaw {
  const node = document.get('latchkey', true) as ParsedNode | undefined;
  const [start, end] = node?.range ?? [0, 1];
  return {
    code: 'newer-format',
    severity: 'error',
    path: ['latchkey'],
    start,
    end,
    message: `The file was written by a newer Latchkey: its format is ${format}, this one knows ${CURRENT_FORMAT}.`,
    suggestion: 'Update Latchkey. Changing the number by hand could lose what the newer format holds.',
  };
}

function notUtf8(bytes: Uint8Array): ParsedWorkspace {
  const bad = firstBadByte(bytes);
  let line = 1;
  let lineStart = 0;
  for (let at = bytes.indexOf(0x0a); at >= 0 && at < bad; at = bytes.indexOf(0x0a, at + 1)) {
    line++;
    lineStart = at + 1;
  }
  const before = new TextDecoder().decode(bytes.subarray(lineStart, bad));
  const text = `${before}\ufffd`;
  const problem = new SourceText(text, () => hiddenSpans(text, readYaml(text).document)).problem({
    code: 'not-utf-8',
    severity: 'error',
    path: [],
    start: before.length,
    end: before.length + 1,
    message: `The file is not UTF-8: the byte 0x${bytes[bad]!.toString(16).padStart(2, '0')} begins no character here.`,
    suggestion: 'Save it as UTF-8 in your editor; it may be in Latin-1 or Windows-1252 now.',
  });
  return { ok: false, problems: [{ ...problem, line }] };
}

function firstBadByte(bytes: Uint8Array): number {
  let at = 0;
  while (at < bytes.length) {
    const length = sequenceLength(bytes, at);
    if (length === 0) return at;
    at += length;
  }
  return bytes.length - 1;
}

/** Returns the length of the UTF-8 sequence at an offset, or 0 if there is none (RFC 3629 §4). */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at]!;
  const next = (index: number, low = 0x80, high = 0xbf): boolean => {
    const byte = bytes[at + index];
    return byte !== undefined && byte >= low && byte <= high;
  };
  if (first < 0x80) return 1;
  if (first >= 0xc2 && first <= 0xdf) return next(1) ? 2 : 0;
  if (first >= 0xe0 && first <= 0xef) {
    const low = first === 0xe0 ? 0xa0 : 0x80;
    const high = first === 0xed ? 0x9f : 0xbf;
    return next(1, low, high) && next(2) ? 3 : 0;
  }
  if (first >= 0xf0 && first <= 0xf4) {
    const low = first === 0xf0 ? 0x90 : 0x80;
    const high = first === 0xf4 ? 0x8f : 0xbf;
    return next(1, low, high) && next(2) && next(3) ? 4 : 0;
  }
  return 0;
}
