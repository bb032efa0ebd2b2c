import type { Recogniser } from './recogniser.ts';

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
    // An encrypted token has five parts, and other text has none; the first is seen far more often.
    ['compact JWS format must have three parts', 'id-token-encrypted'],
    ['compact JWS format must have three parts', 'id-token-malformed'],
    ['invalid token received, not all parts available', 'id-token-encrypted'],
    ['invalid token received, not all parts available', 'id-token-malformed'],
    ['signature algorithm "none"; expected', 'id-token-alg-none'],
    ['signature algorithm "HS256"; expected', 'id-token-symmetric'],
    ['fetching keys oidc: failed to decode keys', 'jwks-not-json'],
    ['fetching keys oidc: get keys failed', 'jwks-unreachable'],
    ['fetching keys', 'jwks-unreachable'],
    ['userinfo subject does not match', 'userinfo-sub-differs'],
    ["did not match id_token 'sub' claim ()", 'id-token-sub-missing'],
    ["did not match id_token 'sub' claim (", 'userinfo-sub-differs'],
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

/** Any library: the values of the callback that it kept or lost. */
const STATE: readonly Recogniser[] = [
  'checks.state argument is missing',
  'state mismatch, expected',
  'unexpected "state" response parameter value',
  'state value could not be parsed',
  'cookie not found. Ensure the login flow',
  'callback state not found in session',
].map((says): Recogniser => ({ by: 'a client library', says, finding: 'callback-state-wrong' }));

const by =
  (name: string) =>
  ([says, finding]: readonly [string, Recogniser['finding']]): Recogniser => ({ by: name, says, finding });

/** Microsoft.IdentityModel 5 to 8 and the OpenID Connect handler of ASP.NET Core, by the codes of their messages. */
const DOTNET = (
  [
    ['IDX10500:', 'jwks-empty'],
    ['IDX10501:', 'id-token-key-not-found'],
    ['IDX10502:', 'id-token-key-not-found'],
    ['IDX10503:', 'id-token-key-not-found'],
    ['IDX10504:', 'id-token-alg-none'],
    ['IDX10508:', 'id-token-signature-wrong'],
    ['IDX10511:', 'id-token-signature-wrong'],
    ['IDX10517:', 'id-token-kid-missing'],
    ['IDX10603:', 'id-token-encrypted'],
    ['IDX10609:', 'id-token-encrypted'],
    ['IDX10225:', 'id-token-exp-missing'],
    ['IDX14100:', 'id-token-malformed'],
    ['IDX14102:', 'id-token-malformed'],
    ['IDX12741:', 'id-token-malformed'],
    ['IDX21320:', 'id-token-nonce-missing'],
    ['IDX21323:', 'id-token-nonce-wrong'],
    ['IDX21349:', 'id-token-nonce-missing'],
    ["IDX21314: OpenIdConnectProtocol requires the jwt token to have an 'sub' claim", 'id-token-sub-missing'],
    ['IDX21336:', 'token-id-token-missing'],
    ['IDX21343:', 'userinfo-not-json'],
  ] as const
).map(by('Microsoft.IdentityModel'));

/** jumbojett/openid-connect-php 0.9 and 1. */
const PHP = (
  [
    ['User did not authorize openid scope', 'token-id-token-missing'],
    ['The provider authorization_endpoint could not be fetched', 'discovery-not-found'],
    ['The provider token_endpoint could not be fetched', 'metadata-endpoint-missing'],
    ['Error missing part 0 in token', 'id-token-malformed'],
    ['$base64url) must be of type string, null given', 'id-token-malformed'],
    ['Error decoding signature from token', 'id-token-alg-none'],
    ['Error decoding JSON from token header', 'id-token-malformed'],
    ['Error decoding JSON from jwks_uri', 'jwks-not-json'],
  ] as const
).map(by('openid-connect-php'));

