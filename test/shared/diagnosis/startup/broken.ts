import { generateKeyPairSync } from 'node:crypto';
import { stringify } from 'yaml';

// Values of a configuration may be anything, that is what they are for.
// biome-ignore lint/suspicious/noExplicitAny: each change reaches into another place of the tree
type Tree = any;

const pem = (key: { export: (options: { type: 'pkcs8'; format: 'pem' }) => string | Buffer }): string =>
  String(key.export({ type: 'pkcs8', format: 'pem' }));
const rsa = (bits: number) => pem(generateKeyPairSync('rsa', { modulusLength: bits }).privateKey);

/** The digest of “secret”: the cheapest that Authelia takes, in its own form. */
const DIGEST =
  '$pbkdf2-sha512$310000$c8p78n7pUMln0jzvd4aK4Q$JNRBzwAo0ek5qKn50cFzzvE9RXV88h1wJn5KGiHrD0YKtZaR/nCb2CJPOsKaPK0hjf.9yHxzQGZziziccp6Yng';

/** A configuration that is right, in as few keys as possible. */
function right(key: string): Tree {
  return {
    server: { address: 'tcp://127.0.0.1:0' },
    log: { level: 'info' },
    authentication_backend: { file: { path: 'users.yml' } },
    access_control: {
      default_policy: 'deny',
      rules: [{ domain: 'app.example.com', policy: 'one_factor' }],
    },
    session: {
      secret: 's'.repeat(64),
      cookies: [{ domain: 'example.com', authelia_url: 'https://auth.example.com' }],
    },
    storage: { encryption_key: 'e'.repeat(64), local: { path: 'db.sqlite3' } },
    notifier: { filesystem: { filename: 'notification.txt' } },
    identity_validation: { reset_password: { jwt_secret: 'j'.repeat(64) } },
    ntp: { disable_startup_check: true },
    identity_providers: {
      oidc: {
        hmac_secret: 'h'.repeat(64),
        jwks: [{ key_id: 'main', algorithm: 'RS256', use: 'sig', key }],
        claims_policies: { romm: { id_token: ['email'] } },
        authorization_policies: {
          family: { default_policy: 'deny', rules: [{ policy: 'one_factor', subject: 'group:family' }] },
        },
        clients: [client('games'), client('notes')],
      },
    },
  };
}

function client(id: string): Tree {
  return {
    client_id: id,
    client_name: id,
    client_secret: DIGEST,
    public: false,
    authorization_policy: 'one_factor',
    redirect_uris: [`https://${id}.example.com/callback`],
    scopes: ['openid', 'profile', 'email'],
    response_types: ['code'],
    grant_types: ['authorization_code'],
    token_endpoint_auth_method: 'client_secret_basic',
  };
}

/** The file of users that the configuration names, so that nothing else keeps the program from its start. */
export const USERS = stringify({
  users: { ada: { displayname: 'Ada', email: 'ada@example.com', password: DIGEST, groups: [] } },
});

/** One way in which a configuration is wrong. */
export interface Broken {
  readonly id: string;
  /** The configuration's files, in the order in which they are loaded. */
  readonly files: Readonly<Record<string, string>>;
  readonly env: Readonly<Record<string, string>>;
  readonly filters?: string;
}

type Change = (tree: Tree) => void;
const oidc =
  (change: Change): Change =>
  (tree) =>
    change(tree.identity_providers.oidc);
const first = (change: Change): Change => oidc((one) => change(one.clients[0]));
const set =
  (name: string, value: unknown): Change =>
  (tree) => {
    tree[name] = value;
  };
const drop =
  (name: string): Change =>
  (tree) => {
    delete tree[name];
  };

