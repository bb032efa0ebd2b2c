import type { Recogniser } from '../recogniser.ts';
import { type Message, saidBy } from './said-by.ts';

/** With the OpenID Connect handler of ASP.NET Core; by the codes of their messages. */
const MICROSOFT_IDENTITY_MODEL = saidBy({ by: 'Microsoft.IdentityModel', versions: '5 to 8' }, [
  { says: 'IDX10500:', finding: 'jwks-empty', example: 'IDX10500: Signature' },
  { says: 'IDX10501:', finding: 'id-token-key-not-found', example: 'IDX10501: Signature' },
  { says: 'IDX10502:', finding: 'id-token-key-not-found', example: 'IDX10502: Signature' },
  { says: 'IDX10503:', finding: 'id-token-key-not-found', example: 'IDX10503: Signature' },
  { says: 'IDX10504:', finding: 'id-token-alg-none', example: 'IDX10504: Unable to validate' },
  { says: 'IDX10508:', finding: 'id-token-signature-wrong', example: 'IDX10508: Signature' },
  { says: 'IDX10511:', finding: 'id-token-signature-wrong', example: 'IDX10511: Signature' },
  { says: 'IDX10517:', finding: 'id-token-kid-missing', example: 'IDX10517: Signature' },
  { says: 'IDX10603:', finding: 'id-token-encrypted', example: 'IDX10603: Decryption failed.' },
  { says: 'IDX10609:', finding: 'id-token-encrypted', example: 'IDX10609: Decryption failed.' },
  { says: 'IDX10225:', finding: 'id-token-exp-missing', example: 'IDX10225: Lifetime validation' },
  { says: 'IDX14100:', finding: 'id-token-malformed', example: 'IDX14100: JWT is not well' },
  { says: 'IDX14102:', finding: 'id-token-malformed', example: 'IDX14102: Unable to decode' },
  { says: 'IDX12741:', finding: 'id-token-malformed', example: 'IDX12741: JWT must have three' },
  { says: 'IDX21320:', finding: 'id-token-nonce-missing', example: 'IDX21320: RequireNonce is' },
  { says: 'IDX21323:', finding: 'id-token-nonce-wrong', example: 'IDX21323: RequireNonce is' },
  { says: 'IDX21349:', finding: 'id-token-nonce-missing', example: 'IDX21349: RequireNonce is' },
  {
    says: "IDX21314: OpenIdConnectProtocol requires the jwt token to have an 'sub' claim",
    finding: 'id-token-sub-missing',
    example: "IDX21314: OpenIdConnectProtocol requires the jwt token to have an 'sub' claim.",
  },
  { says: 'IDX21336:', finding: 'token-id-token-missing', example: "IDX21336: Both 'id_token' and" },
  { says: 'IDX21343:', finding: 'userinfo-not-json', example: 'IDX21343: Unable to parse' },
  // They wrap whatever went wrong, and are all that many logs have.
  ...[
    ['IDX10803', 'Unable to obtain configuration from'],
    ['IDX20803', 'Unable to obtain configuration from'],
    ['IDX10804', 'Unable to retrieve document from'],
    ['IDX20804', 'Unable to retrieve document from'],
  ].map(
    ([code, words]): Message => ({
      says: `${code}:`,
      finding: {
        cause: 'container-cannot-reach-idp',
        or: ['untrusted-certificate', 'discovery-path-wrong', 'certificate-chain-incomplete'],
      },
      weight: 0.68,
      example: `${code}: ${words}: 'https://id.example.com/.well-known/openid-configuration'.`,
    }),
  ),
]);

/** System.Net.Security: the flags of X509ChainStatusFlags, of which NotTimeValid does not say on which side of its time. */
const NET_SECURITY = saidBy({ by: '.NET System.Net.Security', versions: '5 to 9' }, [
  {
    says: 'errors in the certificate chain: NotTimeValid',
    finding: 'tls-expired',
    data: { when: 'either' },
    weight: 0.95,
    example:
      'System.Security.Authentication.AuthenticationException: The remote certificate is invalid because of errors in the certificate chain: NotTimeValid',
  },
]);