/** openid_connect, json-jwt and rack-oauth2 (Ruby gems). They often say no more than the name of their exception. */
const RUBY = (
  [
    ['Not Found (OpenIDConnect::Discovery::DiscoveryFailed)', 'discovery-not-found'],
    ['Internal Server Error (OpenIDConnect::Discovery::DiscoveryFailed)', 'discovery-server-error'],
    ['JSON::JWK::Set::KidNotFound', 'id-token-key-not-found'],
    ['JSON::JWS::VerificationFailed', 'id-token-signature-wrong'],
    ['JSON::JWS::UnexpectedAlgorithm', 'id-token-alg-unexpected'],
    ['JSON::JWE::DecryptionFailed', 'id-token-encrypted'],
    ['JSON::JWT::InvalidFormat', 'id-token-malformed'],
    ['Access Token Invalid or Expired', 'userinfo-refused'],
    ['Unknown Token Type', 'token-type-wrong'],
    ["'code' required", 'callback-without-code'],
  ] as const
).map(by('openid_connect'));

/** Spring Security 5 to 7 and pac4j 5 and 6 (Maven). */
const JAVA = (
  [
    ['[invalid_nonce]', 'id-token-nonce-wrong'],
    ['[authorization_request_not_found]', 'callback-state-wrong'],
    ['[invalid_state_parameter]', 'callback-state-wrong'],
    ['The ID Token contains invalid claims: {{…}aud=', 'id-token-aud-wrong'],
    ['The ID Token contains invalid claims: {{…}azp=', 'id-token-azp-wrong'],
    ['The ID Token contains invalid claims: {{…}iss=', 'id-token-iss-wrong'],
    ['The ID Token contains invalid claims: {{…}sub=null', 'id-token-sub-missing'],
    ['The ID Token contains invalid claims: {{…}exp=', 'id-token-expired'],
    ['The ID Token contains invalid claims: {{…}iat=', 'id-token-iat-in-future'],
    ['UserInfo Resource: Error details: [{…}Error Code: invalid_token', 'userinfo-refused'],
    ['Another algorithm expected, or no matching key(s) found', 'id-token-key-not-found'],
    ['Unsupported algorithm of none', 'id-token-alg-none'],
    ['Cannot accept empty OIDC credentials', 'callback-without-code'],
    ['Signed ID token expected', 'id-token-alg-none'],
    ['No JWE key selector is configured', 'id-token-encrypted'],
    ['must be after issuedAt', 'id-token-iat-in-future'],
    ['[invalid_request] at', 'callback-without-code'],
    ['[invalid_user_info_response] at', 'userinfo-sub-differs'],
    ['Decryption of JWTs not configured', 'id-token-encrypted'],
  ] as const
).map(by('Spring Security'));

/** What a program in Python says when it reads a value of the login that is not there. */
const KEY_ERRORS = (
  [
    ["KeyError: 'nonce'", 'id-token-nonce-missing'],
    ["KeyError: 'code'", 'callback-without-code'],
    ["KeyError: 'state'", 'callback-state-wrong'],
    ["KeyError: 'id_token'", 'token-id-token-missing'],
    ["KeyError: 'kid'", 'id-token-kid-missing'],
    ["KeyError: 'access_token'", 'token-access-token-missing'],
  ] as const
).map(by('Python'));

/** What Spring Security says of whatever went wrong at discovery; its cause says more. */
const SPRING_DISCOVERY: Recogniser = {
  by: 'Spring Security',
  says: 'Unable to resolve Configuration with the provided Issuer of',
  finding: 'discovery-not-found',
  weight: 0.8,
};

