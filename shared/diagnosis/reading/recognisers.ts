import type { ByStep, Recogniser } from './recogniser.ts';
import { SAID_BY_LIBRARIES } from './said-by-libraries.ts';
import { SAID_OF_CLAIMS } from './said-of-claims.ts';

/**
 * What providers say in their own words, with the values in it. The words were read in the product's source or seen in
 * a run; versions are said where a product changed them.
 */
const PROVIDERS: readonly Recogniser[] = [
  // Authelia 4.38, 4.39
  {
    by: 'Authelia',
    says: "registered with OAuth 2.0 Client with id '{client_id}' did not match 'redirect_uri' value '{redirect_uri}'",
    finding: 'redirect',
  },
  {
    by: 'Authelia',
    says: "Client with id '{client_id}' does not appear to be a registered client",
    finding: 'client-unknown',
  },
  {
    by: 'Authelia',
    says: "'token_endpoint_auth_method' method '{used_method}', however{…}client with id '{client_id}' is configured to only support 'token_endpoint_auth_method' method '{registered_method}'",
    finding: 'auth-method-refused',
  },
  {
    by: 'Authelia',
    says: "The 'redirect_uri' parameter is required when using OpenID Connect 1.0",
    finding: 'redirect',
    data: { redirect_uri: '' },
  },
  // authentik: event and page of a refused redirect URI
  {
    by: 'authentik',
    says: "Invalid redirect URI used by client{…}'redirect_uri': '{redirect_uri:url}'",
    finding: 'redirect',
  },
  // Keycloak: one line of its event log
  {
    by: 'Keycloak',
    says: 'clientId="{client_id}"{…}error="invalid_redirect_uri"{…}redirect_uri="{redirect_uri:url}"',
    finding: 'redirect',
  },
  {
    by: 'Keycloak',
    says: 'clientId="{client_id}"{…}error="client_not_found"',
    finding: 'client-unknown',
  },
];

/** The step at which an answer was no JSON. */
const NOT_JSON = {
  discovery: 'discovery-not-json',
  keys: 'jwks-not-json',
  token: 'token-not-json',
  userinfo: 'userinfo-not-json',
} as const;
const HTML = {
  discovery: 'discovery-html',
  keys: 'jwks-not-json',
  token: 'token-html',
  userinfo: 'userinfo-html',
} as const;
const NOT_FOUND = { discovery: 'discovery-not-found', keys: 'jwks-unreachable' } as const;
const FAILS = {
  discovery: 'discovery-server-error',
  keys: 'jwks-unreachable',
  token: 'token-server-error',
  userinfo: 'userinfo-server-error',
} as const;
const FORBIDDEN = { discovery: 'discovery-forbidden', token: 'token-forbidden' } as const;
const LATE = { discovery: 'discovery-timed-out', token: 'token-timed-out' } as const;
const LIMITED = { token: 'rate-limited', discovery: 'rate-limited', userinfo: 'rate-limited' } as const;

/**
 * A status as HTTP libraries say it. The app's own page has one, too: a bare “500 Internal Server Error” says nothing of
 * the provider.
 */
const statuses = (
  numbers: readonly number[],
  finding: ByStep,
  reasons: readonly string[],
): readonly Recogniser[] =>
  numbers.flatMap((status) =>
    [
      `got: ${status}`,
      `status: ${status}`,
      `status ${status}`,
      `status code ${status}`,
      `status code: ${status}`,
      `statusCode: ${status}`,
      `status=${status}`,
      `[${status}]`,
      `not ok: ${status}`,
      `response: ${status}`,
      `cannot fetch token: ${status}`,
      `UserInfo: ${status}`,
      `${status} Client Error: `,
      `${status} Server Error: `,
      ...reasons.map((reason) => `${status} ${reason}`),
    ].map((says): Recogniser => ({ by: 'an HTTP library', says, finding, data: { status } })),
  );

