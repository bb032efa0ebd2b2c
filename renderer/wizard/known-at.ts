import type { AppKindView } from '../../shared/host/connection.ts';
import { atLeast, compareVersions, parseVersion, resolveVersion } from '../../shared/version.ts';

/** What the catalog says of an app of this version and edition before anything else of it is known. */
export function glanceAt(
  kind: AppKindView,
  version: string | undefined,
  edition: string | undefined,
): NonNullable<AppKindView['glances']>[number] | undefined {
  const { effective } = resolveVersion(version === '' ? undefined : version, kind.versions);
  const all = kind.glances ?? [];
  const own = all.filter((one) => one.edition !== undefined && one.edition === edition);
  const said = own.length > 0 ? own : all.filter((one) => one.edition === undefined);
  return said.findLast(({ since }) => atLeast(effective, since)) ?? said[0];
}

/** How a version stands to those that were looked at. */
export type KnownAt =
  /** It, or one of its patches, is one of them. */
  | { readonly is: 'this'; readonly looked: string }
  | { readonly is: 'between'; readonly older: string; readonly newer: string }
  /** All of them are on one side of it. */
  | { readonly is: 'beyond'; readonly looked: string; readonly from: 'older' | 'newer' }
  /** What was looked at has no version. */
  | { readonly is: 'unversioned' };

/** Says what is known of a version of which only some were looked at. Without one, the newest known release is meant. */
export function knownAt(kind: AppKindView, version: string | undefined): KnownAt {
  const looked = [...(kind.known?.at ?? [])].sort(compareVersions);
  if (looked.length === 0) return { is: 'unversioned' };
  const { requested, effective } = resolveVersion(version === '' ? undefined : version, kind.versions);
  const asked = parseVersion(requested ?? '') ? requested! : effective;
  const same = looked.findLast((one) => isOf(one, asked));
  if (same !== undefined) return { is: 'this', looked: same };
  const older = looked.findLast((one) => compareVersions(one, asked) < 0);
  const newer = looked.find((one) => compareVersions(one, asked) > 0);
  if (older !== undefined && newer !== undefined) return { is: 'between', older, newer };
  return older === undefined
    ? { is: 'beyond', looked: newer!, from: 'newer' }
    : { is: 'beyond', looked: older, from: 'older' };
}

/** True if a version is the one that is meant: `3.2.2` is one of `3.2`, and `3.2` is `3.2.0`. */
function isOf(version: string, meant: string): boolean {
  const [own, line] = [parseVersion(version)!, parseVersion(meant)!];
  return line.every((part, at) => (own[at] ?? 0) === part);
}
