import {
  alternatives,
  type Circumstances,
  holds,
  isTrueOf,
  split as partsOf,
  settingOf,
} from '../profile/condition.ts';
import type { AppProfile, ProfileChoice } from '../profile/schema.ts';
import { type Filled, fill, type Part } from '../profile/template.ts';
import { atLeast, type Version } from '../version.ts';

/** What a variable may stand for. */
export type Candidate = Exclude<Filled, undefined> | undefined;

/**
 * One way to understand what has been read so far: what each variable may be, and which conditions hold. A world is
 * never changed; every step makes new ones, or none if it contradicts.
 */
export interface World {
  /** The values that a variable may still have. One that isn’t here may have any. */
  readonly domains: ReadonlyMap<string, readonly Candidate[]>;
  /** Settings that are texts or lists: whether they have a value. */
  readonly filled: ReadonlyMap<string, boolean>;
  /** Conditions that are neither settings nor editions. */
  readonly facts: ReadonlyMap<string, boolean>;
  /** Settings that the workspace states, because a value with the filter `stated` is there, or isn’t. */
  readonly stated: ReadonlyMap<string, boolean>;
}

/** What is known before anything is read. */
export interface Given {
  readonly profile: AppProfile;
  readonly version: Version;
  readonly edition?: string;
}

/** The world in which nothing is known but the version, the edition and what each setting can be. */
export function firstWorld({ profile, version, edition }: Given): World {
  const domains = new Map<string, readonly Candidate[]>();
  const filled = new Map<string, boolean>();
  for (const [key, one] of Object.entries(profile.settings ?? {})) {
    const name = `settings.${key}`;
    const hasDefault = one.default !== undefined || one.default_from !== undefined;
    if (!isKnown(one, version)) {
      domains.set(name, [undefined]);
      filled.set(name, false);
    } else if (one.type === 'boolean') domains.set(name, [true, false, ...(hasDefault ? [] : [undefined])]);
    else if (one.type === 'choice')
      domains.set(name, [...(one.choices ?? []), ...(hasDefault ? [] : [undefined])]);
    else if (hasDefault) filled.set(name, true);
  }
  domains.set(
    'edition',
    edition === undefined ? (profile.editions?.map(({ id }) => id) ?? [undefined]) : [edition],
  );
  return { domains, filled, facts: new Map(), stated: new Map() };
}

const isKnown = ({ since, before }: { since?: Version; before?: Version }, version: Version): boolean =>
  (since === undefined || atLeast(version, since)) && (before === undefined || !atLeast(version, before));

/** The world in which a condition holds, or doesn’t. */
function assume(world: World, condition: string, wanted: boolean): World | undefined {
  const key = settingOf(condition);
  const [start, value] = partsOf(condition);
  const name = key === undefined ? start : `settings.${key}`;
  const domain = world.domains.get(name);
  if (domain !== undefined) {
    const isTrue = (one: Candidate) =>
      key === undefined ? String(one ?? '') === value : isTrueOf(condition, one);
    const left = domain.filter((one) => isTrue(one) === wanted);
    return left.length === 0 ? undefined : narrowed(world, name, left);
  }
  // What a text that may be any matches is known no better than a fact.
  if ((key === undefined && name !== 'edition') || condition.startsWith(`${name}~`)) {
    const before = world.facts.get(condition);
    if (before !== undefined) return before === wanted ? world : undefined;
    return { ...world, facts: new Map(world.facts).set(condition, wanted) };
  }
  if (value !== undefined) return wanted ? narrowed(world, name, [value]) : world;
  const before = world.filled.get(name);
  if (before !== undefined) return before === wanted ? world : undefined;
  return { ...world, filled: new Map(world.filled).set(name, wanted) };
}

const narrowed = (world: World, name: string, left: readonly Candidate[]): World =>
  world.domains.get(name)?.length === left.length
    ? world
    : { ...world, domains: new Map(world.domains).set(name, left) };

