import type { ProfileFlaw } from './flaw.ts';
import type { ProviderProfile } from './provider-schema.ts';
import type { AppProfile } from './schema.ts';

/** What stands in the beginning of every profile, and in none that is finished. */
const ABOUT = 'What it is for, in a few words';
const REF = 'https://docs.example.com/sso';
const TESTED = { how: 'guide', version: '1.0', date: '2026-01-01' } as const;
const UNSURE = 'Everything here is still to be looked up.';

/** What a profile still has from its beginning, and nobody has looked up. */
export function leftFromStarter({
  about,
  sources,
  tested,
  unsure = [],
}: Pick<AppProfile | ProviderProfile, 'about' | 'sources' | 'tested' | 'unsure'>): ProfileFlaw[] {
  const left = (path: ProfileFlaw['path'], suggestion: string): ProfileFlaw => ({
    path,
    message: 'This still stands here from “profile new”.',
    suggestion,
  });
  return [
    ...(about === ABOUT ? [left(['about'], 'Say what it is for, for the list.')] : []),
    ...(tested.version === TESTED.version && tested.date === TESTED.date
      ? [left(['tested'], 'Say for which version you looked it up, and when.')]
      : []),
    ...Object.entries(sources)
      .filter(([, { ref }]) => ref === REF)
      .map(([id]) => left(['sources', id, 'ref'], 'Name the page or the source that you read.')),
    ...unsure.flatMap((one, index) =>
      one === UNSURE
        ? [left(['unsure', index], 'Name what nobody has confirmed yet, or take “unsure” out.')]
        : [],
    ),
  ];
}

const KIND = /^[a-z][a-z0-9-]{0,39}$/;

const nameOf = (kind: string): string =>
  kind.replace(/(?:^|-)([a-z0-9])/g, (_whole, letter: string) => ` ${letter.toUpperCase()}`).trim();

/** The beginning of a provider's profile, in the same way. */
export function starterProvider(kind: string): string | undefined {
  if (!KIND.test(kind)) return undefined;
  const name = nameOf(kind);
  return `# How to fill this in: docs/profiles.md, “Providers”. Then: latchkey profile check ${kind}.profile.yaml
profile: 1
side: provider
kind: ${kind}
name: ${name}
about: ${ABOUT}
# The versions that differ for the login, oldest first, and the newest. In quotes.
versions: { lines: ['1.0'] }
tested: { how: ${TESTED.how}, version: '${TESTED.version}', date: '${TESTED.date}' }
sources:
  # The provider's own documentation or source.
  docs: { ref: '${REF}', certainty: docs }
# What its address in a workspace is.
url: { example: 'https://id.example.com', help: 'As in the browser’s address bar.' }
# As its discovery document names itself, to the letter.
issuer: '{provider.url}'
# One that is left out is read from discovery, and called assumed until then.
endpoints:
  authorization_endpoint: '{issuer}/authorize'
  token_endpoint: '{issuer}/token'
  userinfo_endpoint: '{issuer}/userinfo'
  jwks_uri: '{issuer}/jwks'
traits:
  # The claims that each scope releases.
  scope_claims: { openid: [], profile: [name, preferred_username], email: [email, email_verified], groups: [groups] }
  claims_placement: [id_token, userinfo]
  id_token_claims_by: default     # or nothing
  email_verified: unknown         # or 'true', 'false', per-user
  methods: [client_secret_basic, client_secret_post, none]
  enforces_method: true           # only the registered way is taken
  decodes_basic: unknown
  pkce: unknown                   # or per-client, always, none
  unknown_scope: unknown          # or refused, dropped
  loopback_any_port: unknown
  http_refused_for: unknown       # or nobody, public-clients
  https: true                     # or false, beyond-loopback
  end_session: unknown
  state_length: 0
  stores_digest: false
  sends_iss: unknown
  id_token_alg: RS256
  client_id_by: us                # or provider: then take: { client_id: … } says where it is read
  secret_by: us                   # or provider: then take: { client_secret: … }
  secrets_at_once: 1
  by_group: false                 # true if nobody gets in before a group is named
  saves_first_redirect: false
  source: docs
clients: { where: 'Administration › Clients' }
targets:
  # A form on its screens. Other forms: file, command, env, http.
  - screen: Administration › Clients › New
    fields:
      Name: '{app.name}'
      Client ID: '{client_id}'
      Client secret: '{client_secret}'
      Redirect URIs: '{callbacks}'
      Allowed groups: [{ value: '{groups|comma}', when: access.groups }]
after:
  restart: 'Nothing to restart: what is saved takes effect at once.'
  check: ['{discovery_url} answers with the issuer {issuer}.']
# What nobody has confirmed yet, as sentences.
unsure: [${UNSURE}]
`;
}

/** The beginning of a profile, with what has to be looked up. Undefined if `kind` can't be one. */
export function starterProfile(kind: string): string | undefined {
  if (!KIND.test(kind)) return undefined;
  const name = nameOf(kind);
  const variable = kind.toUpperCase().replaceAll('-', '_');
  return `# How to fill this in: docs/profiles.md. Then: latchkey profile check ${kind}.profile.yaml
profile: 1
kind: ${kind}
name: ${name}
about: ${ABOUT}
# The versions that differ for the login, oldest first, and the newest. In quotes.
versions: { lines: ['1.0'] }
tested: { how: ${TESTED.how}, version: '${TESTED.version}', date: '${TESTED.date}' }
sources:
  # The app's own documentation or source.
  docs: { ref: '${REF}', certainty: docs }
traits:
  method: client_secret_basic     # or client_secret_post, none, auto
  pkce: none                      # or S256: what the app sends by itself
  discovery: true                 # false if the endpoints are typed in one by one
  claims_from: id_token           # or userinfo
  nonce: true
  scopes: [openid, profile, email]
  checks_issuer: true
  source: docs
# Below the app's address. Often called redirect URI or callback URL in the app's documentation.
callbacks: [/auth/callback]
claims:
  - { claim: email, scope: email, level: required, why: Finds the account. }
# What the app is made with: node, go, python, java, dotnet, php, ruby, rust.
trust: go
targets:
  # Environment variables. Other forms: file, command, screen, http.
  - env: ${kind}.env
    service: ${kind}
    keys:
      ${variable}_OIDC_ISSUER: '{issuer}'
      ${variable}_OIDC_CLIENT_ID: '{client_id}'
      ${variable}_OIDC_CLIENT_SECRET: '{client_secret}'
after:
  restart: 'docker compose up -d --force-recreate ${kind}: the environment is read at start.'
  check: ['{app.url} shows a button for the provider.']
# What nobody has confirmed yet, as sentences.
unsure: [${UNSURE}]
`;
}
