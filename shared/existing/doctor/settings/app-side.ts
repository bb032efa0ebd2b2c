import { own } from '../../../own.ts';
import { alternatives } from '../../../profile/condition.ts';
import type { ProfileChoice, ProfileJson, ProfileTarget } from '../../../profile/schema.ts';
import { partsOf } from '../../../profile/template.ts';
import { choicesOf, contentOf } from '../../../profile/value.ts';
import type { ReadEntry } from '../../../targets/reading.ts';
import type { ReadSource } from '../../../targets/sources.ts';
import { atLeast, type Version } from '../../../version.ts';
import { type KnownApp, knownApps } from '../known-app.ts';
import type { Place, ReadFile } from '../tree.ts';
import type { Variable } from './env-text.ts';
import { type Environment, entriesOfEnvironment, imageName, imageVersion } from './environment.ts';
import { interpolated, type KnownVariables, unknownIn } from './interpolate.ts';
import { type ProfileTargetKey, type Said, type Stated, saidIn, type Written } from './said.ts';

export type { Stated, Written } from './said.ts';

/** A value that a file takes from variables. */
export interface Elsewhere {
  readonly name: string;
  readonly at: Place;
  readonly from: readonly string[];
}

/** What a file says of an app's side of the login. */
export interface AppSide extends Said {
  readonly app: KnownApp;
  readonly file: ReadFile;
  readonly version?: Version;
  /** What stands under each name that the profile has. */
  readonly written: readonly Written[];
  /** Values that are taken from variables which no file sets. */
  readonly elsewhere: readonly Elsewhere[];
  /** Absent if its settings don't stand in an environment. */
  readonly environment?: Environment;
  /** Of a file that is neither YAML nor JSON: the names beside those of the profile. */
  readonly others?: {
    /** The names that the profile has. */
    readonly known: readonly string[];
    readonly names: readonly { readonly name: string; readonly at: Place }[];
  };
}

const keysBefore = { env: new WeakMap(), file: new WeakMap() } as Record<
  'env' | 'file',
  WeakMap<KnownApp['profile'], readonly ProfileTargetKey[]>
>;

/** The keys of an app's targets of one kind; a file may have thousands of services of one app. */
export function keysOf({ profile }: KnownApp, kind: 'env' | 'file'): readonly ProfileTargetKey[] {
  const before = keysBefore[kind].get(profile);
  if (before !== undefined) return before;
  const found = readKeys(profile, kind);
  keysBefore[kind].set(profile, found);
  return found;
}

function readKeys(profile: KnownApp['profile'], kind: 'env' | 'file'): readonly ProfileTargetKey[] {
  const found: ProfileTargetKey[] = [];
  for (const target of profile.targets) {
    const keys =
      kind in target && 'keys' in target
        ? (target as { keys: Extract<ProfileTarget, { keys: unknown }>['keys'] }).keys
        : undefined;
    if (keys === undefined) continue;
    const whole = !dependsOn(target);
    for (const [name, value] of Object.entries(keys)) {
      const choices = choicesOf(value);
      const since =
        choices.length === 1 ? (choices[0]!.since ?? sinceOfSetting(profile, choices[0]!)) : undefined;
      found.push({
        name,
        // A form may be a list itself.
        forms: choices.flatMap((choice) => {
          const form = contentOf(choice);
          return form === undefined ? [] : [form];
        }),
        always: whole && choices.length === 1 && !dependsOn(choices[0]!),
        ...(since === undefined ? {} : { since }),
      });
    }
  }
  return found;
}

/** Since when there is the one setting that a value depends on. */
function sinceOfSetting(
  { settings = {} }: KnownApp['profile'],
  { when }: ProfileChoice,
): Version | undefined {
  const [only, ...others] = (when ?? []).flatMap(alternatives);
  const name =
    only === undefined || others.length > 0 ? undefined : /^settings\.([a-z0-9_]+)$/.exec(only)?.[1];
  return name === undefined ? undefined : own(settings, name)?.since;
}

