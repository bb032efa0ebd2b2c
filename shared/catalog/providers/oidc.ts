import type { ProviderEntry } from '../../workspace/types.ts';
import type { Source } from '../fact.ts';
import type { Notice, ProviderDefinition, ProviderMetadata } from '../types.ts';

const CORE: Source = {
  title: 'OpenID Connect Core 1.0',
  ref: 'https://openid.net/specs/openid-connect-core-1_0.html',
  certainty: 'docs',
};
const DISCOVERY: Source = {
  title: 'OpenID Connect Discovery 1.0',
  ref: 'https://openid.net/specs/openid-connect-discovery-1_0.html',
  certainty: 'docs',
};
const REGISTRATION: Source = {
  title: 'OpenID Connect Dynamic Client Registration 1.0',
  ref: 'https://openid.net/specs/openid-connect-registration-1_0.html',
  certainty: 'docs',
};
const RFC7591: Source = {
  title: 'RFC 7591: OAuth 2.0 Dynamic Client Registration',
  ref: 'https://www.rfc-editor.org/rfc/rfc7591',
  certainty: 'docs',
};
/** For what no standard defines: only the discovery document or the test login shows it. */
const UNSETTLED: Source = {
  title: 'Not settled by the standard; the discovery document or the test login tells',
  ref: 'https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata',
  certainty: 'inferred',
};

/** Sources of the statements about any conforming provider. */
export const OIDC_SOURCES = {
  core: CORE,
  discovery: DISCOVERY,
  registration: REGISTRATION,
  rfc7591: RFC7591,
};

type Endpoint = keyof NonNullable<ProviderEntry['metadata']>;

/**
 * Paths to assume until the discovery document has been read. They are common, but no standard defines them.
 */
const CONVENTIONAL: readonly (readonly [Endpoint, string])[] = [
  ['authorization_endpoint', 'authorize'],
  ['token_endpoint', 'token'],
  ['userinfo_endpoint', 'userinfo'],
  ['jwks_uri', 'jwks'],
];

export const ENDPOINT_NAMES = CONVENTIONAL.map(([name]) => name);

/** Every endpoint: what is known of it, or what is customary below the issuer. */
export const conventional = (
  base: string,
  known: (name: Endpoint) => string | undefined,
): Record<Endpoint, string> =>
  Object.fromEntries(CONVENTIONAL.map(([name, path]) => [name, known(name) ?? `${base}/${path}`])) as Record<
    Endpoint,
    string
  >;

function metadata(entry: ProviderEntry): {
  metadata: ProviderMetadata;
  assumed: (keyof ProviderMetadata)[];
} {
  // The issuer is compared character by character, so it is kept exactly as written, including a trailing
  // slash.
  const issuer = entry.url.trim();
  const base = issuer.replace(/\/+$/, '');
  return {
    metadata: {
      issuer,
      discovery_url: `${base}/.well-known/openid-configuration`,
      ...conventional(base, (name) => entry.metadata?.[name]),
    },
    assumed: ENDPOINT_NAMES.filter((name) => entry.metadata?.[name] === undefined),
  };
}

/** Says which endpoints are only assumed. */
export const assumedNotices = (assumed: readonly string[]): Notice[] =>
  assumed.length === 0
    ? []
    : [
        {
          code: 'provider-endpoints-assumed',
          severity: 'warning',
          side: 'provider',
          message: `The provider was not asked, so these addresses are only what is customary: ${assumed.join(', ')}.`,
          fix: 'Export with the discovery document read (latchkey render --discover; the wizard reads it by itself), or copy them from that document into metadata beside the provider.',
          on_screen: {
            fix: 'Have the provider asked at the step Provider, or copy them there from its discovery document.',
          },
          source: DISCOVERY,
        },
      ];

export const oidc: ProviderDefinition = {
  kind: 'oidc',
  name: 'OpenID Connect provider',
  // This is not a product, so the version is that of the standard.
  versions: { lines: ['1.0'] },
  sets_access_token_alg: true,
  one_list_of_clients: false,
  document_per_client: false,
  every_answer_seen: false,
  open_endpoints: ENDPOINT_NAMES,
  default_policy: 'one_factor',
  told_digest: false,
  own_secrets: [],
  traits: {
    scope_claims: [
      {
        value: {
          openid: [],
          profile: [
            'name',
            'family_name',
            'given_name',
            'middle_name',
            'nickname',
            'preferred_username',
            'profile',
            'picture',
            'website',
            'gender',
            'birthdate',
            'zoneinfo',
            'locale',
            'updated_at',
          ],
          email: ['email', 'email_verified'],
          address: ['address'],
          phone: ['phone_number', 'phone_number_verified'],
          offline_access: [],
        },
        source: CORE,
        note: 'A provider may leave out what it does not know of a user.',
      },
    ],
    claims_placement: [
      {
        value: ['userinfo'],
        source: CORE,
        note: 'With an access token the standard puts a scope’s claims into the userinfo answer; some providers put them into the ID token too.',
      },
    ],
    id_token_claims_by: [{ value: 'nothing', source: UNSETTLED }],
    email_verified: [{ value: 'unknown', source: UNSETTLED }],
    token_endpoint_auth_methods: [
      { value: ['client_secret_basic', 'client_secret_post', 'none'], source: CORE },
    ],
    enforces_auth_method: [
      {
        value: true,
        source: { ...REGISTRATION, certainty: 'inferred' },
        note: 'Some providers take either method; counting on the registered one is right for all.',
      },
    ],
    decodes_basic_credentials: [{ value: 'unknown', source: UNSETTLED }],
    pkce_enforcement: [{ value: 'unknown', source: UNSETTLED }],
    unknown_scope: [{ value: 'unknown', source: UNSETTLED }],
    loopback_any_port: [{ value: 'unknown', source: UNSETTLED }],
    http_redirect_refused_for: [{ value: 'unknown', source: UNSETTLED }],
    requires_https: [
      {
        value: 'beyond-loopback',
        source: DISCOVERY,
        note: 'Plain http is for trying things on this machine only.',
      },
    ],
    end_session: [{ value: 'unknown', source: UNSETTLED }],
    minimum_state_length: [{ value: 0, source: UNSETTLED }],
    stores_digest: [{ value: false, source: UNSETTLED }],
    sends_iss: [{ value: 'unknown', source: UNSETTLED }],
    id_token_alg: [{ value: 'RS256', source: CORE }],
    client_id_by: [{ value: 'us', source: UNSETTLED }],
    secret_by: [{ value: 'us', source: UNSETTLED }],
    secrets_at_once: [{ value: 1, source: UNSETTLED }],
    grants_by_group: [{ value: false, source: UNSETTLED }],
    saves_first_redirect: [{ value: false, source: UNSETTLED }],
  },
  metadata,
  notices: (entry) => assumedNotices(metadata(entry).assumed),
  sources: [CORE, DISCOVERY, REGISTRATION, RFC7591],
};
