import type { Recogniser } from '../recogniser.ts';
import { saidBy } from './said-by.ts';

/** What programs check by it is often an access token, which may be no JWT at all; an encrypted one has five parts. */
const GOLANG_JWT = saidBy({ by: 'golang-jwt', versions: '3 to 5' }, [
  {
    says: 'token contains an invalid number of segments',
    finding: 'id-token-encrypted',
    weight: 0.83,
    example: 'parsing of request failed: token contains an invalid number of segments',
  },
  {
    says: 'token contains an invalid number of segments',
    finding: 'id-token-malformed',
    weight: 0.9,
    example: 'parsing of request failed: token contains an invalid number of segments',
  },
]);

/** encoding/json decode.go: the type that came, the struct and its member, and the type that it wants. Only a struct of claims has claims. */
const ENCODING_JSON = saidBy({ by: 'Go encoding/json', versions: '1.8 to 1.25' }, [
  ...['string', 'array', 'object', 'bool', 'number'].flatMap((actual) =>
    ['userinfo', 'claims', 'idtoken', 'user', ' '].map((struct) => ({
      says: `cannot unmarshal ${actual} into Go struct field {…}${struct}.{claim:word} of type`,
      finding: 'claim-wrong-type' as const,
      data: { actual },
      example: `json: cannot unmarshal ${actual} into Go struct field ${struct}.groups of type []string`,
    })),
  ),
]);

/** The same holds for its words of an encrypted token. */
const GO_OIDC = saidBy({ by: 'go-oidc', versions: '3, with golang.org/x/oauth2 and go-jose 4' }, [
  {
    // The second part of an encrypted token is no JSON.
    says: 'oidc: failed to unmarshal claims: invalid character',
    finding: 'id-token-encrypted',
    weight: 0.9,
    example:
      "failed to verify ID token: oidc: failed to unmarshal claims: invalid character '\\x0f' looking for beginning of value",
  },
  {
    says: 'issuer URL provided to client ("{expected:url}") did not match the issuer URL returned by provider ("{actual:url}")',
    finding: 'issuer',
    example:
      'issuer URL provided to client ("https://auth.example.com") did not match the issuer URL returned by provider ("http://auth.example.com")',
  },
  {
    says: 'id token issued by a different provider, expected "{expected:url}" got "{actual:url}"',
    finding: 'id-token-iss-wrong',
    example:
      'id token issued by a different provider, expected "https://auth.example.com" got "https://other.example.com"',
  },
  {
    says: 'oidc: expected audience "{expected}" got ["{actual}"]',
    finding: 'id-token-aud-wrong',
    example: 'oidc: expected audience "notes" got ["another-client"]',
  },
  {
    says: 'compact JWS format must have three parts',
    finding: 'id-token-encrypted',
    example: 'compact JWS format must have three parts',
  },
  {
    says: 'compact JWS format must have three parts',
    finding: 'id-token-malformed',
    example: 'compact JWS format must have three parts',
  },
  {
    says: 'invalid token received, not all parts available',
    finding: 'id-token-encrypted',
    example: 'invalid token received, not all parts available',
  },
  {
    says: 'invalid token received, not all parts available',
    finding: 'id-token-malformed',
    example: 'invalid token received, not all parts available',
  },
  {
    says: 'signature algorithm "none"; expected',
    finding: 'id-token-alg-none',
    example: 'signature algorithm "none"; expected',
  },
  {
    says: 'signature algorithm "HS256"; expected',
    finding: 'id-token-symmetric',
    example: 'signature algorithm "HS256"; expected',
  },
  {
    says: 'fetching keys oidc: failed to decode keys',
    finding: 'jwks-not-json',
    example: 'fetching keys oidc: failed to decode keys',
  },
  {
    says: 'fetching keys oidc: get keys failed',
    finding: 'jwks-unreachable',
    example: 'fetching keys oidc: get keys failed',
  },
  { says: 'fetching keys', finding: 'jwks-unreachable', example: 'fetching keys' },
  {
    says: 'userinfo subject does not match',
    finding: 'userinfo-sub-differs',
    example: 'userinfo subject does not match',
  },
  {
    says: "did not match id_token 'sub' claim ()",
    finding: 'id-token-sub-missing',
    example: "did not match id_token 'sub' claim ()",
  },
  {
    says: "did not match id_token 'sub' claim (",
    finding: 'userinfo-sub-differs',
    example: "did not match id_token 'sub' claim ()",
  },
  {
    says: '"/.well-known/openid-configuration": unsupported protocol scheme ""',
    finding: 'issuer-not-a-url',
    example: 'Get "/.well-known/openid-configuration": unsupported protocol scheme ""',
  },
  {
    // Status and body of an answer that was to be the document: oidc.go.
    says: '404 Not Found: <',
    finding: { unknown: 'discovery-not-found' },
    weight: 0.85,
    example: '404 Not Found: <html>',
  },
  // The address is empty: of userinfo, where that is what was asked for. Before Go 1.14 without quotes.
  ...['Get "": unsupported protocol scheme', 'Get : unsupported protocol scheme'].map((says) => ({
    says,
    finding: { userinfo: { cause: 'userinfo-empty-or-wrong-url' } },
    weight: 1.02,
    example: `Failed to get user info: ${says} ""`,
  })),
  {
    // Only the document, the keys and userinfo are asked for by GET, the document first.
    says: 'Get "{actual}": unsupported protocol scheme ""',
    finding: 'issuer-not-a-url',
    weight: 0.98,
    example: 'Failed to create the provider: Get "auth.example.com": unsupported protocol scheme ""',
  },
  {
    says: 'unsupported protocol scheme ""',
    finding: 'metadata-endpoint-missing',
    weight: 0.97,
    example: 'unsupported protocol scheme ""',
  },
  {
    says: 'cannot get user information without id_token',
    finding: 'token-id-token-missing',
    example: 'cannot get user information without id_token',
  },
  {
    says: 'could not find a matching session for this request',
    finding: 'callback-state-wrong',
    example: 'could not find a matching session for this request',
  },
]);

