import { alternatives } from '../profile/condition.ts';
import type { AppProfile } from '../profile/schema.ts';
import { contentOf, namesIn } from '../profile/value.ts';
import type { Version } from '../version.ts';
import type { SettingValue } from '../workspace/types.ts';
import { envNames, type Key, keysIn, type Place, type Unclear } from './keys.ts';
import { readJsonInside } from './layers.ts';
import { match, type Notes } from './match.ts';
import type { ReadProblem } from './reading.ts';
import { type ReadSource, readSource, type SourceText } from './sources.ts';

import { type Candidate, firstWorld, type Given, keyOf, outcomes, split, type World } from './worlds.ts';

/** More ways to understand a text than these are too many to be any of use. */
const MAX_WORLDS = 256;

/** `client_secret`, `app_secret`, or that of a further client: `clients.cli.client_secret`. */
const isSecretName = (name: string): boolean =>
  /^(?:client_secret|app_secret|clients\.[a-z]+\.client_secret)$/.test(name);

/** A value that a text states, and where. */
export interface Stated<T> {
  readonly value: T;
  readonly places: readonly Place[];
}

/** What could be one of several values, or was read and fits nowhere. */
export interface Ambiguity {
  /** The variable, e.g. `settings.method` or `issuer`. */
  readonly variable: string;
  /** What it may be; empty if that can’t be listed. `null`: nothing. */
  readonly candidates: readonly (SettingValue | number | null)[];
  readonly places: readonly Place[];
}

/** What texts say in the terms of a profile. Holds no secret. */
export interface TargetsSaid {
  readonly kind: string;
  readonly version: Version;
  readonly edition?: string;
  /** The settings that a workspace has to state; those that have their default are left out. */
  readonly settings: Readonly<Record<string, SettingValue>>;
  /** Settings that these texts state with their default. */
  readonly usual: Readonly<Record<string, SettingValue>>;
  /** Every other variable with one value, by its name: `client_id`, `issuer`, `app.url`, `scopes` … */
  readonly values: Readonly<Record<string, Stated<string | readonly string[]>>>;
  /** Where secrets stand. */
  readonly secrets: readonly { readonly variable: string; readonly place: Place }[];
  /** Conditions that are neither settings nor editions, such as `client.public`. */
  readonly facts: Readonly<Record<string, boolean>>;
  readonly ambiguous: readonly Ambiguity[];
  /** Settings of which these texts say nothing, so that the default stays. */
  readonly silent: readonly string[];
  /** Keys that Latchkey would write and that are not there. */
  readonly missing: readonly string[];
  /** Values that the profile doesn’t have, or not in this form. */
  readonly not_understood: readonly Unclear[];
  /** Values that fit alone, but not together with others. */
  readonly contradictions: readonly Unclear[];
  /** What the readers of the formats say. */
  readonly problems: readonly (ReadProblem & { readonly source: string })[];
  /** How many keys of the profile were read, for a comparison with other profiles. */
  readonly understood: number;
}

export interface ReadTargets {
  readonly said: TargetsSaid;
  /** The secrets themselves, apart from what may be shown or logged. */
  readonly secrets: Readonly<Record<string, string>>;
}

/** Reads the texts of an app’s side backwards: what a profile must have been filled in with to give them. */
export function readTargets(
  profile: AppProfile,
  texts: readonly SourceText[],
  at: { readonly version: Version; readonly edition?: string },
): ReadTargets {
  const names = envNames(profile);
  return readSources(
    profile,
    texts.map((one) => readSource(one, names)),
    at,
  );
}

/** The same of texts that were read already. */
export const readSources = (
  profile: AppProfile,
  sources: readonly ReadSource[],
  at: { readonly version: Version; readonly edition?: string },
): ReadTargets => new Backwards({ profile, ...at }).read(sources);

class Backwards {
  readonly #given: Given;
  #worlds: readonly World[];
  readonly #unclear: Unclear[] = [];
  readonly #contradictions: Unclear[] = [];
  readonly #missing: string[] = [];
  /** Where each variable was read. */
  readonly #places = new Map<string, Place[]>();
  /** Variables that a value was made of in a way that can’t be undone. */
  readonly #open = new Set<string>();
  #understood = 0;

  constructor(given: Given) {
    this.#given = given;
    this.#worlds = [firstWorld(given)];
  }

