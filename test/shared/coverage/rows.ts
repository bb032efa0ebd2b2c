/**
 * The five set-up documents that Latchkey started from, item by item, with what Latchkey emits for the same
 * pair. The page docs/coverage.md is made from this, and the test checks every row against the renderers.
 */
export interface Row {
  /** The step, key or field, in the document's words. */
  readonly item: string;
  /** What the document says there. */
  readonly theirs: string;
  /** What to look for in our output; `undefined` if it is left out on purpose. */
  readonly ours: Emitted | undefined;
  /** Why it differs; absent if it is the same. */
  readonly why?: string;
}

export type Emitted =
  /** A field of a guide, by label and value. */
  | { readonly guide: 'provider' | 'app'; readonly label: string; readonly value: string }
  /** A step of a guide, by its title. */
  | { readonly guide: 'provider' | 'app'; readonly step: string }
  /** Text in the note of a guide. */
  | { readonly guide: 'provider' | 'app'; readonly note: string }
  /** A whole line of a file, without leading and trailing blanks. */
  | { readonly file: string; readonly line: string };

export interface Document {
  readonly title: string;
  readonly provider: { readonly kind: 'authelia' | 'authentik'; readonly version: string };
  readonly app: { readonly kind: 'memos' | 'romm' | 'kestra'; readonly version: string };
  readonly rows: readonly Row[];
}

const provider = (label: string, value: string): Emitted => ({ guide: 'provider', label, value });
const app = (label: string, value: string): Emitted => ({ guide: 'app', label, value });
const line = (file: string, text: string): Emitted => ({ file, line: text });

const REDIRECTS = 'Redirect URIs/Origins (RegEx)';
const NO_ICON = 'Decoration; nothing depends on it.';
const ONE_GO =
  'Since 2025.2 one wizard makes application and provider together; the two pages remain in older versions’ guides.';

