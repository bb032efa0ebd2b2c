import type { Recogniser } from '../recogniser.ts';
import { saidBy } from './said-by.ts';

/** jaredhanson/passport: lib/middleware/authenticate.js. The app did not set the login up when it started. */
const PASSPORT = saidBy({ by: 'passport', versions: '0.4 to 0.7' }, [
  {
    says: 'Unknown authentication strategy "',
    finding: { cause: 'sso-switched-off' },
    weight: 0.65,
    example: 'Error: Unknown authentication strategy "oidc"',
  },
]);

/** Meteor: packages/oauth/oauth_server.js. What is behind it is the app's own handling of an answer that is not what it took it for. */
const METEOR = saidBy({ by: 'Meteor', versions: '1 to 3' }, [
  {
    says: 'Error in OAuth Server: Cannot read propert',
    finding: { token: 'token-not-json', userinfo: 'userinfo-not-json', unknown: 'userinfo-not-json' },
    weight: 0.9,
    example: "Error in OAuth Server: Cannot read property 'id' of null",
  },
]);

/** projects/lib/src/oauth-service.ts: what came back with the browser is not what it had kept. */
const ANGULAR = saidBy({ by: 'angular-oauth2-oidc' }, [
  {
    says: 'invalid_nonce_in_state',
    finding: { cause: 'state-cookie-lost' },
    weight: 0.95,
    example: 'OAuthErrorEvent {type: "invalid_nonce_in_state", reason: {…}, params: null}',
  },
]);

/** damienbod/angular-auth-oidc-client: lib/validation. Each check says its name and that it failed, with what it compared. */
const ANGULAR_AUTH = saidBy({ by: 'angular-auth-oidc-client', versions: '21.0.2' }, [
  {
    says: 'Validate_id_token_iss failed, dataIdToken.iss: {actual:url} authWellKnownEndpoints issuer:{expected:url}',
    finding: 'issuer',
    example:
      'Validate_id_token_iss failed, dataIdToken.iss: http://auth.example.com authWellKnownEndpoints issuer:https://auth.example.com',
  },
  {
    says: 'Validate_id_token_aud{…}failed, dataIdToken.aud:',
    finding: 'id-token-aud-wrong',
    example: 'Validate_id_token_aud failed, dataIdToken.aud: photos client_id:wiki',
  },
  {
    says: 'Validate_id_token_nonce failed, dataIdToken.nonce:',
    finding: 'id-token-nonce-wrong',
    example: 'Validate_id_token_nonce failed, dataIdToken.nonce: 8f1 local_state:2c7',
  },
  {
    says: 'ValidateStateFromHashCallback failed, state:',
    finding: { cause: 'state-cookie-lost' },
    example: 'ValidateStateFromHashCallback failed, state: 8f1 local_state:2c7',
  },
  {
    says: 'authCallback incorrect nonce, did you call the checkAuth',
    finding: { cause: 'state-cookie-lost' },
    weight: 0.85,
    example: 'authCallback incorrect nonce, did you call the checkAuth() method multiple times?',
  },
  {
    says: 'one of the REQUIRED properties missing from id_token',
    finding: 'id-token-exp-missing',
    weight: 0.75,
    example: 'authCallback Validation, one of the REQUIRED properties missing from id_token',
  },
]);

/** The state that some libraries make holds a nonce of its own. */
const OF_STATE = saidBy({ by: 'a client library' }, [
  {
    says: 'Nonce mismatch in {…}state parameter',
    finding: { cause: 'state-cookie-lost' },
    weight: 0.95,
    example: 'Nonce mismatch in the OIDC state parameter',
  },
]);

