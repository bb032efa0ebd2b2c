import { atLeast, type Version } from '../version.ts';
import { alternatives, type Dependent, isTrueOf, settingOf, split } from './condition.ts';
import type { ProfileSetting } from './schema.ts';

/** What is known of the product whose conditions are judged. */
export interface Known {
  readonly settings?: Readonly<Record<string, ProfileSetting>>;
  readonly editions?: readonly string[];
}

/** A condition, and whether it has to hold. */
type Demand = readonly [condition: string, wanted: boolean];

/** What has to hold together, and choices of which at least one has to. */
interface Case {
  readonly demands: readonly Demand[];
  readonly since: readonly Version[];
  readonly before: readonly Version[];
}

/** More choices than these are not tried: then nothing is said. */
const MOST = 1500;

/**
 * True unless all of `parts` can never count at once while none of `without` does, whatever is in the workspace. Says
 * true, too, where that would take too long to find out.
 *
 * @param known of settings and editions, the values that they may have
 */
export function possible(
  parts: readonly Dependent[],
  without: readonly Dependent[] = [],
  known: Known = {},
): boolean {
  let tried = 0;
  const fits = (now: Case, [first, ...rest]: readonly (readonly Case[])[]): boolean =>
    tried > MOST ||
    first === undefined ||
    first.some((more) => {
      tried++;
      const next = together([now, more]);
      return isPossible(next, more, known) && fits(next, rest);
    });
  const first = together(parts.map(certain));
  const choices = [...parts.flatMap(choicesIn), ...without.map(failures)];
  return isPossible(first, first, known) && fits(first, choices);
}

const together = (cases: readonly Case[]): Case => ({
  demands: cases.flatMap(({ demands }) => demands),
  since: cases.flatMap(({ since }) => since),
  before: cases.flatMap(({ before }) => before),
});

const NONE: Case = { demands: [], since: [], before: [] };

/** What a part demands without a choice. */
const certain = ({ when = [], unless = [], since, before }: Dependent): Case => ({
  demands: [
    ...when.flatMap((clause): Demand[] => (typeof clause === 'string' ? [[clause, true]] : [])),
    ...unless.map((one): Demand => [one, false]),
  ],
  since: since === undefined ? [] : [since],
  before: before === undefined ? [] : [before],
});

const choicesIn = ({ when = [] }: Dependent): Case[][] =>
  when.flatMap((clause) =>
    typeof clause === 'string' ? [] : [clause.any.map((one): Case => ({ ...NONE, demands: [[one, true]] }))],
  );

/** The ways in which a part doesn’t count. */
const failures = ({ when = [], unless = [], since, before }: Dependent): Case[] => [
  ...when.map(
    (clause): Case => ({ ...NONE, demands: alternatives(clause).map((one): Demand => [one, false]) }),
  ),
  ...unless.map((one): Case => ({ ...NONE, demands: [[one, true]] })),
  ...(since === undefined ? [] : [{ ...NONE, before: [since] }]),
  ...(before === undefined ? [] : [{ ...NONE, since: [before] }]),
];

/** True if all of it may hold at once, where that was so before `more` came. */
function isPossible({ demands, since, before }: Case, more: Case, known: Known): boolean {
  if (since.some((from) => before.some((end) => atLeast(from, end)))) return false;
  if (more.demands.some(([one, wanted]) => demands.some(([other, also]) => one === other && wanted !== also)))
    return false;
  if (EXCLUSIVE.some((pair) => pair.every((name) => demands.some(([one, yes]) => yes && one === name))))
    return false;
  for (const name of ONE_VALUE)
    if (new Set(demands.flatMap(([one, yes]) => (yes && split(one)[0] === name ? [one] : []))).size > 1)
      return false;
  // Another version can take any setting away.
  const fresh = more.since.length + more.before.length > 0 ? demands : more.demands;
  const names = new Set(fresh.map(([one]) => settingOf(one) ?? (isEdition(one) ? EDITION : undefined)));
  for (const name of names) {
    if (name === undefined) continue;
    const about = demands.filter(([one]) => (name === EDITION ? isEdition(one) : settingOf(one) === name));
    const ok = name === EDITION ? editionFits(about, known) : settingFits(name, about, since, before, known);
    if (!ok) return false;
  }
  return true;
}

/** Conditions that never hold together. */
const EXCLUSIVE = [
  ['provider.end_session', 'provider.no_end_session'],
  ['consent.always', 'consent.never'],
] as const;
/** What a client has one of. */
const ONE_VALUE = ['method', 'policy'] as const;

/** No setting has such a name. */
const EDITION = ' edition';
const isEdition = (condition: string): boolean => condition.startsWith('edition=');

/** A workspace may name no edition, too. */
function editionFits(demands: readonly Demand[], { editions }: Known): boolean {
  const named = demands.flatMap(([one, wanted]) => (wanted ? [split(one)[1]!] : []));
  const all: readonly (string | undefined)[] =
    named.length > 0 && editions === undefined ? named : [...(editions ?? []), undefined];
  return all.some((edition) => demands.every(([one, wanted]) => (split(one)[1] === edition) === wanted));
}

/** True if the setting may have a value with which all of this holds. */
function settingFits(
  name: string,
  demands: readonly Demand[],
  since: readonly Version[],
  before: readonly Version[],
  { settings = {} }: Known,
): boolean {
  const setting = Object.hasOwn(settings, name) ? settings[name] : undefined;
  // A text for a regular expression can’t be made up, so one that is asked for alone is taken to be there.
  const isOpen = setting === undefined || setting.type === 'text' || setting.type === 'list';
  if (
    isOpen &&
    demands.some(([one]) => one.includes('~')) &&
    !demands.some(([one, wanted]) => wanted && /^settings\.[a-z0-9_]+=/.test(one))
  )
    return true;
  const values = candidates(setting, demands);
  // At a version that doesn't have the setting it has no value.
  const isKnown =
    (setting?.since === undefined || !before.some((end) => atLeast(setting.since!, end))) &&
    (setting?.before === undefined || !since.some((from) => atLeast(from, setting.before!)));
  const isKnownAtAll =
    setting !== undefined &&
    (setting.since === undefined || since.some((from) => atLeast(from, setting.since!))) &&
    (setting.before === undefined || before.some((end) => atLeast(setting.before!, end)));
  const hasDefault = setting?.default !== undefined || setting?.default_from !== undefined;
  const all = [...(isKnown ? values : []), ...(isKnownAtAll && hasDefault ? [] : [undefined])];
  return all.some((value) => demands.every(([one, wanted]) => isTrueOf(one, value) === wanted));
}

/** The values that may make a difference. Of a text: none, those that are named, and one that no condition names. */
function candidates(setting: ProfileSetting | undefined, demands: readonly Demand[]): readonly unknown[] {
  if (setting?.type === 'boolean') return [true, false];
  if (setting?.choices !== undefined) return setting.choices;
  const named = demands.flatMap(([one]) => split(one)[1] ?? []);
  return ['', ...named, ANY_TEXT];
}

const ANY_TEXT = 'any text that nothing names';