const dependsOn = (part: { when?: unknown; unless?: unknown; since?: unknown; before?: unknown }): boolean =>
  part.when !== undefined ||
  part.unless !== undefined ||
  part.since !== undefined ||
  part.before !== undefined;

/** Words that many apps share in the names of their variables. */
const COMMON =
  /^(?:OIDC|OPENID|OAUTH2?|AUTH|SSO|CLIENT|ID|SECRET|ISSUER|URL|URI|REDIRECT|CALLBACK|SCOPES?|PROVIDER|NAME|ENABLED?|DISCOVERY|DISPLAY|WELLKNOWN|AUTHORIZATION|TOKEN|USERINFO|ENDPOINT|METADATA|CONFIG|APP|BASE|PUBLIC|HOST|LOGOUT|AUTO|LOGIN|DOMAIN|KEY|ROOT|SERVER|NEXTAUTH|USER|USERNAME|CLAIMS?|GROUPS?|ROLES?|ADMINS?|EMAIL|LABEL|BUTTON|NEXT|END|SESSION|JWKS|METHODS?|PKCE|VERIFIED)$/;

const isCommon = (name: string): boolean => name.split('_').every((word) => COMMON.test(word.toUpperCase()));

let owners: ReadonlyMap<string, readonly KnownApp[]> | undefined;

/** Which apps have a variable of this name. */
function ownersOf(name: string): readonly KnownApp[] {
  if (owners === undefined) {
    const all = new Map<string, KnownApp[]>();
    for (const app of knownApps())
      for (const key of keysOf(app, 'env')) {
        const apps = all.get(key.name);
        if (apps === undefined) all.set(key.name, [app]);
        else if (!apps.includes(app)) apps.push(app);
      }
    owners = all;
  }
  return owners.get(name) ?? [];
}

const plain = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '');

/** The app that an environment is for: by the service, image or file name, or by a variable that only it has. */
export function appOfEnvironment({ file, service, image, variables }: Environment): KnownApp | undefined {
  const score = new Map<KnownApp, number>();
  for (const { name } of variables)
    for (const app of ownersOf(name)) score.set(app, (score.get(app) ?? 0) + 1);
  const names = [
    service,
    image === undefined ? undefined : imageName(image),
    file.name
      .split(/[\\/]/)
      .at(-1)
      ?.replace(/\.[^.]*$/, ''),
  ].flatMap((name) => (name === undefined ? [] : [plain(name)]));
  const hinted = [...score].filter(([app]) =>
    names.some((name) => name === plain(app.kind) || name === plain(app.name)),
  );
  const best = (all: readonly (readonly [KnownApp, number])[]): KnownApp | undefined => {
    const most = Math.max(0, ...all.map(([, count]) => count));
    const first = all.filter(([, count]) => count === most);
    return first.length === 1 ? first[0]![0] : undefined;
  };
  if (hinted.length > 0) return best(hinted);
  // Of an app that isn't known, a few names may be those of another one.
  const logins = variables.filter(({ name }) => /(?:OIDC|OAUTH|OPENID|SSO)/i.test(name));
  const isMostly = (app: KnownApp): boolean =>
    2 * logins.filter(({ name }) => ownersOf(name).includes(app)).length >= logins.length;
  const marked = [...score].filter(
    ([app]) =>
      isMostly(app) &&
      variables.some(
        ({ name }) => !isCommon(name) && ownersOf(name).length === 1 && ownersOf(name)[0] === app,
      ),
  );
  return best(marked);
}

/** An entry with the variables that other files set. */
function filledIn(entry: ReadEntry, variables: KnownVariables): ReadEntry {
  const { interpolates, ...rest } = entry;
  if (interpolates === undefined || typeof entry.value !== 'string') return entry;
  const value = interpolated(String(entry.path[0]), entry.value, variables);
  return value === undefined ? entry : { ...rest, value };
}

const sourceOf = (environment: Environment, variables: KnownVariables): ReadSource => {
  const { name, source } = environment.file;
  return {
    source: { name, format: 'env', text: source.text },
    entries: entriesOfEnvironment(environment).map((entry) => filledIn(entry, variables)),
    problems: [],
  };
};

