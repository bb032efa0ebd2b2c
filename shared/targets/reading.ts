import { isNameLike } from '../workspace/problem.ts';
import { SourceText } from '../workspace/source-text.ts';

/** Where something stands. Lines and columns count from 1, in UTF-16 units, as editors do; so do the other two, from 0. */
export interface Span {
  readonly line: number;
  readonly column: number;
  readonly offset: number;
  readonly length: number;
}

/** What a value is in the file. A list or map that has something in it is no entry; what is in it is. */
export type ReadValue = string | number | boolean | null | readonly [] | Readonly<Record<string, never>>;

/** How a value is written. `block`: over several lines, as YAML’s `|` and `>`. */
export type Quoting = 'none' | 'single' | 'double' | 'block';

/** Keys and places in lists, from the root. */
export type ReadPath = readonly (string | number)[];

/** One value of a file. */
export interface ReadEntry {
  /** A variable of the environment has one step: its name. */
  readonly path: ReadPath;
  readonly value: ReadValue;
  /** The value as it is written, with its quotes. Empty where there is none. */
  readonly span: Span;
  /** The last step of the path as it is written; of an entry in a list, the value. */
  readonly key: Span;
  readonly quoted: Quoting;
  /** Variables in it that the program replaces; the value has them as text. */
  readonly interpolates?: readonly string[];
  /** True if usual readers of this format don’t read the same value; this is the commonest reading. */
  readonly differs?: true;
  /** A tag that gives it another meaning, such as `!secret`. The value is what stands after it. */
  readonly tag?: string;
  /** The alias by which it stands here, too. `span` is where it is written. */
  readonly alias?: Span;
}

/** Something that was not understood, or is read in several ways. */
export interface ReadProblem {
  /** Stable, kebab-case, e.g. `env-no-name`. */
  readonly code: string;
  /** `error`: what stands there is not read. */
  readonly severity: 'error' | 'warning';
  /** What is wrong, as a sentence. Never holds a value. */
  readonly message: string;
  readonly span: Span;
}

/** What a text says. Reading never throws. */
export interface Reading {
  readonly entries: readonly ReadEntry[];
  readonly problems: readonly ReadProblem[];
}

/** The longest text that is read, in UTF-16 units: 12,000 long lines. */
export const MAX_TEXT = 1 << 19;
/** The most values in one text, counting what aliases repeat. */
export const MAX_ENTRIES = 20_000;
/** The most lists and maps in one another. */
export const MAX_DEPTH = 64;
/** Nobody reads more. */
export const MAX_READ_PROBLEMS = 100;

/** Thrown inside a reader to stop it, and caught by {@link readWithin}. */
export class Stop extends Error {}

/** Collects what a reader finds, within the limits. */
export class Findings {
  readonly text: string;
  readonly entries: ReadEntry[] = [];
  readonly problems: ReadProblem[] = [];
  readonly #source: SourceText;

  constructor(text: string) {
    this.text = text;
    this.#source = new SourceText(text, () => []);
  }

  span(start: number, end: number): Span {
    const offset = Math.max(0, Math.min(start, this.text.length));
    const length = Math.max(0, Math.min(end, this.text.length) - offset);
    return { ...this.#source.position(offset), offset, length };
  }

  add(entry: ReadEntry): void {
    if (this.entries.length >= MAX_ENTRIES)
      this.stop('too-many-values', `The text has more than ${MAX_ENTRIES} values.`, entry.span.offset);
    this.entries.push(entry);
  }

  problem(
    code: string,
    severity: ReadProblem['severity'],
    message: string,
    start: number,
    end = start,
  ): void {
    if (this.problems.length < MAX_READ_PROBLEMS)
      this.problems.push({ code, severity, message, span: this.span(start, end) });
  }

  /** Ends the reading with this problem. */
  stop(code: string, message: string, at: number): never {
    this.problems.push({ code, severity: 'error', message, span: this.span(at, at) });
    throw new Stop();
  }
}

/** Reads a text with `read`. One that is too long is not read; whatever is found before a stop is kept out. */
export function readWithin(text: string, read: (findings: Findings) => void): Reading {
  const findings = new Findings(text.length > MAX_TEXT ? '' : text);
  if (text.length > MAX_TEXT) {
    findings.problem(
      'text-too-long',
      'error',
      `The text is longer than ${MAX_TEXT / 1024} KiB, so it is no configuration of an app.`,
      0,
    );
    return findings;
  }
  try {
    read(findings);
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    return { entries: [], problems: findings.problems };
  }
  return { entries: findings.entries, problems: findings.problems };
}

/** `“name”` for a message, or “A name” if it may be a value in the wrong place. */
export const named = (name: string): string => (isNameLike(name) ? `“${name}”` : 'A name here');

/** Names of variables that are written `$NAME` or `${NAME…}`. */
export const variablesIn = (text: string): readonly string[] => [
  ...new Set(
    [...text.matchAll(/\$(?:\{([A-Za-z_]\w*)|([A-Za-z_]\w*))/g)].map((found) => found[1] ?? found[2]!),
  ),
];
