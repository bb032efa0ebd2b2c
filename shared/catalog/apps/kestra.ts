import { atLeast, type Version } from '../../version.ts';
import type { AppEntry, ProviderKind } from '../../workspace/types.ts';
import type { Source } from '../fact.ts';
import type { AppDefinition, AppSetting, ClaimRequirement, Notice } from '../types.ts';
import { codedWords } from './words.ts';

/**
 * Sources of the facts about Kestra. Its single sign-on is closed source; it is built on Micronaut Security.
 */
export const KESTRA_SOURCES = {
  client: {
    title: 'Micronaut Security: settings of an OAuth 2.0 client',
    ref: 'micronaut-projects/micronaut-security security-oauth2 OauthClientConfigurationProperties@4.11',
    certainty: 'code',
  },
  callback: {
    title: 'Micronaut Security: login and callback paths',
    ref: 'micronaut-projects/micronaut-security security-oauth2 OauthConfigurationProperties@4.11',
    certainty: 'code',
  },
  idToken: {
    title: 'Micronaut Security: the user is made from the ID token',
    ref: 'micronaut-projects/micronaut-security security-oauth2 DefaultOpenIdAuthenticationMapper@4.11',
    certainty: 'code',
  },
  claims: {
    title: 'Claims that Kestra needs, concluded from its pages; its code is closed',
    ref: 'https://kestra.io/docs/enterprise/auth/sso',
    certainty: 'inferred',
  },
  emails: {
    title: 'Kestra: usernames replaced by e-mail addresses in 0.20',
    ref: 'https://kestra.io/docs/migration-guide/v0.20.0',
    certainty: 'docs',
  },
  defaultRole: {
    title: 'Kestra: the default role of new users',
    ref: 'https://kestra.io/docs/enterprise/auth/sso/authentik',
    certainty: 'docs',
  },
  actions: {
    title: 'Kestra 2.0: permissions by resource and action',
    ref: 'https://kestra.io/docs/migration-guide/v2.0.0/rbac-action-model',
    certainty: 'docs',
  },
  tenants: {
    title: 'Kestra: the default tenant’s settings, changed in 0.22 and gone in 0.23',
    ref: 'kestra-io/docs content/docs/11.migration-guide/0.22.0/default-tenant.md',
    certainty: 'docs',
  },
  groups: {
    title: 'Kestra: groups from the ID token',
    ref: 'https://kestra.io/docs/enterprise/auth/sso/keycloak',
    certainty: 'docs',
  },
  edition: {
    title: 'Kestra: single sign-on is part of the Enterprise Edition',
    ref: 'https://kestra.io/docs/enterprise/auth/sso',
    certainty: 'docs',
  },
  openSource: {
    title: 'Kestra: the settings have no effect in the open-source edition',
    ref: 'kestra-io/kestra#5148',
    certainty: 'issue',
  },
  start: {
    title: 'Kestra: the start script and KESTRA_CONFIGURATION',
    ref: 'kestra-io/kestra docker/usr/local/bin/docker-entrypoint.sh@0.21',
    certainty: 'code',
  },
  forwarded: {
    title: 'Micronaut behind a proxy: redirect_uri with http',
    ref: 'tchiotludo/akhq#643',
    certainty: 'issue',
  },
  /** Found by running Micronaut Security itself, in test/interop/kestra. */
  failures: {
    title: 'Micronaut Security 4.15.1: what a failed discovery, client, token or issuer looks like',
    ref: 'io.micronaut.security:micronaut-security-oauth2:4.15.1',
    certainty: 'ran',
  },
  placeholders: {
    title: 'Micronaut 4.10: a placeholder in a value is replaced, or the start fails',
    ref: 'io.micronaut.platform:micronaut-platform:4.10.6',
    certainty: 'ran',
  },
  run: {
    title: 'Micronaut Security 4.15.1: a login with the exported file',
    ref: 'io.micronaut.security:micronaut-security-oauth2:4.15.1',
    certainty: 'ran',
  },
  trust: {
    title: 'Micronaut asks the provider by Java’s own TLS, which reads one trust store; concluded, not run',
    ref: 'https://docs.oracle.com/en/java/javase/21/security/java-secure-socket-extension-jsse-reference-guide.html',
    certainty: 'inferred',
  },
  secretKey: {
    title: 'Kestra: the encryption key also signs the session',
    ref: 'https://kestra.io/docs/configuration',
    certainty: 'docs',
  },
} as const satisfies Record<string, Source>;

