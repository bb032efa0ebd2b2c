import type { Recogniser } from '../recogniser.ts';
import { type Message, saidBy } from './said-by.ts';

/** Its error page, and what it adds to the errors of the standard. */
const OKTA = saidBy({ by: 'Okta' }, [
  {
    says: "'redirect_uri' parameter must be a Login redirect URI in the client app settings",
    finding: 'redirect-uri-not-registered',
    example:
      "The 'redirect_uri' parameter must be a Login redirect URI in the client app settings: https://example-admin.okta.com/",
  },
  {
    says: 'User is not assigned to the client application',
    finding: { cause: 'denied-by-policy' },
    data: { reason: 'assignment' },
    example: '"error":"access_denied","error_description":"User is not assigned to the client application."',
  },
  {
    says: 'Policy evaluation failed for this request',
    finding: { cause: 'denied-by-policy' },
    data: { reason: 'condition' },
    example:
      'access_denied: Policy evaluation failed for this request, please check the policy configurations.',
  },
  {
    says: 'client secret supplied for a confidential client is invalid',
    finding: { cause: 'secret-wrong-or-swapped' },
    example:
      '"error":"invalid_client","error_description":"The client secret supplied for a confidential client is invalid."',
  },
  {
    says: 'scopes are not configured for the authorization server',
    finding: 'scope-refused',
    example: 'One or more scopes are not configured for the authorization server resource.',
  },
]);

/** Its error page names the address that was sent. */
const AUTH0 = saidBy({ by: 'Auth0' }, [
  {
    says: 'The url "{redirect_uri:url}" is not in the list of allowed callback URLs',
    finding: 'redirect',
    example:
      'Callback URL mismatch. The url "https://notes.example.com/callback" is not in the list of allowed callback URLs: https://notes.example.com/cb.',
  },
  {
    says: 'not in the list of allowed callback URLs',
    finding: 'redirect-uri-not-registered',
    weight: 0.98,
    example: 'Callback URL mismatch. The provided redirect_uri is not in the list of allowed callback URLs.',
  },
  {
    says: "Grant type 'authorization_code' not allowed for the client",
    finding: 'token-grant-not-allowed',
    example: "unauthorized_client: Grant type 'authorization_code' not allowed for the client.",
  },
]);

/** The page of its sign-in, with the code of the standard or of its own. */
const GOOGLE = saidBy({ by: 'Google' }, [
  {
    says: 'Some requested scopes were invalid. {valid={…}invalid=[{scope}]',
    finding: 'scope-refused',
    data: { unknown: 'true' },
    example: 'Some requested scopes were invalid. {valid=[openid], invalid=[groups]}',
  },
  {
    says: 'The OAuth client was not found',
    finding: 'client-unknown',
    example: 'Access blocked: Authorization Error. The OAuth client was not found. Error 401: invalid_client',
  },
  {
    says: 'The OAuth client was deleted',
    finding: 'client-unknown',
    example: 'Error 401: deleted_client. The OAuth client was deleted.',
  },
  {
    says: 'redirect_uri_mismatch (',
    // At the token endpoint it is compared with the one that the login began with.
    finding: { token: { cause: 'redirect-differs-at-token' } },
    weight: 0.86,
    example: 'Failed to exchange the code for a token: redirect_uri_mismatch (Bad Request)',
  },
  {
    says: 'redirect_uri_mismatch',
    finding: {
      authorization: 'redirect-uri-not-registered',
      callback: 'redirect-uri-not-registered',
      discovery: 'redirect-uri-not-registered',
      unknown: 'redirect-uri-not-registered',
    },
    example: 'Access blocked: this app’s request is invalid. Error 400: redirect_uri_mismatch',
  },
  {
    says: 'Error 403: org_internal',
    finding: { cause: 'denied-by-policy' },
    data: { reason: 'directory' },
    example: 'Access blocked: Notes can only be used within its organization. Error 403: org_internal',
  },
  {
    says: 'Error 400: admin_policy_enforced',
    finding: { cause: 'denied-by-policy' },
    data: { reason: 'consent' },
    example: 'Error 400: admin_policy_enforced',
  },
]);

