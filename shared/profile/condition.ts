import type { Version } from '../version.ts';
import { atLeast } from '../version.ts';
import { isPattern, isQuickPattern } from './pattern.ts';

/** What the profile of an app may ask before a part of it counts, beside settings and editions. */
export const CONDITIONS = [
  'app.https',
  'app.sub_path',
  'client.public',
  'client.other_scopes',
  'access.groups',
  'provider.end_session',
  'provider.no_end_session',
  'provider.ca_file',
  'provider.discovery_below_issuer',
] as const;

/** What only the profile of a provider may ask: `scope=`, `method=`, `policy=` and `declare=` are its own, too. */
export const PROVIDER_CONDITIONS = [
  'client.pkce',
  'client.pkce_demanded',
  'client.test',
  'claims.groups',
  'client.id_in_capitals',
  'consent.always',
  'consent.never',
  'policy.own',
  'slug.reserved',
] as const;

const WITH_A_NAME = /^(?:settings\.[a-z][a-z0-9_]{0,39}(?:[=~].{1,100})?|edition=[a-z][a-z0-9-]{0,39})$/;
const OF_PROVIDERS =
  /^(?:scope=[!-~]{1,60}|method=[a-z_]{1,40}|policy=[a-z_]{1,40}|declare=(?:screen|labels|environment))$/;

/** True for a condition that the profile of a provider may ask and that of an app may not. */
export const isOfProviders = (text: string): boolean =>
  OF_PROVIDERS.test(text) || (PROVIDER_CONDITIONS as readonly string[]).includes(text);

export const isCondition = (text: string): boolean =>
  (WITH_A_NAME.test(text) && isFair(patternOf(text))) ||
  (CONDITIONS as readonly string[]).includes(text) ||
  isOfProviders(text);

/** The regular expression that a condition looks for in a setting. */
const patternOf = (condition: string): string | undefined =>
  /^settings\.[a-z0-9_]+~(.*)$/.exec(condition)?.[1];

/** True if a pattern can be tried on any text. */
const isFair = (pattern: string | undefined): boolean =>
  pattern === undefined || (isPattern(pattern) && isQuickPattern(pattern));

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
  /** What `scope=`, `method=`, `policy=` and `declare=` are asked of. */
  readonly lists?: Readonly<Record<string, readonly string[]>>;
}

/** A condition, or several of which one is enough. */
export type Clause = string | { readonly any: readonly string[] };

/** What a part of a profile depends on. */
export interface Dependent {
  readonly when?: readonly Clause[];
  readonly unless?: readonly string[];
  readonly since?: Version;
  readonly before?: Version;
}

/** The conditions of which one is enough. */
export const alternatives = (clause: Clause): readonly string[] =>
  typeof clause === 'string' ? [clause] : clause.any;

/** Returns true if all conditions hold. */
export function holds(part: Dependent, at: Circumstances): boolean {
  return (
    (part.since === undefined || atLeast(at.version, part.since)) &&
    (part.before === undefined || !atLeast(at.version, part.before)) &&
    (part.when ?? []).every((clause) => alternatives(clause).some((one) => isTrue(one, at))) &&
    !(part.unless ?? []).some((one) => isTrue(one, at))
  );
}

function isTrue(condition: string, { setting, edition, facts, lists }: Circumstances): boolean {
  const key = settingOf(condition);
  if (key !== undefined) return isTrueOf(condition, setting(key));
  const [name, wanted] = split(condition);
  if (name === 'edition') return edition === wanted;
  return wanted === undefined ? facts[name] === true : (lists?.[name] ?? []).includes(wanted);
}

/** True if a condition on a setting holds where the setting has this value. */
export function isTrueOf(condition: string, value: unknown): boolean {
  const pattern = patternOf(condition);
  if (pattern !== undefined) return value !== undefined && new RegExp(pattern).test(String(value));
  const [, wanted] = split(condition);
  if (wanted !== undefined) return String(value ?? '') === wanted;
  return Array.isArray(value) ? value.length > 0 : value !== undefined && value !== false && value !== '';
}

/** What a condition is about, and the value that it names. */
export function split(condition: string): readonly [name: string, value: string | undefined] {
  const equal = condition.indexOf('=');
  return equal < 0 ? [condition, undefined] : [condition.slice(0, equal), condition.slice(equal + 1)];
}
