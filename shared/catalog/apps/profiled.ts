import { type Circumstances, holds } from '../../profile/condition.ts';
import type { AppProfile, TrustWay } from '../../profile/schema.ts';
import { fill, type Lookup, textOf } from '../../profile/template.ts';
import { unsureFacts } from '../../profile/unsure.ts';
import type { Version } from '../../version.ts';
import type { AppEntry, ProviderKind } from '../../workspace/types.ts';
import type { FactTable, Source } from '../fact.ts';
import { type Facts, isList, profileSource, table } from '../facts-of.ts';
import type {
  AppDefinition,
  AppSetting,
  AppTraits,
  ClaimRequirement,
  FurtherClient,
  LoginList,
  LoginStart,
  LogoutAddresses,
  Notice,
  RoleRule,
  SetAt,
  SettingDefinition,
  TrustSetting,
} from '../types.ts';
import { circumstancesOf, entryLookup, isKnownAt } from './circumstances.ts';
import { RUNTIME_TRUST } from './runtime-trust.ts';
import { switches, whereSet } from './where-set.ts';
import { ownWords } from './words.ts';

type Method = 'client_secret_basic' | 'client_secret_post' | 'none' | 'auto' | 'auto_post';
/** The variables of a profile that stand for a setting. */
const VARIABLES_OF: Readonly<Record<Exclude<AppSetting, 'ca' | 'switch'>, readonly string[]>> = {
  issuer: ['issuer', 'discovery_url', 'settings.internal_issuer'],
  client_id: ['client_id'],
  client_secret: ['client_secret'],
  redirect_uri: ['callback', 'callbacks', 'app.url', 'app.origin', 'app.host'],
  callback: ['callback', 'callbacks'],
  scopes: ['scopes'],
  identifier: ['settings.identifier_claim', 'settings.username_claim'],
  auth_method: ['method', 'settings.method'],
  logout: ['settings.rp_initiated_logout'],
  authorization_endpoint: ['authorization_endpoint'],
  token_endpoint: ['token_endpoint'],
  userinfo_endpoint: ['userinfo_endpoint'],
  jwks_uri: ['jwks_uri'],
};

/** The few things of an app that its profile can't say. */
export interface AppHook {
  /** What scripts know its deliverables by, in place of the usual kinds. */
  readonly kinds?: AppDefinition['kinds'];
}