/** DuendeSoftware/foss: DiscoveryDocumentResponse.cs, ResponseProcessor.cs. */
const IDENTITY_MODEL = saidBy({ by: 'IdentityModel (.NET)', versions: 'IdentityModel 7, OidcClient 6' }, [
  {
    says: 'Error connecting to {url:url}. HTTPS required',
    finding: 'issuer-plain-http',
    weight: 1.1,
    example:
      'Error loading discovery document: Error connecting to http://10.0.0.2:9000/.well-known/openid-configuration. HTTPS required.',
  },
  {
    says: 'Endpoint belongs to different authority: {url:url}',
    finding: { cause: 'endpoint-base-check' },
    example:
      'Error loading discovery document: Endpoint belongs to different authority: https://auth.example.com/application/o/authorize/',
  },
  {
    says: 'Error connecting to {url:url}: Not Found',
    finding: 'discovery-not-found',
    example:
      'Error connecting to https://id.example.com/realms/a/.well-known/openid-configuration: Not Found',
  },
  {
    says: 'Error connecting to {url:url}: Forbidden',
    finding: 'discovery-forbidden',
    example: 'Error connecting to https://id.example.com/.well-known/openid-configuration: Forbidden',
  },
  {
    says: 'Error connecting to {url:url}: Bad Gateway',
    finding: 'discovery-server-error',
    example: 'Error connecting to https://id.example.com/.well-known/openid-configuration: Bad Gateway',
  },
  {
    says: 'Error connecting to {url:url}: Service Unavailable',
    finding: 'discovery-server-error',
    example:
      'Error connecting to https://id.example.com/.well-known/openid-configuration: Service Unavailable',
  },
  {
    says: 'Error connecting to {url:url}: Internal Server Error',
    finding: 'discovery-server-error',
    example:
      'Error connecting to https://id.example.com/.well-known/openid-configuration: Internal Server Error',
  },
  ...['Found', 'Moved Permanently', 'Redirect', 'TemporaryRedirect', 'Temporary Redirect'].map(
    (reason): Message => ({
      says: `Error connecting to {url:url}: ${reason}`,
      finding: 'discovery-redirected',
      weight: 1.1,
      example: `Error connecting to https://id.example.com/.well-known/openid-configuration: ${reason}`,
    }),
  ),
  {
    says: 'Error connecting to {url:url} HTTPS required',
    finding: 'issuer-plain-http',
    example: 'Error connecting to http://id.example.com/.well-known/openid-configuration. HTTPS required.',
  },
  {
    says: 'Issuer name does not match authority: {actual:url}',
    finding: 'issuer',
    example: 'Issuer name does not match authority: https://auth.example.com',
  },
  {
    says: 'Endpoint does not use HTTPS: {url:url}',
    finding: 'endpoint-plain-http',
    example: 'Endpoint does not use HTTPS: http://id.example.com/token',
  },
  {
    says: 'Endpoint is on a different host than authority: {url:url}',
    finding: 'endpoint-on-other-host',
    example: 'Endpoint is on a different host than authority: https://other.example.com/token',
  },
  {
    says: 'Error loading discovery document: Keyset is missing',
    finding: 'jwks-unreachable',
    example: 'Error loading discovery document: Keyset is missing',
  },
  {
    says: 'Identity token is missing on token response',
    finding: 'token-id-token-missing',
    example: 'Identity token is missing on token response.',
  },
  {
    says: 'Access token is missing on token response',
    finding: 'token-access-token-missing',
    example: 'Access token is missing on token response.',
  },
  {
    says: 'sub claim is missing from userinfo endpoint',
    finding: 'userinfo-sub-missing',
    example: 'sub claim is missing from userinfo endpoint',
  },
  {
    says: 'sub claim from userinfo endpoint is different than sub claim from identity token',
    finding: 'userinfo-sub-differs',
    example: 'sub claim from userinfo endpoint is different than sub claim from identity token.',
  },
  {
    says: 'Error contacting userinfo endpoint: Unauthorized',
    finding: 'userinfo-refused',
    example: 'Error contacting userinfo endpoint: Unauthorized',
  },
]);

/** What libraries in .NET say. */
export const DOTNET: readonly Recogniser[] = [
  ...NET_SECURITY,
  ...MICROSOFT_IDENTITY_MODEL,
  ...IDENTITY_MODEL,
];
