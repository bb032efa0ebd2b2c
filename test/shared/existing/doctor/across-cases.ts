import { DIGEST } from './authelia-cases.ts';
import type { Case } from './case.ts';

/** The digests in these cases, and the clear secret that each belongs to. */
export const SECRETS: ReadonlyMap<string, string> = new Map([
  [DIGEST, 'PLANTEDclearSECRET'],
  [DIGEST.replace('c8p78n7p', 'd9q89o8q'), 'PLANTEDotherSECRET'],
]);
const OTHER = [...SECRETS.keys()][1]!;

type Lines = Readonly<Record<string, string | undefined>>;

const CLIENT: Lines = {
  client_id: 'romm',
  client_name: 'RomM',
  client_secret: `'${DIGEST}'`,
  redirect_uris: '[https://games.example.com/api/oauth/openid]',
  scopes: '[openid, profile, email]',
  token_endpoint_auth_method: 'client_secret_basic',
  claims_policy: 'romm',
};
const client = (changes: Lines = {}): string =>
  `      - ${Object.entries({ ...CLIENT, ...changes })
    .flatMap(([key, value]) => (value === undefined ? [] : [`${key}: ${value}`]))
    .join('\n        ')}\n`;
const SESSION =
  'session:\n  cookies:\n    - { domain: example.com, authelia_url: https://auth.example.com }\n';
const authelia = (...clients: readonly string[]): string =>
  `${SESSION}identity_providers:\n  oidc:\n    claims_policies:\n      romm:\n        id_token: [email, email_verified, preferred_username]\n    clients:\n${clients.join('')}`;

const VARIABLES: Lines = {
  OIDC_ENABLED: 'true',
  OIDC_CLIENT_ID: 'romm',
  OIDC_CLIENT_SECRET: 'PLANTEDclearSECRET',
  OIDC_REDIRECT_URI: 'https://games.example.com/api/oauth/openid',
  OIDC_SERVER_APPLICATION_URL: 'https://auth.example.com',
};
const romm = (changes: Lines = {}): string =>
  Object.entries({ ...VARIABLES, ...changes })
    .flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${value}\n`]))
    .join('');
const both = (provider: string, app: string, name = 'romm.env') => ({
  'configuration.yml': provider,
  [name]: app,
});

const KARAKEEP: Lines = {
  client_id: 'karakeep',
  client_name: 'Karakeep',
  redirect_uris: '[https://links.example.com/api/auth/callback/custom]',
};
const karakeep = (changes: Lines = {}): string =>
  Object.entries({
    NEXTAUTH_URL: 'https://links.example.com',
    OAUTH_WELLKNOWN_URL: 'https://auth.example.com/.well-known/openid-configuration',
    OAUTH_CLIENT_ID: 'karakeep',
    OAUTH_CLIENT_SECRET: 'PLANTEDclearSECRET',
    OAUTH_SCOPE: '"openid email profile"',
    ...changes,
  })
    .flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${value}\n`]))
    .join('');

const VAULTWARDEN: Lines = {
  client_id: 'vaultwarden',
  client_name: 'Vaultwarden',
  redirect_uris: '[https://vault.example.com/identity/connect/oidc-signin]',
  claims_policy: undefined,
  scopes: '[openid, profile, email]',
};
const vaultwarden = (changes: Lines = {}): string =>
  Object.entries({
    DOMAIN: 'https://vault.example.com',
    SSO_ENABLED: 'true',
    SSO_AUTHORITY: 'https://auth.example.com',
    SSO_CLIENT_ID: 'vaultwarden',
    SSO_CLIENT_SECRET: 'PLANTEDclearSECRET',
    ...changes,
  })
    .flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${value}\n`]))
    .join('');
const bare = (...clients: readonly string[]): string =>
  `${SESSION}identity_providers:\n  oidc:\n    clients:\n${clients.join('')}`;

const PAPERLESS: Lines = {
  client_id: 'paperless',
  client_name: 'Paperless-ngx',
  redirect_uris: '[https://docs.example.com/accounts/oidc/authelia/login/callback/]',
  claims_policy: undefined,
};
const paperless = (method: string): string =>
  `PAPERLESS_URL=https://docs.example.com\nPAPERLESS_APPS=allauth.socialaccount.providers.openid_connect\nPAPERLESS_SOCIALACCOUNT_PROVIDERS='{"openid_connect":{"OAUTH_PKCE_ENABLED":true,"SCOPE":["openid","profile","email"],"APPS":[{"provider_id":"authelia","name":"Authelia","client_id":"paperless","secret":"PLANTEDclearSECRET","settings":{"server_url":"https://auth.example.com/.well-known/openid-configuration","token_auth_method":"${method}"}}]}}'\n`;