/** What a profile says of an app, in the form of the catalog. */
export function appFromProfile(profile: AppProfile, hook: AppHook = {}): AppDefinition {
  const sources = new Map(Object.keys(profile.sources).map((id) => [id, profileSource(profile, id)]));
  const source = (id: string | undefined): Source => sources.get(id ?? traits.source)!;
  const { traits } = profile;
  const methods = table(traits.method, source);
  const settings = Object.entries(profile.settings ?? {});

  const trustOf = (entry: AppEntry, version: Version): TrustSetting => {
    const { trust } = profile;
    if (typeof trust === 'string') return RUNTIME_TRUST[trust];
    const at = circumstancesOf(profile, entry, version);
    // The last one always counts.
    const ways: readonly TrustWay[] = [trust].flat();
    const chosen = ways.find((one) => holds(one, at)) ?? ways.at(-1)!;
    if ('like' in chosen) return RUNTIME_TRUST[chosen.like];
    const { when, unless, since, before, source: id, ...way } = chosen;
    const lookup = entryLookup(profile, entry, version, undefined);
    const filled = (text: string) => filledText(text, lookup) ?? text;
    return {
      ...way,
      value: filled(way.value),
      mount: filled(way.mount),
      ...(way.in_short === undefined ? {} : { in_short: filled(way.in_short) }),
      source: source(id),
    };
  };
  const fileKind = hook.kinds?.['app-config'];
  const ofFile = fileKind === undefined ? {} : { deliverable: fileKind };

  const claims = (entry: AppEntry, version: Version): ClaimRequirement[] => {
    const at = circumstancesOf(profile, entry, version);
    const lookup = entryLookup(profile, entry, version, undefined);
    const read = profile.claims
      .filter((claim) => holds(claim, at))
      .flatMap((one): ClaimRequirement[] => {
        const { claim: name, scope, level, type, rule, why, source: id } = one;
        const [claim, of] = [fill(name, lookup), fill(scope, lookup)];
        if (claim === undefined || of === undefined) return [];
        return [
          {
            claim: textOf(claim),
            scope: textOf(of),
            level,
            type,
            ...(rule === undefined ? {} : { rule }),
            ...accepted(one, lookup),
            why: filledText(why, lookup) ?? why,
            source: source(id),
          },
        ];
      });
    // A claim that a setting names may be one that is read anyway; the first says what it must be.
    return read.filter(({ claim }, index) => read.findIndex((other) => other.claim === claim) === index);
  };

  return {
    kind: profile.kind,
    name: profile.name,
    description: profile.about,
    profile,
    versions: {
      lines: profile.versions.lines,
      ...(profile.versions.released === undefined ? {} : { released: profile.versions.released }),
      ...(profile.versions.patches === undefined ? {} : { patches: profile.versions.patches }),
      ...(profile.versions.too_old === undefined ? {} : { tooOld: profile.versions.too_old }),
    },
    ...(profile.editions === undefined ? {} : { editions: profile.editions }),
    settings: settings.map(([key, one]) => settingDefinition(key, one)),
    traits: {
      token_endpoint_auth_method: methods.map((one) => ({ ...one, value: firstMethod(one.value) })),
      tries_other_auth_method: methods.map((one) => ({ ...one, value: tries(one.value) })),
      pkce: table(traits.pkce, source),
      uses_discovery: table(traits.discovery, source),
      claims_from: table(traits.claims_from, source),
      sends_nonce: table(traits.nonce, source),
      scopes: table(traits.scopes, source),
      checks_issuer: table(traits.checks_issuer, source),
    } satisfies FactTable<AppTraits>,
    ...(traits.random === undefined
      ? {}
      : { random_lengths: { ...traits.random, source: source(traits.random.source) } }),
    override(entry, _traits, version) {
      const at = circumstancesOf(profile, entry, version);
      const method = dependent(traits.method, at);
      const pkce = dependent(traits.pkce, at);
      const uses_discovery = dependent(traits.discovery, at);
      const claims_from = dependent(traits.claims_from, at);
      const scopes = dependent(traits.scopes, at);
      const sends_nonce = dependent(traits.nonce, at);
      const checks_issuer = dependent(traits.checks_issuer, at);
      return {
        ...(method === undefined
          ? {}
          : {
              token_endpoint_auth_method: firstMethod(method),
              tries_other_auth_method: tries(method),
            }),
        ...(pkce === undefined ? {} : { pkce }),
        ...(uses_discovery === undefined ? {} : { uses_discovery }),
        ...(claims_from === undefined ? {} : { claims_from }),
        ...(scopes === undefined ? {} : { scopes }),
        ...(sends_nonce === undefined ? {} : { sends_nonce }),
        ...(checks_issuer === undefined ? {} : { checks_issuer }),
      };
    },
    redirectPaths(entry, providerKind, version) {
      const at = circumstancesOf(profile, entry, version);
      const lookup = entryLookup(profile, entry, version, providerKind);
      return profile.callbacks.flatMap((one) =>
        typeof one !== 'string' && 'later' in one ? [] : (addressAt(one, at, lookup) ?? []),
      );
    },
    ...(profile.clients === undefined
      ? {}
      : {
          furtherClients(entry, providerKind, version): FurtherClient[] {
            const at = circumstancesOf(profile, entry, version);
            const lookup = entryLookup(profile, entry, version, providerKind);
            return Object.entries(profile.clients!).map(([name, one]) => {
              const id = one.id === undefined ? undefined : fill(one.id, lookup);
              const scopes = one.scopes === undefined ? undefined : firstHolding(one.scopes, at);
              return {
                name,
                title: one.title,
                wanted: holds(one, at),
                ...(id === undefined ? {} : { client_id: textOf(id) }),
                token_endpoint_auth_method: one.method,
                sends_pkce: one.pkce === 'S256',
                ...(scopes === undefined ? {} : { scopes }),
                redirect_paths: one.callbacks.flatMap((uri) => addressAt(uri, at, lookup) ?? []),
                source: source(one.source),
              };
            });
          },
        }),
    ...(profile.app_secret === undefined ? {} : { app_secret: profile.app_secret }),
    ...(profile.logout === undefined
      ? {}
      : {
          logout: (entry, providerKind, version): LogoutAddresses => {
            const at = circumstancesOf(profile, entry, version);
            const lookup = entryLookup(profile, entry, version, providerKind);
            return Object.fromEntries(
              Object.entries(profile.logout ?? {}).flatMap(([way, one]) => {
                const address = addressAt(one, at, lookup);
                return address === undefined ? [] : [[way, address]];
              }),
            );
          },
        }),
    ...(profile.launch === undefined
      ? {}
      : {
          launch: (entry, providerKind, version): string | undefined =>
            addressAt(
              profile.launch!,
              circumstancesOf(profile, entry, version),
              entryLookup(profile, entry, version, providerKind),
            ),
        }),
    ...(profile.login_start === undefined
      ? {}
      : {
          loginStart(entry, providerKind, version, callback): LoginStart | undefined {
            const at = circumstancesOf(profile, entry, version);
            const start = [profile.login_start!].flat().find((one) => holds(one, at));
            if (start === undefined || !('path' in start)) return undefined;
            const lookup = entryLookup(profile, entry, version, providerKind);
            const path = filledText(start.path, (name, stated) =>
              name === 'callback' ? callback : lookup(name, stated),
            );
            return path === undefined ? undefined : { path, kind: start.kind };
          },
        }),
    ...(profile.login_list === undefined
      ? {}
      : {
          loginList(entry, providerKind, version, callback): LoginList | undefined {
            const at = circumstancesOf(profile, entry, version);
            const list = [profile.login_list!].flat().find((one) => holds(one, at));
            if (list === undefined) return undefined;
            const lookup = entryLookup(profile, entry, version, providerKind);
            const filled = (text: string) =>
              filledText(text, (name, stated) => (name === 'callback' ? callback : lookup(name, stated)));
            const path = filled(list.path);
            const [post, only] = [filledAll(list.post, filled), filledAll(list.only, filled)];
            if (path === undefined || post === null || only === null) return undefined;
            const { on, entries, reads } = list;
            return {
              path,
              ...(post === undefined ? {} : { post }),
              ...(on === undefined ? {} : { on }),
              ...(entries === undefined ? {} : { entries }),
              ...(only === undefined ? {} : { only }),
              reads,
            };
          },
        }),
    laterRedirect(entry, version) {
      const at = circumstancesOf(profile, entry, version);
      for (const one of profile.callbacks) {
        if (typeof one === 'string' || !('later' in one) || !holds(one, at)) continue;
        const example = fill(one.example, entryLookup(profile, entry, version, undefined));
        return { shown: one.later, example: example === undefined ? one.example : textOf(example) };
      }
      return undefined;
    },
    claims,
    ...(profile.roles === undefined ? {} : { roles: rolesOf(profile, profile.roles) }),
    endpointsInFiles(entry, version) {
      const at = circumstancesOf(profile, entry, version);
      return (profile.endpoints ?? []).flatMap((one) =>
        typeof one === 'string' ? one : holds(one, at) ? one.endpoint : [],
      );
    },
    trust: trustOf,
    setAt(what, entry, version, isPublic, providerKind) {
      if (what === 'ca') return [{ name: settingOfTrust(trustOf(entry, version)), way: 'env' }];
      if (what === 'switch') return switches(profile, entry, version);
      const lookup = entryLookup(profile, entry, version, providerKind);
      const placesOf = (variables: readonly string[]): SetAt[] =>
        whereSet(profile, entry, version, variables, isPublic, lookup).map((one) =>
          one.way === 'file' ? { ...one, ...ofFile } : one,
        );
      const found = placesOf(VARIABLES_OF[what]);
      if (found.length > 0) return found;
      // An app that reads no discovery document is told the endpoints instead.
      if (what === 'issuer')
        return placesOf(['authorization_endpoint', 'token_endpoint', 'userinfo_endpoint']);
      const told = what === 'redirect_uri' || what === 'auth_method' ? profile.told?.[what] : undefined;
      if (told !== undefined) {
        const { name, way } = typeof told === 'string' ? { name: told, way: 'screen' as const } : told;
        return [{ name: filledText(name, lookup) ?? name, way, ...(way === 'file' ? ofFile : {}) }];
      }
      if (what !== 'scopes') return found;
      // An app with a list of scopes of its own has at most a setting that adds one.
      return placesOf(settings.filter(([, one]) => one.scope === true).map(([key]) => `settings.${key}`)).map(
        (one) => ({ ...one, adds: true }),
      );
    },
    has_compose: profile.targets.some(
      (target) => 'env' in target || ('file' in target && target.compose !== undefined),
    ),
    ...(hook.kinds === undefined ? {} : { kinds: hook.kinds }),
    words: (cause, entry, version, names) =>
      ownWords(
        profile.words ?? [],
        cause,
        circumstancesOf(profile, entry, version),
        (name, stated) => names[name] ?? entryLookup(profile, entry, version, undefined)(name, stated),
      ),
    said: (profile.words ?? []).map((one) => ({ ...one, source: source(one.source) })),
    errors: (version) => (profile.errors ?? []).filter((one) => isKnownAt(one, version)),
    ...(profile.debug === undefined
      ? {}
      : { debugLog: (version) => [profile.debug!].flat().find((one) => isKnownAt(one, version)) }),
    ...(profile.container === undefined ? {} : { container: profile.container.name }),
    ...(profile.container?.no_shell === undefined ? {} : { no_shell: profile.container.no_shell }),
    extraScopes(entry, version) {
      const at = circumstancesOf(profile, entry, version);
      const lookup = entryLookup(profile, entry, version, undefined);
      return settings.flatMap(([key, one]) => {
        if (typeof one.scope === 'string') return filledText(one.scope, lookup) ?? [];
        const value = at.setting(key);
        return one.scope === true && holds(one, at) && typeof value === 'string' && value !== ''
          ? [value]
          : [];
      });
    },
    notices: (entry, version, providerKind) => profileNotices(profile, entry, version, providerKind, source),
    sources: [...sources.values()],
  };
}