const S = KESTRA_SOURCES;

/** The first version in which each of these holds. */
export const KESTRA_SINCE = {
  emailUsernames: '0.20',
  tenantsByDefault: '0.22',
  tenantsKeysGone: '0.23',
  groupsClaimPath: '1.0',
  actionPermissions: '2.0',
} as const satisfies Record<string, Version>;

/** The key under `micronaut.security.oauth2.clients`, which is also the end of the callback path. */
export const kestraClientKey = (entry: AppEntry, providerKind: ProviderKind): string =>
  (entry.settings?.client_key ?? providerKind).toLowerCase().replace(/[^a-z0-9]/g, '') || 'sso';

/** The first segment of the groups claim path, e.g. `resource_access`. Undefined if there is no path. */
const groupsClaim = (entry: AppEntry, version: Version): string | undefined =>
  atLeast(version, KESTRA_SINCE.groupsClaimPath)
    ? entry.settings?.groups_claim_path?.split('.')[0]
    : undefined;

function claims(entry: AppEntry, version: Version): readonly ClaimRequirement[] {
  const groups = groupsClaim(entry, version);
  const list: ClaimRequirement[] = [
    {
      claim: 'email',
      scope: 'email',
      level: 'required',
      type: 'string',
      why: atLeast(version, KESTRA_SINCE.emailUsernames)
        ? 'Names the user: usernames are e-mail addresses since 0.20.'
        : 'Belongs to the account that the first login makes.',
      source: S.claims,
    },
    {
      claim: 'name',
      scope: 'profile',
      level: 'optional',
      type: 'string',
      why: 'The name that is shown.',
      source: S.claims,
    },
    {
      claim: 'preferred_username',
      scope: 'profile',
      level: 'optional',
      type: 'string',
      why: 'Shown where there is no name.',
      source: S.claims,
    },
  ];
  if (groups !== undefined) {
    list.push({
      claim: groups,
      scope: groups === 'groups' ? 'groups' : 'profile',
      level: 'optional',
      type: 'array',
      why: `Kestra reads the user’s groups from “${entry.settings?.groups_claim_path}”.`,
      source: S.groups,
    });
  }
  return list;
}

