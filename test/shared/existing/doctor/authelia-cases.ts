import { generateKeyPairSync } from 'node:crypto';
import type { Case } from './case.ts';

export const DIGEST =
  '$pbkdf2-sha512$310000$c8p78n7pUMln0jzvd4aK4Q$JNRBzwAo0ek5qKn50cFzzvE9RXV88h1wJn5KGiHrD0YKtZaR/nCb2CJPOsKaPK0hjf.9yHxzQGZziziccp6Yng';
const OTHER = DIGEST.replace('c8p78n7p', 'd9q89o8q');

const pem = (key: { export: (options: { type: 'pkcs8'; format: 'pem' }) => string | Buffer }): string =>
  key.export({ type: 'pkcs8', format: 'pem' }).toString();
export const RSA = pem(generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey);
const WEAK = pem(generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey);
export const EC = pem(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey);
const ED = pem(generateKeyPairSync('ed25519').privateKey);
const PUBLIC = generateKeyPairSync('rsa', { modulusLength: 2048 })
  .publicKey.export({ type: 'spki', format: 'pem' })
  .toString();

type Lines = Readonly<Record<string, string | undefined>>;

const HEALTHY: Lines = {
  client_id: 'notes',
  client_name: 'My notes',
  client_secret: `'${DIGEST}'`,
  redirect_uris: '[https://notes.example.com/callback]',
  scopes: '[openid, profile, email]',
  token_endpoint_auth_method: 'client_secret_basic',
};

const indented = (text: string, by: number): string =>
  text
    .split('\n')
    .map((line) => (line === '' ? '' : ' '.repeat(by) + line))
    .join('\n');

const entry = (lines: Lines): string =>
  `- ${Object.entries(lines)
    .flatMap(([key, value]) => (value === undefined ? [] : [`${key}: ${value}`]))
    .join('\n  ')}\n`;

/** A healthy client with some lines changed. */
const changed = (changes: Lines): string => entry({ ...HEALTHY, ...changes });

/** A part of a configuration with these clients, and `oidc` beside them. */
const part = (clients: string, oidc = ''): string =>
  `identity_providers:\n  oidc:\n${indented(oidc, 4)}${oidc === '' || oidc.endsWith('\n') ? '' : '\n'}    clients:\n${indented(clients, 6)}`;

const one = (changes: Lines, oidc = ''): string => part(changed(changes), oidc);

const jwk = (key: string, more = ''): string =>
  `jwks:\n  - key: |\n${indented(key, 6)}${more === '' ? '' : `${indented(more, 4)}\n`}`;
const HMAC = `hmac_secret: ${'a1b2c3d4'.repeat(9)}\n`;
const SESSION = `session:
  cookies:
    - domain: example.com
      authelia_url: https://auth.example.com
`;
/** A configuration that starts. */
const full = (oidc: string, session = SESSION): string => `authentication_backend:
  file: { path: /config/users.yml }
access_control: { default_policy: two_factor }
storage: { local: { path: /config/db.sqlite3 } }
notifier: { filesystem: { filename: /config/mail.txt } }
${session}identity_providers:
  oidc:
${indented(oidc, 4)}`;
const CLIENTS = `clients:\n${indented(changed({}), 2)}`;
const WHOLE = `${HMAC}${jwk(RSA)}${CLIENTS}`;

const at = (version: string, text: string): string => `# Authelia ${version}\n${text}`;
const policy = (text: string): string => `authorization_policies:\n  family:\n${indented(text, 4)}\n`;
const claims = (text: string): string => `claims_policies:\n  notes:\n    id_token: ${text}\n`;
const ROMM: Lines = {
  client_id: 'romm',
  client_name: 'RomM',
  redirect_uris: '[https://games.example.com/api/oauth/openid]',
};
const PORTAINER: Lines = {
  client_id: 'portainer',
  client_name: 'Portainer',
  redirect_uris: '[https://portainer.example.com]',
};
const KAVITA: Lines = {
  client_id: 'kavita',
  client_name: 'Kavita',
  redirect_uris: '[https://books.example.com/signin-oidc]',
};
const MINIFLUX: Lines = {
  client_id: 'gitea',
  client_name: 'Gitea',
  redirect_uris: '[https://git.example.com/user/oauth2/authelia/callback]',
};

