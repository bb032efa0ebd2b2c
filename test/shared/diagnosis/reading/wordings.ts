/** Causes that are right for one fault, the first of which is the usual one. None: such words say nothing that is known. */
type Causes = readonly string[];

export interface Vocabulary {
  readonly library: string;
  readonly version?: string;
  /** The files of its source in which the messages stand. */
  readonly source?: string;
  /** Messages with values as a login has them. */
  readonly says: readonly (readonly [message: string, causes: Causes])[];
}

const AUDIENCE = ['id-token-for-another-client'];
const NONCE = ['nonce-wrong'];
const ISSUER = ['issuer-mismatch', 'idp-advertises-wrong-self'];
const TIMES = ['clock-skew', 'id-token-times'];
const SUBJECT = ['subject-missing'];
const OTHER_PERSON = ['userinfo-of-someone-else'];
const HASH = ['at-hash-wrong'];
const UNSIGNED = ['signing-algorithm', 'id-token-signature-wrong'];
const ALGORITHM = ['signing-algorithm'];
const ENCRYPTED = ['encrypted-id-token'];
const KEY = ['signing-key-not-published'];
const NO_KEYS = ['empty-key-set'];
const KEYS = ['keys-unreachable'];
const SIGNATURE = ['id-token-signature-wrong'];
const STATE = ['state-cookie-lost', 'callback-malformed'];
const NO_TOKEN = ['no-id-token', 'openid-scope-missing', 'token-answer-odd'];
const NO_CODE = ['callback-malformed'];
const UNREADABLE = ['id-token-unreadable'];
const METADATA = ['metadata-incomplete'];
const DISCOVERY = ['discovery-path-wrong'];
const FAILING = ['provider-failing'];
const NOT_JSON = ['answer-not-json', 'discovery-path-wrong', 'token-answer-odd'];
const USERINFO = ['userinfo-refused', 'authorization-header-dropped', 'userinfo-empty-or-wrong-url'];
const CLAIM = [
  'claim-not-released',
  'identifier-claim-missing',
  'claims-left-the-id-token',
  'username-missing',
];
const DENIED = ['denied-by-policy', 'login-not-finished'];
const SILENT = ['generic-wrapper'];

/**
 * What libraries outside the message laboratory say, as their sources put it together. The causes were written down before
 * `explain` had read any of it.
 */