/** Several more, each of which has few words of its own. */
const OTHERS: readonly Recogniser[] = [
  ...(
    [
      ['"response" is not a conform JSON Web Key Set response', 'jwks-unreachable'],
      ['"response" body "keys" property must be an array', 'jwks-not-json'],
      ['"response" is not a conform UserInfo Endpoint response', 'userinfo-refused'],
      ['JWT UserInfo Response expected', 'userinfo-signed'],
      ['"parameters" does not contain an Authorization Code', 'callback-without-code'],
      ['response parameter "iss" (issuer) missing', 'callback-iss-missing'],
      ['only requests to HTTPS are allowed', 'issuer-plain-http'],
    ] as const
  ).map(by('oauth4webapi')),
  // Its page says "Forbidden" of a state that is not the session's; only the stack tells.
  ...([['SessionStore.verify (', 'callback-state-wrong']] as const).map(by('passport-oauth2')),
  ...(
    [
      ['JWT timestamp claim value failed validation', 'id-token-expired'],
      [
        'unexpected HTTP response status code',
        { token: 'token-server-error', callback: 'token-server-error', userinfo: 'userinfo-server-error' },
      ],
    ] as const
  ).map(by('express-openid-connect')),
  ...(
    [
      ['JWKSTimeout', 'jwks-unreachable'],
      ['JWKSMultipleMatchingKeys', 'jwks-duplicate-kid'],
    ] as const
  ).map(by('jose')),
  ...(
    [
      ['PyJWKClientConnectionError', 'jwks-unreachable'],
      ['Token is missing the "aud" claim', 'id-token-aud-wrong'],
    ] as const
  ).map(by('PyJWT')),
  ...(
    [
      ['Invalid subject: expected', 'userinfo-sub-differs'],
      ['Other error: unexpected response Content-Type: "text/html', 'token-html'],
      ['Other error: unexpected response Content-Type', 'token-not-json'],
      ['unexpected response Content-Type: \'"text/html', 'userinfo-html'],
    ] as const
  ).map(by('openidconnect-rs')),
  ...(
    [
      ['AuthSessionError: The authentication session is unavailable', 'callback-state-wrong'],
      ['Incorrect id_token: iat', 'id-token-iat-too-old'],
      ['Incorrect id_token: nbf', 'id-token-not-yet-valid'],
      ['Incorrect id_token: azp', 'id-token-azp-wrong'],
      ['Token error: Invalid access token', 'at-hash-wrong'],
      ['Invalid UserInfo sub', 'userinfo-sub-differs'],
      ['AuthStateMissing: Session value state missing', 'callback-state-wrong'],
      ['AuthStateForbidden: Wrong state parameter given', 'callback-state-wrong'],
      ['AuthCanceled', 'access-denied'],
      [
        'AuthResponseError: The authentication response could not be matched to the request',
        'id-token-nonce-wrong',
      ],
      ['AuthProviderError: The authentication provider is temporarily unavailable', 'token-server-error'],
      ['AuthCredentialError: The authorization code was rejected', 'token-grant-refused'],
    ] as const
  ).map(by('python-social-auth')),
  ...(
    [
      ['(missing_token)', 'token-access-token-missing'],
      ['Required option not passed: "access_token"', 'token-access-token-missing'],
    ] as const
  ).map(by('oauthlib')),
  ...(
    [
      ['Invalid response received from Authorization Server. Expected JSON', 'token-not-json'],
      ['An OAuth server error was encountered that did not contain a JSON body', 'token-not-json'],
    ] as const
  ).map(by('league/oauth2-client')),
  ...(
    [['no JSON/JWT could be parsed from the userinfo endpoint response', 'userinfo-not-json']] as const
  ).map(by('mod_auth_openidc')),
];

export const LIBRARY_MESSAGES: readonly Recogniser[] = [
  ...OPENID_CLIENT_5,
  ...OAUTH4WEBAPI,
  ...GO,
  ...PYOIDC,
  ...PYJWT,
  ...MOZILLA_DJANGO_OIDC,
  ...STATE,
  ...DOTNET,
  ...PHP,
  ...RUBY,
  ...JAVA,
  SPRING_DISCOVERY,
  ...KEY_ERRORS,
  ...OTHERS,
];