/** panva/node-openid-client, read and run. */
const OPENID_CLIENT_5 = saidBy({ by: 'openid-client', versions: '5' }, [
  {
    // It says the same of every request, and the first one of a login is that for the document.
    says: 'expected 200 OK, got: 30',
    finding: { discovery: 'discovery-redirected', unknown: 'discovery-redirected' },
    weight: 0.85,
    example: 'expected 200 OK, got: 308 Permanent Redirect',
  },
  {
    // An answer that is no error of the standard: lib/helpers/process_response.js.
    says: 'expected 200 OK, got: 40',
    finding: {
      discovery: 'discovery-not-found',
      userinfo: 'userinfo-refused',
      token: 'token-request-refused',
      callback: 'token-request-refused',
    },
    weight: 0.85,
    example: 'discover: OPError: expected 200 OK, got: 404 Not Found',
  },
  {
    // The first of its requests, where nothing says which.
    says: 'outgoing request timed out after {…}ms',
    finding: { discovery: 'discovery-timed-out', unknown: 'discovery-timed-out' },
    weight: 0.95,
    example: 'RPError: outgoing request timed out after 3500ms',
  },
  {
    says: 'only valid absolute URLs can be requested',
    finding: 'issuer-not-a-url',
    example: 'TypeError: only valid absolute URLs can be requested',
  },
  {
    says: '{endpoint:word} must be configured on the issuer',
    finding: 'metadata-endpoint-missing',
    example: 'TypeError: token_endpoint must be configured on the issuer',
  },
  {
    says: 'unexpected iss value, expected {expected:url}, got: {actual:url}',
    finding: 'id-token-iss-wrong',
    example: 'unexpected iss value, expected https://auth.example.com, got: https://other.example.com',
  },
  {
    says: 'iss mismatch, expected {expected:url}, got: {actual:url}',
    finding: 'callback-iss-wrong',
    example: 'iss mismatch, expected https://auth.example.com, got: https://other.example.com',
  },
  {
    says: 'aud mismatch, expected {expected}, got: {actual}',
    finding: 'id-token-aud-wrong',
    example: 'aud mismatch, expected labclient4c1e, got: another-client',
  },
  {
    says: 'azp mismatch, got: {actual}',
    finding: 'id-token-azp-wrong',
    example: 'RPError: azp mismatch, got: another-client',
  },
  {
    says: 'nonce mismatch, expected {…}, got: undefined',
    finding: 'id-token-nonce-missing',
    example: 'nonce mismatch, expected [redacted], got: undefined',
  },
  { says: 'nonce mismatch, expected', finding: 'id-token-nonce-wrong', example: 'nonce mismatch, expected' },
  {
    says: 'JWT expired, now {…}, exp',
    finding: 'id-token-expired',
    example: 'JWT expired, now 1767323048, exp',
  },
  { says: 'JWT not active yet, now', finding: 'id-token-not-yet-valid', example: 'JWT not active yet, now' },
  { says: 'at_hash mismatch, expected', finding: 'at-hash-wrong', example: 'at_hash mismatch, expected' },
  {
    says: 'missing required JWT property sub',
    finding: 'id-token-sub-missing',
    example: 'RPError: missing required JWT property sub',
  },
  {
    says: 'id_token not present in TokenSet',
    finding: 'token-id-token-missing',
    example: 'TypeError: id_token not present in TokenSet',
  },
  {
    says: 'unexpected JWT alg received, expected {expected}, got: none',
    finding: 'id-token-alg-none',
    example: 'unexpected JWT alg received, expected RS256, got: none',
  },
  {
    says: 'unexpected JWT alg received, expected {expected}, got: HS',
    finding: 'id-token-symmetric',
    example: 'unexpected JWT alg received, expected RS256, got: HS256',
  },
  {
    says: 'unexpected JWT alg received, expected {expected}, got: {actual} at',
    finding: 'id-token-alg-unexpected',
    example: 'unexpected JWT alg received, expected RS256, got: none at',
  },
  {
    says: 'encrypted JWTs cannot be decoded',
    finding: 'id-token-encrypted',
    example: 'encrypted JWTs cannot be decoded)',
  },
  {
    says: 'JWTs must have three components',
    finding: 'id-token-malformed',
    example: 'JWTs must have three components)',
  },
  {
    says: "no valid key found in issuer's jwks_uri for key parameters",
    finding: 'id-token-key-not-found',
    example: "no valid key found in issuer's jwks_uri for key parameters",
  },
  {
    says: 'failed to validate JWT signature',
    finding: 'id-token-signature-wrong',
    example: 'RPError: failed to validate JWT signature',
  },
  {
    says: 'userinfo sub mismatch, expected',
    finding: 'userinfo-sub-differs',
    example: 'userinfo sub mismatch, expected',
  },
  {
    says: 'token_endpoint must be configured on the issuer',
    finding: 'metadata-endpoint-missing',
    example: 'token_endpoint must be configured on the issuer',
  },
  {
    says: "Unexpected token 'e', \"eyJ",
    finding: 'userinfo-signed',
    example: 'Unexpected token \'e\', "eyJhbGciOi"...',
  },
]);