/** The rule for roles that counts, with the values of the app's settings. */
const rolesOf =
  (profile: AppProfile, rules: NonNullable<AppProfile['roles']>) =>
  (entry: AppEntry, version: Version): RoleRule | undefined => {
    const at = circumstancesOf(profile, entry, version);
    const rule = rules.find((one) => holds(one, at));
    if (rule === undefined) return undefined;
    const { claim, grants = [], expression, otherwise, absent, new_only = false } = rule;
    const lookup = entryLookup(profile, entry, version, undefined);
    const name = claim === undefined ? undefined : filledText(claim, lookup);
    const valuesBy = (by: string, preset: readonly string[] = []): readonly string[] => {
      const value = lookup(`settings.${by}`, false);
      const values = (Array.isArray(value) ? value : [value]).filter(
        (one) => typeof one === 'string' && one !== '',
      );
      return values.length === 0 ? preset : values.map(String);
    };
    const [text] = expression === undefined ? [] : valuesBy(expression.by);
    return {
      ...(name === undefined ? {} : { claim: name }),
      grants: grants
        .filter((one) => holds(one, at))
        .map(({ role, by, default: preset, everyone }) => {
          const values = valuesBy(by, preset);
          return { role, by, values, everyone: everyone !== undefined && values.includes(everyone) };
        })
        .filter(({ values }) => values.length > 0),
      ...(expression === undefined || text === undefined ? {} : { expression: { ...expression, text } }),
      ...(otherwise === undefined ? {} : { otherwise }),
      ...(absent === undefined ? {} : { absent }),
      new_only,
    };
  };

