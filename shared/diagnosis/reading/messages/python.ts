import type { Recogniser } from '../recogniser.ts';
import { saidBy } from './said-by.ts';

const PYOIDC = saidBy({ by: 'pyoidc', versions: '1, with pyjwkest 1' }, [
  {
    says: 'expected token to contain at least one dot',
    finding: 'id-token-malformed',
    example: 'expected token to contain at least one dot',
  },
  {
    says: 'jwkest.jwe.NoSuitableDecryptionKey',
    finding: 'id-token-encrypted',
    example: 'jwkest.jwe.NoSuitableDecryptionKey: RSA-OAEP',
  },
  {
    says: 'Could not decrypt id_token',
    finding: 'id-token-encrypted',
    example: 'VerificationError("Could not decrypt id_token"',
  },
  {
    says: 'NoSuitableSigningKeys: No key with kid',
    finding: 'id-token-key-not-found',
    example: 'jwkest.jws.NoSuitableSigningKeys: No key with kid',
  },
  { says: 'jwkest.BadSignature', finding: 'id-token-signature-wrong', example: 'jwkest.BadSignature' },
  {
    says: "NotForMe: {expected} not in aud:['{actual}']",
    finding: 'id-token-aud-wrong',
    example: "oic.exception.NotForMe: labclient4c1e not in aud:['another-client']",
  },
  {
    says: 'NotForMe: {expected} != azp:{actual}',
    finding: 'id-token-azp-wrong',
    example: 'oic.exception.NotForMe: labclient4c1e != azp:another-client',
  },
  {
    says: 'EXPError: Invalid expiration time',
    finding: 'id-token-expired',
    example: 'oic.oic.message.EXPError: Invalid expiration time',
  },
  {
    says: 'IATError: Issued in the future',
    finding: 'id-token-iat-in-future',
    example: 'oic.oic.message.IATError: Issued in the future',
  },
  {
    says: "MissingRequiredAttribute: Missing required attribute 'sub'",
    finding: 'id-token-sub-missing',
    example: "oic.oauth2.message.MissingRequiredAttribute: Missing required attribute 'sub'",
  },
  {
    says: "provider info issuer mismatch '{expected:url}' != '{actual:url}'",
    finding: 'issuer',
    example: "provider info issuer mismatch 'https://auth.example.com' != 'http://auth.example.com'",
  },
  {
    says: 'Sub identifier not the same in userinfo and Id Token',
    finding: 'userinfo-sub-differs',
    example: 'Sub identifier not the same in userinfo and Id Token',
  },
  {
    says: "MissingEndpoint: No '{missing}' specified",
    finding: 'metadata-endpoint-missing',
    example: "oic.oauth2.exception.MissingEndpoint: No 'token_endpoint' specified",
  },
  {
    says: 'Faulty provider config response',
    finding: 'discovery-not-json',
    example: 'Faulty provider config response',
  },
  {
    says: 'Remote key update from {…}failed, malformed JWKS',
    finding: 'jwks-not-json',
    example: '"Remote key update from https://auth.example.com/jwks failed, malformed JWKS."}',
  },
  {
    says: "Remote key update from '{url:url}' failed",
    finding: 'jwks-unreachable',
    example: "\"Remote key update from 'https://auth.example.com/jwks' failed",
  },
  {
    says: 'VerificationError: Issuer mismatch',
    finding: 'callback-iss-wrong',
    example: 'oic.oauth2.exception.VerificationError: Issuer mismatch',
  },
  {
    says: 'ValueError: Unknown issuer',
    finding: 'id-token-iss-wrong',
    example: 'ValueError: Unknown issuer',
  },
]);

/** By it several Python libraries read tokens. */
const PYJWT = saidBy({ by: 'PyJWT', versions: '2' }, [
  {
    says: 'ExpiredSignatureError: Signature has expired',
    finding: 'id-token-expired',
    example: 'jwt.exceptions.ExpiredSignatureError: Signature has expired',
  },
  {
    says: 'ImmatureSignatureError: The token is not yet valid',
    finding: 'id-token-not-yet-valid',
    example: 'jwt.exceptions.ImmatureSignatureError: The token is not yet valid',
  },
  {
    says: 'in from_compact{…}signature = compact.split({…}too many values to unpack (expected 3)',
    finding: { cause: 'encrypted-id-token' },
    example:
      'File "site-packages/josepy/jws.py", line 351, in from_compact protected, payload, signature = compact.split(b".") ValueError: too many values to unpack (expected 3)',
  },
  {
    says: 'jwt.exceptions.DecodeError: Not enough segments',
    finding: 'id-token-malformed',
    example: 'jwt.exceptions.DecodeError: Not enough segments',
  },
  {
    says: 'jwt.exceptions.DecodeError: Invalid payload padding',
    finding: 'id-token-encrypted',
    example: 'jwt.exceptions.DecodeError: Invalid payload padding',
  },
  {
    says: 'jwt.exceptions.DecodeError: Invalid token type',
    finding: 'token-id-token-missing',
    example: 'jwt.exceptions.DecodeError: Invalid token type.',
  },
  {
    says: 'jwt.exceptions.InvalidSignatureError',
    finding: 'id-token-signature-wrong',
    example: 'jwt.exceptions.InvalidSignatureError',
  },
  {
    says: 'PyJWKClientConnectionError',
    finding: 'jwks-unreachable',
    example: 'jwt.exceptions.PyJWKClientConnectionError',
  },
  {
    says: 'Token is missing the "aud" claim',
    finding: 'id-token-aud-wrong',
    example: 'Token is missing the "aud" claim',
  },
]);