export const DOCUMENTS: readonly Document[] = [
  {
    title: 'Memos: “Configuring Authentik for Authentication”',
    provider: { kind: 'authentik', version: '2025.10' },
    app: { kind: 'memos', version: '0.25' },
    rows: [
      {
        item: 'Applications › Providers, new OAuth2/OpenID Provider',
        theirs: 'first the provider',
        ours: { guide: 'provider', step: 'Configure the provider' },
        why: ONE_GO,
      },
      {
        item: 'Provider: Name',
        theirs: '`Provider for Memos`',
        ours: provider('Provider Name', 'Provider for Memos'),
      },
      {
        item: 'Authorization flow',
        theirs: '`default-provider-authorization-explicit-consent`',
        ours: provider('Authorization flow', 'default-provider-authorization-explicit-consent'),
      },
      {
        item: 'Redirect URIs/Origins (RegEx)',
        theirs: '`https://<domain>/auth/callback`',
        ours: provider(`${REDIRECTS}: Strict`, 'https://memos.example.com/auth/callback'),
        why: 'Entries have a matching mode since 2024.8.5; strict compares every character, where a pattern’s dots match anything.',
      },
      {
        item: 'Finish',
        theirs: 'without a signing key',
        ours: provider('Signing Key', 'authentik Self-signed Certificate'),
        why: 'Without a key tokens are signed HS256 with the client secret, which most apps refuse.',
      },
      { item: 'Application: logo', theirs: 'download and upload an icon', ours: undefined, why: NO_ICON },
      { item: 'Application: Name', theirs: '`Memos`', ours: provider('Application Name', 'Memos') },
      { item: 'Application: Slug', theirs: '`memos`', ours: provider('Slug', 'memos') },
      {
        item: 'Application: Provider',
        theirs: 'pick the one just made',
        ours: { guide: 'provider', step: 'Begin the application' },
        why: ONE_GO,
      },
      {
        item: 'Copy Authorize URL',
        theirs: 'read it off authentik',
        ours: app('Authorization endpoint', 'https://sso.example.com/application/o/authorize/'),
        why: 'Known from the address, so nothing has to be read off; the guide has it compared.',
      },
      {
        item: 'Copy Token URL',
        theirs: 'read it off authentik',
        ours: app('Token endpoint', 'https://sso.example.com/application/o/token/'),
      },
      {
        item: 'Copy Userinfo URL',
        theirs: 'read it off authentik',
        ours: app('User endpoint', 'https://sso.example.com/application/o/userinfo/'),
      },
      {
        item: 'Edit, copy Client ID',
        theirs: 'the generated one',
        ours: provider('Client ID', '{client_id}'),
        why: 'Latchkey’s own, so that both sides agree before either is applied.',
      },
      {
        item: 'Edit, copy Client Secret',
        theirs: 'the generated one',
        ours: provider('Client Secret', '{client_secret}'),
      },
      {
        item: 'Memos: Settings › SSO › Create',
        theirs: 'the same',
        ours: { guide: 'app', step: 'Create the provider' },
      },
      { item: 'Type', theirs: '`OAUTH2`', ours: app('Type', 'OAUTH2') },
      { item: 'Template', theirs: '`Custom`', ours: app('Template', 'Custom') },
      {
        item: 'Name',
        theirs: '“Authentik”',
        ours: app('Name', 'authentik'),
        why: 'The product writes itself so.',
      },
      { item: 'Client ID', theirs: 'paste', ours: app('Client ID', '{client_id}') },
      { item: 'Client Secret', theirs: 'paste', ours: app('Client secret', '{client_secret}') },
      { item: 'Scopes', theirs: '`openid profile email`', ours: app('Scopes', 'openid profile email') },
      {
        item: '“Identifer”',
        theirs: '`preferred_username`',
        ours: app('Identifier', 'preferred_username'),
        why: 'A slip in the document: the field is called Identifier.',
      },
      {
        item: 'Display name',
        theirs: '`given_name`',
        ours: app('Display Name', 'name'),
        why: 'authentik fills both with the full name; `name` is there at every provider.',
      },
      {
        item: 'the second “Display name”',
        theirs: '`email`',
        ours: app('Email', 'email'),
        why: 'A slip in the document: the field is Email.',
      },
    ],
  },
  {
    title: 'Memos: “Configuring Authelia for Authentication”',
    provider: { kind: 'authelia', version: '4.39' },
    app: { kind: 'memos', version: '0.25' },
    rows: [
      {
        item: 'Random client id',
        theirs: '72 characters of rfc3986, by `authelia crypto rand`',
        ours: line('home/authelia-clients.yml', "- client_id: '{client_id}'"),
        why: 'Letters and digits only: `-._~` break where a provider does not decode HTTP Basic credentials.',
      },
      {
        item: 'Random secret',
        theirs: '72 characters of rfc3986',
        ours: app('Client secret', '{client_secret}'),
        why: 'Made by the system’s secure random source, letters and digits only, for the same reason.',
      },
      {
        item: 'Digest',
        theirs: 'pbkdf2, variant sha512',
        ours: line('home/authelia-clients.yml', 'client_secret: "{digest}"'),
      },
      {
        item: 'client_name',
        theirs: '`Memos`',
        ours: line('home/authelia-clients.yml', "client_name: 'Memos'"),
      },
      { item: 'public', theirs: '`false`', ours: line('home/authelia-clients.yml', 'public: false') },
      {
        item: 'authorization_policy',
        theirs: '`two_factor`',
        ours: line('home/authelia-clients.yml', "authorization_policy: 'two_factor'"),
      },
      {
        item: 'pre_configured_consent_duration',
        theirs: '`4w`',
        ours: line('home/authelia-clients.yml', "pre_configured_consent_duration: '4w'"),
      },
      {
        item: 'redirect_uris',
        theirs: '`https://memos.example.com/auth/callback`',
        ours: line('home/authelia-clients.yml', "- 'https://memos.example.com/auth/callback'"),
      },
      {
        item: 'scopes',
        theirs: '`openid`, `profile`, `email`',
        ours: line('home/authelia-clients.yml', "- 'profile'"),
      },
      {
        item: 'token_endpoint_auth_method',
        theirs: '`client_secret_post`',
        ours: line('home/authelia-clients.yml', "token_endpoint_auth_method: 'client_secret_post'"),
      },
      {
        item: 'Restart Authelia',
        theirs: '“if necessary”',
        ours: { guide: 'provider', step: 'Restart Authelia' },
        why: 'Always necessary: clients are read at the start only.',
      },
      {
        item: 'Memos: Settings › SSO › Create, OAuth 2.0, Custom',
        theirs: 'the same',
        ours: app('Template', 'Custom'),
      },
      { item: 'Name', theirs: '“Authelia”', ours: app('Name', 'Authelia') },
      { item: 'Client ID', theirs: 'paste', ours: app('Client ID', '{client_id}') },
      {
        item: 'Client secret (the “Radnom Password”)',
        theirs: 'paste the clear value',
        ours: app('Client secret', '{client_secret}'),
      },
      {
        item: 'Authorization endpoint',
        theirs: '`https://auth.example.com/api/oidc/authorization`',
        ours: app('Authorization endpoint', 'https://auth.example.com/api/oidc/authorization'),
      },
      {
        item: 'Token endpoint',
        theirs: '`https://auth.example.com/api/oidc/token`',
        ours: app('Token endpoint', 'https://auth.example.com/api/oidc/token'),
      },
      {
        item: 'User info endpoint',
        theirs: '`https://auth.example.com/api/oidc/userinfo`',
        ours: app('User endpoint', 'https://auth.example.com/api/oidc/userinfo'),
      },
      { item: 'Scopes', theirs: '`openid profile email`', ours: app('Scopes', 'openid profile email') },
      { item: 'Identifier', theirs: '`preferred_username`', ours: app('Identifier', 'preferred_username') },
      { item: 'Display name', theirs: '`name`', ours: app('Display Name', 'name') },
      {
        item: 'the second “Display name”',
        theirs: '`email`',
        ours: app('Email', 'email'),
        why: 'A slip in the document: the field is Email.',
      },
      {
        item: 'Note: 500 when a mapped claim is missing',
        theirs: 'said of the optional fields',
        ours: undefined,
        why: 'Not so in any version read: only the identifier is needed, the others are filled where they are there.',
      },
    ],
  },
  {
    title: 'Authelia: “Memos”',
    provider: { kind: 'authelia', version: '4.38' },
    app: { kind: 'memos', version: '0.16' },
    rows: [
      { item: 'Name', theirs: '`Authelia`', ours: app('Name', 'Authelia') },
      {
        item: 'Identifier Filter',
        theirs: 'empty',
        ours: { guide: 'app', note: 'Identifier Filter stays empty.' },
      },
      {
        item: 'Client ID',
        theirs: '`memos`',
        ours: app('Client ID', '{client_id}'),
        why: 'A random part keeps two workspaces apart; `client_id` in the workspace sets any other.',
      },
      {
        item: 'Client secret',
        theirs: '`insecure_secret`',
        ours: app('Client secret', '{client_secret}'),
        why: 'An example there; a random one here.',
      },
      {
        item: 'Authorization endpoint',
        theirs: '`https://auth.example.com/api/oidc/authorization`',
        ours: app('Authorization endpoint', 'https://auth.example.com/api/oidc/authorization'),
      },
      {
        item: 'Token endpoint',
        theirs: '`https://auth.example.com/api/oidc/token`',
        ours: app('Token endpoint', 'https://auth.example.com/api/oidc/token'),
      },
      {
        item: 'User endpoint',
        theirs: '`https://auth.example.com/api/oidc/userinfo`',
        ours: app('User endpoint', 'https://auth.example.com/api/oidc/userinfo'),
      },
      { item: 'Scopes', theirs: '`openid profile email`', ours: app('Scopes', 'openid profile email') },
      { item: 'Identifier', theirs: '`preferred_username`', ours: app('Identifier', 'preferred_username') },
      {
        item: 'Display Name',
        theirs: '`given_name`',
        ours: app('Display Name', 'name'),
        why: 'Authelia fills `name` from the display name; `given_name` only where the user database has it.',
      },
      { item: 'Email', theirs: '`email`', ours: app('Email', 'email') },
      {
        item: 'client_id',
        theirs: '`memos`',
        ours: line('home/authelia-clients.yml', "- client_id: '{client_id}'"),
        why: 'As above.',
      },
      {
        item: 'client_name',
        theirs: '`Memos`',
        ours: line('home/authelia-clients.yml', "client_name: 'Memos'"),
      },
      {
        item: 'client_secret',
        theirs: 'a pbkdf2-sha512 digest',
        ours: line('home/authelia-clients.yml', 'client_secret: "{digest}"'),
      },
      { item: 'public', theirs: '`false`', ours: line('home/authelia-clients.yml', 'public: false') },
      {
        item: 'authorization_policy',
        theirs: '`two_factor`',
        ours: line('home/authelia-clients.yml', "authorization_policy: 'two_factor'"),
      },
      {
        item: 'redirect_uris',
        theirs: '`https://memos.example.com/auth/callback`',
        ours: line('home/authelia-clients.yml', "- 'https://memos.example.com/auth/callback'"),
      },
      {
        item: 'scopes',
        theirs: '`openid`, `profile`, `email`',
        ours: line('home/authelia-clients.yml', "- 'email'"),
      },
      {
        item: 'grant_types',
        theirs: '`authorization_code`',
        ours: line('home/authelia-clients.yml', "- 'authorization_code'"),
      },
      {
        item: 'token_endpoint_auth_method',
        theirs: '`client_secret_post`',
        ours: line('home/authelia-clients.yml', "token_endpoint_auth_method: 'client_secret_post'"),
      },
      {
        item: 'userinfo_signed_response_alg',
        theirs: '`none`',
        ours: line('home/authelia-clients.yml', "userinfo_signed_response_alg: 'none'"),
      },
      {
        item: 'The other portions of the OpenID Connect configuration',
        theirs: '“go here”',
        ours: line('home/authelia-oidc.yml', 'jwks:'),
        why: 'For someone who has none yet, the complete block is written too.',
      },
    ],
  },
  {
    title: 'RomM: “OIDC Setup With Authentik”',
    provider: { kind: 'authentik', version: '2026.5' },
    app: { kind: 'romm', version: '5.2' },
    rows: [
      {
        item: 'Create a provider, “OIDC Provider”',
        theirs: 'OAuth2/OpenID Provider',
        ours: { guide: 'provider', step: 'Configure the provider' },
        why: ONE_GO,
      },
      {
        item: 'Provider: Name',
        theirs: '“RomM OIDC Provider”',
        ours: provider('Provider Name', 'Provider for RomM'),
        why: 'The name authentik’s own wizard proposes.',
      },
      {
        item: 'Authorization flow',
        theirs: 'implicit consent',
        ours: provider('Authorization flow', 'default-provider-authorization-explicit-consent'),
        why: 'Asked once in four weeks unless the workspace says `consent: never`, which gives the implicit flow.',
      },
      {
        item: 'Redirect URIs',
        theirs: '`http://romm.host.local/api/oauth/openid`',
        ours: provider(`${REDIRECTS}: Strict, Authorization`, 'https://games.example.com/api/oauth/openid'),
        why: 'With matching mode and type, as the newer screens ask; http only if RomM really is reached so.',
      },
      {
        item: '(missing) verified e-mail',
        theirs: '—',
        ours: { guide: 'provider', step: 'Make a mapping for verified e-mail addresses' },
        why: 'Since 2025.10 authentik calls no address verified, and RomM then refuses every login.',
      },
      {
        item: '(missing) grant types',
        theirs: '—',
        ours: line('home/romm-blueprint.yaml', "- 'authorization_code'"),
        why: 'Since 2026.5 a provider made without them refuses every login.',
      },
      {
        item: 'Copy Client ID',
        theirs: 'the generated one',
        ours: provider('Client ID', '{client_id}'),
        why: 'Latchkey’s own, so that both sides agree before either is applied.',
      },
      {
        item: 'Copy Client Secret',
        theirs: 'the generated one',
        ours: provider('Client Secret', '{client_secret}'),
      },
      { item: 'Application: Name', theirs: '“RomM”', ours: provider('Application Name', 'RomM') },
      { item: 'Application: Slug', theirs: '`romm`', ours: provider('Slug', 'romm') },
      {
        item: 'Application: Provider',
        theirs: 'link the provider',
        ours: { guide: 'provider', step: 'Begin the application' },
        why: ONE_GO,
      },
      { item: '`OIDC_ENABLED`', theirs: '`true`', ours: line('romm/romm.env', 'OIDC_ENABLED=true') },
      {
        item: '`OIDC_PROVIDER`',
        theirs: '`authentik`',
        ours: line('romm/romm.env', 'OIDC_PROVIDER=authentik'),
      },
      {
        item: '`OIDC_CLIENT_ID`',
        theirs: 'copied',
        ours: line('romm/romm.env', 'OIDC_CLIENT_ID={client_id}'),
      },
      {
        item: '`OIDC_CLIENT_SECRET`',
        theirs: 'copied',
        ours: line('romm/romm.env', 'OIDC_CLIENT_SECRET={client_secret}'),
      },
      {
        item: '`OIDC_REDIRECT_URI`',
        theirs: '`http://romm.host.local/api/oauth/openid`',
        ours: line('romm/romm.env', 'OIDC_REDIRECT_URI=https://games.example.com/api/oauth/openid'),
      },
      {
        item: '`OIDC_SERVER_APPLICATION_URL`',
        theirs: '`http://authentik.host.local/application/o/romm`',
        ours: line('romm/romm.env', 'OIDC_SERVER_APPLICATION_URL=https://sso.example.com/application/o/romm'),
      },
      {
        item: 'Set your e-mail in RomM',
        theirs: 'has to match the one in authentik',
        ours: { guide: 'app', step: 'Give the local admin the right e-mail address' },
      },
      {
        item: 'Restart (or stop and remove)',
        theirs: 'after the variables',
        ours: app('Command', 'docker compose up -d --force-recreate romm'),
        why: 'A container keeps the environment it was created with; a restart is not enough.',
      },
      {
        item: 'Test the integration',
        theirs: 'the OIDC button',
        ours: { guide: 'app', step: 'Sign in once' },
      },
    ],
  },
  {
    title: 'Kestra: “Configure authentik SSO”',
    provider: { kind: 'authentik', version: '2025.2' },
    app: { kind: 'kestra', version: '0.22' },
    rows: [
      {
        item: 'Applications › Applications, “Create with Wizard”',
        theirs: 'both in one go',
        ours: { guide: 'provider', step: 'Begin the application' },
      },
      {
        item: 'Application: name',
        theirs: '`kestra`',
        ours: provider('Application Name', 'Kestra'),
        why: 'The product’s own spelling; the slug stays `kestra`.',
      },
      { item: 'Application: slug', theirs: '`kestra`', ours: provider('Slug', 'kestra') },
      {
        item: 'Provider Type',
        theirs: '`OAuth2/OIDC`',
        ours: { guide: 'provider', step: 'Configure the provider' },
      },
      {
        item: 'Authentication flow',
        theirs: '`default-authentication-flow`',
        ours: undefined,
        why: 'Left empty it is the brand’s own, which is the same flow unless you changed it.',
      },
      {
        item: 'Authorization flow',
        theirs: '`default-provider-authorization-explicit-consent`',
        ours: provider('Authorization flow', 'default-provider-authorization-explicit-consent'),
      },
      { item: 'Client type', theirs: '`Confidential`', ours: provider('Client type', 'Confidential') },
      {
        item: 'Redirect URIs/Origins (RegEx)',
        theirs: '`http://localhost:8080/oauth/callback/authentik`',
        ours: provider(`${REDIRECTS}: Strict`, 'https://flows.example.com/oauth/callback/authentik'),
        why: 'Strict instead of a pattern; the address is the workspace’s.',
      },
      {
        item: 'Note Client ID and Client Secret',
        theirs: 'the generated ones',
        ours: provider('Client ID', '{client_id}'),
        why: 'Latchkey’s own, so that both sides agree before either is applied.',
      },
      {
        item: '`micronaut.security.oauth2.enabled`',
        theirs: '`true`, eight blanks too deep',
        ours: line('kestra/application.yml', 'enabled: true'),
        why: 'The document’s block is indented too deep to be appended to a file.',
      },
      {
        item: '`clients.authentik.client-id`',
        theirs: '`CLIENT_ID`',
        ours: line('kestra/application.yml', "client-id: '{client_id}'"),
      },
      {
        item: '`clients.authentik.client-secret`',
        theirs: '`CLIENT_SECRET`',
        ours: line('kestra/application.yml', "client-secret: '{client_secret}'"),
      },
      {
        item: '`openid.issuer`',
        theirs: '`http://localhost:9000/application/o/kestra/`',
        ours: line('kestra/application.yml', "issuer: 'https://sso.example.com/application/o/kestra/'"),
        why: 'localhost inside the container is Kestra itself, so discovery fails at start; the issuer has to be reachable from browser and container.',
      },
      {
        item: '`kestra.security.defaultRole.name`',
        theirs: '`default_admin_role`',
        ours: line('kestra/application.yml', "name: 'sso_user'"),
        why: 'Not an admin any more.',
      },
      {
        item: '`defaultRole.permissions`',
        theirs: 'everything, USER, ROLE and BINDING included',
        ours: line('kestra/application.yml', 'NAMESPACE:'),
        why: 'It would go to everyone who signs in. Ours lets people look around and run flows; more is given by hand or by group.',
      },
      {
        item: '`permissions.INFRASTRUCTURE`',
        theirs: 'all four',
        ours: undefined,
        why: 'Gone from the newer page and from newer versions.',
      },
      {
        item: '`kestra.ee.tenants.enabled`',
        theirs: '`true`',
        ours: line('kestra/application.yml', 'tenants:'),
        why: 'Only below 0.23, which removed it; newer versions get `tenant-id` at the default role.',
      },
      {
        item: '`kestra.ee.tenants.defaultTenant`',
        theirs: '`false`',
        ours: line('kestra/application.yml', 'default-tenant: false'),
        why: 'The same key: Micronaut reads both spellings; kebab-case is its own.',
      },
      {
        item: 'Alert: default-role under kestra.security',
        theirs: 'not under micronaut.security',
        ours: line('kestra/application.yml', 'default-role:'),
      },
    ],
  },
];
