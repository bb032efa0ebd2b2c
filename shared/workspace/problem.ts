/** One mistake, or one thing that is useful to know, in a workspace file. */
export interface WorkspaceProblem {
  /** Stable, kebab-case, e.g. `unknown-key`, `bad-url`, `yaml-tab-as-indent`. */
  readonly code: string;
  /** `error`: the file can't be used as it is. `warning`: it can. */
  readonly severity: 'error' | 'warning';
  /** Keys and list positions from the root. Empty for the file as a whole. */
  readonly path: readonly (string | number)[];
  /** The file with the mistake, if it is not the workspace but a profile that it names, as the workspace writes it. */
  readonly file?: string;
  /** 1-based. */
  readonly line: number;
  /** 1-based, in UTF-16 units, as editors count. */
  readonly column: number;
  /**
   * The line itself, cut to a maximum length, and a pointer below it. Secrets and control characters are
   * masked.
   */
  readonly excerpt: string;
  /** What is wrong, as sentences. Never holds a secret. */
  readonly message: string;
  /** What to write instead, as a sentence. */
  readonly suggestion: string;
}

/** The one problem that Latchkey mends itself: an id is made when the file is first used. */
export const MISSING_ID = 'The file has no id yet.';
export const isMissingId = ({ message }: WorkspaceProblem): boolean => message === MISSING_ID;

/** A problem before its offsets are converted to line, column and excerpt. */
export interface Flaw {
  readonly code: string;
  readonly severity: 'error' | 'warning';
  readonly path: readonly (string | number)[];
  readonly start: number;
  readonly end: number;
  readonly message: string;
  readonly suggestion: string;
}

/** What a rule says about a value that it refuses: the wording without the place. */
export interface Objection {
  readonly code: string;
  readonly message: string;
  readonly suggestion: string;
}

/** Nobody reads more than this. The rest is only counted. */
export const MAX_PROBLEMS = 100;

/**
 * A value or key from the file in a form for a message: shortened, on one line, without control characters.
 */
export function quoted(value: string): string {
  const bounded = value.length > 60 ? `${value.slice(0, 59)}…` : value;
  return `“${visible(bounded)}”`;
}

/**
 * True if a key of the file has the form of a name, so that a message may repeat it. Anything else may be a
 * value in the wrong place.
 */
export const isNameLike = (key: string): boolean =>
  key.length <= 40 && /^[A-Za-z][A-Za-z0-9]*(?:[_.-][A-Za-z0-9]+)*$/.test(key) && !/\d[^\d]+\d/.test(key);

/** `The key “name”`, or without the name if it looks like none. */
export const theKey = (key: string): string =>
  isNameLike(key) ? `The key ${quoted(key)}` : 'The key here (it looks like a value and is not repeated)';

/** What can't be seen: control characters, half characters, and marks that join, hide or reorder text. */
export const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/** Makes characters visible that can't be seen, so that they don't reach the terminal. */
export function visible(text: string): string {
  return text
    .replace(/\t/g, '→')
    .replace(/[\u0000-\u001f]/g, (c) => String.fromCharCode(0x2400 + c.charCodeAt(0)))
    .replace(INVISIBLE, '\ufffd');
}

/** `a`, `a or b`, `a, b or c`. Long lists are cut. */
export function either(words: readonly string[], bound = 12): string {
  const shown = words.slice(0, bound).map((word) => `\`${visible(word.slice(0, 60))}\``);
  if (words.length > bound) return `${shown.join(', ')} or one of ${words.length - bound} more`;
  return shown.length < 2 ? (shown[0] ?? '') : `${shown.slice(0, -1).join(', ')} or ${shown.at(-1)}`;
}