/** Changes of the client `games`. */
const CLIENT: Readonly<Record<string, Change>> = {
  'claims-policy-unknown': set('claims_policy', 'games'),
  'policy-unknown': set('authorization_policy', 'friends'),
  'policy-hyphen': set('authorization_policy', 'one-factor'),
  'id-missing': drop('client_id'),
  'id-blank': set('client_id', 'games '),
  'id-colon': set('client_id', 'my:games'),
  'id-long': set('client_id', 'g'.repeat(101)),
  'secret-missing': drop('client_secret'),
  'secret-clear': set('client_secret', 'insecure_secret'),
  'digest-no-dollar': set('client_secret', DIGEST.slice(1)),
  'digest-blank': set('client_secret', `${DIGEST} `),
  'digest-cut': set('client_secret', DIGEST.slice(0, 60)),
  'digest-doubled': set(
    'client_secret',
    DIGEST.replaceAll('$', () => '$$'),
  ),
  'digest-unknown-kind': set('client_secret', '$foo$1$abc$def'),
  'digest-bad-base64': set('client_secret', DIGEST.replace('JNRB', '!!!!')),
  'secret-empty': set('client_secret', ''),
  'secret-of-public': (one) => {
    one.public = true;
    one.token_endpoint_auth_method = 'none';
  },
  'method-of-public': (one) => {
    one.public = true;
    delete one.client_secret;
  },
  'method-none': set('token_endpoint_auth_method', 'none'),
  'method-unknown': set('token_endpoint_auth_method', 'client_secret'),
  'method-jwt-digest': set('token_endpoint_auth_method', 'client_secret_jwt'),
  'method-private-key-jwt': (one) => {
    one.token_endpoint_auth_method = 'private_key_jwt';
    delete one.client_secret;
  },
  'method-private-key-jwt-alg': (one) => {
    one.token_endpoint_auth_method = 'private_key_jwt';
    one.token_endpoint_auth_signing_alg = 'RS256';
    delete one.client_secret;
  },
  'alg-hs256': set('id_token_signed_response_alg', 'HS256'),
  'alg-es256': set('id_token_signed_response_alg', 'ES256'),
  'alg-none': set('id_token_signed_response_alg', 'none'),
  'userinfo-alg': set('userinfo_signed_response_alg', 'RS265'),
  'access-token-alg': set('access_token_signed_response_alg', 'ES384'),
  'encrypted-without-keys': set('id_token_encrypted_response_alg', 'RSA-OAEP'),
  'encrypted-alg-unknown': set('id_token_encrypted_response_alg', 'RSA'),
  'redirect-no-scheme': set('redirect_uris', ['games.example.com/callback']),
  'redirect-only-host': set('redirect_uris', ['games.example.com']),
  'redirect-unparsable': set('redirect_uris', ['https://games.example.com:port/callback']),
  'redirect-oob': set('redirect_uris', ['urn:ietf:wg:oauth:2.0:oob']),
  'redirect-twice': set('redirect_uris', ['https://g.example.com/cb', 'https://g.example.com/cb']),
  'redirect-missing': drop('redirect_uris'),
  'redirect-text': set('redirect_uris', 'https://games.example.com/callback'),
  'redirect-map': set('redirect_uris', { web: 'https://games.example.com/callback' }),
  'scope-unknown': set('scopes', ['openid', 'roles']),
  'scopes-text': set('scopes', 'openid profile email'),
  'scope-twice': set('scopes', ['openid', 'email', 'email']),
  'grant-unknown': set('grant_types', ['authorisation_code']),
  'grant-refresh': set('grant_types', ['authorization_code', 'refresh_token']),
  'grant-implicit': set('grant_types', ['implicit']),
  'grant-credentials': set('grant_types', ['client_credentials']),
  'grant-credentials-public': (one) => {
    one.grant_types = ['client_credentials'];
    one.scopes = [];
    one.public = true;
    one.token_endpoint_auth_method = 'none';
    delete one.client_secret;
  },
  'response-type-unknown': set('response_types', ['codes']),
  'response-type-id-token': set('response_types', ['id_token']),
  'response-mode-unknown': set('response_modes', ['post']),
  'consent-unknown': set('consent_mode', 'never'),
  'pkce-method': set('pkce_challenge_method', 's256'),
  'lifespan-unknown': set('lifespan', 'long'),
  'audience-mode': set('requested_audience_mode', 'all'),
  'key-misspelt': (one) => {
    one.redirect_uri = one.redirect_uris;
    delete one.redirect_uris;
  },
  'key-unknown': set('logo_uri', 'https://example.com/logo.png'),
  'key-misplaced': set('hmac_secret', 'x'),
  'public-yes': set('public', 'yess'),
  'public-text': set('require_pkce', 'on'),
  duration: set('pre_configured_consent_duration', '1 moon'),
  'sector-http': set('sector_identifier_uri', 'http://example.com/s.json'),
  'sector-fragment': set('sector_identifier_uri', 'https://example.com/s.json#a'),
  'jwks-both': (one) => {
    one.jwks_uri = 'https://games.example.com/jwks.json';
    one.jwks = [{ key_id: 'a', use: 'sig', algorithm: 'RS256', key: 'x' }];
  },
  'jwks-uri-http': set('jwks_uri', 'http://games.example.com/jwks.json'),
  'request-uri': set('request_uris', ['games.example.com/request']),
  'request-uri-http': set('request_uris', ['http://games.example.com/request']),
  'bearer-authz': set('scopes', ['authelia.bearer.authz', 'openid']),
  'old-keys': (one) => {
    one.id = one.client_id;
    one.secret = one.client_secret;
    one.description = one.client_name;
    one.userinfo_signing_algorithm = 'none';
    for (const name of ['client_id', 'client_secret', 'client_name']) delete one[name];
  },
  'old-and-new-key': (one) => {
    one.id = one.client_id;
  },
  'revocation-method': set('revocation_endpoint_auth_method', 'basic'),
};

