import { describe, expect, it } from 'vitest';
import { allApps } from '../../../../shared/catalog/apps/index.ts';
import { deriveConnection } from '../../../../shared/client/derive.ts';
import { KEYS, type Wanted } from '../../../../shared/existing/doctor/authelia/keys.ts';
import { CLIENT_DEFAULTS, spanOf } from '../../../../shared/existing/import/authelia-defaults.ts';
import { type Imported, importFiles } from '../../../../shared/existing/import/import.ts';
import { asWorkspace } from '../../../../shared/existing/import/into.ts';

/** JSON is YAML, so it can be indented as it is. */
const authelia = (client: object, more: object = {}): Imported =>
  importFiles(
    [
      {
        name: 'configuration.yml',
        text: JSON.stringify({ identity_providers: { oidc: { ...more, clients: [client] } } }, null, 2),
      },
    ],
    { url: 'https://auth.example.com' },
  );
const blueprint = (attrs: object): Imported =>
  importFiles(
    [
      {
        name: 'blueprint.yaml',
        text: JSON.stringify({
          version: 1,
          entries: [
            {
              model: 'authentik_providers_oauth2.oauth2provider',
              identifiers: { client_id: 'tool' },
              attrs,
            },
            {
              model: 'authentik_core.application',
              identifiers: { slug: 'tool' },
              attrs: { name: 'tool', provider: 'tool' },
            },
          ],
        }),
      },
    ],
    { url: 'https://auth.example.com' },
  );
const keycloak = (client: object): Imported =>
  importFiles([{ name: 'client.json', text: JSON.stringify(client, null, 2) }], {
    url: 'https://id.example.com/realms/home',
  });

const derived = (found: Imported) => {
  const workspace = asWorkspace(found, 'defaults');
  return deriveConnection(workspace, Object.keys(workspace.apps)[0]!, 'none');
};

/** What is said of an import, without the lines. */
const said = ({ apps, leftovers, secrets, missing }: Imported) => ({
  // “none” is what counts without it, and is kept because its line is there.
  entries: apps.map(({ entry: { access_token_signed_response_alg: alg, ...entry } }) =>
    alg === undefined || alg === 'none' ? entry : { ...entry, alg },
  ),
  leftovers: leftovers.map(({ what, why }) => `${what}: ${why}`).sort(),
  secrets: secrets.map(({ purpose }) => purpose),
  missing,
});

const MANDATORY = { client_id: 'tool', redirect_uris: ['https://tool.example.com/some/where'] };

