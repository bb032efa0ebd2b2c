import { applyEdits } from '../merge/edits.ts';
import type { MergedFile } from '../merge/merged.ts';
import { examine } from './doctor.ts';
import { type GivenFile, readExisting } from './reading.ts';
import type { Finding, SafeEdit } from './rule.ts';

/** What the safe fixes make of files, and what is found in them then. */
export interface Fixed {
  /** The files that change, by their place among those given. */
  readonly changes: readonly { readonly index: number; readonly merged: MergedFile }[];
  readonly left: readonly Finding[];
}

/**
 * Applies the safe fixes among the findings. A file in which they would lead to anything that was not found before is
 * left as it is.
 */
export function fixed(
  files: readonly GivenFile[],
  findings: readonly Finding[],
  matches: (clear: string, digest: string) => boolean | undefined,
): Fixed {
  const before = new Set(findings.map(({ rule }) => rule));
  const changes = files.flatMap(({ name, text }, index) => {
    const mark: MergedFile['mark'] = text.startsWith('\ufeff') ? '\ufeff' : '';
    const bare = text.slice(mark.length);
    const edits = apart(
      findings.flatMap(({ file, edit }) => (file === name && edit !== undefined ? [edit] : [])),
      bare,
    );
    if (edits.length === 0) return [];
    const after = applyEdits(bare, edits);
    const given = files.map((file, other) => (other === index ? { name, text: after } : file));
    const made = examine(readExisting(given), matches).some(({ rule }) => !before.has(rule));
    return made ? [] : [{ index, merged: { name, mark, before: bare, after, edits } }];
  });
  const texts = new Map(changes.map(({ index, merged }) => [index, merged.after]));
  const left = examine(
    readExisting(files.map(({ name, text }, index) => ({ name, text: texts.get(index) ?? text }))),
    matches,
  );
  return { changes, left };
}

/** Those whose text stands there, each place once, and none inside another. */
function apart(edits: readonly SafeEdit[], text: string): SafeEdit[] {
  const kept: SafeEdit[] = [];
  for (const edit of [...edits].sort((a, b) => a.at - b.at)) {
    const last = kept.at(-1);
    if (last !== undefined && edit.at < last.at + last.length) continue;
    if (text.slice(edit.at, edit.at + edit.length) === edit.old) kept.push(edit);
  }
  return kept;
}