/** Changes of `identity_providers.oidc`. */
const PROVIDER: Readonly<Record<string, Change>> = {
  'clients-missing': drop('clients'),
  'clients-empty': set('clients', []),
  'client-twice': (one) => {
    one.clients[1].client_id = 'games';
  },
  'clients-map': (one) => {
    one.clients = { games: one.clients[0] };
  },
  'client-text': set('clients', ['games']),
  'jwks-missing': drop('jwks'),
  'jwks-and-old-key': (one) => {
    one.issuer_private_key = one.jwks[0].key;
  },
  'old-key': (one) => {
    one.issuer_private_key = one.jwks[0].key;
    delete one.jwks;
  },
  'old-lifespans': set('access_token_lifespan', '1h'),
  'jwks-empty-key': (one) => {
    one.jwks[0].key = '';
  },
  'jwks-no-key': (one) => {
    delete one.jwks[0].key;
  },
  'jwks-escaped': (one) => {
    one.jwks[0].key = one.jwks[0].key.replaceAll('\n', '\\n');
  },
  'jwks-path': (one) => {
    one.jwks[0].key = '/config/oidc.pem';
  },
  'jwks-broken-pem': (one) => {
    one.jwks[0].key = one.jwks[0].key.replace(/^(.*\n.{20}).*/, '$1');
  },
  'jwks-public': (one) => {
    one.jwks[0].key = String(
      generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ type: 'spki', format: 'pem' }),
    );
  },
  'jwks-ec-only': (one) => {
    one.jwks[0].key = pem(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey);
    one.jwks[0].algorithm = 'ES256';
  },
  'jwks-ec-rs256': (one) => {
    one.jwks[0].key = pem(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey);
  },
  'jwks-ed25519': (one) => {
    one.jwks[0].key = pem(generateKeyPairSync('ed25519').privateKey);
  },
  'jwks-weak': (one) => {
    one.jwks[0].key = rsa(1024);
  },
  'jwks-key-id': (one) => {
    one.jwks[0].key_id = 'main key!';
  },
  'jwks-key-id-long': (one) => {
    one.jwks[0].key_id = 'k'.repeat(101);
  },
  'jwks-key-id-twice': (one) => {
    one.jwks.push({ ...one.jwks[0] });
  },
  'jwks-alg': (one) => {
    one.jwks[0].algorithm = 'HS256';
  },
  'jwks-use': (one) => {
    one.jwks[0].use = 'signing';
  },
  'jwks-chain': (one) => {
    one.jwks[0].certificate_chain = 'not a chain';
  },
  'enforce-pkce': set('enforce_pkce', 'yes'),
  'hmac-missing': drop('hmac_secret'),
  'entropy-low': set('minimum_parameter_entropy', 4),
  'entropy-off': set('minimum_parameter_entropy', -1),
  'cors-endpoint': set('cors', { endpoints: ['tokens'] }),
  'cors-path': set('cors', { allowed_origins: ['https://app.example.com/path'] }),
  'cors-star': set('cors', { allowed_origins: ['*', 'https://app.example.com'] }),
  'cors-star-clients': set('cors', {
    allowed_origins: ['*'],
    allowed_origins_from_client_redirect_uris: true,
  }),
  'lifespan-word': set('lifespans', { access_token: 'one hour' }),
  'policy-no-rules': (one) => {
    one.authorization_policies.family.rules = [];
  },
  'policy-value': (one) => {
    one.authorization_policies.family.rules[0].policy = 'allow';
  },
  'policy-default': (one) => {
    one.authorization_policies.family.default_policy = 'block';
  },
  'policy-reserved': (one) => {
    one.authorization_policies = { two_factor: one.authorization_policies.family };
  },
  'policy-subject': (one) => {
    one.authorization_policies.family.rules[0].subject = 'family';
  },
  'policy-for-nobody': (one) => {
    delete one.authorization_policies.family.rules[0].subject;
  },
  'claims-policies-misspelt': (one) => {
    one.claim_policies = one.claims_policies;
    one.clients[0].claims_policy = 'romm';
    delete one.claims_policies;
  },
  'claim-unknown': set('claims_policies', { romm: { id_token: ['mail'] } }),
  'claim-standard': set('claims_policies', { romm: { id_token: ['iss'] } }),
  'claim-attribute': set('claims_policies', {
    romm: { custom_claims: { role: { attribute: 'role' } } },
  }),
  'custom-claim-standard': set('claims_policies', {
    romm: { custom_claims: { sub: { attribute: 'username' } } },
  }),
  'claim-audience-mode': set('claims_policies', { romm: { id_token_audience_mode: 'all' } }),
  'access-token-claim': set('claims_policies', { romm: { access_token: ['mails'] } }),
  'scope-standard': set('scopes', { groups: { claims: ['groups'] } }),
  'scope-reserved': set('scopes', { 'authelia.roles': { claims: ['groups'] } }),
  'scope-claim-unknown': set('scopes', { roles: { claims: ['role'] } }),
  'scope-claim-standard': set('scopes', { roles: { claims: ['sub'] } }),
  'scope-without-policy': (one) => {
    one.claims_policies = { romm: { custom_claims: { role: { attribute: 'groups' } } } };
    one.scopes = { roles: { claims: ['role'] } };
    one.clients[0].scopes.push('roles');
  },
  'discovery-alg': set('discovery_signed_response_alg', 'HS256'),
  'key-unknown': set('issuer', 'https://auth.example.com'),
  'key-misspelt': (one) => {
    one.jwk = one.jwks;
    delete one.jwks;
  },
};

