import { parseVersion, type Version } from '../version.ts';

/**
 * Reads a version without a patch (`4.39`, `2024.10`) as the newest patch of its line. Used where patches of
 * one line differ: users who state only the line usually run its latest release.
 */
export function newestPatch(version: Version): Version {
  const parts = parseVersion(version);
  return parts && parts.length <= 2 ? `${parts.join('.')}.999999` : version;
}
