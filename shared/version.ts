/**
 * A product version as the product writes it: `4.39`, `0.30.1`, `2026.5`. Versions are compared number by
 * number; a missing part counts as 0, and a leading `v` and a suffix such as `-rc1` are ignored.
 */
export type Version = string;

/** Returns the numbers of a version, or undefined if the text is not a version. */
export function parseVersion(text: string): readonly number[] | undefined {
  const match = /^v?(\d{1,6}(?:\.\d{1,6}){0,3})(?:[-+][0-9A-Za-z.-]{1,40})?$/.exec(text.trim());
  return match?.[1]?.split('.').map(Number);
}

/**
 * Returns a negative number, zero or a positive number if `a` is older than, the same as, or newer than `b`.
 * Throws if a text is not a version.
 */
export function compareVersions(a: Version, b: Version): number {
  const left = parseVersion(a);
  const right = parseVersion(b);
  if (!left || !right) throw new Error(`Not a version: ${left ? b : a}`);
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Returns true if `version` is `bound` or newer. */
export const atLeast = (version: Version, bound: Version): boolean => compareVersions(version, bound) >= 0;

/** The lines of a product that the catalog knows, oldest first, e.g. `['4.38', '4.39']`. */
export interface KnownVersions {
  readonly lines: readonly Version[];
  /** The newest released line, if later lines are known only from drafts. Used if no version is stated. */
  readonly released?: Version;
  /** Versions that can't be supported, with a sentence that says why and what to do. */
  readonly tooOld?: { readonly before: Version; readonly reason: string };
  /**
   * Patches inside a line that change the output or the messages. A version without a patch counts as `.0`.
   */
  readonly patches?: readonly Version[];
}

export interface ResolvedVersion {
  /** What the user wrote, if anything. */
  readonly requested?: Version;
  /** What Latchkey works with: the version itself if known, otherwise the nearest known one. */
  readonly effective: Version;
  readonly status: 'known' | 'not-stated' | 'newer-than-known' | 'older-than-known' | 'too-old';
}

/**
 * Returns the patches that a version without a patch (`4.3`) may mean: those of its line that make a
 * difference. Returns an empty list for a version with a patch and for one that is not known.
 */
export function openPatches(version: ResolvedVersion, known: KnownVersions): readonly Version[] {
  const written = parseVersion(version.requested ?? '');
  if (version.status !== 'known' || written?.length !== 2) return [];
  return (known.patches ?? []).filter((patch) => {
    const parts = parseVersion(patch);
    return parts?.[0] === written[0] && parts?.[1] === written[1];
  });
}

/**
 * Finds the version to work with. A version inside the known range is used as it is (`4.39.5` stays
 * `4.39.5`). Outside the range, the nearest known version is used, and the status says so.
 */
export function resolveVersion(requested: Version | undefined, known: KnownVersions): ResolvedVersion {
  const oldest = known.lines[0]!;
  const newest = known.lines[known.lines.length - 1]!;
  if (requested === undefined || parseVersion(requested) === undefined) {
    return { effective: known.released ?? newest, status: 'not-stated' };
  }
  if (known.tooOld && compareVersions(requested, known.tooOld.before) < 0) {
    return { requested, effective: oldest, status: 'too-old' };
  }
  if (compareVersions(requested, oldest) < 0)
    return { requested, effective: oldest, status: 'older-than-known' };
  // `4.39.20` belongs to the line `4.39`: only a newer line is unknown.
  const parts = parseVersion(newest)!.length;
  const line = parseVersion(requested)!.slice(0, parts).join('.');
  if (compareVersions(line, newest) > 0) return { requested, effective: newest, status: 'newer-than-known' };
  return { requested, effective: requested, status: 'known' };
}

/**
 * True if a version is in a range as a document's signs say it: `2026.5 or newer`, `2025.6 or older`, `2025.8 to 2026.2`,
 * or a version alone. `2025.6.3` belongs to 2025.6. Undefined where one of the two is not understood.
 */
export function inRange(version: Version, range: string): boolean | undefined {
  const parts = /^(\S+)(?: (or newer|or older)| to (\S+))?$/.exec(range.trim());
  const [, from = '', open, to = open === undefined ? from : ''] = parts ?? [];
  if (!parseVersion(version) || !parseVersion(from) || (to !== '' && !parseVersion(to))) return undefined;
  const line = (bound: string) => parseVersion(version)!.slice(0, parseVersion(bound)!.length).join('.');
  if (open === 'or newer') return atLeast(version, from);
  if (open === 'or older') return compareVersions(line(from), from) <= 0;
  return atLeast(version, from) && compareVersions(line(to), to) <= 0;
}
