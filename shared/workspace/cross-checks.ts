import { appPage, pageInWords, providerPage, sameAddress, withScheme } from '../addresses/pasted.ts';
import { own } from '../own.ts';
import { builtInProvider } from '../profile/built-in.ts';
import type { ProfileSetting } from '../profile/schema.ts';
import { DECLARE_WAYS } from './declare-ways.ts';
import { goPatternRule } from './go-pattern.ts';
import { badChoice, type Issue, unknownKey, wrongType } from './issues.ts';
import { kindForm, kindsWith } from './kind-form.ts';
import { kindsOf, PROVIDER_KINDS } from './kinds.ts';
import { nearest } from './nearest.ts';
import type { OwnProfiles } from './own-profiles.ts';
import { either, MAX_PROBLEMS, quoted } from './problem.ts';
import { builtInPolicyMeant, lineRule, type Rule, wordRule } from './rules.ts';
import { urlObjection } from './url-rules.ts';

type Path = readonly (string | number)[];
type Raw = Readonly<Record<string, unknown>>;

export interface CrossIssue extends Issue {
  readonly severity: 'error' | 'warning';
}

/**
 * Checks the rules that involve several keys. The values may be wrong in any other way: values of an
 * unexpected type are skipped here, because the schema reports them. Linear in the number of entries.
 *
 * @param own what the files under `profiles` come to
 */
export function crossChecks(value: unknown, own: OwnProfiles): CrossIssue[] {
  const root = mapOf(value);
  const providers = mapOf(root['providers']);
  const apps = mapOf(root['apps']);
  const issues: CrossIssue[] = own.flaws.map(({ index, ...flaw }) => ({
    ...flaw,
    severity: 'warning',
    path: ['profiles', index],
    about: 'value',
  }));
  repeated(['profiles'], root['profiles'], issues);
  for (const [id, raw] of Object.entries(providers)) providerChecks(id, mapOf(raw), own, issues);
  const ids = Object.keys(providers);
  const clients = new Map<string, string>();
  for (const [id, raw] of Object.entries(apps)) {
    const app = mapOf(raw);
    if (Object.hasOwn(providers, id)) {
      issues.push(
        error(['apps', id], 'key', 'id-taken', `The id ${quoted(id)} is both a provider and an app.`, [
          `Rename one of them, for example ${id.slice(0, 36)}-app; both name entries in the keychain.`,
        ]),
      );
    }
    appChecks(id, app, providers, ids, own, issues);
    clientChecks(id, app, providers, clients, issues);
  }
  return issues;
}

function providerChecks(id: string, provider: Raw, own: OwnProfiles, issues: CrossIssue[]): void {
  const kind = provider['kind'];
  const url = complete(provider['url']);
  const kinds = [...PROVIDER_KINDS, ...Object.keys(own.providers)];
  const known = typeof kind === 'string' && kinds.includes(kind);
  const page = url === undefined ? undefined : providerPage(url, known ? kind : undefined);
  if (page) {
    const other = page.kind === undefined ? '' : ` and kind: ${page.kind}`;
    issues.push(
      error(
        ['providers', id, 'url'],
        'value',
        'bad-url',
        `The provider's URL is the address of ${pageInWords(page)}.`,
        [`Write ${page.root}${other}; the rest is derived.`],
      ),
    );
  }
  if (!known) {
    if (typeof kind === 'string')
      issues.push({
        ...badChoice(['providers', id, 'kind'], kind, kinds),
        ...(own.complete ? {} : { suggestion: 'If a profile describes it, mend that first.' }),
        severity: 'error',
      });
    return;
  }
  const profile = builtInProvider(kind);
  if (provider['setup'] !== undefined && profile?.clients.one_list !== true) {
    const listed = PROVIDER_KINDS.filter((one) => builtInProvider(one)?.clients.one_list);
    issues.push(notForKind(['providers', id, 'setup'], 'setup', 'provider', kind, listed));
  }
  const way = provider['declare'];
  const ways: readonly string[] = (profile ?? own.providers[kind])?.clients.declare ?? [];
  if (way !== undefined && ways.length === 0) {
    const listed = PROVIDER_KINDS.filter((one) => builtInProvider(one)?.clients.declare);
    issues.push(notForKind(['providers', id, 'declare'], 'declare', 'provider', kind, listed));
  } else if (
    typeof way === 'string' &&
    (DECLARE_WAYS as readonly string[]).includes(way) &&
    !ways.includes(way)
  ) {
    issues.push({ ...badChoice(['providers', id, 'declare'], way, ways), severity: 'error' });
  }
  // What a hook writes follows from the product alone.
  if (Object.keys(mapOf(provider['metadata'])).length > 0 && profile?.hook !== undefined) {
    issues.push(notForKind(['providers', id, 'metadata'], 'metadata', 'provider', kind, ['oidc']));
  }
}