const authentik = (secret: string): string => `version: 1
entries:
  - model: authentik_providers_oauth2.scopemapping
    id: email
    identifiers: { name: verified }
    attrs: { scope_name: email, expression: "return {}" }
  - model: authentik_providers_oauth2.oauth2provider
    id: provider
    identifiers: { client_id: romm }
    attrs:
      name: RomM
      authorization_flow: !Find [authentik_flows.flow, [slug, default-provider-authorization-implicit-consent]]
      invalidation_flow: !Find [authentik_flows.flow, [slug, default-provider-invalidation-flow]]
      client_type: confidential
      client_secret: ${secret}
      grant_types: [authorization_code]
      redirect_uris: [{ matching_mode: strict, url: https://games.example.com/api/oauth/openid }]
      signing_key: !Find [authentik_crypto.certificatekeypair, [name, x]]
      property_mappings:
        - !Find [authentik_providers_oauth2.scopemapping, [managed, goauthentik.io/providers/oauth2/scope-openid]]
        - !Find [authentik_providers_oauth2.scopemapping, [managed, goauthentik.io/providers/oauth2/scope-profile]]
        - !KeyOf email
  - model: authentik_core.application
    identifiers: { slug: romm }
    attrs: { name: RomM, provider: !KeyOf provider }
`;
const withAuthentik = (secret: string) => ({
  'romm.yaml': authentik(secret),
  'romm.env': romm({ OIDC_SERVER_APPLICATION_URL: 'https://ak.example.com/application/o/romm' }),
});
const HMAC = 'a1b2c3d4'.repeat(9);
const withHmac = (text: string): string => text.replace('  oidc:\n', `  oidc:\n    hmac_secret: ${HMAC}\n`);
const service = (environment: string): string =>
  `services:\n  authelia:\n    image: authelia/authelia:4.39.20\n    environment:\n      ${environment}\n`;

const NOTES_ENV = 'NOTES_KEY=1\nOIDC_ISSUER=https://auth.example.com\nOIDC_CLIENT_ID=notes\n';
const notes = (lines: string): string => `services:\n  notes:\n    image: example/notes:1\n    ${lines}\n`;