/** Changes anywhere else. */
const ELSEWHERE: Readonly<Record<string, Change>> = {
  'clients-misplaced': (tree) => {
    tree.identity_providers.clients = tree.identity_providers.oidc.clients;
    delete tree.identity_providers.oidc.clients;
  },
  'oidc-at-the-top': (tree) => {
    tree.oidc = tree.identity_providers.oidc;
    delete tree.identity_providers;
  },
  'identity-provider': (tree) => {
    tree.identity_provider = tree.identity_providers;
    delete tree.identity_providers;
  },
  'session-missing': drop('session'),
  'cookies-missing': (tree) => {
    delete tree.session.cookies;
  },
  'cookie-domain-missing': (tree) => {
    delete tree.session.cookies[0].domain;
  },
  'cookie-domain-dot': (tree) => {
    tree.session.cookies[0].domain = '.example.com';
  },
  'cookie-domain-star': (tree) => {
    tree.session.cookies[0].domain = '*.example.com';
  },
  'cookie-domain-port': (tree) => {
    tree.session.cookies[0].domain = 'example.com:8443';
  },
  'cookie-domain-localhost': (tree) => {
    tree.session.cookies[0] = { domain: 'localhost', authelia_url: 'https://localhost' };
  },
  'cookie-domain-public': (tree) => {
    tree.session.cookies[0] = { domain: 'co.uk', authelia_url: 'https://auth.co.uk' };
  },
  'cookie-domain-twice': (tree) => {
    tree.session.cookies.push(tree.session.cookies[0]);
  },
  'cookie-domain-inside': (tree) => {
    tree.session.cookies.push({ domain: 'a.example.com', authelia_url: 'https://auth.a.example.com' });
  },
  'cookie-domain-url': (tree) => {
    tree.session.cookies[0].domain = 'https://example.com';
  },
  'authelia-url-missing': (tree) => {
    delete tree.session.cookies[0].authelia_url;
  },
  'authelia-url-http': (tree) => {
    tree.session.cookies[0].authelia_url = 'http://auth.example.com';
  },
  'authelia-url-relative': (tree) => {
    tree.session.cookies[0].authelia_url = 'auth.example.com';
  },
  'authelia-url-other': (tree) => {
    tree.session.cookies[0].authelia_url = 'https://auth.example.org';
  },
  'redirection-url-equal': (tree) => {
    tree.session.cookies[0].default_redirection_url = 'https://auth.example.com';
  },
  'redirection-url-global': set('default_redirection_url', 'https://home.example.com'),
  'redirection-url-other': (tree) => {
    tree.session.cookies[0].default_redirection_url = 'https://home.example.org';
  },
  'session-domain-old': (tree) => {
    tree.session = { secret: tree.session.secret, domain: 'example.com' };
  },
  'session-domain-both': (tree) => {
    tree.session.domain = 'example.com';
  },
  'same-site': (tree) => {
    tree.session.same_site = 'all';
  },
  'cookie-same-site': (tree) => {
    tree.session.cookies[0].same_site = 'all';
  },
  'session-secret-redis': (tree) => {
    delete tree.session.secret;
    tree.session.redis = { host: 'redis' };
  },
  'redis-host': (tree) => {
    tree.session.redis = {};
    tree.session.redis.port = 6379;
  },
  'redis-port': (tree) => {
    tree.session.redis = { host: 'redis', port: 70_000 };
  },
  'session-duration': (tree) => {
    tree.session.expiration = 'an hour';
  },
  'encryption-key-missing': (tree) => {
    delete tree.storage.encryption_key;
  },
  'encryption-key-short': (tree) => {
    tree.storage.encryption_key = 'short';
  },
  'storage-missing': (tree) => {
    delete tree.storage.local;
  },
  'storage-two': (tree) => {
    tree.storage.postgres = { address: 'tcp://db', database: 'a', username: 'a', password: 'a' };
  },
  'storage-postgres-empty': (tree) => {
    tree.storage = { encryption_key: 'e'.repeat(64), postgres: { address: 'tcp://db' } };
  },
  'storage-postgres-address': (tree) => {
    tree.storage = {
      encryption_key: 'e'.repeat(64),
      postgres: { address: 'http://db', database: 'a', username: 'a', password: 'a' },
    };
  },
  'storage-local-path': (tree) => {
    tree.storage.local = { path: '' };
  },
  'notifier-missing': drop('notifier'),
  'notifier-two': (tree) => {
    tree.notifier.smtp = { address: 'smtp://mail', sender: 'a@example.com' };
  },
  'smtp-sender': (tree) => {
    tree.notifier = { smtp: { address: 'smtp://mail' } };
  },
  'smtp-old-host': (tree) => {
    tree.notifier = { smtp: { host: 'mail', port: 25, sender: 'a@example.com' } };
  },
  'smtp-sender-form': (tree) => {
    tree.notifier = { smtp: { address: 'smtp://mail', sender: 'nobody' } };
  },
  'filesystem-filename': (tree) => {
    tree.notifier = { filesystem: { filename: '' } };
  },
  'backend-missing': drop('authentication_backend'),
  'backend-two': (tree) => {
    tree.authentication_backend.ldap = { address: 'ldap://ldap', base_dn: 'dc=a', user: 'a', password: 'a' };
  },
  'backend-path': (tree) => {
    tree.authentication_backend.file = { path: '' };
  },
  'backend-algorithm': (tree) => {
    tree.authentication_backend.file.password = { algorithm: 'md5' };
  },
  'backend-refresh': (tree) => {
    tree.authentication_backend.refresh_interval = 'sometimes';
  },
  'ldap-empty': (tree) => {
    tree.authentication_backend = { ldap: {} };
  },
  'ldap-address': (tree) => {
    tree.authentication_backend = {
      ldap: { address: 'http://ldap', base_dn: 'dc=a', user: 'a', password: 'a' },
    };
  },
  'ldap-filter': (tree) => {
    tree.authentication_backend = {
      ldap: {
        address: 'ldap://ldap',
        base_dn: 'dc=a',
        user: 'a',
        password: 'a',
        users_filter: 'uid={input}',
        groups_filter: 'member={dn}',
      },
    };
  },
  'ldap-implementation': (tree) => {
    tree.authentication_backend = {
      ldap: { implementation: 'openldap', address: 'ldap://ldap', base_dn: 'dc=a', user: 'a', password: 'a' },
    };
  },
  'jwt-secret-missing': drop('identity_validation'),
  'jwt-secret-old': (tree) => {
    delete tree.identity_validation;
    tree.jwt_secret = 'j'.repeat(64);
  },
  'jwt-alg': (tree) => {
    tree.identity_validation.reset_password.jwt_algorithm = 'RS256';
  },
  'access-missing': drop('access_control'),
  'access-no-rules': (tree) => {
    tree.access_control = { default_policy: 'deny' };
  },
  'access-one-factor': (tree) => {
    tree.access_control = { default_policy: 'one_factor' };
  },
  'access-default': (tree) => {
    tree.access_control.default_policy = 'allow';
  },
  'access-rule-policy': (tree) => {
    tree.access_control.rules[0].policy = 'one-factor';
  },
  'access-rule-no-policy': (tree) => {
    delete tree.access_control.rules[0].policy;
  },
  'access-rule-no-domain': (tree) => {
    delete tree.access_control.rules[0].domain;
  },
  'access-rule-subject': (tree) => {
    tree.access_control.rules[0].subject = 'family';
  },
  'access-rule-client': (tree) => {
    tree.access_control.rules[0].subject = 'oauth2:client:other';
  },
  'access-rule-network': (tree) => {
    tree.access_control.rules[0].networks = ['home'];
  },
  'access-rule-bypass': (tree) => {
    tree.access_control.rules[0].policy = 'bypass';
    tree.access_control.rules[0].subject = 'user:ada';
  },
  'access-rule-methods': (tree) => {
    tree.access_control.rules[0].methods = ['FETCH'];
  },
  'access-rule-domain': (tree) => {
    tree.access_control.rules[0].domain = '*app.example.com';
  },
  'access-rule-regex': (tree) => {
    tree.access_control.rules[0].domain_regex = '(app';
  },
  'server-address': (tree) => {
    tree.server.address = 'http://127.0.0.1:9091';
  },
  'server-path': (tree) => {
    tree.server.address = 'tcp://127.0.0.1:9091/a/b';
  },
  'server-old-port': (tree) => {
    tree.server = { host: '0.0.0.0', port: 9091 };
  },
  'server-tls-key': (tree) => {
    tree.server.tls = { key: 'tls.key' };
  },
  'server-tls-file': (tree) => {
    tree.server.tls = { key: 'nokey.pem', certificate: 'nocert.pem' };
  },
  'server-asset': (tree) => {
    tree.server.asset_path = 'assets';
  },
  'server-authz': (tree) => {
    tree.server.endpoints = { authz: { 'forward-auth': { implementation: 'Forward' } } };
  },
  'log-level': (tree) => {
    tree.log.level = 'verbose';
  },
  'log-format': (tree) => {
    tree.log.format = 'xml';
  },
  theme: set('theme', 'blue'),
  'old-log-level': (tree) => {
    tree.log_level = 'debug';
    delete tree.log;
  },
  'old-tls-key': set('tls_key', '/tls.key'),
  'second-factor': set('default_2fa_method', 'sms'),
  'certificates-directory': set('certificates_directory', 'certificates'),
  'totp-algorithm': set('totp', { algorithm: 'MD5' }),
  'totp-digits': set('totp', { digits: 7 }),
  webauthn: set('webauthn', { attestation_conveyance_preference: 'maybe' }),
  duo: set('duo_api', { hostname: 'api.example.com' }),
  ntp: set('ntp', { version: 5 }),
  regulation: set('regulation', { find_time: '10m', ban_time: '5m' }),
  'regulation-modes': set('regulation', { modes: ['address'] }),
  'password-policy': set('password_policy', { standard: { enabled: true }, zxcvbn: { enabled: true } }),
  'privacy-policy': set('privacy_policy', { enabled: true }),
  telemetry: set('telemetry', { metrics: { enabled: true, address: 'http://0.0.0.0:9959' } }),
  'key-unknown': set('domain', 'example.com'),
  'key-misspelt': (tree) => {
    tree.acces_control = tree.access_control;
    delete tree.access_control;
  },
  'file-hashing': (tree) => {
    tree.authentication_backend.file.password_options = { algorithm: 'argon2id' };
  },
  'smtp-trusted-cert': (tree) => {
    tree.notifier = { smtp: { address: 'smtp://mail', sender: 'a@example.com', trusted_cert: 'x' } };
  },
  'old-ldap': (tree) => {
    tree.authentication_backend = {
      ldap: { url: 'ldap://ldap', base_dn: 'dc=a', user: 'a', password: 'a', skip_verify: true },
    };
  },
};

