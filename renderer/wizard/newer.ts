import { compareVersions, parseVersion } from '../../shared/version.ts';

/** The newest release that is known, if it is newer than the stated version. */
export function newerThan(
  versions: { readonly released: string } | undefined,
  stated: string | undefined,
): string | undefined {
  if (versions === undefined || stated === undefined || parseVersion(stated) === undefined) return undefined;
  // `4.39.20` belongs to the line 4.39.
  const line = parseVersion(stated)!.slice(0, parseVersion(versions.released)?.length).join('.');
  return compareVersions(versions.released, line) > 0 ? versions.released : undefined;
}
