import type { Recogniser } from '../recogniser.ts';
import { saidBy } from './said-by.ts';

/** Of whatever went wrong at discovery it says the same; the cause behind it says more. */
const SPRING_SECURITY = saidBy({ by: 'Spring Security', versions: '5 to 7, and pac4j 5 and 6' }, [
  {
    says: 'The Issuer "{actual:url}" provided in the configuration metadata did not match the requested issuer "{expected:url}"',
    finding: 'issuer',
    example:
      'The Issuer "http://auth.example.com" provided in the configuration metadata did not match the requested issuer "https://auth.example.com"',
  },
  {
    says: "Missing attribute '{claim:word}' in attributes",
    finding: 'claim-missing',
    example: "java.lang.IllegalArgumentException: Missing attribute 'email' in attributes",
  },
  { says: '[invalid_nonce]', finding: 'id-token-nonce-wrong', example: '[invalid_nonce]' },
  {
    says: 'the return value of "{…}TokenEndpointURI()" is null',
    finding: 'metadata-endpoint-missing',
    example:
      'because the return value of "com.nimbusds.oauth2.sdk.as.AuthorizationServerMetadata.getTokenEndpointURI()" is null',
  },
  {
    says: '[authorization_request_not_found]',
    finding: 'callback-state-wrong',
    example: '[authorization_request_not_found]',
  },
  {
    says: '[invalid_state_parameter]',
    finding: 'callback-state-wrong',
    example: '[invalid_state_parameter]',
  },
  {
    says: 'The ID Token contains invalid claims: {{…}aud=',
    finding: 'id-token-aud-wrong',
    example: 'The ID Token contains invalid claims: {aud=[another-client]}',
  },
  {
    says: 'The ID Token contains invalid claims: {{…}azp=',
    finding: 'id-token-azp-wrong',
    example: 'The ID Token contains invalid claims: {azp=another-client}',
  },
  {
    says: 'The ID Token contains invalid claims: {{…}iss=',
    finding: 'id-token-iss-wrong',
    example: 'The ID Token contains invalid claims: {iss=https://other.exampl',
  },
  {
    says: 'The ID Token contains invalid claims: {{…}sub=null',
    finding: 'id-token-sub-missing',
    example: 'The ID Token contains invalid claims: {sub=null}',
  },
  {
    says: 'The ID Token contains invalid claims: {{…}exp=',
    finding: 'id-token-expired',
    example: 'The ID Token contains invalid claims: {exp=2026-01-02T02:04:05Z',
  },
  {
    says: 'The ID Token contains invalid claims: {{…}iat=',
    finding: 'id-token-iat-in-future',
    example: 'The ID Token contains invalid claims: {iat=2026-01-02T03:14:12Z',
  },
  {
    says: 'UserInfo Resource: Error details: [{…}Error Code: invalid_token',
    finding: 'userinfo-refused',
    example:
      'UserInfo Resource: Error details: [UserInfo Uri: https://auth.example.com/me, Error Code: invalid_token]',
  },
  {
    says: 'Another algorithm expected, or no matching key(s) found',
    finding: 'id-token-key-not-found',
    example: 'Another algorithm expected, or no matching key(s) found',
  },
  {
    says: 'Unsupported algorithm of none',
    finding: 'id-token-alg-none',
    example: 'Unsupported algorithm of none',
  },
  {
    says: 'Cannot accept empty OIDC credentials',
    finding: 'callback-without-code',
    example: 'Cannot accept empty OIDC credentials',
  },
  { says: 'Signed ID token expected', finding: 'id-token-alg-none', example: 'Signed ID token expected' },
  {
    says: 'No JWE key selector is configured',
    finding: 'id-token-encrypted',
    example: 'No JWE key selector is configured',
  },
  { says: 'must be after issuedAt', finding: 'id-token-iat-in-future', example: 'must be after issuedAt' },
  { says: '[invalid_request] at', finding: 'callback-without-code', example: '[invalid_request] at' },
  {
    says: '[invalid_user_info_response] at',
    finding: 'userinfo-sub-differs',
    example: '[invalid_user_info_response] at',
  },
  {
    says: 'Decryption of JWTs not configured',
    finding: 'id-token-encrypted',
    example: 'Decryption of JWTs not configured',
  },
  {
    says: 'Unable to resolve Configuration with the provided Issuer of',
    finding: 'discovery-not-found',
    weight: 0.8,
    example: 'Unable to resolve Configuration with the provided Issuer of',
  },
]);

/** DefaultOpenIdProviderMetadata. */
const MICRONAUT = saidBy({ by: 'Micronaut Security', versions: '4' }, [
  {
    says: 'Error instantiating bean of type [io.micronaut.security.oauth2.client.DefaultOpenIdProviderMetadata]{…}Read Timeout',
    finding: 'discovery-timed-out',
    example:
      'Error instantiating bean of type [io.micronaut.security.oauth2.client.DefaultOpenIdProviderMetadata] Message: Read Timeout',
  },
  {
    says: 'Failed to retrieve OpenID configuration for',
    finding: 'discovery-timed-out',
    weight: 0.9,
    example: 'Failed to retrieve OpenID configuration for',
  },
]);

/** UrlJwkProvider.java. */
const JWKS_RSA = saidBy({ by: 'jwks-rsa (Java)', versions: '0.3 to 0.23' }, [
  {
    says: 'No key found in {…}with kid',
    finding: 'id-token-key-not-found',
    example:
      'com.auth0.jwk.SigningKeyNotFoundException: No key found in https://sso.example.com/certs with kid key-2',
  },
  {
    says: 'SigningKeyNotFoundException',
    finding: 'id-token-key-not-found',
    weight: 0.95,
    example: 'com.auth0.jwk.SigningKeyNotFoundException',
  },
]);

/** An app for Kafka on Micronaut (tchiotludo/akhq OidcUserDetailsMapper). */
const AKHQ = saidBy({ by: 'AKHQ' }, [
  {
    says: 'use-oidc-claim config requires attribute {claim:word} in the OIDC claim',
    finding: { cause: 'role-wrong', or: ['claim-not-released'] },
    weight: 0.9,
    example:
      'Exception during Authentication: use-oidc-claim config requires attribute roles in the OIDC claim',
  },
]);

/** What libraries in Java say, and programs that nothing else is known of. */
export const JAVA: readonly Recogniser[] = [...SPRING_SECURITY, ...MICRONAUT, ...JWKS_RSA, ...AKHQ];