/** Texts that are no YAML, or that two files or the environment spoil. */
function texts(key: string): readonly Broken[] {
  const tree = right(key);
  const good = stringify(tree);
  const named = (files: Broken['files'], rest: Partial<Broken> = {}): Omit<Broken, 'id'> => ({
    files,
    env: {},
    ...rest,
  });
  const text = (change: (text: string) => string) => named({ 'configuration.yml': change(good) });
  const all: Readonly<Record<string, Omit<Broken, 'id'>>> = {
    'pem-indent-lost': text((yaml) => yaml.replace(/(-----BEGIN[^\n]*\n) +/, '$1')),
    tab: text((yaml) => yaml.replace('  level: info', '\tlevel: info')),
    'key-twice': text((yaml) => `${yaml}identity_providers:\n  oidc: {}\n`),
    'key-twice-inside': text((yaml) => yaml.replace('  level: info', '  level: info\n  level: debug')),
    indentation: text((yaml) => yaml.replace('        client_name: games', '       client_name: games')),
    'no-blank': text((yaml) => yaml.replace('  level: info', '  level:info')),
    'quote-open': text((yaml) => yaml.replace('level: info', "level: 'info")),
    'two-colons': text((yaml) => yaml.replace('level: info', 'level: info: debug')),
    percent: text((yaml) => yaml.replace('level: info', 'level: %info')),
    'at-sign': text((yaml) => yaml.replace('level: info', 'level: @info')),
    star: text((yaml) => yaml.replace('domain: app.example.com', 'domain: *.example.com')),
    brace: text((yaml) => yaml.replace('level: info', 'level: {{ env "LEVEL" }}')),
    bracket: text((yaml) => yaml.replace('level: info', 'level: [info')),
    'a-list': text((yaml) => `- ${yaml.trimEnd().replaceAll('\n', '\n  ')}\n`),
    'a-text': text(() => 'authelia\n'),
    empty: text(() => ''),
    backslash: text((yaml) => yaml.replace('level: info', 'level: "in\\fo\\q"')),
    'second-file-clients': named({
      'configuration.yml': good,
      'clients.yml': stringify({ identity_providers: { oidc: { clients: [client('other')] } } }),
    }),
    'file-missing': named({ 'configuration.yml': good, '!missing.yml': '' }),
    'secret-twice': named(
      { 'configuration.yml': good, secret: 'h'.repeat(64) },
      { env: { AUTHELIA_IDENTITY_PROVIDERS_OIDC_HMAC_SECRET_FILE: 'secret' } },
    ),
    'secret-file-missing': named(
      { 'configuration.yml': good },
      { env: { AUTHELIA_SESSION_REDIS_PASSWORD_FILE: '/run/secrets/none' } },
    ),
    'secret-file-directory': named(
      { 'configuration.yml': good },
      { env: { AUTHELIA_SESSION_REDIS_PASSWORD_FILE: '/' } },
    ),
    'env-unknown': named({ 'configuration.yml': good }, { env: { AUTHELIA_JWT: 'x' } }),
    'env-and-secret': named(
      { 'configuration.yml': good, secret: 'x' },
      { env: { AUTHELIA_SESSION_REDIS_PASSWORD: 'x', AUTHELIA_SESSION_REDIS_PASSWORD_FILE: 'secret' } },
    ),
    'expand-env': named({ 'configuration.yml': good }, { filters: 'expand-env' }),
    'template-env': named(
      { 'configuration.yml': good.replace('level: info', 'level: {{ mustEnv "LEVEL" }}') },
      { filters: 'template' },
    ),
    'template-secret': named(
      { 'configuration.yml': good.replace('level: info', 'level: {{ secret "/run/none" }}') },
      { filters: 'template' },
    ),
    'template-function': named(
      { 'configuration.yml': good.replace('level: info', 'level: {{ read "x" }}') },
      { filters: 'template' },
    ),
    'template-open': named(
      { 'configuration.yml': good.replace('level: info', 'level: {{ env "LEVEL"') },
      { filters: 'template' },
    ),
    'template-file': named(
      { 'configuration.yml': good.replace('level: info', 'level: {{ fileContent "/run/none" }}') },
      { filters: 'template' },
    ),
    'template-lines': named(
      {
        'configuration.yml': good.replace(/key: \|[\s\S]*?-----END[^\n]*/, 'key: {{ secret "key.pem" }}'),
        'key.pem': key,
      },
      { filters: 'template' },
    ),
    'filter-unknown': named({ 'configuration.yml': good }, { filters: 'templates' }),
  };
  return Object.entries(all).map(([id, one]) => ({ id: `text-${id}`, ...one }));
}

/** Configurations that are wrong in one way each, in an order that stays. */
export function brokenConfigurations(): readonly Broken[] {
  const key = rsa(2048);
  const changed = (
    prefix: string,
    changes: Readonly<Record<string, Change>>,
    at: (change: Change) => Change,
  ) =>
    Object.entries(changes).map(([id, change]): Broken => {
      const tree = right(key);
      at(change)(tree);
      return { id: `${prefix}-${id}`, files: { 'configuration.yml': stringify(tree) }, env: {} };
    });
  return [
    ...changed('client', CLIENT, first),
    ...changed('provider', PROVIDER, oidc),
    ...changed('elsewhere', ELSEWHERE, (change) => change),
    ...texts(key),
  ];
}

/** The configuration that nothing is wrong with. */
export const rightConfiguration = (): string => stringify(right(rsa(2048)));
