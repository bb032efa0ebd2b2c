import fc from 'fast-check';
import { sameAddress } from '../../../shared/addresses/pasted.ts';
import { goPatternRule } from '../../../shared/workspace/go-pattern.ts';
import { PROVIDER_KINDS } from '../../../shared/workspace/kinds.ts';
import {
  type AppEntry,
  type AppSettings,
  type ProviderEntry,
  type SettingValue,
  TOKEN_ENDPOINT_AUTH_METHODS,
  type Workspace,
} from '../../../shared/workspace/types.ts';
import { FIRST_KINDS, type FirstKind, SETTINGS_OF } from '../../helpers/first-apps.ts';

const host = fc
  .tuple(
    fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/),
    fc.constantFrom('example.com', 'home.arpa', 'xn--bcher-kva.example', 'localhost'),
  )
  .map(([name, rest]) => `${name}.${rest}`);

const url = fc
  .tuple(
    fc.constantFrom('https://', 'http://'),
    fc.oneof(host, fc.constantFrom('127.0.0.1', '[::1]', 'localhost', 'AUTH.Example.COM', 'bücher.example')),
    fc.constantFrom('', ':8443', ':80'),
    fc.constantFrom('', '/', '/sub', '/a/b/', '/%20x'),
  )
  .map((parts) => parts.join(''));

const line = fc
  .oneof(
    fc.string({ minLength: 1, maxLength: 30, unit: 'grapheme' }),
    fc.constantFrom(
      'yes',
      'null',
      '1.0',
      '0x10',
      '- a',
      'a: b',
      '#x',
      "it's",
      '"q"',
      '007',
      '1e3',
      '~',
      '*x',
      '&y',
      '!z',
      'true',
      '::',
      '%a',
      '@b',
      ' lead',
      'trail ',
    ),
  )
  .filter(
    (text) =>
      text.trim() !== '' &&
      !/\p{Cs}/u.test(text) &&
      !/[\u0000-\u001f\u007f\u2028\u2029]/.test(text) &&
      !text.includes('$'),
  );

const word = fc.stringMatching(/^[\x21-\x7e]{1,20}$/).filter((text) => !text.startsWith('$'));
const versionText = fc.oneof(
  fc.constantFrom('4.38', '4.40', '0.30', '0.30.1', '2026.10', 'v1.2', '3.0.0-rc1', '5', '010', '1.0'),
  fc.tuple(fc.nat(3000), fc.nat(99)).map(([major, minor]) => `${major}.${minor}`),
);
const id = fc
  .stringMatching(/^[a-z][a-z0-9-]{0,12}$/)
  .filter((text) => text !== 'constructor' && text !== 'prototype');

const optional = <T extends object>(
  model: { [K in keyof T]: fc.Arbitrary<T[K]> },
): fc.Arbitrary<Partial<T>> => fc.record(model, { requiredKeys: [] }) as fc.Arbitrary<Partial<T>>;

const setting: Readonly<Record<string, fc.Arbitrary<SettingValue>>> = {
  identifier_claim: word,
  identifier_filter: line.filter((filter) => goPatternRule(filter) === undefined),
  provider_id: fc.stringMatching(/^[a-z0-9]{1,10}$/),
  role_claim: word,
  role_admin: line,
  role_editor: line,
  role_viewer: line,
  username_claim: word,
  autologin: fc.boolean(),
  allow_registration: fc.boolean(),
  disable_userpass_login: fc.boolean(),
  rp_initiated_logout: fc.boolean(),
  tls_ca_certfile: line,
  client_key: fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9_-]{0,10}$/),
  tenant_id: fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9_-]{0,10}$/),
  groups_claim_path: word,
  internal_issuer: url,
  redirect_paths: fc.array(fc.constantFrom('/cb', '/auth/callback', 'https://x.example.com/cb?a=1'), {
    minLength: 1,
    maxLength: 3,
  }),
  pkce: fc.constantFrom('none', 'S256'),
  claims_from: fc.constantFrom('id_token', 'userinfo'),
  required_claims: fc.array(word, { minLength: 1, maxLength: 3 }),
  verified_email: fc.boolean(),
  uses_discovery: fc.boolean(),
};

