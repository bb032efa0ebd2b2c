import { own } from '../../../own.ts';
import { alternatives } from '../../../profile/condition.ts';
import type { ProfileChoice, ProfileJson, ProfileTarget } from '../../../profile/schema.ts';
import { partsOf } from '../../../profile/template.ts';
import { choicesOf, contentOf } from '../../../profile/value.ts';
import { atLeast, type Version } from '../../../version.ts';
import { type KnownApp, knownApps } from '../known-app.ts';
import { child, isDynamic, type Node, type Place, type ReadFile, textAt } from '../tree.ts';
import type { Variable } from './env-text.ts';
import { type Environment, imageName, imageVersion } from './environment.ts';

/** A value that a file of an app states. */
export interface Stated {
  readonly value: string;
  readonly at: Place;
  /** The app's own name for it. */
  readonly name: string;
}

/** What a file says of an app's side of the login. */
export interface AppSide {
  readonly app: KnownApp;
  readonly file: ReadFile;
  readonly version?: Version;
  /** By the variable of the profile: `client_id`, `issuer`, `app.url`, `settings.KEY` … */
  readonly said: Readonly<Record<string, Stated>>;
  /** What stands under each name that the profile has. */
  readonly written: readonly Written[];
  /** Absent if its settings don't stand in an environment. */
  readonly environment?: Environment;
}

/** A value of a file under a name that the profile knows, and how the profile writes it. */
export interface Written {
  readonly name: string;
  readonly at: Place;
  readonly value: string;
  readonly dynamic: boolean;
  readonly key: ProfileTargetKey;
}

export interface ProfileTargetKey {
  readonly name: string;
  /** Every form that the profile gives it. */
  readonly forms: readonly ProfileJson[];
  /** True if it is written at every version and with every setting. */
  readonly always: boolean;
  readonly since?: Version;
}

/** The keys of an app's targets of one kind. */
export function keysOf({ profile }: KnownApp, kind: 'env' | 'file'): readonly ProfileTargetKey[] {
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
        forms: choices.flatMap((choice) => contentOf(choice) ?? []),
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
  /^(?:OIDC|OPENID|OAUTH2?|AUTH|SSO|CLIENT|ID|SECRET|ISSUER|URL|URI|REDIRECT|CALLBACK|SCOPES?|PROVIDER|NAME|ENABLED?|DISCOVERY|WELLKNOWN|AUTHORIZATION|TOKEN|USERINFO|ENDPOINT|METADATA|CONFIG|APP|BASE|PUBLIC|HOST|LOGOUT|AUTO|LOGIN|DOMAIN|KEY|ROOT|SERVER|NEXTAUTH|USER|USERNAME|CLAIMS?|GROUPS?|ROLES?|ADMINS?|EMAIL|LABEL|BUTTON|NEXT|END|SESSION|JWKS|METHODS?|PKCE|VERIFIED)$/;

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
  const marked = [...score].filter(([app]) =>
    variables.some(({ name }) => !isCommon(name) && ownersOf(name).length === 1 && ownersOf(name)[0] === app),
  );
  return best(marked);
}