/** A text, filled in. Undefined if a variable in it is empty. */
function filledText(template: string, lookup: Lookup): string | undefined {
  const filled = fill(template, lookup);
  return filled === undefined ? undefined : textOf(filled);
}

/** All the values, filled in. Null if a variable in one of them is empty. */
function filledAll(
  values: Readonly<Record<string, string>> | undefined,
  filled: (text: string) => string | undefined,
): Record<string, string> | null | undefined {
  if (values === undefined) return undefined;
  const all = Object.entries(values).map(([name, text]) => [name, filled(text)] as const);
  return all.some(([, text]) => text === undefined)
    ? null
    : (Object.fromEntries(all) as Record<string, string>);
}

/** The variable, with the option in it where it holds a list of them. */
function settingOfTrust({ name, value }: TrustSetting): string {
  const option = /^(-[^\s=]+)=/.exec(value)?.[1];
  return option === undefined ? name : `${name} (${option})`;
}

/** What the app's own settings accept in a claim. */
function accepted(
  { accepts, accepts_pattern, accepts_by, accepts_all }: AppProfile['claims'][number],
  lookup: Lookup,
): Pick<ClaimRequirement, 'accepts' | 'accepts_by' | 'accepts_all'> {
  const text = (template: string): string[] => {
    const filled = fill(template, lookup);
    return filled === undefined ? [] : [textOf(filled)];
  };
  const by = {
    ...(accepts_by === undefined ? {} : { accepts_by }),
    ...(accepts_all === undefined ? {} : { accepts_all }),
  };
  if (accepts !== undefined) return { accepts: { any_of: accepts.flatMap(text) }, ...by };
  const [pattern] = accepts_pattern === undefined ? [] : text(accepts_pattern);
  return pattern === undefined ? {} : { accepts: { pattern }, ...by };
}

