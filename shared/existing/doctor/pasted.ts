import { examine } from './doctor.ts';
import { type Reading, readExisting } from './reading.ts';
import type { Finding } from './rule.ts';

/** A pasted text that is configuration, or has some in it. */
export interface PastedConfiguration {
  /** What it was taken for, in a few words. */
  readonly what: string;
  readonly findings: readonly Finding[];
  /** The lines of a log that stand beside it. */
  readonly log: string;
}

/** The name of the file in the findings of a pasted text. */
const PASTED = 'pasted text';

/**
 * Examines a pasted text if it is configuration. Undefined for an error, an address or a log: those are explained and
 * not examined.
 */
export function pastedConfiguration(text: string): PastedConfiguration | undefined {
  if (/^latchkey-probe \d+ begin/m.test(text)) return undefined;
  const reading = readExisting([{ name: PASTED, text }]);
  const what = whatIs(reading, text);
  return what === undefined ? undefined : { what, findings: examine(reading), log: reading.logs.join('\n') };
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