export const ACROSS_CASES: Readonly<Record<string, Case>> = {
  'across-client-id': {
    bad: both(authelia(client()), romm({ OIDC_CLIENT_ID: 'rom' })),
    near: both(authelia(client()), romm()),
  },
  'env-not-handed-on': {
    bad: { '.env': NOTES_ENV, 'compose.yaml': notes(`environment:\n      - NOTES_KEY=\${NOTES_KEY}`) },
    near: {
      '.env': NOTES_ENV,
      'compose.yaml': notes(`environment:\n      - OIDC_ISSUER\n      - OIDC_CLIENT_ID=\${OIDC_CLIENT_ID}`),
    },
  },
  'across-client-unknown': {
    bad: both(bare(client({ ...VAULTWARDEN })), romm()),
    near: both(authelia(client()), romm({ OIDC_CLIENT_ID: `\${ROMM_ID}` })),
  },
  'across-redirect-uri': {
    bad: both(authelia(client()), romm({ OIDC_REDIRECT_URI: 'https://game.example.com/api/oauth/openid' })),
    near: both(
      authelia(
        client({
          redirect_uris:
            '[https://old.example.com/api/oauth/openid, https://games.example.com/api/oauth/openid]',
        }),
      ),
      romm(),
    ),
  },
  'across-issuer': {
    bad: both(authelia(client()), romm({ OIDC_SERVER_APPLICATION_URL: 'https://login.example.com' })),
    near: both(
      authelia(client()).replace(SESSION, ''),
      romm({ OIDC_SERVER_APPLICATION_URL: 'https://login.example.com' }),
    ),
  },
  'across-issuer-slash': {
    bad: both(
      bare(client(VAULTWARDEN)),
      vaultwarden({ SSO_AUTHORITY: 'https://auth.example.com/' }),
      'vaultwarden.env',
    ),
    near: both(bare(client(VAULTWARDEN)), vaultwarden(), 'vaultwarden.env'),
  },
  'across-scope': {
    bad: both(
      authelia(client(KARAKEEP)),
      karakeep({ OAUTH_SCOPE: '"openid email profile groups"' }),
      'karakeep.env',
    ),
    near: both(authelia(client(KARAKEEP)), karakeep(), 'karakeep.env'),
  },
  'across-method': {
    bad: both(
      bare(client({ ...PAPERLESS, token_endpoint_auth_method: 'client_secret_post' })),
      paperless('client_secret_basic'),
      'paperless.env',
    ),
    near: both(
      bare(client({ ...PAPERLESS, token_endpoint_auth_method: 'client_secret_post' })),
      paperless('client_secret_post'),
      'paperless.env',
    ),
  },
  'across-public': {
    bad: both(
      authelia(client({ public: 'true', client_secret: undefined, token_endpoint_auth_method: 'none' })),
      romm(),
    ),
    near: both(
      authelia(client({ public: 'true', client_secret: undefined, token_endpoint_auth_method: 'none' })),
      romm({ OIDC_CLIENT_SECRET: `\${NONE}` }),
    ),
  },
  'across-secret-wrong': {
    bad: both(authelia(client()), romm({ OIDC_CLIENT_SECRET: 'PLANTEDwrongSECRET' })),
    near: both(authelia(client()), romm()),
  },
  'across-secret-of-another': {
    bad: both(
      authelia(client(), client({ ...VAULTWARDEN, client_secret: `'${OTHER}'` })),
      romm({ OIDC_CLIENT_SECRET: 'PLANTEDotherSECRET' }),
    ),
    near: both(authelia(client(), client({ ...VAULTWARDEN, client_secret: `'${OTHER}'` })), romm()),
  },
  'across-secret-differs': {
    bad: withAuthentik('PLANTEDclearSECRUT'),
    near: withAuthentik('PLANTEDclearSECRET'),
  },
  'authelia-secret-in-two-places': {
    bad: {
      'configuration.yml': withHmac(authelia(client())),
      'compose.yaml': service('AUTHELIA_IDENTITY_PROVIDERS_OIDC_HMAC_SECRET_FILE: /secrets/hmac'),
    },
    near: {
      'configuration.yml': authelia(client()),
      'compose.yaml': service('AUTHELIA_IDENTITY_PROVIDERS_OIDC_HMAC_SECRET_FILE: /secrets/hmac'),
    },
  },
  'authelia-list-by-environment': {
    bad: {
      'configuration.yml': authelia(client()),
      'compose.yaml': service('AUTHELIA_IDENTITY_PROVIDERS_OIDC_JWKS_0_KEY_FILE: /secrets/key'),
    },
    near: {
      'configuration.yml': authelia(client()),
      'compose.yaml': service('AUTHELIA_IDENTITY_PROVIDERS_OIDC_ENFORCE_PKCE: never'),
    },
  },
  'authelia-expand-env': {
    bad: {
      'configuration.yml': authelia(client()),
      'compose.yaml': service('X_AUTHELIA_CONFIG_FILTERS: expand-env'),
    },
    near: {
      'configuration.yml': authelia(
        client({ client_secret: `"\\x24${DIGEST.slice(1).replaceAll('$', '\\x24')}"` }),
      ),
      'compose.yaml': service('X_AUTHELIA_CONFIG_FILTERS: expand-env'),
    },
  },
};

export const FILE_CASES: Readonly<Record<string, Case>> = {
  'file-too-big': { bad: `a: ${'b'.repeat(5_000_000)}`, near: authelia(client()) },
  'file-too-much': { bad: `${'['.repeat(200)}${']'.repeat(200)}`, near: authelia(client()) },
  'file-not-yaml': {
    bad: authelia(client()).replace('    clients:', '   clients: ]'),
    near: authelia(client()),
  },
  'file-template': {
    bad: 'identity_providers:\n  oidc:\n    clients:\n{{- range .clients }}\n      - client_id: {{ . }}\n{{- end }}\n   lifespans: ]\n',
    near: authelia(client({ client_secret: '{{ secret "/secrets/romm" }}' })),
  },
  'file-second-document': {
    bad: `${authelia(client())}---\nidentity_providers: {}\n`,
    near: `---\n${authelia(client())}`,
  },
  'file-empty': { bad: ' \n\n', near: authelia(client()) },
  'file-not-recognised': { bad: 'title: my diary\npages: [1, 2]\n', near: authelia(client()) },
};