describe('Authelia: what a client doesn’t say is what Authelia has, never what Latchkey would choose', () => {
  const kinds = allApps().flatMap(({ kind, profile }) => {
    const callback = profile?.callbacks[0];
    const template =
      typeof callback === 'string' ? callback : callback && 'uri' in callback ? callback.uri : '';
    return /^\/[^{}]*$/.test(template) ? [[kind, template] as const] : [];
  });
  it.each([['tool', '/some/where'] as const, ...kinds])('%s', (kind, path) => {
    const found = authelia({
      client_id: kind,
      client_secret: 'clearSecretOfTheClient',
      redirect_uris: [`https://${kind}.example.com${path}`],
    });
    const { client, consent, pkce, access } = derived(found);
    expect({
      client_name: client.client_name,
      redirect_uris: client.redirect_uris,
      scopes: [...client.scopes].sort(),
      response_types: client.response_types,
      grant_types: client.grant_types,
      token_endpoint_auth_method: client.token_endpoint_auth_method,
      id_token_signed_response_alg: client.id_token_signed_response_alg,
      access_token_signed_response_alg: client.access_token_signed_response_alg ?? 'none',
      require_pkce: pkce.require,
      authorization_policy: access.policy,
      groups: access.groups,
      consent,
    }).toEqual({
      client_name: kind,
      redirect_uris: [`https://${kind}.example.com${path}`],
      scopes: [...(CLIENT_DEFAULTS['scopes'] as string[])].sort(),
      response_types: CLIENT_DEFAULTS['response_types'],
      grant_types: CLIENT_DEFAULTS['grant_types'],
      token_endpoint_auth_method: CLIENT_DEFAULTS['token_endpoint_auth_method'],
      id_token_signed_response_alg: CLIENT_DEFAULTS['id_token_signed_response_alg'],
      access_token_signed_response_alg: CLIENT_DEFAULTS['access_token_signed_response_alg'],
      require_pkce: CLIENT_DEFAULTS['require_pkce'],
      authorization_policy: CLIENT_DEFAULTS['authorization_policy'],
      groups: [],
      consent: { mode: 'always' },
    });
    expect(found.leftovers).toEqual([]);
  });

  const EMPTY: Readonly<Record<Wanted, unknown>> = {
    text: '',
    flag: false,
    number: null,
    duration: null,
    list: [],
    map: {},
  };
  /** A value that is no default of any key of this sort. */
  const OTHER: Readonly<Record<string, unknown>> = {
    text: 'ES512',
    flag: true,
    duration: '3w',
    list: ['another'],
    client_name: 'Another name',
    client_secret: 'clearSecretOfTheClient',
    redirect_uris: ['https://tool.example.com/else'],
    scopes: ['openid'],
    consent_mode: 'implicit',
    claims_policy: 'one',
  };
  const keys = [...KEYS.client].filter(([key]) => key !== 'client_id');

  it.each(keys)(
    '%s: its default says nothing new, and another value is taken over or listed',
    (key, { wants }) => {
      const without = { ...MANDATORY, client_secret: 'clearSecretOfTheClient' };
      const base = said(authelia(without));
      if (key !== 'client_secret' && key !== 'redirect_uris')
        expect(said(authelia({ ...without, [key]: CLIENT_DEFAULTS[key] ?? EMPTY[wants] }))).toEqual(base);
      const policies = { claims_policies: { one: { id_token: ['email'], access_token: ['email'] } } };
      expect(
        said(
          authelia(
            { ...MANDATORY, [key]: OTHER[key] ?? OTHER[wants] },
            key === 'claims_policy' ? policies : {},
          ),
        ),
      ).not.toEqual(said(authelia(MANDATORY)));
    },
  );

  it('a public client has no method, and PKCE is demanded of it as long as that isn’t switched off', () => {
    const client = { ...MANDATORY, public: true };
    expect(derived(authelia(client)).client.token_endpoint_auth_method).toBe('none');
    expect(derived(authelia(client)).pkce.require).toBe(true);
    expect(derived(authelia(client, { enforce_pkce: 'never' })).pkce.require).toBe(false);
    expect(derived(authelia(MANDATORY, { enforce_pkce: 'always' })).pkce.require).toBe(true);
    expect(derived(authelia({ ...MANDATORY, pkce_challenge_method: 'S256' })).pkce.require).toBe(true);
  });

  it.each([
    [{}, { mode: 'always' }],
    [{ consent_mode: 'auto' }, { mode: 'always' }],
    [{ consent_mode: 'explicit', pre_configured_consent_duration: '2w' }, { mode: 'always' }],
    [{ consent_mode: 'implicit' }, { mode: 'never' }],
    [{ consent_mode: 'pre-configured' }, { mode: 'remembered', span: '1w' }],
    [{ pre_configured_consent_duration: '2 weeks' }, { mode: 'remembered', span: '2w' }],
    [{ pre_configured_consent_duration: 7200 }, { mode: 'remembered', span: '2h' }],
    [{ consent_mode: 'auto', pre_configured_consent_duration: '30 seconds' }, { mode: 'always' }],
  ])('consent: %o', (stated, expected) => {
    const { consent } = derived(authelia({ ...MANDATORY, ...stated }));
    expect(consent.mode).toBe(expected.mode);
    if ('span' in expected) expect(JSON.stringify(consent)).toContain(`"${expected.span}"`);
  });
});