/** Most languages' JSON readers and HTTP libraries. They say what arrived; where it came from stands around them. */
const GENERAL: readonly Recogniser[] = [
  ...[
    "Unexpected token '<', \"<{…}is not valid JSON",
    'Unexpected token < in JSON',
    "invalid character '<' looking for beginning of value",
    "unexpected token at '<",
    "Unexpected character ('<' (code 60))",
    'content-type text/html',
    'content type "text/html',
    "content type 'text/html",
    'got "text/html',
    'text/html;charset=utf-8 is not',
  ].map((says): Recogniser => ({ by: 'a JSON reader', says, finding: HTML })),
  ...[
    'is not valid JSON',
    'Unexpected end of JSON input',
    'in JSON at position',
    'Expecting value: line 1 column 1',
    'looking for beginning of value',
    'expected value at line 1 column 1',
    'unexpected token at',
    'JSONDecodeError',
    'Invalid JSON',
    'not valid JSON',
    'cannot parse json',
    'failed to parse JSON',
    'content-type must be application/json',
    'unexpected response content-type',
    'parse "response" body as JSON',
    'parsing error occured',
  ].map((says): Recogniser => ({ by: 'a JSON reader', says, finding: NOT_JSON, weight: 0.9 })),
  ...statuses([404], NOT_FOUND, ['Not Found']),
  ...statuses([500], FAILS, []),
  ...statuses([502, 503, 504], FAILS, ['Bad Gateway', 'Service Unavailable', 'Gateway Time']),
  ...statuses([403], FORBIDDEN, ['Forbidden']),
  ...statuses([429], LIMITED, ['Too Many Requests']),
  ...statuses([401], { userinfo: 'userinfo-refused' }, ['Unauthorized']),
  ...statuses([301, 302, 303, 307, 308], { discovery: 'discovery-redirected' }, ['Found']),
  ...[
    'outgoing request timed out',
    'read timed out',
    'Read timed out',
    'operation timed out',
    'context deadline exceeded',
  ].map((says): Recogniser => ({ by: 'an HTTP library', says, finding: LATE })),
  ...[
    'Remote end closed connection without response',
    'socket hang up',
    'ECONNRESET',
    'connection reset by peer',
    '": EOF',
    'other side closed',
  ].map(
    (says): Recogniser => ({
      by: 'an HTTP library',
      says,
      finding: { token: 'token-timed-out', discovery: 'connection-reset' },
    }),
  ),
];

/** openid-client 5 (npm), read and run; `panva/node-openid-client`. */
const OPENID_CLIENT_5: readonly Recogniser[] = (
  [
    ['unexpected iss value, expected {expected:url}, got: {actual:url}', 'id-token-iss-wrong'],
    ['iss mismatch, expected {expected:url}, got: {actual:url}', 'callback-iss-wrong'],
    ['aud mismatch, expected {expected}, got: {actual}', 'id-token-aud-wrong'],
    ['azp mismatch, got: {actual}', 'id-token-azp-wrong'],
    ['nonce mismatch, expected {…}, got: undefined', 'id-token-nonce-missing'],
    ['nonce mismatch, expected', 'id-token-nonce-wrong'],
    ['JWT expired, now {…}, exp', 'id-token-expired'],
    ['JWT not active yet, now', 'id-token-not-yet-valid'],
    ['at_hash mismatch, expected', 'at-hash-wrong'],
    ['missing required JWT property sub', 'id-token-sub-missing'],
    ['id_token not present in TokenSet', 'token-id-token-missing'],
    ['unexpected JWT alg received, expected {expected}, got: none', 'id-token-alg-none'],
    ['unexpected JWT alg received, expected {expected}, got: HS', 'id-token-symmetric'],
    ['unexpected JWT alg received, expected {expected}, got: {actual} at', 'id-token-alg-unexpected'],
    ['encrypted JWTs cannot be decoded', 'id-token-encrypted'],
    ['JWTs must have three components', 'id-token-malformed'],
    ["no valid key found in issuer's jwks_uri for key parameters", 'id-token-key-not-found'],
    ['failed to validate JWT signature', 'id-token-signature-wrong'],
    ['userinfo sub mismatch, expected', 'userinfo-sub-differs'],
    ['token_endpoint must be configured on the issuer', 'metadata-endpoint-missing'],
    ["Unexpected token 'e', \"eyJ", 'userinfo-signed'],
  ] as const
).map(([says, finding]) => ({ by: 'openid-client 5', says, finding }));

