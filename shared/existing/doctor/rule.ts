import type { Source } from '../../catalog/fact.ts';
import type { Version } from '../../version.ts';
import { visible } from '../../workspace/problem.ts';
import { looksSecret } from '../../workspace/secret-looks.ts';
import type { Change } from '../merge/changes.ts';
import type { Place, ReadFile } from './tree.ts';

export const SEVERITIES = ['error', 'warning', 'info'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** One thing that a rule found. */
export interface Hit extends Mend {
  readonly at: Place;
  /** What the words in braces of the rule's sentences stand for. Never a secret. */
  readonly with?: Readonly<Record<string, string | number | undefined>>;
}

/** What mends a hit for certain: right whatever the rest of the set-up is. */
export interface Mend {
  readonly mends?: { readonly file: ReadFile; readonly changes: readonly Change[] };
}

/** A hit if this condition holds. What costs something to say is given as a function. */
export const hitIf = (holds: boolean, hit: Hit | (() => Hit)): Hit | undefined =>
  !holds ? undefined : typeof hit === 'function' ? hit() : hit;

/** What may be wrong in files of one kind, as data: `find` says only where it is. */
export interface Rule<Subject> {
  readonly id: string;
  /** `error`: it can't work. `warning`: it is likely not meant, or unsafe. `info`: good to know. */
  readonly severity: Severity;
  /** The versions of the product that it is true for. */
  readonly since?: Version;
  readonly before?: Version;
  /** The sentence, with words in braces that each hit fills in. */
  readonly says: string;
  /** What to do, in the same form. */
  readonly fix: string;
  readonly source: Source;
  /**
   * Absent: a person has to decide or to know something, so nothing is changed. Else when it can be mended for certain:
   * `always`, or the condition in a few words.
   */
  readonly mends?: string;
  /**
   * Present: the mend changes what an app gets, whom it lets in, or what a person may have meant, so it is made only if a
   * person says so for this one. Says what they decide, as a sentence. Absent: it means the same as before, or the one thing
   * that can be meant.
   */
  readonly choice?: string;
  readonly find: (subject: Subject) => Iterable<Hit>;
}

/** A table of rules for one subject. The type of the subject is known only where the table is used. */
export type RuleData = Omit<Rule<never>, 'find'>;

export interface Finding {
  readonly rule: string;
  readonly severity: Severity;
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  readonly message: string;
  readonly fix: string;
  readonly changes?: readonly Change[];
  /** What a person decides by making these changes. Absent: nothing. */
  readonly choice?: string;
  /** The version that was taken because nobody says which it is, if the finding depends on it. */
  readonly assumes?: { readonly product: string; readonly version: Version };
}

const MOST = 100;

/**
 * A value of a file for a sentence: on one line, without the password of an address, and cut where it begins to be a
 * secret.
 */
export function shown(value: string): string {
  if (looksSecret(value)) return cutDigest(value);
  const bare = value.slice(0, 2_000).replace(/\/\/[^/\s@]*@/g, '//…@');
  return visible(bare.length > MOST ? `${bare.slice(0, MOST - 1)}…` : bare);
}

/** The beginning of a digest, which says how it was made and nothing of the secret. */
export const cutDigest = (value: string): string => {
  const head = /^\$[a-z0-9-]{1,20}\$/.exec(value)?.[0];
  return head === undefined ? '…' : `${head}…`;
};

/** Fills the words in braces in. Anything else in braces stays as it is. */
export const say = (sentence: string, values: Hit['with'] = {}): string =>
  sentence.replace(/\{([a-z_]+)\}/g, (whole, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    return value === undefined ? whole : typeof value === 'number' ? String(value) : shown(value);
  });

export function findingOf(rule: RuleData, { at, with: values, mends }: Hit): Finding {
  const mended = mends !== undefined && mends.file === at.file && !at.file.inside;
  return {
    rule: rule.id,
    severity: rule.severity,
    file: at.file.name,
    line: at.file.source.position(at.start).line,
    message: say(rule.says, values),
    fix: say(rule.fix, values),
    ...(mended ? { changes: mends.changes } : {}),
    ...(mended && rule.choice !== undefined ? { choice: rule.choice } : {}),
  };
}

/** What of a finding is told to a program. */
export interface ToldFinding extends Omit<Finding, 'changes' | 'choice'> {
  /** True if `--fix` mends it. */
  readonly mends?: true;
}

/** A finding without what mends it, for a program that reads it. */
export const toldOf = ({
  rule,
  severity,
  file,
  line,
  message,
  fix,
  changes,
  assumes,
}: Finding): ToldFinding => ({
  rule,
  severity,
  file,
  line,
  message,
  fix,
  ...(changes === undefined ? {} : { mends: true as const }),
  ...(assumes === undefined ? {} : { assumes }),
});
