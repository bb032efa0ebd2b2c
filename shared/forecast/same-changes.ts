import type { FileChange, Hunk } from './files.ts';

/** Files that differ in the same lines. */
export interface SameChange {
  readonly paths: readonly string[];
  readonly change: FileChange['change'];
  readonly hunks: readonly Hunk[];
}

/** Puts files together that change in the same way, wherever in them, so that it is read once. */
export function sameChanges(files: readonly FileChange[]): SameChange[] {
  const groups = new Map<string, FileChange[]>();
  for (const file of files) {
    const key = JSON.stringify([
      file.change,
      file.hunks.map(({ lines }) => lines.filter((line) => !line.startsWith(' '))),
    ]);
    groups.set(key, [...(groups.get(key) ?? []), file]);
  }
  return [...groups.values()].map((group) => ({
    paths: group.map(({ path }) => path),
    change: group[0]!.change,
    hunks: group[0]!.hunks,
  }));
}