/** Whether the app tries the other way after a refusal. */
const tries = (method: Method): boolean => method === 'auto' || method === 'auto_post';

/** The way it is registered with: `auto` begins with HTTP Basic. */
const firstMethod = (method: Method): Exclude<Method, 'auto' | 'auto_post'> =>
  method === 'auto' ? 'client_secret_basic' : method === 'auto_post' ? 'client_secret_post' : method;

/** An address that counts here, filled in. */
function addressAt(
  one: NonNullable<AppProfile['launch']>,
  at: Circumstances,
  lookup: Lookup,
): string | undefined {
  if (typeof one !== 'string' && !holds(one, at)) return undefined;
  const filled = fill(typeof one === 'string' ? one : one.uri, lookup);
  return filled === undefined ? undefined : textOf(filled);
}

function settingDefinition(key: string, one: NonNullable<AppProfile['settings']>[string]): SettingDefinition {
  const { label, type, choices, default: preset, since, before, help, pattern, example, fixed } = one;
  return {
    key,
    label,
    type,
    help: fixed === true ? `${help} It can’t be changed later.` : help,
    ...(choices === undefined ? {} : { choices }),
    ...(preset === undefined ? {} : { default: preset }),
    ...(since === undefined ? {} : { since }),
    ...(before === undefined ? {} : { before }),
    ...(pattern === undefined ? {} : { pattern }),
    ...(example === undefined ? {} : { example }),
  };
}

/** The value that counts here. */
const firstHolding = <T>(facts: Facts<T>, at: Circumstances): T | undefined =>
  isList(facts) ? facts.find((one) => holds(one, at))?.value : (facts as T);

/** The first value that depends on more than the version, if what it depends on holds. */
function dependent<T>(facts: Facts<T>, at: Circumstances): T | undefined {
  if (!isList(facts)) return undefined;
  return facts.find((one) => (one.when !== undefined || one.unless !== undefined) && holds(one, at))?.value;
}

function profileNotices(
  profile: AppProfile,
  entry: AppEntry,
  version: Version,
  providerKind: ProviderKind | undefined,
  source: (id: string | undefined) => Source,
): Notice[] {
  const at = circumstancesOf(profile, entry, version);
  const lookup = entryLookup(profile, entry, version, providerKind);
  const list: Notice[] = [];
  for (const { code, severity, side, text, fix, path, step, source: id, ...when } of profile.notices ?? []) {
    if (!holds(when, at)) continue;
    const message = fill(text, lookup);
    if (message === undefined) continue;
    const mend = fix === undefined ? undefined : fill(fix, lookup);
    list.push({
      code: `${profile.kind}-${code}`,
      severity,
      side,
      message: textOf(message),
      ...(mend === undefined ? {} : { fix: textOf(mend) }),
      ...(path === undefined ? {} : { path }),
      ...(step === undefined ? {} : { step: `${profile.kind}-${step}` }),
      source: source(id),
    });
  }
  // In an edition without the login nothing is left out.
  const without = profile.editions?.some(({ id, supported }) => id === entry.edition && !supported);
  for (const [key, one] of Object.entries(without ? {} : (profile.settings ?? {}))) {
    const { too_new, since, default: preset } = one;
    const stated = entry.settings?.[key];
    // A switch that is off as it would be anyway loses nothing.
    if (stated === undefined || (stated === false && preset === false)) continue;
    if (too_new === undefined || since === undefined || isKnownAt({ since }, version)) continue;
    list.push({
      code: `${profile.kind}-setting-too-new`,
      severity: 'warning',
      side: 'app',
      message: `${profile.name} ${version} doesn’t know ${too_new}; “${key}” is left out.`,
      fix: `Update ${profile.name} to ${since} or newer, or remove the setting.`,
      path: `settings.${key}`,
      source: source(one.source),
    });
  }
  if (profile.unsure?.length)
    list.push({
      code: `${profile.kind}-unsure`,
      severity: 'info',
      side: 'app',
      message: 'Not confirmed:',
      points: unsureFacts(profile.unsure),
      fix: 'The test login shows whether it holds for you.',
    });
  return list;
}
