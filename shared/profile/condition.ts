import type { Version } from '../version.ts';
import { atLeast } from '../version.ts';

/** What a profile may ask before a part of it counts. */
const CONDITION =
  /^(?:settings\.[a-z][a-z0-9_]{0,39}(?:=.{1,100})?|edition=[a-z][a-z0-9-]{0,39}|app\.(?:https|sub_path)|client\.public|access\.groups|provider\.(?:end_session|ca_file|discovery_below_issuer))$/;

export const isCondition = (text: string): boolean => CONDITION.test(text);

/** The setting that a condition is about. */
export const settingOf = (condition: string): string | undefined =>
  /^settings\.([a-z0-9_]+)/.exec(condition)?.[1];

/** What conditions are asked of. */
export interface Circumstances {
  readonly version: Version;
  /** The value of a setting, with its default. */
  readonly setting: (key: string) => unknown;
  readonly edition?: string;
  /** The answer to every condition that is neither a setting nor an edition. */
  readonly facts: Readonly<Record<string, boolean>>;
}

/** Returns true if all conditions hold. */
export function holds(
  part: {
    readonly when?: readonly string[];
    readonly unless?: readonly string[];
    readonly since?: Version;
    readonly before?: Version;
  },
  at: Circumstances,
): boolean {
  return (
    (part.since === undefined || atLeast(at.version, part.since)) &&
    (part.before === undefined || !atLeast(at.version, part.before)) &&
    (part.when ?? []).every((one) => isTrue(one, at)) &&
    !(part.unless ?? []).some((one) => isTrue(one, at))
  );
}

function isTrue(condition: string, { setting, edition, facts }: Circumstances): boolean {
  const equal = condition.indexOf('=');
  const [name, wanted] =
    equal < 0 ? [condition, undefined] : [condition.slice(0, equal), condition.slice(equal + 1)];
  if (name === 'edition') return edition === wanted;
  if (!name.startsWith('settings.')) return facts[name] === true;
  const value = setting(name.slice('settings.'.length));
  if (wanted !== undefined) return String(value ?? '') === wanted;
  return Array.isArray(value) ? value.length > 0 : value !== undefined && value !== false && value !== '';
}
