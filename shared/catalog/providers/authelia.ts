import { normaliseUrl } from '../../client/url.ts';
import { atLeast } from '../../version.ts';
import type { Source } from '../fact.ts';
import { newestPatch } from '../newest-patch.ts';
import type { Notice, ProviderDefinition } from '../types.ts';

const CLIENTS: Source = {
  title: 'Authelia documentation: OpenID Connect clients',
  ref: 'https://www.authelia.com/configuration/identity-providers/openid-connect/clients/',
  certainty: 'docs',
};
const PROVIDER: Source = {
  title: 'Authelia documentation: OpenID Connect provider',
  ref: 'https://www.authelia.com/configuration/identity-providers/openid-connect/provider/',
  certainty: 'docs',
};
const CLAIMS: Source = {
  title: 'Authelia documentation: OpenID Connect claims',
  ref: 'https://www.authelia.com/integration/openid-connect/openid-connect-1.0-claims/',
  certainty: 'docs',
};
const RELEASE_438: Source = {
  title: 'Authelia release notes: 4.38',
  ref: 'https://www.authelia.com/blog/4.38-release-notes/',
  certainty: 'docs',
};
const RELEASE_439: Source = {
  title: 'Authelia release notes: 4.39',
  ref: 'https://www.authelia.com/blog/4.39-release-notes/',
  certainty: 'docs',
};
const CODE: Source = {
  title: 'Authelia source: configuration validator and OpenID Connect handlers',
  ref: 'authelia/authelia internal/configuration, internal/oidc, internal/handlers@v4.39.20',
  certainty: 'code',
};
const LIBRARY: Source = {
  title: 'Authelia OAuth 2.0 library source',
  ref: 'authelia/oauth2-provider@v0.2.31',
  certainty: 'code',
};
const FILES: Source = {
  title: 'Authelia documentation: configuration files',
  ref: 'https://www.authelia.com/configuration/methods/files/',
  certainty: 'docs',
};
const DIGESTS: Source = {
  title: 'Authelia documentation: how to generate a client secret',
  ref: 'https://www.authelia.com/integration/openid-connect/frequently-asked-questions/',
  certainty: 'docs',
};

/** Sources of the statements about Authelia, for the reasons that the renderers give. */
export const AUTHELIA_SOURCES = {
  clients: CLIENTS,
  provider: PROVIDER,
  claims: CLAIMS,
  release438: RELEASE_438,
  release439: RELEASE_439,
  code: CODE,
  library: LIBRARY,
  files: FILES,
  digests: DIGESTS,
} as const;

/**
 * The first version whose clients have `claims_policy`. Older versions put the claims into the ID token by
 * default.
 */
export const CLAIMS_POLICY_SINCE = '4.39';
/**
 * The first version that refuses OpenID Connect requests at any address that is not a configured
 * `authelia_url`.
 */
export const EFFECTIVE_ISSUER_SINCE = '4.39.17';