/** A part of a profile with its conditions. */
type Dependent = Pick<ProfileChoice, 'when' | 'unless' | 'since' | 'before'>;

const atVersion = (version: Version): Circumstances => ({ version, setting: () => undefined, facts: {} });

/** The worlds in which a part counts, and those in which it doesn’t. */
export function split(
  world: World,
  part: Dependent,
  version: Version,
): { readonly yes: readonly World[]; readonly no: readonly World[] } {
  const { since, before } = part;
  if (
    !holds(
      { ...(since === undefined ? {} : { since }), ...(before === undefined ? {} : { before }) },
      atVersion(version),
    )
  )
    return { yes: [], no: [world] };
  const no: World[] = [];
  let yes: readonly World[] = [world];
  const clauses = [
    ...(part.when ?? []).map((one) => [alternatives(one), true] as const),
    ...(part.unless ?? []).map((one) => [[one], false] as const),
  ];
  for (const [conditions, wanted] of clauses) {
    const next: World[] = [];
    // One of the conditions is enough: each in the worlds in which none before it is met.
    let left = yes;
    for (const condition of conditions) {
      next.push(...left.flatMap((one) => assume(one, condition, wanted) ?? []));
      left = left.flatMap((one) => assume(one, condition, !wanted) ?? []);
    }
    no.push(...left);
    yes = next;
  }
  return { yes, no };
}

/** Every world with the choice that counts in it; none if nothing counts there. */
export function outcomes(
  world: World,
  choices: readonly ProfileChoice[],
  version: Version,
): (readonly [World, ProfileChoice | undefined])[] {
  const found: (readonly [World, ProfileChoice | undefined])[] = [];
  let left: readonly World[] = [world];
  for (const choice of choices) {
    const next: World[] = [];
    for (const one of left) {
      const { yes, no } = split(one, choice, version);
      for (const each of yes) found.push([each, choice]);
      next.push(...no);
    }
    left = next;
  }
  return [...found, ...left.map((one) => [one, undefined] as const)];
}

/** What a variable with its filters gives for a value, as a text is filled in with it. */
export const forward = ({ name, filters }: Part, value: Candidate): Filled =>
  fill(`{${[name, ...filters.map((one) => one.join(' '))].join('|')}}`, () => value);

/**
 * The values that a filter may have been given, from what it gave. Undefined where they can’t be listed: then only
 * what else is known of the variable can be compared.
 */
function backwards(
  filter: string,
  argument: string | undefined,
  given: Candidate,
  isOfList: boolean,
): readonly Candidate[] | undefined {
  const text = typeof given === 'object' ? given.join(' ') : String(given);
  switch (filter) {
    case 'noslash':
      return [text, `${text}/`];
    case 'slash':
      return [text.replace(/\/+$/, ''), text];
    case 'list':
      return typeof given === 'object' ? [given, ...(given.length === 1 ? [given[0]!] : [])] : [[text]];
    case 'comma':
      return [isOfList ? text.split(',') : text];
    case 'space':
      return [isOfList ? text.split(' ') : text];
    case 'without': {
      const list = typeof given === 'object' ? given : text.split(' ');
      return [[argument!, ...list], list];
    }
    case 'bool':
    case '01':
      return /^(?:true|1)$/.test(text) ? [true, 'true'] : [false];
    case 'json':
      return parsed(text);
    case 'stated':
      return [given];
    case 'slug':
      // What stands there is a slug, and gives itself.
      return [text];
    case 'or':
      return text === argument ? undefined : [given];
    default:
      return undefined;
  }
}

function parsed(text: string): readonly Candidate[] {
  try {
    return [JSON.parse(text) as Candidate];
  } catch {
    return [];
  }
}

const LISTS = ['scopes', 'callbacks'];

/** True for a variable that stands for a list. */
export const isList = (name: string, profile: AppProfile): boolean =>
  LISTS.includes(name) || profile.settings?.[name.slice('settings.'.length)]?.type === 'list';

