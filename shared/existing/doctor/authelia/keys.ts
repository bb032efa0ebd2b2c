import type { Version } from '../../../version.ts';

/** What Authelia wants under a key. A single value is taken for a list of one. */
export type Wanted = 'text' | 'flag' | 'number' | 'duration' | 'list' | 'map';

export interface Known {
  readonly wants: Wanted;
  /** The first version that has the key. */
  readonly since: Version;
}

const at =
  (since: Version) =>
  (wants: Wanted, ...names: readonly string[]): readonly (readonly [string, Known])[] =>
    names.map((name) => [name, { wants, since }] as const);
const from37 = at('4.37');
const from38 = at('4.38');
const from39 = at('4.39');
const table = (...rows: readonly (readonly (readonly [string, Known])[])[]): ReadonlyMap<string, Known> =>
  new Map(rows.flat());

const jose = (name: string): readonly string[] => [
  `${name}_encrypted_response_alg`,
  `${name}_encrypted_response_enc`,
  `${name}_encrypted_response_key_id`,
];

/** The keys of Authelia's OpenID Connect part by place, as in its own list of keys at 4.37.5, 4.38.19 and 4.39.20. */
export const KEYS = {
  providers: table(from37('map', 'oidc')),
  oidc: table(
    from37('text', 'hmac_secret', 'enforce_pkce'),
    from37('flag', 'enable_client_debug_messages', 'enable_pkce_plain_challenge'),
    from37('number', 'minimum_parameter_entropy'),
    from37('map', 'cors'),
    from37('list', 'clients'),
    from38('list', 'jwks'),
    from38(
      'flag',
      'enable_jwt_access_token_stateless_introspection',
      'require_pushed_authorization_requests',
    ),
    from38('text', 'discovery_signed_response_alg', 'discovery_signed_response_key_id'),
    from38('map', 'authorization_policies', 'lifespans'),
    from39('map', 'claims_policies', 'scopes'),
  ),
  client: table(
    from37('flag', 'public'),
    from37('list', 'redirect_uris', 'audience', 'scopes', 'grant_types', 'response_types', 'response_modes'),
    from37('text', 'authorization_policy', 'consent_mode'),
    from37('duration', 'pre_configured_consent_duration'),
    from38('text', 'client_id', 'client_name', 'client_secret', 'sector_identifier_uri', 'lifespan'),
    from38('text', 'requested_audience_mode', 'pkce_challenge_method', 'jwks_uri'),
    from38('list', 'request_uris', 'jwks'),
    from38('flag', 'require_pushed_authorization_requests', 'require_pkce', 'allow_multiple_auth_methods'),
    from38('text', 'authorization_signed_response_alg', 'authorization_signed_response_key_id'),
    from38('text', 'id_token_signed_response_alg', 'id_token_signed_response_key_id'),
    from38('text', 'access_token_signed_response_alg', 'access_token_signed_response_key_id'),
    from38('text', 'userinfo_signed_response_alg', 'userinfo_signed_response_key_id'),
    from38('text', 'introspection_signed_response_alg', 'introspection_signed_response_key_id'),
    from38(
      'text',
      'request_object_signing_alg',
      'token_endpoint_auth_method',
      'token_endpoint_auth_signing_alg',
    ),
    from39('text', 'claims_policy', 'request_object_encryption_alg', 'request_object_encryption_enc'),
    from39('text', 'revocation_endpoint_auth_method', 'revocation_endpoint_auth_signing_alg'),
    from39('text', 'introspection_endpoint_auth_method', 'introspection_endpoint_auth_signing_alg'),
    from39('text', 'pushed_authorization_request_endpoint_auth_method'),
    from39('text', 'pushed_authorization_request_endpoint_auth_signing_alg'),
    from39(
      'text',
      ...['authorization', 'id_token', 'access_token', 'userinfo', 'introspection'].flatMap(jose),
    ),
  ),
  jwk: table(from38('text', 'key_id', 'use', 'algorithm', 'key', 'certificate_chain')),
  cors: table(
    from37('list', 'endpoints', 'allowed_origins'),
    from37('flag', 'allowed_origins_from_client_redirect_uris'),
  ),
  policy: table(from38('text', 'default_policy'), from38('list', 'rules')),
  policy_rule: table(from38('text', 'policy'), from38('list', 'subject'), from39('list', 'networks')),
  claims_policy: table(
    from39('list', 'id_token', 'access_token'),
    from39('text', 'id_token_audience_mode'),
    from39('map', 'custom_claims'),
  ),
  custom_claim: table(from39('text', 'name', 'attribute')),
  scope: table(from39('list', 'claims')),
  lifespans: table(
    from38(
      'duration',
      'access_token',
      'authorize_code',
      'id_token',
      'refresh_token',
      'jwt_secured_authorization',
    ),
    from39('duration', 'device_code'),
    from38('map', 'custom'),
  ),
  custom_lifespan: table(
    from38('duration', 'access_token', 'authorize_code', 'id_token', 'refresh_token'),
    from39('duration', 'device_code'),
    from38('map', 'grants'),
  ),
} as const satisfies Record<string, ReadonlyMap<string, Known>>;

