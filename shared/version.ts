/**
 * Product versions as the products write them: `4.39`, `0.30.1`, `2026.5`. Compared number by number,
 * a missing part counts as 0, a leading `v` and a suffix such as `-rc1` are ignored.
 */
export type Version = string;

/** The numbers of a version, or undefined when the text is none. */
export function parseVersion(text: string): readonly number[] | undefined {
  const match = /^v?(\d{1,6}(?:\.\d{1,6}){0,3})(?:[-+][0-9A-Za-z.-]{1,40})?$/.exec(text.trim());
  return match?.[1]?.split('.').map(Number);
}

/** Negative, zero or positive, as `a` is older than, the same as, or newer than `b`. Throws on text that is no version. */
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

/** True when `version` is `bound` or newer. */
export const atLeast = (version: Version, bound: Version): boolean => compareVersions(version, bound) >= 0;

/** The lines of a product that the catalog knows, oldest first, e.g. `['4.38', '4.39']`. */
export interface KnownVersions {
  readonly lines: readonly Version[];
  /** The newest released line, where the last ones are known from drafts only. It stands in where none is stated. */
  readonly released?: Version;
  /** Versions known to be out of reach, with the sentence that says why and what to do. */
  readonly tooOld?: { readonly before: Version; readonly reason: string };
  /** Patches inside a line that change what is written or said; a version without its patch counts as `.0`. */
  readonly patches?: readonly Version[];
}

export interface ResolvedVersion {
  /** What the user wrote, if anything. */
  readonly requested?: Version;
  /** What Latchkey works with: the version itself where known, else the nearest known one. */
  readonly effective: Version;
  readonly status: 'known' | 'not-stated' | 'newer-than-known' | 'older-than-known' | 'too-old';
}

/**
 * The patches that a version written without one (`4.3`) leaves open: those of its line that make a difference.
 * Empty for a whole version and for one that is not known.
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
 * Finds the version to work with. A version inside the known span stands for itself (`4.39.5` stays `4.39.5`);
 * outside it the nearest known one serves, and the status says so.
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