/** What an environment says of the login of an app. Without `isRead` only the names are looked at. */
export function sideOfEnvironment(
  environment: Environment,
  app: KnownApp,
  variables: KnownVariables = new Map(),
  isRead = true,
): AppSide {
  const keys = new Map(keysOf(app, 'env').map((key) => [key.name, key]));
  const written = environment.variables.flatMap((variable): Written[] => {
    const key = keys.get(variable.name);
    return key === undefined ? [] : [{ ...withoutQuotes(variable, environment), key }];
  });
  const version = environment.image === undefined ? undefined : imageVersion(environment.image);
  return {
    app,
    file: environment.file,
    ...(isRead
      ? saidIn(app, sourceOf(environment, variables), written, version)
      : { said: {}, settings: {} }),
    written,
    elsewhere: environment.variables.flatMap(({ name, at, raw, value, quote }) => {
      const isFilled = quote === "'" || interpolated(name, value, variables) !== undefined;
      const from = keys.has(name) && !isFilled ? unknownIn(raw.replaceAll('$$', ''), variables) : [];
      return from.length === 0 ? [] : [{ name, at, from }];
    }),
    environment,
    ...(version === undefined ? {} : { version }),
  };
}

/** In a list of Compose, quotes are part of the value; that is told on its own, so that nothing else is said of it. */
const withoutQuotes = ({ name, at, value, dynamic }: Variable, { form }: Environment) => ({
  name,
  at,
  value: form === 'list' ? value.replace(/^(["'])(.*)\1$/s, '$2') : value,
  dynamic,
});

const LOGIN = /^(?:client_id|client_secret|issuer|discovery_url|callback|callbacks)$/;

/** True if a form holds a value of the login. */
export const hasLogin = (form: ProfileJson): boolean =>
  typeof form === 'string'
    ? partsOf(form).some(({ name }) => LOGIN.test(name))
    : typeof form === 'object' && Object.values(form).some(hasLogin);

/** The issuer that an app is told, from either form of it. */
export function issuerOf({ said }: AppSide): Stated | undefined {
  const stated = said['issuer'] ?? said['discovery_url'];
  if (stated === undefined) return undefined;
  return { ...stated, value: stated.value.replace(/\/?\.well-known\/openid-configuration$/, '') };
}

/** The redirect URIs that an app may send, as far as its files say it; a pattern where a setting isn't known. */
export function callbacksOf({ app, said }: AppSide): {
  readonly exact: readonly string[];
  readonly matches: readonly RegExp[];
} {
  const stated = said['callback'];
  if (stated !== undefined) return { exact: [stated.value], matches: [] };
  const url = said['app.url']?.value.replace(/\/+$/, '');
  const origin = /^https?:\/\/[^/?#]+/.exec(url ?? said['app.origin']?.value ?? '')?.[0];
  if (url === undefined && origin === undefined) return { exact: [], matches: [] };
  const exact: string[] = [];
  const matches: RegExp[] = [];
  for (const one of app.profile.callbacks) {
    if (typeof one !== 'string' && !('uri' in one)) continue;
    const template = typeof one === 'string' ? one : one.uri;
    const whole = template.startsWith('/') ? `{app.url}${template}` : template;
    const filled = whole.replace(/\{([a-z0-9_.]+)\}/g, (variable, name: string) =>
      name === 'app.url'
        ? (url ?? origin!)
        : name === 'app.origin'
          ? origin!
          : (said[name]?.value ?? variable),
    );
    if (!/\{[^{}]*\}/.test(filled)) exact.push(filled);
    else
      matches.push(
        new RegExp(
          `^${filled
            .split(/\{[^{}]*\}/)
            .map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
            .join('[^?#]*')}$`,
        ),
      );
  }
  return { exact, matches };
}

/** True if a version that is known lacks what came with another. */
export const lacks = (version: Version | undefined, since: Version | undefined): boolean =>
  version !== undefined && since !== undefined && !atLeast(version, since);
