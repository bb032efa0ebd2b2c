/** One file, or several by name in their order. */
export type Files = string | Readonly<Record<string, string>>;

/** A rule's two files: one that has just this mistake, and one that almost has it. */
export interface Case {
  readonly bad: Files;
  readonly near: Files;
  /** One that is mended for certain, where the bad one isn't: it leaves something to decide. */
  readonly mended?: Files;
  /** What can't be avoided beside it in the bad one. */
  readonly also?: readonly string[];
}