export const WORDINGS: readonly Vocabulary[] = [
  {
    library: 'golang-jwt',
    version: '5.3',
    source: 'golang-jwt/jwt errors.go, parser.go',
    says: [
      ['token is malformed: token contains an invalid number of segments', UNREADABLE],
      ['token is unverifiable: error while executing keyfunc: no such key', KEY],
      ['token signature is invalid: crypto/rsa: verification error', SIGNATURE],
      ['token is missing required claim: exp claim is required', ['id-token-times', 'clock-skew']],
      ['token has invalid claims: token has invalid audience', AUDIENCE],
      ['token has invalid claims: token is expired', TIMES],
      ['token has invalid claims: token used before issued', TIMES],
      ['token has invalid claims: token has invalid issuer', ISSUER],
      ['token has invalid claims: token is not valid yet', TIMES],
      ['token signature is invalid: signing method HS256 is invalid', ALGORITHM],
    ],
  },
  {
    library: 'keyfunc',
    version: '3.7',
    source: 'MicahParks/keyfunc keyfunc.go',
    says: [
      [
        'token is unverifiable: error while executing keyfunc: failed keyfunc: could not read JWK from storage: key not found: kid "rotated-key-2"',
        KEY,
      ],
      [
        'failed keyfunc: JWK "alg" parameter value "RS256" does not match token "alg" parameter value "HS256"',
        ALGORITHM,
      ],
      ['failed keyfunc: could not unmarshal raw JWK Set JSON', KEYS],
    ],
  },
  {
    library: 'jwx',
    version: '2.1',
    source: 'lestrrat-go/jwx jwt/validate.go, jws/key_provider.go, jwk/fetch.go',
    says: [
      ['"exp" not satisfied', TIMES],
      ['"nbf" not satisfied', TIMES],
      ['"iat" not satisfied', TIMES],
      ['"iss" not satisfied: values do not match', ISSUER],
      ['"aud" not satisfied', AUDIENCE],
      ['"sub" not satisfied: claim "sub" does not exist', SUBJECT],
      ['failed to find key with key ID "rotated-key-2" in key set', KEY],
      [
        'failed to find matching key: no key ID ("kid") specified in token but multiple keys available in key set',
        KEY,
      ],
      [
        'failed to fetch "https://auth.example.com/jwks": failed to process response: non-200 response code "404 Not Found"',
        KEYS,
      ],
      ['failed to parse JWK set at "https://auth.example.com/jwks": failed to unmarshal JWK set', KEYS],
      ['invalid compact serialization format: invalid number of segments', UNREADABLE],
      ['could not verify message using any of the signatures or keys', [...SIGNATURE, ...KEY]],
    ],
  },
  {
    library: 'jsonwebtoken (Rust)',
    version: '10.4',
    source: 'Keats/jsonwebtoken src/errors.rs',
    says: [
      ['Error(InvalidAudience)', AUDIENCE],
      ['Error(InvalidIssuer)', ISSUER],
      ['Error(ExpiredSignature)', TIMES],
      ['Error(ImmatureSignature)', TIMES],
      ['Error(InvalidSignature)', SIGNATURE],
      ['Error(InvalidAlgorithm)', ALGORITHM],
      ['Missing required claim: exp', ['id-token-times', 'clock-skew']],
      ['Error(InvalidToken)', []],
    ],
  },
  {
    library: 'java-jwt',
    version: '4.6',
    source: 'auth0/java-jwt JWTVerifier.java, TokenUtils.java, exceptions/',
    says: [
      [
        "com.auth0.jwt.exceptions.IncorrectClaimException: The Claim 'aud' value doesn't contain the required audience.",
        AUDIENCE,
      ],
      [
        "com.auth0.jwt.exceptions.IncorrectClaimException: The Claim 'iss' value doesn't match the required issuer.",
        ISSUER,
      ],
      [
        "com.auth0.jwt.exceptions.IncorrectClaimException: The Claim 'nonce' value doesn't match the required one.",
        NONCE,
      ],
      ["com.auth0.jwt.exceptions.MissingClaimException: The Claim 'nonce' is not present in the JWT.", NONCE],
      ["com.auth0.jwt.exceptions.MissingClaimException: The Claim 'sub' is not present in the JWT.", SUBJECT],
      [
        'com.auth0.jwt.exceptions.TokenExpiredException: The Token has expired on 2026-01-02T02:04:05Z.',
        TIMES,
      ],
      [
        "com.auth0.jwt.exceptions.IncorrectClaimException: The Token can't be used before 2026-01-02T04:04:05Z.",
        TIMES,
      ],
      [
        "com.auth0.jwt.exceptions.SignatureVerificationException: The Token's Signature resulted invalid when verified using the Algorithm: SHA256withRSA",
        SIGNATURE,
      ],
      [
        "com.auth0.jwt.exceptions.AlgorithmMismatchException: The provided Algorithm doesn't match the one defined in the JWT's Header.",
        ALGORITHM,
      ],
      [
        'com.auth0.jwt.exceptions.JWTDecodeException: The token was expected to have 3 parts, but got 1.',
        UNREADABLE,
      ],
      [
        'com.auth0.jwt.exceptions.JWTDecodeException: The token was expected to have 3 parts, but got 5.',
        [...ENCRYPTED, ...UNREADABLE],
      ],
    ],
  },
  {
    library: 'jjwt',
    version: '0.12',
    source: 'jwtk/jjwt DefaultJwtParser.java',
    says: [
      [
        'JWT early by 3599000 milliseconds before 2026-01-02T04:04:05.000Z. Current time: 2026-01-02T03:04:06.000Z.',
        TIMES,
      ],
      [
        'JWT expired 3600000 milliseconds ago at 2026-01-02T02:04:05.000Z. Current time: 2026-01-02T03:04:05.000Z.',
        TIMES,
      ],
      [
        'JWT signature does not match locally computed signature. JWT validity cannot be asserted and should not be trusted.',
        SIGNATURE,
      ],
      ["Missing 'nonce' claim. Expected value", NONCE],
      [
        'Cannot verify JWS signature: unable to locate signature verification key for JWS with header: {alg=RS256, kid=rotated-key-2}',
        KEY,
      ],
      [
        "Unsupported signature algorithm 'HS999': Unrecognized JWS Digital Signature or MAC 'alg' header value",
        ALGORITHM,
      ],
      [
        "Unsecured JWSs (those with an 'alg' (Algorithm) header value of 'none') are disallowed by default",
        UNSIGNED,
      ],
      [
        'Cannot decrypt JWE payload: unable to locate key for JWE with header: {alg=RSA-OAEP, enc=A256GCM}',
        ENCRYPTED,
      ],
      [
        'Invalid compact JWT string: Compact JWSs must contain exactly 2 period characters, and compact JWEs must contain exactly 4.  Found: 0',
        UNREADABLE,
      ],
    ],
  },
  {
    library: 'ruby-jwt',
    version: '3.2',
    source: 'jwt/ruby-jwt lib/jwt/claims, lib/jwt/jwk/key_finder.rb, lib/jwt/encoded_token.rb',
    says: [
      ['JWT::InvalidAudError: Invalid audience. Expected notes, received another-client', AUDIENCE],
      [
        'JWT::InvalidIssuerError: Invalid issuer. Expected ["https://auth.example.com"], received https://other.example.com',
        ISSUER,
      ],
      ['JWT::ExpiredSignature: Signature has expired', TIMES],
      ['JWT::ImmatureSignature: Signature nbf has not been reached', TIMES],
      ['JWT::InvalidIatError: Invalid iat', TIMES],
      ['JWT::MissingRequiredClaim: Missing required claim sub', SUBJECT],
      ['JWT::VerificationError: Signature verification failed', SIGNATURE],
      ['JWT::IncorrectAlgorithm: Expected a different algorithm', ALGORITHM],
      ['JWT::DecodeError: Could not find public key for kid rotated-key-2', KEY],
      ['JWT::DecodeError: No keys found in jwks', NO_KEYS],
      ['JWT::DecodeError: Not enough or too many segments', UNREADABLE],
      ['JWT::DecodeError: No verification key available', KEY],
    ],
  },
  {
    library: 'firebase/php-jwt',
    version: '7.0',
    source: 'firebase/php-jwt src/JWT.php, src/JWK.php, src/CachedKeySet.php',
    says: [
      ['Firebase\\JWT\\ExpiredException: Expired token', TIMES],
      [
        'Firebase\\JWT\\BeforeValidException: Cannot handle token with nbf prior to 2026-01-02T04:04:05+0000',
        TIMES,
      ],
      [
        'Firebase\\JWT\\BeforeValidException: Cannot handle token with iat prior to 2026-01-02T04:04:05+0000',
        TIMES,
      ],
      ['Firebase\\JWT\\SignatureInvalidException: Signature verification failed', SIGNATURE],
      ['UnexpectedValueException: "kid" invalid, unable to lookup correct key', KEY],
      ['UnexpectedValueException: "kid" empty, unable to lookup correct key', KEY],
      ['OutOfBoundsException: Key ID not found', KEY],
      ['InvalidArgumentException: JWK Set did not contain any keys', NO_KEYS],
      ['UnexpectedValueException: "keys" member must exist in the JWK Set', [...KEYS, ...NO_KEYS]],
      ['UnexpectedValueException: Wrong number of segments', UNREADABLE],
      ['UnexpectedValueException: Incorrect key for this algorithm', ALGORITHM],
      ['UnexpectedValueException: HTTP Error: 404 Not Found for URI "https://auth.example.com/jwks"', KEYS],
    ],
  },
  {
    library: 'lcobucci/jwt',
    version: '5.4',
    source: 'lcobucci/jwt src/Validation/Constraint, src/Token/InvalidTokenStructure.php',
    says: [
      [
        'The token violates some mandatory constraints, details:\n- The token was not issued by the given issuers',
        ISSUER,
      ],
      [
        'The token violates some mandatory constraints, details:\n- The token is not allowed to be used by this audience',
        AUDIENCE,
      ],
      ['The token violates some mandatory constraints, details:\n- The token is expired', TIMES],
      ['The token violates some mandatory constraints, details:\n- The token cannot be used yet', TIMES],
      [
        'The token violates some mandatory constraints, details:\n- The token was issued in the future',
        TIMES,
      ],
      ['The token violates some mandatory constraints, details:\n- Token signature mismatch', SIGNATURE],
      ['The token violates some mandatory constraints, details:\n- Token signer mismatch', ALGORITHM],
      ['The JWT string must have two dots', UNREADABLE],
      ['Encryption is not supported yet', ENCRYPTED],
    ],
  },
  {
    library: 'jwt-framework',
    version: '4.0',
    source: 'web-token/jwt-framework src/Library/Checker, src/Library/Core',
    says: [
      ['Bad audience.', AUDIENCE],
      ['The token expired.', TIMES],
      ['The JWT is issued in the future.', TIMES],
      ['The JWT can not be used yet.', TIMES],
      ['Unknown issuer.', ISSUER],
      ['The following claims are mandatory: sub.', SUBJECT],
      ['Unsupported algorithm.', ALGORITHM],
      ['There is no key in the key set.', NO_KEYS],
      ['Unable to load and verify the token.', []],
    ],
  },
  {
    library: 'symfony/security-http',
    version: '7.0',
    source: 'symfony/security-http AccessToken/Oidc/OidcTokenHandler.php, Exception/',
    says: [
      ['Invalid token signature.', SIGNATURE],
      ['"sub" claim not found on OIDC server response.', [...SUBJECT, ...CLAIM]],
      ['An error occurred on OIDC server.', []],
      ['Invalid credentials.', []],
    ],
  },
  {
    library: 'google-auth',
    version: '2 (Python)',
    source: 'googleapis/google-auth-library-python google/auth/jwt.py, google/oauth2/id_token.py',
    says: [
      [
        'google.auth.exceptions.InvalidValue: Token has wrong audience another-client, expected one of notes',
        AUDIENCE,
      ],
      [
        "google.auth.exceptions.GoogleAuthError: Wrong issuer. 'iss' should be one of the following: ['https://auth.example.com']",
        ISSUER,
      ],
      ['google.auth.exceptions.InvalidValue: Token expired, 1767319448 < 1767323048', TIMES],
      [
        "google.auth.exceptions.InvalidValue: Token used too early, 1767323048 < 1767326648. Check that your computer's clock is set correctly.",
        TIMES,
      ],
      ['google.auth.exceptions.MalformedError: Could not verify token signature.', SIGNATURE],
      [
        'google.auth.exceptions.MalformedError: Token does not contain required claim exp',
        ['id-token-times', 'clock-skew'],
      ],
      ['google.auth.exceptions.MalformedError: Certificate for key id rotated-key-2 not found.', KEY],
      [
        'google.auth.exceptions.MalformedError: Wrong number of segments in token: this-is-not-a-token',
        UNREADABLE,
      ],
      ['google.auth.exceptions.InvalidValue: Unsupported signature algorithm HS256', ALGORITHM],
      [
        'google.auth.exceptions.TransportError: Could not fetch certificates at https://auth.example.com/jwks',
        KEYS,
      ],
    ],
  },
  {
    library: 'angular-auth-oidc-client',
    version: '21.0',
    source:
      'damienbod/angular-auth-oidc-client validation/state-validation.service.ts, token-validation.service.ts, signin-key-data.service.ts',
    says: [
      ['authCallback incorrect aud', AUDIENCE],
      ['authCallback incorrect azp', AUDIENCE],
      ['authCallback missing azp', AUDIENCE],
      ['authCallback incorrect nonce, did you call the checkAuth() method multiple times?', NONCE],
      [
        'authCallback incorrect iss does not match authWellKnownEndpoints issuer https://auth.example.com',
        ISSUER,
      ],
      ['authCallback incorrect state', STATE],
      ['authCallback id token expired', TIMES],
      ['authCallback incorrect at_hash', HASH],
      ['authCallback Validation, iat rejected id_token was issued too far away from the current time', TIMES],
      ['sub is missing, this is required in the id_token', SUBJECT],
      ['exp is missing, this is required in the id_token', ['id-token-times', 'clock-skew']],
      ['incorrect Signature, validation failed for id_token', SIGNATURE],
      ['alg not supported HS256', ALGORITHM],
      ['User data sub does not match sub in id_token, resetting', OTHER_PERSON],
      ['no code in url', NO_CODE],
      ['no state in url', STATE],
      ['Token Endpoint not defined', METADATA],
      ['Failed to retrieve signing keys, fallback to stored keys', KEYS],
    ],
  },
  {
    library: 'angular-oauth2-oidc',
    version: '22.0',
    source: 'manfredsteyer/angular-oauth2-oidc projects/lib/src/oauth-service.ts',
    says: [
      ['Wrong audience: another-client', AUDIENCE],
      ['Wrong issuer: https://other.example.com', ISSUER],
      ['Wrong nonce: a-nonce-of-another-login', NONCE],
      ['No sub claim in id_token', SUBJECT],
      ['No iat claim in id_token', ['id-token-times', 'clock-skew']],
      ['Token has expired', TIMES],
      ['Wrong at_hash', HASH],
      [
        'invalid issuer in discovery document expected: https://auth.example.com current: https://auth.example.com/',
        ISSUER,
      ],
      ['Validating access_token failed, wrong state/nonce. abc def', [...STATE, ...NONCE]],
      ['error validating token_endpoint in discovery document undefined', METADATA],
      ['error loading jwks [object Object]', KEYS],
    ],
  },
  {
    library: 'oidc-client-ts',
    version: '3.5',
    source:
      'authts/oidc-client-ts src/ResponseValidator.ts, OidcClient.ts, JsonService.ts, MetadataService.ts',
    says: [
      ['No matching state found in storage', STATE],
      ['State does not match', STATE],
      ['No state in response', STATE],
      ['Expected code in response', NO_CODE],
      ['subject from UserInfo response does not match subject in ID Token', OTHER_PERSON],
      ['ID Token is missing a subject claim', SUBJECT],
      ['nonce in id_token does not match nonce in client storage', NONCE],
      ['Metadata does not contain property token_endpoint', METADATA],
      ['Missing keys on keyset', [...KEYS, ...NO_KEYS]],
      [
        'Invalid response Content-Type: text/html, from URL: https://auth.example.com/.well-known/openid-configuration',
        NOT_JSON,
      ],
    ],
  },
  {
    library: 'assent',
    version: '0.3',
    source: 'pow-auth/assent lib/assent/strategies/oidc.ex',
    says: [
      ['Untrusted audience(s) ["another-client"] in ID Token', AUDIENCE],
      ['Invalid authorized party "another-client" in ID Token', AUDIENCE],
      ['Invalid issuer "https://other.example.com" in ID Token', ISSUER],
      ['Invalid `nonce` included in ID Token', NONCE],
      ['Missing `sub` in ID Token claims', SUBJECT],
      ['The ID Token has expired', TIMES],
      ['The ID Token was issued too long ago', TIMES],
      ['Invalid JWT signature for ID Token', SIGNATURE],
      ['Expected `alg` in ID Token to be "RS256", got "HS256"', ALGORITHM],
      ['No keys found for the `kid` value "rotated-key-2" provided in ID Token', KEY],
      ['No keys found in `jwks_uri` provider configuration', NO_KEYS],
      ['The ID Token is not a valid JWT', UNREADABLE],
      [
        'The `id_token` key not found in token params, only found these keys: access_token, token_type',
        NO_TOKEN,
      ],
      ['CSRF detected with param key "state"', STATE],
      ['Expected "code" in params, got: ["state"]', NO_CODE],
      ['Unauthorized token', USERINFO],
    ],
  },
  {
    library: 'oidcc',
    version: '3.8',
    source:
      'erlef/oidcc src/oidcc_token.erl, oidcc_jwt_util.erl, oidcc_provider_configuration.erl, oidcc_userinfo.erl',
    says: [
      [
        '{:error, {:missing_claim, {"aud", "notes"}, %{"aud" => "another-client", "iss" => "https://auth.example.com"}}}',
        AUDIENCE,
      ],
      ['{:error, :token_expired}', TIMES],
      ['{:error, :token_not_yet_valid}', TIMES],
      ['{:error, {:no_matching_key_with_kid, "rotated-key-2"}}', KEY],
      ['{:error, :no_matching_key}', [...KEY, ...SIGNATURE]],
      ['{:error, :none_alg_used}', UNSIGNED],
      ['{:error, :bad_access_token_hash}', HASH],
      ['{:error, :bad_subject}', OTHER_PERSON],
      ['{:error, {:issuer_mismatch, "https://auth.example.com/"}}', ISSUER],
      ['{:error, {:missing_config_property, :token_endpoint}}', METADATA],
      ['{:error, :invalid_jwt_token}', UNREADABLE],
      ['{:error, {:unsupported_signing_alg, "HS256"}}', ALGORITHM],
    ],
  },
  {
    library: 'jsonwebtoken (npm)',
    version: '9.0',
    source: 'auth0/node-jsonwebtoken verify.js',
    says: [
      ['JsonWebTokenError: jwt audience invalid. expected: notes', AUDIENCE],
      ['JsonWebTokenError: jwt issuer invalid. expected: https://auth.example.com', ISSUER],
      ['JsonWebTokenError: jwt nonce invalid. expected: abc', NONCE],
      ['TokenExpiredError: jwt expired', TIMES],
      ['NotBeforeError: jwt not active', TIMES],
      ['JsonWebTokenError: invalid signature', SIGNATURE],
      ['JsonWebTokenError: invalid algorithm', ALGORITHM],
      ['JsonWebTokenError: jwt malformed', UNREADABLE],
      ['JsonWebTokenError: jwt signature is required', UNSIGNED],
      ['JsonWebTokenError: jwt must be provided', NO_TOKEN],
      ['JsonWebTokenError: invalid token', []],
    ],
  },
  {
    library: 'jwks-rsa (npm)',
    version: '4.1',
    source: 'auth0/node-jwks-rsa src/JwksClient.js, src/errors',
    says: [
      ["SigningKeyNotFoundError: Unable to find a signing key that matches 'rotated-key-2'", KEY],
      ['JwksError: The JWKS endpoint did not contain any keys', NO_KEYS],
      ['JwksError: The JWKS endpoint did not contain any signing keys', NO_KEYS],
      ['Error: Unsupported algorithm HS256 supplied.', ALGORITHM],
    ],
  },
  {
    library: 'aws-jwt-verify',
    version: '5.1',
    source: 'awslabs/aws-jwt-verify src/assert.ts, jwk.ts, jwt.ts, https-common.ts',
    says: [
      ['JwtInvalidAudienceError: Audience not allowed: another-client. Expected: notes', AUDIENCE],
      [
        'JwtInvalidIssuerError: Issuer not allowed: https://other.example.com. Expected: https://auth.example.com',
        ISSUER,
      ],
      ['JwtExpiredError: Token expired at 2026-01-02T02:04:05.000Z', TIMES],
      ["JwtNotBeforeError: Token can't be used before 2026-01-02T04:04:05.000Z", TIMES],
      [
        'JwtInvalidSignatureAlgorithmError: JWT signature algorithm not allowed: HS256. Expected: RS256',
        ALGORITHM,
      ],
      ['KidNotFoundInJwksError: JWK for kid "rotated-key-2" not found in the JWKS', KEY],
      ['JwtInvalidSignatureError: Invalid signature', SIGNATURE],
      [
        'JwtParseError: JWT string does not consist of exactly 3 parts (header, payload, signature)',
        UNREADABLE,
      ],
      [
        'FetchError: Failed to fetch https://auth.example.com/jwks.json: Status code is 404, expected 200',
        KEYS,
      ],
    ],
  },
  {
    library: 'php-openid-client',
    version: '1.0',
    source: 'facile-it/php-openid-client src/Service, src/Issuer',
    says: [
      ['Userinfo sub mismatch, expected alice, got: bob', OTHER_PERSON],
      ['Invalid issuer metadata. Missing keys: token_endpoint', METADATA],
      ['Discovered issuer mismatch', ISSUER],
      ['Unable to fetch provider metadata', DISCOVERY],
      ['Unable to fetch token without a code', NO_CODE],
      ['Unable to get sub claim from id_token', SUBJECT],
      ['Unable to get token response', []],
    ],
  },
  {
    library: 'idpy-oidc',
    version: '4.1',
    source: 'IdentityPython/idpy-oidc src/idpyoidc/message/oidc, src/idpyoidc/client/oidc',
    says: [
      ["idpyoidc.exception.NotForMe: notes not in ['another-client']", AUDIENCE],
      ['idpyoidc.exception.NotForMe: notes != azp:another-client', AUDIENCE],
      ['idpyoidc.message.oidc.EXPError: Invalid expiration time', TIMES],
      ['idpyoidc.message.oidc.IATError: Issued sometime in the future', TIMES],
      ['idpyoidc.message.oidc.IATError: Issued too long ago', TIMES],
      ['ValueError: Invalid nonce value', NONCE],
      ['idpyoidc.exception.ParameterError: Someone has messed with "nonce"', NONCE],
      ['idpyoidc.message.oidc.AtHashError: Failed to verify access_token hash', HASH],
      ['cryptojwt.exception.UnsupportedAlgorithm: Signing algorithm None not allowed', UNSIGNED],
      ['idpyoidc.exception.MissingSigningKey: alg=RS256', KEY],
      ['KeyError: Unknown state value', STATE],
      ['idpyoidc.exception.ParameterError: Issuer mismatch', ISSUER],
    ],
  },
  {
    library: 'Nextcloud user_oidc',
    version: '8.10',
    source: 'nextcloud/user_oidc lib/Controller/LoginController.php',
    says: [
      ['The audience does not match ours', AUDIENCE],
      ['The authorized party does not match ours', AUDIENCE],
      ['The issuer does not match the one from the discovery endpoint', ISSUER],
      ['The nonce does not match', NONCE],
      ['The received state does not match the expected value.', STATE],
      ['The received state has expired.', STATE],
      ['The received token is expired.', TIMES],
      [
        'Could not reach the OpenID Connect provider.',
        ['container-cannot-reach-idp', 'provider-does-not-answer'],
      ],
      ['The identity provider failed to authenticate the user.', [...DENIED, ...SILENT]],
    ],
  },
  {
    library: 'AppAuth for Android',
    version: '0.11',
    source:
      'openid/AppAuth-Android library/java/net/openid/appauth/IdToken.java, AuthorizationException.java',
    says: [
      ['net.openid.appauth.IdToken$IdTokenException: Issuer mismatch', ISSUER],
      ['net.openid.appauth.IdToken$IdTokenException: Audience mismatch', AUDIENCE],
      ['net.openid.appauth.IdToken$IdTokenException: Nonce mismatch', NONCE],
      ['net.openid.appauth.IdToken$IdTokenException: ID Token expired', TIMES],
      [
        'net.openid.appauth.IdToken$IdTokenException: Issued at time is more than 10 minutes before or after the current time',
        TIMES,
      ],
      ['Response state param did not match request state', STATE],
      ['Unable to parse ID Token', UNREADABLE],
      ['Invalid discovery document', NOT_JSON],
    ],
  },
  {
    library: 'AppAuth for iOS',
    version: '2.1',
    source: 'openid/AppAuth-iOS Sources/AppAuthCore/OIDAuthorizationService.m',
    says: [
      [
        "Non-200 HTTP response (404) fetching discovery document 'https://auth.example.com/.well-known/openid-configuration'.",
        DISCOVERY,
      ],
      [
        "Non-200 HTTP response (502) fetching discovery document 'https://auth.example.com/.well-known/openid-configuration'.",
        FAILING,
      ],
      ["Non-200 HTTP response (502) making token request to 'https://auth.example.com/token'.", FAILING],
      [
        "JSON error parsing document at 'https://auth.example.com/.well-known/openid-configuration': The data couldn’t be read because it isn’t in the correct format.",
        NOT_JSON,
      ],
      [
        'JSON error parsing token response: The data couldn’t be read because it isn’t in the correct format.',
        NOT_JSON,
      ],
      ['State mismatch, expecting abc but got def in authorization response', STATE],
    ],
  },
  {
    library: 'auth0-spa-js',
    version: '2.24',
    source: 'auth0/auth0-spa-js src/jwt.ts',
    says: [
      [
        'Audience (aud) claim mismatch in the ID token; expected "notes" but found "another-client"',
        AUDIENCE,
      ],
      [
        'Authorized Party (azp) claim mismatch in the ID token; expected "notes", found "another-client"',
        AUDIENCE,
      ],
      [
        'Issuer (iss) claim mismatch in the ID token; expected "https://auth.example.com", found "https://other.example.com"',
        ISSUER,
      ],
      ['Nonce (nonce) claim mismatch in the ID token; expected "abc", found "def"', NONCE],
      ['Nonce (nonce) claim must be a string present in the ID token', NONCE],
      ['Subject (sub) claim must be a string present in the ID token', SUBJECT],
      [
        'Expiration Time (exp) claim error in the ID token; current time (Fri Jan 02 2026 03:04:05) is after expiration time (Fri Jan 02 2026 02:04:05)',
        TIMES,
      ],
      [
        "Not Before time (nbf) claim in the ID token indicates that this token can't be used just yet. Current time (Fri Jan 02 2026 03:04:05) is before Fri Jan 02 2026 04:04:05",
        TIMES,
      ],
      [
        'Signature algorithm of "HS256" is not supported. Expected the ID token to be signed with "RS256".',
        ALGORITHM,
      ],
      ['ID token is required but missing', NO_TOKEN],
      ['ID token could not be decoded', UNREADABLE],
      ['Invalid state', STATE],
    ],
  },
  {
    library: 'lua-resty-openidc',
    version: '1.8',
    source: 'zmartzone/lua-resty-openidc lib/resty/openidc.lua, with lua-resty-jwt 0.3',
    says: [
      ['token audience does not match: id_token.aud=another-client, client_id=notes', AUDIENCE],
      ['no match found token audience array: client_id=notes', AUDIENCE],
      [
        'issuer "https://other.example.com" in id_token is not equal to the issuer from the discovery document "https://auth.example.com"',
        ISSUER,
      ],
      ['nonce "abc" in id_token is not equal to the nonce that was sent in the request "def"', NONCE],
      ['no "sub" claim found in id_token', SUBJECT],
      ['token expired: id_token.exp=1767319448, ngx.time()=1767323048', TIMES],
      ['id_token not yet valid: id_token.iat=1767326648, ngx.time()=1767323048, slack=120', TIMES],
      ["id_token 'RS256' signature verification failed", SIGNATURE],
      ['token uses "none" alg but accept_none_alg is not enabled', UNSIGNED],
      ['token is signed by unexpected algorithm "HS256"', ALGORITHM],
      ["request to the redirect_uri path but there's no session state found", STATE],
      ['state from argument does not match state restored from session', STATE],
      [
        '"sub" claim in id_token ("alice") is not equal to the "sub" claim returned from the userinfo endpoint ("bob")',
        OTHER_PERSON,
      ],
      [
        'accessing discovery url (https://auth.example.com/.well-known/openid-configuration) failed: connection refused',
        ['container-cannot-reach-idp', 'provider-does-not-answer'],
      ],
      [
        'accessing jwks url (https://auth.example.com/jwks) failed: connection refused',
        [...KEYS, 'container-cannot-reach-idp', 'provider-does-not-answer'],
      ],
      ['response indicates failure, status=502, body=<html>', [...FAILING, ...NOT_JSON]],
      [
        'could not decode JSON from Discovery data: Expected value but found invalid token at character 1',
        NOT_JSON,
      ],
    ],
  },
  {
    library: 'passport-azure-ad',
    version: '4.3',
    source: 'AzureAD/passport-azure-ad lib/oidcstrategy.js, lib/jsonWebToken.js',
    says: [
      ['jwt audience is invalid', AUDIENCE],
      ['jwt azp is invalid', AUDIENCE],
      ['jwt issuer is invalid', ISSUER],
      ['jwt is expired', TIMES],
      ['jwt is not active', TIMES],
      ['In _validateResponse: invalid nonce', NONCE],
      ['In _validateResponse: invalid at_hash', HASH],
      ['In collectInfoFromReq: invalid state received in the request', STATE],
      ['In collectInfoFromReq: missing state in the request', STATE],
      ['In _authCodeFlowHandler: sub received in userinfo and id_token do not match', OTHER_PERSON],
      ['In _authCodeFlowHandler: id_token is not received', NO_TOKEN],
      ['signature is missing in jwtString', UNSIGNED],
      ['jwtString is malformed', UNREADABLE],
      ['In jwe.decrypt: invalid JWE string, it has 1 parts instead of 5', [...ENCRYPTED, ...UNREADABLE]],
      ['In _authCodeFlowHandler: failed to redeem authorization code: 502', FAILING],
    ],
  },
  {
    library: 'go-authcrunch',
    version: '1.1',
    source: 'greenpau/go-authcrunch pkg/errors/identity_provider.go',
    says: [
      ['OAuth 2.0 id_token audience claim validation failed: another-client', AUDIENCE],
      ['OAuth 2.0 id_token authorized party claim validation failed: another-client', AUDIENCE],
      ['OAuth 2.0 id_token issuer claim validation failed: https://other.example.com', ISSUER],
      ['OAuth 2.0 id_token nonce claim validation failed: abc', NONCE],
      ['OAuth 2.0 id_token email claim not found', CLAIM],
      ['OAuth 2.0 id_token not found', NO_TOKEN],
      ['OAuth 2.0 id_token has unregisted key id rotated-key-2', KEY],
      ['OAuth 2.0 id_token signed with unsupported algorithm: HS256', ALGORITHM],
      ['OAuth 2.0 authorization state not found', STATE],
      ['no jwks keys found', NO_KEYS],
      ['jwks response has no keys field', [...KEYS, ...NO_KEYS]],
      ['metadata token_endpoint field not found for provider generic', METADATA],
      [
        'failed OAuth 2.0 authorization flow, error: access_denied, description: The resource owner denied the request',
        DENIED,
      ],
    ],
  },
  {
    library: 'HWIOAuthBundle',
    version: '2.5',
    source: 'hwi/HWIOAuthBundle src/OAuth, src/Security',
    says: [
      ['No oauth code in the request.', NO_CODE],
      ['Given CSRF token is not valid.', STATE],
      ['Not a valid access token.', []],
      ['Could not retrieve valid user info.', ['userinfo-empty-or-wrong-url', ...USERINFO]],
    ],
  },
  {
    library: 'vouch-proxy',
    version: '0.45',
    source: 'vouch/vouch-proxy handlers/auth.go, handlers/login.go',
    says: [
      ['/auth Invalid session state: stored abc, returned def', STATE],
      ['/auth: could not find state in query code=abc', STATE],
      ['/auth Error from IdP: access_denied - The resource owner denied the request', DENIED],
      [
        '/auth Error while retrieving user info after successful login at the OAuth provider: bad response',
        ['userinfo-empty-or-wrong-url', ...USERINFO, ...SILENT],
      ],
    ],
  },
  {
    library: 'smallrye-jwt',
    version: '4.6',
    source: 'smallrye/smallrye-jwt implementation/jwt-auth, with jose4j',
    says: [
      ["SRJWT07021: JWK set does not contain provided token 'kid'", KEY],
      ["SRJWT07006: Invalid token 'kid' header", KEY],
      ['SRJWT07011: Verification key is unresolvable', KEY],
      ['SRJWT07000: Failed to verify a token', []],
      [
        "JWT (claims->{}) rejected due to invalid claims or other invalid content. Additional details: [[8] Audience (aud) claim [another-client] doesn't contain an acceptable identifier. Expected notes as an aud value.]",
        AUDIENCE,
      ],
      [
        "Additional details: [[12] Issuer (iss) claim value (https://other.example.com) doesn't match expected value of https://auth.example.com]",
        ISSUER,
      ],
      [
        'Additional details: [[1] The JWT is no longer valid - the evaluation time NumericDate{1767323048} is on or after the Expiration Time (exp=NumericDate{1767319448}) claim value.]',
        TIMES,
      ],
      [
        'Additional details: [[6] The JWT is not yet valid as the evaluation time NumericDate{1767323048} is before the Not Before (nbf=NumericDate{1767326648}) claim time]',
        TIMES,
      ],
      ['Additional details: [[14] No Subject (sub) claim is present.]', SUBJECT],
      [
        'Additional details: [[9] Invalid JWS Signature: JsonWebSignature{"kid":"practice","alg":"RS256"}]',
        SIGNATURE,
      ],
    ],
  },
  {
    library: 'keycloak-connect (npm)',
    version: '26',
    source: 'keycloak/keycloak-nodejs-connect middleware/auth-utils/grant-manager.js',
    says: [
      ['Grant validation failed. Reason: invalid token (wrong ISS)', ISSUER],
      ['Grant validation failed. Reason: invalid token (wrong audience)', AUDIENCE],
      ['Grant validation failed. Reason: invalid token (authorized party should match client id)', AUDIENCE],
      ['Grant validation failed. Reason: invalid token (expired)', TIMES],
      ['Grant validation failed. Reason: invalid token (signature)', SIGNATURE],
      ['Grant validation failed. Reason: invalid token (not signed)', UNSIGNED],
      ['failed to load public key to verify token. Reason: 404:Not Found', KEYS],
      ['Error fetching JWK Keys', KEYS],
    ],
  },
  {
    library: 'WildFly Elytron',
    version: '2.6',
    source:
      'wildfly-security/wildfly-elytron http/oidc/src/main/java/org/wildfly/security/http/oidc/ElytronMessages.java',
    says: [
      [
        'ELY23005: Unable to load OpenID provider metadata from https://auth.example.com/.well-known/openid-configuration',
        DISCOVERY,
      ],
      ['ELY23042: Unexpected value for at_hash claim', HASH],
      ['Unexpected value for azp (issued for) claim', AUDIENCE],
      ['ELY23000: Unexpected HTTP status code in response from OIDC provider "502"', FAILING],
      ['ELY23019: Invalid ID token', []],
    ],
  },
  {
    library: 'Dex',
    version: '2.45',
    source: 'dexidp/dex connector/oidc/oidc.go, connector/oauth/oauth.go',
    says: [
      ['oidc: no id_token in token response', NO_TOKEN],
      ['missing email claim, not found "email" key', CLAIM],
      ['missing "email_verified" claim', [...CLAIM, 'email-not-verified']],
      ['OAuth Connector: failed to execute request to userinfo: status 401', USERINFO],
      ['oidc: error loading userinfo: 502 Bad Gateway: <html>', FAILING],
    ],
  },
  {
    library: 'Synapse',
    version: '1.157',
    source: 'element-hq/synapse synapse/handlers/oidc.py',
    says: [
      ['Received OIDC callback, with no session cookie', STATE],
      ['No session cookie found', STATE],
      ['State parameter is missing', STATE],
      ['Code parameter is missing', NO_CODE],
      ['Missing id_token in token response', NO_TOKEN],
      ['Missing "jwks_uri" in metadata', METADATA],
      ['provider has no "userinfo_endpoint", even though it is required', METADATA],
    ],
  },
  {
    library: 'PocketBase',
    version: '0.39',
    source: 'pocketbase/pocketbase tools/auth/oidc.go, apis/record_auth_with_oauth2.go',
    says: [
      ['empty id_token', NO_TOKEN],
      ['missing JWK with kid "rotated-key-2" and non-empty alg', KEY],
      ['iss must be one of [https://auth.example.com], got "https://other.example.com"', ISSUER],
      ['Failed to fetch OAuth2 token.', []],
    ],
  },
  {
    library: 'Jetty OpenID',
    version: '12.0',
    source:
      'jetty/jetty.project jetty-integrations/jetty-openid OpenIdCredentials.java, OpenIdConfiguration.java',
    says: [
      ['Audience Claim MUST contain the client_id value', AUDIENCE],
      ['A multi-audience ID token needs to contain an azp claim', AUDIENCE],
      ['Authorized party claim value should be the client_id', AUDIENCE],
      ['ID Token has expired', TIMES],
      ['Issuer Identifier MUST exactly match the iss Claim', ISSUER],
      ['no id_token', NO_TOKEN],
      ['JWT does not contain 3 sections', UNREADABLE],
      ['The issuer in the metadata is not correct.', ISSUER],
      ['Malformed response from OpenID Provider', [...NOT_JSON, ...SILENT]],
    ],
  },
  {
    library: 'Ktor auth',
    version: '3.5',
    source: 'ktorio/ktor ktor-server-auth OAuth2.kt',
    says: [
      [
        'Access token query failed with http status 404 for the page https://auth.example.com/token',
        ['app-endpoint-wrong', 'token-answer-odd', 'token-request-never-arrives'],
      ],
      ['Nonce verification failed', [...NONCE, ...STATE]],
    ],
  },
  {
    library: 'openid_connect (Elixir)',
    version: '1.0',
    source: 'DockYard/openid_connect lib/openid_connect.ex',
    says: [
      ['{:error, {:invalid_jwt, "invalid aud claim: token is intended for another application"}}', AUDIENCE],
      ['{:error, {:invalid_jwt, "invalid exp claim: token has expired"}}', TIMES],
      ['{:error, {:invalid_jwt, "verification failed"}}', SIGNATURE],
      ['{:error, {:invalid_jwt, "invalid token format"}}', UNREADABLE],
    ],
  },
  {
    library: 'Laravel Socialite',
    version: '5.16',
    source: 'laravel/socialite src/Two',
    says: [
      ['Laravel\\Socialite\\Two\\InvalidStateException in AbstractProvider.php', STATE],
      ['Token has incorrect audience.', AUDIENCE],
      ['Token has incorrect issuer.', ISSUER],
    ],
  },
  {
    library: 'IdentityModel.OidcClient',
    version: '6 (Duende.IdentityModel)',
    source:
      'DuendeSoftware/foss identity-model-oidc-client ResponseProcessor.cs, identity-model DiscoveryDocumentResponse.cs',
    says: [
      ['Invalid state.', STATE],
      ['Missing state.', STATE],
      ['Missing authorization code.', NO_CODE],
      [
        'Error redeeming code: invalid_client / no description',
        ['secret-wrong-or-swapped', 'wrong-secret-method'],
      ],
      ['Error redeeming code: invalid_grant / no description', ['code-refused']],
      ['Error validating token response: Identity token is missing on token response.', NO_TOKEN],
      ['Error validating token response: Invalid access token hash.', HASH],
      ['Error validating token response: at_hash is missing.', HASH],
      [
        'Error loading discovery document: Error connecting to https://auth.example.com/jwks: Not Found',
        KEYS,
      ],
    ],
  },
];