/** Sentences of RFC 6749 and OpenID Connect Core that a provider sends back to the app, and the app prints. */
const CODES: readonly Recogniser[] = [
  ...(
    [
      'login_required',
      'interaction_required',
      'consent_required',
      'account_selection_required',
      'temporarily_unavailable',
      'unsupported_response_type',
      'access_denied',
    ] as const
  ).map(
    (error): Recogniser => ({
      by: 'RFC 6749',
      says: error,
      finding: 'callback-error',
      data: { error },
      weight: 0.95,
    }),
  ),
  {
    by: 'RFC 6749',
    says: 'The client is not authorized to request an authorization code using this method',
    finding: 'callback-error',
    data: { error: 'unauthorized_client' },
  },
  {
    by: 'RFC 6749',
    says: 'The authorization server encountered an unexpected condition',
    finding: 'callback-error',
    data: { error: 'server_error' },
  },
  ...[
    "error: 'server_error'",
    '"error":"server_error"',
    '"error": "server_error"',
    "code: 'server_error'",
    'server_error (',
  ].map(
    (says): Recogniser => ({
      by: 'RFC 6749',
      says,
      finding: 'callback-error',
      data: { error: 'server_error' },
      weight: 0.9,
    }),
  ),
];

/** Any library: the values of the callback that it kept or lost. */
const STATE: readonly Recogniser[] = [
  'checks.state argument is missing',
  'state mismatch, expected',
  'unexpected "state" response parameter value',
  'state value could not be parsed',
  'cookie not found. Ensure the login flow',
  'callback state not found in session',
].map((says): Recogniser => ({ by: 'a client library', says, finding: 'callback-state-wrong' }));

/** oauth4webapi (npm), on which Auth.js and express-openid-connect stand; `panva/oauth4webapi`. */
const OAUTH4WEBAPI: readonly Recogniser[] = (
  [
    ['unexpected JWT "iss" (issuer) claim value', 'id-token-iss-wrong'],
    ['unexpected JWT "aud" (audience) claim value', 'id-token-aud-wrong'],
    ['unexpected ID Token "azp" (authorized party) claim value', 'id-token-azp-wrong'],
    ['unexpected ID Token "nonce" claim value', 'id-token-nonce-wrong'],
    ['JWT "nonce" (nonce) claim missing', 'id-token-nonce-missing'],
    ['JWT "sub" (subject) claim missing', 'id-token-sub-missing'],
    ['unexpected JWT "exp" (expiration time) claim value', 'id-token-expired'],
    ['unexpected JWT "nbf" (not before) claim value', 'id-token-not-yet-valid'],
    ['"response" body "id_token" property must be a string', 'token-id-token-missing'],
    ['JWE decryption is not configured', 'id-token-encrypted'],
    ['OperationProcessingError: Invalid JWT', 'id-token-malformed'],
    ['unexpected "iss" (issuer) response parameter value', 'callback-iss-wrong'],
    ['unexpected "response" body "sub" property value', 'userinfo-sub-differs'],
    [
      'is not a conform Authorization Server Metadata response (unexpected HTTP status code)',
      'discovery-not-found',
    ],
    ['is not a conform Token Endpoint response (unexpected HTTP status code)', 'token-server-error'],
    ['server responded with a challenge in the WWW-Authenticate HTTP', 'token-client-refused'],
    ['Authorization server did not provide a token endpoint', 'metadata-endpoint-missing'],
    ['authorization server metadata does not contain a valid', 'metadata-endpoint-missing'],
  ] as const
).map(([says, finding]) => ({ by: 'oauth4webapi', says, finding }));

/** coreos/go-oidc 3, golang.org/x/oauth2, go-jose 4 and markbates/goth. */
const GO: readonly Recogniser[] = (
  [
    [
      'issuer URL provided to client ("{expected:url}") did not match the issuer URL returned by provider ("{actual:url}")',
      'issuer',
    ],
    [
      'id token issued by a different provider, expected "{expected:url}" got "{actual:url}"',
      'id-token-iss-wrong',
    ],
    ['oidc: expected audience "{expected}" got ["{actual}"]', 'id-token-aud-wrong'],
    ['compact JWS format must have three parts', 'id-token-encrypted'],
    ['invalid token received, not all parts available', 'id-token-encrypted'],
    ['signature algorithm "none"; expected', 'id-token-alg-none'],
    ['signature algorithm "HS256"; expected', 'id-token-symmetric'],
    ['fetching keys oidc: failed to decode keys', 'jwks-not-json'],
    ['fetching keys oidc: get keys failed', 'jwks-unreachable'],
    ['fetching keys', 'jwks-unreachable'],
    ['userinfo subject does not match', 'userinfo-sub-differs'],
    ["did not match id_token 'sub' claim", 'userinfo-sub-differs'],
    ['unsupported protocol scheme ""', 'metadata-endpoint-missing'],
    ['cannot get user information without id_token', 'token-id-token-missing'],
    ['could not find a matching session for this request', 'callback-state-wrong'],
  ] as const
).map(([says, finding]) => ({ by: 'go-oidc', says, finding }));