function settingsOf(kind: FirstKind): fc.Arbitrary<AppSettings> {
  const model = Object.fromEntries(SETTINGS_OF[kind].map((key) => [key, setting[key]!]));
  return optional(model) as fc.Arbitrary<AppSettings>;
}

const provider: fc.Arbitrary<ProviderEntry> = fc
  .constantFrom(...PROVIDER_KINDS)
  .chain((kind) =>
    fc
      .tuple(
        fc.record({ kind: fc.constant(kind), url }),
        optional({ version: versionText, ca_file: line }),
        kind === 'authelia' ? optional({ setup: fc.constantFrom('new', 'existing') }) : fc.constant({}),
        kind === 'voidauth'
          ? optional({ declare: fc.constantFrom('environment', 'labels', 'screen') })
          : fc.constant({}),
        kind === 'oidc'
          ? optional({ metadata: optional({ jwks_uri: url, token_endpoint: url }) })
          : fc.constant({}),
      )
      .map((parts) => Object.assign({}, ...parts) as ProviderEntry),
  );

const app = (providers: readonly string[], index: number): fc.Arbitrary<AppEntry> =>
  fc.constantFrom(...FIRST_KINDS).chain((kind) =>
    fc
      .tuple(
        fc.record({ kind: fc.constant(kind), url, provider: fc.constantFrom(...providers) }),
        optional({
          version: versionText,
          client_id: fc.stringMatching(/^[A-Za-z0-9._~-]{1,20}$/).map((text) => `${text}-${index}`),
          client_name: line,
          redirect_uris: fc.array(url, { minLength: 1, maxLength: 3 }),
          scopes: fc
            .array(fc.constantFrom('profile', 'email', 'groups', 'offline_access'))
            .map((rest) => ['openid', ...rest]),
          token_endpoint_auth_method: fc.constantFrom(...TOKEN_ENDPOINT_AUTH_METHODS),
          require_pkce: fc.boolean(),
          slug: fc.stringMatching(/^[A-Za-z0-9_-]{1,20}$/),
          policy: fc.constantFrom('one_factor', 'two_factor', 'family only', 'no', '1.5'),
          groups: fc.array(line, { minLength: 1, maxLength: 3 }),
          consent: fc.constantFrom('always', 'never', '4w', '30m', '12h', '7d'),
          trusts_ca: fc.boolean(),
          access_token_signed_response_alg: fc.constantFrom('none', 'RS256'),
          test_redirect_uri: url,
          settings: settingsOf(kind),
        }),
        kind === 'kestra'
          ? optional({ edition: fc.constantFrom('enterprise', 'open-source') })
          : fc.constant({}),
      )
      .map((parts) => Object.assign({}, ...parts) as AppEntry),
  );

/** Any workspace that is valid. No app has the address of its provider. */
export const anyWorkspace: fc.Arbitrary<Workspace> = fc
  .tuple(
    fc.stringMatching(/^[a-z0-9-]{1,20}$/),
    fc.option(line, { nil: undefined }),
    fc.uniqueArray(id, { minLength: 1, maxLength: 8 }),
    fc.integer({ min: 1, max: 3 }),
  )
  .chain(([workspaceId, name, ids, count]) => {
    const providerIds = ids.slice(0, count);
    const appIds = ids.slice(count);
    return fc
      .tuple(
        fc.tuple(...providerIds.map(() => provider)),
        fc.tuple(...appIds.map((_, index) => app(providerIds, index))),
      )
      .map(([providers, apps]) => ({
        latchkey: 1 as const,
        id: workspaceId,
        ...(name !== undefined && { name }),
        providers: Object.fromEntries(providers.map((entry, index) => [providerIds[index]!, entry])),
        apps: Object.fromEntries(apps.map((entry, index) => [appIds[index]!, entry])),
      }))
      .filter(({ providers: at, apps: all }) =>
        Object.values<AppEntry>(all).every((entry) => !sameAddress(entry.url, at[entry.provider]!.url)),
      );
  });