/** auth.py. By the time userinfo is read the answer had a good status; it is JSON, or it is the JWT that a client with signed userinfo gets. */
const MOZILLA_DJANGO_OIDC = saidBy({ by: 'mozilla-django-oidc', versions: '4 and 5' }, [
  {
    says: 'JWT Nonce verification failed',
    finding: 'id-token-nonce-wrong',
    example: 'JWT Nonce verification failed.',
  },
  {
    says: 'Could not find a valid JWKS',
    finding: 'id-token-key-not-found',
    example: 'Could not find a valid JWKS.',
  },
  {
    says: 'JWS token verification failed',
    finding: 'id-token-signature-wrong',
    example: 'JWS token verification failed.',
  },
  { says: 'Claims verification failed', finding: 'claim-missing', example: 'Claims verification failed' },
  {
    says: 'in get_userinfo{…}return user_response.json()',
    finding: 'userinfo-signed',
    example: 'in get_userinfo return user_response.json()',
  },
]);

/** jose/rfc7517, where an empty document is told what a key set has to have. */
const AUTHLIB = saidBy({ by: 'Authlib', versions: '1' }, [
  {
    says: 'ValueError: Invalid key set format',
    finding: 'jwks-empty',
    example: 'ValueError: Invalid key set format',
  },
  {
    says: 'Invalid JSON Web Key Set',
    finding: 'id-token-key-not-found',
    weight: 0.95,
    example: 'ValueError: Invalid JSON Web Key Set',
  },
  {
    says: 'DecodeError: Invalid input segments length',
    finding: 'id-token-malformed',
    example: 'authlib.jose.errors.DecodeError: Invalid input segments length: ',
  },
  {
    // The algorithm of the token is one for a secret, and the keys are public ones.
    says: 'ValueError: Missing required field: "k"',
    finding: 'id-token-symmetric',
    example: 'ValueError: Missing required field: "k"',
  },
]);

/** The signature is checked against the key set since 65.11, so a token without a published key is refused. */
const DJANGO_ALLAUTH = saidBy({ by: 'django-allauth', versions: '65.11 and later' }, [
  {
    says: 'unknown (Invalid id_token)',
    finding: 'id-token-symmetric',
    weight: 0.9,
    example: "Social authentication error for provider 'home': unknown (Invalid id_token)",
  },
]);

const PYTHON_SOCIAL_AUTH = saidBy({ by: 'python-social-auth', versions: 'social-auth-core 7' }, [
  {
    says: 'AuthSessionError: The authentication session is unavailable',
    finding: 'callback-state-wrong',
    example: 'social_core.exceptions.AuthSessionError: The authentication session is unavailable.',
  },
  { says: 'Incorrect id_token: iat', finding: 'id-token-iat-too-old', example: 'Incorrect id_token: iat' },
  { says: 'Incorrect id_token: nbf', finding: 'id-token-not-yet-valid', example: 'Incorrect id_token: nbf' },
  { says: 'Incorrect id_token: azp', finding: 'id-token-azp-wrong', example: 'Incorrect id_token: azp' },
  {
    says: 'Token error: Invalid access token',
    finding: 'at-hash-wrong',
    example: 'Token error: Invalid access token',
  },
  { says: 'Invalid UserInfo sub', finding: 'userinfo-sub-differs', example: 'Invalid UserInfo sub' },
  {
    says: 'AuthStateMissing: Session value state missing',
    finding: 'callback-state-wrong',
    example: 'social_core.exceptions.AuthStateMissing: Session value state missing.',
  },
  {
    says: 'AuthStateForbidden: Wrong state parameter given',
    finding: 'callback-state-wrong',
    example: 'social_core.exceptions.AuthStateForbidden: Wrong state parameter given.',
  },
  {
    // utils.py: a request to the provider that was answered with 401, which the one for the tokens is.
    says: "Your credentials aren't allowed",
    finding: { cause: 'secret-wrong-or-swapped' },
    weight: 0.8,
    example: "social_core.exceptions.AuthForbidden: Your credentials aren't allowed",
  },
  { says: 'AuthCanceled', finding: 'access-denied', example: 'social_core.exceptions.AuthCanceled' },
  {
    says: 'AuthResponseError: The authentication response could not be matched to the request',
    finding: 'id-token-nonce-wrong',
    example:
      'social_core.exceptions.AuthResponseError: The authentication response could not be matched to the request.',
  },
  {
    says: 'AuthProviderError: The authentication provider is temporarily unavailable',
    finding: 'token-server-error',
    example:
      'social_core.exceptions.AuthProviderError: The authentication provider is temporarily unavailable.',
  },
  {
    says: 'AuthCredentialError: The authorization code was rejected',
    finding: 'token-grant-refused',
    example: 'social_core.exceptions.AuthCredentialError: The authorization code was rejected.',
  },
]);

