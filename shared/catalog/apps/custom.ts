import { own } from '../../own.ts';
import type { AppEntry } from '../../workspace/types.ts';
import type { Source } from '../fact.ts';
import type { AppDefinition, ClaimRequirement, Notice } from '../types.ts';

/** Sources of the defaults: the standards, because nothing is known about the app itself. */
export const CUSTOM_SOURCES = {
  stated: {
    title: 'Stated in the workspace',
    ref: 'settings of the app in the workspace file',
    certainty: 'inferred',
  },
  method: {
    title: 'OpenID Connect Registration: client_secret_basic is the default',
    ref: 'https://openid.net/specs/openid-connect-registration-1_0.html#ClientMetadata',
    certainty: 'docs',
  },
  pkce: {
    title: 'OAuth 2.0 Security Best Current Practice: PKCE',
    ref: 'https://www.rfc-editor.org/rfc/rfc9700#section-2.1.1',
    certainty: 'docs',
  },
  trust: {
    title: 'What the common runtimes read; which one the app has is not known',
    ref: 'https://docs.openssl.org/master/man7/openssl-env/',
    certainty: 'inferred',
  },
  core: {
    title: 'OpenID Connect Core: scopes and the claims they release',
    ref: 'https://openid.net/specs/openid-connect-core-1_0.html#ScopeClaims',
    certainty: 'docs',
  },
} as const satisfies Record<string, Source>;

const S = CUSTOM_SOURCES;

const SCOPE_OF: Readonly<Record<string, string>> = {
  sub: 'openid',
  email: 'email',
  email_verified: 'email',
  address: 'address',
  phone_number: 'phone',
  phone_number_verified: 'phone',
  groups: 'groups',
};

/** Claims that have another type than text in Core §5.1. */
const TYPE_OF: Readonly<Record<string, ClaimRequirement['type']>> = {
  email_verified: 'boolean',
  phone_number_verified: 'boolean',
  groups: 'array',
};

function claims(entry: AppEntry): readonly ClaimRequirement[] {
  const { required_claims = [], verified_email = false } = entry.settings ?? {};
  const named = [
    ...new Set(verified_email ? [...required_claims, 'email', 'email_verified'] : required_claims),
  ];
  return named.map((claim) => ({
    claim,
    scope: own(SCOPE_OF, claim) ?? 'profile',
    level: 'required',
    type: own(TYPE_OF, claim) ?? 'string',
    ...(claim === 'email_verified' && verified_email ? { rule: 'verified' as const } : {}),
    why:
      claim === 'email_verified' && verified_email
        ? 'The workspace says that the app lets only verified addresses in.'
        : 'The workspace says that the app needs it.',
    source: S.stated,
  }));
}

function notices(entry: AppEntry): readonly Notice[] {
  if (entry.settings?.redirect_paths?.length || entry.redirect_uris?.length) return [];
  return [
    {
      code: 'custom-redirect-missing',
      severity: 'error',
      side: 'app',
      message: 'Nothing is known of this app’s redirect URI.',
      fix: 'Look it up in the app’s documentation or settings (often called callback URL) and write its path into “redirect_paths”.',
      on_screen: {
        fix: 'Look it up in the app’s documentation or settings (often called callback URL) and write its path here.',
      },
      path: 'settings.redirect_paths',
      source: S.stated,
    },
  ];
}

