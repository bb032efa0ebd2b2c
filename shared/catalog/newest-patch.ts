import { parseVersion, type Version } from '../version.ts';

/**
 * A line without a patch (`4.39`, `2024.10`) stands for its newest patch where a patch made the difference:
 * whoever names only the line usually runs its last release.
 */
export function newestPatch(version: Version): Version {
  const parts = parseVersion(version);
  return parts && parts.length <= 2 ? `${parts.join('.')}.999999` : version;
}
