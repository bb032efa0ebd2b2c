/**
 * Messages as the sources of widely used libraries compose them, with values as a login has them, and the causes that
 * are right. `explain` has words of its own for few of them: most have to be understood by what they are about.
 */
export const SAID_BY_LIBRARIES: Readonly<
  Record<string, readonly (readonly [message: string, ...causes: string[]])[]>
> = {
  'Microsoft.IdentityModel 8': [
    [
      'IDX10204: Unable to validate issuer. validationParameters.ValidIssuer is null or whitespace AND validationParameters.ValidIssuers is null or empty.',
      'issuer-mismatch',
    ],
    [
      "IDX10205: Issuer validation failed. Issuer: 'https://auth.example.com/'. Did not match: validationParameters.ValidIssuer: 'https://auth.example.com' or validationParameters.ValidIssuers: 'null'.",
      'issuer-mismatch',
    ],
    [
      "IDX10212: Issuer validation failed. Issuer: 'https://auth.example.com/'. Did not match any: validationParameters.ValidIssuers: 'null' or validationParameters.ConfigurationManager.CurrentConfiguration.Issuer: 'https://auth.example.com'.",
      'issuer-mismatch',
    ],
    [
      "IDX10214: Audience validation failed. Audiences: 'another-client'. Did not match: validationParameters.ValidAudience: 'notes' or validationParameters.ValidAudiences: 'null'.",
      'id-token-for-another-client',
    ],
    [
      "IDX10215: Audience validation failed. Audiences: 'another-client'. Did not match: validationParameters.ValidAudiences: 'notes'.",
      'id-token-for-another-client',
    ],
    [
      "IDX10222: Lifetime validation failed. The token is not yet valid. ValidFrom (UTC): '01/02/2026 04:04:05', Current time (UTC): '01/02/2026 03:04:05'.",
      'clock-skew',
      'id-token-times',
    ],
    [
      "IDX10223: Lifetime validation failed. The token is expired. ValidTo (UTC): '01/02/2026 02:04:05', Current time (UTC): '01/02/2026 03:04:05'.",
      'id-token-times',
      'clock-skew',
    ],
    [
      "IDX10225: Lifetime validation failed. The token is missing an Expiration Time. Tokentype: 'JwtSecurityToken'.",
      'id-token-times',
    ],
    [
      'IDX10500: Signature validation failed. No security keys were provided to validate the signature.',
      'empty-key-set',
      'signing-key-not-published',
      'keys-unreachable',
    ],
    [
      "IDX10501: Signature validation failed. Unable to match key: kid: 'rotated-key-2'. Number of keys in TokenValidationParameters: '0'. Number of keys in Configuration: '1'. Exceptions caught: ''.",
      'signing-key-not-published',
    ],
    [
      "IDX10502: Signature validation failed. The token's kid is: 'rotated-key-2', but did not match any keys in ValidationParameters or Configuration and TryAllIssuerSigningKeys is false. Number of keys in ValidationParameters: '0'.",
      'signing-key-not-published',
    ],
    [
      "IDX10517: Signature validation failed. The token's kid is missing. Keys tried: 'key'. Number of keys in TokenValidationParameters: '0'.",
      'signing-key-not-published',
    ],
    ["IDX21343: Unable to parse response from UserInfo endpoint: '<html>'", 'userinfo-empty-or-wrong-url'],
    [
      "IDX10503: Signature validation failed. The token's kid is: 'rotated-key-2', but did not match any keys in TokenValidationParameters or Configuration. Keys tried: 'key'. Number of keys in TokenValidationParameters: '0'. Number of keys in Configuration: '1'. Exceptions caught: ''.",
      'signing-key-not-published',
    ],
    [
      "IDX10504: Unable to validate signature, token does not have a signature: '[PII of type removed]'.",
      'id-token-signature-wrong',
      'signing-algorithm',
    ],
    ['IDX10508: Signature validation failed. Signature is improperly formatted.', 'id-token-signature-wrong'],
    [
      "IDX10511: Signature validation failed. Keys tried: 'RsaSecurityKey'. Number of keys in TokenValidationParameters: '0'. Number of keys in Configuration: '1'. Matched key was in 'Configuration'. kid: 'practice'. Exceptions caught: ''.",
      'id-token-signature-wrong',
    ],
    ["IDX10609: Decryption failed. No Keys tried: token: '[PII of type removed]'.", 'encrypted-id-token'],
    ["IDX10603: Decryption failed. Keys tried: 'key'. Exceptions caught: ''.", 'encrypted-id-token'],
    [
      "IDX10696: The algorithm 'HS256' is not in the user-defined accepted list of algorithms.",
      'signing-algorithm',
    ],
    [
      'IDX12741: JWT must have three segments (JWS) or five segments (JWE).',
      'id-token-unreadable',
      'encrypted-id-token',
    ],
    [
      'IDX14100: JWT is not well formed, there are no dots (.). The token needs to be in JWS or JWE Compact Serialization Format.',
      'id-token-unreadable',
    ],
    [
      "IDX14102: Unable to decode the header '[PII of type removed]' as Base64Url encoded string.",
      'id-token-unreadable',
    ],
    [
      "IDX20803: Unable to obtain configuration from: 'https://auth.example.com/.well-known/openid-configuration'. Will retry at '1/2/2026 3:09:05 AM +00:00'. Exception: 'System.IO.IOException: IDX20807: Unable to retrieve document from: 'https://auth.example.com/.well-known/openid-configuration'. HttpResponseMessage: 'StatusCode: 404, ReasonPhrase: 'Not Found''.",
      'discovery-path-wrong',
    ],
    [
      "IDX21314: OpenIdConnectProtocol requires the jwt token to have an 'sub' claim. The jwt did not contain an 'sub' claim, jwt: '[PII of type removed]'.",
      'subject-missing',
    ],
    [
      "IDX21320: RequireNonce is 'True'. OpenIdConnectProtocolValidationContext.Nonce and OpenIdConnectProtocol.ValidatedIdToken.Nonce are both null or empty. The nonce cannot be validated.",
      'nonce-wrong',
      'state-cookie-lost',
    ],
    [
      "IDX21321: The 'nonce' found in the jwt token did not match the expected nonce. expected: 'x' found in jwt: 'y'.",
      'nonce-wrong',
    ],
    [
      "IDX21323: RequireNonce is 'True'. OpenIdConnectProtocolValidationContext.Nonce was null, OpenIdConnectProtocol.ValidatedIdToken.Payload.Nonce was not null. The nonce cannot be validated.",
      'nonce-wrong',
      'state-cookie-lost',
    ],
    [
      "IDX21349: RequireNonce is 'True'. OpenIdConnectProtocolValidationContext.Nonce was not null, OpenIdConnectProtocol.ValidatedIdToken.Payload.Nonce was null or empty. The nonce cannot be validated.",
      'nonce-wrong',
    ],
    [
      "IDX21329: RequireState is 'True' but the OpenIdConnectProtocolValidationContext.State is null. State cannot be validated.",
      'state-cookie-lost',
    ],
    [
      "IDX21331: The 'state' parameter in the message: 'x', does not equal the 'state' in the context: 'y'.",
      'state-cookie-lost',
    ],
    [
      "IDX21336: Both 'id_token' and 'access_token' should be present in OpenIdConnectProtocolValidationContext.ProtocolMessage received from Token Endpoint. Cannot process the message.",
      'no-id-token',
      'token-answer-odd',
    ],
    [
      "IDX21338: Subject claim present in 'id_token': 'a' does not match the claim received from UserInfo Endpoint: 'b'.",
      'userinfo-of-someone-else',
    ],
    [
      "IDX21339: The 'id_token' contains multiple audiences but 'azp' claim is missing.",
      'id-token-for-another-client',
    ],
    [
      "IDX21340: The 'id_token' contains 'azp' claim but its value is not equal to Client Id. 'azp': 'other'. clientId: 'notes'.",
      'id-token-for-another-client',
    ],
    ["IDX21348: Validating the 'at_hash' failed, see inner exception.", 'at-hash-wrong'],
    [
      'An unhandled exception has occurred. System.Exception: Unable to unprotect the message.State.',
      'state-cookie-lost',
    ],
    [
      'Microsoft.AspNetCore.Authentication.AuthenticationFailureException: Correlation failed.',
      'state-cookie-lost',
    ],
    [
      "OpenIdConnectProtocolException: Message contains error: 'invalid_request', error_description: 'Unsupported parameter.', error_uri: 'error_uri is null'.",
      'authorization-refused',
    ],
    [
      "Microsoft.IdentityModel.Protocols.OpenIdConnect.OpenIdConnectProtocolException: Message contains error: 'login_required', error_description: 'error_description is null', error_uri: 'error_uri is null'.",
      'interaction-required',
    ],
  ],
  'oauth4webapi 3': [
    ['OperationProcessingError: JWT signature verification failed', 'id-token-signature-wrong'],
    ['UnsupportedOperationError: unsupported JWS algorithm', 'signing-algorithm'],
    ['OperationProcessingError: unexpected JWT "alg" header parameter', 'signing-algorithm'],
    ['OperationProcessingError: JWT "iat" (issued at) claim missing', 'id-token-times'],
    ['OperationProcessingError: JWT "exp" (expiration time) claim missing', 'id-token-times'],
    ['OperationProcessingError: JWT "aud" (audience) claim missing', 'id-token-for-another-client'],
    [
      'OperationProcessingError: "response" is not a conform UserInfo Endpoint response (unexpected HTTP status code)',
      'userinfo-refused',
      'userinfo-empty-or-wrong-url',
    ],
    ['OperationProcessingError: JWT UserInfo Response expected', 'userinfo-is-signed'],
    [
      'OperationProcessingError: "response" is not a conform JSON Web Key Set response (unexpected HTTP status code)',
      'keys-unreachable',
    ],
    [
      'OperationProcessingError: "response" body "keys" property must be an array',
      'keys-unreachable',
      'empty-key-set',
    ],
    ['OperationProcessingError: no authorization code in "callbackParameters"', 'callback-malformed'],
    ['OperationProcessingError: "parameters" does not contain an Authorization Code', 'callback-malformed'],
    [
      'OperationProcessingError: response parameter "state" missing',
      'state-cookie-lost',
      'callback-malformed',
    ],
    [
      'OperationProcessingError: unexpected "state" response parameter encountered',
      'state-cookie-lost',
      'callback-malformed',
    ],
    [
      'OperationProcessingError: response parameter "iss" (issuer) missing',
      'mixed-up-answer',
      'issuer-mismatch',
    ],
    [
      'OperationProcessingError: only requests to HTTPS are allowed',
      'issuer-plain-http',
      'idp-advertises-wrong-self',
    ],
    ['OperationProcessingError: "response" body "sub" property must be a string', 'subject-missing'],
  ],
  'jose 6 (npm)': [
    ['JWTClaimValidationFailed: unexpected "aud" claim value', 'id-token-for-another-client'],
    ['JWTClaimValidationFailed: unexpected "iss" claim value', 'issuer-mismatch'],
    ['JWTClaimValidationFailed: missing required "aud" claim', 'id-token-for-another-client'],
    ['JWTExpired: "exp" claim timestamp check failed', 'id-token-times', 'clock-skew'],
    ['JWTClaimValidationFailed: "nbf" claim timestamp check failed', 'clock-skew', 'id-token-times'],
    [
      'JWTClaimValidationFailed: "iat" claim timestamp check failed (it should be in the past)',
      'clock-skew',
      'id-token-times',
    ],
    ['JWSSignatureVerificationFailed: signature verification failed', 'id-token-signature-wrong'],
    ['JWKSNoMatchingKey: no applicable key found in the JSON Web Key Set', 'signing-key-not-published'],
    [
      'JWKSMultipleMatchingKeys: multiple matching keys found in the JSON Web Key Set',
      'signing-key-not-published',
    ],
    ['JWKSTimeout: request timed out', 'keys-unreachable'],
    ['JOSEError: Expected 200 OK from the JSON Web Key Set HTTP response', 'keys-unreachable'],
    ['JOSEError: Failed to parse the JSON Web Key Set HTTP response as JSON', 'keys-unreachable'],
    ['JWKSInvalid: JSON Web Key Set malformed', 'keys-unreachable'],
    ['JWSInvalid: Invalid Compact JWS', 'id-token-unreadable', 'encrypted-id-token'],
    [
      'JWSInvalid: JWS Signature missing or incorrect type',
      'id-token-signature-wrong',
      'id-token-unreadable',
    ],
    ['JOSEAlgNotAllowed: "alg" (Algorithm) Header Parameter value not allowed', 'signing-algorithm'],
  ],
  'go-oidc 3': [
    ['oidc: id token not signed', 'id-token-signature-wrong'],
    ['oidc: unsupported signing algorithm "HS256"', 'signing-algorithm'],
    ['oidc: expected audience "notes" got ["another-client"]', 'id-token-for-another-client'],
    [
      'oidc: issuer did not match the issuer returned by provider, expected "https://auth.example.com" got "https://auth.example.com/"',
      'issuer-mismatch',
    ],
    [
      'oidc: current time 2026-01-02 03:04:05 +0000 UTC before the nbf (not before) time: 2026-01-02 04:04:05 +0000 UTC',
      'clock-skew',
      'id-token-times',
    ],
    ['oidc: token is expired (Token Expiry: 2026-01-02 02:04:05 +0000 UTC)', 'id-token-times', 'clock-skew'],
    [
      'failed to verify signature: fetching keys oidc: get keys failed: 404 Not Found <html>',
      'keys-unreachable',
    ],
    ['failed to verify signature: failed to verify id token signature', 'id-token-signature-wrong'],
    [
      "oidc: failed to decode userinfo: invalid character '<' looking for beginning of value",
      'userinfo-empty-or-wrong-url',
    ],
    ['oidc: invalid userinfo jwt signature failed to verify signature', 'id-token-signature-wrong'],
    ['oidc: user info endpoint is not supported by this provider', 'metadata-incomplete'],
    ['oidc: malformed jwt, expected 3 parts got 5', 'encrypted-id-token'],
    ['401 Unauthorized: {"error":"invalid_token"} from the userinfo endpoint', 'userinfo-refused'],
    ['access token hash does not match value in ID token', 'at-hash-wrong'],
  ],
  'golang-jwt 5': [
    ['token has invalid claims: token is expired', 'id-token-times', 'clock-skew'],
    ['token has invalid claims: token is not valid yet', 'clock-skew', 'id-token-times'],
    ['token has invalid claims: token used before issued', 'clock-skew', 'id-token-times'],
    ['token has invalid claims: token has invalid audience', 'id-token-for-another-client'],
    ['token has invalid claims: token has invalid issuer', 'issuer-mismatch'],
    ['token signature is invalid: crypto/rsa: verification error', 'id-token-signature-wrong'],
    [
      'token signature is invalid: signing method HS256 is invalid',
      'signing-algorithm',
      'id-token-signature-wrong',
    ],
    ['token is unverifiable: signing method (alg) is unavailable', 'signing-algorithm'],
    [
      'token is malformed: token contains an invalid number of segments',
      'id-token-unreadable',
      'encrypted-id-token',
    ],
    [
      "token is unverifiable: 'none' signature type is not allowed",
      'id-token-signature-wrong',
      'signing-algorithm',
    ],
  ],
  'zitadel/oidc 3': [
    ['id_token missing', 'no-id-token'],
    [
      'issuer does not match: Expected: https://auth.example.com, got: https://auth.example.com/',
      'issuer-mismatch',
    ],
    ['audience is not valid: Audience must contain client_id "notes"', 'id-token-for-another-client'],
    [
      'authorized party is not valid: azp "other" must be equal to client_id "notes"',
      'id-token-for-another-client',
    ],
    [
      'authorized party is not set. If Token is valid for multiple audiences, azp must not be empty',
      'id-token-for-another-client',
    ],
    ['signature algorithm not supported', 'signing-algorithm'],
    ['token has expired', 'id-token-times', 'clock-skew'],
    [
      'issuedAt of token is in the future: (iat: 2026-01-02 04:04:05, now with offset: 2026-01-02 03:04:05)',
      'clock-skew',
      'id-token-times',
    ],
    ['nonce does not match: expected "x" but was "y"', 'nonce-wrong'],
    ['at_hash does not correspond to access token', 'at-hash-wrong'],
    [
      'invalid signature (unable to fetch key for signature validation: oidc: failed to get keys: http status not ok: 502 Bad Gateway)',
      'keys-unreachable',
    ],
    ['failed to get state: state does not compare', 'state-cookie-lost', 'callback-malformed'],
    ['failed to get state: http: named cookie not present', 'state-cookie-lost'],
    [
      'invalid signature (unable to validate signature: no possible keys matches)',
      'signing-key-not-published',
      'id-token-signature-wrong',
    ],
    ['userinfo failed: http status not ok: 401 Unauthorized', 'userinfo-refused'],
  ],
  'Rust openidconnect 4': [
    [
      'Failed to verify claims: Invalid audiences: must contain `notes` (found audiences: `other`)',
      'id-token-for-another-client',
    ],
    [
      'Invalid audiences: authorized party must match client ID `notes` (found `other`)',
      'id-token-for-another-client',
    ],
    [
      'Expired: ID token expired at 2026-01-02 02:04:05 UTC (current time is 2026-01-02 03:04:05 UTC)',
      'id-token-times',
      'clock-skew',
    ],
    [
      'Invalid issuer: expected `https://auth.example.com` (found `https://auth.example.com/`)',
      'issuer-mismatch',
    ],
    ['Invalid nonce: nonce mismatch', 'nonce-wrong'],
    ['Invalid nonce: missing nonce claim', 'nonce-wrong'],
    [
      'Signature verification failed: No matching key found',
      'signing-key-not-published',
      'id-token-signature-wrong',
    ],
    ['Signature verification failed: Crypto error: bad signature', 'id-token-signature-wrong'],
    ['Signature verification failed: No signature found', 'id-token-signature-wrong'],
    ['Disallowed signature algorithm: algorithm `HS256` is not one of: RS256', 'signing-algorithm'],
    [
      'Unsupported: JWE encryption is not currently supported (found algorithm `RSA-OAEP`)',
      'encrypted-id-token',
    ],
    [
      'Validation error: unexpected issuer URI `https://auth.example.com/` (expected `https://auth.example.com`)',
      'issuer-mismatch',
    ],
    ['Invalid subject: expected `a` (found `b`)', 'userinfo-of-someone-else'],
  ],
  'PyJWT 2': [
    ["jwt.exceptions.InvalidAudienceError: Audience doesn't match", 'id-token-for-another-client'],
    [
      'jwt.exceptions.MissingRequiredClaimError: Token is missing the "aud" claim',
      'id-token-for-another-client',
    ],
    ['jwt.exceptions.InvalidIssuerError: Invalid issuer', 'issuer-mismatch'],
    ['jwt.exceptions.InvalidSignatureError: Signature verification failed', 'id-token-signature-wrong'],
    ['jwt.exceptions.InvalidAlgorithmError: The specified alg value is not allowed', 'signing-algorithm'],
    ['jwt.exceptions.InvalidAlgorithmError: Algorithm not supported', 'signing-algorithm'],
    [
      'jwt.exceptions.PyJWKClientError: Unable to find a signing key that matches: "rotated-key-2"',
      'signing-key-not-published',
    ],
    [
      'jwt.exceptions.PyJWKClientConnectionError: Fail to fetch data from the url, err: "HTTP Error 404: Not Found"',
      'keys-unreachable',
    ],
    [
      'jwt.exceptions.PyJWKClientError: The JWKS endpoint did not contain any signing keys',
      'empty-key-set',
      'signing-key-not-published',
    ],
    ['jwt.exceptions.PyJWKSetError: The JWK Set did not contain any keys', 'empty-key-set'],
    ['jwt.exceptions.PyJWKClientError: The JWKS endpoint did not return a JSON object', 'keys-unreachable'],
    [
      'jwt.exceptions.ImmatureSignatureError: The token is not yet valid (nbf)',
      'clock-skew',
      'id-token-times',
    ],
    [
      'jwt.exceptions.ImmatureSignatureError: The token is not yet valid (iat)',
      'clock-skew',
      'id-token-times',
    ],
    ['jwt.exceptions.DecodeError: Not enough segments', 'id-token-unreadable'],
  ],
  'python-social-auth 4': [
    ['social_core.exceptions.AuthStateMissing: Session value state missing.', 'state-cookie-lost'],
    ['social_core.exceptions.AuthStateForbidden: Wrong state parameter given.', 'state-cookie-lost'],
    ['social_core.exceptions.AuthCanceled: Authentication process canceled', 'denied-by-policy'],
    [
      'social_core.exceptions.AuthTokenError: Token error: Signature verification failed',
      'id-token-signature-wrong',
    ],
    ['social_core.exceptions.AuthTokenError: Token error: Invalid audience', 'id-token-for-another-client'],
    [
      'social_core.exceptions.AuthTokenError: Token error: Incorrect id_token: nbf',
      'clock-skew',
      'id-token-times',
    ],
    [
      'social_core.exceptions.AuthTokenError: Token error: Incorrect id_token: azp',
      'id-token-for-another-client',
    ],
    [
      'social_core.exceptions.AuthTokenError: Token error: Incorrect id_token: aud',
      'id-token-for-another-client',
    ],
    ['social_core.exceptions.AuthTokenError: Token error: Invalid UserInfo sub', 'userinfo-of-someone-else'],
    [
      'social_core.exceptions.AuthTokenError: Token error: Incorrect id_token: iat',
      'id-token-times',
      'clock-skew',
    ],
    ['social_core.exceptions.AuthTokenError: Token error: Incorrect id_token: nonce', 'nonce-wrong'],
    [
      'social_core.exceptions.AuthTokenError: Token error: Signature has expired',
      'id-token-times',
      'clock-skew',
    ],
    ['social_core.exceptions.AuthTokenError: Token error: Invalid access token', 'at-hash-wrong'],
  ],
  'the standard library of Python': [
    ["KeyError: 'nonce'", 'nonce-wrong'],
    ["KeyError: 'code'", 'callback-malformed'],
    ["KeyError: 'state'", 'state-cookie-lost', 'callback-malformed'],
    ["KeyError: 'id_token'", 'no-id-token'],
    ["KeyError: 'kid'", 'signing-key-not-published'],
    ["KeyError: 'access_token'", 'token-answer-odd'],
  ],
  'python-jose 3': [
    ['jose.exceptions.JWTClaimsError: Invalid audience', 'id-token-for-another-client'],
    ['jose.exceptions.JWTClaimsError: Invalid issuer', 'issuer-mismatch'],
    ['jose.exceptions.JWTClaimsError: The token is not yet valid (nbf)', 'clock-skew', 'id-token-times'],
    ['jose.exceptions.JWTClaimsError: at_hash claim does not match access_token.', 'at-hash-wrong'],
    ['jose.exceptions.JWTError: missing required key "sub" among claims', 'subject-missing'],
    ['jose.exceptions.JWSError: Signature verification failed.', 'id-token-signature-wrong'],
    [
      'jose.exceptions.JWSError: Algorithm none not supported.',
      'id-token-signature-wrong',
      'signing-algorithm',
    ],
    ['jose.exceptions.JWTError: Error decoding token headers.', 'id-token-unreadable'],
  ],
  'oauthlib 3': [
    [
      'oauthlib.oauth2.rfc6749.errors.MismatchingStateError: (mismatching_state) CSRF Warning! State not equal in request and response.',
      'state-cookie-lost',
    ],
    [
      'oauthlib.oauth2.rfc6749.errors.MissingCodeError: (missing_code) Missing code parameter in response.',
      'callback-malformed',
    ],
    [
      'oauthlib.oauth2.rfc6749.errors.MissingTokenError: (missing_token) Missing access token parameter.',
      'token-answer-odd',
    ],
    [
      'oauthlib.oauth2.rfc6749.errors.InvalidScopeError: (invalid_scope) The requested scope is invalid, unknown, or malformed.',
      'scope-not-allowed',
    ],
    ['oauthlib.oauth2.rfc6749.errors.AccessDeniedError: (access_denied)', 'denied-by-policy'],
    ['oauthlib.oauth2.rfc6749.errors.LoginRequired: (login_required)', 'interaction-required'],
    ['oauthlib.oauth2.rfc6749.errors.ServerError: (server_error) oops', 'provider-failing'],
    [
      'oauthlib.oauth2.rfc6749.errors.TemporarilyUnavailableError: (temporarily_unavailable)',
      'provider-failing',
    ],
    [
      'oauthlib.oauth2.rfc6749.errors.InvalidClientError: (invalid_client) client authentication failed',
      'secret-wrong-or-swapped',
    ],
  ],
  'Spring Security 6 and 7': [
    ['OAuth2AuthenticationException: [invalid_nonce]', 'nonce-wrong'],
    ['OAuth2AuthenticationException: [authorization_request_not_found]', 'state-cookie-lost'],
    ['OAuth2AuthenticationException: [invalid_state_parameter]', 'state-cookie-lost', 'callback-malformed'],
    [
      'OAuth2AuthenticationException: [invalid_id_token] Missing (required) ID Token in Token Response for Client Registration: lab',
      'no-id-token',
    ],
    [
      'OAuth2AuthenticationException: [invalid_id_token] An error occurred while attempting to decode the Jwt: Signed JWT rejected: Invalid signature',
      'id-token-signature-wrong',
    ],
    [
      'OAuth2AuthenticationException: [invalid_id_token] An error occurred while attempting to decode the Jwt: Signed JWT rejected: Another algorithm expected, or no matching key(s) found',
      'signing-key-not-published',
      'signing-algorithm',
    ],
    [
      "OAuth2AuthenticationException: [invalid_id_token] An error occurred while attempting to decode the Jwt: Couldn't retrieve remote JWK set: Read timed out",
      'keys-unreachable',
    ],
    [
      'OAuth2AuthenticationException: [invalid_id_token] An error occurred while attempting to decode the Jwt: Jwt expired at 2026-01-02T02:04:05Z',
      'id-token-times',
      'clock-skew',
    ],
    [
      'OAuth2AuthenticationException: [invalid_id_token] An error occurred while attempting to decode the Jwt: Jwt used before 2026-01-02T04:04:05Z',
      'clock-skew',
      'id-token-times',
    ],
    [
      'OAuth2AuthenticationException: [invalid_id_token] The ID Token contains invalid claims: {aud=[another-client]}',
      'id-token-for-another-client',
    ],
    [
      'OAuth2AuthenticationException: [invalid_id_token] The ID Token contains invalid claims: {iss=https://other.example.com}',
      'issuer-mismatch',
    ],
    [
      'OAuth2AuthenticationException: [invalid_id_token] The ID Token contains invalid claims: {sub=null}',
      'subject-missing',
    ],
    [
      'OAuth2AuthenticationException: [invalid_id_token] The ID Token contains invalid claims: {azp=another-client}',
      'id-token-for-another-client',
    ],
    [
      'OAuth2AuthenticationException: [invalid_id_token] The ID Token contains invalid claims: {exp=2026-01-02T02:04:05Z}',
      'id-token-times',
      'clock-skew',
    ],
    [
      'OAuth2AuthenticationException: [invalid_id_token] The ID Token contains invalid claims: {iat=2026-01-02T04:04:05Z}',
      'id-token-times',
      'clock-skew',
    ],
    [
      'OAuth2AuthenticationException: [invalid_user_info_response] An error occurred while attempting to retrieve the UserInfo Resource: 401 : "{"error":"invalid_token"}"',
      'userinfo-refused',
    ],
    [
      'OAuth2AuthenticationException: [invalid_user_info_response] An error occurred while attempting to retrieve the UserInfo Resource: Error details: [UserInfo Uri: https://auth.example.com/me, Error Code: invalid_token]',
      'userinfo-refused',
    ],
    [
      'OAuth2AuthenticationException: [invalid_user_info_response] An error occurred while attempting to retrieve the UserInfo Resource: Could not extract response: no suitable HttpMessageConverter found for response type [java.util.Map] and content type [text/html;charset=utf-8]',
      'userinfo-empty-or-wrong-url',
    ],
    [
      'OAuth2AuthenticationException: [invalid_token_response] An error occurred while attempting to retrieve the OAuth 2.0 Access Token Response: 502 Bad Gateway: [no body]',
      'provider-failing',
    ],
    [
      'The Issuer "https://auth.example.com/" provided in the configuration metadata did not match the requested issuer "https://auth.example.com"',
      'issuer-mismatch',
    ],
    [
      'Unable to resolve Configuration with the provided Issuer of "https://auth.example.com"',
      'discovery-path-wrong',
    ],
    ['BadJwtException: Unsupported algorithm of none', 'id-token-signature-wrong', 'signing-algorithm'],
  ],
  'pac4j 6': [
    [
      'org.pac4j.oidc.exceptions.OidcMissingSessionStateException: State cannot be determined',
      'state-cookie-lost',
    ],
    [
      'org.pac4j.oidc.exceptions.OidcMissingStateParameterException: Missing state parameter',
      'state-cookie-lost',
      'callback-malformed',
    ],
    [
      'org.pac4j.oidc.exceptions.OidcStateMismatchException: State parameter is different from the one sent in authentication request.',
      'state-cookie-lost',
      'callback-malformed',
    ],
    [
      "org.pac4j.oidc.exceptions.OidcIssuerMismatchException: Issuer mismatch, possible mix-up attack, received issuer: 'https://other.example.com'",
      'mixed-up-answer',
      'issuer-mismatch',
    ],
    [
      'org.pac4j.oidc.exceptions.OidcTokenException: Unsigned ID tokens are not allowed: they must be explicitly enabled',
      'id-token-signature-wrong',
      'signing-algorithm',
    ],
    [
      'org.pac4j.core.exception.TechnicalException: Cannot accept empty OIDC credentials',
      'callback-malformed',
    ],
    ['Bad authentication response, error=unauthorized_client', 'response-type-refused', 'client-disabled'],
    [
      'org.pac4j.oidc.exceptions.OidcTokenException: Bad token response, error=invalid_grant, description=grant request is invalid, status=400',
      'code-refused',
    ],
  ],
  'jumbojett/openid-connect-php 1': [
    ['Error: invalid_request Description: Unsupported parameter.', 'authorization-refused'],
    ['Unable to determine state', 'state-cookie-lost'],
    ['User did not authorize openid scope.', 'no-id-token', 'openid-scope-missing'],
    [
      'The provider authorization_endpoint could not be fetched. Make sure your provider has a well known configuration available.',
      'discovery-path-wrong',
    ],
    [
      'The provider token_endpoint could not be fetched. Make sure your provider has a well known configuration available.',
      'metadata-incomplete',
      'discovery-path-wrong',
    ],
    ['Unable to find a key for (algorithm, kid):RS256, rotated-key-2)', 'signing-key-not-published'],
    ['Unable to find a key for RSA', 'signing-key-not-published'],
    ['Error missing part 0 in token', 'id-token-unreadable'],
    ['Error decoding signature from token', 'id-token-signature-wrong', 'id-token-unreadable'],
    ['Error decoding JSON from token header', 'id-token-unreadable'],
    ['Error decoding JSON from jwks_uri', 'keys-unreachable'],
    ['No support for signature type: ES512', 'signing-algorithm'],
    ['Unable to verify signature', 'id-token-signature-wrong'],
    ['Invalid JWT signature', 'id-token-signature-wrong'],
    ['The communication to retrieve user data has failed with status code 401', 'userinfo-refused'],
    [
      'JWE response is not supported, please extend the class and implement this method',
      'encrypted-id-token',
    ],
    [
      'Curl error: (28) Operation timed out after 3009 milliseconds with 0 bytes received',
      'provider-does-not-answer',
      'container-cannot-reach-idp',
    ],
  ],
  'league/oauth2-client 2': [
    [
      'UnexpectedValueException: Invalid response received from Authorization Server. Expected JSON.',
      'token-answer-odd',
      'blocked-by-waf',
    ],
    [
      'UnexpectedValueException: An OAuth server error was encountered that did not contain a JSON body',
      'token-answer-odd',
      'blocked-by-waf',
      'provider-failing',
    ],
    ['InvalidArgumentException: Required option not passed: "access_token"', 'token-answer-odd'],
    [
      'League\\OAuth2\\Client\\Provider\\Exception\\IdentityProviderException: invalid_client',
      'secret-wrong-or-swapped',
    ],
  ],
  'openid_connect, json-jwt and rack-oauth2 (Ruby)': [
    [
      'Invalid ID token: Issuer does not match (OpenIDConnect::ResponseObject::IdToken::InvalidIssuer)',
      'issuer-mismatch',
    ],
    [
      'Invalid ID Token: Nonce does not match (OpenIDConnect::ResponseObject::IdToken::InvalidNonce)',
      'nonce-wrong',
    ],
    [
      'Invalid ID token: Audience does not match (OpenIDConnect::ResponseObject::IdToken::InvalidAudience)',
      'id-token-for-another-client',
    ],
    [
      'Invalid ID token: Expired token (OpenIDConnect::ResponseObject::IdToken::ExpiredToken)',
      'id-token-times',
      'clock-skew',
    ],
    ['JSON::JWK::Set::KidNotFound (JSON::JWK::Set::KidNotFound)', 'signing-key-not-published'],
    ['JSON::JWS::VerificationFailed (JSON::JWS::VerificationFailed)', 'id-token-signature-wrong'],
    ['JSON::JWS::UnexpectedAlgorithm (JSON::JWS::UnexpectedAlgorithm)', 'signing-algorithm'],
    ['Unexpected alg header (JSON::JWS::UnexpectedAlgorithm)', 'signing-algorithm'],
    [
      'Invalid JWT Format. JWT should include 3 or 5 segments. (JSON::JWT::InvalidFormat)',
      'id-token-unreadable',
    ],
    ['JSON::JWE::DecryptionFailed (JSON::JWE::DecryptionFailed)', 'encrypted-id-token'],
    ['Access Token Invalid or Expired (OpenIDConnect::Unauthorized)', 'userinfo-refused'],
    ['invalid_grant :: grant request is invalid (Rack::OAuth2::Client::Error)', 'code-refused'],
    ['Unknown Token Type (OpenIDConnect::Exception)', 'token-answer-odd'],
    ['Internal Server Error (OpenIDConnect::Discovery::DiscoveryFailed)', 'provider-failing'],
    ['Not Found (OpenIDConnect::Discovery::DiscoveryFailed)', 'discovery-path-wrong'],
    ["'code' required. (AttrRequired::AttrMissing)", 'callback-malformed'],
  ],
  'mod_auth_openidc 2.4': [
    [
      'oidc_proto_validate_aud_and_azp: our configured client_id (notes) could not be found in the array of values for "aud" claim',
      'id-token-for-another-client',
    ],
    [
      'oidc_proto_validate_aud_and_azp: the "azp" claim (other) is present in the id_token, but is not equal to the configured client_id (notes)',
      'id-token-for-another-client',
    ],
    [
      'oidc_proto_validate_nonce: the nonce value (x) in the id_token did not match the one stored in the browser session (y)',
      'nonce-wrong',
    ],
    [
      'oidc_proto_validate_nonce: id_token JSON payload did not contain a "nonce" string: mandatory JSON key "nonce" could not be found',
      'nonce-wrong',
    ],
    [
      'oidc_proto_validate_iat: "iat" validation failure (1767326648): JWT was issued more than 600 seconds in the future',
      'clock-skew',
      'id-token-times',
    ],
    [
      'oidc_proto_validate_exp: "exp" validation failure (1767319448): JWT expired 3601 seconds ago',
      'id-token-times',
      'clock-skew',
    ],
    [
      'oidc_proto_validate_idtoken: id_token JSON payload did not contain the required-by-spec "sub" string value',
      'subject-missing',
    ],
    [
      'oidc_proto_validate_idtoken: id_token JSON payload did not contain an "aud" claim',
      'id-token-for-another-client',
    ],
    [
      'oidc_proto_validate_hash: provided "at_hash" hash value (x) does not match the calculated value',
      'at-hash-wrong',
    ],
    [
      'oidc_proto_validate_code_response: requested flow is "code" but no "id_token" parameter found in the code response',
      'no-id-token',
    ],
    [
      'oidc_proto_jwt_verify: JWT signature verification failed: could not find key with kid: rotated-key-2',
      'signing-key-not-published',
    ],
    [
      'oidc_proto_jwt_verify: JWT signature verification failed: cjose_jws_verify failed: error:02000072',
      'id-token-signature-wrong',
    ],
    ['oidc_proto_get_keys_from_jwks_uri: could not refresh JSON Web Keys', 'keys-unreachable'],
    [
      'oidc_restore_proto_state: no "mod_auth_openidc_state_x" state cookie found: check domain and samesite cookie settings',
      'state-cookie-lost',
    ],
    [
      'oidc_restore_proto_state: calculated state from cookie does not match state parameter passed back in URL: "x" != "y"',
      'state-cookie-lost',
      'callback-malformed',
    ],
    [
      'oidc_authorization_response_match_state: state parameter is not set',
      'state-cookie-lost',
      'callback-malformed',
    ],
    ['oidc_restore_proto_state: state has expired', 'state-cookie-lost'],
    [
      'oidc_proto_validate_jwt: requested issuer (https://auth.example.com) does not match received "iss" value in id_token (https://other.example.com)',
      'issuer-mismatch',
    ],
    [
      'oidc_proto_handle_authorization_response_code: configured issuer (https://auth.example.com) does not match the issuer provided in the response by the OP (https://other.example.com)',
      'mixed-up-answer',
      'issuer-mismatch',
    ],
    [
      'oidc_proto_resolve_userinfo: "sub" claim ("a") returned from userinfo endpoint does not match the one in the id_token ("b")',
      'userinfo-of-someone-else',
    ],
    [
      'no expected signing algorithm configured and JWT alg is "none" or unset: refusing',
      'id-token-signature-wrong',
      'signing-algorithm',
    ],
    ['JWT was not signed with the expected configured algorithm: HS256 != RS256', 'signing-algorithm'],
    ['no JSON/JWT could be parsed from the userinfo endpoint response', 'userinfo-empty-or-wrong-url'],
    [
      'oidc_userinfo_retrieve_claims: resolving user info claims failed with HTTP status 502; since this is not a 401 the access token will not be refreshed',
      'provider-failing',
    ],
  ],
  'Auth.js 5': [
    ['InvalidCheck: state value could not be parsed', 'state-cookie-lost'],
    ['InvalidCheck: pkceCodeVerifier value could not be parsed', 'state-cookie-lost'],
    ['InvalidCheck: nonce cookie was missing', 'state-cookie-lost'],
    ['TypeError: TODO: Authorization server did not provide a token endpoint.', 'metadata-incomplete'],
    ['TypeError: No userinfo endpoint configured', 'metadata-incomplete'],
  ],
  // Composed by the sources of login plugins of servers, proxies and browsers' apps.
  'traefik-oidc-auth': [
    ['[WARN] [traefik-oidc-auth] Unauthorized. Unable to find claim roles in token claims.', 'role-wrong'],
    ['Unauthorized. Expected claim groups to contain any value of [admins]', 'role-wrong'],
  ],
  'angular-auth-oidc-client': [
    [
      'Validate_id_token_iss failed, dataIdToken.iss: http://sso.example.net authWellKnownEndpoints issuer:https://sso.example.net',
      'idp-advertises-wrong-self',
      'issuer-mismatch',
    ],
    [
      'authCallback Validation, iat rejected id_token was issued too far away from the current time',
      'id-token-times',
      'clock-skew',
    ],
  ],
  'oidc-client-ts': [
    ['[OidcClient] No matching state found in storage', 'state-cookie-lost'],
    ['Error: Not Found (404), from the discovery address', 'discovery-path-wrong'],
  ],
  'a login plugin in Python': [
    [
      'ERROR [custom_components.login.tools.oidc_client] Error: Discovery document not found at https://sso.example.net/.well-known/openid-configuration',
      'discovery-path-wrong',
    ],
    ['Error fetching discovery: 502 (Bad Gateway) with response body: <html>', 'provider-failing'],
  ],
  'a login in PHP': [
    ['ID token validation failed with error: Missing or non-matching token issuer value', 'issuer-mismatch'],
    [
      'ID token validation failed with error: Token issue at time is not recent or is invalid',
      'id-token-times',
      'clock-skew',
    ],
    [
      'ID token validation failed with error: Only RS256 signature validation is supported. Token reports using HS256',
      'signing-algorithm',
    ],
    ['Invalid JWKS: missing "keys" array', 'keys-unreachable'],
    ['RSA key too short: 1024', 'weak-or-leaked-key'],
  ],
  'a .NET client': [
    ['Key set is missing in provider information', 'metadata-incomplete'],
    [
      'Error connecting to https://sso.example.net/.well-known/openid-configuration: Found',
      'discovery-redirected',
    ],
  ],
  'a server in JavaScript': [
    ['[OidcAuth] openid callback error: User not found and auto-register is disabled', 'registration-closed'],
    ['No data in openid callback - Error: Invalid userinfo, no sub', 'subject-missing'],
  ],
  // Composed by the sources of programs that people host.
  'a server in Go': [
    ["required key 'clientid' is missing in the provider configuration", 'literal-quotes-or-misspelt-name'],
    ['identity/oidc: missing provider url', 'literal-quotes-or-misspelt-name'],
    ['identity/oidc: missing refresh token', 'refresh-token-missing'],
    ['It looks like your openid configuration is in the wrong format.', 'app-config-ignored'],
    ['Error while fetching OIDC userinfo: response is signed', 'userinfo-is-signed'],
  ],
  'a server in TypeScript': [
    [
      'A user id was not returned in the profile loaded from https://sso.example.net/userinfo, searched in "sub" and "id" fields.',
      'identifier-claim-missing',
    ],
  ],
  'a plugin in PHP': [
    ['Invalid client authentication method', 'wrong-secret-method'],
    ['The token endpoint must be using SSL/TLS for this.', 'issuer-plain-http'],
    [
      'Invalid login: User not found. If this site has the setting enabled, this may mean you need an administrator to create an account for you first.',
      'registration-closed',
    ],
  ],
};
