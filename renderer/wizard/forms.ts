import { DEFAULT_CONSENT } from '../../shared/client/defaults.ts';
import type { AppKindView } from '../../shared/host/connection.ts';
import { DECLARE_WAYS } from '../../shared/workspace/declare-ways.ts';
import {
  ACCESS_TOKEN_ALGS,
  type AppEntry,
  type AppSettings,
  type ProviderEntry,
  TOKEN_ENDPOINT_AUTH_METHODS,
} from '../../shared/workspace/types.ts';
import { STEPS, type Step } from '../route.ts';
import type { Draft } from '../store/state.ts';

/** Values of a form by field name; an absent field is empty. */
export type Form = Readonly<Record<string, string>>;

const isOneOf = <T extends string>(list: readonly T[], text: string | undefined): text is T =>
  text !== undefined && (list as readonly string[]).includes(text);

const isTexts = (value: unknown): value is Form =>
  typeof value === 'object' && value !== null && Object.values(value).every((one) => typeof one === 'string');

/** True if the value is a draft as stored by `progress.set`. */
export function isStoredDraft(value: unknown): value is Draft {
  if (typeof value !== 'object' || value === null) return false;
  const draft = value as Record<string, unknown>;
  return isTexts(draft['provider']) && isTexts(draft['app']) && typeof draft['reached'] === 'number';
}

/** The step at which a new connection goes on. It is in the workspace from the step after the addresses. */
export const resumeStep = (draft: Draft): Step => STEPS[Math.min(draft.reached, STEPS.indexOf('addresses'))]!;

/** True if the draft holds something that was typed. The choice of a provider of the workspace is nothing to lose. */
export const isUnfinished = (draft: Draft): boolean =>
  Object.entries(draft.provider).some(([field, text]) => field !== 'id' && text !== '') ||
  Object.values(draft.app).some((text) => text !== '');

/** Splits a text, trims the parts and drops empty ones. */
export const splitList = (text: string | undefined, by: RegExp): string[] =>
  (text ?? '')
    .split(by)
    .map((part) => part.trim())
    .filter((part) => part !== '');

const COMMA = /[,\n]/;
const BLANK = /[\s,]+/;
const LINE = /\n/;

/** Fills the form from a provider's entry. */
export function formFromProvider(entry: ProviderEntry | undefined): Form {
  if (!entry) return {};
  return clean({
    kind: entry.kind,
    url: entry.url,
    version: entry.version,
    setup: entry.setup,
    declare: entry.declare,
    ca_file: entry.ca_file,
    ...Object.fromEntries(
      Object.entries(entry.metadata ?? {}).map(([name, value]) => [`metadata.${name}`, value]),
    ),
  });
}

/** Builds a provider's entry from its form; undefined until one of the `kinds` is chosen. */
export function providerFromForm(form: Form, kinds: readonly string[]): ProviderEntry | undefined {
  const { kind } = form;
  if (!isOneOf(kinds, kind)) return undefined;
  const metadata = clean(
    Object.fromEntries(
      ['authorization_endpoint', 'token_endpoint', 'userinfo_endpoint', 'jwks_uri'].map((name) => [
        name,
        form[`metadata.${name}`]?.trim(),
      ]),
    ),
  );
  return {
    kind,
    url: (form['url'] ?? '').trim(),
    ...clean({ version: form['version']?.trim(), ca_file: form['ca_file']?.trim() }),
    ...(form['setup'] === 'new' || form['setup'] === 'existing' ? { setup: form['setup'] } : {}),
    ...(isOneOf(DECLARE_WAYS, form['declare']) ? { declare: form['declare'] } : {}),
    ...(Object.keys(metadata).length > 0 ? { metadata } : {}),
  };
}

/** Fills the form from an app's entry. */
export function formFromApp(entry: AppEntry | undefined): Form {
  if (!entry) return {};
  const { policy, consent } = entry;
  const standard = policy === undefined || policy === 'two_factor' || policy === 'one_factor';
  const remembered = consent !== undefined && consent !== 'always' && consent !== 'never';
  return clean({
    kind: entry.kind,
    url: entry.url,
    provider: entry.provider,
    version: entry.version,
    edition: entry.edition,
    redirect: entry.redirect_uris ? 'other' : 'computed',
    redirect_uris: entry.redirect_uris?.join('\n'),
    policy: standard ? policy : 'other',
    policy_name: standard ? undefined : policy,
    groups: entry.groups?.join(', '),
    consent: remembered ? 'remembered' : consent,
    consent_span: remembered ? consent : undefined,
    trusts_ca: entry.trusts_ca ? 'yes' : undefined,
    test: entry.test_redirect_uri ? 'yes' : 'no',
    test_redirect_uri: entry.test_redirect_uri,
    client_id: entry.client_id,
    client_name: entry.client_name,
    scopes: entry.scopes?.join(' '),
    token_endpoint_auth_method: entry.token_endpoint_auth_method,
    access_token_signed_response_alg: entry.access_token_signed_response_alg,
    require_pkce: entry.require_pkce === undefined ? undefined : entry.require_pkce ? 'yes' : 'no',
    slug: entry.slug,
    ...Object.fromEntries(
      Object.entries(entry.settings ?? {}).map(([key, value]) => [
        `settings.${key}`,
        Array.isArray(value) ? value.join('\n') : String(value),
      ]),
    ),
  });
}

