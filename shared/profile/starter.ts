import type { ProfileFlaw } from './flaw.ts';
import type { AppProfile } from './schema.ts';

/** What stands in the beginning of every profile, and in none that is finished. */
const ABOUT = 'What it is for, in a few words';
const REF = 'https://docs.example.com/sso';
const TESTED = { how: 'guide', version: '1.0', date: '2026-01-01' } as const;
const UNSURE = 'Everything here is still to be looked up.';

/** What a profile still has from its beginning, and nobody has looked up. */
export function leftFromStarter({ about, sources, tested, unsure = [] }: AppProfile): ProfileFlaw[] {
  const left = (path: ProfileFlaw['path'], suggestion: string): ProfileFlaw => ({
    path,
    message: 'This still stands here from “profile new”.',
    suggestion,
  });
  return [
    ...(about === ABOUT ? [left(['about'], 'Say what the app is for, for the list of apps.')] : []),
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

/** The beginning of a profile, with what has to be looked up. Undefined if `kind` can't be one. */
export function starterProfile(kind: string): string | undefined {
  if (!/^[a-z][a-z0-9-]{0,39}$/.test(kind)) return undefined;
  const name = kind
    .replace(/(?:^|-)([a-z0-9])/g, (_whole, letter: string) => ` ${letter.toUpperCase()}`)
    .trim();
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
