import type { Change, WorkspaceView } from '../../shared/host/workspace.ts';
import type { AppEntry, ProviderEntry } from '../../shared/workspace/types.ts';
import type { TextKey } from '../text/en.ts';
import type { Speaker } from '../text/text.ts';
import { appKindOf, providerKindOf } from './app-kinds.ts';
import type { AppState } from './state.ts';

/** What each setting of an app is called on the screens where it is chosen. */
const OF_APP = {
  kind: 'step.app',
  url: 'provider.url',
  provider: 'step.provider',
  version: 'setting.version',
  edition: 'setting.edition',
  client_id: 'addresses.client_id',
  client_name: 'addresses.client_name',
  redirect_uris: 'setting.redirects',
  scopes: 'addresses.scopes',
  token_endpoint_auth_method: 'addresses.auth-method',
  access_token_signed_response_alg: 'addresses.token-alg',
  require_pkce: 'addresses.pkce',
  slug: 'addresses.slug',
  policy: 'addresses.who',
  groups: 'addresses.groups.rule',
  consent: 'addresses.consent.rule',
  trusts_ca: 'addresses.trusts-ca.rule',
  test_redirect_uri: 'addresses.test.rule',
} as const satisfies Record<Exclude<keyof AppEntry, 'settings'>, TextKey>;
const OF_PROVIDER = {
  kind: 'provider.kind',
  url: 'provider.url',
  version: 'setting.version',
  setup: 'setting.list',
  declare: 'setting.declare',
  ca_file: 'provider.ca',
} as const satisfies Record<Exclude<keyof ProviderEntry, 'metadata'>, TextKey>;
/** Values that the screens have other words for. */
const VALUES = {
  policy: { two_factor: 'addresses.policy.two_factor', one_factor: 'addresses.policy.one_factor' },
  consent: { always: 'addresses.consent.always', never: 'addresses.consent.never' },
  setup: { existing: 'provider.setup.existing', new: 'provider.setup.new' },
} as const;
type Name = (typeof OF_APP)[keyof typeof OF_APP] | (typeof OF_PROVIDER)[keyof typeof OF_PROVIDER];
type Words<T = (typeof VALUES)[keyof typeof VALUES]> = T extends unknown ? T[keyof T] : never;

/** One setting in which two versions of an entry differ, in the words of the screens. */
export interface SettingDifference {
  readonly key: string;
  readonly name: string;
  readonly mine: string;
  readonly theirs: string;
}

type Known = Pick<AppState, 'catalog' | 'view'>;

/** What the entry of a change is called on the screens. */
export function nameOfChanged(change: Change, { t }: Speaker, known: Known): string {
  if (change.op === 'set-name') return t('app.name');
  return change.op === 'put-app'
    ? (change.entry.client_name ?? appKindOf(known, change.entry.kind)?.name ?? change.id)
    : (providerKindOf(known, change.entry.kind)?.name ?? change.id);
}

/** The settings in which the change and the other version differ; empty texts are settings that are not stated. */
export function differences(
  change: Change,
  theirs: WorkspaceView,
  speaker: Speaker,
  known: Known,
): readonly SettingDifference[] {
  const { t } = speaker;
  if (change.op === 'set-name')
    return [{ key: 'name', name: t('app.name'), mine: change.name, theirs: theirs.workspace.name ?? '' }];
  const isApp = change.op === 'put-app';
  const other = (isApp ? theirs.workspace.apps : theirs.workspace.providers)[change.id];
  const settings = isApp ? (appKindOf(known, change.entry.kind)?.settings ?? []) : [];
  const names: Readonly<Record<string, Name>> = isApp ? OF_APP : OF_PROVIDER;
  const nameOf = (key: string) =>
    Object.hasOwn(names, key)
      ? t(names[key]!)
      : (settings.find((one) => `settings.${one.key}` === key)?.label ??
        t(isApp ? 'setting.other' : 'provider.metadata'));
  const say = (key: string, value: unknown): string => {
    if (value === undefined) return '';
    if (Array.isArray(value)) return value.join(', ');
    if (typeof value === 'boolean') return t(value ? 'addresses.yes' : 'addresses.no');
    const text = String(value);
    if (key === 'kind') return (isApp ? appKindOf(known, text) : providerKindOf(known, text))?.name ?? text;
    const words = (VALUES as Readonly<Record<string, Readonly<Record<string, Words>>>>)[key]?.[text];
    return words === undefined ? text : t(words);
  };
  const [mine, others] = [flat(change.entry), flat(other)];
  return [...new Set([...Object.keys(mine), ...Object.keys(others)])]
    .map((key) => ({ key, name: nameOf(key), mine: say(key, mine[key]), theirs: say(key, others[key]) }))
    .filter((one) => one.mine !== one.theirs);
}

/** Every setting under its own key, also those that stand together in the file. */
function flat(entry: AppEntry | ProviderEntry | undefined): Readonly<Record<string, unknown>> {
  if (!entry) return {};
  return Object.fromEntries(
    Object.entries(entry).flatMap(([key, value]) =>
      key === 'settings' || key === 'metadata'
        ? Object.entries(value as object).map(([inner, one]) => [`${key}.${inner}`, one])
        : [[key, value]],
    ),
  );
}