/** pyoidc (PyPI oic) and pyjwkest. */
const PYOIDC: readonly Recogniser[] = (
  [
    ['expected token to contain at least one dot', 'id-token-malformed'],
    ['jwkest.jwe.NoSuitableDecryptionKey', 'id-token-encrypted'],
    ['Could not decrypt id_token', 'id-token-encrypted'],
    ['NoSuitableSigningKeys: No key with kid', 'id-token-key-not-found'],
    ['jwkest.BadSignature', 'id-token-signature-wrong'],
    ["NotForMe: {expected} not in aud:['{actual}']", 'id-token-aud-wrong'],
    ['NotForMe: {expected} != azp:{actual}', 'id-token-azp-wrong'],
    ['EXPError: Invalid expiration time', 'id-token-expired'],
    ['IATError: Issued in the future', 'id-token-iat-in-future'],
    ["MissingRequiredAttribute: Missing required attribute 'sub'", 'id-token-sub-missing'],
    ["provider info issuer mismatch '{expected:url}' != '{actual:url}'", 'issuer'],
    ['Sub identifier not the same in userinfo and Id Token', 'userinfo-sub-differs'],
    ["MissingEndpoint: No '{missing}' specified", 'metadata-endpoint-missing'],
    ['Faulty provider config response', 'discovery-not-json'],
    ['Remote key update from {…}failed, malformed JWKS', 'jwks-not-json'],
    ["Remote key update from '{url:url}' failed", 'jwks-unreachable'],
    ['VerificationError: Issuer mismatch', 'callback-iss-wrong'],
    ['ValueError: Unknown issuer', 'id-token-iss-wrong'],
  ] as const
).map(([says, finding]) => ({ by: 'pyoidc', says, finding }));

/** PyJWT 2, by which several Python libraries read tokens. */
const PYJWT: readonly Recogniser[] = (
  [
    ['ExpiredSignatureError: Signature has expired', 'id-token-expired'],
    ['ImmatureSignatureError: The token is not yet valid', 'id-token-not-yet-valid'],
    ['jwt.exceptions.DecodeError: Not enough segments', 'id-token-malformed'],
    ['jwt.exceptions.DecodeError: Invalid payload padding', 'id-token-encrypted'],
    ['jwt.exceptions.DecodeError: Invalid token type', 'token-id-token-missing'],
    ['jwt.exceptions.InvalidSignatureError', 'id-token-signature-wrong'],
  ] as const
).map(([says, finding]) => ({ by: 'PyJWT', says, finding }));

/** mozilla-django-oidc (PyPI). */
const MOZILLA_DJANGO_OIDC: readonly Recogniser[] = (
  [
    ['JWT Nonce verification failed', 'id-token-nonce-wrong'],
    ['Could not find a valid JWKS', 'id-token-key-not-found'],
    ['JWS token verification failed', 'id-token-signature-wrong'],
    ['Claims verification failed', 'claim-missing'],
  ] as const
).map(([says, finding]) => ({ by: 'mozilla-django-oidc', says, finding }));

export const RECOGNISERS: readonly Recogniser[] = [
  ...PROVIDERS,
  ...OPENID_CLIENT_5,
  ...OAUTH4WEBAPI,
  ...GO,
  ...PYOIDC,
  ...PYJWT,
  ...MOZILLA_DJANGO_OIDC,
  ...SAID_BY_LIBRARIES,
  ...SAID_OF_CLAIMS,
  ...STATE,
  ...CODES,
  ...GENERAL,
];