function notices(entry: AppEntry, version: Version): readonly Notice[] {
  if (entry.edition === 'open-source') return [];
  const settings = entry.settings ?? {};
  const list: Notice[] = [
    {
      code: 'kestra-provider-first',
      severity: 'info',
      side: 'host',
      message:
        'Kestra reads the provider’s discovery document once, as it starts. If the provider isn’t up and trusted by then, there is no login button.',
      fix: 'Start the provider first; restart Kestra after every change on either side.',
      source: S.client,
    },
    {
      code: 'kestra-forwarded-headers',
      severity: 'info',
      side: 'proxy',
      message:
        'Kestra makes its redirect URI from the request it sees. Behind a proxy it needs to be told the public host and scheme.',
      fix: 'Let the proxy send X-Forwarded-Host and X-Forwarded-Proto.',
      source: S.forwarded,
    },
    {
      code: 'kestra-default-role-new-users',
      severity: 'warning',
      side: 'app',
      message:
        'The default role is given to users who are new. Someone who signed in before it was set keeps having none and sees an empty screen.',
      fix: 'Set it before the first login, or give the role by hand afterwards.',
      source: S.defaultRole,
    },
  ];
  if (settings.tenant_id === undefined && atLeast(version, KESTRA_SINCE.tenantsKeysGone)) {
    list.push({
      code: 'kestra-no-tenant',
      severity: 'info',
      side: 'app',
      message:
        'No tenant is stated, so the default role names none. With more than one tenant new users would see nothing.',
      fix: 'Write the tenant into “tenant_id”.',
      path: 'settings.tenant_id',
      source: S.defaultRole,
    });
  }
  if (settings.groups_claim_path !== undefined && !atLeast(version, KESTRA_SINCE.groupsClaimPath)) {
    list.push({
      code: 'kestra-setting-too-new',
      severity: 'warning',
      side: 'app',
      message: `Kestra ${version} isn’t known to read groups from the ID token; “groups_claim_path” is left out.`,
      fix: 'Update Kestra to 1.0 or newer, or remove the setting.',
      path: 'settings.groups_claim_path',
      source: S.groups,
    });
  }
  if (settings.client_key !== undefined && settings.client_key !== kestraClientKey(entry, 'oidc')) {
    list.push({
      code: 'kestra-client-key',
      severity: 'warning',
      side: 'app',
      message: `“${settings.client_key}” is written as “${kestraClientKey(entry, 'oidc')}”: other characters don’t survive Micronaut’s spelling rules, and the key is part of the redirect URI.`,
      fix: 'Use lower-case letters and digits only.',
      path: 'settings.client_key',
      source: S.callback,
    });
  }
  return list;
}

/** Below the client's own key in Kestra's configuration. */
const KESTRA_KEYS: Readonly<Partial<Record<AppSetting, string>>> = {
  issuer: 'openid.issuer',
  client_id: 'client-id',
  client_secret: 'client-secret',
  scopes: 'scopes',
  auth_method: 'openid.token.authentication-method',
};

