import type { Recogniser } from './recogniser.ts';

/**
 * Messages of libraries. Those of openidconnect (Rust), IdentityModel and goth are all that the named files of their source
 * have; of the others such as people posted.
 */

/** The same library says all of them. */
const by =
  (name: string) =>
  (entries: readonly (readonly [says: string, finding: Recogniser['finding'], weight?: number])[]) =>
    entries.map(
      ([says, finding, weight]): Recogniser => ({
        by: name,
        says,
        finding,
        ...(weight === undefined ? {} : { weight }),
      }),
    );

/** Rust: `ramosbugs/openidconnect-rs` 4, discovery/mod.rs, verification/mod.rs, jwt/mod.rs, user_info.rs. */
const OPENIDCONNECT_RUST = by('openidconnect (Rust)')([
  ["unexpected issuer URI '{actual:url}' (expected '{expected:url}')", 'issuer'],
  ['Invalid JSON web token: found 5 parts (expected 3)', 'id-token-encrypted'],
  ['Invalid JSON web token: found', 'id-token-malformed', 0.95],
  ['discover OpenID provider: Request failed', 'discovery-timed-out'],
  ['discover OpenID provider: Failed to parse server response', 'discovery-not-json'],
  ['discover OpenID provider: Server returned invalid response: HTTP status code 404', 'discovery-not-found'],
  [
    'discover OpenID provider: Server returned invalid response: HTTP status code 5',
    'discovery-server-error',
  ],
  ['discover OpenID provider: Server returned invalid response: HTTP status code 403', 'discovery-forbidden'],
  ['discover OpenID provider: Failed to parse URL', 'issuer-not-a-url'],
  ['Disallowed signature algorithm: Hmac', 'id-token-symmetric'],
  ['Disallowed signature algorithm: HS', 'id-token-symmetric'],
  ['Disallowed signature algorithm:', 'id-token-alg-unexpected', 0.95],
  ['Signature verification failed: No matching key found', 'id-token-key-not-found'],
]);

/** .NET: `DuendeSoftware/foss` (IdentityModel 7, OidcClient 6), DiscoveryDocumentResponse.cs, ResponseProcessor.cs. */
const IDENTITY_MODEL = by('IdentityModel (.NET)')([
  ['Error connecting to {url:url}: Not Found', 'discovery-not-found'],
  ['Error connecting to {url:url}: Forbidden', 'discovery-forbidden'],
  ['Error connecting to {url:url}: Bad Gateway', 'discovery-server-error'],
  ['Error connecting to {url:url}: Service Unavailable', 'discovery-server-error'],
  ['Error connecting to {url:url}: Internal Server Error', 'discovery-server-error'],
  ['Error connecting to {url:url} HTTPS required', 'issuer-plain-http'],
  ['Issuer name does not match authority: {actual:url}', 'issuer'],
  ['Endpoint does not use HTTPS: {url:url}', 'endpoint-plain-http'],
  ['Endpoint is on a different host than authority: {url:url}', 'endpoint-on-other-host'],
  ['Error loading discovery document: Keyset is missing', 'jwks-unreachable'],
  ['Identity token is missing on token response', 'token-id-token-missing'],
  ['Access token is missing on token response', 'token-access-token-missing'],
  ['sub claim is missing from userinfo endpoint', 'userinfo-sub-missing'],
  [
    'sub claim from userinfo endpoint is different than sub claim from identity token',
    'userinfo-sub-differs',
  ],
  ['Error contacting userinfo endpoint: Unauthorized', 'userinfo-refused'],
]);

/** Go: `markbates/goth` 1, provider.go, gothic/gothic.go, providers/openidConnect/openidConnect.go. */
const GOTH = by('goth')([
  // The provider is made when the app starts; where its discovery document can't be read there is none of that name.
  ['no provider for {…} exists', 'discovery-not-found', 0.85],
  ['Non-success code for Discovery URL: 404', 'discovery-not-found'],
  ['Non-success code for Discovery URL: 5', 'discovery-server-error'],
  ['Non-success code for Discovery URL: 403', 'discovery-forbidden'],
  ['issuer in token does not match issuer in OpenIDConfig discovery', 'id-token-iss-wrong'],
  ['audience in token does not match client key', 'id-token-aud-wrong'],
  ['user info JWT token is expired', 'id-token-expired'],
  ["userinfo response did not contain a 'sub' claim", 'userinfo-sub-missing'],
  ['Non-200 response from UserInfo: 401', 'userinfo-refused'],
  ['state token mismatch', 'callback-state-wrong', 0.95],
]);

/** Python: Authlib 1 (jose/rfc7517), django-allauth 65 (socialaccount), mozilla-django-oidc 4 (auth.py). */
const PYTHON = [
  ...by('Authlib')([
    // What an empty document is told: a key set has to have the member keys.
    ['ValueError: Invalid key set format', 'jwks-empty'],
    ['Invalid JSON Web Key Set', 'id-token-key-not-found', 0.95],
  ]),
  // The signature is checked against the key set since 65.11, so a token without a published key is refused.
  ...by('django-allauth')([['Invalid id_token', 'id-token-symmetric', 0.9]]),
  // By then the answer had a good status; it is JSON, or it is the JWT that a client with signed userinfo gets.
  ...by('mozilla-django-oidc')([['in get_userinfo{…}return user_response.json()', 'userinfo-signed']]),
];

/** Java: Micronaut Security 4, DefaultOpenIdProviderMetadata; Nimbus, by which Spring Security reads tokens. */
const JAVA = by('Micronaut Security')([
  [
    'Error instantiating bean of type [io.micronaut.security.oauth2.client.DefaultOpenIdProviderMetadata]{…}Read Timeout',
    'discovery-timed-out',
  ],
  ['Failed to retrieve OpenID configuration for', 'discovery-timed-out', 0.9],
]);

/** JavaScript: Auth.js 5 (`nextauthjs/next-auth` packages/core/src/errors.ts) and NextAuth 4. */
const AUTH_JS = by('Auth.js')([
  // What the app makes of the claims failed: one that it reads is not there.
  ['OAuthProfileParseError', 'claim-only-in-userinfo', 0.95],
]);

/** Answers of a token endpoint that more than one provider words like this. */
const TOKEN_ENDPOINT: readonly Recogniser[] = [
  'Invalid scope: Requested scope is invalid',
  'Invalid scopes: {scope:word}',
].map((says): Recogniser => ({ by: 'a provider', says, finding: 'scope-refused' }));

export const SAID_BY_LIBRARIES: readonly Recogniser[] = [
  ...OPENIDCONNECT_RUST,
  ...IDENTITY_MODEL,
  ...GOTH,
  ...PYTHON,
  ...JAVA,
  ...AUTH_JS,
  ...TOKEN_ENDPOINT,
];
