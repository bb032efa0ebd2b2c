import { appOf } from '../../catalog/apps/index.ts';
import type { Source } from '../../catalog/fact.ts';
import { traitsAt } from '../../catalog/fact.ts';
import { profileSource } from '../../catalog/facts-of.ts';
import type { AppTraits } from '../../catalog/types.ts';
import { builtInProfile, PROFILE_KINDS } from '../../profile/built-in.ts';
import { holds } from '../../profile/condition.ts';
import type { AppProfile } from '../../profile/schema.ts';
import { partsOf } from '../../profile/template.ts';
import { resolveVersion, type Version } from '../../version.ts';

/** What is known of an app that a file seems to be about. */
export interface KnownApp {
  readonly kind: string;
  readonly name: string;
  readonly profile: AppProfile;
  /** The version that is taken: the newest, or what the files say. */
  readonly version: Version;
  readonly traits: Readonly<AppTraits>;
  readonly source: Source;
  /** Its redirect URIs at any version and setting. Empty if any address may be one. */
  readonly callbacks: readonly Callback[];
}

interface Callback {
  /** As the profile writes it, without the address of the app. */
  readonly shown: string;
  readonly matches: RegExp;
  /** Long enough that no other app has it by chance. */
  readonly distinct: boolean;
}

const plain = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '');

let apps: readonly KnownApp[] | undefined;

/** Every app that a profile describes. */
export function knownApps(): readonly KnownApp[] {
  apps ??= PROFILE_KINDS.map((kind) => knownApp(builtInProfile(kind)!));
  return apps;
}

function knownApp(profile: AppProfile): KnownApp {
  const { kind, name } = profile;
  const definition = appOf(kind);
  const version = resolveVersion(undefined, definition.versions).effective;
  return {
    kind,
    name,
    profile,
    version,
    traits: traitsAt(definition.traits, version).value,
    source: profileSource(profile),
    callbacks: callbacksOf(profile),
  };
}

function callbacksOf(profile: AppProfile): readonly Callback[] {
  const found: Callback[] = [];
  for (const one of profile.callbacks) {
    const template = typeof one === 'string' ? one : 'uri' in one ? one.uri : one.example;
    // A setting right behind the address is a part of the path in front of what follows.
    const path = template.replace(/^\{app\.(?:url|origin)\}(?:\{settings\.[^{}]*\})?/, '');
    if (path === '') return [];
    const whole = /^[a-z][a-z0-9+.-]*:/i.test(path);
    const pattern = path
      .split(/(\{[^{}]*\})/)
      .map((part) => (partsOf(part).length > 0 ? '[^?#]*' : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')))
      .join('');
    found.push({
      shown: path,
      matches: new RegExp(whole ? `^${pattern}$` : `^https?://[^/?#]+(?:/[^?#]*)?${pattern}$`),
      distinct: path.split('/').filter((segment) => /^[a-z]/i.test(segment)).length >= 3,
    });
  }
  return found;
}

let index:
  | {
      readonly named: ReadonlyMap<string, KnownApp>;
      readonly distinct: readonly (readonly [KnownApp, RegExp])[];
    }
  | undefined;

function indexed(): NonNullable<typeof index> {
  if (index === undefined) {
    const named = new Map<string, KnownApp>();
    for (const app of [...knownApps()].reverse()) named.set(plain(app.name), app).set(plain(app.kind), app);
    const distinct = knownApps().flatMap((app) =>
      app.callbacks.flatMap(({ matches, distinct: only }) => (only ? [[app, matches] as const] : [])),
    );
    index = { named, distinct };
  }
  return index;
}

/** A longer text is neither a name nor an address. */
const MOST = 2_000;

/** The app of a client, by its name or by an address that no other app has. */
export function appOfClient(
  names: readonly (string | undefined)[],
  redirectUris: readonly string[],
): KnownApp | undefined {
  const { named, distinct } = indexed();
  for (const name of names) {
    const app = name === undefined || name.length > 100 ? undefined : named.get(plain(name));
    if (app !== undefined) return app;
  }
  const uris = redirectUris.slice(0, 20).filter((uri) => uri.length <= MOST);
  const fitting = new Set<KnownApp>();
  for (const [app, matches] of distinct) if (uris.some((uri) => matches.test(uri))) fitting.add(app);
  return fitting.size === 1 ? [...fitting][0] : undefined;
}

/** What an app demands of claims, whatever its settings: of the version that is taken. */
export const demandedClaims = ({ profile, version }: KnownApp): AppProfile['claims'] =>
  profile.claims.filter(
    (claim) =>
      claim.level === 'required' &&
      claim.when === undefined &&
      claim.unless === undefined &&
      partsOf(claim.claim).length === 0 &&
      holds(claim, { version, setting: () => undefined, facts: {} }),
  );