/** The provider of programs in Rails: config/locales/en.yml. */
const DOORKEEPER = saidBy({ by: 'Doorkeeper' }, [
  {
    says: 'redirect uri included is not valid',
    finding: 'redirect-uri-not-registered',
    example: 'An error has occurred. The redirect URI included is not valid.',
  },
  {
    says: 'Client authentication failed due to unknown client, no client authentication included',
    finding: 'token-client-refused',
    weight: 0.9,
    example:
      '"error":"invalid_client","error_description":"Client authentication failed due to unknown client, no client authentication included, or unsupported authentication method."',
  },
]);

/** By the numbers of its errors, as its pages and its token endpoint show them. */
const AD_FS = saidBy({ by: 'AD FS' }, [
  {
    says: 'MSIS9223{end}',
    finding: 'client-unknown',
    example:
      "MSIS9223: Received invalid OAuth authorization request. The received 'client_id' is invalid as no registered client was found with this client identifier.",
  },
  {
    says: 'MSIS9224{end}',
    finding: 'redirect-uri-not-registered',
    example:
      "MSIS9224: Received invalid OAuth authorization request. The received 'redirect_uri' parameter is not a valid registered redirect URI for the client identifier.",
  },
  {
    says: 'MSIS9622{end}',
    finding: { cause: 'secret-wrong-or-swapped' },
    weight: 0.9,
    example:
      '"error":"invalid_client","error_description":"MSIS9622: Client authentication failed. Please verify the credential provided for client authentication is valid."',
  },
  {
    says: 'MSIS9612{end}',
    finding: { cause: 'code-refused' },
    weight: 0.9,
    example:
      '"error":"invalid_grant","error_description":"MSIS9612: The authorization code received in \'code\' parameter is invalid."',
  },
]);

/** i18n/locales/en and zh/data.json: the page with an address that is in no list. */
const CASDOOR = saidBy(
  { by: 'Casdoor' },
  [
    "Redirect URI: {redirect_uri:url} doesn't exist in the allowed Redirect URI list",
    '重定向 URI：{redirect_uri:url}在许可跳转列表中未找到',
    '重定向 URI：{redirect_uri:url} 在许可跳转列表中未找到',
  ].map(
    (says): Message => ({
      says,
      finding: 'redirect',
      example: says.replace('{redirect_uri:url}', 'https://notes.example.com/callback'),
    }),
  ),
);

/** IdentityServer4 and Duende, AuthorizeRequestValidator: the flow of the response type isn't among the client's. */
const IDENTITY_SERVER = saidBy({ by: 'IdentityServer' }, [
  {
    says: 'Invalid grant type for client',
    finding: 'response-type-refused',
    example: 'Sorry, there was an error : unauthorized_client Invalid grant type for client',
  },
]);

const MITREID = saidBy({ by: 'MITREid Connect' }, [
  {
    says: 'Invalid redirect: {redirect_uri:url} does not match one of the registered values',
    finding: 'redirect',
    example:
      'Invalid redirect: https://notes.example.com/callback does not match one of the registered values: [https://notes.example.com/]',
  },
]);

/** As a provider, at its token endpoint. */
const VAULT = saidBy({ by: 'HashiCorp Vault' }, [
  {
    says: 'client failed to authenticate',
    finding: 'token-client-refused',
    example: '{"error":"invalid_client","error_description":"client failed to authenticate"}',
  },
]);

/** A provider that is a part of another program, in that one's log. */
const PATHS = saidBy({ by: 'OIDC Identity Provider' }, [
  {
    says: 'Allowed is only the token endpoint: {allowed}',
    finding: { cause: 'app-endpoint-wrong' },
    data: { is: 'token' },
    example:
      'OIDCIdentityProvider BasicAuthBackend: RequestUri was: /index.php/token Allowed is only the token endpoint: /apps/oidc/token',
  },
]);

/** What providers that others run say for themselves. */
export const HOSTED: readonly Recogniser[] = [
  ...PATHS,
  ...CASDOOR,
  ...IDENTITY_SERVER,
  ...MITREID,
  ...VAULT,
  ...OKTA,
  ...AUTH0,
  ...GOOGLE,
  ...DOORKEEPER,
  ...AD_FS,
];