const OIDC = 'https://auth.example.com';
const CONFIGURATION = `${OIDC}/.well-known/openid-configuration`;
const LATE = ['provider-does-not-answer', 'token-request-never-arrives'];
const CLOSED = ['provider-does-not-answer', 'container-cannot-reach-idp'];
const REFUSED = ['container-cannot-reach-idp', 'provider-does-not-answer', 'provider-name-not-found'];
const PAGE = ['token-answer-odd', 'blocked-by-waf', 'answer-not-json'];
const UNTRUSTED = ['untrusted-certificate', 'certificate-chain-incomplete'];
const EXPIRED = ['certificate-expired'];
const NAME = ['certificate-wrong-name'];
const PLAIN = ['tls-not-spoken'];

/**
 * The same of HTTP clients, TLS libraries and JSON readers, with the request of a login beside it where they name one. These
 * are such as people post; they were not compared with a source, so no version is named.
 */
export const OF_CLIENTS: readonly Vocabulary[] = [
  {
    library: 'axios',
    says: [
      [`AxiosError: Request failed with status code 502\n  url: '${OIDC}/token'`, FAILING],
      [`AxiosError: Request failed with status code 404\n  url: '${CONFIGURATION}'`, DISCOVERY],
      [`AxiosError: timeout of 5000ms exceeded\n  url: '${OIDC}/token'`, LATE],
      [`AxiosError: connect ECONNREFUSED 192.0.2.10:443\n  url: '${OIDC}/token'`, REFUSED],
      [
        'AxiosError: self-signed certificate in certificate chain\n  code: SELF_SIGNED_CERT_IN_CHAIN',
        UNTRUSTED,
      ],
    ],
  },
  {
    library: 'got',
    says: [
      [`HTTPError: Response code 502 (Bad Gateway)\n  url: ${OIDC}/token`, FAILING],
      [`HTTPError: Request failed with status code 500 (Internal Server Error): POST ${OIDC}/token`, FAILING],
      [`TimeoutError: Timeout awaiting 'request' for 5000ms\n  url: ${OIDC}/token`, LATE],
      [`RequestError: getaddrinfo ENOTFOUND auth.example.com\n  url: ${CONFIGURATION}`, REFUSED],
    ],
  },
  {
    library: 'undici',
    says: [
      [
        `TypeError: fetch failed\n  [cause]: Error: unable to verify the first certificate\n  code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'`,
        UNTRUSTED,
      ],
      [
        `TypeError: fetch failed\n  [cause]: Error: certificate has expired\n  code: 'CERT_HAS_EXPIRED'`,
        EXPIRED,
      ],
      [
        `TypeError: fetch failed\n  [cause]: Error [ERR_TLS_CERT_ALTNAME_INVALID]: Hostname/IP does not match certificate's altnames`,
        NAME,
      ],
      [
        `TypeError: fetch failed\n  [cause]: SocketError: other side closed\n  code: 'UND_ERR_SOCKET'`,
        CLOSED,
      ],
      [
        `TypeError: fetch failed\n  [cause]: ConnectTimeoutError: Connect Timeout Error (attempted address: auth.example.com:443, timeout: 10000ms)`,
        REFUSED,
      ],
      [
        `SyntaxError: Unexpected token '<', "<!doctype "... is not valid JSON\n    at fetchUserInfo (file:///srv/app/login.js:10:2)`,
        ['userinfo-empty-or-wrong-url', 'answer-not-json'],
      ],
      [
        `SyntaxError: Unexpected token '<', "<!doctype "... is not valid JSON\n    at exchangeCode (file:///srv/app/login.js:10:2)`,
        PAGE,
      ],
    ],
  },
  {
    library: 'httpx',
    says: [
      [`httpx.HTTPStatusError: Server error '502 Bad Gateway' for url '${OIDC}/token'`, FAILING],
      [`httpx.HTTPStatusError: Server error '500 Internal Server Error' for url '${OIDC}/token'`, FAILING],
      [`httpx.HTTPStatusError: Client error '404 Not Found' for url '${CONFIGURATION}'`, DISCOVERY],
      [`httpx.HTTPStatusError: Client error '401 Unauthorized' for url '${OIDC}/userinfo'`, USERINFO],
      [
        `httpx.HTTPStatusError: Client error '429 Too Many Requests' for url '${OIDC}/token'`,
        ['rate-limited'],
      ],
      ['httpx.ReadTimeout: The read operation timed out', LATE],
      ['httpx.RemoteProtocolError: Server disconnected without sending a response.', CLOSED],
      ['httpx.ConnectError: All connection attempts failed', REFUSED],
      [
        'httpx.ConnectError: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: self-signed certificate (_ssl.c:1006)',
        UNTRUSTED,
      ],
      [
        `httpx.ConnectError: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: Hostname mismatch, certificate is not valid for 'auth.example.com'. (_ssl.c:1006)`,
        NAME,
      ],
      ['httpx.ConnectError: [SSL: WRONG_VERSION_NUMBER] wrong version number (_ssl.c:1006)', PLAIN],
    ],
  },
  {
    library: 'aiohttp',
    says: [
      [
        `aiohttp.client_exceptions.ClientResponseError: 502, message='Bad Gateway', url='${OIDC}/token'`,
        FAILING,
      ],
      [
        `aiohttp.client_exceptions.ClientResponseError: 404, message='Not Found', url='${CONFIGURATION}'`,
        DISCOVERY,
      ],
      [
        `aiohttp.client_exceptions.ContentTypeError: 200, message='Attempt to decode JSON with unexpected mimetype: text/html', url='${OIDC}/token'`,
        PAGE,
      ],
      ['aiohttp.client_exceptions.ServerDisconnectedError: Server disconnected', CLOSED],
      [
        `aiohttp.client_exceptions.ClientConnectorError: Cannot connect to host auth.example.com:443 ssl:default [Connect call failed ('192.0.2.10', 443)]`,
        REFUSED,
      ],
      [
        'aiohttp.client_exceptions.ClientConnectorCertificateError: Cannot connect to host auth.example.com:443 ssl:True [SSLCertVerificationError: (1, "[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: certificate has expired")]',
        EXPIRED,
      ],
    ],
  },
  {
    library: 'requests and urllib3',
    says: [
      [
        `requests.exceptions.HTTPError: 500 Server Error: Internal Server Error for url: ${OIDC}/token`,
        FAILING,
      ],
      [
        `requests.exceptions.ReadTimeout: HTTPSConnectionPool(host='auth.example.com', port=443): Read timed out. (read timeout=5)`,
        LATE,
      ],
      [
        `requests.exceptions.ConnectionError: ('Connection aborted.', RemoteDisconnected('Remote end closed connection without response'))`,
        CLOSED,
      ],
      [
        `requests.exceptions.ConnectionError: HTTPSConnectionPool(host='auth.example.com', port=443): Max retries exceeded with url: /token (Caused by NewConnectionError('<urllib3.connection.HTTPSConnection object>: Failed to establish a new connection: [Errno 111] Connection refused'))`,
        REFUSED,
      ],
      [
        `requests.exceptions.SSLError: HTTPSConnectionPool(host='auth.example.com', port=443): Max retries exceeded with url: /.well-known/openid-configuration (Caused by SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: unable to get local issuer certificate (_ssl.c:1006)')))`,
        UNTRUSTED,
      ],
    ],
  },
  {
    library: 'OkHttp',
    says: [
      [
        `java.io.IOException: Unexpected code Response{protocol=h2, code=502, message=, url=${OIDC}/token}`,
        FAILING,
      ],
      [`java.io.IOException: unexpected end of stream on ${OIDC}/...`, CLOSED],
      ['java.net.ConnectException: Failed to connect to auth.example.com/192.0.2.10:443', REFUSED],
      ['java.net.SocketTimeoutException: Read timed out', LATE],
      ['javax.net.ssl.SSLPeerUnverifiedException: Hostname auth.example.com not verified:', NAME],
      [
        'javax.net.ssl.SSLHandshakeException: java.security.cert.CertPathValidatorException: Trust anchor for certification path not found.',
        UNTRUSTED,
      ],
      [
        `com.squareup.moshi.JsonEncodingException: Use JsonReader.setLenient(true) to accept malformed JSON at path $ for ${OIDC}/token`,
        PAGE,
      ],
    ],
  },
  {
    library: 'Java HttpClient',
    says: [
      ['java.io.IOException: HTTP/1.1 header parser received no bytes', CLOSED],
      ['java.net.http.HttpTimeoutException: request timed out', LATE],
      ['java.net.http.HttpConnectTimeoutException: HTTP connect timed out', REFUSED],
      [
        'javax.net.ssl.SSLHandshakeException: PKIX path building failed: sun.security.provider.certpath.SunCertPathBuilderException: unable to find valid certification path to requested target',
        UNTRUSTED,
      ],
      [
        'javax.net.ssl.SSLHandshakeException: PKIX path validation failed: java.security.cert.CertPathValidatorException: validity check failed: java.security.cert.CertificateExpiredException: NotAfter: Thu Jan 01 00:00:00 UTC 2026',
        EXPIRED,
      ],
      [
        'javax.net.ssl.SSLHandshakeException: No subject alternative DNS name matching auth.example.com found.',
        NAME,
      ],
      ['javax.net.ssl.SSLException: Unsupported or unrecognized SSL message', PLAIN],
      ['java.nio.channels.UnresolvedAddressException', REFUSED],
    ],
  },
  {
    library: 'Go net/http',
    says: [
      [`Post "${OIDC}/token": EOF`, CLOSED],
      [`Post "${OIDC}/token": read tcp 192.0.2.1:5->192.0.2.10:443: read: connection reset by peer`, CLOSED],
      [`Get "${CONFIGURATION}": dial tcp 192.0.2.10:443: connect: connection refused`, REFUSED],
      [`Get "${CONFIGURATION}": dial tcp: lookup auth.example.com on 127.0.0.11:53: no such host`, REFUSED],
      [
        `Get "${CONFIGURATION}": tls: failed to verify certificate: x509: certificate signed by unknown authority`,
        UNTRUSTED,
      ],
      [
        `Get "${CONFIGURATION}": tls: failed to verify certificate: x509: certificate is valid for other.example.com, not auth.example.com`,
        NAME,
      ],
      [
        `Get "${CONFIGURATION}": tls: failed to verify certificate: x509: certificate has expired or is not yet valid: current time 2026-01-02T03:04:05Z is after 2026-01-01T00:00:00Z`,
        EXPIRED,
      ],
      [`Get "${CONFIGURATION}": http: server gave HTTP response to HTTPS client`, PLAIN],
      [`Get "${CONFIGURATION}": tls: first record does not look like a TLS handshake`, PLAIN],
    ],
  },
  {
    library: 'Guzzle with cURL',
    says: [
      [
        'Server error: `POST https://auth.example.com/token` resulted in a `502 Bad Gateway` response:\n<html>',
        FAILING,
      ],
      [
        'Server error: `POST https://auth.example.com/token` resulted in a `500 Internal Server Error` response:\n{}',
        FAILING,
      ],
      [
        'Client error: `GET https://auth.example.com/.well-known/openid-configuration` resulted in a `404 Not Found` response:\n<html>',
        DISCOVERY,
      ],
      [
        'cURL error 28: Operation timed out after 5001 milliseconds with 0 bytes received for https://auth.example.com/token',
        LATE,
      ],
      ['cURL error 52: Empty reply from server for https://auth.example.com/token', CLOSED],
      [
        'cURL error 7: Failed to connect to auth.example.com port 443 after 1 ms: Could not connect to server',
        REFUSED,
      ],
      ['cURL error 60: SSL certificate problem: unable to get local issuer certificate', UNTRUSTED],
      ['cURL error 60: SSL certificate problem: certificate has expired', EXPIRED],
      [
        "cURL error 60: SSL: no alternative certificate subject name matches target host name 'auth.example.com'",
        NAME,
      ],
      ['cURL error 35: error:0A00010B:SSL routines::wrong version number', PLAIN],
    ],
  },
  {
    library: 'Net::HTTP and Faraday',
    says: [
      [
        'Faraday::ServerError: the server responded with status 502 for POST https://auth.example.com/token',
        FAILING,
      ],
      [
        'Faraday::ResourceNotFound: the server responded with status 404 for GET https://auth.example.com/.well-known/openid-configuration',
        DISCOVERY,
      ],
      ['Net::HTTPFatalError: 502 "Bad Gateway" for https://auth.example.com/token', FAILING],
      ['Net::ReadTimeout: Net::ReadTimeout with #<TCPSocket:(closed)>', LATE],
      ['EOFError: end of file reached', CLOSED],
      [
        'Faraday::ConnectionFailed: Failed to open TCP connection to auth.example.com:443 (Connection refused - connect(2) for "auth.example.com" port 443)',
        REFUSED,
      ],
      [
        'OpenSSL::SSL::SSLError: SSL_connect returned=1 errno=0 state=error: certificate verify failed (unable to get local issuer certificate)',
        UNTRUSTED,
      ],
      [
        'OpenSSL::SSL::SSLError: SSL_connect returned=1 errno=0 state=error: certificate verify failed (hostname mismatch)',
        NAME,
      ],
      [
        'OpenSSL::SSL::SSLError: SSL_connect returned=1 errno=0 state=error: certificate verify failed (certificate has expired)',
        EXPIRED,
      ],
      ['OpenSSL::SSL::SSLError: SSL_connect returned=1 errno=0 state=error: wrong version number', PLAIN],
    ],
  },
  {
    library: 'reqwest with rustls',
    says: [
      [`HTTP status server error (502 Bad Gateway) for url (${OIDC}/token)`, FAILING],
      [`HTTP status server error (500 Internal Server Error) for url (${OIDC}/token)`, FAILING],
      [`HTTP status client error (404 Not Found) for url (${CONFIGURATION})`, DISCOVERY],
      [`error sending request for url (${OIDC}/token): operation timed out`, LATE],
      [`error sending request for url (${OIDC}/token): connection closed before message completed`, CLOSED],
      [
        `error sending request for url (${CONFIGURATION}): client error (Connect): tcp connect error: Connection refused (os error 111)`,
        REFUSED,
      ],
      [
        `error sending request for url (${CONFIGURATION}): client error (Connect): invalid peer certificate: UnknownIssuer`,
        UNTRUSTED,
      ],
      [
        `error sending request for url (${CONFIGURATION}): client error (Connect): invalid peer certificate: Expired`,
        EXPIRED,
      ],
      [
        `error sending request for url (${CONFIGURATION}): client error (Connect): invalid peer certificate: NotValidForName`,
        NAME,
      ],
      [
        `error sending request for url (${CONFIGURATION}): client error (Connect): received corrupt message of type InvalidContentType`,
        PLAIN,
      ],
      [`error decoding response body: expected value at line 1 column 1 for url (${OIDC}/token)`, PAGE],
    ],
  },
  {
    library: '.NET HttpClient',
    says: [
      [
        `System.Net.Http.HttpRequestException: Response status code does not indicate success: 502 (Bad Gateway). at GetTokenAsync for ${OIDC}/token`,
        FAILING,
      ],
      [
        `System.Net.Http.HttpRequestException: Response status code does not indicate success: 404 (Not Found). ${CONFIGURATION}`,
        DISCOVERY,
      ],
      [
        'System.Threading.Tasks.TaskCanceledException: The request was canceled due to the configured HttpClient.Timeout of 5 seconds elapsing. at GetTokenAsync',
        LATE,
      ],
      [
        'System.Net.Http.HttpIOException: The response ended prematurely. (ResponseEnded) at GetTokenAsync',
        CLOSED,
      ],
      ['System.Net.Http.HttpRequestException: Connection refused (auth.example.com:443)', REFUSED],
      [
        'System.Security.Authentication.AuthenticationException: The remote certificate is invalid because of errors in the certificate chain: UntrustedRoot',
        UNTRUSTED,
      ],
      [
        'System.Security.Authentication.AuthenticationException: The remote certificate is invalid according to the validation procedure: RemoteCertificateNameMismatch',
        NAME,
      ],
      [
        'System.Security.Authentication.AuthenticationException: The remote certificate is invalid because of errors in the certificate chain: NotTimeValid',
        EXPIRED,
      ],
      [
        'System.Security.Authentication.AuthenticationException: Cannot determine the frame size or a corrupted frame was received.',
        PLAIN,
      ],
      [
        `System.Text.Json.JsonException: '<' is an invalid start of a value. Path: $ | LineNumber: 0 | BytePositionInLine: 0. at GetTokenAsync`,
        PAGE,
      ],
    ],
  },
  {
    library: 'Elixir Req and Mint',
    says: [
      ['** (Mint.TransportError) connection refused for https://auth.example.com/token', REFUSED],
      [
        '%Jason.DecodeError{position: 0, token: nil, data: "<!doctype html>"} unexpected byte at position 0: 0x3C ("<") in token response',
        PAGE,
      ],
      [
        '{:tls_alert, {:unknown_ca, ~c"TLS client: In state certify at ssl_handshake.erl generated CLIENT ALERT: Fatal - Unknown CA"}}',
        UNTRUSTED,
      ],
      [
        '{:tls_alert, {:certificate_expired, ~c"TLS client: In state certify received SERVER ALERT: Fatal - Certificate Expired"}}',
        EXPIRED,
      ],
      [
        '{:tls_alert, {:handshake_failure, ~c"TLS client: In state certify at ssl_handshake.erl generated CLIENT ALERT: Fatal - Handshake Failure {bad_cert,hostname_check_failed}"}}',
        NAME,
      ],
    ],
  },
];