/** What an environment says of the login of an app. */
export function sideOfEnvironment(environment: Environment, app: KnownApp): AppSide {
  const keys = new Map(keysOf(app, 'env').map((key) => [key.name, key]));
  const written = environment.variables.flatMap((variable): Written[] => {
    const key = keys.get(variable.name);
    return key === undefined ? [] : [{ ...withoutQuotes(variable, environment), key }];
  });
  const version = environment.image === undefined ? undefined : imageVersion(environment.image);
  return {
    app,
    file: environment.file,
    said: saidBy(written),
    written,
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

/** The apps whose own settings a tree may be, and what it says. */
export function sidesOfTree(root: Node): AppSide[] {
  const name = root.file.name.split(/[\\/]/).at(-1) ?? '';
  return knownApps().flatMap((app): AppSide[] => {
    const targets = app.profile.targets.filter(
      (target) => 'file' in target && /^(?:yaml|json)$/.test(target.format),
    );
    if (targets.length === 0) return [];
    const keys = keysOf(app, 'file');
    const written = keys.flatMap((key): Written[] => {
      const node = child(root, ...key.name.split('/'));
      const value = textAt(node);
      if (node === undefined || (value === undefined && !isDynamic(node))) return [];
      return [{ name: key.name, at: node, value: value ?? '', dynamic: value === undefined, key }];
    });
    const logins = written.filter(({ key }) => key.forms.some((form) => hasLogin(form))).length;
    const named = targets.some((target) => 'file' in target && target.file === name);
    return logins >= 3 || (named && logins >= 1)
      ? [{ app, file: root.file, said: saidBy(written), written }]
      : [];
  });
}

const LOGIN = /^(?:client_id|client_secret|issuer|discovery_url|callback|callbacks)$/;

/** True if a form holds a value of the login. */
export const hasLogin = (form: ProfileJson): boolean =>
  typeof form === 'string'
    ? partsOf(form).some(({ name }) => LOGIN.test(name))
    : typeof form === 'object' && Object.values(form).some(hasLogin);

function saidBy(written: readonly Written[]): Record<string, Stated> {
  const said: Record<string, Stated> = {};
  // A name with one form says what it says; of several forms only one is used, and which isn't known.
  const surest = [...written].sort((a, b) => Number(a.key.forms.length > 1) - Number(b.key.forms.length > 1));
  for (const { name, at, value, dynamic, key } of surest) {
    if (dynamic || value === '' || key.forms.some((form) => form === value)) continue;
    for (const form of byFixedText(key.forms)) {
      const found =
        typeof form === 'object'
          ? insideJson(form, value)
          : typeof form === 'string'
            ? reversed(form, value)
            : undefined;
      if (found === undefined) continue;
      for (const [variable, text] of Object.entries(found))
        if (own(said, variable) === undefined) said[variable] = { value: text, at, name };
      break;
    }
  }
  return said;
}

/** Those with the most text of their own first: a text that is a variable alone fits everything. */
const byFixedText = (forms: readonly ProfileJson[]): readonly ProfileJson[] => {
  const fixed = (form: ProfileJson): number =>
    typeof form === 'string' ? form.replace(/\{[^{}]*\}/g, '').length : 0;
  return forms.length < 2 ? forms : [...forms].sort((a, b) => fixed(b) - fixed(a));
};

/** The variables of a text, read back from what somebody wrote; undefined if the text doesn't have this form. */
function reversed(template: string, value: string): Record<string, string> | undefined {
  const parts = partsOf(template);
  if (parts.length === 0) return undefined;
  if (parts.length > 4 || value.length > 10_000) return undefined;
  const pieces = template.split(/(?<!\{)\{[^{}]*\}(?!\})/);
  // The text between the variables says where each of them ends, so no pattern is needed.
  if (!value.startsWith(pieces[0]!)) return undefined;
  let rest = value.slice(pieces[0]!.length);
  const found: Record<string, string> = {};
  for (const [index, part] of parts.entries()) {
    const next = pieces[index + 1] ?? '';
    const end =
      next === ''
        ? index === parts.length - 1
          ? rest.length
          : -1
        : index === parts.length - 1
          ? rest.lastIndexOf(next)
          : rest.indexOf(next);
    if (end < 1) return undefined;
    if (index === parts.length - 1 && end + next.length !== rest.length) return undefined;
    found[part.name] = rest.slice(0, end);
    rest = rest.slice(end + next.length);
  }
  return found;
}

/** The variables of a tree that the app reads as JSON text. */
function insideJson(form: ProfileJson, value: string): Record<string, string> | undefined {
  let written: unknown;
  try {
    written = JSON.parse(value);
  } catch {
    return undefined;
  }
  const found: Record<string, string> = {};
  const walk = (template: ProfileJson, node: unknown, depth: number): void => {
    if (depth > 12) return;
    if (typeof template === 'string') {
      if (typeof node === 'string') Object.assign(found, reversed(template, node));
    } else if (Array.isArray(template)) {
      if (Array.isArray(node))
        for (const [index, one] of template.entries()) walk(one, node[index], depth + 1);
    } else if (
      typeof template === 'object' &&
      typeof node === 'object' &&
      node !== null &&
      !Array.isArray(node)
    )
      for (const [key, one] of Object.entries(template))
        walk(one, own(node as Record<string, unknown>, key), depth + 1);
  };
  walk(form, written, 0);
  return found;
}

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