export const AUTHELIA_CASES: Readonly<Record<string, Case>> = {
  'authelia-client-key-renamed': {
    bad: one({ client_name: undefined, description: 'My notes' }),
    near: at(
      '4.37',
      one({
        client_id: undefined,
        id: 'notes',
        client_name: undefined,
        client_secret: undefined,
        secret: `'${DIGEST}'`,
        token_endpoint_auth_method: undefined,
      }),
    ),
  },
  'authelia-provider-key-renamed': {
    bad: one({}, 'access_token_lifespan: 1h'),
    near: one({}, 'lifespans:\n  access_token: 1h'),
  },
  'authelia-old-and-new-key': {
    bad: one({ description: 'My notes' }),
    near: one({ client_name: 'description' }),
  },
  'authelia-key-too-new': {
    bad: at(
      '4.38',
      one(
        { authorization_policy: 'family' },
        policy(
          'default_policy: deny\nrules:\n  - policy: one_factor\n    subject: group:family\n    networks: [10.0.0.0/8]',
        ),
      ),
    ),
    near: at(
      '4.39',
      one(
        { authorization_policy: 'family' },
        policy(
          'default_policy: deny\nrules:\n  - policy: one_factor\n    subject: group:family\n    networks: [10.0.0.0/8]',
        ),
      ),
    ),
  },
  'authelia-key-misspelt': {
    mended: one({ client_name: undefined, client_nam: 'My notes' }),
    bad: one({ redirect_uri: '[https://notes.example.com/other]' }),
    near: one({ request_uris: '[https://notes.example.com/other]' }),
  },
  'authelia-key-unknown': { bad: one({ favourite_colour: 'green' }), near: one({ audience: '[green]' }) },
  'authelia-key-misplaced': {
    bad: `identity_providers:\n  clients:\n${indented(changed({}), 4)}`,
    near: one({}),
  },
  'authelia-top-key-misspelt': {
    bad: full(WHOLE).replace('storage:', 'storrage:'),
    near: `theme: dark\n${full(WHOLE)}`,
  },
  'authelia-key-twice': {
    bad: `${one({})}identity_providers:\n  oidc:\n    clients:\n${indented(changed({ client_id: 'other' }), 6)}`,
    near: `${one({})}# identity_providers:\n`,
  },
  'authelia-client-without-dash': {
    bad: part(`${changed({})}  client_id: other\n`),
    near: part(`${changed({})}${changed({ client_id: 'other', client_secret: `'${OTHER}'` })}`),
  },
  'authelia-client-hidden': {
    bad: part(
      changed({
        redirect_uris: undefined,
      }) +
        `  redirect_uris:\n    - https://notes.example.com/callback\n${indented(changed({ client_id: 'other' }), 4)}`,
    ),
    near: part(
      `${changed({ redirect_uris: undefined })}  redirect_uris:\n    - https://notes.example.com/callback\n${changed({ client_id: 'other', client_secret: `'${OTHER}'` })}`,
    ),
  },
  'authelia-client-not-a-map': {
    bad: part(`${changed({})}- portainer\n`),
    near: part(`${changed({})}# - portainer\n`),
  },
  'authelia-clients-in-two-files': {
    bad: { 'configuration.yml': one({}), 'new.yml': one({ client_id: 'other' }) },
    near: {
      'configuration.yml': one({}),
      'new.yml': 'identity_providers:\n  oidc:\n    lifespans:\n      access_token: 2h\n',
    },
  },
  'authelia-list-in-two-files': {
    bad: {
      'a.yml': full(WHOLE),
      'b.yml': `${SESSION}storage: { encryption_key: aaaaaaaaaaaaaaaaaaaaaaaaaaaa }\n`,
    },
    near: {
      'a.yml': full(WHOLE),
      'b.yml': 'session: { expiration: 1h }\nstorage: { encryption_key: aaaaaaaaaaaaaaaaaaaaaaaaaaaa }\n',
    },
  },
  'authelia-no-clients': { bad: full(`${HMAC}${jwk(RSA)}clients: []\n`), near: full(WHOLE) },
  'authelia-wrong-list': { bad: one({ audience: '{ a: b }' }), near: one({ audience: '[b]' }) },
  'authelia-wrong-map': { bad: one({}, 'lifespans: 1h'), near: one({}, 'lifespans: { access_token: 1h }') },
  'authelia-wrong-flag': {
    bad: one({ require_pushed_authorization_requests: 'yes' }),
    near: one({ require_pushed_authorization_requests: 'true' }),
  },
  'authelia-wrong-value': {
    bad: one({}, 'lifespans: { access_token: soon }'),
    near: one({}, 'lifespans: { access_token: 1h 30m }'),
  },
  'authelia-client-id-missing': { bad: one({ client_id: undefined }), near: one({ client_id: '0notes' }) },
  'authelia-client-id-twice': {
    bad: part(`${changed({})}${changed({})}`),
    near: part(`${changed({})}${changed({ client_id: 'Notes', client_secret: `'${OTHER}'` })}`),
  },
  'authelia-client-id-characters': {
    bad: one({ client_id: "'notes '" }),
    near: one({ client_id: "'no_t.e~s-'" }),
  },
  'authelia-client-id-long': {
    bad: one({ client_id: 'n'.repeat(101) }),
    near: one({ client_id: 'n'.repeat(100) }),
  },
  'authelia-secret-clear': {
    bad: one({ client_secret: 'PLANTED-clear-secret' }),
    near: one({ client_secret: 'PLANTED-clear-secret', token_endpoint_auth_method: 'client_secret_jwt' }),
  },
  'authelia-digest-malformed': {
    bad: one({ client_secret: `'${DIGEST} '` }),
    near: one({ client_secret: `'${DIGEST}'` }),
  },
  'authelia-digest-short': {
    bad: one({ client_secret: `'${DIGEST.slice(0, -10)}'` }),
    near: one({ client_secret: "'$2b$12$abcdefghijklmnopqrstuvABCDEFGHIJKLMNOPQRSTUVWXYZ01234'" }),
  },
  'authelia-digest-eaten': {
    bad: one({ client_secret: "'-sha51210000/JNRBzwAo0ek5.qKn50'" }),
    near: one({ client_secret: `"\\x24${DIGEST.slice(1)}"` }),
  },
  'authelia-digest-without-dollar': {
    bad: one({ client_secret: `'${DIGEST.slice(1)}'` }),
    near: one({ client_secret: DIGEST }),
  },
  'authelia-digest-doubled-dollars': {
    bad: one({ client_secret: `'${DIGEST.replaceAll('$', '$$$$')}'` }),
    near: one({ client_secret: `'${DIGEST}'` }),
  },
  'authelia-secret-in-quotes': {
    bad: one({ client_secret: `"'${DIGEST}'"` }),
    near: one({ client_secret: `"${DIGEST}"` }),
  },
  'authelia-secret-variable': {
    bad: one({ client_secret: `'\${NOTES_SECRET}'` }),
    near: one({ client_secret: '{{ secret "/secrets/notes" }}' }),
  },
  'authelia-digest-shared': {
    bad: part(`${changed({})}${changed({ client_id: 'other' })}`),
    near: part(`${changed({})}${changed({ client_id: 'other', client_secret: `'${OTHER}'` })}`),
  },
  'authelia-secret-missing': {
    bad: one({ client_secret: undefined }),
    near: one({ client_secret: undefined, public: 'true', token_endpoint_auth_method: 'none' }),
  },
  'authelia-secret-of-public': {
    bad: one({ public: 'true', token_endpoint_auth_method: 'none' }),
    near: one({ public: 'false' }),
  },
  'authelia-secret-needed-in-clear': {
    bad: one({ id_token_signed_response_alg: 'HS256' }),
    near: one({ id_token_signed_response_alg: 'RS256' }),
  },
  'authelia-method-missing': {
    mended: one(
      { ...ROMM, token_endpoint_auth_method: undefined, claims_policy: 'notes' },
      claims('[email, email_verified]'),
    ),
    bad: one({ token_endpoint_auth_method: undefined }),
    near: one({ token_endpoint_auth_method: undefined, public: 'true', client_secret: undefined }),
  },
  'authelia-method-of-app-missing': {
    mended: one({ ...KAVITA, token_endpoint_auth_method: undefined }),
    bad: one({ ...PORTAINER, token_endpoint_auth_method: undefined }),
    near: one({ ...PORTAINER, token_endpoint_auth_method: 'client_secret_post' }),
  },
  'authelia-method-of-app': {
    bad: one(
      { ...ROMM, token_endpoint_auth_method: 'client_secret_post', claims_policy: 'notes' },
      claims('[email, email_verified]'),
    ),
    near: one({ ...MINIFLUX, token_endpoint_auth_method: 'client_secret_post' }),
  },
  'authelia-method-unknown': {
    mended: one({ token_endpoint_auth_method: 'client-secret-post' }),
    bad: one({ token_endpoint_auth_method: 'client_secret_form' }),
    near: one({ token_endpoint_auth_method: 'client_secret_post' }),
  },
  'authelia-method-none': {
    bad: one({ token_endpoint_auth_method: 'none' }),
    near: one({ token_endpoint_auth_method: 'none', public: 'true', client_secret: undefined }),
  },
  'authelia-method-of-public': {
    bad: one({ public: 'true', client_secret: undefined }),
    near: one({ public: 'true', client_secret: undefined, token_endpoint_auth_method: 'none' }),
  },
  'authelia-method-jwt-without-keys': {
    bad: one({
      token_endpoint_auth_method: 'private_key_jwt',
      client_secret: undefined,
      token_endpoint_auth_signing_alg: 'RS256',
    }),
    near: one({
      token_endpoint_auth_method: 'private_key_jwt',
      client_secret: undefined,
      token_endpoint_auth_signing_alg: 'RS256',
      jwks_uri: 'https://notes.example.com/jwks.json',
    }),
  },
  'authelia-scopes-in-one-text': {
    bad: one({ scopes: 'openid profile email' }),
    near: one({ scopes: 'openid' }),
  },
  'authelia-scope-unknown': {
    bad: one({ scopes: '[openid, roles]' }),
    near: one({ scopes: '[openid, roles]' }, 'scopes:\n  roles:\n    claims: [groups]'),
  },
  'authelia-scope-openid-missing': { bad: one({ scopes: '[profile, email]' }), near: one({ scopes: '[]' }) },
  'authelia-entry-twice': {
    bad: one({ scopes: '[openid, email, openid]' }),
    near: one({ scopes: '[openid, email, profile]' }),
  },
  'authelia-refresh-without-offline': {
    bad: one({ grant_types: '[authorization_code, refresh_token]' }),
    near: one({ grant_types: '[authorization_code, refresh_token]', scopes: '[openid, offline_access]' }),
  },
  'authelia-offline-without-refresh': {
    bad: one({ scopes: '[openid, offline_access]', grant_types: '[authorization_code]' }),
    near: one({ scopes: '[openid, email]', grant_types: '[authorization_code]' }),
  },
  'authelia-grant-unknown': {
    mended: one({ grant_types: '[authorisation_code]' }),
    bad: one({ grant_types: '[authorization_code, password]' }),
    near: one({ grant_types: "[authorization_code, 'urn:ietf:params:oauth:grant-type:device_code']" }),
  },
  'authelia-response-type-unknown': {
    mended: one({ response_types: '[codes]' }),
    bad: one({ response_types: '[code, saml]' }),
    near: one({ response_types: "['code id_token', code]" }),
  },
  'authelia-response-type-no-code': {
    bad: one({ response_types: '[id_token]' }),
    near: one({ response_types: "['code id_token']" }),
  },
  'authelia-response-mode-unknown': {
    mended: one({ response_modes: '[form-post]' }),
    bad: one({ response_modes: '[form]' }),
    near: one({ response_modes: '[form_post]' }),
  },
  'authelia-client-credentials-public': {
    bad: one({
      public: 'true',
      client_secret: undefined,
      token_endpoint_auth_method: 'none',
      scopes: '[reports]',
      grant_types: '[client_credentials]',
    }),
    near: one({ scopes: '[reports]', grant_types: '[client_credentials]' }),
  },
  'authelia-client-credentials-scopes': {
    bad: one({ grant_types: '[client_credentials]' }),
    near: one({ grant_types: '[client_credentials]', scopes: '[reports]' }),
  },
  'authelia-consent-unknown': {
    bad: one({ consent_mode: 'preconfigured' }),
    near: one({ consent_mode: 'pre-configured' }),
  },
  'authelia-pkce-method-unknown': {
    bad: one({ require_pkce: 'true', pkce_challenge_method: 'SHA256' }),
    near: one({ require_pkce: 'true', pkce_challenge_method: 'S256' }),
  },
  'authelia-pkce-method-forces': {
    bad: one({ require_pkce: 'false', pkce_challenge_method: 'S256' }),
    near: one({ require_pkce: 'false', pkce_challenge_method: "''" }),
  },
  'authelia-pkce-of-app': {
    bad: one({ ...ROMM, require_pkce: 'true', claims_policy: 'notes' }, claims('[email, email_verified]')),
    near: one({ ...ROMM, require_pkce: 'false', claims_policy: 'notes' }, claims('[email, email_verified]')),
  },
  'authelia-alg-unknown': {
    bad: one({ id_token_signed_response_alg: 'RSA256' }),
    near: one({ userinfo_signed_response_alg: 'none' }),
  },
  'authelia-userinfo-signed': {
    bad: one({ userinfo_signed_response_alg: 'RS256' }),
    near: one({ userinfo_signed_response_alg: 'none' }),
  },
  'authelia-id-token-encrypted': {
    bad: one({ id_token_encrypted_response_alg: 'RSA-OAEP' }),
    near: one({ id_token_encrypted_response_alg: 'none' }),
  },
  'authelia-redirect-missing': {
    bad: one({ redirect_uris: '[]' }),
    near: one({ redirect_uris: 'https://notes.example.com/callback' }),
  },
  'authelia-redirect-no-scheme': {
    bad: one({ redirect_uris: "['notes.example.com:8443/callback']" }),
    near: one({ redirect_uris: "['app.notes:///callback']" }),
  },
  'authelia-redirect-blank': {
    bad: one({ redirect_uris: "['https://notes.example.com/callback ']" }),
    near: one({ redirect_uris: "['https://notes.example.com/call%20back']" }),
  },
  'authelia-redirect-pattern': {
    bad: one({ redirect_uris: "['https://.*.example.com/callback']" }),
    near: one({ redirect_uris: "['https://notes.example.com/?module=a+b&page=sso']" }),
  },
  'authelia-redirect-fragment': {
    bad: one({ redirect_uris: "['https://notes.example.com/#/callback']" }),
    near: one({ redirect_uris: "['https://notes.example.com/%23/callback']" }),
  },
  'authelia-redirect-capitals': {
    bad: one({ redirect_uris: '[https://Notes.example.com/callback]' }),
    near: one({ redirect_uris: '[https://notes.example.com/CallBack]' }),
  },
  'authelia-redirect-http': {
    bad: one({ redirect_uris: '[http://notes.example.com/callback]' }),
    near: one({ redirect_uris: "['http://127.0.0.1:8911/callback']" }),
  },
  'authelia-redirect-http-public': {
    bad: one({
      public: 'true',
      client_secret: undefined,
      token_endpoint_auth_method: 'none',
      redirect_uris: '[http://notes.example.com/callback]',
    }),
    near: one({
      public: 'true',
      client_secret: undefined,
      token_endpoint_auth_method: 'none',
      redirect_uris: "['http://localhost:8080/callback']",
    }),
  },
  'authelia-redirect-out-of-band': {
    mended: one({ redirect_uris: "['urn:ietf:wg:oauth:2.0:oob', 'https://notes.example.com/callback']" }),
    bad: one({ redirect_uris: "['urn:ietf:wg:oauth:2.0:oob']" }),
    near: one({
      redirect_uris: "['urn:ietf:wg:oauth:2.0:oob']",
      public: 'true',
      client_secret: undefined,
      token_endpoint_auth_method: 'none',
    }),
  },
  'authelia-redirect-of-app': {
    bad: one({ ...MINIFLUX, redirect_uris: '[https://git.example.com/oauth/callback]' }),
    near: one(MINIFLUX),
  },
  'authelia-policy-unknown': {
    bad: one({ authorization_policy: 'one-factor' }),
    near: one({ authorization_policy: 'family' }),
  },
  'authelia-policy-deny': {
    bad: one({ authorization_policy: 'deny' }),
    near: one({ authorization_policy: 'two_factor' }),
  },
  'authelia-policy-name-reserved': {
    bad: one(
      {},
      policy('default_policy: deny\nrules:\n  - policy: one_factor\n    subject: group:family').replace(
        'family:',
        'one_factor:',
      ),
    ),
    near: one(
      {},
      policy('default_policy: deny\nrules:\n  - policy: one_factor\n    subject: group:family').replace(
        'family:',
        'one_factor_lan:',
      ),
    ),
  },
  'authelia-policy-without-rules': {
    bad: one({}, policy('default_policy: deny')),
    near: one({}, policy('default_policy: deny\nrules:\n  - policy: one_factor\n    subject: user:jane')),
  },
  'authelia-policy-value': {
    mended: one({}, policy('default_policy: deny\nrules:\n  - policy: Two-Factor\n    subject: user:jane')),
    bad: one({}, policy('default_policy: deny\nrules:\n  - policy: bypass\n    subject: user:jane')),
    near: one({}, policy('default_policy: deny\nrules:\n  - policy: two_factor\n    subject: user:jane')),
  },
  'authelia-policy-rule-for-nobody': {
    bad: one({}, policy('default_policy: deny\nrules:\n  - policy: one_factor')),
    near: one({}, policy('default_policy: deny\nrules:\n  - policy: one_factor\n    networks: [10.0.0.0/8]')),
  },
  'authelia-policy-subject': {
    bad: one({}, policy('default_policy: deny\nrules:\n  - policy: one_factor\n    subject: family')),
    near: one(
      {},
      policy(
        "default_policy: deny\nrules:\n  - policy: one_factor\n    subject: [['group:family', 'user:jane']]",
      ),
    ),
  },
  'authelia-policy-lets-all-in': {
    bad: one(
      {},
      policy('default_policy: one_factor\nrules:\n  - policy: one_factor\n    subject: group:family'),
    ),
    near: one(
      {},
      policy('default_policy: two_factor\nrules:\n  - policy: one_factor\n    subject: group:family'),
    ),
  },
  'authelia-lifespan-unknown': {
    mended: one({ lifespan: 'shorts' }, 'lifespans: { custom: { short: { access_token: 5m } } }'),
    bad: one({ lifespan: 'long' }, 'lifespans: { custom: { short: { access_token: 5m } } }'),
    near: one({ lifespan: 'short' }, 'lifespans: { custom: { short: { access_token: 5m } } }'),
  },
  'authelia-claims-policy-unknown': {
    bad: one({ claims_policy: 'nodes' }, `${claims('[email]')}`).replace('clients:', 'clients:'),
    near: one({ claims_policy: 'notes' }, claims('[email]')),
    also: ['authelia-claims-policy-not-named'],
  },
  'authelia-claims-policy-not-named': {
    bad: one({}, claims('[email]')),
    near: one({ claims_policy: 'notes' }, claims('[email]')),
  },
  'authelia-claims-policy-needed': { bad: one(ROMM), near: at('4.38', one(ROMM)) },
  'authelia-claims-policy-lacks': {
    bad: one({ ...ROMM, claims_policy: 'notes' }, claims('[email]')),
    near: one({ ...ROMM, claims_policy: 'notes' }, claims('[email, email_verified]')),
  },
  'authelia-claims-policy-claim-unknown': {
    bad: one({ claims_policy: 'notes' }, claims('[mail]')),
    near: one(
      { claims_policy: 'notes' },
      'claims_policies:\n  notes:\n    id_token: [mail]\n    custom_claims: { mail: { attribute: mail } }\n',
    ),
  },
  'authelia-claims-policy-without-scope': {
    bad: one({ claims_policy: 'notes' }, claims('[groups]')),
    near: one({ claims_policy: 'notes', scopes: '[openid, groups]' }, claims('[groups]')),
  },
  'authelia-scope-name-reserved': {
    bad: one({}, 'scopes:\n  groups:\n    claims: [groups]'),
    near: one({}, 'scopes:\n  mygroups:\n    claims: [groups]'),
  },
  'authelia-hmac-missing': { bad: full(`${jwk(RSA)}${CLIENTS}`), near: part(changed({}), jwk(RSA)) },
  'authelia-hmac-short': { bad: full(`hmac_secret: tooshort\n${jwk(RSA)}${CLIENTS}`), near: full(WHOLE) },
  'authelia-jwks-missing': { bad: full(`${HMAC}${CLIENTS}`), near: one({}, HMAC) },
  'authelia-jwks-and-old-key': {
    bad: full(`${WHOLE}issuer_private_key: |\n${indented(RSA, 2)}`),
    near: full(`${HMAC}${jwk(RSA)}${CLIENTS}issuer_private_key: ''\n`),
  },
  'authelia-key-empty': { bad: one({}, `${jwk(RSA)}  - algorithm: RS256\n`), near: one({}, jwk(RSA)) },
  'authelia-key-no-pem': {
    bad: one({}, `jwks:\n  - key: '${RSA.replaceAll('\n', '\\n')}'\n    algorithm: RS256\n`),
    near: one({}, jwk(RSA)),
  },
  'authelia-key-weak': { bad: one({}, jwk(WEAK)), near: one({}, jwk(RSA)) },
  'authelia-key-kind': {
    bad: one({}, `${jwk(RSA)}  - key: |\n${indented(ED, 6)}`),
    near: one({}, `${jwk(RSA)}  - key: |\n${indented(EC, 6)}`),
  },
  'authelia-key-public': {
    bad: one({}, `${jwk(RSA)}  - key: |\n${indented(PUBLIC, 6)}`),
    near: one({}, jwk(RSA)),
  },
  'authelia-no-rs256-key': {
    bad: one({}, jwk(EC)),
    near: one({}, `${jwk(EC)}  - key: |\n${indented(RSA, 6)}`),
  },
  'authelia-alg-without-key': {
    bad: one({ id_token_signed_response_alg: 'ES256' }, jwk(RSA)),
    near: one({ id_token_signed_response_alg: 'ES256' }, `${jwk(RSA)}  - key: |\n${indented(EC, 6)}`),
  },
  'authelia-key-id': {
    bad: one({}, jwk(RSA, "key_id: '-main'")),
    near: one({}, jwk(RSA, 'key_id: main.2026')),
  },
  'authelia-enforce-pkce-unknown': {
    mended: one({}, 'enforce_pkce: public-client_only'),
    bad: one({}, 'enforce_pkce: public_only'),
    near: one({}, 'enforce_pkce: public_clients_only'),
  },
  'authelia-enforce-pkce-for-app': {
    bad: one(
      { ...ROMM, claims_policy: 'notes' },
      `enforce_pkce: always\n${claims('[email, email_verified]')}`,
    ),
    near: one({}, 'enforce_pkce: always'),
  },
  'authelia-lifespan-short': {
    bad: one({}, 'lifespans: { id_token: 1s }'),
    near: one({}, 'lifespans: { id_token: 1m }'),
  },
  'authelia-entropy-off': {
    bad: one({}, 'minimum_parameter_entropy: -1'),
    near: one({}, 'minimum_parameter_entropy: 8'),
  },
  'authelia-cors-endpoint-unknown': {
    mended: one({}, 'cors: { endpoints: [token, user-info] }'),
    bad: one({}, 'cors: { endpoints: [token, discovery] }'),
    near: one({}, 'cors: { endpoints: [token, userinfo] }'),
  },
  'authelia-cors-origin': {
    bad: one({}, "cors: { allowed_origins: ['https://notes.example.com/'] }"),
    near: one({}, "cors: { allowed_origins: ['https://notes.example.com:8443'] }"),
  },
  'authelia-cors-star': {
    bad: one({}, "cors: { allowed_origins: ['*', 'https://notes.example.com'] }"),
    near: one({}, "cors: { allowed_origins: ['*'] }"),
  },
  'authelia-url-missing': {
    bad: full(WHOLE, 'session:\n  cookies:\n    - domain: example.com\n'),
    near: full(WHOLE),
  },
  'authelia-url-http': { bad: full(WHOLE, SESSION.replace('https', 'http')), near: full(WHOLE) },
  'authelia-url-outside-domain': {
    bad: full(WHOLE, SESSION.replace('domain: example.com', 'domain: example.org')),
    near: full(WHOLE, SESSION.replace('domain: example.com', 'domain: auth.example.com')),
  },
  'authelia-cookie-domain': {
    bad: full(
      WHOLE,
      SESSION.replace('domain: example.com', 'domain: localhost').replace('auth.example.com', 'localhost'),
    ),
    near: full(
      WHOLE,
      SESSION.replace('domain: example.com', 'domain: 127.0.0.1').replace(
        'auth.example.com',
        '127.0.0.1:9091',
      ),
    ),
  },
};
