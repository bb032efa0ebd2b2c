import { normaliseUrl } from '../../client/url.ts';
import { atLeast } from '../../version.ts';
import type { ProviderEntry } from '../../workspace/types.ts';
import { newestPatch } from '../newest-patch.ts';
import type { Notice, ProviderDefinition } from '../types.ts';
import { AUTHENTIK_SOURCES as S } from './authentik-sources.ts';

/** Root URL of the installation, including any sub-path, without a trailing slash. */
export const authentikBase = (entry: ProviderEntry): string =>
  normaliseUrl(entry.url)?.url ?? entry.url.replace(/\/+$/, '');

/** Path segments below /application/o/ that authentik itself uses. */
const RESERVED_SLUGS = new Set(['authorize', 'token', 'device', 'userinfo', 'introspect', 'revoke']);

const PROFILE_AND_EMAIL = {
  openid: [],
  profile: ['name', 'given_name', 'preferred_username', 'nickname', 'groups'],
  email: ['email', 'email_verified'],
  offline_access: [],
} as const;

export const authentik: ProviderDefinition = {
  kind: 'authentik',
  name: 'authentik',
  versions: {
    lines: [
      '2024.10',
      '2024.12',
      '2025.2',
      '2025.4',
      '2025.6',
      '2025.8',
      '2025.10',
      '2025.12',
      '2026.2',
      '2026.5',
      '2026.8',
      '2026.11',
    ],
    released: '2026.8',
  },
  sets_access_token_alg: false,
  one_list_of_clients: false,
  traits: {
    scope_claims: [
      {
        value: PROFILE_AND_EMAIL,
        before: '2024.12',
        source: S.code,
        note: 'Groups come with profile; there is no scope of their own.',
      },
      {
        value: { ...PROFILE_AND_EMAIL, entitlements: ['entitlements', 'roles'] },
        since: '2024.12',
        source: S.release202412,
        note: 'Groups come with profile; there is no scope of their own.',
      },
    ],
    claims_placement: [
      {
        value: ['id_token', 'userinfo'],
        source: S.code,
        note: 'As long as “Include claims in id_token” stays on.',
      },
    ],
    id_token_claims_by: [{ value: 'default', source: S.code }],
    email_verified: [
      { value: 'true', before: '2025.10', source: S.release202510 },
      {
        value: 'false',
        since: '2025.10',
        source: S.release202510,
        note: 'Since 2025.10 the default e-mail mapping states email_verified: false.',
      },
    ],
    token_endpoint_auth_methods: [
      {
        value: ['client_secret_basic', 'client_secret_post', 'none'],
        source: S.code,
        note: 'none is for public clients only.',
      },
    ],
    enforces_auth_method: [{ value: false, source: S.code }],
    decodes_basic_credentials: [
      { value: false, before: '2026.2', source: S.code },
      {
        value: true,
        since: '2026.2',
        source: S.release20262,
        note: 'A secret with a percent sign can break for apps that do not encode: stay with letters and digits.',
      },
    ],
    pkce_enforcement: [
      { value: 'none', source: S.code, note: 'PKCE is checked when an app sends it; it can’t be demanded.' },
    ],
    unknown_scope: [{ value: 'dropped', source: S.code }],
    loopback_any_port: [
      {
        value: false,
        source: S.code,
        note: 'Strict means equal in every character, the port included.',
      },
    ],
    http_redirect_refused_for: [{ value: 'nobody', source: S.code }],
    requires_https: [
      {
        value: false,
        source: S.code,
        note: 'The issuer takes its scheme from the request, so an installation on plain http has an http issuer.',
      },
    ],
    end_session: [{ value: true, source: S.code }],
    minimum_state_length: [{ value: 0, source: S.code }],
    stores_digest: [
      { value: false, before: '2026.11', source: S.api, note: 'Administrators can read the secret again.' },
      {
        value: false,
        since: '2026.11',
        source: S.draft202611,
        note: 'The secret moves into an object of its own with its own permission.',
      },
    ],
    sends_iss: [{ value: 'unknown', source: { ...S.code, certainty: 'inferred' } }],
    id_token_alg: [{ value: 'RS256', source: S.code, note: 'With a certificate as signing key.' }],
    client_id_by: [{ value: 'us', source: S.code }],
    secret_by: [{ value: 'us', source: S.code }],
    secrets_at_once: [{ value: 1, source: S.code }],
    grants_by_group: [{ value: false, source: S.code }],
    saves_first_redirect: [
      { value: true, source: S.code, note: 'An empty list takes the first address it sees.' },
    ],
  },
  metadata: (entry, slug) => {
    const root = `${authentikBase(entry)}/application/o`;
    const issuer = `${root}/${encodeURIComponent(slug)}/`;
    return {
      metadata: {
        issuer,
        discovery_url: `${issuer}.well-known/openid-configuration`,
        authorization_endpoint: `${root}/authorize/`,
        token_endpoint: `${root}/token/`,
        userinfo_endpoint: `${root}/userinfo/`,
        jwks_uri: `${issuer}jwks/`,
        end_session_endpoint: `${issuer}end-session/`,
      },
      assumed: [],
    };
  },
  clientNotices: ({ slug, policy }) => {
    const notices: Notice[] = [];
    if (RESERVED_SLUGS.has(slug)) {
      notices.push({
        code: 'slug-reserved',
        severity: 'error',
        side: 'provider',
        path: 'slug',
        message: `authentik keeps the slug “${slug}” for its own addresses.`,
        fix: 'Write another slug beside the app.',
        source: S.ui,
      });
    }
    if (policy !== 'one_factor' && policy !== 'two_factor') {
      notices.push({
        code: 'policy-has-to-exist',
        severity: 'warning',
        side: 'provider',
        path: 'policy',
        message: `authentik refuses the blueprint unless a policy “${policy}” exists there.`,
        fix: 'Make it under Customization › Policies first; or write one_factor or two_factor, with groups where only some may sign in.',
        source: S.blueprints,
      });
    }
    return notices;
  },
  notices: (entry, version) => {
    const notices: Notice[] = [];
    if (!atLeast(newestPatch(version), '2024.10.3')) {
      notices.push({
        code: 'authentik-redirect-uris-are-patterns',
        severity: 'warning',
        side: 'provider',
        message:
          'Up to 2024.10.2 authentik reads every redirect URI as a pattern, which let foreign addresses through (CVE-2024-52289).',
        fix: 'Upgrade to 2024.10.3 or newer and state that version here. Until then the dots are escaped.',
        source: S.redirectUris,
      });
    }
    if (atLeast(version, '2026.5')) {
      notices.push({
        code: 'authentik-default-app-access',
        severity: 'info',
        side: 'provider',
        message:
          'An application without a group, user or policy bound to it is open to everyone, unless the system flag core_default_app_access is off: then it is closed to all.',
        fix: 'Name groups in the workspace, or look at the flag under System › Settings.',
        source: S.release20265,
      });
    }
    if (atLeast(version, '2026.8')) {
      notices.push({
        code: 'authentik-trusted-proxies',
        severity: 'info',
        side: 'proxy',
        message:
          'Since 2026.8 authentik believes forwarded headers only from proxies within AUTHENTIK_LISTEN__TRUSTED_PROXY_CIDRS; from others its issuer turns into http or an inner name.',
        fix: `Compare the issuer in the discovery document with ${authentikBase(entry)}.`,
        source: S.release20268,
      });
    }
    if (atLeast(version, '2026.11')) {
      notices.push(
        {
          code: 'authentik-draft-version',
          severity: 'warning',
          side: 'provider',
          message:
            'authentik 2026.11 is known from a draft only: the client secret moves into a Secret object, and names may still change.',
          fix: 'Read the release notes before you import the blueprint, or follow the guide by hand.',
          source: S.draft202611,
        },
        {
          code: 'authentik-base-url-needed',
          severity: 'warning',
          side: 'provider',
          message: 'The draft of 2026.11 makes the system setting “Base URL” mandatory.',
          fix: `Set it to ${authentikBase(entry)} under System › Settings.`,
          source: S.draft202611,
        },
      );
    }
    return notices;
  },
  sources: Object.values(S),
};