/** Scopes always have `openid`, and a list has no entry that is empty. */
const isPossible = (name: string, value: Candidate, profile: AppProfile): boolean => {
  if (isList(name, profile) !== (typeof value === 'object')) return false;
  if (typeof value === 'object')
    return value.every((one) => one !== '') && (name !== 'scopes' || value.includes('openid'));
  const pattern = name.startsWith('settings.') ? undefined : /^[^\n]*$/;
  if (name === 'app.url' && String(value).endsWith('/')) return false;
  return value !== '' && value !== undefined && (pattern === undefined || pattern.test(String(value)));
};

/** The worlds in which a variable, with its filters, gives what stands there. */
export function bind(
  before: World,
  part: Part,
  value: Candidate,
  same: (filled: Filled) => boolean,
  given: Given,
): World[] {
  return withClient(before, part.name, given).yes.flatMap((world) => bindIn(world, part, value, same, given));
}

function bindIn(
  world: World,
  part: Part,
  value: Candidate,
  same: (filled: Filled) => boolean,
  { profile }: Given,
): World[] {
  const { name, filters } = part;
  const isStated = filters.some(([filter]) => filter === 'stated');
  if (isStated && world.stated.get(name) === false) return [];
  let domain = world.domains.get(name);
  if (domain === undefined) {
    if (world.filled.get(name) === false) return [];
    const ofList = isList(name, profile);
    // Without a filter a list is joined by blanks.
    let all: readonly Candidate[] | undefined =
      ofList && filters.length === 0
        ? [String(value).split(' ')]
        : ofList && typeof value !== 'object'
          ? [value, String(value).split(' ')]
          : [value];
    for (const [filter, argument] of [...filters].reverse())
      all = all?.flatMap((one) => backwards(filter, argument, one, ofList) ?? [OPEN]);
    if (all === undefined || all.includes(OPEN)) return [world];
    domain = all.filter((one) => isPossible(name, one, profile));
  }
  const left = unique(domain.filter((one) => same(forward(part, one))));
  if (left.length === 0) return [];
  const next: World = { ...world, domains: new Map(world.domains).set(name, left) };
  return [isStated ? { ...next, stated: new Map(next.stated).set(name, true) } : next];
}

/** Stands for “any value”. */
const OPEN = '\0any';

const unique = (all: readonly Candidate[]): readonly Candidate[] => {
  const seen = new Set<string>();
  return all.filter((one) => {
    const key = JSON.stringify(one) ?? '';
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
};

/** The worlds with a further client of the app that a variable is about, and those without it. */
function withClient(world: World, name: string, { profile, version }: Given): ReturnType<typeof split> {
  const key = /^clients\.([a-z]+)\./.exec(name)?.[1];
  const client = key === undefined ? undefined : profile.clients?.[key];
  return client === undefined ? { yes: [world], no: [world] } : split(world, client, version);
}

/** The worlds in which a variable with its filters is empty. */
export function empty(world: World, part: Part, given: Given): World[] {
  const { name, filters } = part;
  const isStated = filters.some(([filter]) => filter === 'stated');
  if (isStated) {
    if (world.stated.get(name) === true) return [];
    return [{ ...world, stated: new Map(world.stated).set(name, false) }];
  }
  const domain = world.domains.get(name);
  if (domain !== undefined) {
    const left = domain.filter((one) => forward(part, one) === undefined);
    return left.length === 0 ? [] : [narrowed(world, name, left)];
  }
  if (name.startsWith('settings.')) {
    if (world.filled.get(name) === true) return [];
    return [{ ...world, filled: new Map(world.filled).set(name, false) }];
  }
  // What the provider has, or not; and the secret of a public client.
  return [...withClient(world, name, given).no];
}

/** One text for a world, to know two that are the same. */
export const keyOf = ({ domains, filled, facts, stated }: World): string =>
  JSON.stringify(
    [domains, filled, facts, stated].map((one) => [...one].sort(([a], [b]) => (a < b ? -1 : 1))),
  );