/** internal/token.go and oauth2.go. A token of no time left is never used, so the library asks for a new one first. */
const X_OAUTH2 = saidBy({ by: 'golang.org/x/oauth2', versions: '0.1 to 0.30' }, [
  {
    says: 'oauth2: cannot fetch token: 200 OK',
    finding: 'token-access-token-missing',
    example: 'oauth2: cannot fetch token: 200 OK Response: {}',
  },
  {
    says: 'oauth2: token expired and refresh token is not set',
    finding: { cause: 'token-answer-odd' },
    weight: 0.95,
    example:
      'Error getting user info: Get http://auth.example.com/userinfo: oauth2: token expired and refresh token is not set',
  },
]);

/** provider.go, gothic/gothic.go, providers/openidConnect/openidConnect.go. The provider is made when the app starts; where its discovery document can’t be read there is none of that name. */
const GOTH = saidBy({ by: 'goth', versions: '1' }, [
  {
    says: 'no provider for {…} exists',
    finding: 'discovery-not-found',
    weight: 0.85,
    example: 'no provider for home exists',
  },
  {
    says: 'Non-success code for Discovery URL: 404',
    finding: 'discovery-not-found',
    example: 'Non-success code for Discovery URL: 404',
  },
  {
    says: 'Non-success code for Discovery URL: 5',
    finding: 'discovery-server-error',
    example: 'Non-success code for Discovery URL: 500',
  },
  {
    says: 'Non-success code for Discovery URL: 403',
    finding: 'discovery-forbidden',
    example: 'Non-success code for Discovery URL: 403',
  },
  {
    says: 'issuer in token does not match issuer in OpenIDConfig discovery',
    finding: 'id-token-iss-wrong',
    example: 'issuer in token does not match issuer in OpenIDConfig discovery',
  },
  {
    says: 'audience in token does not match client key',
    finding: 'id-token-aud-wrong',
    example: 'audience in token does not match client key',
  },
  {
    says: 'user info JWT token is expired',
    finding: 'id-token-expired',
    example: 'user info JWT token is expired',
  },
  {
    says: "userinfo response did not contain a 'sub' claim",
    finding: 'userinfo-sub-missing',
    example: "userinfo response did not contain a 'sub' claim",
  },
  {
    says: 'Non-200 response from UserInfo: 401',
    finding: 'userinfo-refused',
    example: 'Non-200 response from UserInfo: 401',
  },
  {
    says: 'state token mismatch',
    finding: 'callback-state-wrong',
    weight: 0.95,
    example: 'state token mismatch',
  },
]);

/** A program of many sign-ins in Go, lib/auth/oidc.go: the document did not come in time. */
const TELEPORT = saidBy({ by: 'Teleport', versions: '4 to 8' }, [
  {
    says: 'failed to reach out to oidc connector',
    finding: 'discovery-timed-out',
    weight: 0.95,
    example:
      'failed to reach out to oidc connector home, most likely URL "https://sso.example.com/realms/home" is not valid or not accessible',
  },
]);

/** A program that manages people at the provider with a service account; one file for each provider, as idp/authentik.go. */
const SERVICE_ACCOUNT = saidBy({ by: 'a manager of networks' }, [
  {
    says: 'unable to get authentik token, statusCode {status}',
    finding: { cause: 'secret-wrong-or-swapped', or: ['denied-by-policy'] },
    weight: 0.85,
    example: 'unable to get authentik token, statusCode 400',
  },
]);

/** As an app, when its settings are written (hashicorp/vault-plugin-auth-jwt path_config.go; OpenBao has the same). The reason may follow. */
const VAULT_AS_APP = saidBy({ by: 'HashiCorp Vault and OpenBao' }, [
  {
    // It has put the answer of userinfo to the token's claims by then (path_oidc.go).
    says: 'login failed{…}claim "{claim:word}" not found in token',
    finding: { cause: 'claim-not-released' },
    weight: 0.9,
    example: 'Vault login failed. claim "email" not found in token',
  },
  {
    says: 'error checking oidc discovery URL',
    finding: {
      cause: 'discovery-path-wrong',
      or: ['container-cannot-reach-idp', 'untrusted-certificate'],
    },
    weight: 0.7,
    example: '* error checking oidc discovery URL',
  },
]);

/** What libraries in Go say, and programs that nothing else is known of. */
export const GO: readonly Recogniser[] = [
  ...ENCODING_JSON,
  ...GO_OIDC,
  ...X_OAUTH2,
  ...GOLANG_JWT,
  ...GOTH,
  ...TELEPORT,
  ...SERVICE_ACCOUNT,
  ...VAULT_AS_APP,
];