/** Any app that is not in the catalog: the user states what the catalog would know. */
export const custom: AppDefinition = {
  kind: 'custom',
  name: 'Another app',
  description: 'Any app that speaks OpenID Connect; you say what it needs',
  versions: { lines: ['1'] },
  settings: [
    {
      key: 'redirect_paths',
      label: 'Redirect paths',
      type: 'list',
      help: 'Below the app’s address, such as “/oauth2/callback”, or whole URIs such as “app:///callback”.',
    },
    {
      key: 'pkce',
      label: 'PKCE',
      type: 'choice',
      choices: ['none', 'S256'],
      default: 'none',
      help: 'Whether the app sends a code challenge. If unsure, choose none: the login then works either way.',
    },
    {
      key: 'claims_from',
      label: 'Claims are read from',
      type: 'choice',
      choices: ['id_token', 'userinfo'],
      default: 'id_token',
      help: 'If unsure, keep the ID token: the provider is then made to put them there.',
    },
    {
      key: 'required_claims',
      label: 'Claims it needs',
      type: 'list',
      help: 'Such as email, preferred_username, groups.',
    },
    {
      key: 'verified_email',
      label: 'Only verified e-mail addresses',
      type: 'boolean',
      default: false,
      help: 'Whether the app wants email_verified to be true.',
    },
    {
      key: 'uses_discovery',
      label: 'Reads the discovery document',
      type: 'boolean',
      default: true,
      help: 'Off: the endpoints are typed in one by one.',
    },
  ],
  traits: {
    token_endpoint_auth_method: [{ value: 'client_secret_basic', source: S.method }],
    tries_other_auth_method: [{ value: false, source: S.stated }],
    pkce: [
      {
        value: 'none',
        source: S.pkce,
        note: 'Not demanded unless the workspace says that the app sends it.',
      },
    ],
    uses_discovery: [{ value: true, source: S.stated }],
    claims_from: [{ value: 'id_token', source: S.stated }],
    sends_nonce: [{ value: true, source: S.stated }],
    scopes: [{ value: ['openid', 'profile', 'email'], source: S.core }],
    checks_issuer: [{ value: true, source: S.stated }],
  },
  override: (entry) => {
    const { claims_from, uses_discovery } = entry.settings ?? {};
    // Without a secret, only PKCE binds the code to the app, so public clients must use it (RFC 9700).
    const pkce =
      entry.settings?.pkce ?? (entry.token_endpoint_auth_method === 'none' ? ('S256' as const) : undefined);
    return {
      ...(entry.token_endpoint_auth_method === undefined
        ? {}
        : { token_endpoint_auth_method: entry.token_endpoint_auth_method }),
      ...(pkce === undefined ? {} : { pkce }),
      ...(claims_from === undefined ? {} : { claims_from }),
      ...(uses_discovery === undefined ? {} : { uses_discovery }),
    };
  },
  redirectPaths: (entry) => entry.settings?.redirect_paths ?? [],
  claims,
  reads_any_claim: true,
  endpointsInFiles: () => ['authorization_endpoint', 'token_endpoint', 'userinfo_endpoint', 'jwks_uri'],
  trust: () => ({
    name: 'SSL_CERT_FILE (Go, Ruby, .NET, OpenSSL), NODE_EXTRA_CA_CERTS (Node), REQUESTS_CA_BUNDLE or SSL_CERT_FILE (Python), a trust store in JAVA_OPTS (Java), or a setting of the app',
    value: '/etc/ssl/provider-ca.pem',
    mount: './provider-ca.pem:/etc/ssl/provider-ca.pem:ro',
    note: 'Which of them counts depends on what the app is made with; its documentation calls it “custom CA” or “extra certificates”. Some of them replace the other authorities. Don’t switch the check of certificates off.',
    in_short:
      'mount the CA file into the container and set the variable that the app reads for it (SSL_CERT_FILE, NODE_EXTRA_CA_CERTS, REQUESTS_CA_BUNDLE)',
    source: S.trust,
  }),
  // What such an app calls its settings is not known.
  setAt: () => [],
  has_compose: false,
  words: () => undefined,
  said: [],
  errors: () => [],
  extraScopes: (entry) => [
    ...new Set(
      claims(entry)
        .map((claim) => claim.scope)
        .filter((scope) => !['openid', 'profile', 'email'].includes(scope)),
    ),
  ],
  notices,
  sources: Object.values(S),
};