function appChecks(
  id: string,
  app: Raw,
  providers: Raw,
  ids: readonly string[],
  own: OwnProfiles,
  issues: CrossIssue[],
): void {
  const path = ['apps', id];
  const provider = app['provider'];
  if (typeof provider === 'string' && !Object.hasOwn(providers, provider)) {
    const near = issues.length < MAX_PROBLEMS ? nearest(provider, ids.slice(0, 200)) : undefined;
    issues.push(
      error(
        [...path, 'provider'],
        'value',
        'unknown-provider',
        `There is no provider ${quoted(provider)} in this file.`,
        [
          ids.length === 0
            ? `Add it under providers, or take the app out.`
            : near
              ? `Write provider: ${near}.`
              : `Write one of ${either(ids)}, or add it under providers.`,
        ],
      ),
    );
  }
  appAddress(path, app, typeof provider === 'string' ? mapOf(providers[provider]) : {}, issues);
  const policy = app['policy'];
  const meant = typeof policy === 'string' ? builtInPolicyMeant(policy) : undefined;
  if (meant) {
    issues.push({
      ...error(
        [...path, 'policy'],
        'value',
        'policy-almost-built-in',
        `${quoted(String(policy))} is taken as the name of a policy of the provider.`,
        [`If the built-in one is meant, write policy: ${meant}.`],
      ),
      severity: 'warning',
    });
  }
  const scopes = app['scopes'];
  if (Array.isArray(scopes) && scopes.length > 0 && !scopes.includes('openid')) {
    issues.push(
      error(
        [...path, 'scopes'],
        'value',
        'scope-openid-missing',
        'The scopes lack openid, without which it is no OpenID Connect login.',
        ['Put openid first in the list.'],
      ),
    );
  }
  for (const key of ['redirect_uris', 'scopes', 'groups']) repeated([...path, key], app[key], issues);
  const kind = app['kind'];
  kindChecks(path, typeof kind === 'string' ? kind : undefined, app, own, issues);
}

/** The app's URL is its own root: neither one of its pages, nor the provider. */
function appAddress(path: Path, app: Raw, provider: Raw, issues: CrossIssue[]): void {
  const url = complete(app['url']);
  if (url === undefined) return;
  const kind = typeof app['kind'] === 'string' ? app['kind'] : undefined;
  const of = complete(provider['url']);
  if (of !== undefined) {
    const at = typeof provider['kind'] === 'string' ? provider['kind'] : undefined;
    const root = providerPage(of, at)?.root ?? of;
    if (sameAddress(url, of) || sameAddress(providerPage(url, at)?.root ?? url, root)) {
      issues.push(
        error([...path, 'url'], 'value', 'same-address', "The app's URL is the provider's.", [
          'Write the address at which the app itself opens in the browser.',
        ]),
      );
      return;
    }
  }
  const stated = mapOf(app['settings'])['redirect_paths'];
  const callbacks = Array.isArray(stated) ? stated.filter((one) => typeof one === 'string') : [];
  const page = appPage(url, kind, callbacks);
  if (!page) return;
  issues.push({
    ...error(
      [...path, 'url'],
      'value',
      'bad-url',
      `The app's URL ${page.sure ? 'is' : 'looks like'} the address of ${pageInWords(page)}.`,
      [
        page.sure
          ? `Write ${page.root}; the rest is derived.`
          : `If the app opens at ${page.root}, write that; the rest is derived.`,
      ],
    ),
    severity: page.sure ? 'error' : 'warning',
  });
}