/** panva/oauth4webapi, on which Auth.js and express-openid-connect stand. */
const OAUTH4WEBAPI = saidBy({ by: 'oauth4webapi' }, [
  {
    // The provider sent the browser back with an error instead of a code; the error itself stands in its cause.
    says: 'authorization response from the server is an error',
    finding: 'callback-error',
    weight: 0.95,
    example: 'AuthorizationResponseError: authorization response from the server is an error',
  },
  {
    says: 'unexpected JWT "iss" (issuer) claim value',
    finding: 'id-token-iss-wrong',
    example: 'unexpected JWT "iss" (issuer) claim value',
  },
  {
    says: 'unexpected JWT "aud" (audience) claim value',
    finding: 'id-token-aud-wrong',
    example: 'unexpected JWT "aud" (audience) claim value',
  },
  {
    says: 'unexpected ID Token "azp" (authorized party) claim value',
    finding: 'id-token-azp-wrong',
    example: 'unexpected ID Token "azp" (authorized party) claim value',
  },
  {
    says: 'unexpected ID Token "nonce" claim value',
    finding: 'id-token-nonce-wrong',
    example: 'unexpected ID Token "nonce" claim value',
  },
  {
    says: 'JWT "nonce" (nonce) claim missing',
    finding: 'id-token-nonce-missing',
    example: 'JWT "nonce" (nonce) claim missing',
  },
  {
    says: 'JWT "sub" (subject) claim missing',
    finding: 'id-token-sub-missing',
    example: 'JWT "sub" (subject) claim missing',
  },
  {
    says: 'unexpected JWT "exp" (expiration time) claim value',
    finding: 'id-token-expired',
    example: 'unexpected JWT "exp" (expiration time) claim value',
  },
  {
    says: 'unexpected JWT "nbf" (not before) claim value',
    finding: 'id-token-not-yet-valid',
    example: 'unexpected JWT "nbf" (not before) claim value',
  },
  {
    says: '"response" body "id_token" property must be a string',
    finding: 'token-id-token-missing',
    example: '"response" body "id_token" property must be a string',
  },
  {
    says: 'JWE decryption is not configured',
    finding: 'id-token-encrypted',
    example: 'JWE decryption is not configured',
  },
  {
    says: 'OperationProcessingError: Invalid JWT',
    finding: 'id-token-malformed',
    example: 'OperationProcessingError: Invalid JWT',
  },
  {
    says: 'unexpected "iss" (issuer) response parameter value',
    finding: 'callback-iss-wrong',
    example: 'unexpected "iss" (issuer) response parameter value',
  },
  {
    says: 'unexpected "response" body "sub" property value',
    finding: 'userinfo-sub-differs',
    example: 'unexpected "response" body "sub" property value',
  },
  {
    says: 'is not a conform Authorization Server Metadata response (unexpected HTTP status code)',
    finding: 'discovery-not-found',
    example: 'is not a conform Authorization Server Metadata response (unexpected HTTP status code)',
  },
  {
    says: 'is not a conform Token Endpoint response (unexpected HTTP status code)',
    finding: 'token-server-error',
    example: 'is not a conform Token Endpoint response (unexpected HTTP status code)',
  },
  {
    says: 'server responded with a challenge in the WWW-Authenticate HTTP',
    finding: 'token-client-refused',
    example: 'server responded with a challenge in the WWW-Authenticate HTTP',
  },
  {
    says: 'Authorization server did not provide a token endpoint',
    finding: 'metadata-endpoint-missing',
    example: 'Authorization server did not provide a token endpoint.',
  },
  {
    says: 'authorization server metadata does not contain a valid',
    finding: 'metadata-endpoint-missing',
    example: 'authorization server metadata does not contain a valid',
  },
  {
    says: '"response" is not a conform JSON Web Key Set response',
    finding: 'jwks-unreachable',
    example: '"response" is not a conform JSON Web Key Set response',
  },
  {
    says: '"response" body "keys" property must be an array',
    finding: 'jwks-not-json',
    example: '"response" body "keys" property must be an array',
  },
  {
    says: '"response" is not a conform UserInfo Endpoint response',
    finding: 'userinfo-refused',
    example: '"response" is not a conform UserInfo Endpoint response',
  },
  {
    says: 'JWT UserInfo Response expected',
    finding: 'userinfo-signed',
    example: 'JWT UserInfo Response expected',
  },
  {
    says: '"parameters" does not contain an Authorization Code',
    finding: 'callback-without-code',
    example: '"parameters" does not contain an Authorization Code',
  },
  {
    says: 'response parameter "iss" (issuer) missing',
    finding: 'callback-iss-missing',
    example: 'response parameter "iss" (issuer) missing',
  },
  {
    says: 'only requests to HTTPS are allowed',
    finding: 'issuer-plain-http',
    example: 'only requests to HTTPS are allowed',
  },
]);

