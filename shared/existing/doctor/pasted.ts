import { examine } from './doctor.ts';
import { type Reading, readExisting } from './reading.ts';
import type { Finding } from './rule.ts';

/** A pasted text that is configuration, or has some in it. */
export interface PastedConfiguration {
  /** What it was taken for, in a few words. */
  readonly what: string;
  readonly findings: readonly Finding[];
  /** The lines of a log, and what a person tells, that stand beside it. */
  readonly log: string;
}

/** The name of the file in the findings of a pasted text. */
const PASTED = 'pasted text';

/** What `authelia config validate` prints, which people paste below the file. Its lines begin with tabs, as YAML's may not. */
const VALIDATED = new RegExp(
  String.raw`^Configuration parsed and loaded with (?:errors|warnings):[ \t]*\r?\n(?:(?:${[
    String.raw`[ \t]*(?:\t[^\n]*)?`,
    // Faults of decoding, and of a file that is no YAML.
    String.raw`'[\w.[\]]{1,200}' [^\n]*`,
    String.raw` {2}line \d[^\n]*`,
    String.raw`Error: [^\n]*`,
    // How the command is used stands below its errors.
    '(?:Usage|Examples|Flags|Global Flags):[^\\n]*',
    String.raw` {0,6}(?:authelia |-[a-z], |--[a-z])[^\n]*`,
  ].join('|')})(?:\r?\n|$)){1,400}`,
  'gm',
);

/**
 * Examines a pasted text if it is configuration. Undefined for an error, an address or a log: those are explained and
 * not examined.
 */
export function pastedConfiguration(text: string): PastedConfiguration | undefined {
  if (/^latchkey-probe \d+ begin/m.test(text)) return undefined;
  const validated = text.match(VALIDATED) ?? [];
  // The lines of the file keep their numbers.
  const file = text.replace(VALIDATED, (block) => block.replace(/[^\n]/g, ''));
  const reading = readExisting([{ name: PASTED, text: file }]);
  const what = whatIs(reading, file);
  return what === undefined
    ? undefined
    : {
        what,
        findings: examine(reading),
        log: [...validated, ...reading.logs, ...toldBeside(reading, file)].join('\n'),
      };
}

/** A line of an env file that is none: a sentence, as people write them around what they paste. */
const SENTENCE = /^[ \t]{0,8}(?:>[ \t]?)?(?![#>=])(?:[^\s=]{1,60}[ \t]+){3,60}[^\s=]{1,200}[ \t]*\r?$/;

/** What a person says above, between and below the lines of an env file. Other files have sentences of their own. */
function toldBeside({ environments, logs }: Reading, text: string): readonly string[] {
  if (environments.length === 0 || environments.some(({ form }) => form !== 'env')) return [];
  const known = logs.join('\n');
  return text.split('\n').filter((line) => SENTENCE.test(line) && !known.includes(line));
}

/** What a reading is about; undefined if it is too little to be sure that it is configuration. */
function whatIs(
  { authelia, authentik, environments, sides, kestra, unread }: Reading,
  text: string,
): string | undefined {
  if (authelia !== undefined) return 'a configuration of Authelia';
  if (authentik !== undefined) return 'a blueprint or an export of authentik';
  if (kestra.length > 0) return 'a configuration of Kestra';
  if (sides.length > 0) return `settings of ${sides[0]!.app.name}`;
  if (environments.some(({ form }) => form !== 'env')) return 'a Compose file';
  const names = environments.flatMap(({ variables }) => variables.map(({ name }) => name));
  const set = names.filter((name) => /^[A-Z][A-Z0-9]*_[A-Z0-9_]+$/.test(name)).length;
  if (set >= 2 && set === names.length) return 'an env file';
  const broken = unread.some(({ how }) => how === 'flaw');
  return broken && /^(?:identity_providers|services|micronaut):[ \t]*(?:#.*)?\r?$/m.test(text)
    ? 'a configuration that can’t be read'
    : undefined;
}

/** Where a finding is mended. */
export const sideOf = ({ rule }: Finding): 'provider' | 'app' =>
  /^auth(?:elia|entik)-/.test(rule) ? 'provider' : 'app';
