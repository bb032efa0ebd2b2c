import type { Source } from '../../catalog/fact.ts';
import type { Version } from '../../version.ts';
import { visible } from '../../workspace/problem.ts';
import { looksSecret } from '../../workspace/secret-looks.ts';
import type { TextEdit } from '../merge/edits.ts';
import type { Place } from './tree.ts';

export const SEVERITIES = ['error', 'warning', 'info'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** One thing that a rule found. */
export interface Hit {
  readonly at: Place;
  /** What the words in braces of the rule's sentences stand for. Never a secret. */
  readonly with?: Readonly<Record<string, string | number | undefined>>;
  /** What mends it for certain, in the file of the place. */
  readonly edit?: SafeEdit;
}

/** A change that is right whatever the rest of the set-up is: nothing has to be known or decided for it. */
export interface SafeEdit extends TextEdit {
  /** What stands there now. Nothing is changed where something else does. */
  readonly old: string;
}

/** A hit if this condition holds. */
export const hitIf = (holds: boolean, hit: Hit): Hit | undefined => (holds ? hit : undefined);

/** An edit for the first place at or behind the hit's, on the same line, where this text stands. */
export function editOnLine({ file, start }: Place, old: string, text: string): { readonly edit?: SafeEdit } {
  const line = file.source.text.slice(start, start + 2_000).split('\n', 1)[0]!;
  const at = line.indexOf(old);
  return at < 0 || old === text ? {} : { edit: { at: start + at, length: old.length, text, old } };
}

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
  readonly edit?: SafeEdit;
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

export function findingOf(rule: RuleData, { at, with: values, edit }: Hit): Finding {
  return {
    rule: rule.id,
    severity: rule.severity,
    file: at.file.name,
    line: at.file.source.position(at.start).line,
    message: say(rule.says, values),
    fix: say(rule.fix, values),
    ...(edit === undefined ? {} : { edit }),
  };
}

/** A finding without what mends it, for a program that reads it. */
export const toldOf = ({ rule, severity, file, line, message, fix }: Finding): Omit<Finding, 'edit'> => ({
  rule,
  severity,
  file,
  line,
  message,
  fix,
});