it.each([
  ['4w', '4w'],
  ['28d', '28d'],
  ['28 days', '4w'],
  ['1 hour 30 minutes', '90m'],
  ['1h30m', '90m'],
  ['86400', '1d'],
  ['1y', '365d'],
  ['1M', '730h'],
  ['45s', undefined],
  ['soon', undefined],
  ['', undefined],
  ['1 fortnight', undefined],
  ['9'.repeat(60), undefined],
])('the span of %s is %s', (duration, span) => expect(spanOf(duration)).toBe(span));

describe('authentik: what a provider doesn’t say is said to be otherwise', () => {
  const FULL = {
    redirect_uris: [{ matching_mode: 'strict', url: 'https://tool.example.com/some/where' }],
    authorization_flow: 'default-provider-authorization-explicit-consent',
    signing_key: 'a-key',
    property_mappings: ['one'],
  };

  it('a provider with nothing but its id and address', () => {
    const found = blueprint({ redirect_uris: FULL.redirect_uris });
    expect(found.leftovers.map(({ what }) => what).sort()).toEqual([
      'authorization_flow',
      'property_mappings',
      'signing_key',
    ]);
    expect(found.apps[0]?.client.token_endpoint_auth_method).toBeUndefined();
  });

  it.each([
    ['access_code_validity', 'minutes=1', 'minutes=9'],
    ['encryption_key', null, 'a-key'],
    ['include_claims_in_id_token', true, false],
    ['issuer_mode', 'per_provider', 'global'],
    ['sub_mode', 'hashed_user_id', 'user_email'],
    ['access_token_validity', 'minutes=5', 'days=9'],
    ['refresh_token_validity', 'days=30', 'days=9'],
    ['refresh_token_threshold', 'hours=1', 'days=9'],
    ['authentication_flow', null, 'a-flow'],
    ['jwt_federation_sources', [], ['one']],
    ['jwt_federation_providers', [], ['one']],
    ['client_type', 'confidential', 'public'],
  ])('%s', (key, usual, other) => {
    const base = said(blueprint(FULL));
    expect(said(blueprint({ ...FULL, [key]: usual }))).toEqual(base);
    expect(said(blueprint({ ...FULL, [key]: other }))).not.toEqual(base);
  });
});

describe('Keycloak: what a client doesn’t say is what Keycloak has', () => {
  const CLIENT = { clientId: 'tool', redirectUris: ['https://tool.example.com/some/where'] };

  it('a client with nothing but its id and address is public, asks for no consent and demands no PKCE', () => {
    const found = keycloak(CLIENT);
    const { client, pkce, consent } = derived(found);
    expect(client.token_endpoint_auth_method).toBe('none');
    expect(consent.mode).toBe('never');
    expect(pkce.require).toBe(false);
    expect(found.leftovers.map(({ what }) => what)).toEqual(['directAccessGrantsEnabled']);
    expect(said(keycloak({ ...CLIENT, secret: 'dropped' })).secrets).toEqual([]);
  });

  it.each([
    ['publicClient', true, false],
    ['enabled', true, false],
    ['standardFlowEnabled', true, false],
    ['implicitFlowEnabled', false, true],
    ['directAccessGrantsEnabled', true, false],
    ['serviceAccountsEnabled', false, true],
    ['bearerOnly', false, true],
    ['consentRequired', false, true],
    ['clientAuthenticatorType', 'client-secret', 'client-jwt'],
    ['attributes', {}, { 'pkce.code.challenge.method': 'S256' }],
    ['attributes', { 'id.token.signed.response.alg': 'RS256' }, { 'id.token.signed.response.alg': 'ES256' }],
  ])('%s', (key, usual, other) => {
    const base = said(keycloak(CLIENT));
    expect(said(keycloak({ ...CLIENT, [key]: usual }))).toEqual(base);
    expect(said(keycloak({ ...CLIENT, [key]: other }))).not.toEqual(base);
  });
});
