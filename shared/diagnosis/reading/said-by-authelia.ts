import type { Recogniser } from './recogniser.ts';

/** What the address is that Authelia was asked by, if it does not know it. */
const OWN_ADDRESS = { cause: 'idp-advertises-wrong-self' };

/**
 * What Authelia 4.38 and 4.39 say of a login, in their log and in the answers that they give: the hints of its OAuth 2.0
 * library (authelia/oauth2-provider) and the messages of its handlers (internal/handlers), with their values.
 */
export const SAID_BY_AUTHELIA: readonly Recogniser[] = (
  [
    [
      "registered with OAuth 2.0 Client with id '{client_id}' did not match 'redirect_uri' value '{redirect_uri}'",
      'redirect',
    ],
    ["Client with id '{client_id}' does not appear to be a registered client", 'client-unknown'],
    ["No client with id '{client_id}' was found", 'client-unknown'],
    [
      "'token_endpoint_auth_method' method '{used_method}', however{…}client with id '{client_id}' is configured to only support 'token_endpoint_auth_method' method '{registered_method}'",
      'auth-method-refused',
    ],
    [
      "client with id '{client_id}' is configured to only support 'token_endpoint_auth_method' method '{registered_method}', but the method 'none' was determined to be used",
      { cause: 'secret-not-sent' },
    ],
    [
      "client with id '{client_id}' is configured to only support 'token_endpoint_auth_method' method '{registered_method}', but the method '{used_method}' was determined to be used",
      'auth-method-refused',
    ],
    ["The OAuth 2.0 Client is not allowed to request scope '{scope}'", 'scope-refused'],
    ["The request scope '{scope}' has not been granted or is not allowed to be requested", 'scope-refused'],
    ["The client is not allowed to request response_type '{response_type}'", 'response-type-refused'],
    ["The OAuth 2.0 Client is not allowed to use authorization grant '{grant}'", 'token-grant-not-allowed'],
    [
      "The OAuth 2.0 Client is not allowed to use the authorization grant '{grant}'",
      'token-grant-not-allowed',
    ],
    ["Authorize Code expired at '{expired}'", 'token-grant-refused'],
    [
      'bearer authorization failed as the Access Token was not granted the appropriate scope',
      'openid-scope-missing',
    ],
    ["The granted scope was missing the 'openid' scope", 'openid-scope-missing'],
    ["Clients must include a 'code_challenge' when performing the authorize code flow", 'pkce-required'],
    ['The PKCE code challenge did not match the code verifier', 'token-grant-refused'],
    ["the user '{user}' is not authorized to use this client", { cause: 'denied-by-policy' }],
    [
      "Unsuccessful 1FA authentication attempt by user '{user}' and they are banned until {until}\"",
      { cause: 'login-banned' },
    ],
    ["Unsuccessful 1FA authentication attempt by user '{user}'", { cause: 'password-refused' }],
    ['Authentication failed. Check your credentials.', { cause: 'password-refused' }],
  ] as const
).map(([says, finding]) => ({ by: 'Authelia', says, finding }));

/** The same, where the words stand for a value. */
export const SAID_BY_AUTHELIA_OF: readonly Recogniser[] = [
  {
    by: 'Authelia',
    says: "The 'redirect_uri' parameter is required when using OpenID Connect 1.0",
    finding: 'redirect',
    data: { redirect_uri: '' },
  },
  {
    by: 'Authelia',
    says: "The 'redirect_uri' from this request does not match the one from the authorize request",
    finding: { cause: 'redirect-differs-at-token' },
  },
  {
    by: 'Authelia',
    says: "code_challenge{…}client with id '{client_id}' is registered in a way that enforces PKCE",
    finding: 'pkce-required',
    data: { demanded_of: 'client' },
  },
  {
    by: 'Authelia',
    says: 'configured in a way that enforces PKCE for all clients.',
    finding: 'pkce-required',
    data: { demanded_of: 'all' },
  },
  {
    by: 'Authelia',
    says: "enforces PKCE for all public client type clients and the '{client_id}' client is using the public client type",
    finding: 'pkce-required',
    data: { demanded_of: 'public' },
  },
  // A request of the app itself: a browser never asks these.
  ...['/api/oidc/token', '/api/oidc/userinfo', '/.well-known/', '/jwks.json'].map(
    (path): Recogniser => ({
      by: 'Authelia',
      says: `invalid X-Forwarded-Proto header value '{proto}'{…}path=${path}`,
      finding: OWN_ADDRESS,
      data: { asked_by: 'app', path },
    }),
  ),
  {
    by: 'Authelia',
    says: "invalid X-Forwarded-Proto header value '{proto}'",
    finding: OWN_ADDRESS,
    data: { asked_by: 'browser' },
    weight: 0.98,
  },
  {
    by: 'Authelia',
    says: 'nil pointer dereference" method={method} path=/api/oidc/',
    finding: OWN_ADDRESS,
    data: { asked_by: 'nobody' },
  },
];