  read(sources: readonly ReadSource[]): ReadTargets {
    const { profile } = this.#given;
    const keys = keysIn(profile.targets, sources, this.#unclear);
    const present = keys.filter(({ observed }) => observed !== undefined);
    // What can be only one thing first, so that less is left open for the others.
    for (const key of [...present].sort((a, b) => branches(a) - branches(b))) this.#present(key);
    for (const key of keys.filter(({ observed }) => observed === undefined)) this.#absent(key);
    this.#appUrl();
    this.#method();
    this.#scopes();
    return this.#result(sources);
  }

  /** The worlds in which a key is as it was read; those in which the profile has all of it go before others. */
  #after(worlds: readonly World[], key: Key, notes: Notes): World[] {
    const { version } = this.#given;
    const { observed } = key;
    const found = worlds.flatMap((world) =>
      outcomes(world, key.choices, version).map(([one, choice]): readonly [readonly World[], Notes] => {
        const own: Notes = { extra: [], loose: false };
        const content = choice?.json ?? choice?.value;
        if (content === undefined) return [observed === undefined ? [one] : [], own];
        // A list may have other entries; all of ours, or one, is among them.
        const parts =
          choice?.merge === undefined || typeof observed !== 'string'
            ? [observed]
            : [
                observed,
                ...observed.split(choice.merge === 'comma' ? ',' : /\s+/).map((part) => part.trim()),
              ];
        const all = [...new Set(parts)].flatMap((part) => match(one, content, part, this.#given, own));
        return [all, own];
      }),
    );
    const fitting = found.filter(([all]) => all.length > 0);
    const least = Math.min(...fitting.map(([, { extra }]) => extra.length));
    const best = fitting.filter(([, { extra }]) => extra.length === least);
    for (const [, { extra, loose }] of best) {
      notes.extra.push(...extra);
      notes.loose ||= loose;
    }
    return [...new Map(best.flatMap(([all]) => all).map((one) => [keyOf(one), one])).values()];
  }

  #present(key: Key): void {
    const place = key.place!;
    if (key.entries.some(({ tag, interpolates }) => tag !== undefined || interpolates !== undefined)) {
      this.#unclear.push({
        code: 'not-literal',
        message: 'The value is taken from somewhere else when the program starts, so it isn’t known here.',
        place,
      });
      return;
    }
    const notes: Notes = { extra: [], loose: false };
    const next = this.#after(this.#worlds, key, notes);
    if (next.length > MAX_WORLDS) {
      this.#unclear.push({
        code: 'too-many-ways',
        message: 'This can be understood in too many ways.',
        place,
      });
      return;
    }
    if (next.length === 0) {
      const alone = this.#after([firstWorld(this.#given)], key, { extra: [], loose: false });
      if (alone.length > 0)
        this.#contradictions.push({
          code: 'contradiction',
          message: 'This doesn’t fit what stands elsewhere.',
          place,
        });
      else
        this.#unclear.push({
          code: 'value-not-known',
          message: 'The profile has no such value here at this version.',
          place,
        });
      return;
    }
    this.#understood++;
    this.#worlds = next;
    for (const one of next)
      for (const variable of one.domains.keys())
        if (mentions(key, variable)) {
          const places = this.#places.get(variable) ?? [];
          if (!places.includes(place)) this.#places.set(variable, [...places, place]);
        }
    // A filter that can't be undone leaves the variable open.
    for (const name of variablesOf(key))
      if (next.every((one) => !one.domains.has(name))) this.#open.add(name);
    for (const extra of new Set(notes.extra))
      this.#unclear.push({
        code: 'extra-key',
        message: 'The profile doesn’t have this key.',
        place: { ...place, name: `${place.name}/${extra}` },
      });
    if (notes.loose)
      this.#unclear.push({
        code: 'read-as',
        message: 'Read as true or false, though it is written with other letters; not every program does so.',
        place,
      });
  }

  #absent(key: Key): void {
    const next = this.#after(this.#worlds, key, { extra: [], loose: false });
    if (next.length > 0 && next.length <= MAX_WORLDS) this.#worlds = next;
    else this.#missing.push(key.name);
  }

  /** The app’s address follows from its redirect URI, where only that is stated. */
  #appUrl(): void {
    const { profile, version } = this.#given;
    const next = this.#worlds.flatMap((world) => {
      const callback = world.domains.get('callback');
      if (world.domains.has('app.url') || callback?.length !== 1) return [world];
      const all = profile.callbacks.flatMap((one) => {
        if (typeof one !== 'string' && 'later' in one) return [];
        const uri = typeof one === 'string' ? one : one.uri;
        const content = uri.startsWith('/') ? `{app.url}${uri}` : uri;
        const counts = typeof one === 'string' ? [world] : split(world, one, version).yes;
        return counts.flatMap((each) =>
          match(each, content, callback[0] as string, this.#given, { extra: [], loose: false }),
        );
      });
      return all.length === 0 ? [world] : all;
    });
    if (next.length <= MAX_WORLDS) this.#worlds = next;
    const places = this.#places.get('callback');
    if (places && !this.#places.has('app.url')) this.#places.set('app.url', places);
  }

  /** Whether the client has a secret may follow from a setting. */
  #method(): void {
    const { profile, version } = this.#given;
    const facts = profile.traits.method;
    if (typeof facts === 'string') return;
    const isFound = this.#worlds.every((world) => world.domains.has('client_secret'));
    this.#narrow((world) => {
      const isPublic = isFound ? false : world.facts.get('client.public');
      if (isPublic === undefined) return [world];
      return outcomes(
        world,
        byCondition(facts).map(({ value, ...when }) => ({ ...when, value })),
        version,
      ).flatMap(([one, choice]) =>
        choice === undefined || (choice.value === 'none') === isPublic ? [one] : [],
      );
    });
  }

  /** A setting may be requested as a scope, and which scopes there are may follow from settings. */
  #scopes(): void {
    const { profile, version } = this.#given;
    const facts = profile.traits.scopes;
    const all = this.#candidates('scopes');
    const [scopes] = all ?? [];
    if (all?.length !== 1 || typeof scopes !== 'object') return;
    const lists = facts.map((one) =>
      typeof one === 'string' ? facts.filter((each) => typeof each === 'string') : one.value,
    );
    const others = scopes.filter((one) => !lists.flat().includes(one));
    const adding = Object.entries(profile.settings ?? {})
      .filter(([, one]) => one.scope === true)
      .map(([key]) => `settings.${key}`);
    const [name] = adding;
    if (name !== undefined && adding.length === 1 && others.length === 1)
      this.#narrow((world) =>
        world.domains.has(name) || world.filled.get(name) === false
          ? [world]
          : [{ ...world, domains: new Map(world.domains).set(name, others) }],
      );
    const own = facts.filter((one) => typeof one !== 'string');
    this.#narrow((world) =>
      outcomes(
        world,
        byCondition(own).map(({ value, ...when }) => ({ ...when, json: value })),
        version,
      ).flatMap(([one, choice]) => {
        const list = choice?.json as readonly string[] | undefined;
        return list === undefined || list.every((each) => scopes.includes(each)) ? [one] : [];
      }),
    );
  }

  /** Goes on with fewer worlds, if any are left. */
  #narrow(to: (world: World) => readonly World[]): void {
    const next = [...new Map(this.#worlds.flatMap(to).map((one) => [keyOf(one), one])).values()];
    if (next.length > 0 && next.length <= MAX_WORLDS) this.#worlds = next;
  }

  #result(sources: readonly ReadSource[]): ReadTargets {
    const { profile, version, edition } = this.#given;
    const settings: Record<string, SettingValue> = Object.create(null) as Record<string, SettingValue>;
    const usual: Record<string, SettingValue> = Object.create(null) as Record<string, SettingValue>;
    const values: Record<string, Stated<string | readonly string[]>> = {};
    const secrets: Record<string, string> = {};
    const ambiguous: Ambiguity[] = [];
    const silent: string[] = [];
    const first = firstWorld(this.#given);
    for (const key of Object.keys(profile.settings ?? {})) {
      const found = this.#settingOf(key, first);
      if (found.kind === 'value') settings[key] = found.value;
      else if (found.kind === 'usual') usual[key] = found.value;
      else if (found.kind === 'silent') silent.push(key);
      else if (found.kind === 'several')
        ambiguous.push({
          variable: `settings.${key}`,
          candidates: found.candidates,
          places: this.#places.get(`settings.${key}`) ?? [],
        });
    }
    const variables = new Set(this.#worlds.flatMap((world) => [...world.domains.keys()]));
    for (const name of variables) {
      if (name.startsWith('settings.') || name === 'edition') continue;
      const all = this.#candidates(name);
      const [one] = all ?? [];
      if (all?.length === 1 && isSecretName(name)) secrets[name] = String(one);
      else if (all?.length === 1 && one !== undefined)
        values[name] = {
          value: typeof one === 'object' ? one : String(one),
          places: this.#places.get(name) ?? [],
        };
      else if (!isSecretName(name))
        ambiguous.push({
          variable: name,
          candidates: (all ?? []).map((each) => each ?? null),
          places: this.#places.get(name) ?? [],
        });
    }
    const editions = this.#candidates('edition');
    const known = edition ?? (editions?.length === 1 ? (editions[0] as string | undefined) : undefined);
    const said: TargetsSaid = {
      kind: profile.kind,
      version,
      ...(known === undefined ? {} : { edition: known }),
      settings: { ...settings },
      usual: { ...usual },
      values,
      secrets: Object.entries(secrets).flatMap(([variable, secret]) =>
        (this.#places.get(variable) ?? []).map((place) => ({
          variable,
          place: { ...place, span: spanOf(place, secret, sources) },
        })),
      ),
      facts: this.#facts(),
      ambiguous,
      silent,
      missing: this.#missing,
      not_understood: this.#unclear,
      contradictions: this.#contradictions,
      problems: sources.flatMap(({ source, problems }) =>
        problems.map((one) => ({ ...one, source: source.name })),
      ),
      understood: this.#understood,
    };
    return { said, secrets };
  }

  /** What a variable may be in any of the worlds; undefined if in one of them it may be anything. */
  #candidates(name: string): readonly Candidate[] | undefined {
    const all = new Map<string, Candidate>();
    for (const world of this.#worlds) {
      const domain = world.domains.get(name);
      if (domain === undefined) {
        if (world.filled.get(name) !== false) return undefined;
        all.set('', undefined);
      } else for (const one of domain) all.set(JSON.stringify(one) ?? '', one);
    }
    return [...all.values()];
  }

  #settingOf(key: string, first: World): SettingFound {
    const { profile } = this.#given;
    const name = `settings.${key}`;
    const setting = profile.settings![key]!;
    const isStated = this.#worlds.every((world) => world.stated.get(name) === true);
    const all = this.#candidates(name);
    const before = first.domains.get(name);
    const isTouched = this.#worlds.some(
      (world) =>
        world.domains.get(name)?.length !== before?.length ||
        world.filled.get(name) !== first.filled.get(name),
    );
    if (before?.length === 1) return before[0] === undefined ? { kind: 'none' } : { kind: 'silent' };
    if (!isTouched && this.#open.has(name)) return { kind: 'several', candidates: [] };
    if (!isTouched)
      return this.#worlds.every((world) => world.stated.get(name) === false)
        ? { kind: 'none' }
        : { kind: 'silent' };
    if (all === undefined) return { kind: 'several', candidates: [] };
    const [one] = all;
    // Off, and not stated, are the same where there is no default.
    if (all.every((each) => each === undefined || (each === false && all.includes(undefined))))
      return { kind: 'none' };
    if (all.length > 1) return { kind: 'several', candidates: all.map((each) => each ?? null) };
    if (one === setting.default && !isStated) return { kind: 'usual', value: one as SettingValue };
    return { kind: 'value', value: one as SettingValue };
  }

  #facts(): Readonly<Record<string, boolean>> {
    const [first] = this.#worlds;
    return Object.fromEntries(
      [...(first?.facts ?? [])].filter(([name, holds]) =>
        this.#worlds.every((world) => world.facts.get(name) === holds),
      ),
    );
  }
}