/** Kestra, 0.17 to 2.0. Only the Enterprise Edition and Cloud have single sign-on. */
export const kestra: AppDefinition = {
  kind: 'kestra',
  name: 'Kestra',
  description: 'Workflows and orchestration (single sign-on: Enterprise Edition)',
  versions: {
    lines: [
      '0.17',
      '0.18',
      '0.19',
      '0.20',
      '0.21',
      '0.22',
      '0.23',
      '0.24',
      '1.0',
      '1.1',
      '1.2',
      '1.3',
      '2.0',
    ],
  },
  editions: [
    { id: 'enterprise', name: 'Enterprise Edition', supported: true },
    {
      id: 'open-source',
      name: 'Open-source edition',
      supported: false,
      reason:
        'Kestra’s open-source edition has no single sign-on: it ignores these settings and knows one basic-auth login.',
    },
  ],
  settings: [
    {
      key: 'client_key',
      label: 'Client key',
      type: 'text',
      help: 'The name of the client in Kestra’s configuration and the end of the redirect URI. Lower-case letters and digits.',
    },
    {
      key: 'tenant_id',
      label: 'Tenant',
      type: 'text',
      help: 'The tenant in which new users get the default role.',
    },
    {
      key: 'groups_claim_path',
      label: 'Groups claim',
      type: 'text',
      since: KESTRA_SINCE.groupsClaimPath,
      help: 'Where the ID token holds the user’s groups, e.g. “groups” or “resource_access.kestra.roles”.',
    },
    {
      key: 'internal_issuer',
      label: 'Issuer as the container reaches it',
      type: 'text',
      help: 'Works only if the provider then states this very address as its issuer; better make the public one reachable.',
    },
  ],
  traits: {
    token_endpoint_auth_method: [
      {
        value: 'client_secret_basic',
        source: S.run,
        note: 'Basic wherever the provider’s discovery document lists it.',
      },
    ],
    tries_other_auth_method: [{ value: false, source: S.run }],
    pkce: [
      {
        value: 'S256-advertised',
        source: S.run,
        note: 'On by default, as soon as the provider advertises it.',
      },
    ],
    uses_discovery: [
      { value: true, source: S.run, note: 'At start-up, once. A failure takes the login button away.' },
    ],
    claims_from: [{ value: 'id_token', source: S.run }],
    sends_nonce: [{ value: true, source: S.run, note: 'State and nonce travel in cookies.' }],
    scopes: [{ value: ['openid', 'email', 'profile'], source: S.run }],
    checks_issuer: [{ value: true, source: S.run }],
  },
  redirectPaths: (entry, providerKind) => [`/oauth/callback/${kestraClientKey(entry, providerKind)}`],
  claims,
  endpoints_in_files: [],
  trust: () => ({
    name: 'JAVA_OPTS',
    value: '-Djavax.net.ssl.trustStore=/etc/ssl/provider-ca.p12 -Djavax.net.ssl.trustStorePassword=changeit',
    mount: './provider-ca.p12:/etc/ssl/provider-ca.p12:ro',
    make: [
      'docker compose exec kestra sh -c \'cat "$JAVA_HOME/lib/security/cacerts"\' > provider-ca.p12',
      'keytool -importcert -noprompt -alias provider-ca -file provider-ca.pem -keystore provider-ca.p12 -storepass changeit',
    ],
    note: 'Java reads neither PEM files nor the system’s list, but one trust store. The first command copies the one that Kestra has, so that public authorities still count; changeit is its usual password and no secret. A file with several certificates is imported one by one, each under its own alias. If JAVA_OPTS is set already, add to it.',
    in_short: 'put the CA into a Java trust store and name it in JAVA_OPTS (-Djavax.net.ssl.trustStore=…)',
    runtime: 'java',
    source: S.trust,
  }),
  setAt(what, entry, _version, _isPublic, providerKind) {
    if (what === 'ca') return [{ name: 'JAVA_OPTS (-Djavax.net.ssl.trustStore)', way: 'env' }];
    if (what === 'redirect_uri')
      return [{ name: 'kestra.url and the forwarded host and scheme', way: 'file' }];
    const key = KESTRA_KEYS[what];
    const client = `micronaut.security.oauth2.clients.${kestraClientKey(entry, providerKind)}`;
    return key === undefined ? [] : [{ name: `${client}.${key}`, way: 'file', deliverable: 'kestra-config' }];
  },
  has_compose: true,
  ...codedWords({
    words: [
      {
        cause: 'container-cannot-reach-idp',
        fix: 'Let {provider.host} lead to the proxy inside the network as well: put Kestra and the proxy on one Docker network and give the proxy the alias {provider.host}, or use internal DNS. Kestra reads discovery at start only: restart it afterwards.',
        setting: 'networks.<network>.aliases',
        value: '{provider.host}',
        source: S.client,
      },
      {
        cause: 'no-role-in-app',
        fix: 'Set kestra.security.default-role (with tenant-id), and bind a role by hand to users that exist already.',
        setting: 'kestra.security.default-role',
        source: S.defaultRole,
      },
    ],
    errors: [
      {
        text: 'SSO button',
        where: 'page',
        means: 'The open-source edition has none.',
        side: 'app',
        cause: 'not-in-this-edition',
      },
      {
        text: 'open-source … SSO',
        where: 'page',
        means: 'The open-source edition ignores these settings.',
        side: 'app',
        cause: 'not-in-this-edition',
      },
      {
        text: 'open source … OIDC',
        where: 'page',
        means: 'The open-source edition ignores these settings.',
        side: 'app',
        cause: 'not-in-this-edition',
      },
      {
        text: 'no permissions',
        where: 'page',
        means: 'The user has no role: the default one is given to new users only.',
        side: 'app',
        cause: 'no-role-in-app',
      },
    ],
  }),
  extraScopes: (entry, version) => (groupsClaim(entry, version) === 'groups' ? ['groups'] : []),
  notices,
  sources: Object.values(S),
};