/** Its page says “Forbidden” of a state that is not the session’s; only the stack tells. */
const PASSPORT_OAUTH2 = saidBy({ by: 'passport-oauth2', versions: '1' }, [
  {
    says: 'SessionStore.verify (',
    finding: 'callback-state-wrong',
    example: 'SessionStore.verify (/srv/app/node_module',
  },
]);

const EXPRESS_OPENID_CONNECT = saidBy({ by: 'express-openid-connect', versions: '3' }, [
  {
    says: 'JWT timestamp claim value failed validation',
    finding: 'id-token-expired',
    example: 'JWT timestamp claim value failed validation',
  },
  {
    says: 'unexpected HTTP response status code',
    finding: {
      token: 'token-server-error',
      callback: 'token-server-error',
      userinfo: 'userinfo-server-error',
    },
    example: 'unexpected HTTP response status code at ResponseContext.callback',
  },
]);

const JOSE = saidBy({ by: 'jose' }, [
  { says: 'JWKSTimeout', finding: 'jwks-unreachable', example: 'JWKSTimeout: request timed out' },
  { says: 'JWKSMultipleMatchingKeys', finding: 'jwks-duplicate-kid', example: 'JWKSMultipleMatchingKeys' },
]);

/** packages/core/src/errors.ts. What the app makes of the claims failed: one that it reads is not there. */
const AUTH_JS = saidBy({ by: 'Auth.js', versions: '5, and NextAuth 4' }, [
  {
    says: 'OAuthCallbackError: OAuth Provider returned an error',
    finding: 'callback-error',
    weight: 0.9,
    example: '[auth][error] OAuthCallbackError: OAuth Provider returned an error.',
  },
  {
    says: 'OAuthProfileParseError',
    finding: 'claim-only-in-userinfo',
    weight: 0.95,
    example:
      '[auth][error] OAuthProfileParseError: . Read more at https://errors.authjs.dev#oauthprofileparseerror',
  },
]);

/** packages/better-auth/src/api/routes/callback.ts: the code in the address of its error page. */
const BETTER_AUTH = saidBy({ by: 'better-auth', versions: '1' }, [
  {
    says: 'unable_to_get_user_info',
    finding: { cause: 'userinfo-empty-or-wrong-url' },
    weight: 0.7,
    example: 'GET /api/auth/error?error=unable_to_get_user_info',
  },
]);

/** lib/index.ts: an access token that is no JWT is read as one. */
const JWT_DECODE = saidBy({ by: 'jwt-decode', versions: '3 and 4' }, [
  ...['invalid json', 'invalid base64', 'missing'].map((what) => ({
    says: `Invalid token specified: ${what}`,
    finding: 'id-token-malformed' as const,
    example: `InvalidTokenError: Invalid token specified: ${what} for part #2`,
  })),
  {
    says: 'Invalid token specified: must be a string',
    finding: 'token-id-token-missing',
    weight: 0.9,
    example: 'InvalidTokenError: Invalid token specified: must be a string',
  },
]);

/** What libraries in JavaScript say. */
export const JAVASCRIPT: readonly Recogniser[] = [
  ...JWT_DECODE,
  ...BETTER_AUTH,
  ...PASSPORT,
  ...METEOR,
  ...ANGULAR,
  ...ANGULAR_AUTH,
  ...OF_STATE,
  ...OPENID_CLIENT_5,
  ...OAUTH4WEBAPI,
  ...PASSPORT_OAUTH2,
  ...EXPRESS_OPENID_CONNECT,
  ...JOSE,
  ...AUTH_JS,
];