export type KeyPlace = keyof typeof KEYS;

/** The names of before 4.38, which 4.38 and 4.39 still take with a warning. */
export const RENAMED_CLIENT_KEYS: ReadonlyMap<string, string> = new Map([
  ['id', 'client_id'],
  ['description', 'client_name'],
  ['secret', 'client_secret'],
  ['sector_identifier', 'sector_identifier_uri'],
  ['userinfo_signing_algorithm', 'userinfo_signed_response_alg'],
]);

export const RENAMED_PROVIDER_KEYS: ReadonlyMap<string, string> = new Map([
  ['issuer_private_key', 'jwks'],
  ['issuer_certificate_chain', 'jwks'],
  ['access_token_lifespan', 'lifespans.access_token'],
  ['authorize_code_lifespan', 'lifespans.authorize_code'],
  ['id_token_lifespan', 'lifespans.id_token'],
  ['refresh_token_lifespan', 'lifespans.refresh_token'],
]);

/** The outermost keys of a configuration. */
export const TOP_KEYS: readonly string[] = [
  'access_control',
  'authentication_backend',
  'certificates_directory',
  'default_2fa_method',
  'default_redirection_url',
  'definitions',
  'duo_api',
  'identity_providers',
  'identity_validation',
  'log',
  'notifier',
  'ntp',
  'password_policy',
  'privacy_policy',
  'regulation',
  'server',
  'session',
  'storage',
  'telemetry',
  'theme',
  'totp',
  'webauthn',
];

/** Those that a configuration that starts has beside its OpenID Connect part. */
export const MAIN_KEYS: readonly string[] = [
  'authentication_backend',
  'storage',
  'notifier',
  'session',
  'access_control',
];

export const SCOPES = [
  'openid',
  'email',
  'profile',
  'address',
  'phone',
  'groups',
  'offline_access',
  'offline',
  'authelia.bearer.authz',
  'authelia.pam',
] as const;
export const METHODS = [
  'client_secret_basic',
  'client_secret_post',
  'client_secret_jwt',
  'private_key_jwt',
  'none',
] as const;
export const GRANTS = [
  'authorization_code',
  'implicit',
  'refresh_token',
  'client_credentials',
  'urn:ietf:params:oauth:grant-type:device_code',
] as const;
export const RESPONSE_TYPES = [
  'code',
  'id_token',
  'token',
  'id_token token',
  'code id_token',
  'code token',
  'code id_token token',
] as const;
export const RESPONSE_MODES = [
  'form_post',
  'query',
  'fragment',
  'jwt',
  'form_post.jwt',
  'query.jwt',
  'fragment.jwt',
] as const;
export const CONSENT_MODES = ['auto', 'implicit', 'explicit', 'pre-configured'] as const;
export const POLICIES = ['one_factor', 'two_factor', 'deny'] as const;
export const ENFORCE_PKCE = ['always', 'never', 'public_clients_only'] as const;
export const CORS_ENDPOINTS = [
  'authorization',
  'device-authorization',
  'pushed-authorization-request',
  'token',
  'introspection',
  'revocation',
  'userinfo',
] as const;
export const ALGORITHMS: readonly string[] = ['RS', 'PS', 'ES', 'HS'].flatMap((kind) =>
  [256, 384, 512].map((size) => `${kind}${size}`),
);
/** The claims that a claims policy may name, beside its own. */
export const CLAIMS: readonly string[] = [
  'name',
  'given_name',
  'family_name',
  'middle_name',
  'nickname',
  'preferred_username',
  'profile',
  'picture',
  'website',
  'email',
  'email_verified',
  'gender',
  'birthdate',
  'zoneinfo',
  'locale',
  'phone_number',
  'phone_number_verified',
  'address',
  'groups',
  'alt_emails',
  'rat',
  'updated_at',
];