/** The address with its beginning added if it is missing. Undefined if it is no address to look at. */
const complete = (value: unknown): string | undefined =>
  typeof value === 'string' && value.length <= 2048 ? (withScheme(value) ?? value) : undefined;

/**
 * The kind of app, and what it decides: its settings and editions. While a profile is not in use, an unknown kind may
 * be the one that it describes: the workspace is then usable, apart from that app.
 */
function kindChecks(
  path: Path,
  kind: string | undefined,
  app: Raw,
  { kinds, complete }: OwnProfiles,
  issues: CrossIssue[],
): void {
  const form = kind === undefined ? undefined : kindForm(kind, kinds);
  if (kind !== undefined && form === undefined) {
    const unknown = badChoice([...path, 'kind'], kind, kindsOf(kinds));
    if (!complete) {
      issues.push({
        ...unknown,
        severity: 'warning',
        suggestion: 'If a profile describes it, mend that first.',
      });
      return;
    }
    issues.push({ ...unknown, severity: 'error' });
  }
  for (const [key, value] of Object.entries(mapOf(app['settings']))) {
    const here = [...path, 'settings', key];
    if (form?.settings.includes(key)) {
      const defined = own(form.defined, key);
      if (defined) issues.push(...definedSetting(here, defined, value));
      continue;
    }
    const owners = kindsWith(kinds, ({ settings }) => settings.includes(key));
    if (owners.length === 0)
      issues.push({ severity: 'error', ...unknownKey([...path, 'settings'], key, form?.settings) });
    else if (form) {
      issues.push(notForKind(here, key, 'app', kind!, owners, form.settings));
      // If the kind is what is wrong, the value stays and has to be right.
      const meant = owners.length === 1 ? own(kindForm(owners[0]!, kinds)!.defined, key) : undefined;
      if (meant) issues.push(...definedSetting(here, meant, value));
    }
  }
  const edition = app['edition'];
  if (edition === undefined || form === undefined || kind === undefined) return;
  const { editions } = form;
  if (editions.length === 0) {
    const owners = kindsWith(kinds, (other) => other.editions.length > 0);
    issues.push(notForKind([...path, 'edition'], 'edition', 'app', kind, owners));
  } else if (typeof edition === 'string' && !editions.includes(edition)) {
    const near = nearest(edition, editions) ?? editions.find((one) => sameBeginning(one, edition));
    issues.push(
      error(
        [...path, 'edition'],
        'value',
        'unknown-edition',
        `${quoted(edition)} is no edition of ${kind}.`,
        [near ? `Write edition: ${near}.` : `Write ${either(editions)}.`],
      ),
    );
  }
}

/** True if two names begin with the same letter, whatever the case. */
const sameBeginning = (one: string, other: string): boolean =>
  one[0]?.toLowerCase() === other[0]?.toLowerCase();

