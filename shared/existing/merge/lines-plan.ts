import type { TextEdit } from './edits.ts';

/** A place, and why nothing can be changed there. */
export interface Stuck {
  readonly at: number;
  readonly reason: string;
}

/** What is to be changed in a file of sections. */
export interface LinesPlan {
  readonly edits: readonly TextEdit[];
  /** Values that a variable fills in: they stay. */
  readonly filledIn: readonly { readonly at: number; readonly name: string }[];
  /** Then nothing is changed. */
  readonly stuck: Stuck | undefined;
  /** True if a reader of the form sees in this text what it saw before, and what is wanted. */
  readonly isRight: (after: string) => boolean;
}

/** A value that the program takes from its environment, or from another place of the file. */
export const isTakenFromElsewhere = (value: string): boolean =>
  /\$\{\w[^}]*\}|\$__\w+\{|%\([\w.]+\)s/.test(value);
