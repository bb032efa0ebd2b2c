import { diffHunks } from '../../shared/existing/merge/diff.ts';
import { shortened } from '../../shared/existing/merge/long-lines.ts';
import type { MergedFile } from '../../shared/existing/merge/merged.ts';
import { SECRET_MASK } from '../../shared/host/deliverables.ts';
import type { ShownDiff } from '../../shared/host/merge.ts';
import { lineDiff } from '../../shared/line-diff.ts';
import type { Span } from '../../shared/workspace/secret-looks.ts';

/** The beginning of a digest, and the rest, from which nobody learns the secret, but which nobody reads either. */
const DIGEST =
  /((?:\$|\\x24){1,2}(?:pbkdf2(?:-sha\d+)?|argon2(?:id|i|d)|scrypt|bcrypt|2[aby]|5|6)(?:\$|\\x24){1,2}(?:[\w=,.-]{1,40}(?:\$|\\x24){1,2})?)[^\s'"]{8,}/g;

/** A line or sentence without what a secret can be found by. */
export const withoutDigests = (text: string): string => text.replace(DIGEST, `$1${SECRET_MASK}`);

/** What changes in a file, as the page sees it: no value of a secret. */
export function shownDiff(merged: MergedFile, secretsIn: (text: string) => readonly Span[]): ShownDiff {
  const hunks = diffHunks(merged, secretsIn, { known: SECRET_MASK, brought: SECRET_MASK }).map(
    ({ lines }) => ({
      lines: shortened(lines.map((line) => ({ ...line, text: withoutDigests(line.text) }))).map((line) => ({
        ...line,
      })),
    }),
  );
  return { hunks, ...countsOf(hunks) };
}

/** What changes between two contents of a workspace file, which holds no secret. */
export function shownChange(before: string, after: string): ShownDiff {
  const [old, now] = [before, after].map((text) => text.split('\n')) as [string[], string[]];
  const hunks = lineDiff(old, now).map((lines) => ({
    lines: lines.map((line) => ({
      ...line,
      text: withoutDigests(line.after === undefined ? old[line.before! - 1]! : now[line.after - 1]!),
    })),
  }));
  return { hunks, ...countsOf(hunks) };
}

const countsOf = (hunks: ShownDiff['hunks']) => {
  const count = (kind: 'new' | 'gone'): number =>
    hunks.reduce((sum, { lines }) => sum + lines.filter((line) => line.kind === kind).length, 0);
  return { added: count('new'), removed: count('gone') };
};