/**
 * Defaults of an app's form. Policy and consent aren't included: they are written only if the user chooses
 * them; otherwise the provider's own default applies.
 */
export const APP_DEFAULTS: Form = { redirect: 'computed', test: 'yes' };

/**
 * Builds an app's entry from its form; undefined until a kind is chosen. `testUri` is registered for the test
 * login if the user wants one and the form has no address for it yet.
 */
export function appFromForm(
  form: Form,
  kind: AppKindView | undefined,
  provider: string,
  testUri: string | undefined,
): AppEntry | undefined {
  const all = { ...APP_DEFAULTS, ...form };
  if (!kind || all['kind'] !== kind.kind) return undefined;
  const test = all['test'] === 'yes' ? all['test_redirect_uri']?.trim() || testUri : undefined;
  const method = all['token_endpoint_auth_method'];
  const tokenAlg = all['access_token_signed_response_alg'];
  const settings = settingsFromForm(all, kind);
  const lists = {
    redirect_uris: all['redirect'] === 'other' ? splitList(all['redirect_uris'], LINE) : [],
    scopes: splitList(all['scopes'], BLANK),
    groups: splitList(all['groups'], COMMA),
  };
  const policy = all['policy'] === 'other' ? all['policy_name']?.trim() : all['policy'];
  const consent =
    all['consent'] === 'remembered' ? all['consent_span']?.trim() || DEFAULT_CONSENT : all['consent'];
  return {
    kind: kind.kind,
    url: (all['url'] ?? '').trim(),
    provider,
    ...clean({
      version: all['version']?.trim(),
      edition: all['edition'],
      client_id: all['client_id']?.trim(),
      client_name: all['client_name']?.trim(),
      slug: all['slug']?.trim(),
      policy,
      consent,
      test_redirect_uri: test,
    }),
    ...Object.fromEntries(Object.entries(lists).filter(([, list]) => list.length > 0)),
    ...(isOneOf(TOKEN_ENDPOINT_AUTH_METHODS, method) ? { token_endpoint_auth_method: method } : {}),
    ...(all['trusts_ca'] === 'yes' ? { trusts_ca: true } : {}),
    ...(isOneOf(ACCESS_TOKEN_ALGS, tokenAlg) ? { access_token_signed_response_alg: tokenAlg } : {}),
    ...(all['require_pkce'] === 'yes' || all['require_pkce'] === 'no'
      ? { require_pkce: all['require_pkce'] === 'yes' }
      : {}),
    ...(Object.keys(settings).length > 0 ? { settings } : {}),
  };
}

function settingsFromForm(form: Form, kind: AppKindView): AppSettings {
  const settings: Record<string, string | boolean | string[]> = {};
  for (const definition of kind.settings) {
    const text = form[`settings.${definition.key}`]?.trim() ?? '';
    if (text === '') continue;
    if (definition.type === 'boolean') settings[definition.key] = text === 'true';
    else if (definition.type === 'list') settings[definition.key] = splitList(text, COMMA);
    else settings[definition.key] = text;
  }
  return settings;
}

/** Drops undefined and empty values. */
function clean<T extends Record<string, string | undefined>>(texts: T): { [K in keyof T]?: string } {
  return Object.fromEntries(
    Object.entries(texts).filter(([, text]) => text !== undefined && text !== ''),
  ) as { [K in keyof T]?: string };
}

/** Returns an unused id: `wish` if it is free, otherwise with a number. */
export function freeId(wish: string, taken: readonly string[]): string {
  const base = wish.replace(/[^a-z0-9-]/g, '').slice(0, 36) || 'app';
  if (!taken.includes(base)) return base;
  for (let number = 2; ; number++) {
    const id = `${base}-${number}`;
    if (!taken.includes(id)) return id;
  }
}

/** True if both have the same content, in whatever order their keys stand. */
export function sameEntry(a: object | undefined, b: object | undefined): boolean {
  const text = (value: unknown): string =>
    JSON.stringify(value, (_, one: unknown) =>
      typeof one === 'object' && one !== null && !Array.isArray(one)
        ? Object.fromEntries(Object.entries(one).sort(([x], [y]) => (x < y ? -1 : 1)))
        : one,
    ) ?? '';
  return text(a) === text(b);
}
