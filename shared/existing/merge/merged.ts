import type { TextEdit } from './edits.ts';

/** A file before and after a merge. */
export interface MergedFile {
  readonly name: string;
  /** Without the byte order mark. */
  readonly before: string;
  readonly after: string;
  readonly mark: '' | '\ufeff';
  readonly edits: readonly TextEdit[];
}

/** What a person has to do, because it can't be done safely in the text. */
export interface ByHand {
  /** Absent: it is for all apps. */
  readonly app?: string;
  readonly file: string;
  readonly line: number;
  /** E.g. `identity_providers.oidc.clients`. */
  readonly where: string;
  readonly reason: string;
  readonly lines: readonly string[];
}

/** What a merge does. */
export interface Merged {
  readonly files: readonly MergedFile[];
  readonly byHand: readonly ByHand[];
  /** What is good to know, each a sentence. */
  readonly notes: readonly string[];
  /** Which of the notes say that an option of the merge would do more. */
  readonly offers?: ReadonlyMap<string, MergeOption>;
}

/** What is only done if it is asked for. */
export type MergeOption = 'keys' | 'rename';