type SettingFound =
  | { readonly kind: 'value' | 'usual'; readonly value: SettingValue }
  | { readonly kind: 'none' | 'silent' }
  | { readonly kind: 'several'; readonly candidates: Ambiguity['candidates'] };

/** In the order in which they count: those with a condition go before those that have none. */
const byCondition = <T extends { readonly when?: unknown; readonly unless?: unknown }>(
  facts: readonly T[],
): readonly T[] => [
  ...facts.filter(({ when, unless }) => when !== undefined || unless !== undefined),
  ...facts.filter(({ when, unless }) => when === undefined && unless === undefined),
];

/** How many things a key may mean. */
const branches = ({ choices }: Key): number =>
  choices.reduce(
    (sum, one) => sum + 1 + (one.when ?? []).flatMap(alternatives).length + (one.unless?.length ?? 0),
    0,
  );

/** The variables in the forms of a key. */
const variablesOf = ({ choices }: Key): readonly string[] =>
  choices.flatMap((one) => {
    const content = contentOf(one);
    return content === undefined ? [] : namesIn(content);
  });

/** True if a variable stands in one of the forms of a key, or decides which of them counts. */
function mentions({ choices }: Key, variable: string): boolean {
  const text = JSON.stringify(choices);
  return (
    text.includes(`{${variable}}`) ||
    text.includes(`{${variable}|`) ||
    text.includes(`"${variable}"`) ||
    text.includes(`"${variable}=`)
  );
}

/** Where exactly a secret stands: inside a tree, its own place. */
function spanOf(place: Place, secret: string, sources: readonly ReadSource[]): Place['span'] {
  const source = sources.find((one) => one.source.name === place.source);
  const near = (source?.entries ?? []).filter(
    ({ span }) => span.offset === place.span.offset || span.offset >= place.span.offset,
  );
  for (const entry of near) {
    if (String(entry.value) === secret) return entry.span;
    if (entry.span.offset !== place.span.offset) continue;
    const inner = readJsonInside(source!.source.text, entry)?.entries.find((one) => one.value === secret);
    if (inner) return inner.span;
  }
  return place.span;
}