const OAUTHLIB = saidBy({ by: 'oauthlib', versions: '4' }, [
  {
    // It looks at the address by which the app was called back, as the proxy passed it on.
    says: '(insecure_transport) OAuth 2 MUST utilize https',
    finding: { cause: 'redirect-downgraded-to-http' },
    weight: 0.88,
    example: 'InsecureTransportError: (insecure_transport) OAuth 2 MUST utilize https.',
  },
  { says: '(missing_token)', finding: 'token-access-token-missing', example: '(missing_token)' },
  {
    says: 'Required option not passed: "access_token"',
    finding: 'token-access-token-missing',
    example: 'Required option not passed: "access_token"',
  },
]);

/** What a program says when it reads a value of the login that is not there. */
const KEY_ERRORS = saidBy({ by: 'Python' }, [
  { says: "KeyError: 'nonce'", finding: 'id-token-nonce-missing', example: "KeyError: 'nonce'" },
  { says: "KeyError: 'code'", finding: 'callback-without-code', example: "KeyError: 'code'" },
  { says: "KeyError: 'state'", finding: 'callback-state-wrong', example: "KeyError: 'state'" },
  { says: "KeyError: 'id_token'", finding: 'token-id-token-missing', example: "KeyError: 'id_token'" },
  {
    // Where the library reads the claims out of the ID token, and none came.
    says: "KeyError: 'userinfo'",
    finding: { cause: 'no-id-token', or: ['openid-scope-missing'] },
    weight: 0.9,
    example: "KeyError: 'userinfo'",
  },
  {
    // Python puts a text with a single quote in it between double ones.
    says: `No module named "'{current:word}"`,
    finding: { cause: 'literal-quotes-or-misspelt-name' },
    weight: 0.95,
    example: `ModuleNotFoundError: No module named "'social_core"`,
  },
  { says: "KeyError: 'keys'", finding: 'jwks-empty', example: "KeyError: 'keys'" },
  { says: "KeyError: 'kid'", finding: 'id-token-kid-missing', example: "KeyError: 'kid'" },
  {
    says: "KeyError: 'access_token'",
    finding: 'token-access-token-missing',
    example: "KeyError: 'access_token'",
  },
]);

/** flask_oidc/__init__.py, read in 1.1 to 1.4; programs that came of it have the same words. */
const FLASK_OIDC = saidBy({ by: 'flask-oidc', versions: '1' }, [
  {
    says: 'id_token issued by non-trusted issuer: {actual:url}',
    finding: 'id-token-iss-wrong',
    example: 'ERROR:flask_oidc:id_token issued by non-trusted issuer: https://sso.example.com/realms/home',
  },
  {
    says: 'issued by non-trusted issuer',
    finding: 'id-token-iss-wrong',
    weight: 0.98,
    example: 'flask_oidc:id_token issued by non-trusted issuer',
  },
  {
    says: 'We are not a valid audience',
    finding: 'id-token-aud-wrong',
    example: 'ERROR:flask_oidc:We are not a valid audience',
  },
]);

/** What libraries in Python say. */
/** joserfc, errors.py and the checks of its registry. */
const JOSERFC = saidBy({ by: 'joserfc', versions: '1.8' }, [
  {
    says: "Algorithm of '{alg}' is not allowed",
    finding: 'id-token-alg-unexpected',
    example: "unsupported_algorithm: Algorithm of 'RS256' is not allowed",
  },
]);

export const PYTHON: readonly Recogniser[] = [
  ...JOSERFC,
  ...FLASK_OIDC,
  ...PYOIDC,
  ...PYJWT,
  ...MOZILLA_DJANGO_OIDC,
  ...AUTHLIB,
  ...DJANGO_ALLAUTH,
  ...PYTHON_SOCIAL_AUTH,
  ...OAUTHLIB,
  ...KEY_ERRORS,
];