export const authelia: ProviderDefinition = {
  kind: 'authelia',
  name: 'Authelia',
  versions: {
    lines: ['4.38', '4.39'],
    tooOld: {
      before: '4.38',
      reason:
        'its clients have other keys (id, secret, description) and know neither token_endpoint_auth_method nor require_pkce, so what is written here would be refused as unknown keys.',
    },
  },
  sets_access_token_alg: true,
  one_list_of_clients: true,
  traits: {
    scope_claims: [
      {
        value: {
          openid: [],
          profile: ['name', 'preferred_username'],
          email: ['email', 'email_verified', 'alt_emails'],
          groups: ['groups'],
          offline_access: [],
        },
        before: '4.39',
        source: RELEASE_438,
      },
      {
        value: {
          openid: ['rat'],
          profile: [
            'name',
            'preferred_username',
            'given_name',
            'family_name',
            'middle_name',
            'nickname',
            'profile',
            'picture',
            'website',
            'gender',
            'birthdate',
            'zoneinfo',
            'locale',
            'updated_at',
          ],
          email: ['email', 'email_verified', 'alt_emails'],
          groups: ['groups'],
          phone: ['phone_number', 'phone_number_verified'],
          address: ['address'],
          offline_access: [],
        },
        since: '4.39',
        source: CLAIMS,
        note: 'A claim appears only when the user’s entry has it: a users file often holds no given_name.',
      },
    ],
    claims_placement: [
      { value: ['id_token', 'userinfo'], before: '4.39', source: RELEASE_438 },
      {
        value: ['userinfo'],
        since: '4.39',
        source: RELEASE_439,
        note: 'Since 4.39 the ID token carries protocol claims only; names, e-mail and groups are in the userinfo answer.',
      },
    ],
    id_token_claims_by: [
      { value: 'default', before: '4.39', source: RELEASE_438 },
      {
        value: 'claims_policy',
        since: '4.39',
        source: RELEASE_439,
        note: 'A claims policy puts named claims back into the ID token of one client.',
      },
    ],
    email_verified: [{ value: 'true', source: CODE }],
    token_endpoint_auth_methods: [
      {
        value: ['client_secret_basic', 'client_secret_post', 'none'],
        source: CLIENTS,
        note: 'none is for public clients only.',
      },
    ],
    enforces_auth_method: [
      {
        value: true,
        source: RELEASE_438,
        note: 'Since 4.38 a client may use only the method it is registered with.',
      },
    ],
    decodes_basic_credentials: [{ value: true, source: RELEASE_438 }],
    pkce_enforcement: [{ value: 'per-client', source: CLIENTS }],
    unknown_scope: [
      {
        value: 'refused',
        source: CODE,
        note: 'A scope that the client does not list ends the login with invalid_scope.',
      },
    ],
    loopback_any_port: [
      {
        value: true,
        source: LIBRARY,
        note: 'Only for http and a loopback IP literal; localhost is a name and needs its exact port.',
      },
    ],
    http_redirect_refused_for: [{ value: 'public-clients', source: LIBRARY }],
    requires_https: [
      {
        value: true,
        before: EFFECTIVE_ISSUER_SINCE,
        source: PROVIDER,
        note: 'authelia_url has to be https, and the session cookie is never sent over plain http.',
      },
      {
        value: true,
        since: EFFECTIVE_ISSUER_SINCE,
        source: CODE,
        note: 'Every OpenID Connect request has to arrive as https at the host of an authelia_url.',
      },
    ],
    end_session: [
      {
        value: false,
        source: CODE,
        note: 'Authelia’s sign-out is a page, not an endpoint: leave single logout off in the app.',
      },
    ],
    minimum_state_length: [{ value: 8, source: PROVIDER }],
    stores_digest: [{ value: true, source: CLIENTS }],
    sends_iss: [{ value: true, source: CODE }],
    id_token_alg: [{ value: 'RS256', source: CLIENTS }],
    client_id_by: [{ value: 'us', source: CLIENTS }],
    secret_by: [{ value: 'us', source: CLIENTS }],
    secrets_at_once: [{ value: 1, source: CLIENTS }],
    grants_by_group: [{ value: false, source: CLIENTS }],
    saves_first_redirect: [{ value: false, source: CODE }],
  },
  metadata: (entry) => {
    const issuer = normaliseUrl(entry.url)?.url ?? entry.url.replace(/\/+$/, '');
    return {
      metadata: {
        issuer,
        discovery_url: `${issuer}/.well-known/openid-configuration`,
        authorization_endpoint: `${issuer}/api/oidc/authorization`,
        token_endpoint: `${issuer}/api/oidc/token`,
        userinfo_endpoint: `${issuer}/api/oidc/userinfo`,
        jwks_uri: `${issuer}/jwks.json`,
      },
      assumed: [],
    };
  },
  clientNotices: ({ client_id, policy, groups }) => {
    const notices: Notice[] = [];
    if (client_id.length > 100 || /[^A-Za-z0-9._~-]/.test(client_id)) {
      notices.push({
        code: 'client-id-refused',
        severity: 'error',
        side: 'provider',
        path: 'client_id',
        message: 'Authelia doesn’t start with this client id: it takes at most 100 of A-Z a-z 0-9 . _ ~ -.',
        fix: 'Shorten it, or leave client_id out to have one made.',
        source: CODE,
      });
    }
    if (policy === 'deny') {
      notices.push({
        code: 'policy-refused',
        severity: 'error',
        side: 'provider',
        path: 'policy',
        message: 'Authelia doesn’t take “deny” as the policy of a client.',
        fix: 'Name one_factor, two_factor or a policy of your own, or take the client out.',
        source: CLIENTS,
      });
    }
    const own = policy !== 'one_factor' && policy !== 'two_factor' && policy !== 'deny';
    if (own) {
      notices.push({
        code: 'policy-has-to-exist',
        severity: 'warning',
        side: 'provider',
        path: 'policy',
        message: `Authelia doesn’t start unless a policy “${policy}” is defined under identity_providers.oidc.authorization_policies.`,
        fix: 'Define it there first; or write one_factor or two_factor, with groups where only some may sign in.',
        source: PROVIDER,
      });
    }
    if (groups.length > 0 && own) {
      notices.push({
        code: 'groups-not-applied',
        severity: 'error',
        side: 'provider',
        path: 'groups',
        message: `The policy “${policy}” is your own, so it alone decides: whom it lets in, gets in, whether in these groups or not.`,
        fix: `Put the groups into “${policy}” at Authelia, or write one_factor or two_factor here.`,
        source: PROVIDER,
      });
    }
    return notices;
  },
  notices: (entry, version) => {
    const notices: Notice[] = [];
    if (atLeast(newestPatch(version), EFFECTIVE_ISSUER_SINCE)) {
      notices.push({
        code: 'authelia-effective-issuer',
        severity: 'info',
        side: 'proxy',
        message: `Since ${EFFECTIVE_ISSUER_SINCE} Authelia answers OpenID Connect only where the request arrives as https at a configured authelia_url, which has to be ${entry.url} with the same port.`,
        fix: 'Have the proxy pass on Host and X-Forwarded-Proto, and never point an app at Authelia’s own port.',
        source: CODE,
      });
    } else {
      notices.push({
        code: 'authelia-issuer-follows-request',
        severity: 'info',
        side: 'proxy',
        message:
          'This version of Authelia takes its issuer from the address of each request, so an app that reaches it by another name sees another issuer and refuses the tokens.',
        fix: `Have apps and browsers use ${entry.url} alike, and the proxy pass on Host and X-Forwarded-Proto.`,
        source: CODE,
      });
    }
    if (!atLeast(version, CLAIMS_POLICY_SINCE)) {
      notices.push({
        code: 'authelia-439-moves-claims',
        severity: 'info',
        side: 'provider',
        message:
          'Up to 4.38 the ID token carries name, e-mail and groups; 4.39 leaves them to the userinfo answer.',
        fix: 'State the new version here before you upgrade and write the files again: they then hold the claims policies that 4.39 needs.',
        source: RELEASE_439,
      });
    }
    return notices;
  },
  sources: [CLIENTS, PROVIDER, CLAIMS, RELEASE_438, RELEASE_439, FILES, DIGESTS, CODE, LIBRARY],
};