/** Checks a value against what the profile says of its setting. */
function definedSetting(path: Path, setting: ProfileSetting, value: unknown): CrossIssue[] {
  const refused = (issue: Issue): CrossIssue[] => [{ severity: 'error', ...issue }];
  const { type, choices, pattern, example, label } = setting;
  if (type === 'boolean') return typeof value === 'boolean' ? [] : refused(wrongType(path, value, 'boolean'));
  if (type === 'list') {
    if (!Array.isArray(value)) return refused(wrongType(path, value, 'array'));
    const bad = value.findIndex((one) => typeof one !== 'string' || lineRule(label, 1024)(one) !== undefined);
    return bad < 0 ? [] : refused(wrongType([...path, bad], value[bad], 'string'));
  }
  if (typeof value !== 'string') return refused(wrongType(path, value, 'string'));
  if (choices) return choices.includes(value) ? [] : refused(badChoice(path, value, choices));
  const line = lineRule(label, 1024)(value) ?? formRule(setting)?.(value);
  if (line) return refused({ ...line, path, about: 'value' });
  if (pattern === undefined || new RegExp(`^(?:${pattern})$`).test(value)) return [];
  return [
    error(path, 'value', 'bad-value', `${quoted(value)} is not of the form that “${label}” has.`, [
      example === undefined ? setting.help : `Write one such as ${example}.`,
    ]),
  ];
}

/** The rule for what a text is, beyond one line. */
function formRule({ form, label, example }: ProfileSetting): Rule | undefined {
  switch (form) {
    case 'word':
      return wordRule(label, /^[\x21-\x7e]{1,200}$/, 'one word without blanks', example ?? 'groups');
    case 'url':
      return (value) =>
        urlObjection(value, {
          what: label,
          example: example ?? 'https://auth.example.com',
          query: 'refused',
        });
    case 'go_pattern':
      return goPatternRule;
    default:
      return undefined;
  }
}

function clientChecks(
  id: string,
  app: Raw,
  providers: Raw,
  clients: Map<string, string>,
  issues: CrossIssue[],
): void {
  const client = app['client_id'];
  const provider = app['provider'];
  if (typeof client !== 'string' || typeof provider !== 'string') return;
  const path = ['apps', id, 'client_id'];
  if (Object.hasOwn(providers, provider) && mapOf(providers[provider])['kind'] === 'authelia') {
    // Authelia refuses anything else when it checks its configuration.
    if (!/^[A-Za-z0-9._~-]{1,100}$/.test(client) && /^[\x21-\x7e]{1,255}$/.test(client)) {
      issues.push(
        error(
          path,
          'value',
          'bad-client-id',
          `Authelia takes a client_id of up to 100 letters, digits and . _ ~ - only.`,
          ['Write one of these, or leave the key out and one is made.'],
        ),
      );
    }
  }
  const pair = JSON.stringify([provider, client]);
  const other = clients.get(pair);
  if (other === undefined) clients.set(pair, id);
  else {
    issues.push(
      error(
        path,
        'value',
        'client-id-taken',
        `The app ${quoted(other)} has the same client_id at this provider.`,
        ['Give each app its own, or leave the key out and one is made.'],
      ),
    );
  }
}

function repeated(path: Path, list: unknown, issues: CrossIssue[]): void {
  if (!Array.isArray(list)) return;
  const seen = new Set<unknown>();
  for (const [index, item] of list.entries()) {
    if (typeof item === 'string' && seen.has(item)) {
      issues.push({
        ...error(
          [...path, index],
          'value',
          'repeated-item',
          `${quoted(item.replace(/\/\/[^/]*@/, '//').replace(/([?#]).+/s, '$1…'))} stands in this list twice.`,
          ['Keep one of them.'],
        ),
        severity: 'warning',
      });
    }
    seen.add(item);
  }
}

function notForKind(
  path: Path,
  key: string,
  what: 'app' | 'provider',
  kind: string,
  owners: readonly string[],
  allowed: readonly string[] = [],
): CrossIssue {
  return error(
    path,
    'key',
    'not-for-kind',
    `${quoted(key)} is for ${what}s of kind ${either(owners)}, not ${kind}.`,
    [`Take it out${allowed.length > 0 ? `; ${kind} has ${either(allowed, 20)}` : ''}.`],
  );
}

function error(
  path: Path,
  about: 'key' | 'value',
  code: string,
  message: string,
  [suggestion]: readonly [string],
): CrossIssue {
  return { severity: 'error', path, about, code, message, suggestion };
}

function mapOf(value: unknown): Raw {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Raw) : {};
}
